//! The demo: a Leptos app that signs people in with Frontdesk.

#![expect(unreachable_pub, reason = "`#[component]` makes what it generates public")]

mod claims;
mod desk;
mod icons;
mod inside;
mod layout;
mod me;
mod page_settings;
mod pages;
mod router;

use leptos::mount::mount_to_body;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(layout::App);
}
