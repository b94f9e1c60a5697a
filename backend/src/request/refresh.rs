//! Renewing an expired token without a redirect.

use super::api::{ApiFault, Refresh};
use super::arrival::Arrival;
use super::authenticator::Setup;
use super::cookies::Chosen;
use super::handshake::{session_token, set_cookies};
use super::peek::Peek;
use super::reason::RefreshFault;
use super::state::RequestState;
use crate::Reason;
use http::HeaderValue;
use http::header::CACHE_CONTROL;

/// Renews the token, or says why not.
pub(super) async fn attempt(
    setup: &Setup,
    arrival: &Arrival,
    chosen: &Chosen,
    expired: &str,
) -> Result<RequestState, RefreshFault> {
    if !arrival.is_get {
        return Err(RefreshFault::NON_ELIGIBLE_NON_GET);
    }
    let refresh_token = chosen.refresh.clone().ok_or(RefreshFault::NON_ELIGIBLE_NO_COOKIE)?;
    let api = setup.api.as_ref().ok_or(RefreshFault::MISSING_API_CLIENT)?;
    let peek = Peek::at(expired).ok_or(RefreshFault::DECODE_FAILED)?;
    let refresh = Refresh {
        session_id: peek.session().ok_or(RefreshFault::MISSING_SID)?.to_owned(),
        expired_token: expired.to_owned(),
        refresh_token,
        request_origin: arrival.origin(),
        request_headers: arrival.told.clone(),
        suffixed_cookies: chosen.suffixed,
    };
    let directives = api.refresh_session(&refresh).await.map_err(|fault| match fault {
        ApiFault::Unreachable => RefreshFault::FETCH_ERROR,
        ApiFault::Refused(code) => RefreshFault::code(&code),
        ApiFault::Unreadable => RefreshFault::UNEXPECTED_BAPI_ERROR,
    })?;
    if directives.is_empty() {
        return Err(RefreshFault::UNEXPECTED_SDK_ERROR);
    }
    let token = session_token(&directives);
    let auth = setup.verifier.verify_online(token).await.map_err(|_| RefreshFault::INVALID_SESSION_TOKEN)?;
    let mut headers = set_cookies(&directives);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let state = if auth.claims().pending && !setup.pending_is_signed_in {
        RequestState::signed_out(Reason::SessionPending)
    } else {
        RequestState::signed_in(auth, token)
    };
    Ok(state.with_headers(headers))
}
