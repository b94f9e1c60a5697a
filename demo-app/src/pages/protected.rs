use std::time::Duration;

use frontdesk_components::{use_auth, use_frontdesk};
use frontdesk_sdk::wire::json;
use frontdesk_sdk::{Frontdesk, Status};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::claims::{in_words, time_of_day};
use crate::me::{Me, ask};

/// What is known about the token in use.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Token {
    issued_at: i64,
    lifetime: i64,
    seconds_left: i64,
    /// How often a new one came while this page was open.
    renewals: u32,
}

/// `/protected`: the claims that the demo's own back end verified, and the life of the token.
#[component]
pub(crate) fn Protected() -> impl IntoView {
    let frontdesk = use_frontdesk();
    let me = RwSignal::new(None::<Me>);
    let asking = RwSignal::new(false);
    // Who asks again while an answer is under way wants one that is made from now on: the older one may be about somebody else.
    let asked = StoredValue::new(0_u32);
    let call = {
        let frontdesk = frontdesk.clone();
        move || {
            asked.update_value(|asked| *asked += 1);
            if asking.get_untracked() {
                return;
            }
            asking.set(true);
            let frontdesk = frontdesk.clone();
            spawn_local(async move {
                loop {
                    let number = asked.try_get_value();
                    let answer = ask(&frontdesk).await;
                    if number == asked.try_get_value() {
                        let _ = me.try_set(Some(answer));
                        break;
                    }
                }
                let _ = asking.try_set(false);
            });
        }
    };

    // Who is signed in, and where, changes what the back end says: ask again then.
    let auth = use_auth();
    let identity = Memo::new(move |_| auth.is_loaded().then(|| (auth.session_id(), auth.organization_id())));
    let first = call.clone();
    Effect::new(move |_| {
        if identity.get().is_some() {
            first();
        }
    });

    view! {
        <h1 class="demo-title">"A protected page"</h1>
        <p class="demo-lead">
            "Below is what this app’s own back end learnt from your session token. It checked the signature with a "
            "public key that it holds; it asked nobody."
        </p>
        <div class="demo-panels">
            <TokenLife frontdesk />
            <section class="demo-panel" aria-labelledby="claims-title">
                <div class="demo-panel-head">
                    <h2 id="claims-title">"GET /api/me"</h2>
                    <button
                        class="demo-button"
                        data-size="small"
                        aria-busy=move || asking.get().to_string()
                        on:click=move |_| call()
                    >
                        "Call it again"
                    </button>
                </div>
                <div aria-live="polite">{move || me.get().map(|me| view! { <Answer me /> })}</div>
            </section>
        </div>
    }
}

#[component]
fn Answer(me: Me) -> impl IntoView {
    match me {
        Me::Verified(claims) => view! {
            <div class="demo-panel-head">
                <span class="demo-status" data-kind="good">"200 verified"</span>
            </div>
            <table class="demo-claims">
                <caption class="fd-visually-hidden">"Verified claims"</caption>
                <tbody>
                    {in_words(&claims)
                        .into_iter()
                        .map(|claim| {
                            let name = claim.name.clone();
                            view! {
                                <tr data-claim=name>
                                    <th scope="row">{claim.meaning} <code>{claim.name}</code></th>
                                    <td>
                                        {claim.value} {claim.raw.map(|raw| view! { <small>{raw}</small> })}
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        }
        .into_any(),
        Me::Refused { message, reason } => view! {
            <div class="demo-panel-body">
                <span><span class="demo-status" data-kind="bad">"401 not let in"</span></span>
                <p>"The back end says: " {message} " (" <code>{reason}</code> ")."</p>
                <div><a class="demo-button" href="/sign-in?redirect_url=%2Fprotected">"Sign in"</a></div>
            </div>
        }
        .into_any(),
        Me::Unreachable => view! {
            <div class="demo-panel-body">
                <span><span class="demo-status" data-kind="bad">"No answer"</span></span>
                <p>"The demo’s back end does not answer. Is it still running?"</p>
            </div>
        }
        .into_any(),
    }
}

/// The countdown of the token, and the moment when a new one takes its place.
#[component]
fn TokenLife(frontdesk: Frontdesk) -> impl IntoView {
    let token = RwSignal::new(None::<Token>);
    let auth = use_auth();
    let look = move || {
        let frontdesk = frontdesk.clone();
        if untrack(|| auth.status()) == Status::Degraded {
            // The engine tries again by itself; asking each second would only add to it. The one that is known runs out.
            let now = frontdesk.now().seconds();
            token.update(|known| {
                if let Some(known) = known {
                    known.seconds_left = (known.issued_at + known.lifetime - now).max(0);
                }
            });
            return;
        }
        spawn_local(async move {
            // While there is no answer, the one that is known stays.
            let Ok(answer) = frontdesk.token().await else { return };
            let claims = answer.and_then(|token| json::claims(&token));
            let now = frontdesk.now().seconds();
            let _ = token.try_update(|known| {
                *known = claims.map(|claims| {
                    let before = known.unwrap_or_default();
                    let renewed = before.issued_at != 0 && before.issued_at != claims.issued_at;
                    Token {
                        issued_at: claims.issued_at,
                        lifetime: claims.lifetime(),
                        seconds_left: (claims.expires_at - now).max(0),
                        renewals: before.renewals + u32::from(renewed),
                    }
                });
            });
        });
    };
    look();
    if let Ok(timer) = set_interval_with_handle(look, Duration::from_secs(1)) {
        on_cleanup(move || timer.clear());
    }

    let known = Memo::new(move |_| auth.is_signed_in() && token.get().is_some());
    view! {
        <section class="demo-panel" aria-labelledby="token-title">
            <div class="demo-panel-head">
                <h2 id="token-title">"Your session token"</h2>
            </div>
            <div class="demo-panel-body">
                {move || {
                    if known.get() {
                        view! { <Countdown token=Signal::derive(move || token.get().unwrap_or_default()) /> }.into_any()
                    } else {
                        view! { <p>{move || if auth.is_signed_in() { "It is on its way." } else { "There is none: nobody is signed in." }}</p> }.into_any()
                    }
                }}
            </div>
        </section>
    }
}

#[component]
fn Countdown(token: Signal<Token>) -> impl IntoView {
    let renewed = move || match token.get().renewals {
        0 => "not yet".to_owned(),
        1 => "once".to_owned(),
        times => [&times.to_string(), " times"].concat(),
    };
    view! {
        <p class="demo-count" data-token-issued=move || token.get().issued_at>
            <strong>{move || token.get().seconds_left}</strong>
            <span>"seconds left"</span>
        </p>
        <progress
            class="demo-bar"
            aria-label="Life of the token"
            max=move || token.get().lifetime.max(1)
            value=move || token.get().seconds_left
        ></progress>
        <dl class="demo-facts">
            <dt>"Made at"</dt>
            <dd>{move || time_of_day(token.get().issued_at as f64)}</dd>
            <dt>"Renewed while you watch"</dt>
            <dd data-renewals=move || token.get().renewals>{renewed}</dd>
        </dl>
        <p>"A new one is fetched before this one ends, so a call never meets an old one."</p>
    }
}
