//! Every page but the two forms.

fn main() {
    frontdesk_demo_app::app();
}
