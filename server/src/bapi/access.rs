//! Who may ask: whoever holds a secret key, and only for the instance that it belongs to.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use axum::extract::ConnectInfo;
use frontdesk_wire::ErrorCode;
use http::header::AUTHORIZATION;
use http::{Extensions, HeaderMap};

use crate::app::App;
use crate::failure::Failure;
use crate::instance::Instance;
use crate::secret::token_hash;
use crate::store::instances;

/// Refuses an address that asks too often, before its key is looked up. One that is a proxy stands for many.
pub(super) fn check_address(app: &App, extensions: &Extensions) -> Result<(), Failure> {
    let Some(ConnectInfo(peer)) = extensions.get::<ConnectInfo<SocketAddr>>() else { return Ok(()) };
    if app.config.server.trusted_proxies.iter().any(|proxy| proxy.contains(peer.ip())) {
        return Ok(());
    }
    Ok(app.limiter.backend_address(peer.ip())?)
}

/// The instance of the request's secret key.
///
/// The key is looked up by its hash: the time that takes tells nothing about how much of a guess was right.
pub(super) async fn instance(app: &App, headers: &HeaderMap) -> Result<Arc<Instance>, Failure> {
    let key = secret_key(headers)?;
    let found = {
        let mut conn = app.store.read().await?;
        instances::by_secret_hash(&mut conn, &token_hash(key)).await?
    };
    let id = found.ok_or_else(|| Failure::code(ErrorCode::CLERK_KEY_INVALID))?;
    let mut instance = app.instances.by_id(&app.store, app.now(), &id).await?;
    if instance.is_none() {
        // Another process made the instance since the list was read.
        app.instances.forget();
        instance = app.instances.by_id(&app.store, app.now(), &id).await?;
    }
    Ok(instance.with_context(|| format!("the instance {id} of a secret key is not there"))?)
}

fn secret_key(headers: &HeaderMap) -> Result<&str, Failure> {
    let header = headers.get(AUTHORIZATION).ok_or_else(|| Failure::code(ErrorCode::AUTHENTICATION_INVALID))?;
    let key = header.to_str().ok().and_then(|value| {
        let (scheme, key) = value.trim().split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
    });
    match key {
        Some(key) if !key.is_empty() && !key.contains(' ') => Ok(key),
        Some(_) | None => Err(Failure::code(ErrorCode::AUTHORIZATION_HEADER_FORMAT_INVALID)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: Option<&str>) -> Result<String, ErrorCode> {
        let mut headers = HeaderMap::new();
        if let Some(value) = value {
            headers.insert(AUTHORIZATION, value.parse().unwrap());
        }
        secret_key(&headers).map(str::to_owned).map_err(|failure| failure.refusal().code)
    }

    #[test]
    fn the_key_is_read_from_the_header_alone() {
        assert_eq!(read(Some("Bearer sk_test_1")), Ok("sk_test_1".to_owned()));
        assert_eq!(read(Some("bearer  sk_test_1 ")), Ok("sk_test_1".to_owned()));
        assert_eq!(read(None), Err(ErrorCode::AUTHENTICATION_INVALID));
        for bad in ["sk_test_1", "Basic eDp5", "Bearer ", "Bearer a b"] {
            assert_eq!(read(Some(bad)), Err(ErrorCode::AUTHORIZATION_HEADER_FORMAT_INVALID), "{bad}");
        }
    }
}
