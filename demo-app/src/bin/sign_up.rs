//! `/sign-up`

fn main() {
    frontdesk_demo_app::sign_up();
}
