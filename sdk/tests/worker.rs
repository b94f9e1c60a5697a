//! A worker, where there is neither a window nor a document: no cookies, no storage of pages, nobody who looks.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "tests")]

mod without_window;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
async fn the_engine_loads_and_mints_in_a_worker() {
    without_window::load_and_mint().await;
}

#[wasm_bindgen_test]
fn a_worker_asks_for_nothing_that_it_does_not_have() {
    without_window::look_around();
}
