//! What an app asks about the person who is signed in.

use crate::i18n::{Locale, Messages};
use crate::provider::Desk;
use frontdesk_sdk::authorization::{Actor, Requirement};
use frontdesk_sdk::wire::{Jwt, Organization, OrganizationMembership, Session, User};
use frontdesk_sdk::{ClockSkew, Error, Frontdesk, Snapshot, Status};
use leptos::prelude::*;
use std::sync::Arc;

/// The engine itself, for everything that has no hook.
pub fn use_frontdesk() -> Frontdesk {
    Desk::expect().frontdesk
}

/// Whether someone is signed in, and what they may do.
pub fn use_auth() -> Auth {
    let Desk { frontdesk, snapshot, .. } = Desk::expect();
    Auth { frontdesk: StoredValue::new(frontdesk), snapshot }
}

/// The person who is signed in; nothing while that is unknown.
pub fn use_user() -> Memo<Option<User>> {
    of_snapshot(|snapshot| snapshot.user().cloned())
}

/// The session that this tab shows.
pub fn use_session() -> Memo<Option<Session>> {
    of_snapshot(|snapshot| snapshot.session().cloned())
}

/// The organization that the person works in, and their place in it.
pub fn use_organization() -> ActiveOrganization {
    ActiveOrganization {
        organization: of_snapshot(|snapshot| snapshot.organization().cloned()),
        membership: of_snapshot(|snapshot| snapshot.membership().cloned()),
    }
}

/// The language of the components, to be shown and changed.
pub fn use_locale() -> LocaleSwitch {
    LocaleSwitch { desk: StoredValue::new(Desk::expect()) }
}

/// The language of the components.
///
/// ```
/// use frontdesk_components::{Locale, use_locale};
/// use leptos::prelude::*;
///
/// #[component]
/// fn Languages() -> impl IntoView {
///     let language = use_locale();
///     let button = |locale: Locale| view! { <button on:click=move |_| language.choose(locale.tag)>{locale.own_name()}</button> };
///     Locale::ALL.iter().copied().map(button).collect_view()
/// }
/// ```
#[derive(Clone, Copy)]
pub struct LocaleSwitch {
    desk: StoredValue<Desk>,
}

impl LocaleSwitch {
    /// The language; reading it subscribes.
    pub fn current(self) -> Locale {
        self.desk.with_value(|desk| {
            desk.messages.revision();
            desk.messages.locale()
        })
    }

    /// Fetches the words of a language and shows them: `de` is `de.json` in the provider's `locales_url`.
    pub fn choose(self, tag: &str) {
        self.desk.with_value(|desk| desk.fetch_words(tag));
    }

    /// Shows words that are there already.
    pub fn set(self, messages: Messages) {
        self.desk.with_value(|desk| desk.speak(messages));
    }
}

fn of_snapshot<T: PartialEq + Send + Sync + 'static>(read: fn(&Snapshot) -> Option<T>) -> Memo<Option<T>> {
    let snapshot = Desk::expect().snapshot;
    Memo::new(move |_| snapshot.with(|snapshot| read(snapshot)))
}

/// The organization that the person works in, as signals.
#[derive(Debug, Clone, Copy)]
pub struct ActiveOrganization {
    /// The organization; nothing in the personal workspace.
    pub organization: Memo<Option<Organization>>,
    /// The person's place in it.
    pub membership: Memo<Option<OrganizationMembership>>,
}

/// Whether someone is signed in, and what they may do. Its answers are reactive: asked inside a view or an effect, they are
/// asked again when they change.
#[derive(Clone, Copy)]
pub struct Auth {
    frontdesk: StoredValue<Frontdesk>,
    snapshot: RwSignal<Arc<Snapshot>>,
}

impl Auth {
    /// Whether it is known if someone is signed in.
    pub fn is_loaded(self) -> bool {
        self.snapshot.with(|snapshot| snapshot.is_loaded())
    }

    /// Whether someone is signed in.
    pub fn is_signed_in(self) -> bool {
        self.snapshot.with(|snapshot| snapshot.is_signed_in())
    }

    /// How far loading has come.
    pub fn status(self) -> Status {
        self.snapshot.with(|snapshot| snapshot.status)
    }

    /// Who, by id.
    pub fn user_id(self) -> Option<String> {
        self.snapshot.with(|snapshot| snapshot.user().map(|user| user.id.to_string()))
    }

    /// In which session, by id.
    pub fn session_id(self) -> Option<String> {
        self.snapshot.with(|snapshot| snapshot.session().map(|session| session.id.to_string()))
    }

    /// In which organization, by id; nothing in the personal workspace.
    pub fn organization_id(self) -> Option<String> {
        self.snapshot.with(|snapshot| snapshot.organization_id().map(ToString::to_string))
    }

    /// In which role there, such as `org:admin`.
    pub fn role(self) -> Option<String> {
        self.snapshot.with(|snapshot| snapshot.role().map(str::to_owned))
    }

    /// Whether the person has this role in the organization.
    pub fn has_role(self, role: &str) -> bool {
        self.snapshot.with(|snapshot| snapshot.has_role(role))
    }

    /// Whether the person has this permission in the organization.
    pub fn has_permission(self, permission: &str) -> bool {
        self.snapshot.with(|snapshot| snapshot.has_permission(permission))
    }

    /// Whether the person meets a requirement: roles, permissions, features, plans, recent proofs. Features and plans stand in the
    /// token in memory.
    pub fn has(self, requirement: &Requirement) -> bool {
        // Subscribes; the engine answers, since no snapshot holds the token.
        self.snapshot.track();
        self.engine().has(requirement)
    }

    /// Who acts in the person's place, if somebody does: say so on the page.
    pub fn actor(self) -> Option<Actor> {
        self.snapshot.with(|snapshot| snapshot.actor())
    }

    /// What has to be done before the session counts, by key, such as `choose-organization`; `Frontdesk::task_url` says where.
    pub fn current_task(self) -> Option<String> {
        self.snapshot.with(|snapshot| snapshot.current_task().map(|task| task.key.clone()))
    }

    /// How wrong the device's clock is, where that is worth a word.
    pub fn clock_skew(self) -> Option<ClockSkew> {
        self.snapshot.with(|snapshot| snapshot.clock_skew)
    }

    /// What is wrong while the status is degraded or failed.
    pub fn problem(self) -> Option<Error> {
        self.snapshot.with(|snapshot| snapshot.problem.clone())
    }

    /// A token for the app's own server, from the cache while it is good; nothing when signed out.
    ///
    /// # Errors
    /// When a new one is needed and the server cannot be reached.
    pub async fn token(self) -> Result<Option<Jwt>, Error> {
        self.engine().token().await
    }

    /// Signs everybody out in this browser.
    ///
    /// # Errors
    /// When the server cannot be reached: nobody is signed out then.
    pub async fn sign_out(self) -> Result<(), Error> {
        self.engine().sign_out().await
    }

    fn engine(self) -> Frontdesk {
        self.frontdesk.get_value()
    }
}
