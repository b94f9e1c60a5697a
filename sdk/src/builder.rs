//! From a publishable key to a handle.

use crate::frontdesk::Frontdesk;
use crate::keeping::{KEEPING, Keeping};
use crate::navigation::AllowedOrigins;
use crate::platform::Platform;
use frontdesk_wire::{KeyError, KeyKind, PublishableKey};
use std::fmt;
use std::sync::Arc;

/// Collects what a handle needs; see [`Frontdesk::builder`].
#[must_use = "call build()"]
pub struct Builder {
    key: String,
    proxy_url: Option<String>,
    urls: Box<Urls>,
    initial_state: Option<String>,
    platform: Option<Arc<dyn Platform>>,
    router: Option<Router>,
}

/// Goes to a path of the page's own origin.
pub(crate) type Router = Arc<dyn Fn(&Frontdesk, &str) + Send + Sync>;

/// The id of the element in which a page carries its initial state.
const INITIAL_STATE: &str = "frontdesk-initial-state";

/// Where the app's pages are, and where to go after things are done: paths or whole addresses; see [`crate::navigation`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Urls {
    /// The sign-in page.
    pub sign_in: Option<String>,
    /// The sign-up page.
    pub sign_up: Option<String>,
    /// After signing in.
    pub after_sign_in: Option<String>,
    /// After signing up.
    pub after_sign_up: Option<String>,
    /// After signing out.
    pub after_sign_out: Option<String>,
    /// After signing in, whatever the page's address says.
    pub force_after_sign_in: Option<String>,
    /// After signing up, whatever the page's address says.
    pub force_after_sign_up: Option<String>,
    /// The page of the person's account.
    pub user_profile: Option<String>,
    /// The page of the active organization.
    pub organization_profile: Option<String>,
    /// The page where organizations are made.
    pub create_organization: Option<String>,
    /// The page of the waiting list.
    pub waitlist: Option<String>,
    /// Where tasks of a session are done, by key: `choose-organization`.
    pub tasks: Vec<(String, String)>,
    /// Where redirects may lead besides the page's own origin.
    pub allowed_origins: AllowedOrigins,
}

/// Why a handle cannot be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildError {
    /// The publishable key is not one.
    Key(KeyError),
    /// The proxy's URL is neither a path nor an `http` or `https` address; the text is what was given.
    ProxyUrl(String),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(fault) => fault.fmt(f),
            Self::ProxyUrl(given) => {
                f.write_str("a proxy URL begins with / or with http:// or https://, unlike ")?;
                f.write_str(given)
            }
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Key(fault) => Some(fault),
            Self::ProxyUrl(_) => None,
        }
    }
}

impl Builder {
    pub(crate) fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            proxy_url: None,
            urls: Box::default(),
            initial_state: None,
            platform: None,
            router: None,
        }
    }

    /// Reaches the server through this address instead of the key's host: a path on the app's own origin such as
    /// `/__clerk`, or a whole address.
    pub fn proxy_url(mut self, url: impl Into<String>) -> Self {
        self.proxy_url = Some(url.into()).filter(|url| !url.is_empty());
        self
    }

    /// Where to go after things are done.
    pub fn urls(mut self, urls: Urls) -> Self {
        *self.urls = urls;
        self
    }

    /// Begins as the app's server saw whoever asked for the page: signed in, or signed out for sure. It is the JSON text of
    /// `frontdesk_backend::InitialState`, which `Visitor::initial_state` gives.
    ///
    /// Give it to the engine that renders on the server. In the browser the engine finds it by itself in the page that
    /// `InitialState::to_script` has put it into, so that both draw the same; what it says is provisional until the server of the
    /// instance has answered. An empty text is as good as none, for code that runs on both. A text that says nothing is ignored,
    /// and so is one that is over or tells of another session than the tab shows.
    ///
    /// ```
    /// use frontdesk_sdk::Frontdesk;
    ///
    /// let seen = r#"{"user_id": "user_1", "session_id": "sess_1", "session_status": "active"}"#;
    /// let frontdesk = Frontdesk::builder("pk_test_ZGVtby5sb2NhbGhvc3Q6NDQwMCQ").initial_state(seen).build()?;
    ///
    /// assert!(frontdesk.snapshot().is_loaded() && frontdesk.snapshot().is_signed_in());
    /// # Ok::<(), frontdesk_sdk::BuildError>(())
    /// ```
    pub fn initial_state(mut self, json: impl Into<String>) -> Self {
        self.initial_state = Some(json.into());
        self
    }

    /// Goes to the app's own pages in this way, without loading them: with the path, the query and the fragment, for the app's
    /// router. The engine comes along, for the session that is shown and for addresses to other origins
    /// ([`Frontdesk::build_url_with_auth`]); those are loaded, and so is what has to go by the server first.
    ///
    /// ```
    /// use frontdesk_sdk::Frontdesk;
    ///
    /// let frontdesk = Frontdesk::builder("pk_test_ZGVtby5sb2NhbGhvc3Q6NDQwMCQ")
    ///     .navigate(|frontdesk, path| println!("{:?} goes to {path}", frontdesk.snapshot().session_id))
    ///     .build()?;
    /// # Ok::<(), frontdesk_sdk::BuildError>(())
    /// ```
    #[cfg(not(target_arch = "wasm32"))]
    pub fn navigate(mut self, router: impl Fn(&Frontdesk, &str) + Send + Sync + 'static) -> Self {
        self.router = Some(Arc::new(router));
        self
    }

    /// Goes to the app's own pages in this way, without loading them: with the path, the query and the fragment, for the app's
    /// router. The engine comes along, for the session that is shown and for addresses to other origins
    /// ([`Frontdesk::build_url_with_auth`]); those are loaded, and so is what has to go by the server first.
    #[cfg(target_arch = "wasm32")]
    pub fn navigate(mut self, router: impl Fn(&Frontdesk, &str) + 'static) -> Self {
        // There is one thread in a page; the wrapper lets the handle be stored where threads are expected.
        let router = send_wrapper::SendWrapper::new(router);
        self.router = Some(Arc::new(move |frontdesk, path| (*router)(frontdesk, path)));
        self
    }

    /// Runs on this platform instead of the browser tab (or, natively, instead of [`Detached`](crate::platform::Detached)).
    pub fn platform(mut self, platform: impl Platform) -> Self {
        self.platform = Some(Arc::new(platform));
        self
    }

    /// Runs on a platform that others hold as well.
    pub fn shared_platform(mut self, platform: Arc<dyn Platform>) -> Self {
        self.platform = Some(platform);
        self
    }

    /// Makes the handle. Nothing is sent before [`Frontdesk::load`].
    ///
    /// # Errors
    /// When the key or the proxy's URL is malformed.
    pub fn build(self) -> Result<Frontdesk, BuildError> {
        let platform = self.platform.clone().unwrap_or_else(default_platform);
        self.assemble(platform, Some(&KEEPING))
    }

    /// Makes a handle that only signs people in, for a page that another program takes over once somebody is: it finds out who
    /// is signed in, runs the flows, writes the cookies and tells other tabs. It draws nobody before the server has answered,
    /// and it renews nothing: the token that came with the sign-in is good for less than a minute, and then the other program
    /// has to be there. A page downloads a third less of the engine.
    ///
    /// # Errors
    /// As [`Builder::build`].
    pub fn build_entrance(self) -> Result<Frontdesk, BuildError> {
        let platform = self.platform.clone().unwrap_or_else(entrance_platform);
        self.assemble(platform, None)
    }

    fn assemble(self, platform: Arc<dyn Platform>, keeping: Option<&'static Keeping>) -> Result<Frontdesk, BuildError> {
        let key = PublishableKey::parse(&self.key).map_err(BuildError::Key)?;
        let base = match &self.proxy_url {
            None => key.frontend_api_origin(),
            Some(url) => {
                proxy_base(url, platform.origin().as_deref()).ok_or_else(|| BuildError::ProxyUrl(url.clone()))?
            }
        };
        // Development instances live on another site than the app, where browsers withhold the client's cookie; a proxy is on
        // the app's own site, and what is no browser carries the credential itself.
        let uses_dev_browser =
            key.kind() == KeyKind::Development && self.proxy_url.is_none() && !platform.carries_client();
        let frontdesk = Frontdesk::assemble(key, base, uses_dev_browser, self.urls, platform, self.router, keeping);
        if let Some(keeping) = keeping {
            let given = self.initial_state.filter(|text| !text.is_empty());
            let page = given.or_else(|| frontdesk.platform().page_text(INITIAL_STATE));
            if let Some(client) = page.and_then(|page| (keeping.client_in_page)(&frontdesk, &page)) {
                frontdesk.put_provisional(client);
                frontdesk.tell();
            }
        }
        Ok(frontdesk)
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("key", &self.key).field("proxy_url", &self.proxy_url).finish_non_exhaustive()
    }
}

/// The address that paths are appended to, without a slash at its end.
fn proxy_base(url: &str, origin: Option<&str>) -> Option<String> {
    let url = url.trim_end_matches('/');
    if url.starts_with('/') {
        return Some([origin.unwrap_or_default(), url].concat());
    }
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    (!host.is_empty()).then(|| url.to_owned())
}

#[cfg(all(feature = "browser", target_arch = "wasm32"))]
fn default_platform() -> Arc<dyn Platform> {
    Arc::new(crate::platform::browser::Browser::new())
}

/// Who renews nothing takes no turns.
#[cfg(all(feature = "browser", target_arch = "wasm32"))]
fn entrance_platform() -> Arc<dyn Platform> {
    Arc::new(crate::platform::browser::Browser::without_locks())
}

#[cfg(not(all(feature = "browser", target_arch = "wasm32")))]
fn entrance_platform() -> Arc<dyn Platform> {
    default_platform()
}

#[cfg(not(all(feature = "browser", target_arch = "wasm32")))]
fn default_platform() -> Arc<dyn Platform> {
    Arc::new(crate::platform::Detached)
}

#[cfg(test)]
mod tests {
    use super::*;

    // conformance: G19
    #[test]
    fn a_bad_key_names_its_fault() {
        let fault = |key: &str| Frontdesk::builder(key).build().map(|_| ()).unwrap_err();

        assert_eq!(fault(""), BuildError::Key(KeyError::Empty));
        assert_eq!(fault("sk_test_abc"), BuildError::Key(KeyError::Secret));
        assert_eq!(fault("hello"), BuildError::Key(KeyError::Prefix));
        assert!(fault("pk_test_abc").to_string().contains("cut off"));
    }

    // conformance: E01
    #[test]
    fn a_proxy_is_a_path_or_an_address() {
        assert_eq!(
            proxy_base("/__clerk//", Some("https://app.example")).as_deref(),
            Some("https://app.example/__clerk")
        );
        assert_eq!(proxy_base("https://app.example/auth/", None).as_deref(), Some("https://app.example/auth"));
        assert_eq!(proxy_base("javascript:alert(1)", None), None);
    }
}
