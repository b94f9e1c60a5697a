//! Pictures for people and organizations that have none: drawn from the name in the URL, which is a keyed hash.

use axum::body::Body;
use axum::response::Response;
use frontdesk_wire::codec::match_path;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use sha2::{Digest as _, Sha256};

use super::pictures::for_everybody;
use super::reply::{Answer, Call};
use crate::cx::Cx;
use crate::failure::Failure;

/// `GET /v1/avatars/{seed}.svg`
pub(super) async fn get(_: Cx, call: Call) -> Result<Answer, Failure> {
    let values = match_path("/v1/avatars/{seed}", &call.path).unwrap_or_default();
    let seed = values.into_iter().next().map(|(_, seed)| seed).unwrap_or_default();
    let Some(name) = seed.strip_suffix(".svg").filter(|name| name.len() <= 64) else {
        return Err(Failure::not_found());
    };
    let mut response = Response::new(Body::from(draw(name)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    for_everybody(headers);
    Ok(Answer::Whole(response))
}

/// Two soft colours and a shape: a head and shoulders for people, blocks for organizations. The same name gives the
/// same picture.
fn draw(name: &str) -> String {
    let hash = Sha256::digest(name.as_bytes());
    let hue = (u32::from(hash[0]) * 256 + u32::from(hash[1])) % 360;
    let other = (hue + 40 + u32::from(hash[2]) % 60) % 360;
    let angle = u32::from(hash[3]) % 90;
    let shape = if name.starts_with("org-") {
        let tall = 26 + u32::from(hash[4]) % 14;
        format!(
            r##"<g fill="#fff" fill-opacity=".9"><rect x="27" y="{}" width="20" height="{tall}" rx="4"/><rect x="51" y="{}" width="20" height="{}" rx="4"/></g>"##,
            72 - tall,
            72 - (tall + 12),
            tall + 12,
        )
    } else {
        r##"<g fill="#fff" fill-opacity=".9"><circle cx="48" cy="38" r="15"/><path d="M18 84a30 26 0 0 1 60 0z"/></g>"##
            .to_owned()
    };
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96"><defs><linearGradient id="g" gradientTransform="rotate({angle} .5 .5)"><stop offset="0" stop-color="hsl({hue} 62% 58%)"/><stop offset="1" stop-color="hsl({other} 58% 44%)"/></linearGradient></defs><rect width="96" height="96" fill="url(#g)"/>{shape}</svg>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_always_gives_the_same_picture() {
        assert_eq!(draw("user-a"), draw("user-a"));
        assert_ne!(draw("user-a"), draw("user-b"));
        assert!(!draw("user-\"><script>").contains("script"));
    }
}
