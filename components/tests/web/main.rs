//! What only a browser can show: focus, keys, paste, sizes, contrast, and the whole way through a form.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod flows;
mod looks;
mod organization;
mod primitives;
mod profile;
mod proof;
#[path = "../words/samples.rs"]
mod samples;
mod server;
mod stage;
mod steps;
mod views;
mod words;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
