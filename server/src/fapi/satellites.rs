//! `GET /v1/client/sync` and `GET /v1/client/link`: navigations that bring who is signed in from the primary domain to a
//! satellite, an app on a domain of its own that shares the instance's people.
//!
//! In production the way is: the satellite's Frontend API (`clerk.` below its domain) notes the browser in a cookie, the
//! primary one finds the client and makes a nonce, and the satellite's takes it for a credential of its own. Whoever
//! writes a link can send people on this way, so: only listed satellites are answered, pages are the satellite's own, the
//! nonce works once, for a minute, on that satellite, and in the browser alone that set out there. Otherwise a link would
//! sign its reader in as somebody else. The credential is another than the primary domain's, ends when somebody signs in
//! or out there, and starts no sign-in.

use axum::body::Body;
use axum::response::Response;
use frontdesk_wire::{ErrorCode, Seconds, percent};
use http::header::{COOKIE, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};
use url::Url;

use super::body::fields;
use super::handshake::is_own;
use super::reply::{Answer, Call};
use crate::cookies;
use crate::cx::{Carrier, Cx};
use crate::failure::{Failure, transact};
use crate::handshake::DEV_BROWSER;
use crate::secret::{same, token_hash};
use crate::store::satellites::{self, Nonce};

/// Where the way begins, and where the primary domain answers.
pub(super) const SYNC: &str = "/v1/client/sync";
/// Where it ends.
pub(super) const LINK: &str = "/v1/client/link";
/// Tells the satellite's app that it has asked.
pub(super) const SYNCED: &str = "__clerk_synced";

/// What the browser keeps on the satellite while it is away. The prefix keeps other hosts from setting it.
const STATE: &str = "__Host-frontdesk_link";
/// How long the way may take.
const LIFETIME: Seconds = Seconds(60);

/// `GET /v1/client/sync?redirect_url=…`
pub(super) async fn sync(cx: Cx, call: Call) -> Result<Answer, Failure> {
    cx.app.limiter.handshake(cx.instance_id().as_str(), cx.address)?;
    let given = fields(&call.fields);
    let asked = given.first("redirect_url").ok_or_else(|| wrong(ErrorCode::FORM_PARAM_MISSING))?;
    let page = Url::parse(asked).map_err(|_| wrong(ErrorCode::INVALID_REDIRECT_URL))?;
    if cx.instance.is_development() {
        return back_in_development(&cx, page, given.first(DEV_BROWSER));
    }
    match (&cx.satellite, given.first("link_domain")) {
        (Some(domain), _) => set_out(&cx, &call.headers, domain, &page),
        (None, Some(domain)) => answer(&cx, domain, &page, given.first("link_state").unwrap_or_default()).await,
        (None, None) => Err(Failure::code(ErrorCode::OPERATION_NOT_ALLOWED_ON_PRIMARY_DOMAIN)),
    }
}

/// On the satellite: notes the browser and sends it to the primary domain.
pub(super) fn set_out(cx: &Cx, headers: &HeaderMap, domain: &str, page: &Url) -> Result<Answer, Failure> {
    check_page(cx, domain, page)?;
    // Two tabs may set out at once: what is kept already is kept on.
    let state = kept_state(headers).filter(|state| state.len() >= 32).unwrap_or_else(|| cx.app.rng.token());
    let query = [("link_domain", domain), ("link_state", &token_hash(&state)), ("redirect_url", page.as_str())];
    let location = format!("https://{}{SYNC}?{}", cx.instance.frontend_api, percent::join(query));
    redirect(&location, Some(&state))
}

/// On the primary domain: finds the client, and sends the browser back with a nonce.
async fn answer(cx: &Cx, domain: &str, page: &Url, state: &str) -> Result<Answer, Failure> {
    let listed = cx.instance.settings.satellites.iter().find(|listed| listed.eq_ignore_ascii_case(domain));
    let domain = listed.ok_or_else(|| Failure::field("link_domain", ErrorCode::INVALID_QUERY_PARAMETER_VALUE))?;
    check_page(cx, domain, page)?;
    if state.len() != 64 {
        return Err(Failure::field("link_state", ErrorCode::INVALID_QUERY_PARAMETER_VALUE));
    }
    let token = cx.app.rng.token();
    let nonce = Nonce {
        // Whoever holds the credential before the current one gets nothing that lasts.
        client: cx.client_id().filter(|_| cx.carrier == Carrier::Cookie && !cx.is_replaced()),
        domain: domain.clone(),
        state_hash: state.to_owned(),
        redirect_url: page.to_string(),
        expire_at: cx.now.plus(LIFETIME),
    };
    transact!(cx.app.store, |tx| {
        Ok(satellites::insert_nonce(&mut tx, cx.instance_id(), &token_hash(&token), &nonce).await?)
    })?;
    let query = percent::join([("__clerk_token", token.as_str())]);
    redirect(&format!("https://{}{LINK}?{query}", crate::instance::satellite_host(domain)), None)
}

/// `GET /v1/client/link?__clerk_token=…`
pub(super) async fn link(cx: Cx, call: Call) -> Result<Answer, Failure> {
    if cx.instance.is_development() {
        return Err(Failure::code(ErrorCode::REQUEST_INVALID_FOR_ENVIRONMENT));
    }
    let Some(domain) = &cx.satellite else {
        return Err(Failure::code(ErrorCode::OPERATION_NOT_ALLOWED_ON_PRIMARY_DOMAIN));
    };
    let given = fields(&call.fields);
    let missing = || Failure::field("__clerk_token", ErrorCode::FORM_PARAM_MISSING);
    let hash = token_hash(given.first("__clerk_token").ok_or_else(missing)?);
    let state = kept_state(&call.headers).map(|state| token_hash(&state)).unwrap_or_default();
    let credential = cx.app.rng.token();
    let linked = transact!(cx.app.store, |tx| {
        let taken = satellites::take_nonce(&mut tx, cx.instance_id(), &hash, cx.now).await?;
        // Shown anywhere else, it is used up all the same.
        let fits = |nonce: &Nonce| nonce.domain == *domain && same(&nonce.state_hash, &state);
        let Some(nonce) = taken.filter(fits) else { return Ok(None) };
        if let Some(client) = &nonce.client {
            let hash = token_hash(&credential);
            satellites::replace_credential(&mut tx, cx.instance_id(), client, domain, &hash, cx.now).await?;
        }
        Ok(Some(nonce))
    })?;
    let nonce = linked.ok_or_else(|| Failure::code(ErrorCode::SYNC_NONCE_ALREADY_CONSUMED))?;
    match nonce.client {
        Some(client) => cx.adopt_on_satellite(client, credential),
        None => cx.forget(),
    }
    let page = Url::parse(&nonce.redirect_url).map_err(|error| Failure::Internal(error.into()))?;
    redirect(synced(page).as_str(), None)
}

/// In development satellites share the Frontend API, and the page's own token names its client.
fn back_in_development(cx: &Cx, page: Url, dev_browser: Option<&str>) -> Result<Answer, Failure> {
    if !is_plain(&page) || !is_own(cx, &page, &page.origin().ascii_serialization()) {
        return Err(wrong(ErrorCode::REDIRECT_URL_DOMAIN_MISMATCH));
    }
    let mut page = synced(page);
    let known = dev_browser.filter(|token| !token.is_empty() && matches!(cx.carrier, Carrier::DevBrowser(_)));
    if let Some(token) = known {
        set_param(&mut page, DEV_BROWSER, token);
    }
    redirect(page.as_str(), None)
}

/// A page of the satellite: on its domain or below, by `https`, on the usual port.
fn check_page(cx: &Cx, domain: &str, page: &Url) -> Result<(), Failure> {
    let host = page.host_str().unwrap_or_default();
    let on_it = cx.instance.satellite_of_page(host).is_some_and(|found| found == domain);
    if is_plain(page) && page.scheme() == "https" && page.port().is_none() && on_it {
        return Ok(());
    }
    Err(wrong(ErrorCode::REDIRECT_URL_DOMAIN_MISMATCH))
}

fn is_plain(page: &Url) -> bool {
    matches!(page.scheme(), "http" | "https") && page.username().is_empty() && page.password().is_none()
}

/// The page, told that it has asked.
pub(super) fn synced(mut page: Url) -> Url {
    set_param(&mut page, SYNCED, "true");
    page
}

/// Sets a parameter of the query and leaves all others as they are written.
fn set_param(url: &mut Url, name: &str, value: &str) {
    let is_it = |pair: &&str| percent::split(pair).first().is_some_and(|(known, _)| known == name);
    let mut kept: Vec<&str> = url.query().unwrap_or_default().split('&').filter(|pair| !is_it(pair)).collect();
    kept.retain(|pair| !pair.is_empty());
    let own = percent::join([(name, value)]);
    kept.push(&own);
    let query = kept.join("&");
    url.set_query(Some(&query));
}

fn kept_state(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines.into_iter().find_map(|line| cookies::read(line, STATE)).map(str::to_owned)
}

fn redirect(location: &str, state: Option<&str>) -> Result<Answer, Failure> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    let location = HeaderValue::from_str(location).map_err(|_| wrong(ErrorCode::INVALID_REDIRECT_URL))?;
    response.headers_mut().insert(LOCATION, location);
    if let Some(state) = state {
        let line = format!("{STATE}={state}; Path=/; Max-Age={}; HttpOnly; Secure; SameSite=Lax", LIFETIME.0);
        let line = HeaderValue::from_str(&line).map_err(|error| Failure::Internal(error.into()))?;
        response.headers_mut().append(SET_COOKIE, line);
    }
    Ok(Answer::Whole(response))
}

fn wrong(code: ErrorCode) -> Failure {
    Failure::field("redirect_url", code)
}
