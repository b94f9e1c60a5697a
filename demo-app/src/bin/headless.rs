//! The engine alone: what a page downloads that brings its own looks. Nobody opens it; `cargo xtask size` weighs it.

use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::flow::{self, Event, Field, SignInFlow, SignInScreen};

fn main() {
    // Any key that can be read: all of the engine is there whichever it is.
    let Ok(frontdesk) = Frontdesk::builder("pk_test_ZGVtby5sb2NhbGhvc3Q6NDQwMCQ").build() else { return };
    let engine = frontdesk.clone();
    frontdesk.platform().spawn(Box::pin(async move { visit(&engine).await }));
}

/// Loads, signs in by the flow, gets a token and signs out.
async fn visit(frontdesk: &Frontdesk) {
    // What goes wrong is in the snapshot; a page would show it.
    let _ = frontdesk.load().await;
    let mut form = SignInFlow::new(frontdesk.snapshot().environment.clone().unwrap_or_default());
    for (field, value) in [(Field::Identifier, "ada@example.com"), (Field::Password, "correct horse battery")] {
        form.on(Event::Typed(field, value.into()), frontdesk.now());
        let mut ask = form.on(Event::Submit, frontdesk.now());
        while let Some(request) = ask {
            let answer = flow::run(frontdesk, request).await;
            ask = form.on(Event::Answered(answer), frontdesk.now());
        }
    }
    if form.screen() == SignInScreen::Done {
        let _ = frontdesk.token().await;
        let _ = frontdesk.sign_out().await;
    }
}
