//! What stands at the top for people who are signed in.

use frontdesk_components::{OrganizationSwitcher, UserButton};
use leptos::prelude::*;

/// Where they work, and who they are.
#[component]
pub(crate) fn Desk() -> impl IntoView {
    view! {
        <OrganizationSwitcher />
        <UserButton />
    }
}
