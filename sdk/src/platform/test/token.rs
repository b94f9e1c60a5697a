//! Tokens for tests.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_wire::Jwt;

/// A token as a server would make it, with a signature that nobody would accept. Times are in seconds.
pub fn unsigned_token(
    session: &str,
    organization: Option<&str>,
    issued_at: i64,
    expires_at: i64,
    oiat: Option<i64>,
) -> Jwt {
    let header = match oiat {
        Some(oiat) => serde_json::json!({"alg": "RS256", "typ": "JWT", "oiat": oiat}),
        None => serde_json::json!({"alg": "RS256", "typ": "JWT"}),
    };
    let mut claims = serde_json::json!({
        "v": 2, "iss": "https://demo.localhost:4400", "sub": "user_1", "sid": session, "iat": issued_at, "nbf": issued_at, "exp": expires_at,
    });
    if let Some(organization) = organization {
        claims["o"] = serde_json::json!({"id": organization, "slg": "acme", "rol": "admin"});
    }
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    [&part(header), ".", &part(claims), ".c2lnbmF0dXJl"].concat().into()
}
