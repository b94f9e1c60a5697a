//! What only a browser can show: focus, keys, paste, sizes, contrast, and the whole way through a form.
#![cfg(target_arch = "wasm32")]

mod flows;
mod stage;
mod views;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
