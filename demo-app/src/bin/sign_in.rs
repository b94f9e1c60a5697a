//! `/sign-in`

fn main() {
    frontdesk_demo_app::sign_in();
}
