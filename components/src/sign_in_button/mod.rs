//! `<SignInButton>`, `<SignUpButton>`, `<SignOutButton>`: to the form, or the form in a dialog, and out.

use crate::modal::modal;
use crate::onward::{first_url, go_to};
use crate::provider::Desk;
use crate::ui::card;
use crate::ui::dialog::DialogSize;
use crate::ui::element::{El, el, several};
use frontdesk_sdk::navigation::Page;
use leptos::{prelude::*, task::spawn_local};

/// What a button of this kind says and how it looks.
struct Words {
    class: Option<String>,
    children: Option<ChildrenFn>,
    own: &'static str,
    primary: bool,
}

impl Words {
    /// The button's inside, and its looks: ours, unless the app names a class of its own.
    fn dress(self, element: El) -> AnyView {
        let element = match self.class {
            Some(class) => element.attr("class", class),
            None => element.class("fd-button").attr("data-variant", if self.primary { "primary" } else { "secondary" }),
        };
        match self.children {
            Some(children) => element.child(children()),
            None => element.text(self.own),
        }
        .build()
    }
}

/// A link to a form, or a button that opens it in a dialog.
fn to_form(page: Page, id: String, url: Option<String>, content: Option<ViewFn>, words: Words) -> AnyView {
    let Desk { frontdesk, messages, appearance, .. } = Desk::expect();
    let Some(content) = content else {
        let url = url.unwrap_or_else(|| frontdesk.url_of_and_back(page));
        let link = words.dress(el("a").attr("href", url));
        return card::root(&appearance, "fd-root fd-inline", None, vec![link]);
    };
    let (dialog, open) = modal([&id, "-dialog"].concat(), words.own, DialogSize::Card, &messages, &appearance, content);
    let button =
        el("button").attr("type", "button").attr("id", id).attr("aria-haspopup", "dialog").on_click(move || open());
    let button = card::root(&appearance, "fd-root fd-inline", None, vec![words.dress(button)]);
    several(vec![button, dialog])
}

/// Leads to the sign-in page and back here afterwards, or opens the form in a dialog.
///
/// ```
/// use frontdesk_components::{SignIn, SignInButton};
/// use leptos::prelude::*;
///
/// #[component]
/// fn Door() -> impl IntoView {
///     view! {
///         <SignInButton/>
///         <SignInButton modal=|| view! { <SignIn/> } id="door">"Come in"</SignInButton>
///     }
/// }
/// ```
#[component]
pub fn SignInButton(
    /// What opens in a dialog: `|| view! { <SignIn/> }`. Without it, the button is a link to the sign-in page.
    #[prop(optional, into)]
    modal: Option<ViewFn>,
    /// The sign-in page; else the provider's.
    #[prop(optional, into)]
    sign_in_url: Option<String>,
    /// A class of the app's own, instead of our looks.
    #[prop(optional, into)]
    class: Option<String>,
    /// The button's id, and what the dialog's begins with.
    #[prop(default = "fd-sign-in-button".into(), into)]
    id: String,
    /// Its words; else "Sign in".
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let own = Desk::expect().messages.sign_up().sign_in;
    to_form(Page::SignIn, id, sign_in_url, modal, Words { class, children, own, primary: false })
}

/// Leads to the sign-up page and back here afterwards, or opens the form in a dialog.
#[component]
pub fn SignUpButton(
    /// What opens in a dialog: `|| view! { <SignUp/> }`. Without it, the button is a link to the sign-up page.
    #[prop(optional, into)]
    modal: Option<ViewFn>,
    /// The sign-up page; else the provider's.
    #[prop(optional, into)]
    sign_up_url: Option<String>,
    /// A class of the app's own, instead of our looks.
    #[prop(optional, into)]
    class: Option<String>,
    /// The button's id, and what the dialog's begins with.
    #[prop(default = "fd-sign-up-button".into(), into)]
    id: String,
    /// Its words; else "Create account".
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let own = Desk::expect().messages.sign_up().button;
    to_form(Page::SignUp, id, sign_up_url, modal, Words { class, children, own, primary: true })
}

/// Signs out: this account, or everybody in this browser.
#[component]
pub fn SignOutButton(
    /// Whether all accounts of this browser are signed out, and not only the one that is shown.
    #[prop(optional)]
    all: bool,
    /// Where to go afterwards; else the provider's. Without one, the page stays.
    #[prop(optional, into)]
    after_sign_out_url: Option<String>,
    /// Called afterwards, instead of going to another page.
    #[prop(optional, into)]
    on_signed_out: Option<Callback<()>>,
    /// A class of the app's own, instead of our looks.
    #[prop(optional, into)]
    class: Option<String>,
    /// The button's id.
    #[prop(default = "fd-sign-out-button".into(), into)]
    id: String,
    /// Its words; else "Sign out".
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let Desk { frontdesk, messages, appearance, leave, .. } = Desk::expect();
    let url = first_url([after_sign_out_url.as_deref(), frontdesk.urls().after_sign_out.as_deref(), None]);
    let words = messages.user_button();
    let own = if all { words.sign_out_all } else { words.sign_out };
    // One while the answer is awaited.
    let busy = RwSignal::new(0_u32);
    let press = move || {
        if busy.get_untracked() == 1 {
            return;
        }
        busy.set(1);
        let (frontdesk, leave, url) = (frontdesk.clone(), leave.clone(), url.clone());
        spawn_local(async move {
            let shown = frontdesk.snapshot().session_id.clone().filter(|_| !all);
            let done = match shown {
                Some(session) => frontdesk.sign_out_session(&session).await,
                None => frontdesk.sign_out().await,
            };
            let _ = busy.try_set(0);
            match (done, on_signed_out, url) {
                // Still signed in, and the button is there to be pressed again.
                (Err(error), ..) => leptos::logging::warn!("{}", error),
                (Ok(()), Some(callback), _) => {
                    let _ = callback.try_run(());
                }
                (Ok(()), None, Some(url)) => go_to(&url, leave.as_ref()),
                (Ok(()), None, None) => {}
            }
        });
    };
    let button = el("button")
        .attr("type", "button")
        .attr("id", id)
        .live_flag("aria-busy", move || busy.get() == 1, "true")
        .live_flag("aria-disabled", move || busy.get() == 1, "true")
        .on_click(press);
    let drawn = Words { class, children, own, primary: false }.dress(button);
    card::root(&appearance, "fd-root fd-inline", None, vec![drawn])
}
