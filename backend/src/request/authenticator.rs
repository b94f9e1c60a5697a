//! How an app is set up, as far as authenticating its requests needs it.

use super::api::BackendApi;
use super::arrival::Arrival;
use super::organization::OrganizationSync;
use super::state::{AuthenticateError, RequestState};
use super::{decision, handshake};
use crate::Verifier;
use frontdesk_wire::key::is_loopback_host;
use frontdesk_wire::{KeyKind, PublishableKey};
use http::request::Parts;
use std::sync::Arc;
use thiserror::Error;
use url::Url;

/// Decides who a page's request comes from. Cheap to clone.
///
/// ```
/// use frontdesk_backend::{Authenticator, PublishableKey, Verdict, Verifier};
///
/// # let pem = frontdesk_backend::EXAMPLE_PUBLIC_KEY;
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let key = PublishableKey::parse("pk_test_YWNtZS5sb2NhbGhvc3Q6NDQwMCQ").unwrap();
/// let verifier = Verifier::from_pem(pem).unwrap().authorized_parties(["http://localhost:4402"]);
/// let authenticator = Authenticator::new(key, verifier);
///
/// let request = http::Request::get("/").header("host", "localhost:4402").header("accept", "text/html").body(()).unwrap();
/// let state = authenticator.authenticate(&request.into_parts().0).await.unwrap();
/// assert_eq!(state.status(), "handshake");
/// # });
/// ```
#[derive(Debug, Clone)]
pub struct Authenticator {
    pub(super) inner: Arc<Setup>,
}

/// How an app is set up.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    pub(super) key: PublishableKey,
    /// Takes sessions with tasks too: that is judged last.
    pub(super) verifier: Verifier,
    pub(super) pending_is_signed_in: bool,
    pub(super) api: Option<Arc<dyn BackendApi>>,
    pub(super) proxy: Option<Proxy>,
    pub(super) satellite: Option<Satellite>,
    pub(super) sync: OrganizationSync,
    pub(super) origin: Option<Url>,
    pub(super) allowed_redirect_origins: Vec<String>,
}

/// Where the Frontend API is reached through the app.
#[derive(Debug, Clone)]
pub(super) enum Proxy {
    /// On the app's own origin.
    Path(String),
    At(String),
}

/// An app on a domain of its own that shares its users with a primary app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Satellite {
    /// Its domain, such as `other.example`.
    pub domain: String,
    /// Where people sign in: a page of the primary app.
    pub sign_in_url: String,
    /// Whether it asks the primary app on a visitor's first page already, and not only after signing in there.
    pub auto_sync: bool,
}

/// What is wrong with a set-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SetupFault {
    /// The proxy's address is neither a path nor a web address.
    #[error("the proxy URL must be a path that begins with / or an http or https URL")]
    ProxyUrl,
    /// The origin is no web address.
    #[error("the origin must be an http or https URL")]
    Origin,
    /// The sign-in page of a satellite is no web address.
    #[error("a satellite's sign-in URL must be an http or https URL of the primary app")]
    SignInUrl,
    /// The domain of a satellite is no domain.
    #[error("a satellite needs its domain, such as other.example")]
    Domain,
}

fn web(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

impl Authenticator {
    /// For the instance of this key, whose tokens this verifier verifies.
    pub fn new(key: PublishableKey, verifier: Verifier) -> Self {
        let pending_is_signed_in = verifier.takes_pending();
        let setup = Setup {
            key,
            pending_is_signed_in,
            verifier: verifier.pending_is_signed_in(),
            api: None,
            proxy: None,
            satellite: None,
            sync: OrganizationSync::default(),
            origin: None,
            allowed_redirect_origins: Vec::new(),
        };
        Self { inner: Arc::new(setup) }
    }

    /// With the Backend API at hand: the handshake's result then travels as a nonce, which is worth nothing without the
    /// secret key, and expired tokens are renewed without a redirect. Without it the result is a signed token.
    #[must_use]
    pub fn backend_api(self, api: impl BackendApi + 'static) -> Self {
        self.with(|setup| setup.api = Some(Arc::new(api)))
    }

    /// The Frontend API is reached through the app: at a path of its own, such as `/__frontdesk`, or at a web address.
    ///
    /// # Errors
    /// [`SetupFault::ProxyUrl`] when it is neither.
    pub fn proxy_url(self, url: &str) -> Result<Self, SetupFault> {
        let proxy = if url.starts_with('/') && !url.starts_with("//") {
            Proxy::Path(url.trim_end_matches('/').to_owned())
        } else {
            let url = web(url).ok_or(SetupFault::ProxyUrl)?;
            Proxy::At(url.as_str().trim_end_matches('/').to_owned())
        };
        Ok(self.with(|setup| setup.proxy = Some(proxy)))
    }

    /// The app is a satellite.
    ///
    /// # Errors
    /// When its domain or its sign-in page cannot be one.
    pub fn satellite(self, satellite: Satellite) -> Result<Self, SetupFault> {
        web(&satellite.sign_in_url).ok_or(SetupFault::SignInUrl)?;
        let domain = satellite.domain.trim_end_matches('/');
        let domain = domain.split_once("://").map_or(domain, |(_, domain)| domain).to_owned();
        web(&format!("https://{domain}")).filter(|_| !domain.is_empty()).ok_or(SetupFault::Domain)?;
        Ok(self.with(|setup| setup.satellite = Some(Satellite { domain, ..satellite })))
    }

    /// Opening an address of an organization makes it the active one.
    #[must_use]
    pub fn organization_sync(self, sync: OrganizationSync) -> Self {
        self.with(|setup| setup.sync = sync)
    }

    /// The app's public origin, such as `https://app.example`. Without it, the origin is what the request's headers say;
    /// a server that can be reached past its proxy should name it.
    ///
    /// # Errors
    /// [`SetupFault::Origin`] when it is no web address.
    pub fn origin(self, origin: &str) -> Result<Self, SetupFault> {
        let origin = web(origin).ok_or(SetupFault::Origin)?;
        Ok(self.with(|setup| setup.origin = Some(origin)))
    }

    /// Origins of satellites that the primary app answers in development, besides those on this machine. The answer
    /// carries the development browser's token, so nobody else may ask for it.
    #[must_use]
    pub fn allowed_redirect_origins<S: Into<String>>(self, origins: impl IntoIterator<Item = S>) -> Self {
        self.with(|setup| setup.allowed_redirect_origins = origins.into_iter().map(Into::into).collect())
    }

    /// Decides who a request comes from.
    ///
    /// # Errors
    /// When the set-up is wrong in a way that only a request shows.
    pub async fn authenticate(&self, request: &Parts) -> Result<RequestState, AuthenticateError> {
        let arrival = Arrival::read(request, self.inner.origin.as_ref()).ok_or(AuthenticateError::Address)?;
        decision::decide(&self.inner, &arrival).await
    }

    fn with(self, change: impl FnOnce(&mut Setup)) -> Self {
        let mut setup = Arc::unwrap_or_clone(self.inner);
        change(&mut setup);
        Self { inner: Arc::new(setup) }
    }
}

impl Setup {
    pub(super) fn is_development(&self) -> bool {
        self.key.kind() == KeyKind::Development
    }

    /// Where the handshake is, without its query.
    pub(super) fn handshake_url(&self, arrival: &Arrival) -> String {
        let base = match (&self.proxy, &self.satellite) {
            (Some(Proxy::Path(path)), _) => format!("{}{path}", arrival.origin()),
            (Some(Proxy::At(url)), _) => url.clone(),
            (None, Some(satellite)) if !self.is_development() => {
                let domain = &satellite.domain;
                if domain.starts_with("clerk.") {
                    format!("https://{domain}")
                } else {
                    format!("https://clerk.{domain}")
                }
            }
            (None, _) => self.key.frontend_api_origin(),
        };
        format!("{base}{}", handshake::PATH)
    }

    /// Whether the primary app answers a satellite at this address.
    pub(super) fn answers_satellite(&self, url: &Url) -> bool {
        let origin = url.origin().ascii_serialization();
        let host = url.host_str().unwrap_or_default();
        matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && (is_loopback_host(host) || self.allowed_redirect_origins.contains(&origin))
    }
}
