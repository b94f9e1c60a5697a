//! Where a request comes from: instance, origin, address, and the credential that it presents.

use std::net::IpAddr;
use std::sync::Arc;

use frontdesk_wire::key::is_loopback_host;
use frontdesk_wire::{ErrorCode, Method, percent};
use http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN, REFERER, USER_AGENT};
use http::{HeaderMap, HeaderName};
use url::Url;

use crate::app::App;
use crate::cookies;
use crate::cx::Presented;
use crate::failure::Failure;
use crate::instance::Instance;

/// The public address of a proxy in front of the Frontend API.
const PROXY_URL: HeaderName = HeaderName::from_static("clerk-proxy-url");
/// The instance's secret key, which such a proxy adds.
const PROXY_KEY: HeaderName = HeaderName::from_static("clerk-secret-key");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// A request at the door.
#[derive(Debug)]
pub(super) struct Knock {
    pub(super) instance: Arc<Instance>,
    /// The verb that is meant: `_method` of a `POST`, else the verb itself.
    pub(super) method: Method,
    /// The path without a trailing slash.
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    /// What tokens are minted for.
    pub(super) party: Option<String>,
    pub(super) address: IpAddr,
    pub(super) user_agent: String,
    /// The satellite whose Frontend API is asked.
    pub(super) satellite: Option<String>,
    host: String,
    origin: Option<String>,
    cookies: String,
    authorization: Option<String>,
}

impl Knock {
    pub(super) async fn read(app: &App, parts: &http::request::Parts, peer: IpAddr) -> Result<Self, Failure> {
        let headers = &parts.headers;
        let query = percent::split(parts.uri.query().unwrap_or_default());
        let now = app.now();
        let named_proxy = app.config.server.trusted_proxies.iter().any(|proxy| proxy.contains(peer));

        let host = text(headers, &HOST).or_else(|| parts.uri.authority().map(|host| host.as_str())).unwrap_or_default();
        let by_key = match text(headers, &PROXY_KEY) {
            None => None,
            Some(key) => match app.instance_by_secret_key(key).await? {
                Some(instance) => Some(instance),
                None => return Err(Failure::code(ErrorCode::CLERK_KEY_INVALID)),
            },
        };
        let keyed = by_key.is_some();
        let mut instance = match by_key {
            Some(instance) => Some(instance),
            None => app.instances.by_host(&app.store, now, host).await?,
        };
        let mut asked = host;
        if instance.is_none() && (named_proxy || peer.is_loopback()) {
            let outer = text(headers, &FORWARDED_HOST).unwrap_or_default();
            asked = outer;
            instance = app.instances.by_host(&app.store, now, outer).await?;
        }
        let instance = instance.ok_or_else(|| Failure::code(ErrorCode::HOST_INVALID))?;

        // In development a proxy on the same machine needs no configuration.
        let proxied = named_proxy || keyed || (peer.is_loopback() && instance.is_development());
        if headers.get_all(ORIGIN).iter().count() > 1 {
            return Err(Failure::code(ErrorCode::known("multiple_origin_header_values_forbidden")));
        }
        let origin = text(headers, &ORIGIN).map(str::to_owned);
        Ok(Self {
            method: method(parts, &query),
            path: trimmed(parts.uri.path()).to_owned(),
            party: party(headers, &instance, proxied),
            address: if proxied { forwarded_for(app, headers).unwrap_or(peer) } else { peer },
            user_agent: text(headers, &USER_AGENT).unwrap_or_default().to_owned(),
            cookies: all_cookies(headers),
            authorization: headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or_default().to_owned()),
            satellite: instance.satellite_at(asked).map(str::to_owned),
            host: host.to_owned(),
            origin,
            instance,
            query,
        })
    }

    /// The first value of the query with this name, if it is not empty.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The value of a cookie.
    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        cookies::read(&self.cookies, name)
    }

    /// The origin that may read the reply.
    pub(super) fn allowed_origin(&self) -> Option<&str> {
        self.origin.as_deref().filter(|origin| self.instance.allows_origin(origin))
    }

    /// Whether a page asks that may not. Browsers name the origin of everything that changes something.
    pub(super) fn origin_is_foreign(&self) -> bool {
        let own = self.instance.frontend_api_url();
        self.origin.as_deref().is_some_and(|origin| {
            !self.instance.is_development() && origin != own && !self.instance.allows_origin(origin)
        })
    }

    /// Whether the host is this machine, an address, or the instance's own name. A page on somebody else's name that
    /// resolves to this machine is of the same origin as the reply, so nothing else keeps it from reading codes.
    pub(super) fn host_is_own(&self) -> bool {
        let name = match self.host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => self.host.split(':').next().unwrap_or_default(),
        };
        is_loopback_host(&self.host)
            || name.parse::<IpAddr>().is_ok()
            || self.host.eq_ignore_ascii_case(&self.instance.frontend_api)
    }

    /// Whether the request comes from an app that is no browser.
    fn is_native(&self) -> bool {
        self.first("_is_native").is_some_and(|value| value == "1" || value == "true")
    }

    /// A request that says nothing about who asks.
    pub(super) fn nothing(&self) -> Presented {
        Presented::Cookie(None)
    }

    /// The credential that the request presents.
    pub(super) fn presented(&self) -> Result<Presented, Failure> {
        if self.is_native() {
            return match (&self.origin, &self.authorization) {
                (Some(_), Some(_)) => Err(Failure::code(ErrorCode::ORIGIN_AUTHORIZATION_HEADERS_CONFLICT)),
                (None, None) => Err(Failure::code(ErrorCode::REQUEST_HEADER_MISSING)),
                (_, authorization) => Ok(Presented::Native(authorization.clone().unwrap_or_default())),
            };
        }
        // A development browser works in development alone: its token travels in URLs, which end up in histories.
        let token = self.first("__clerk_db_jwt").filter(|_| self.instance.is_development());
        Ok(match token {
            Some(token) => Presented::DevBrowser(token.to_owned()),
            None => self.presented_cookie(),
        })
    }

    /// The client's cookie, whatever else the request presents.
    pub(super) fn presented_cookie(&self) -> Presented {
        Presented::Cookie(self.cookie(cookies::CLIENT).filter(|value| !value.is_empty()).map(str::to_owned))
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim).filter(|value| !value.is_empty())
}

fn all_cookies(headers: &HeaderMap) -> String {
    let lines: Vec<&str> = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).collect();
    lines.join("; ")
}

/// Browsers send every verb but `GET` as a `POST` that names it, so that no preflight is needed.
fn method(parts: &http::request::Parts, query: &[(String, String)]) -> Method {
    let named = query.iter().find(|(key, _)| key == "_method").map(|(_, value)| value.to_ascii_uppercase());
    let verb = match (&parts.method, named) {
        (&http::Method::POST, Some(named)) => named,
        (method, _) => method.as_str().to_owned(),
    };
    match verb.as_str() {
        "GET" | "HEAD" => Method::Get,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        _ => Method::Post,
    }
}

fn trimmed(path: &str) -> &str {
    if path.len() > 1 { path.strip_suffix('/').unwrap_or(path) } else { path }
}

/// The origin of the page that asks. A page's own `GET` carries no `Origin`, so behind a proxy on the page's origin it
/// is read from what the proxy adds, or from the page's address.
fn party(headers: &HeaderMap, instance: &Instance, proxied: bool) -> Option<String> {
    let of_url = |url: &str| {
        let url = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        Some(url.origin().ascii_serialization())
    };
    let of_proxy = || {
        let named = text(headers, &PROXY_URL).and_then(of_url);
        named.or_else(|| {
            let host = text(headers, &FORWARDED_HOST)?;
            let scheme = text(headers, &FORWARDED_PROTO).unwrap_or("https");
            of_url(&format!("{}://{}", first_of(scheme), first_of(host)))
        })
    };
    text(headers, &ORIGIN)
        .and_then(of_url)
        .or_else(|| if proxied { of_proxy() } else { None })
        .or_else(|| text(headers, &REFERER).and_then(of_url))
        .filter(|origin| instance.allows_origin(origin))
}

fn first_of(list: &str) -> &str {
    list.split(',').next().unwrap_or_default().trim()
}

/// The address that the outermost believed proxy saw: the last one that is no believed proxy itself.
fn forwarded_for(app: &App, headers: &HeaderMap) -> Option<IpAddr> {
    let believed = |address: &IpAddr| app.config.server.trusted_proxies.iter().any(|proxy| proxy.contains(*address));
    let lines = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let all: Vec<IpAddr> = lines.flat_map(|line| line.split(',')).filter_map(|part| part.trim().parse().ok()).collect();
    all.iter().rev().find(|address| !believed(address)).or(all.first()).copied()
}
