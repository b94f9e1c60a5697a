//! The Backend API as a backend sees it: requests in, replies out, over a database in a folder of its own.

use axum::Router;
use axum::body::Body;
use frontdesk_domain::Environment;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::app::App;
use crate::config::Config;
use crate::instance::NewInstance;
use crate::store::instances;

struct Desk {
    app: App,
    key: String,
    _folder: TempDir,
}

impl Desk {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(Config::in_folder(folder.path())).await.unwrap();
        app.ensure_instance().await.unwrap();
        let key = secret_key(&app, 0).await;
        Self { app, key, _folder: folder }
    }

    async fn ask(&self, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask_with(&self.key, method, path, body).await
    }

    async fn ask_with(&self, key: &str, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {key}"))
            .header(header::CONTENT_TYPE, "application/json");
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        send(super::router(self.app.clone()), request.body(body).unwrap()).await
    }

    async fn create(&self, body: Value) -> Value {
        let (status, user) = self.ask("POST", "/v1/users", body).await;
        assert_eq!(status, StatusCode::OK, "{user}");
        user
    }

    /// Signs somebody up in a browser; the ids of user and session.
    async fn sign_up(&self, email: &str) -> (String, String) {
        let fapi = |path: String, form: String| {
            let request = Request::post(path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::ORIGIN, "http://localhost:4402")
                .header(header::HOST, "127.0.0.1:4400");
            send(crate::fapi::router(self.app.clone()), request.body(Body::from(form)).unwrap())
        };
        let browser = fapi("/v1/dev_browser".into(), String::new()).await.1;
        let token = browser["id"].as_str().or(browser["token"].as_str()).unwrap().to_owned();
        let path = |rest: &str| format!("/v1/client/sign_ups{rest}?__clerk_db_jwt={token}");
        let email = email.replace('+', "%2B").replace('@', "%40");
        let begun = fapi(path(""), format!("email_address={email}&password=correct+horse")).await.1;
        let id = begun["response"]["id"].as_str().unwrap().to_owned();
        fapi(path(&format!("/{id}/prepare_verification")), "strategy=email_code".into()).await;
        let done = fapi(path(&format!("/{id}/attempt_verification")), "strategy=email_code&code=424242".into()).await.1;
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{done}")).to_owned();
        (text(&done["response"]["created_user_id"]), text(&done["response"]["created_session_id"]))
    }
}

async fn secret_key(app: &App, index: usize) -> String {
    let all = app.instances.all(&app.store, app.now()).await.unwrap();
    let mut conn = app.store.read().await.unwrap();
    instances::secret_key(&mut conn, &all[index].id).await.unwrap().unwrap()
}

async fn send(router: Router, request: Request<Body>) -> (StatusCode, Value) {
    let response = router.oneshot(request).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap())
}

/// Status, code and parameter of an error.
fn refusal((status, body): (StatusCode, Value)) -> (u16, String, String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    assert!(body["clerk_trace_id"].is_string(), "{body}");
    let error = &body["errors"][0];
    (status.as_u16(), text(&error["code"]), text(&error["meta"]["param_name"]))
}

fn expected(status: u16, code: &str, param: &str) -> (u16, String, String) {
    (status, code.to_owned(), param.to_owned())
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn only_a_good_key_is_answered() {
    let desk = Desk::open().await;
    let bare = Request::get("/v1/users").body(Body::empty()).unwrap();

    let missing = refusal(send(super::router(desk.app.clone()), bare).await);
    assert_eq!(missing, expected(401, "authentication_invalid", ""));
    let wrong = refusal(desk.ask_with("sk_test_wrong", "GET", "/v1/users", Value::Null).await);
    assert_eq!(wrong, expected(401, "clerk_key_invalid", ""));
    let unknown = refusal(desk.ask("GET", "/v1/nothing", Value::Null).await);
    assert_eq!(unknown, expected(404, "resource_not_found", ""));
    let verb = refusal(desk.ask("PUT", "/v1/users", json!({})).await);
    assert_eq!(verb.0, 405);
}

#[tokio::test]
async fn a_user_is_made_changed_and_deleted() {
    let desk = Desk::open().await;
    let user = desk
        .create(json!({"email_address": [" Ada@Example.com", "ada2@example.com"], "password": "correct horse", "first_name": "Ada",
                       "external_id": "7", "private_metadata": {"a": {"b": 1, "c": 2}}, "locale": "en-GB"}))
        .await;
    let path = format!("/v1/users/{}", user["id"].as_str().unwrap());
    assert_eq!(user["email_addresses"][0]["email_address"], "ada@example.com");
    assert_eq!(user["email_addresses"][0]["verification"]["status"], "verified");
    assert_eq!(user["primary_email_address_id"], user["email_addresses"][0]["id"]);
    assert_eq!((&user["password_enabled"], &user["locale"]), (&json!(true), &json!("en-GB")));

    let merged =
        desk.ask("PATCH", &format!("{path}/metadata"), json!({"private_metadata": {"a": {"b": null}}})).await.1;
    assert_eq!(merged["private_metadata"], json!({"a": {"c": 2}}));
    let replaced = desk.ask("PUT", &format!("{path}/metadata"), json!({"private_metadata": {"z": 1}})).await.1;
    assert_eq!(replaced["private_metadata"], json!({"z": 1}));
    let second = &user["email_addresses"][1]["id"];
    let changed = desk
        .ask("PATCH", &path, json!({"first_name": null, "last_name": "L", "primary_email_address_id": second}))
        .await
        .1;
    assert_eq!((&changed["first_name"], &changed["last_name"]), (&Value::Null, &json!("L")));
    assert_eq!((&changed["primary_email_address_id"], &changed["external_id"]), (second, &json!("7")));

    let gone = desk.ask("DELETE", &path, Value::Null).await;
    assert_eq!(gone, (StatusCode::OK, json!({"object": "user", "id": user["id"], "deleted": true})));
    assert_eq!(refusal(desk.ask("GET", &path, Value::Null).await), expected(404, "resource_not_found", ""));
    desk.create(json!({"email_address": "ada@example.com", "password": "correct horse", "external_id": "7"})).await;
}

#[tokio::test]
async fn bad_input_is_refused_at_its_field_and_nothing_is_stored() {
    let desk = Desk::open().await;
    let first = desk
        .create(json!({"email_address": ["ada@example.com"], "password": "correct horse", "external_id": "7"}))
        .await;
    for (body, code, param) in [
        (
            json!({"email_address": ["ADA@example.com"], "password": "correct horse"}),
            "form_identifier_exists",
            "email_address",
        ),
        (
            json!({"email_address": ["b@example.com"], "password": "correct horse", "external_id": "7"}),
            "form_identifier_exists",
            "external_id",
        ),
        (
            json!({"email_address": ["b@example.com", "nope"], "password": "correct horse"}),
            "form_param_format_invalid",
            "email_address",
        ),
        (json!({"email_address": [7], "password": "correct horse"}), "form_param_type_invalid", "email_address"),
        (
            json!({"email_address": ["b@example.com"], "password": "short"}),
            "form_password_length_too_short",
            "password",
        ),
        (json!({"email_address": ["b@example.com"]}), "form_data_missing", ""),
        (json!({"password": "correct horse"}), "form_data_missing", ""),
        (
            json!({"email_address": ["b@example.com"], "password": "correct horse", "username": "b"}),
            "form_param_unknown",
            "username",
        ),
        (
            json!({"email_address": ["b@example.com"], "password": "correct horse", "public_metadata": []}),
            "form_param_type_invalid",
            "public_metadata",
        ),
        (
            json!({"email_address": ["b@example.com"], "password_digest": "x", "password_hasher": "md5"}),
            "form_param_value_invalid",
            "password_hasher",
        ),
    ] {
        assert_eq!(refusal(desk.ask("POST", "/v1/users", body.clone()).await), expected(422, code, param), "{body}");
    }
    let path = format!("/v1/users/{}", first["id"].as_str().unwrap());
    let half = desk.ask("PATCH", &path, json!({"first_name": "Changed", "primary_email_address_id": "idn_none"})).await;
    assert_eq!(refusal(half), expected(422, "form_resource_not_found", "primary_email_address_id"));

    let all = desk.ask("GET", "/v1/users", Value::Null).await.1;
    assert_eq!((ids(&all), &all[0]["first_name"]), (vec![first["id"].as_str().unwrap()], &Value::Null));
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_cut() {
    let desk = Desk::open().await;
    let mut made = Vec::new();
    for name in ["Cara", "Ada", "Bob"] {
        let email = format!("{}_100%@example.com", name.to_lowercase());
        let user =
            desk.create(json!({"email_address": [email], "first_name": name, "skip_password_requirement": true})).await;
        made.push(user["id"].as_str().unwrap().to_owned());
    }
    let [cara, ada, bob] = [&made[0], &made[1], &made[2]].map(String::as_str);
    for (query, expected) in [
        ("order_by=first_name", vec![ada, bob, cara]),
        ("order_by=-first_name", vec![cara, bob, ada]),
        ("order_by=%2Bfirst_name&limit=1&offset=1", vec![bob]),
        ("email_address=ADA_100%25@example.com", vec![ada]),
        ("email_address=nobody@example.com", vec![]),
        ("email_address=nonsense", vec![]),
        ("query=ada", vec![ada]),
        ("query=100%25", vec![bob, ada, cara]),
        ("query=1__", vec![]),
        ("order_by=-first_name&query=example", vec![cara, bob, ada]),
    ] {
        let (_, list) = desk.ask("GET", &format!("/v1/users?{query}"), Value::Null).await;
        // Users of one millisecond have no order in time.
        if query.contains("order_by") || expected.len() < 2 {
            assert_eq!(ids(&list), expected, "{query}");
        } else {
            assert_eq!(ids(&list).len(), expected.len(), "{query}");
        }
    }
    let both = format!("/v1/users?user_id={ada}&user_id={bob}&user_id=user_none&order_by=-first_name");
    assert_eq!(ids(&desk.ask("GET", &both, Value::Null).await.1), [bob, ada]);
    let and = format!("/v1/users/count?user_id={ada}&email_address=bob_100%25@example.com");
    assert_eq!(desk.ask("GET", &and, Value::Null).await.1, json!({"object": "total_count", "total_count": 0}));
    assert_eq!(desk.ask("GET", "/v1/users/count?query=example", Value::Null).await.1["total_count"], 3);
    for (query, param) in
        [("limit=0", "limit"), ("limit=501", "limit"), ("offset=x", "offset"), ("order_by=x", "order_by")]
    {
        let got = refusal(desk.ask("GET", &format!("/v1/users?{query}"), Value::Null).await);
        assert_eq!(got, expected(422, "form_param_value_invalid", param));
    }
    let ignored = refusal(desk.ask("GET", "/v1/users?organization_id=org_1", Value::Null).await);
    assert_eq!(ignored, expected(403, "feature_not_implemented", "organization_id"), "a filter is never ignored");
}

#[tokio::test]
async fn sessions_are_seen_and_revoked() {
    let desk = Desk::open().await;
    let (user, session) = desk.sign_up("ada+clerk_test@example.com").await;
    let path = format!("/v1/sessions/{session}");

    let seen = desk.ask("GET", &path, Value::Null).await.1;
    assert_eq!((&seen["status"], &seen["user_id"]), (&json!("active"), &json!(user)));
    let page =
        desk.ask("GET", &format!("/v1/sessions?user_id={user}&status=active&paginated=true"), Value::Null).await.1;
    assert_eq!((ids(&page["data"]), &page["total_count"]), (vec![session.as_str()], &json!(1)));
    let list = desk.ask("GET", "/v1/sessions", Value::Null).await.1;
    assert_eq!(ids(&list), [session.as_str()]);

    for _ in 0..2 {
        let revoked = desk.ask("POST", &format!("{path}/revoke"), Value::Null).await;
        assert_eq!((revoked.0, &revoked.1["status"]), (StatusCode::OK, &json!("revoked")));
    }
    let none = desk.ask("GET", &format!("/v1/sessions?user_id={user}&status=active"), Value::Null).await.1;
    assert_eq!(none, json!([]));
    let odd = refusal(desk.ask("GET", "/v1/sessions?status=odd", Value::Null).await);
    assert_eq!(odd, expected(422, "form_param_value_invalid", "status"));
    let unknown = refusal(desk.ask("POST", "/v1/sessions/sess_none/revoke", Value::Null).await);
    assert_eq!(unknown, expected(404, "resource_not_found", ""));
}

#[tokio::test]
async fn a_new_password_signs_out_everywhere_when_asked() {
    let desk = Desk::open().await;
    let (user, session) = desk.sign_up("ada+clerk_test@example.com").await;
    let change = |body| {
        let path = format!("/v1/users/{user}");
        let desk = &desk;
        async move { desk.ask("PATCH", &path, body).await.0 }
    };
    let status =
        || async { desk.ask("GET", &format!("/v1/sessions/{session}"), Value::Null).await.1["status"].clone() };

    assert_eq!(change(json!({"password": "another horse"})).await, StatusCode::OK);
    assert_eq!(status().await, "active");
    assert_eq!(
        change(json!({"password": "yet another horse", "sign_out_of_other_sessions": true})).await,
        StatusCode::OK
    );
    assert_eq!(status().await, "revoked");
}

#[tokio::test]
async fn two_instances_share_nothing() {
    let desk = Desk::open().await;
    let other = NewInstance {
        name: "Other".to_owned(),
        environment: Environment::Development,
        frontend_api: None,
        allowed_origins: Vec::new(),
        satellites: Vec::new(),
    };
    desk.app.create_instance(other).await.unwrap();
    let key = secret_key(&desk.app, 1).await;
    let user = desk
        .create(json!({"email_address": ["ada@example.com"], "password": "correct horse", "external_id": "7"}))
        .await;
    let path = format!("/v1/users/{}", user["id"].as_str().unwrap());

    for method in ["GET", "PATCH", "DELETE"] {
        let got = refusal(desk.ask_with(&key, method, &path, Value::Null).await);
        assert_eq!(got, expected(404, "resource_not_found", ""), "{method}");
    }
    assert_eq!(desk.ask_with(&key, "GET", "/v1/users", Value::Null).await.1, json!([]));
    let same = json!({"email_address": ["ada@example.com"], "password": "correct horse", "external_id": "7"});
    assert_eq!(desk.ask_with(&key, "POST", "/v1/users", same).await.0, StatusCode::OK);
    let kid = async |key: &str| desk.ask_with(key, "GET", "/v1/jwks", Value::Null).await.1["keys"][0]["kid"].clone();
    assert_ne!(kid(&desk.key).await, kid(&key).await);
}

#[tokio::test]
async fn a_backend_that_runs_wild_is_told_when_to_come_back_and_holds_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::in_folder(folder.path());
    config.limits.backend_per_instance = 3;
    config.limits.backend_per_address = 8;
    let app = App::open(config).await.unwrap();
    app.ensure_instance().await.unwrap();
    let other = NewInstance {
        name: "Other".to_owned(),
        environment: Environment::Development,
        frontend_api: None,
        allowed_origins: Vec::new(),
        satellites: Vec::new(),
    };
    app.create_instance(other).await.unwrap();
    let keys = [secret_key(&app, 0).await, secret_key(&app, 1).await, "sk_test_guessed".to_owned()];
    let ask = async |key: usize, path: &str, from: &str| {
        let peer: std::net::SocketAddr = from.parse().unwrap();
        let request = Request::get(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", keys[key]))
            .extension(axum::extract::ConnectInfo(peer));
        let request = request.body(Body::empty()).unwrap();
        let answer = super::router(app.clone()).oneshot(request).await.unwrap();
        let wait = answer.headers().get(header::RETRY_AFTER).map(|wait| wait.to_str().unwrap().to_owned());
        (answer.status().as_u16(), wait)
    };

    for _ in 0..3 {
        assert_eq!(ask(0, "/v1/users/count", "192.0.2.1:1").await, (200, None));
    }
    let (status, wait) = ask(0, "/v1/users/count", "192.0.2.1:2").await;
    assert_eq!(status, 429);
    assert!((1..=10).contains(&wait.expect("it says when").parse::<i64>().unwrap()));
    assert_eq!(ask(0, "/v1/jwks", "192.0.2.1:3").await.0, 200, "keys are always there");
    assert_eq!(ask(1, "/v1/users/count", "192.0.2.1:4").await.0, 200);
    assert_eq!(ask(2, "/v1/users/count", "192.0.2.1:5").await.0, 401);
    assert_eq!(ask(2, "/v1/users/count", "192.0.2.1:6").await.0, 401);
    assert_eq!(ask(2, "/v1/users/count", "192.0.2.1:7").await.0, 429, "guesses are no way around");
    assert_eq!(ask(1, "/v1/users/count", "192.0.2.2:1").await.0, 200);
}
