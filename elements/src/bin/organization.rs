//! The program of pages with the elements in `list::ORGANIZATION`.

fn main() {
    #[cfg(target_arch = "wasm32")]
    frontdesk_elements::serve(&[frontdesk_elements::list::ORGANIZATION]);
}
