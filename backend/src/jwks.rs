//! The instance's key set, fetched once and kept.

use crate::{KeyFault, Reason};
use frontdesk_wire::{Seconds, Timestamp};
use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;

/// Where the key set is.
#[derive(Clone)]
pub struct JwksSource {
    url: String,
    secret_key: Option<String>,
}

impl JwksSource {
    /// The key set that anybody may read: `<frontend API>/.well-known/jwks.json`.
    pub fn frontend_api(origin: &str) -> Self {
        Self { url: format!("{}/.well-known/jwks.json", origin.trim_end_matches('/')), secret_key: None }
    }

    /// The key set behind the secret key: `<backend API>/v1/jwks`.
    pub fn backend_api(origin: &str, secret_key: impl Into<String>) -> Self {
        Self { url: format!("{}/v1/jwks", origin.trim_end_matches('/')), secret_key: Some(secret_key.into()) }
    }
}

impl fmt::Debug for JwksSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwksSource").field("url", &self.url).finish_non_exhaustive()
    }
}

/// How long a key set is taken without asking again.
const FRESH: Seconds = Seconds::minutes(5);
/// How long a key set is taken while a newer one cannot be fetched: an outage must not sign everybody out at once.
const STALE: Seconds = Seconds::hours(1);
/// The least time between two tries. Tokens with made-up key ids must not become a flood of requests.
const FLOOR: Seconds = Seconds(10);

/// How long to wait before each further try of a fetch that failed on the way. Tests wait for nothing.
const PAUSES: [Duration; 4] = {
    let unit = if cfg!(test) { 0 } else { 100 };
    [
        Duration::from_millis(unit),
        Duration::from_millis(2 * unit),
        Duration::from_millis(4 * unit),
        Duration::from_millis(8 * unit),
    ]
};

/// The key set at hand, and how to get a newer one.
pub(crate) struct Cache {
    source: JwksSource,
    http: reqwest::Client,
    at_hand: RwLock<KeySet>,
    /// Held while fetching, so that many requests at once fetch once.
    last_try: Mutex<Option<Timestamp>>,
}

#[derive(Clone, Default)]
struct KeySet {
    keys: HashMap<String, DecodingKey>,
    fetched_at: Option<Timestamp>,
}

impl KeySet {
    fn is_younger_than(&self, age: Seconds, now: Timestamp) -> bool {
        self.fetched_at.is_some_and(|fetched| now < fetched.plus(age))
    }

    fn find(&self, kid: Option<&str>) -> Result<DecodingKey, Reason> {
        if self.fetched_at.is_none() {
            return Err(Reason::JwkRemoteMissing);
        }
        kid.and_then(|kid| self.keys.get(kid)).cloned().ok_or(Reason::JwkKidMismatch)
    }
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Jwk>,
}

#[derive(Deserialize)]
struct Jwk {
    #[serde(default)]
    kty: String,
    #[serde(default)]
    kid: String,
    #[serde(default, rename = "use")]
    usage: Option<String>,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
}

impl Cache {
    pub(crate) fn new(source: JwksSource) -> Result<Self, KeyFault> {
        let url = reqwest::Url::parse(&source.url).map_err(|_| KeyFault::Url)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(KeyFault::Url);
        }
        let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().map_err(|_| KeyFault::Url)?;
        Ok(Self { source, http, at_hand: RwLock::default(), last_try: Mutex::new(None) })
    }

    /// A key of the set at hand.
    pub(crate) fn at_hand(&self, kid: Option<&str>) -> Result<DecodingKey, Reason> {
        self.set().find(kid)
    }

    /// A key, from the set at hand or from a newer one.
    pub(crate) async fn key(&self, kid: Option<&str>, now: Timestamp) -> Result<DecodingKey, Reason> {
        let usable = |set: &KeySet, age| set.is_younger_than(age, now).then(|| set.find(kid).ok()).flatten();
        if let Some(key) = usable(&self.set(), FRESH) {
            return Ok(key);
        }
        let mut last_try = self.last_try.lock().await;
        // Somebody else may have fetched it while this request waited.
        if let Some(key) = usable(&self.set(), FRESH) {
            return Ok(key);
        }
        if last_try.is_some_and(|tried| now < tried.plus(FLOOR)) {
            let set = self.set();
            let usable_at_all = set.fetched_at.is_none() || set.is_younger_than(STALE, now);
            return if usable_at_all { set.find(kid) } else { Err(Reason::JwkRemoteFailedToLoad) };
        }
        *last_try = Some(now);
        match self.fetch().await {
            Ok(keys) => {
                let set = KeySet { keys, fetched_at: Some(now) };
                let found = set.find(kid);
                *self.at_hand.write().unwrap_or_else(PoisonError::into_inner) = set;
                found
            }
            Err(reason) => usable(&self.set(), STALE).ok_or(reason),
        }
    }

    fn set(&self) -> KeySet {
        self.at_hand.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fetches the key set, again where it failed on the way.
    async fn fetch(&self) -> Result<HashMap<String, DecodingKey>, Reason> {
        let mut outcome = self.fetch_once().await;
        for pause in PAUSES {
            if !matches!(outcome, Err(Reason::JwkRemoteFailedToLoad)) {
                break;
            }
            tokio::time::sleep(pause).await;
            outcome = self.fetch_once().await;
        }
        outcome
    }

    async fn fetch_once(&self) -> Result<HashMap<String, DecodingKey>, Reason> {
        let mut request = self.http.get(&self.source.url);
        if let Some(secret_key) = &self.source.secret_key {
            request = request.bearer_auth(secret_key);
        }
        let response = request.send().await.map_err(|_| Reason::JwkRemoteFailedToLoad)?;
        if response.status() == reqwest::StatusCode::UNAUTHORIZED {
            return Err(Reason::SecretKeyInvalid);
        }
        if !response.status().is_success() {
            return Err(Reason::JwkRemoteFailedToLoad);
        }
        let document: Document = response.json().await.map_err(|_| Reason::JwkRemoteInvalid)?;
        let keys: HashMap<String, DecodingKey> = document
            .keys
            .into_iter()
            .filter(|jwk| jwk.kty == "RSA" && jwk.usage.as_deref().is_none_or(|usage| usage == "sig"))
            .filter_map(|jwk| Some((jwk.kid, DecodingKey::from_rsa_components(&jwk.n, &jwk.e).ok()?)))
            .collect();
        if keys.is_empty() { Err(Reason::JwkRemoteMissing) } else { Ok(keys) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, Signer};
    use crate::{Clock, Verifier};
    use axum::http::{HeaderMap, StatusCode};
    use axum::routing::get;
    use axum::{Json, Router};
    use serde_json::{Value, json};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

    /// A server with a key set that can be exchanged, a count of visits, and a clock.
    #[derive(Clone)]
    struct Desk {
        answer: Arc<RwLock<(StatusCode, Value)>>,
        visits: Arc<AtomicUsize>,
        /// So many visits are answered with 503 before the next is answered well.
        fail_times: Arc<AtomicUsize>,
        now: Arc<AtomicI64>,
        origin: String,
    }

    impl Desk {
        async fn open(keys: Value) -> Self {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let desk = Self {
                answer: Arc::new(RwLock::new((StatusCode::OK, keys))),
                visits: Arc::default(),
                fail_times: Arc::default(),
                now: Arc::new(AtomicI64::new(NOW.0)),
                origin: format!("http://{}", listener.local_addr().unwrap()),
            };
            let (answer, visits, fail_times) = (desk.answer.clone(), desk.visits.clone(), desk.fail_times.clone());
            let serve = move |headers: HeaderMap| async move {
                visits.fetch_add(1, Ordering::SeqCst);
                if fail_times.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
                    return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({})));
                }
                if headers.get("authorization").is_some_and(|value| value != "Bearer sk_test_1") {
                    return (StatusCode::UNAUTHORIZED, Json(json!({})));
                }
                let (status, body) = answer.read().unwrap().clone();
                (status, Json(body))
            };
            let app = Router::new().route("/.well-known/jwks.json", get(serve.clone())).route("/v1/jwks", get(serve));
            tokio::spawn(async move { axum::serve(listener, app).await });
            desk
        }

        fn verifier(&self) -> Verifier {
            self.verifier_of(JwksSource::frontend_api(&self.origin))
        }

        fn verifier_of(&self, source: JwksSource) -> Verifier {
            let now = self.now.clone();
            let clock = Clock::given(move || Timestamp(now.load(Ordering::SeqCst)));
            Verifier::from_jwks(source).unwrap().any_authorized_party().clock(clock)
        }

        fn advance(&self, length: Seconds) {
            self.now.fetch_add(length.millis(), Ordering::SeqCst);
        }

        fn answer(&self, status: StatusCode, body: Value) {
            *self.answer.write().unwrap() = (status, body);
        }

        fn visits(&self) -> usize {
            self.visits.load(Ordering::SeqCst)
        }
    }

    fn long_lived(signer: &Signer) -> String {
        signer.token(json!({"exp": NOW.seconds() + 90_000}))
    }

    // conformance: O09
    #[tokio::test]
    async fn a_failure_on_the_way_is_tried_again() {
        let desk = Desk::open(json!({"keys": [Signer::first().jwk()]})).await;
        desk.fail_times.store(4, Ordering::SeqCst);

        assert!(desk.verifier().verify_online(&long_lived(Signer::first())).await.is_ok());
        assert_eq!(desk.visits(), 5);
    }

    // conformance: N23
    #[tokio::test]
    async fn a_page_is_signed_out_while_the_key_set_cannot_be_fetched() {
        let desk = Desk::open(json!({})).await;
        desk.answer(StatusCode::INTERNAL_SERVER_ERROR, json!({}));
        let key = crate::PublishableKey::parse("pk_live_Y2xlcmsuZXhhbXBsZS5jb20k").unwrap();
        let token = Signer::first().token(json!({"iss": key.issuer()}));
        let request = axum::http::Request::get("/")
            .header("host", "app.example.com")
            .header("sec-fetch-dest", "document")
            .header("cookie", format!("__session={token}; __client_uat=1"));

        let authenticator = crate::Authenticator::new(key, desk.verifier());
        let state = authenticator.authenticate(&request.body(()).unwrap().into_parts().0).await.unwrap();

        assert_eq!(state.status(), "signed-out");
        assert_eq!(state.reason().unwrap().as_str(), "jwk-remote-failed-to-load");
    }

    // conformance: O01, O09
    #[tokio::test]
    async fn the_set_is_fetched_once_for_many_requests() {
        let desk = Desk::open(json!({"keys": [Signer::first().jwk()]})).await;
        let verifier = desk.verifier();
        let token = long_lived(Signer::first());
        assert_eq!(
            verifier.verify(&token).unwrap_err(),
            Reason::JwkRemoteMissing,
            "nothing is fetched behind one's back"
        );

        let all = (0..20).map(|_| {
            let (verifier, token) = (verifier.clone(), token.clone());
            tokio::spawn(async move { verifier.verify_online(&token).await })
        });
        for one in all.collect::<Vec<_>>() {
            assert!(one.await.unwrap().is_ok());
        }

        assert_eq!(desk.visits(), 1);
        assert!(verifier.verify(&token).is_ok());
    }

    // conformance: O09
    #[tokio::test]
    async fn an_unknown_key_is_looked_for_again_but_not_too_often() {
        let desk = Desk::open(json!({"keys": [Signer::first().jwk()]})).await;
        let verifier = desk.verifier();
        verifier.verify_online(&long_lived(Signer::first())).await.unwrap();
        let new = long_lived(Signer::second());

        for _ in 0..5 {
            assert_eq!(verifier.verify_online(&new).await.unwrap_err(), Reason::JwkKidMismatch);
        }
        assert_eq!(desk.visits(), 1, "the floor holds");

        desk.answer(StatusCode::OK, json!({"keys": [Signer::first().jwk(), Signer::second().jwk()]}));
        desk.advance(FLOOR);
        assert!(verifier.verify_online(&new).await.is_ok());
        assert_eq!(desk.visits(), 2);
    }

    #[tokio::test]
    async fn an_outage_signs_nobody_out_for_an_hour() {
        let desk = Desk::open(json!({"keys": [Signer::first().jwk()]})).await;
        let verifier = desk.verifier();
        let token = long_lived(Signer::first());
        verifier.verify_online(&token).await.unwrap();
        desk.answer(StatusCode::INTERNAL_SERVER_ERROR, json!({}));

        desk.advance(Seconds(1800));
        assert!(verifier.verify_online(&token).await.is_ok());
        assert!(verifier.verify_online(&token).await.is_ok());
        assert_eq!(desk.visits(), 1 + 5, "five tries, and none between two rounds");

        desk.advance(Seconds(1800));
        assert_eq!(verifier.verify_online(&token).await.unwrap_err(), Reason::JwkRemoteFailedToLoad);
        let again = verifier.verify_online(&token).await.unwrap_err();
        assert_eq!(again, Reason::JwkRemoteFailedToLoad, "nor between two tries");
    }

    #[tokio::test]
    async fn a_key_that_was_withdrawn_is_dropped() {
        let desk = Desk::open(json!({"keys": [Signer::first().jwk(), Signer::second().jwk()]})).await;
        let verifier = desk.verifier();
        let token = long_lived(Signer::first());
        verifier.verify_online(&token).await.unwrap();

        desk.answer(StatusCode::OK, json!({"keys": [Signer::second().jwk()]}));
        desk.advance(FRESH);

        assert_eq!(verifier.verify_online(&token).await.unwrap_err(), Reason::JwkKidMismatch);
    }

    #[tokio::test]
    async fn bad_answers_are_told_apart() {
        let token = long_lived(Signer::first());
        let mut symmetric = Signer::first().jwk();
        symmetric["kty"] = json!("oct");
        for (status, body, reason) in [
            (StatusCode::OK, json!({"keys": []}), Reason::JwkRemoteMissing),
            (StatusCode::OK, json!({"keys": [symmetric]}), Reason::JwkRemoteMissing),
            (StatusCode::OK, json!("nonsense"), Reason::JwkRemoteInvalid),
            (StatusCode::NOT_FOUND, json!({}), Reason::JwkRemoteFailedToLoad),
        ] {
            let desk = Desk::open(json!({})).await;
            desk.answer(status, body);
            assert_eq!(desk.verifier().verify_online(&token).await.unwrap_err(), reason);
        }
        let nowhere = Desk::open(json!({})).await.verifier_of(JwksSource::frontend_api("http://127.0.0.1:1"));
        assert_eq!(nowhere.verify_online(&token).await.unwrap_err(), Reason::JwkRemoteFailedToLoad);
    }

    // conformance: O09
    #[tokio::test]
    async fn the_secret_key_is_sent_and_never_printed() {
        let desk = Desk::open(json!({"keys": [Signer::first().jwk()]})).await;
        let token = long_lived(Signer::first());
        let source = JwksSource::backend_api(&desk.origin, "sk_test_1");
        assert!(!format!("{source:?}").contains("sk_test"));

        assert!(desk.verifier_of(source).verify_online(&token).await.is_ok());
        let wrong = desk.verifier_of(JwksSource::backend_api(&desk.origin, "sk_test_2"));
        assert_eq!(wrong.verify_online(&token).await.unwrap_err(), Reason::SecretKeyInvalid);
    }

    #[test]
    fn the_address_must_be_a_web_address() {
        for origin in ["", "nonsense", "file:///etc"] {
            assert_eq!(Verifier::from_jwks(JwksSource::frontend_api(origin)).unwrap_err(), KeyFault::Url, "{origin}");
        }
    }
}
