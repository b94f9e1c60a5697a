//! What is shown to whom, and when. While it is not known who is signed in, only [`AuthLoading`] shows anything, so nothing
//! flashes.

use crate::hooks::{Auth, use_auth};
use crate::provider::Desk;
use crate::ui::alert::{Alert, alert};
use crate::ui::card;
use crate::ui::element::{effect, nothing};
use frontdesk_sdk::Status;
use frontdesk_sdk::authorization::{Requirement, Reverification};
use frontdesk_sdk::navigation::{NavigationError, Page};
use leptos::prelude::*;
use std::sync::Arc;

/// Shows its children as long as it is so.
fn shown_while(so: fn(Auth) -> bool, children: ChildrenFn) -> AnyView {
    let auth = use_auth();
    let shown = Memo::new(move |_| so(auth));
    (move || if shown.get() { children() } else { nothing() }).into_any()
}

/// Shows its children to people who are signed in.
#[component]
pub fn SignedIn(
    /// What they see.
    children: ChildrenFn,
) -> impl IntoView {
    shown_while(|auth| auth.is_loaded() && auth.is_signed_in(), children)
}

/// Shows its children to people who are not signed in.
#[component]
pub fn SignedOut(
    /// What they see.
    children: ChildrenFn,
) -> impl IntoView {
    shown_while(|auth| auth.is_loaded() && !auth.is_signed_in(), children)
}

/// Shows its children until it is known who is signed in, or that it cannot be known now.
#[component]
pub fn AuthLoading(
    /// What is seen meanwhile.
    children: ChildrenFn,
) -> impl IntoView {
    shown_while(|auth| auth.status() == Status::Loading, children)
}

/// Shows its children once it is known who is signed in, or that nobody is; an outage of the server leaves them there.
#[component]
pub fn AuthLoaded(
    /// What is seen then.
    children: ChildrenFn,
) -> impl IntoView {
    shown_while(Auth::is_loaded, children)
}

/// Shows its children while the server cannot be reached and the last good state is shown. They go by themselves.
#[component]
pub fn AuthDegraded(
    /// What is seen meanwhile.
    children: ChildrenFn,
) -> impl IntoView {
    shown_while(|auth| auth.status() == Status::Degraded, children)
}

/// Shows its children when it cannot be known who is signed in. The engine goes on trying; a button of the app's own asks
/// [`frontdesk_sdk::Frontdesk::load`].
#[component]
pub fn AuthFailed(
    /// What is seen then.
    children: ChildrenFn,
) -> impl IntoView {
    shown_while(|auth| auth.status() == Status::Failed, children)
}

/// Shows its children to people who may see them, and the fallback to all others. Everything that is named must hold; without
/// anything named, being signed in is enough.
///
/// This hides; it does not guard. Whatever must not be read is checked by the app's server.
#[component]
pub fn Protect(
    /// Only for this role in the organization, such as `org:admin`.
    #[prop(optional, into)]
    role: Option<String>,
    /// Only for those who have this permission in the organization, such as `org:invoices:read`.
    #[prop(optional, into)]
    permission: Option<String>,
    /// Only for those who have this feature, of their own (`user:beta`), of the organization (`org:beta`), or either (`beta`). It
    /// stands in the token and is looked up whenever the person, the session or the organization changes.
    #[prop(optional, into)]
    feature: Option<String>,
    /// Only for those who have this plan, with the same scopes.
    #[prop(optional, into)]
    plan: Option<String>,
    /// Only for those who have proven recently who they are, such as `Reverification::STRICT`.
    #[prop(optional)]
    reverification: Option<Reverification>,
    /// What all others see.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// What those who may see it see.
    children: ChildrenFn,
) -> impl IntoView {
    let auth = use_auth();
    let wanted = Requirement { role, permission, feature, plan, reverification };
    let anybody = wanted == Requirement::default();
    let allowed =
        Memo::new(move |_| auth.is_loaded().then(|| if anybody { auth.is_signed_in() } else { auth.has(&wanted) }));
    (move || match allowed.get() {
        None => nothing(),
        Some(true) => children(),
        Some(false) => fallback.run(),
    })
    .into_any()
}

/// Sends whoever is signed out to the app's sign-in page, and back here afterwards; a session that waits for a task goes to the
/// task. Pages that send people to each other are stopped, and the reason is shown here.
#[component]
pub fn RedirectToSignIn() -> impl IntoView {
    redirect_to(Page::SignIn)
}

/// Sends whoever is signed out to the app's sign-up page, and back here afterwards; otherwise as [`RedirectToSignIn`].
#[component]
pub fn RedirectToSignUp() -> impl IntoView {
    redirect_to(Page::SignUp)
}

fn redirect_to(page: Page) -> AnyView {
    let Desk { frontdesk, appearance, .. } = Desk::expect();
    let auth = use_auth();
    let stopped = RwSignal::new(None::<String>);
    let leaves = Memo::new(move |_| auth.is_loaded() && !auth.is_signed_in());
    effect(move || {
        if !leaves.get() {
            return;
        }
        let gone = match frontdesk.task_url() {
            Some(task) => frontdesk.redirect(&task),
            None => frontdesk.redirect(&frontdesk.url_of_and_back(page)),
        };
        stopped.set(gone.err().as_ref().map(NavigationError::to_string));
    });
    let said = alert(move || stopped.get().map(Alert::error), Arc::new(|| ()));
    card::root(&appearance, "fd-root", None, vec![said])
}
