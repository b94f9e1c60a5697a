use super::state::OrganizationProfileState;
use super::{members, rows};
use crate::i18n::OrganizationProfileMessages;
use crate::profile::{Drawing, PageLink, ProfileTitles, ProfileView};
use crate::ui::element::{key_of, keyed, several};
use crate::ui::icon::Icon;
use leptos::prelude::*;
use std::sync::Arc;

/// The path of the page with the members.
pub const MEMBERS: &str = "members";

/// What drawing the profile of an organization needs.
pub type OrganizationProfileView = ProfileView<OrganizationProfileState>;

/// The profile of an organization while it is drawn.
pub(super) type Profile = Arc<Drawing<OrganizationProfileState>>;

impl Drawing<OrganizationProfileState> {
    pub(super) fn words(&self) -> &'static OrganizationProfileMessages {
        self.view.messages.organization_profile()
    }
}

/// Draws `<OrganizationProfile>`.
pub fn organization_profile_view(view: OrganizationProfileView) -> AnyView {
    let words = view.messages.clone();
    // In another language everything is another text.
    keyed(move || u64::from(words.revision()), move || drawn(view.clone()))
}

fn drawn(view: OrganizationProfileView) -> AnyView {
    let profile = Drawing::new(view);
    let words = profile.words();
    let titles = ProfileTitles {
        class: "fd-root fd-profile fd-organization-profile",
        title: words.title,
        subtitle: words.subtitle,
        navigation: words.navigation,
    };
    let pages = move |state: &OrganizationProfileState| {
        let mut pages =
            vec![PageLink { path: String::new(), label: words.general_page.to_owned(), icon: Icon::BUILDING }];
        if !state.key.is_empty() {
            let label = words.members_page.to_owned();
            pages.push(PageLink { path: MEMBERS.to_owned(), label, icon: Icon::PEOPLE });
        }
        pages
    };
    profile.frame(titles, pages, page)
}

/// A page by its path. Another organization, or another role in it, draws it anew.
fn page(profile: &Profile, path: &str) -> AnyView {
    let members_page = path == MEMBERS;
    profile.part(
        |state| key_of(&(&state.key, state.may, state.has_slug)),
        move |profile| match profile.peek(|state| (state.key.is_empty(), state.may, state.has_slug)) {
            (true, ..) => rows::nowhere(profile),
            (false, may, _) if members_page => members::members(profile, may),
            (false, may, has_slug) => {
                let shown = [
                    Some(rows::logo(profile, may.change)),
                    Some(rows::name(profile, may.change)),
                    has_slug.then(|| rows::slug(profile, may.change)),
                    Some(rows::leave(profile)),
                    may.delete.then(|| rows::delete(profile)),
                ];
                several(shown.into_iter().flatten().collect())
            }
        },
    )
}
