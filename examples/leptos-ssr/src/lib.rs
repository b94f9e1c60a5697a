//! An app whose pages are signed in at their first byte: rendered on a server, taken over by the browser.

#![expect(unreachable_pub, reason = "`#[component]` makes what it generates public")]

mod app;
#[cfg(feature = "ssr")]
pub mod server;

pub use app::App;

/// Takes the page over; the script of the page calls this.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(App);
}
