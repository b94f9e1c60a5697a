//! `GET /v1/client/touch`: a navigation that sets the client's cookie again and goes on to a page of the app.

use axum::body::Body;
use axum::response::Response;
use frontdesk_wire::ErrorCode;
use http::header::LOCATION;
use http::{HeaderValue, StatusCode};
use url::Url;

use super::body::fields;
use super::reply::{Answer, Call};
use crate::cookies;
use crate::credential::Credential;
use crate::cx::{Carrier, Cx};
use crate::failure::{Failure, transact};
use crate::store::clients;

/// `GET /v1/client/touch?redirect_url=…`
pub(super) async fn redirect(cx: Cx, call: Call) -> Result<Answer, Failure> {
    let asked = fields(&call.fields).first("redirect_url").map(str::to_owned);
    let asked = asked.ok_or_else(|| Failure::field("redirect_url", ErrorCode::FORM_PARAM_MISSING))?;
    let target = Url::parse(&asked).map_err(|_| Failure::field("redirect_url", ErrorCode::INVALID_REDIRECT_URL))?;
    // Nobody may use this address to lead people elsewhere.
    let origin = target.origin().ascii_serialization();
    // A blob has the origin of the page that made it, and is no page.
    let plain =
        matches!(target.scheme(), "http" | "https") && target.username().is_empty() && target.password().is_none();
    if !plain || !allowed(&cx, &target, &origin) {
        return Err(Failure::field("redirect_url", ErrorCode::REDIRECT_URL_DOMAIN_MISMATCH));
    }
    renew_cookie(&cx, &call).await?;
    let location = HeaderValue::from_str(target.as_str())
        .map_err(|_| Failure::field("redirect_url", ErrorCode::INVALID_REDIRECT_URL))?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    response.headers_mut().insert(LOCATION, location);
    Ok(Answer::Whole(response))
}

/// In development pages are on this machine; in production they are the instance's own.
fn allowed(cx: &Cx, target: &Url, origin: &str) -> bool {
    if cx.instance.is_development() {
        let host = target.host_str().unwrap_or_default();
        let listed = cx.instance.allowed_origins.iter().any(|allowed| allowed == origin);
        return listed || frontdesk_wire::key::is_loopback_host(host) || cx.party.as_deref() == Some(origin);
    }
    cx.instance.allows_origin(origin)
}

/// Sets the same credential again, with a new end: the rotating token stays.
async fn renew_cookie(cx: &Cx, call: &Call) -> Result<(), Failure> {
    let (Carrier::Cookie, Some(id)) = (&cx.carrier, cx.client_id()) else { return Ok(()) };
    let lines = call.headers.get_all(http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let presented = lines.into_iter().find_map(|line| cookies::read(line, cookies::CLIENT));
    let Some(credential) = presented.and_then(|text| Credential::read(text, &cx.instance)) else { return Ok(()) };
    let renewed = transact!(cx.app.store, |tx| {
        let Some(mut client) = clients::find(&mut tx, cx.instance_id(), &id).await? else { return Ok(false) };
        // The token before the current one is answered for a moment and never renewed.
        if credential.judge(&client, "", cx.now) != crate::credential::Worth::Current {
            return Ok(false);
        }
        client.cookie_expires_at = Some(cookies::expiry(cx.now));
        clients::save(&mut tx, cx.instance_id(), &client).await?;
        Ok(true)
    })?;
    if renewed {
        cx.adopt(id, Some(credential));
    }
    Ok(())
}
