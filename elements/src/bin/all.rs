//! The program of pages with any elements.

fn main() {
    #[cfg(target_arch = "wasm32")]
    frontdesk_elements::serve(frontdesk_elements::list::ALL);
}
