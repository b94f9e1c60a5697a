//! The app.

use crate::organizations::Organizations;
use frontdesk_yew::{
    FrontdeskProvider, Modal, SignIn, SignOutButton, SignedIn, SignedOut, Styles, UserButton, UserProfile, use_snapshot,
};
use yew::prelude::*;

/// Shows the form to strangers, and their account to everybody else.
#[component]
pub(crate) fn App() -> Html {
    html! {
        <FrontdeskProvider publishable_key={publishable_key()}>
            <Styles />
            <SignedOut><SignIn /></SignedOut>
            <SignedIn>
                <UserButton modal={Modal::USER_PROFILE} />
                <Welcome />
                <Pages />
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

/// What the person looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Start,
    Account,
    Organizations,
}

/// The app's own navigation: what is not looked at is not in the page.
#[component]
fn Pages() -> Html {
    let page = use_state(|| Page::Start);
    let to = |wanted: Page, name: &str| {
        let shown = page.clone();
        let current = (*page == wanted).then_some("page");
        html! { <button aria-current={current} onclick={move |_| shown.set(wanted)}>{name}</button> }
    };
    html! {
        <>
            <nav>
                {to(Page::Start, "Start")}
                {to(Page::Account, "Your account")}
                {to(Page::Organizations, "Your organizations")}
            </nav>
            {match *page {
                Page::Start => html! { <SignOutButton label="Leave" /> },
                Page::Account => html! { <UserProfile /> },
                Page::Organizations => html! { <Organizations /> },
            }}
        </>
    }
}

/// The key stands in `index.html`, so that one build serves every environment. An app may as well write it here.
#[expect(clippy::disallowed_methods, reason = "this is the page")]
fn publishable_key() -> String {
    let tag = web_sys::window()
        .and_then(|window| window.document()?.query_selector("meta[name=frontdesk-publishable-key]").ok().flatten());
    tag.and_then(|tag| tag.get_attribute("content")).unwrap_or_default()
}
