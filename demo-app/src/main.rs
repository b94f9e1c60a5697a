//! The demo: a Leptos app that signs people in with Frontdesk.

#![expect(unreachable_pub, reason = "`#[component]` makes what it generates public")]

mod app;
mod claims;
mod icons;
mod later;
mod me;
mod page_settings;
mod pages;
mod router;

fn main() {
    // For whoever works on the demo; people who use it download less without the texts.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    app::start();
}
