//! An app that is rendered on a server, of which the browser takes over the islands alone.

#![expect(unreachable_pub, reason = "`#[component]` and `#[island]` make what they generate public")]

mod app;
#[cfg(feature = "ssr")]
pub mod server;

pub use app::App;

/// Takes the islands over; the script of the page calls this.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
