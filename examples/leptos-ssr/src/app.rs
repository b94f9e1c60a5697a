//! What server and browser both draw.

use frontdesk_components::{FrontdeskProvider, SignIn, SignedIn, SignedOut, UserButton, use_auth};
use leptos::prelude::*;

/// Shows the form to strangers, and their account to everybody else.
#[component]
pub fn App() -> impl IntoView {
    let page = Page::here();
    view! {
        <FrontdeskProvider publishable_key=page.publishable_key initial_state=page.initial_state>
            <SignedIn>
                <UserButton />
                <Welcome />
            </SignedIn>
            <SignedOut>
                <SignIn />
            </SignedOut>
        </FrontdeskProvider>
    }
}

#[component]
fn Welcome() -> impl IntoView {
    let auth = use_auth();
    view! { <p>"You are signed in as " <code>{move || auth.user_id()}</code></p> }
}

/// What the server says of a page: it puts it into the context when it renders, and into the page for the browser.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) publishable_key: String,
    /// Who asked for it. The browser finds this by itself.
    pub(crate) initial_state: String,
}

impl Page {
    #[cfg(feature = "ssr")]
    fn here() -> Self {
        expect_context()
    }

    #[cfg(not(feature = "ssr"))]
    fn here() -> Self {
        let tag = document().query_selector("meta[name=frontdesk-publishable-key]").ok().flatten();
        let publishable_key = tag.and_then(|tag| tag.get_attribute("content")).unwrap_or_default();
        Self { publishable_key, initial_state: String::new() }
    }
}
