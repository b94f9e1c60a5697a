use super::rows;
use super::state::{ProfileAct, UserProfileState};
use crate::i18n::UserProfileMessages;
use crate::profile::{Drawing, PageLink, ProfileTitles, ProfileView};
use crate::ui::element::{keyed, several};
use crate::ui::icon::Icon;
use leptos::prelude::*;
use std::sync::Arc;

/// The path of the page with password and devices.
pub const SECURITY: &str = "security";

/// What drawing a profile needs.
pub type UserProfileView = ProfileView<UserProfileState>;

/// The profile of a person while it is drawn.
pub(super) type Profile = Arc<Drawing<UserProfileState>>;

impl Drawing<UserProfileState> {
    pub(super) fn words(&self) -> &'static UserProfileMessages {
        self.view.messages.user_profile()
    }
}

/// Draws `<UserProfile>`.
pub fn user_profile_view(view: UserProfileView) -> AnyView {
    let words = view.messages.clone();
    // In another language everything is another text.
    keyed(move || u64::from(words.revision()), move || drawn(view.clone()))
}

fn drawn(view: UserProfileView) -> AnyView {
    let profile = Drawing::new(view);
    let words = profile.words();
    let titles = ProfileTitles {
        class: "fd-root fd-profile fd-user-profile",
        title: words.title,
        subtitle: words.subtitle,
        navigation: words.navigation,
    };
    let pages = move |_: &UserProfileState| {
        vec![
            PageLink { path: String::new(), label: words.profile_page.to_owned(), icon: Icon::PERSON },
            PageLink { path: SECURITY.to_owned(), label: words.security_page.to_owned(), icon: Icon::SHIELD },
        ]
    };
    profile.frame(titles, pages, page)
}

/// A page by its path.
fn page(profile: &Profile, path: &str) -> AnyView {
    let offers = profile.peek(|state| state.offers);
    let shown = if path == SECURITY {
        (profile.view.act)(ProfileAct::ShowDevices);
        vec![
            offers.password.then(|| rows::password(profile)),
            Some(rows::devices(profile)),
            offers.delete.then(|| rows::delete(profile)),
        ]
    } else {
        vec![
            Some(rows::picture(profile)),
            offers.names.then(|| rows::name(profile)),
            offers.username.then(|| rows::username(profile)),
            offers.email.then(|| rows::email(profile)),
        ]
    };
    several(shown.into_iter().flatten().collect())
}
