//! The demo: a Leptos app that signs people in with Frontdesk.
//!
//! It is three programs. A stranger who signs in downloads a form and the engine beneath it; the pages behind it, the menu
//! and the switcher come with the page that shows them. Between two programs lies an ordinary navigation.

#![expect(unreachable_pub, reason = "`#[component]` makes what it generates public")]

mod app;
mod claims;
mod form;
mod icons;
mod me;
mod notices;
mod page_settings;
mod pages;
mod router;

use frontdesk_components::{SignIn, SignUp};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The page where one signs in.
pub fn sign_in() {
    tell_panics();
    form::start(|| view! { <SignIn autofocus=true /> }.into_any());
}

/// The page where an account is made.
pub fn sign_up() {
    tell_panics();
    form::start(|| view! { <SignUp autofocus=true /> }.into_any());
}

/// All other pages.
pub fn app() {
    tell_panics();
    app::start();
}

/// For whoever works on the demo; people who use it download less without the texts.
fn tell_panics() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
}

/// A place in the page that the server sent.
fn place(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
