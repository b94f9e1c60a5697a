//! Renewing a session's token for an app's server, which holds an expired one and the browser's refresh token.
//!
//! Both must belong to one session and to the app that asks. A refresh token is used once and replaced: a stolen pair
//! that comes late is worth nothing. Parallel requests of one page have a moment.

use frontdesk_domain::session::{ACTIVITY_GRAIN, Workspace};
use frontdesk_wire::token::{CATEGORY_SESSION, RawClaims};
use frontdesk_wire::{ErrorCode, Jwt, Seconds, SessionId, Timestamp, Token};
use serde_json::{Value, json};
use url::Url;

use super::ask::Ask;
use crate::failure::{Failure, transact};
use crate::handshake::{self, Page, SignedIn};
use crate::secret::token_hash;
use crate::store::refresh_tokens::{self, RefreshToken};
use crate::store::sessions::StoredSession;
use crate::store::{Conn, memberships, sessions, users};
use crate::tokens;

/// How long a refresh token is taken after its first use: requests that were under way still carry it.
const GRACE: Seconds = Seconds(60);

/// How long after its end a token is renewed.
const OLDEST: Seconds = Seconds::days(30);

/// `POST /v1/sessions/{id}/refresh`
pub(super) async fn refresh(ask: &Ask, id: &SessionId) -> Result<Value, Failure> {
    let origin = ask.body.given("request_origin")?.unwrap_or_default();
    let page = page(&origin).ok_or_else(|| Failure::code(ErrorCode::REFRESH_REQUEST_ORIGIN_INVALID))?;
    let expired = ask.body.given("expired_token")?.unwrap_or_default();
    judge(ask, id, &page, &expired)?;
    let presented = token_hash(&ask.body.given("refresh_token")?.unwrap_or_default());
    let next = ask.app.rng.token();
    let (claims, age) = transact!(ask.app.store, |tx| {
        let mut stored = session(ask, &mut tx, id, &page, &presented).await?;
        if ask.now.millis_since(stored.session.last_active_at) >= ACTIVITY_GRAIN.millis() {
            stored.session.note_activity(&ask.instance.settings, ask.now);
            sessions::save(&mut tx, &ask.instance.id, &stored, ask.now).await?;
        }
        let age = handshake::refresh_lifetime(stored.session.expire_at, ask.now);
        let row = RefreshToken {
            session: id.clone(),
            origin: page.origin.clone(),
            used_at: None,
            expire_at: ask.now.plus(age),
        };
        refresh_tokens::note_use(&mut tx, &ask.instance.id, &presented, ask.now).await?;
        refresh_tokens::insert(&mut tx, &ask.instance.id, &token_hash(&next), &row, ask.now).await?;
        let kept = match &stored.session.last_active_organization {
            Some(id) => memberships::find(&mut tx, &ask.instance.id, id, &stored.session.user).await?,
            None => None,
        };
        let kept = kept.map(|kept| kept.membership);
        Ok((stored.session.claims(&Workspace::Keep, kept.as_ref(), &ask.instance.settings, ask.now)?, age))
    })?;
    let token = tokens::mint(&ask.instance, &claims, Some(&page.origin), &ask.app.rng)?;
    answer(ask, &page, SignedIn { token, refresh: Some((next, age)) })
}

fn answer(ask: &Ask, page: &Page, signed_in: SignedIn) -> Result<Value, Failure> {
    if ask.body.given("format")?.as_deref() == Some("cookie") {
        let cookies = handshake::session_lines(&ask.instance, page, Some(&signed_in));
        return Ok(json!({ "object": "cookies", "cookies": cookies }));
    }
    serde_json::to_value(Token::new(signed_in.token)).map_err(|error| Failure::Internal(error.into()))
}

fn page(origin: &str) -> Option<Page> {
    let url = Url::parse(origin).ok()?;
    Page::at(&url).filter(|page| page.origin == origin.trim_end_matches('/'))
}

/// Judges the expired token: one of this instance, of this session, for this app, and not too long ago.
fn judge(ask: &Ask, id: &SessionId, page: &Page, expired: &str) -> Result<(), Failure> {
    let refused = |code| Err(Failure::code(code));
    let mut keys = std::iter::once(&ask.instance.key).chain(&ask.instance.former_keys);
    let Some((header, claims)) = keys.find_map(|key| key.open::<RawClaims>(Jwt::from(expired).expose())) else {
        return refused(ErrorCode::EXPIRED_SESSION_TOKEN_INVALID);
    };
    if header.cat.is_some_and(|category| category != CATEGORY_SESSION) || claims.sub.is_empty() {
        return refused(ErrorCode::SESSION_REFRESH_TOKEN_INELIGIBLE);
    }
    if claims.sid.is_empty() {
        return refused(ErrorCode::EXPIRED_SESSION_TOKEN_MISSING_SID);
    }
    if claims.sid != id.as_str() {
        return refused(ErrorCode::REFRESH_SID_MISMATCH);
    }
    let Some(party) = claims.azp else { return refused(ErrorCode::EXPIRED_SESSION_TOKEN_MISSING_AZP) };
    if party != page.origin {
        return refused(ErrorCode::REFRESH_REQUEST_ORIGIN_AZP_MISMATCH);
    }
    if claims.iat == 0 {
        return refused(ErrorCode::SESSION_REFRESH_TOKEN_MISSING_IAT);
    }
    if Timestamp::from_seconds(claims.exp) < ask.now.minus(OLDEST) {
        return refused(ErrorCode::SESSION_REFRESH_TOKEN_TOO_OLD);
    }
    Ok(())
}

/// The session behind the refresh token, if it goes on.
async fn session(
    ask: &Ask,
    conn: &mut Conn,
    id: &SessionId,
    page: &Page,
    hash: &str,
) -> Result<StoredSession, Failure> {
    let refused = Failure::code;
    let found = refresh_tokens::find(conn, &ask.instance.id, hash, ask.now).await?;
    let found = found.ok_or_else(|| refused(ErrorCode::REFRESH_TOKEN_NOT_FOUND))?;
    if found.session != *id {
        return Err(refused(ErrorCode::REFRESH_SID_MISMATCH));
    }
    if found.origin != page.origin {
        return Err(refused(ErrorCode::REFRESH_REQUEST_ORIGIN_AZP_MISMATCH));
    }
    if found.used_at.is_some_and(|used| ask.now >= used.plus(GRACE)) {
        return Err(refused(ErrorCode::SESSION_REFRESH_TOKEN_CONSUMED));
    }
    let stored = sessions::find(conn, &ask.instance.id, id).await?;
    let stored = stored.ok_or_else(|| refused(ErrorCode::SESSION_REFRESH_SESSION_NOT_FOUND))?;
    if !stored.session.is_open(ask.now) {
        return Err(refused(ErrorCode::SESSION_REFRESH_INACTIVE_SESSION));
    }
    let user = users::find(conn, &ask.instance.id, &stored.session.user).await?;
    user.ok_or_else(|| refused(ErrorCode::SESSION_REFRESH_USER_NOT_FOUND))?;
    Ok(stored)
}
