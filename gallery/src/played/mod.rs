//! A sign-in that can be played: the real controller and the real engine, in a browser in memory, with a server's answers as
//! they were recorded. No request leaves the page.

mod conversation;

use crate::Stage;
use conversation::Conversation;
pub use conversation::{ADDRESS, CODE, PASSWORD};
use frontdesk_components::ui::card;
use frontdesk_components::ui::element::{effect, el};
use frontdesk_components::{FrontdeskProvider, SignIn, SignOutButton, SignedIn, SignedOut, UserButton};
use frontdesk_sdk::Platform;
use frontdesk_sdk::platform::test::World;
use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Whose key it is does not matter: nobody is asked.
const KEY: &str = "pk_live_Y2xlcmsuYXBwLmV4YW1wbGUk";

/// How long an answer takes, so that one sees the work.
const LATENCY: u64 = 200;

/// How often the browser in memory gets its time.
const TICK: Duration = Duration::from_millis(25);

/// Draws it.
pub fn sign_in(stage: &Stage) -> AnyView {
    let world = World::new();
    let conversation = Mutex::new(Conversation::default());
    let clock = world.clone();
    world.serve(move |request| {
        let mut conversation = conversation.lock().unwrap_or_else(PoisonError::into_inner);
        conversation.answer(request, clock.now())
    });
    world.set_latency(|_| LATENCY);
    let tab: Arc<dyn Platform> = Arc::new(world.tab());
    effect(move || tick(world.clone()));
    let (messages, appearance) = (stage.messages.clone(), stage.appearance.clone());
    let played = view! {
        <FrontdeskProvider
            publishable_key=KEY
            platform=tab
            sign_in_url="/sign-in"
            sign_up_url="/sign-up"
            on_navigate=|_| true
            messages=messages
            appearance=appearance
        >
            <SignedOut>
                <SignIn on_signed_in=|()| ()/>
                {hint()}
            </SignedOut>
            <SignedIn>
                {welcome()}
            </SignedIn>
        </FrontdeskProvider>
    };
    card::root(&stage.appearance, "fd-root g-played", None, vec![played.into_any()])
}

/// Lets time pass in the world as it passes here, for as long as the story is shown.
fn tick(world: World) {
    let millis = i64::try_from(TICK.as_millis()).unwrap_or_default();
    // Without a timer the story stands still, which a person sees.
    if let Ok(timer) = set_interval_with_handle(move || world.advance(millis), TICK) {
        on_cleanup(move || timer.clear());
    }
}

fn hint() -> AnyView {
    let known = |name: &'static str, value: &'static str| {
        [el("dt").text(name).build(), el("dd").child(el("code").text(value)).build()]
    };
    let all = [known("Address", ADDRESS), known("Password", PASSWORD), known("Code", CODE)];
    el("div")
        .class("g-hint")
        .child(el("p").text("Recorded, and played without a server. Anything else than this is wrong:"))
        .child(el("dl").child(all.into_iter().flatten().collect::<Vec<_>>()))
        .build()
}

fn welcome() -> AnyView {
    let out = view! { <SignOutButton/> }.into_any();
    let button = view! { <UserButton/> }.into_any();
    el("section")
        .class("g-welcome")
        .child(button)
        .child(el("h1").text("Signed in"))
        .child(el("p").text("The engine holds a session now and renews its token by itself."))
        .child(out)
        .build()
}
