//! What is shown to whom and when, by a real engine on a server in memory.

use crate::html::text;
use frontdesk_components::sdk::authorization::Reverification;
use frontdesk_components::sdk::platform::test::{START, World, unsigned_token};
use frontdesk_components::sdk::platform::{FetchError, FetchErrorKind, Request, Response};
use frontdesk_components::sdk::{Frontdesk, Platform, Status};
use frontdesk_components::{
    AuthDegraded, AuthFailed, AuthLoaded, AuthLoading, FrontdeskProvider, Protect, RedirectToSignIn, SignedIn,
    SignedOut, use_auth, use_frontdesk,
};
use leptos::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

const KEY: &str = "pk_live_Y2xlcmsuYXBwLmV4YW1wbGUk";

type Reply = Result<Response, FetchError>;

fn ok(body: &Value) -> Reply {
    Ok(Response { status: 200, body: body.to_string(), ..Response::default() })
}

fn unreachable() -> Reply {
    Err(FetchError::new(FetchErrorKind::Unreachable, "down"))
}

/// Ada works as an admin in an organization; her session is young.
fn ada() -> Value {
    let organization = json!({"id": "org_1", "name": "Analytical Engines", "slug": "acme"});
    let membership = json!({
        "id": "orgmem_1", "role": "org:admin", "permissions": ["org:invoices:read"], "organization": organization,
    });
    let user = json!({"id": "user_1", "first_name": "Ada", "organization_memberships": [membership]});
    let now = START.seconds();
    let token = unsigned_token("sess_1", Some("org_1"), now, now + 60, Some(now));
    let session = json!({
        "object": "session", "id": "sess_1", "status": "active", "last_active_organization_id": "org_1", "user": user,
        "actor": {"sub": "user_support"}, "factor_verification_age": [3, -1],
        "last_active_token": {"object": "token", "jwt": token.expose()},
    });
    json!({"object": "client", "id": "client_1", "sessions": [session], "last_active_session_id": "sess_1"})
}

/// The words that the view shows, in a tab whose engine has loaded from this server.
fn words(
    serve: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    view: impl FnOnce() -> AnyView + Send + 'static,
) -> String {
    let world = World::new();
    world.serve(serve);
    let tab: Arc<dyn Platform> = Arc::new(world.tab());
    Owner::new().with(|| {
        let page = view! {
            <FrontdeskProvider publishable_key=KEY platform=tab>
                {
                    // On a server nothing loads by itself.
                    load(&world, &use_frontdesk());
                    view()
                }
            </FrontdeskProvider>
        };
        words_of(page.into_any())
    })
}

/// Loads, until tries again have come to their end; the token is still young then.
fn load(world: &World, frontdesk: &Frontdesk) {
    let load = frontdesk.load();
    frontdesk.platform().spawn(Box::pin(async move {
        // What goes wrong is in the snapshot.
        let _ = load.await;
    }));
    world.advance(8_000);
}

/// The words of a view, without the notes of what draws it; the first may stand outside of any element.
fn words_of(view: AnyView) -> String {
    text(&["<main>", &view.to_html().replace("-->", ""), "</main>"].concat())
}

fn healthy(client: Value) -> impl Fn(&Request) -> Reply {
    move |request: &Request| match &request.url {
        url if url.contains("/environment") => ok(&json!({"auth_config": {"single_session_mode": false}})),
        url if url.contains("/tokens") => unreachable(),
        _ => ok(&json!({"response": client, "client": null})),
    }
}

fn everything() -> AnyView {
    view! {
        <AuthLoading>"loading"</AuthLoading>
        <AuthLoaded>"loaded"</AuthLoaded>
        <AuthDegraded>"degraded"</AuthDegraded>
        <AuthFailed>"failed"</AuthFailed>
        <SignedIn>"inside"</SignedIn>
        <SignedOut>"outside"</SignedOut>
    }
    .into_any()
}

#[test]
fn each_state_has_its_own_words() {
    assert_eq!(words(healthy(Value::Null), everything), "loaded\noutside\n");
    assert_eq!(words(healthy(ada()), everything), "loaded\ninside\n");
    assert_eq!(words(|_| unreachable(), everything), "failed\n");
}

#[test]
fn while_the_server_is_away_who_is_signed_in_stays_shown() {
    let half = |request: &Request| match &request.url {
        url if url.contains("/environment") => unreachable(),
        _ => ok(&json!({"response": ada(), "client": null})),
    };

    assert_eq!(words(half, everything), "loaded\ndegraded\ninside\n");
}

#[test]
fn before_anything_is_known_only_the_waiting_is_shown() {
    let said = Owner::new().with(|| {
        words_of(view! { <FrontdeskProvider publishable_key=KEY>{everything()}</FrontdeskProvider> }.into_any())
    });

    assert_eq!(said, "loading\n");
}

#[test]
fn what_is_protected_is_shown_to_those_who_meet_all_that_is_named() {
    let asked = || {
        view! {
            <Protect>"anybody "</Protect>
            <Protect role="org:admin" permission="org:invoices:read">"admin "</Protect>
            <Protect role="org:admin" permission="org:invoices:write" fallback=|| "not-writing ">"writing "</Protect>
            <Protect reverification=Reverification::LAX>"proven "</Protect>
            <Protect reverification=Reverification::NEVER fallback=|| "not-proven ">"never "</Protect>
            <Protect feature="beta" fallback=|| "no-feature ">"feature "</Protect>
            <Protect plan="gold" fallback=|| "no-plan ">"plan "</Protect>
        }
        .into_any()
    };

    let inside = words(healthy(ada()), asked);
    assert_eq!(inside, "anybody\nadmin\nnot-writing\nproven\nnot-proven\nno-feature\nno-plan\n");
    let outside = words(healthy(Value::Null), asked);
    assert_eq!(outside, "not-writing\nnot-proven\nno-feature\nno-plan\n");
}

#[test]
fn who_acts_for_somebody_is_known() {
    let said = words(healthy(ada()), || {
        let auth = use_auth();
        assert_ne!(auth.status(), Status::Loading);
        auth.actor().map(|actor| actor.subject).into_any()
    });

    assert_eq!(said, "user_support\n");
}

#[test]
fn a_server_redirects_nobody() {
    assert_eq!(words(healthy(Value::Null), || view! { <RedirectToSignIn/> }.into_any()), "");
}
