//! A service worker: as a worker, and no page need be open.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "tests")]

mod without_window;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_service_worker);

#[wasm_bindgen_test]
async fn the_engine_loads_and_mints_in_a_service_worker() {
    without_window::load_and_mint().await;
}

#[wasm_bindgen_test]
fn a_service_worker_asks_for_nothing_that_it_does_not_have() {
    without_window::look_around();
}
