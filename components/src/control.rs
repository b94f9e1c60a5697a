//! What is shown to whom. While it is not known who is signed in, none of them shows anything, so nothing flashes.

use crate::hooks::use_auth;
use leptos::prelude::*;

/// Shows its children to people who are signed in.
#[component]
pub fn SignedIn(
    /// What they see.
    children: ChildrenFn,
) -> impl IntoView {
    let auth = use_auth();
    let shown = Memo::new(move |_| auth.is_loaded() && auth.is_signed_in());
    (move || shown.get().then(|| children())).into_any()
}

/// Shows its children to people who are not signed in.
#[component]
pub fn SignedOut(
    /// What they see.
    children: ChildrenFn,
) -> impl IntoView {
    let auth = use_auth();
    let shown = Memo::new(move |_| auth.is_loaded() && !auth.is_signed_in());
    (move || shown.get().then(|| children())).into_any()
}

/// Shows its children to people who may see them, and the fallback to all others.
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
    /// What all others see.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// What those who may see it see.
    children: ChildrenFn,
) -> impl IntoView {
    let auth = use_auth();
    let allowed = Memo::new(move |_| {
        auth.is_loaded().then(|| {
            auth.is_signed_in()
                && role.as_deref().is_none_or(|role| auth.has_role(role))
                && permission.as_deref().is_none_or(|permission| auth.has_permission(permission))
        })
    });
    (move || match allowed.get() {
        None => ().into_any(),
        Some(true) => children(),
        Some(false) => fallback.run(),
    })
    .into_any()
}
