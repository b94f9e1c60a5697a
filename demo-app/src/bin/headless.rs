//! The engine alone: what a page downloads that brings its own looks. Nobody opens it; `cargo xtask size` weighs it.

use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::flow::{self, Ask, Event, Field, SignInFlow, SignInScreen};

fn main() {
    // Any key that can be read: all of the engine is there whichever it is.
    let Ok(frontdesk) = Frontdesk::builder("pk_test_ZGVtby5sb2NhbGhvc3Q6NDQwMCQ").build() else { return };
    let engine = frontdesk.clone();
    frontdesk.platform().spawn(Box::pin(visit(engine)));
}

/// Loads, signs in by the flow, gets a token and signs out.
async fn visit(frontdesk: Frontdesk) {
    // What goes wrong is in the snapshot; a page would show it.
    let _ = frontdesk.load().await;
    let mut form = begin(&frontdesk);
    let mut ask = tell(&mut form, Event::Submit, &frontdesk);
    while let Some(request) = ask {
        let answer = flow::run_sign_in(&frontdesk, request).await;
        ask = tell(&mut form, Event::Answered(answer), &frontdesk);
    }
    if form.screen() == SignInScreen::Done {
        let _ = frontdesk.token().await;
        let _ = frontdesk.sign_out().await;
    }
}

/// The form with what somebody typed. It is boxed, as an app would keep it: what waits copies whatever it holds.
fn begin(frontdesk: &Frontdesk) -> Box<SignInFlow> {
    let mut form = Box::new(SignInFlow::new(frontdesk.snapshot().environment.clone().unwrap_or_default()));
    tell(&mut form, Event::Typed(Field::Identifier, "ada@example.com".into()), frontdesk);
    tell(&mut form, Event::Typed(Field::Password, "correct horse battery".into()), frontdesk);
    form
}

#[inline(never)]
fn tell(form: &mut SignInFlow, event: Event, frontdesk: &Frontdesk) -> Option<Ask> {
    form.on(event, frontdesk.now())
}
