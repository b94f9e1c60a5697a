//! Frontdesk in a Leptos app that runs in the browser: the README's app, whole.

#![cfg_attr(target_arch = "wasm32", expect(unreachable_pub, reason = "`#[component]` makes what it generates public"))]

#[cfg(target_arch = "wasm32")]
mod app;

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        console_error_panic_hook::set_once();
        leptos::mount::mount_to_body(app::App);
    }
}
