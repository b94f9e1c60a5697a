use frontdesk_components::{SignedOut, use_auth};
use leptos::prelude::*;

use crate::icons::Check;
use crate::page_settings::PageSettings;

/// `/`: the path through the demo, with what is already done.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let auth = use_auth();
    let inbox = expect_context::<PageSettings>().inbox;
    let signed_in = Memo::new(move |_| auth.is_signed_in());
    let in_organization = Memo::new(move |_| auth.organization_id().is_some());
    view! {
        <h1 class="demo-title">"Signing in, start to finish"</h1>
        <p class="demo-lead">
            "This small app leaves sign-in, sessions and organizations to a Frontdesk server on your machine. "
            "Walk through it once; each step takes a moment."
        </p>
        <SignedOut>
            <div class="demo-actions">
                <a class="demo-button" data-variant="primary" href="/sign-up">"Create an account"</a>
                <a class="demo-button" href="/sign-in">"I have one"</a>
            </div>
        </SignedOut>
        <ol class="demo-steps">
            <Step number=1 title="Create an account" done=signed_in>
                <p>
                    "An email address and a password; a six-digit code confirms the address. "
                    {inbox
                        .as_ref()
                        .map(|_| "No mail is sent in development: the code is in the inbox.")}
                </p>
                {inbox
                    .clone()
                    .map(|url| {
                        view! { <a href=url target="_blank" rel="noopener">"Open the development inbox"</a> }
                    })}
            </Step>
            <Step number=2 title="Work in an organization" done=in_organization>
                <p>"Create one from the switcher at the top, work in it, and go back to your own workspace."</p>
                <a href="/organizations">"See your organizations"</a>
            </Step>
            <Step number=3 title="Call a protected API">
                <p>"This app’s own back end verifies your session without asking anybody, and shows what it read."</p>
                <a href="/protected">"Open the protected page"</a>
            </Step>
            <Step number=4 title="Watch the session live">
                <p>"A token lasts sixty seconds and is renewed before it ends. Reload, or open a second tab: you are signed in there too."</p>
                <a href="/protected">"Watch the countdown"</a>
            </Step>
            <Step number=5 title="Sign out">
                <p>"Do it in one tab and look at the other. The way out is behind your picture at the top."</p>
                <span></span>
            </Step>
        </ol>
    }
}

#[component]
fn Step(
    number: u8,
    title: &'static str,
    #[prop(optional)] done: Option<Memo<bool>>,
    children: Children,
) -> impl IntoView {
    let is_done = move || done.is_some_and(|done| done.get());
    view! {
        <li class="demo-step" data-done=move || is_done().then_some("")>
            <span class="demo-mark" aria-hidden="true">
                {move || if is_done() { view! { <Check /> }.into_any() } else { number.into_any() }}
            </span>
            <h2>{title}{move || is_done().then(|| view! { <span class="fd-visually-hidden">" (done)"</span> })}</h2>
            {children()}
        </li>
    }
}

/// Any other path.
#[component]
pub(crate) fn Missing() -> impl IntoView {
    view! {
        <h1 class="demo-title">"There is no such page"</h1>
        <p class="demo-lead">"The address may be mistyped, or the page is gone."</p>
        <div class="demo-actions">
            <a class="demo-button" href="/">"Go home"</a>
        </div>
    }
}
