//! `GET /v1/client/handshake`: a navigation that an app's server sends a browser on when it cannot tell who is signed in.
//! It goes back to the page with the answer.
//!
//! Whoever follows a link takes the same way, so nothing that is worth anything may reach an address that is not the
//! app's: the page is checked first. The answer travels as a nonce, worth nothing without the secret key, or as a signed
//! token; the long-lived refresh token goes with a nonce alone.

use axum::body::Body;
use axum::response::Response;
use frontdesk_domain::session::{ACTIVITY_GRAIN, Claims};
use frontdesk_wire::endpoints::CreateSessionToken;
use frontdesk_wire::token::{CATEGORY_SESSION, TokenHeader};
use frontdesk_wire::{DevBrowserId, ErrorCode, Jwt, percent};
use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use serde_json::json;
use url::Url;

use super::body::fields;
use super::reply::{Answer, Call};
use super::routes::HANDSHAKE;
use super::{satellites, sessions as session_routes, subject};
use crate::cx::{Carrier, Cx};
use crate::failure::{Failure, transact};
use crate::handshake::{self, Page, SignedIn};
use crate::secret::token_hash;
use crate::store::refresh_tokens::RefreshToken;
use crate::store::sessions::StoredSession;
use crate::store::{clients, dev_browsers, handshakes, memberships, refresh_tokens, sessions};
use crate::tokens;

/// A cookie may be this long, its name and attributes included; browsers drop longer ones without a word.
const COOKIE_BUDGET: usize = 3_900;

/// What the request asks for.
struct Ask {
    /// The page to go back to, without what an earlier handshake left in it.
    target: Url,
    page: Page,
    by_nonce: bool,
    organization: Option<String>,
    dev_browser: Option<String>,
    /// Whether a satellite asks because it does not know who is signed in on the primary domain.
    syncs: bool,
    /// Whether it has been there.
    synced: bool,
}

/// Whoever is signed in.
struct Found {
    stored: StoredSession,
    claims: Claims,
}

/// `GET /v1/client/handshake?redirect_url=…`
pub(super) async fn redirect(cx: Cx, call: Call) -> Result<Answer, Failure> {
    let mut ask = Ask::read(&cx, &call)?;
    if ask.syncs {
        if let Some(domain) = cx.satellite.as_deref().filter(|_| !ask.synced) {
            return satellites::set_out(&cx, &call.headers, domain, &here(domain, &call)?);
        }
        // The answer "nobody is signed in" must not be asked for again.
        ask.target = satellites::synced(ask.target);
    }
    cx.app.limiter.handshake(cx.instance_id().as_str(), cx.address)?;
    let (found, changed_at) = find(&cx, ask.organization.as_deref()).await?;
    let token = match &found {
        Some(found) => Some(tokens::mint(&cx.instance, &found.claims, Some(&ask.page.origin), &cx.app.rng)?),
        None => None,
    };
    let dev_browser = ensure_dev_browser(&cx, ask.dev_browser.as_deref()).await?;
    let answer = if ask.by_nonce {
        let lines = |signed_in: Option<&SignedIn>| {
            handshake::lines(&cx.instance, &ask.page, signed_in, changed_at, dev_browser.as_deref())
        };
        (handshake::NONCE, keep(&cx, &ask.page, found.as_ref(), token, lines).await?)
    } else {
        let signed_in = token.map(|token| SignedIn { token, refresh: None });
        let lines = handshake::lines(&cx.instance, &ask.page, signed_in.as_ref(), changed_at, dev_browser.as_deref());
        (handshake::TOKEN, sign(&cx, lines)?.expose().to_owned())
    };
    respond(&cx, &call, ask, answer)
}

impl Ask {
    fn read(cx: &Cx, call: &Call) -> Result<Self, Failure> {
        let given = fields(&call.fields);
        let wrong = |code| Failure::field("redirect_url", code);
        let asked = given.first("redirect_url").ok_or_else(|| wrong(ErrorCode::FORM_PARAM_MISSING))?;
        let mut target = Url::parse(asked).map_err(|_| wrong(ErrorCode::INVALID_REDIRECT_URL))?;
        let page = Page::at(&target).ok_or_else(|| wrong(ErrorCode::INVALID_REDIRECT_URL))?;
        let is_plain = target.username().is_empty() && target.password().is_none();
        if !is_plain || !is_own(cx, &target, &page.origin) {
            return Err(wrong(ErrorCode::REDIRECT_URL_DOMAIN_MISMATCH));
        }
        // What somebody put there before would be read first.
        remove_params(&mut target);
        Ok(Self {
            target,
            page,
            by_nonce: given.first("format") == Some("nonce"),
            organization: given.first("organization_id").map(str::to_owned),
            dev_browser: given.first(handshake::DEV_BROWSER).filter(|token| !token.is_empty()).map(str::to_owned),
            syncs: given.first("__clerk_hs_reason") == Some("satellite-needs-syncing"),
            synced: given.first(satellites::SYNCED) == Some("true"),
        })
    }
}

/// Whether a page is the app's: in development on this machine or listed, in production on the instance's own domain or
/// listed. Unlike elsewhere, the page that a request comes from says nothing: it may be anybody's.
pub(super) fn is_own(cx: &Cx, target: &Url, origin: &str) -> bool {
    if cx.instance.is_development() {
        let listed = cx.instance.allowed_origins.iter().any(|allowed| allowed == origin);
        return listed || target.host_str().is_some_and(frontdesk_wire::key::is_loopback_host);
    }
    cx.instance.allows_origin(origin)
}

/// This handshake's own address on the satellite, for after the way to the primary domain. The token that the app holds
/// is not carried around.
fn here(domain: &str, call: &Call) -> Result<Url, Failure> {
    let query = call.fields.iter().filter(|(name, _)| name != "__session");
    let query = percent::join(query.map(|(name, value)| (name.as_str(), value.as_str())));
    let host = crate::instance::satellite_host(domain);
    Url::parse(&format!("https://{host}{HANDSHAKE}?{query}")).map_err(|error| Failure::Internal(error.into()))
}

fn remove_params(url: &mut Url) {
    const OURS: [&str; 4] = [handshake::TOKEN, handshake::NONCE, handshake::DEV_BROWSER, "__clerk_help"];
    let Some(query) = url.query() else { return };
    let is_ours = |pair: &&str| percent::split(pair).first().is_some_and(|(name, _)| OURS.contains(&name.as_str()));
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_ours(pair)).collect();
    let kept = (!kept.is_empty()).then(|| kept.join("&"));
    url.set_query(kept.as_deref());
}

/// The session that was used last, with what its token says, and when the client last changed; 0 for nobody.
async fn find(cx: &Cx, organization: Option<&str>) -> Result<(Option<Found>, i64), Failure> {
    let Some(stored) = active(cx).await? else { return Ok((None, 0)) };
    let stored = touched(cx, stored, organization).await?;
    let mut conn = cx.app.store.read().await?;
    let kept = match &stored.session.last_active_organization {
        Some(id) => memberships::find(&mut conn, cx.instance_id(), id, &stored.session.user).await?,
        None => None,
    };
    let kept = kept.map(|kept| kept.membership);
    let claims =
        stored.session.claims(&frontdesk_domain::session::Workspace::Keep, kept.as_ref(), cx.rules(), cx.now)?;
    let client = clients::find(&mut conn, cx.instance_id(), &stored.client).await?;
    let changed_at = client.map_or(0, |client| client.updated_at.seconds());
    Ok((Some(Found { stored, claims }), changed_at))
}

async fn active(cx: &Cx) -> Result<Option<StoredSession>, Failure> {
    let Some(client) = cx.client_id() else { return Ok(None) };
    let mut conn = cx.app.store.read().await?;
    let Some(row) = clients::find(&mut conn, cx.instance_id(), &client).await? else { return Ok(None) };
    let known = subject::client(cx, &mut conn, &row).await?;
    let Some(session) = known.active_session(cx.now) else { return Ok(None) };
    Ok(sessions::find_of_client(&mut conn, cx.instance_id(), &client, &session.id).await?)
}

/// The session in the organization that the page is about, where its user is a member; noted as used.
async fn touched(cx: &Cx, stored: StoredSession, organization: Option<&str>) -> Result<StoredSession, Failure> {
    let idle = cx.now.millis_since(stored.session.last_active_at) >= ACTIVITY_GRAIN.millis();
    let organization = match organization {
        None => None,
        Some("") => Some((String::new(), stored.session.last_active_organization.is_some())),
        Some(name) if cx.rules().organizations.enabled => {
            let mut conn = cx.app.store.read().await?;
            let found = memberships::find_by_name(&mut conn, cx.instance_id(), name, &stored.session.user).await?;
            found.map(|found| {
                let id = found.membership.organization;
                let moves = stored.session.last_active_organization.as_ref() != Some(&id);
                (id.to_string(), moves)
            })
        }
        Some(_) => None,
    };
    let moves = organization.as_ref().is_some_and(|(_, moves)| *moves);
    if !idle && !moves {
        return Ok(stored);
    }
    let used = CreateSessionToken {
        session_id: stored.session.id.clone(),
        organization_id: organization.map(|(id, _)| id),
        tab_state: None,
    };
    session_routes::note_use(cx, &used).await?;
    let mut conn = cx.app.store.read().await?;
    let again = sessions::find_of_client(&mut conn, cx.instance_id(), &stored.client, &stored.session.id).await?;
    Ok(again.unwrap_or(stored))
}

/// The development browser's token, made now where the request brings none that is known. A client that the request
/// has by cookie is the new one's.
async fn ensure_dev_browser(cx: &Cx, presented: Option<&str>) -> Result<Option<String>, Failure> {
    if !cx.instance.is_development() {
        return Ok(None);
    }
    if let (Carrier::DevBrowser(_), Some(token)) = (&cx.carrier, presented) {
        return Ok(Some(token.to_owned()));
    }
    cx.app.limiter.dev_browser(cx.instance_id().as_str(), cx.address)?;
    let token = format!("{}{}", DevBrowserId::PREFIX, cx.app.rng.token());
    let hash = token_hash(&token);
    transact!(cx.app.store, |tx| {
        dev_browsers::insert(&mut tx, cx.instance_id(), &hash, cx.now).await?;
        if let Some(client) = cx.client_id() {
            dev_browsers::bind(&mut tx, cx.instance_id(), &hash, &client).await?;
        }
        Ok(())
    })?;
    Ok(Some(token))
}

/// Keeps the lines for the app's server; the nonce that they are fetched with.
async fn keep(
    cx: &Cx,
    page: &Page,
    found: Option<&Found>,
    token: Option<Jwt>,
    lines: impl Fn(Option<&SignedIn>) -> Vec<String>,
) -> Result<String, Failure> {
    let nonce = cx.app.rng.token();
    let expire_at = cx.now.plus(handshake::NONCE_LIFETIME);
    // Whoever holds the credential before the current one gets nothing that lasts.
    let lasting = found.filter(|_| !cx.is_replaced()).map(|found| {
        let age = handshake::refresh_lifetime(found.stored.session.expire_at, cx.now);
        let row = RefreshToken {
            session: found.stored.session.id.clone(),
            origin: page.origin.clone(),
            used_at: None,
            expire_at: cx.now.plus(age),
        };
        (cx.app.rng.token(), age, row)
    });
    let refresh = lasting.as_ref().map(|(token, age, _)| (token.clone(), *age));
    let signed_in = token.map(|token| SignedIn { token, refresh });
    let lines = lines(signed_in.as_ref());
    transact!(cx.app.store, |tx| {
        if let Some((token, _, row)) = &lasting {
            refresh_tokens::insert(&mut tx, cx.instance_id(), &token_hash(token), row, cx.now).await?;
        }
        let (id, hash) = (cx.instance_id(), token_hash(&nonce));
        Ok(handshakes::insert(&mut tx, id, &hash, &lines, expire_at).await?)
    })?;
    Ok(nonce)
}

/// The lines as a token that this instance signs. In production it becomes a cookie: where it would be too long for one,
/// the plain names are left out.
fn sign(cx: &Cx, mut lines: Vec<String>) -> Result<Jwt, Failure> {
    let signed = |lines: &[String]| {
        let header = TokenHeader {
            alg: "RS256".to_owned(),
            kid: Some(cx.instance.key.kid().to_owned()),
            typ: Some("JWT".to_owned()),
            cat: Some(CATEGORY_SESSION.to_owned()),
            oiat: None,
        };
        let now = cx.now.seconds();
        let claims = json!({ "handshake": lines, "iat": now, "exp": now + handshake::NONCE_LIFETIME.0 });
        cx.instance.key.sign(&header, &claims)
    };
    let token = signed(&lines)?;
    if cx.instance.is_development() || token.expose().len() <= COOKIE_BUDGET {
        return Ok(token);
    }
    lines.retain(|line| !line.starts_with("__session="));
    Ok(signed(&lines)?)
}

/// Back to the page: in production with a cookie that its server reads, elsewhere with a parameter.
fn respond(cx: &Cx, call: &Call, ask: Ask, (name, value): (&str, String)) -> Result<Answer, Failure> {
    let Ask { mut target, page, .. } = ask;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    let shared = page.shared_domain(&cx.instance);
    // A browser takes a cookie for the domain of the host that sets it, and a satellite's is another.
    let same_site = shared.is_some() && shared.as_deref() == cx.cookie_domain();
    let reaches = page.is_secure() && (same_site || is_proxied(call, &page));
    let by_cookie = !cx.instance.is_development() && reaches;
    if by_cookie {
        let line = handshake::carrier(name, &value, shared.as_deref());
        let line = HeaderValue::from_str(&line).map_err(|error| Failure::Internal(error.into()))?;
        response.headers_mut().append(SET_COOKIE, line);
    } else {
        let pair = percent::join([(name, value.as_str())]);
        let query = match target.query() {
            Some(query) if !query.is_empty() => format!("{query}&{pair}"),
            Some(_) | None => pair,
        };
        target.set_query(Some(&query));
    }
    let location = HeaderValue::from_str(target.as_str())
        .map_err(|_| Failure::field("redirect_url", ErrorCode::INVALID_REDIRECT_URL))?;
    response.headers_mut().insert(LOCATION, location);
    Ok(Answer::Whole(response))
}

/// Whether the request came through a proxy on the page's own origin, so that a cookie of this reply is the page's. The
/// proxy shows the secret key, which was judged at the door.
fn is_proxied(call: &Call, page: &Page) -> bool {
    let header = |name: &str| call.headers.get(name).and_then(|value| value.to_str().ok());
    let proxy = header("clerk-proxy-url").and_then(|url| Url::parse(url).ok());
    header("clerk-secret-key").is_some() && proxy.is_some_and(|url| url.origin().ascii_serialization() == page.origin)
}
