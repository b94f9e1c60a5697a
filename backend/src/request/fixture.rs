//! Requests, apps and a Backend API for the tests of this module.

use super::{ApiFault, Authenticator, BackendApi, BoxFuture, Refresh, RequestState};
use crate::testing::{NOW, Signer};
use crate::{AuthenticateError, Clock, PublishableKey, Timestamp};
use frontdesk_wire::percent;
use http::Request;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

pub(super) const LIVE: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";
pub(super) const TEST: &str = "pk_test_Y2FsbS1vdHRlci00Mi5jbGVyay5hY2NvdW50cy5kZXYk";

/// A Backend API that answers what it is told to, and notes what it was asked.
#[derive(Debug, Clone)]
pub(super) struct FakeApi {
    pub(super) answer: Result<Vec<String>, ApiFault>,
    pub(super) asked: Arc<Mutex<Vec<String>>>,
}

impl FakeApi {
    pub(super) fn answering(answer: Result<Vec<String>, ApiFault>) -> Self {
        Self { answer, asked: Arc::default() }
    }

    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn reply(&self, asked: String) -> BoxFuture<'_, Result<Vec<String>, ApiFault>> {
        self.asked.lock().unwrap().push(asked);
        let answer = self.answer.clone();
        Box::pin(async move { answer })
    }
}

impl BackendApi for FakeApi {
    fn handshake_payload<'a>(&'a self, nonce: &'a str) -> BoxFuture<'a, Result<Vec<String>, ApiFault>> {
        self.reply(format!("nonce {nonce}"))
    }

    fn refresh_session<'a>(&'a self, refresh: &'a Refresh) -> BoxFuture<'a, Result<Vec<String>, ApiFault>> {
        let Refresh { session_id, refresh_token, request_origin, suffixed_cookies, .. } = refresh;
        self.reply(format!("refresh {session_id} {refresh_token} {request_origin} {suffixed_cookies}"))
    }
}

/// An app of an instance with this key.
pub(super) fn app(key: &str) -> Authenticator {
    app_at(key, NOW)
}

/// The same, where it is another time.
pub(super) fn app_at(key: &str, now: Timestamp) -> Authenticator {
    let verifier = Signer::first().verifier().any_authorized_party().clock(Clock::given(move || now));
    Authenticator::new(PublishableKey::parse(key).unwrap(), verifier)
}

/// A session token of the instance with this key.
pub(super) fn token(key: &str, changes: Value) -> String {
    let mut claims = json!({"iss": PublishableKey::parse(key).unwrap().issuer()});
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    Signer::first().token(claims)
}

/// A token that ended half a minute ago.
pub(super) fn expired(key: &str) -> String {
    token(key, json!({"iat": NOW.seconds() - 90, "exp": NOW.seconds() - 30}))
}

/// A token like a handshake's result.
pub(super) fn result(lines: &[String]) -> String {
    Signer::first().token(json!({"handshake": lines, "sub": null, "sid": null, "exp": NOW.seconds() + 60}))
}

/// A request of a page.
#[derive(Clone)]
pub(super) struct Ask {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    cookies: Vec<String>,
    document: bool,
}

impl Ask {
    /// For a page at this path.
    pub(super) fn page(path: &str) -> Self {
        Self { method: "GET", path: path.to_owned(), headers: Vec::new(), cookies: Vec::new(), document: true }
    }

    pub(super) fn method(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }

    /// Not a page: whatever else the headers say.
    pub(super) fn plain(mut self) -> Self {
        self.document = false;
        self
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn cookie(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.cookies.push(format!("{name}={value}"));
        self
    }

    /// The cookies of somebody signed in, with this token. In development a development browser belongs to them.
    pub(super) fn signed_in(self, token: &str) -> Self {
        self.cookie("__session", token).cookie("__client_uat", NOW.seconds() - 3600).cookie("__clerk_db_jwt", "dvb_1")
    }

    pub(super) async fn sent(self, app: &Authenticator) -> Result<RequestState, AuthenticateError> {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        if !self.headers.iter().any(|(name, _)| name == "host") {
            request = request.header("host", "app.example.com");
        }
        if self.document {
            request = request.header("sec-fetch-dest", "document");
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if !self.cookies.is_empty() {
            request = request.header("cookie", self.cookies.join("; "));
        }
        app.authenticate(&request.body(()).unwrap().into_parts().0).await
    }

    /// Sent, with the verdict in short: status and reason.
    pub(super) async fn verdict(self, app: &Authenticator) -> String {
        let state = self.sent(app).await.unwrap();
        let reason = state.reason().map(|reason| format!(" {}", reason.as_str())).unwrap_or_default();
        assert_eq!(state.status() == "handshake", state.location().is_some() && state.reason().is_some());
        format!("{}{reason}", state.status())
    }
}

/// A redirect: the address before the query, and the query's parameters.
pub(super) struct Redirect {
    pub(super) to: String,
    query: Vec<(String, String)>,
    pub(super) cookies: Vec<String>,
}

impl Redirect {
    pub(super) fn of(state: &RequestState) -> Self {
        let location = state.location().expect("the request is redirected").to_str().unwrap();
        assert_eq!(state.headers()["cache-control"], "no-store");
        let (to, query) = location.split_once('?').unwrap_or((location, ""));
        let cookies = state.headers().get_all("set-cookie").iter().map(|line| line.to_str().unwrap().to_owned());
        Self { to: to.to_owned(), query: percent::split(query), cookies: cookies.collect() }
    }

    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
