//! The program of pages with the elements in `list::SIGN_IN`.

fn main() {
    #[cfg(target_arch = "wasm32")]
    frontdesk_elements::serve_entrance(&[frontdesk_elements::list::SIGN_IN]);
}
