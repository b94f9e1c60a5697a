//! The handshake: the redirect that asks for it, and taking up its result.

use super::arrival::{Arrival, param, without};
use super::authenticator::Setup;
use super::cookies::{Chosen, REDIRECTS};
use super::reason::RequestReason;
use super::state::{AuthenticateError, RequestState, Verdict};
use crate::Reason;
use frontdesk_wire::{Seconds, percent};
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, LOCATION, SET_COOKIE,
};
use http::{HeaderMap, HeaderValue};
use url::Url;

/// The path of the handshake at the Frontend API.
pub(super) const PATH: &str = "/v1/client/handshake";

/// So many redirects in a row are a loop.
const MOST_REDIRECTS: u32 = 3;

/// How far clocks may differ in development: a laptop that slept tells any time.
const DEVELOPMENT_LEEWAY: Seconds = Seconds::days(1);

/// What a handshake brought.
enum Brought<'a> {
    Nonce(&'a str),
    Token(&'a str),
}

/// The redirect to a handshake, or signed out where it would lead nowhere: a request that follows no redirect, or one
/// that was redirected too often.
pub(super) fn ask(
    setup: &Setup,
    arrival: &Arrival,
    chosen: &Chosen,
    reason: RequestReason,
    organization: Option<&str>,
) -> RequestState {
    let page = without(&arrival.url, &[param::DEV_BROWSER, param::HANDSHAKE, param::NONCE, param::HELP]);
    let suffixed = if chosen.suffixed { "true" } else { "false" };
    let word = reason.as_str();
    let mut query = vec![
        ("redirect_url", page.as_str()),
        ("__clerk_api_version", frontdesk_wire::API_VERSION),
        ("suffixed_cookies", suffixed),
        ("__clerk_hs_reason", word.as_ref()),
    ];
    // A nonce is looked up with the secret key; without one the result comes as a signed token.
    if setup.api.is_some() {
        query.push(("format", "nonce"));
    }
    let session = chosen.session.as_deref().or(arrival.bearer.as_deref());
    query.extend(session.map(|token| ("__session", token)));
    let dev_browser = dev_browser(setup, arrival, chosen);
    query.extend(dev_browser.as_deref().map(|token| (param::DEV_BROWSER, token)));
    query.extend(organization.map(|name| ("organization_id", name)));
    let location = format!("{}?{}", setup.handshake_url(arrival), percent::join(query));
    redirect(arrival, chosen, reason, &location)
}

/// A redirect that counts itself.
pub(super) fn redirect(arrival: &Arrival, chosen: &Chosen, reason: RequestReason, location: &str) -> RequestState {
    let (true, Ok(location)) = (arrival.can_shake_hands(), HeaderValue::from_str(location)) else {
        return RequestState::signed_out(reason);
    };
    if chosen.redirects >= MOST_REDIRECTS {
        return RequestState::signed_out(reason);
    }
    let mut headers = HeaderMap::new();
    headers.insert(LOCATION, location);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.append(SET_COOKIE, count(chosen.redirects + 1));
    RequestState::new(Verdict::Handshake(reason)).with_headers(headers)
}

fn count(redirects: u32) -> HeaderValue {
    let line = format!("{REDIRECTS}={redirects}; SameSite=Lax; HttpOnly; Max-Age=2");
    HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The development browser's token: the address beats the cookie.
pub(super) fn dev_browser(setup: &Setup, arrival: &Arrival, chosen: &Chosen) -> Option<String> {
    if !setup.is_development() {
        return None;
    }
    arrival.query(param::DEV_BROWSER).or_else(|| chosen.dev_browser.clone())
}

/// Takes up what a handshake brought. `None` where it brought nothing, or nothing usable in production: the request is
/// then judged by its own cookies.
pub(super) async fn resolve(
    setup: &Setup,
    arrival: &Arrival,
    chosen: &Chosen,
) -> Result<Option<RequestState>, AuthenticateError> {
    // In production the result is a cookie. An address is believed only in a browser that was just sent to the
    // handshake: otherwise a link could sign its reader in as somebody else.
    let by_address = setup.is_development() || chosen.redirects > 0;
    let of = |name: &str| {
        let in_address = if by_address { arrival.query(name) } else { None };
        in_address.or_else(|| arrival.cookies.get(name).map(str::to_owned))
    };
    let (nonce, token) = (of(param::NONCE), of(param::HANDSHAKE));
    let brought = match (&nonce, &token) {
        (Some(nonce), _) => Brought::Nonce(nonce),
        (None, Some(token)) => Brought::Token(token),
        (None, None) => return Ok(None),
    };
    match directives(setup, brought).await {
        Ok(directives) => take_up(setup, arrival, chosen, &directives).await,
        Err(_) if !setup.is_development() => Ok(None),
        Err(Reason::TokenInvalidSignature | Reason::JwkKidMismatch) => Err(AuthenticateError::KeysMismatch),
        Err(reason) => Err(AuthenticateError::Handshake(reason)),
    }
}

async fn directives(setup: &Setup, brought: Brought<'_>) -> Result<Vec<String>, Reason> {
    match brought {
        Brought::Nonce(nonce) => {
            let Some(api) = &setup.api else { return Ok(Vec::new()) };
            match api.handshake_payload(nonce).await {
                Ok(directives) => Ok(directives),
                // In development the address is cleaned all the same, and the request that follows is judged anew.
                Err(_) if setup.is_development() => Ok(Vec::new()),
                Err(_) => Err(Reason::SessionTokenMissing),
            }
        }
        Brought::Token(token) if setup.is_development() => {
            setup.verifier.clone().leeway(DEVELOPMENT_LEEWAY).handshake_directives(token).await
        }
        Brought::Token(token) => setup.verifier.handshake_directives(token).await,
    }
}

async fn take_up(
    setup: &Setup,
    arrival: &Arrival,
    chosen: &Chosen,
    directives: &[String],
) -> Result<Option<RequestState>, AuthenticateError> {
    let mut headers = set_cookies(directives);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if setup.is_development() {
        let clean = clean(&arrival.url);
        if let Ok(location) = HeaderValue::from_str(clean.as_str()) {
            headers.insert(LOCATION, location);
        }
        // Only on a redirect, which shows nothing: the last hop of a chain across origins has none.
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("null"));
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        // One more redirect of the same chain: the count is held, so that a slow chain is not taken for a new one.
        headers.append(SET_COOKIE, count(chosen.redirects.max(1)));
    }
    let token = session_token(directives);
    if token.is_empty() {
        return Ok(Some(RequestState::signed_out(Reason::SessionTokenMissing).with_headers(headers)));
    }
    let mut verified = setup.verifier.verify_online(token).await;
    let by_clock = |reason: &Reason| {
        matches!(reason, Reason::TokenExpired | Reason::TokenNotActiveYet | Reason::TokenIatInTheFuture)
    };
    if setup.is_development() && verified.as_ref().err().is_some_and(by_clock) {
        verified = setup.verifier.clone().leeway(DEVELOPMENT_LEEWAY).verify_online(token).await;
    }
    match verified {
        Ok(auth) if auth.claims().pending && !setup.pending_is_signed_in => {
            Ok(Some(RequestState::signed_out(Reason::SessionPending).with_headers(headers)))
        }
        Ok(auth) => Ok(Some(RequestState::signed_in(auth, token).with_headers(headers))),
        Err(_) if !setup.is_development() => Ok(None),
        Err(Reason::TokenInvalidSignature | Reason::JwkKidMismatch) => Err(AuthenticateError::KeysMismatch),
        Err(reason) => Err(AuthenticateError::Handshake(reason)),
    }
}

/// The address without what the handshake added.
fn clean(url: &Url) -> Url {
    without(url, &[param::HANDSHAKE, param::NONCE, param::HELP])
}

/// The lines as headers; one that cannot be a header is left out.
pub(super) fn set_cookies(directives: &[String]) -> HeaderMap {
    let lines = directives.iter().filter_map(|line| HeaderValue::from_str(line).ok());
    lines.map(|line| (SET_COOKIE, line)).collect()
}

/// The session token among the lines: the last one counts, and it is empty where nobody is signed in.
pub(super) fn session_token(directives: &[String]) -> &str {
    let mut of_session = directives.iter().rev().filter(|line| line.starts_with("__session"));
    let value = of_session.next().and_then(|line| line.split(';').next()).and_then(|pair| pair.split_once('='));
    value.map_or("", |(_, value)| value.trim())
}
