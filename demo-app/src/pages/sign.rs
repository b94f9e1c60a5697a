use frontdesk_components::{SignIn, SignUp};
use leptos::prelude::*;

use crate::page_settings::PageSettings;

/// `/sign-in`
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    view! {
        <SignIn autofocus=true />
        <InboxHint />
    }
}

/// `/sign-up`
#[component]
pub(crate) fn SignUpPage() -> impl IntoView {
    view! {
        <SignUp autofocus=true />
        <InboxHint />
    }
}

/// In development no mail leaves the machine.
#[component]
fn InboxHint() -> impl IntoView {
    let inbox = expect_context::<PageSettings>().inbox;
    inbox.map(|url| {
        view! {
            <p class="demo-note">
                "In development no mail is sent. Your code is in the "
                <a href=url target="_blank" rel="noopener">"development inbox"</a> "."
            </p>
        }
    })
}
