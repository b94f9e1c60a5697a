//! The app.

use frontdesk_yew::{FrontdeskProvider, SignIn, SignedIn, SignedOut, Styles, UserButton, use_snapshot};
use yew::prelude::*;

/// Shows the form to strangers, and their account to everybody else.
#[component]
pub(crate) fn App() -> Html {
    html! {
        <FrontdeskProvider publishable_key={publishable_key()}>
            <Styles />
            <SignedOut><SignIn /></SignedOut>
            <SignedIn>
                <UserButton />
                <Welcome />
            </SignedIn>
        </FrontdeskProvider>
    }
}

#[component]
fn Welcome() -> Html {
    let snapshot = use_snapshot();
    let id = snapshot.user().map(|user| user.id.to_string());
    html! { <p>{"You are signed in as "}<code>{id}</code></p> }
}

/// The key stands in `index.html`, so that one build serves every environment. An app may as well write it here.
#[expect(clippy::disallowed_methods, reason = "this is the page")]
fn publishable_key() -> String {
    let tag = web_sys::window()
        .and_then(|window| window.document()?.query_selector("meta[name=frontdesk-publishable-key]").ok().flatten());
    tag.and_then(|tag| tag.get_attribute("content")).unwrap_or_default()
}
