//! The client: its sessions and attempts.

use frontdesk_domain::session::Ending;
use frontdesk_wire::endpoints::{CreateClient, DeleteClient, GetClient, PutClient, RemoveSessions};
use serde_json::Value;

use super::present;
use super::reply::{Answer, Call};
use crate::cx::Cx;
use crate::failure::{Failure, transact};
use crate::store::{clients, sessions};

/// `GET /v1/client`
pub(super) async fn get(cx: Cx, _: GetClient) -> Result<Answer, Failure> {
    Answer::read(present::current_client(&cx).await?)
}

/// `PUT /v1/client`
pub(super) async fn put(cx: Cx, _: PutClient) -> Result<Answer, Failure> {
    ensure(cx).await
}

/// `POST /v1/client`
pub(super) async fn create(cx: Cx, _: CreateClient) -> Result<Answer, Failure> {
    ensure(cx).await
}

async fn ensure(cx: Cx) -> Result<Answer, Failure> {
    if cx.client_id().is_none() {
        cx.app.limiter.sign_in(cx.instance_id().as_str(), cx.address, None)?;
    }
    let made = transact!(cx.app.store, |tx| cx.ensure_client(&mut tx).await)?;
    cx.adopt(made.client.id, made.issued);
    Answer::changed(present::current_client(&cx).await?)
}

/// `DELETE /v1/client`: signs out everywhere here, and forgets the client.
pub(super) async fn delete(cx: Cx, _: DeleteClient) -> Result<Answer, Failure> {
    if let Some(id) = cx.client_id() {
        transact!(cx.app.store, |tx| cx.end_client(&mut tx, &id, Ending::Remove).await)?;
        cx.forget();
    }
    Answer::changed(Value::Null)
}

/// `DELETE /v1/client/sessions`: signs everybody out; the client stays.
pub(super) async fn remove_sessions(cx: Cx, _: RemoveSessions) -> Result<Answer, Failure> {
    if let Some(id) = cx.client_id() {
        transact!(cx.app.store, |tx| {
            if let Some(mut client) = clients::find(&mut tx, cx.instance_id(), &id).await? {
                for mut stored in sessions::of_client(&mut tx, cx.instance_id(), &id).await? {
                    let ended = stored.session.clone().end(Ending::Remove, cx.now);
                    if ended != stored.session {
                        stored.session = ended;
                        sessions::save(&mut tx, cx.instance_id(), &stored, cx.now).await?;
                    }
                }
                client.last_active_session = None;
                client.updated_at = cx.now;
                clients::save(&mut tx, cx.instance_id(), &client).await?;
            }
            Ok(())
        })?;
    }
    Answer::changed(present::current_client(&cx).await?)
}

/// `POST /v1/client/verify`: the answer to a bot check. This server asks for none, so every answer is right.
pub(super) async fn verify(cx: Cx, _: Call) -> Result<Answer, Failure> {
    Answer::changed(present::current_client(&cx).await?)
}
