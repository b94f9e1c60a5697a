//! What a person should know about their session, above every page: the server is away, the clock is wrong, somebody else acts
//! in their name, something is to be done first. Each notice goes by itself when its reason does.

use frontdesk_components::{AuthDegraded, AuthFailed, use_auth, use_frontdesk, use_user};
use frontdesk_sdk::platform::BoxFuture;
use frontdesk_sdk::{Error, Frontdesk};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// All notices.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    view! {
        <AuthDegraded>
            <Away />
        </AuthDegraded>
        <AuthFailed>
            <Notice title="We can’t reach the server." kind="warning">
                <p>"So we don’t know yet who you are. We keep trying, and the page comes back by itself."</p>
                <TryNow ask=Frontdesk::load />
            </Notice>
        </AuthFailed>
        <WrongClock />
        <ActingFor />
        <Task />
    }
}

/// The last good state is shown.
#[component]
fn Away() -> impl IntoView {
    let auth = use_auth();
    let offline = move || auth.problem().is_some_and(|problem| problem.code().as_str() == "clerk_offline");
    let title =
        Signal::derive(move || if offline() { "You’re offline." } else { "We can’t reach the server." }.to_owned());
    let text = move || {
        if auth.is_signed_in() {
            "You stay signed in. This app’s own back end goes on answering for as long as your last token lasts; signing out \
             and changes to your account wait. We keep trying, and this note goes by itself."
        } else {
            "Signing in has to wait. We keep trying, and this note goes by itself."
        }
    };
    view! {
        <Notice title kind="warning">
            <p>{text}</p>
            <TryNow ask=Frontdesk::reload />
        </Notice>
    }
}

/// Asks the server at once, instead of at the engine's next try.
#[component]
fn TryNow(ask: fn(&Frontdesk) -> BoxFuture<Result<(), Error>>) -> impl IntoView {
    let frontdesk = use_frontdesk();
    let busy = RwSignal::new(false);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let answer = ask(&frontdesk);
        spawn_local(async move {
            // What came of it is in the snapshot; if it went well, this button is gone.
            let _ = answer.await;
            let _ = busy.try_set(false);
        });
    };
    view! {
        <button class="demo-button" data-size="small" aria-busy=move || busy.get().to_string() on:click=press>
            {move || if busy.get() { "Trying…" } else { "Try now" }}
        </button>
    }
}

/// The device's clock and the server's differ.
#[component]
fn WrongClock() -> impl IntoView {
    let auth = use_auth();
    let ahead = Memo::new(move |_| auth.clock_skew().map(|skew| skew.device_ahead));
    move || {
        ahead.get().map(|seconds| {
            let title =
                ["Your device’s clock is ", &span(seconds.abs()), if seconds < 0 { " slow." } else { " fast." }]
                    .concat();
            view! {
                <Notice title kind="quiet">
                    <p>"You can go on: we count by the server’s clock. Setting it to automatic helps other apps."</p>
                </Notice>
            }
        })
    }
}

/// A length of time, to the nearest whole of its unit.
fn span(seconds: i64) -> String {
    let (count, unit) = match seconds {
        0..120 => (seconds, " seconds"),
        120..7_200 => ((seconds + 30) / 60, " minutes"),
        _ => ((seconds + 1_800) / 3_600, " hours"),
    };
    [&count.to_string(), unit].concat()
}

/// Somebody acts in the person's place.
#[component]
fn ActingFor() -> impl IntoView {
    let auth = use_auth();
    let user = use_user();
    let actor = Memo::new(move |_| auth.actor());
    move || {
        actor.get().map(|actor| {
            let person = user.get().and_then(|user| {
                let address = user.primary_email_address().map(|address| address.email_address.clone());
                user.first_name.filter(|name| !name.is_empty()).or(address)
            });
            let title = ["This is the session of ", person.as_deref().unwrap_or("somebody else"), "."].concat();
            let who = if actor.is_agent { "A program acts in it: " } else { "Somebody else acts in it: " };
            view! {
                <Notice title kind="warning">
                    <p>{who} <code>{actor.subject}</code> ". What is done now is noted under both names."</p>
                </Notice>
            }
        })
    }
}

/// What has to be done before the session counts.
#[component]
fn Task() -> impl IntoView {
    let auth = use_auth();
    let frontdesk = use_frontdesk();
    let task = Memo::new(move |_| auth.current_task());
    move || {
        task.get().map(|key| {
            let what = match key.as_str() {
                "choose-organization" => "Choose an organization",
                "reset-password" => "Choose a new password",
                "setup-mfa" => "Set up a second step",
                other => other,
            };
            let link = frontdesk
                .task_url()
                .map(|url| view! { <a class="demo-button" data-size="small" href=url>{what.to_owned()}</a> });
            view! {
                <Notice title="One thing first." kind="quiet">
                    <p>"You are signed in once this is done."</p>
                    {link}
                </Notice>
            }
        })
    }
}

#[component]
fn Notice(#[prop(into)] title: Signal<String>, kind: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="demo-notice" data-kind=kind>
            <div class="demo-notice-inner">
                <strong>{title}</strong>
                {children()}
            </div>
        </div>
    }
}
