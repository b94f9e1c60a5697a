//! Development browsers.

use frontdesk_wire::endpoints::CreateDevBrowser;
use frontdesk_wire::{DevBrowserId, ErrorCode};
use serde_json::json;

use super::reply::Answer;
use crate::cx::Cx;
use crate::failure::Failure;
use crate::secret::token_hash;
use crate::store::dev_browsers;

/// `POST /v1/dev_browser`: a token that stands in for the client's cookie while the app is on another site.
pub(super) async fn create(cx: Cx, _: CreateDevBrowser) -> Result<Answer, Failure> {
    if !cx.instance.is_development() {
        return Err(Failure::code(ErrorCode::REQUEST_INVALID_FOR_ENVIRONMENT));
    }
    cx.app.limiter.dev_browser(cx.instance_id().as_str(), cx.address)?;
    let token = format!("{}{}", DevBrowserId::PREFIX, cx.app.rng.token());
    let mut tx = cx.app.store.write().await?;
    dev_browsers::insert(&mut tx, cx.instance_id(), &token_hash(&token), cx.now).await?;
    tx.commit().await?;
    Answer::bare(json!({ "object": "dev_browser", "id": token, "token": token }))
}
