//! What is asked of the Backend API: the payload of a handshake, and renewing a session's token.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

/// A future that is sent between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The Backend API, as far as authenticating a request needs it. Tests hand in their own.
pub trait BackendApi: Send + Sync + fmt::Debug {
    /// The `Set-Cookie` lines behind a handshake's nonce. It works once.
    fn handshake_payload<'a>(&'a self, nonce: &'a str) -> BoxFuture<'a, Result<Vec<String>, ApiFault>>;

    /// Renews the token of a session. The answer is `Set-Cookie` lines.
    fn refresh_session<'a>(&'a self, refresh: &'a Refresh) -> BoxFuture<'a, Result<Vec<String>, ApiFault>>;
}

/// What a session's token is renewed with. `Debug` prints no token.
#[derive(Clone, PartialEq, Eq)]
pub struct Refresh {
    /// Which session.
    pub session_id: String,
    /// The token that is over.
    pub expired_token: String,
    /// The refresh token of the browser.
    pub refresh_token: String,
    /// The origin of the page that is asked for.
    pub request_origin: String,
    /// Headers of the browser's request.
    pub request_headers: Vec<(&'static str, String)>,
    /// Whether the browser's cookies with the instance's suffix are the ones that count.
    pub suffixed_cookies: bool,
}

impl fmt::Debug for Refresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refresh").field("session_id", &self.session_id).finish_non_exhaustive()
    }
}

/// Why the Backend API did not give what it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiFault {
    /// It cannot be reached.
    Unreachable,
    /// It refused, with this code.
    Refused(String),
    /// Its answer cannot be read.
    Unreadable,
}

#[cfg(feature = "jwks")]
pub use http_api::HttpBackendApi;

#[cfg(feature = "jwks")]
mod http_api {
    use super::{ApiFault, BackendApi, BoxFuture, Refresh};
    use crate::KeyFault;
    use serde::Deserialize;
    use serde::de::DeserializeOwned;
    use serde_json::json;
    use std::collections::BTreeMap;
    use std::fmt;
    use std::time::Duration;

    /// The Backend API over HTTP, with the instance's secret key. `Debug` does not print the key.
    #[derive(Clone)]
    pub struct HttpBackendApi {
        base: String,
        secret_key: String,
        http: reqwest::Client,
    }

    #[derive(Deserialize)]
    struct Payload {
        directives: Vec<String>,
    }

    #[derive(Deserialize)]
    struct Refreshed {
        cookies: Vec<String>,
    }

    #[derive(Deserialize)]
    struct Refusal {
        errors: Vec<Code>,
    }

    #[derive(Deserialize)]
    struct Code {
        code: String,
    }

    impl HttpBackendApi {
        /// The Backend API at this origin.
        ///
        /// # Errors
        /// [`KeyFault::Url`] when the origin is no web address.
        pub fn new(origin: &str, secret_key: impl Into<String>) -> Result<Self, KeyFault> {
            let base = origin.trim_end_matches('/').to_owned();
            let url = reqwest::Url::parse(&base).map_err(|_| KeyFault::Url)?;
            if !matches!(url.scheme(), "http" | "https") {
                return Err(KeyFault::Url);
            }
            // A page waits for the answer.
            let http = reqwest::Client::builder().timeout(Duration::from_secs(5)).build().map_err(|_| KeyFault::Url)?;
            Ok(Self { base, secret_key: secret_key.into(), http })
        }

        async fn send<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> Result<T, ApiFault> {
            let request = request
                .bearer_auth(&self.secret_key)
                .header("clerk-api-version", frontdesk_wire::API_VERSION)
                .header("user-agent", concat!("frontdesk-backend/", env!("CARGO_PKG_VERSION")));
            let reply = request.send().await.map_err(|_| ApiFault::Unreachable)?;
            if !reply.status().is_success() {
                let refusal: Refusal = reply.json().await.map_err(|_| ApiFault::Unreadable)?;
                let code = refusal.errors.into_iter().next().map(|error| error.code);
                return Err(code.map_or(ApiFault::Unreadable, ApiFault::Refused));
            }
            reply.json().await.map_err(|_| ApiFault::Unreadable)
        }

        fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Result<reqwest::Url, ApiFault> {
            let mut url = reqwest::Url::parse(&self.base).map_err(|_| ApiFault::Unreadable)?;
            url.path_segments_mut().map_err(|()| ApiFault::Unreadable)?.pop_if_empty().extend(path);
            url.query_pairs_mut().extend_pairs(query);
            Ok(url)
        }
    }

    impl BackendApi for HttpBackendApi {
        fn handshake_payload<'a>(&'a self, nonce: &'a str) -> BoxFuture<'a, Result<Vec<String>, ApiFault>> {
            Box::pin(async move {
                let url = self.url(&["v1", "clients", "handshake_payload"], &[("nonce", nonce)])?;
                Ok(self.send::<Payload>(self.http.get(url)).await?.directives)
            })
        }

        fn refresh_session<'a>(&'a self, refresh: &'a Refresh) -> BoxFuture<'a, Result<Vec<String>, ApiFault>> {
            Box::pin(async move {
                let suffixed = if refresh.suffixed_cookies { "true" } else { "false" };
                let path = ["v1", "sessions", &refresh.session_id, "refresh"];
                let url = self.url(&path, &[("suffixed_cookies", suffixed)])?;
                let headers: BTreeMap<_, _> =
                    refresh.request_headers.iter().map(|(name, value)| (*name, [value.as_str()])).collect();
                let body = json!({
                    "format": "cookie",
                    "expired_token": refresh.expired_token,
                    "refresh_token": refresh.refresh_token,
                    "request_origin": refresh.request_origin,
                    "request_headers": headers,
                });
                Ok(self.send::<Refreshed>(self.http.post(url).json(&body)).await?.cookies)
            })
        }
    }

    impl fmt::Debug for HttpBackendApi {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct("HttpBackendApi").field("base", &self.base).finish_non_exhaustive()
        }
    }
}
