//! The app.

use frontdesk_components::{FrontdeskProvider, SignIn, SignedIn, SignedOut, Styles, UserButton, use_user};
use leptos::prelude::*;

/// Shows the form to strangers, and their account to everybody else.
#[component]
pub(crate) fn App() -> impl IntoView {
    view! {
        <Styles />
        <FrontdeskProvider publishable_key=publishable_key()>
            <SignedOut>
                <SignIn />
            </SignedOut>
            <SignedIn>
                <UserButton />
                <Welcome />
            </SignedIn>
        </FrontdeskProvider>
    }
}

#[component]
fn Welcome() -> impl IntoView {
    let user = use_user();
    view! { <p>"You are signed in as " <code>{move || user.get().map(|user| user.id.to_string())}</code></p> }
}

/// The key stands in `index.html`, so that one build serves every environment. An app may as well write it here.
fn publishable_key() -> String {
    let tag = document().query_selector("meta[name=frontdesk-publishable-key]").ok().flatten();
    tag.and_then(|tag| tag.get_attribute("content")).unwrap_or_default()
}
