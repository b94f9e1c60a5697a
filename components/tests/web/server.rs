//! A server and a browser in memory, for the real engine.

use crate::stage::{Stage, settle};
use frontdesk_components::FrontdeskProvider;
use frontdesk_components::sdk::Platform;
use frontdesk_components::sdk::platform::test::World;
use frontdesk_components::sdk::platform::{FetchError, FetchErrorKind, Request, Response};
use leptos::prelude::*;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

pub(crate) const KEY: &str = "pk_live_Y2xlcmsuYXBwLmV4YW1wbGUk";

/// A server that knows one account, `ada@example.com` with the password `correct horse` and the code `424242`.
#[derive(Clone, Default)]
pub(crate) struct Server(Arc<Mutex<State>>);

#[derive(Default)]
pub(crate) struct State {
    pub(crate) signed_in: bool,
    pub(crate) organization: Option<String>,
    pub(crate) memberships: Vec<Value>,
    pub(crate) sign_up: Option<Value>,
    pub(crate) down: bool,
    pub(crate) too_many: bool,
    pub(crate) last_name: Option<String>,
    /// Whether a second address is there, and proven.
    pub(crate) second_address: Option<bool>,
    /// Whether Grace is an admin; nothing when she has been removed.
    pub(crate) grace: Option<bool>,
    /// Whether changes want a new proof first.
    pub(crate) wants_proof: bool,
    /// Whether only a code is one.
    pub(crate) no_password: bool,
}

fn environment() -> Value {
    // Not asked for when an account is made, but there to be changed.
    let shown = json!({"enabled": true, "required": false, "used_for_first_factor": false});
    let attribute = |required: bool| json!({"enabled": true, "required": required, "used_for_first_factor": true});
    json!({
        "auth_config": {"single_session_mode": false},
        "display_config": {"application_name": "Harbor Books", "instance_environment_type": "development"},
        "user_settings": {
            "attributes": {
                "email_address": attribute(true), "password": attribute(true), "first_name": shown, "last_name": shown,
            },
            "sign_up": {"mode": "public"},
            "password_settings": {"min_length": 8, "max_length": 72}
        },
        "organization_settings": {"enabled": true}
    })
}

fn user(state: &State) -> Value {
    json!({
        "id": "user_ada", "first_name": "Ada", "last_name": state.last_name.as_deref().unwrap_or("Lovelace"),
        "create_organization_enabled": true, "email_addresses": addresses(state), "password_enabled": true,
        "primary_email_address_id": "idn_1", "organization_memberships": state.memberships,
    })
}

fn address(id: &str, address: &str, verified: bool) -> Value {
    let status = if verified { "verified" } else { "unverified" };
    json!({"object": "email_address", "id": id, "email_address": address, "verification": {"status": status}})
}

fn addresses(state: &State) -> Vec<Value> {
    let second = state.second_address.map(|verified| address("idn_2", "b@example.com", verified));
    [address("idn_1", "ada@example.com", true)].into_iter().chain(second).collect()
}

fn client(state: &State) -> Value {
    let session = json!({
        "object": "session", "id": "sess_1", "status": "active", "expire_at": 9_999_999_999_999_i64, "abandon_at": 9_999_999_999_999_i64,
        "last_active_organization_id": state.organization, "user": user(state),
    });
    let sessions = if state.signed_in { vec![session] } else { Vec::new() };
    json!({"object": "client", "id": "client_1", "sessions": sessions, "sign_up": state.sign_up,
        "last_active_session_id": state.signed_in.then_some("sess_1"), "updated_at": 1_748_736_000_000_i64})
}

fn attempt(status: &str) -> Value {
    let complete = status == "complete";
    json!({
        "object": "sign_in_attempt", "id": "sia_1", "status": status, "identifier": "ada@example.com",
        "supported_first_factors": [
            {"strategy": "password"},
            {"strategy": "email_code", "safe_identifier": "a**@example.com", "email_address_id": "idn_1"},
            {"strategy": "reset_password_email_code", "safe_identifier": "a**@example.com", "email_address_id": "idn_1"},
        ],
        "created_session_id": complete.then_some("sess_1"), "abandon_at": 9_999_999_999_999_i64,
    })
}

fn proof(state: &State, status: &str) -> Value {
    let code = json!({"strategy": "email_code", "safe_identifier": "a**@example.com", "email_address_id": "idn_1"});
    let factors = if state.no_password { vec![code] } else { vec![json!({"strategy": "password"}), code] };
    json!({"object": "session_reverification", "status": status, "supported_first_factors": factors})
}

fn sign_up(verified: bool) -> Value {
    json!({
        "object": "sign_up_attempt", "id": "sua_1", "status": if verified { "complete" } else { "missing_requirements" },
        "email_address": "ada@example.com", "missing_fields": [], "required_fields": ["email_address", "password"],
        "unverified_fields": if verified { json!([]) } else { json!(["email_address"]) },
        "verifications": {"email_address": {"status": "unverified", "strategy": "email_code", "expire_at": 9_999_999_999_999_i64}},
        "created_session_id": verified.then_some("sess_1"), "abandon_at": 9_999_999_999_999_i64,
    })
}

fn member(id: &str, name: &str, admin: bool) -> Value {
    let (role, role_name) = if admin { ("org:admin", "Admin") } else { ("org:member", "Member") };
    let (key, identifier) = (format!("orgmem_{id}"), format!("{}@example.com", name.to_lowercase()));
    json!({
        "id": key, "role": role, "role_name": role_name, "created_at": 1_748_736_000_000_i64,
        "public_user_data": {"user_id": id, "first_name": name, "identifier": identifier},
    })
}

fn ok(body: Value) -> Result<Response, FetchError> {
    Ok(Response { status: 200, body: body.to_string(), ..Response::default() })
}

fn refused(status: u16, code: &str, field: &str) -> Result<Response, FetchError> {
    let error = json!({"code": code, "message": code, "long_message": code, "meta": {"param_name": field}});
    Ok(Response { status, body: json!({"errors": [error], "clerk_trace_id": "t"}).to_string(), ..Response::default() })
}

impl Server {
    /// Ada is signed in from the start.
    pub(crate) fn sign_in(&self) {
        self.change(|state| state.signed_in = true);
    }

    /// Somebody who manages an organization and works in it, with one more member.
    pub(crate) fn found_organization(&self) {
        self.change(|state| {
            let organization = json!({"id": "org_1", "name": "Analytical Engines", "slug": "analytical-engines"});
            let permissions = ["org:sys_profile:manage", "org:sys_memberships:read", "org:sys_memberships:manage"];
            state.signed_in = true;
            state.organization = Some("org_1".to_owned());
            state.grace = Some(false);
            state.memberships = vec![json!({
                "id": "orgmem_1", "role": "org:admin", "role_name": "Admin", "permissions": permissions,
                "organization": organization,
            })];
        });
    }

    /// Changes want a new proof first: the password, or else a code.
    pub(crate) fn want_proof(&self, by_password: bool) {
        self.change(|state| (state.wants_proof, state.no_password) = (true, !by_password));
    }

    /// Nothing answers any more.
    pub(crate) fn take_down(&self) {
        self.change(|state| state.down = true);
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.0.lock().unwrap());
    }

    pub(crate) fn answer(&self, request: &Request) -> Result<Response, FetchError> {
        let mut state = self.0.lock().unwrap();
        if state.down {
            return Err(FetchError::new(FetchErrorKind::Unreachable, "down"));
        }
        let path = request
            .url
            .split_once("/v1/")
            .map(|(_, path)| path.split('?').next().unwrap_or(path))
            .unwrap_or_default()
            .to_owned();
        let body = request.body.as_ref().map_or("", |body| body.text()).to_owned();
        let deletes = request.url.contains("_method=DELETE");
        let reply = |response: Value, state: &State| ok(json!({"response": response, "client": client(state)}));
        match path.as_str() {
            "environment" => ok(environment()),
            "client" => ok(json!({"response": client(&state), "client": null})),
            "client/sign_ins" if state.too_many => refused(429, "too_many_requests", ""),
            "client/sign_ins" if !body.contains("ada%40example.com") => {
                refused(422, "form_identifier_not_found", "identifier")
            }
            "client/sign_ins" => reply(attempt("needs_first_factor"), &state),
            "client/sign_ins/sia_1/prepare_first_factor" => reply(attempt("needs_first_factor"), &state),
            "client/sign_ins/sia_1/attempt_first_factor" => {
                if body.contains("code=") && !body.contains("424242") {
                    return refused(422, "form_code_incorrect", "code");
                }
                if body.contains("password=") && !body.contains("correct") {
                    return refused(422, "form_password_incorrect", "password");
                }
                state.signed_in = true;
                reply(attempt("complete"), &state)
            }
            "client/sign_ups" if body.contains("taken") => refused(422, "form_identifier_exists", "email_address"),
            "client/sign_ups" | "client/sign_ups/sua_1/prepare_verification" => {
                state.sign_up = Some(sign_up(false));
                reply(sign_up(false), &state)
            }
            "client/sign_ups/sua_1/attempt_verification" => {
                if !body.contains("424242") {
                    return refused(422, "verification_expired", "code");
                }
                state.signed_in = true;
                state.sign_up = None;
                reply(sign_up(true), &state)
            }
            "client/sessions" if deletes => {
                state.signed_in = false;
                reply(client(&state), &state)
            }
            _ if state.wants_proof && !body.is_empty() && (path.starts_with("me") || path == "organizations/org_1") => {
                refused(403, "session_reverification_required", "")
            }
            "client/sessions/sess_1/verify" | "client/sessions/sess_1/verify/prepare_first_factor" => {
                reply(proof(&state, "needs_first_factor"), &state)
            }
            "client/sessions/sess_1/verify/attempt_first_factor" => {
                if body.contains("code=") && !body.contains("424242") {
                    return refused(422, "form_code_incorrect", "code");
                }
                if body.contains("password=") && !body.contains("correct") {
                    return refused(422, "form_password_incorrect", "password");
                }
                state.wants_proof = false;
                reply(proof(&state, "complete"), &state)
            }
            "me" => {
                let last = body.split('&').find_map(|pair| pair.strip_prefix("last_name="));
                state.last_name = last.map(str::to_owned);
                reply(user(&state), &state)
            }
            "me/email_addresses" | "me/email_addresses/idn_2/prepare_verification" => {
                state.second_address = Some(false);
                reply(address("idn_2", "b@example.com", false), &state)
            }
            "me/email_addresses/idn_2/attempt_verification" => {
                state.second_address = Some(true);
                reply(address("idn_2", "b@example.com", true), &state)
            }
            "me/sessions/active" => ok(json!([{
                "object": "session", "id": "sess_1", "status": "active",
                "latest_activity": {"browser_name": "Chromium", "browser_version": "156.0.1", "device_type": "Linux"},
            }])),
            "organizations/org_1/memberships" => {
                let all = [
                    Some(member("user_ada", "Ada", true)),
                    state.grace.map(|admin| member("user_grace", "Grace", admin)),
                ];
                let sought = request
                    .url
                    .split("query=")
                    .nth(1)
                    .and_then(|rest| rest.split('&').next())
                    .unwrap_or_default()
                    .to_lowercase();
                let found: Vec<Value> = all
                    .into_iter()
                    .flatten()
                    .filter(|one| one["public_user_data"]["identifier"].as_str().unwrap().contains(&sought))
                    .collect();
                ok(json!({"response": {"data": found, "total_count": found.len()}, "client": null}))
            }
            "organizations/org_1/memberships/user_grace" => {
                state.grace = (!deletes).then(|| body.contains("admin"));
                reply(member("user_grace", "Grace", state.grace == Some(true)), &state)
            }
            "organizations/org_1/roles" => {
                let role = |key: &str, name: &str| json!({"key": key, "name": name});
                let roles = [role("org:admin", "Admin"), role("org:member", "Member")];
                ok(json!({"response": {"data": roles, "total_count": 2}, "client": null}))
            }
            "organizations/org_1" => {
                state.memberships[0]["organization"]["name"] = json!("Difference Engines");
                reply(state.memberships[0]["organization"].clone(), &state)
            }
            "organizations" => {
                let organization = json!({"id": "org_1", "name": "Analytical Engines", "slug": "analytical-engines"});
                let membership =
                    json!({"id": "orgmem_1", "role": "org:admin", "role_name": "Admin", "organization": organization});
                state.memberships = vec![membership];
                reply(organization, &state)
            }
            "client/sessions/sess_1/touch" => {
                if body.contains("active_organization_id") {
                    state.organization = body.contains("org_1").then(|| "org_1".to_owned());
                }
                let session = client(&state)["sessions"][0].clone();
                reply(session, &state)
            }
            _ if path.contains("tokens") => ok(json!({"object": "token", "jwt": ""})),
            _ => refused(404, "resource_not_found", ""),
        }
    }
}

/// A page with the provider around what is to be seen.
pub(crate) struct Page {
    pub(crate) stage: Stage,
    pub(crate) world: World,
}

impl Page {
    pub(crate) async fn open(server: &Server, view: impl Fn() -> AnyView + Send + Sync + Clone + 'static) -> Self {
        let world = World::new();
        let (answering, tab): (_, Arc<dyn Platform>) = (server.clone(), Arc::new(world.tab()));
        world.serve(move |request| answering.answer(request));
        let stage = Stage::show(move || {
            view! {
                <FrontdeskProvider publishable_key=KEY platform=tab sign_in_url="/sign-in" sign_up_url="/sign-up">
                    {view()}
                </FrontdeskProvider>
            }
            .into_any()
        })
        .await;
        let page = Self { stage, world };
        page.settle().await;
        page
    }

    /// Lets engine and page run until nothing is left to do.
    pub(crate) async fn settle(&self) {
        for _ in 0..3 {
            self.world.run_until_stalled();
            settle().await;
        }
    }

    /// Lets so many milliseconds pass.
    pub(crate) async fn pass(&self, millis: i64) {
        self.world.advance(millis);
        self.settle().await;
    }

    /// Lets the engine's tries again come to their end.
    pub(crate) async fn wait_a_minute(&self) {
        for _ in 0..12 {
            self.world.advance(5_000);
            self.settle().await;
        }
    }

    pub(crate) async fn fill(&self, selector: &str, value: &str) {
        self.stage.fill(selector, value).await;
        self.settle().await;
    }

    pub(crate) async fn press(&self, words: &str) {
        self.stage.press(words).await;
        self.settle().await;
    }
}
