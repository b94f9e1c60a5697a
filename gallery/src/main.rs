//! The gallery in a browser. `cargo xtask gallery` builds and serves it.

#[cfg(target_arch = "wasm32")]
mod page;

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        console_error_panic_hook::set_once();
        page::run();
    }
}
