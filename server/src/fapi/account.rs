//! What every change of one's own account has in common: who acts, one decision at a time, and the answer.

use frontdesk_domain::Session;
use frontdesk_domain::account::Verdict;
use frontdesk_wire::UserId;

use super::present::Person;
use super::reply::Answer;
use super::subject::{self, Subject};
use crate::cx::Cx;
use crate::effects;
use crate::failure::{Failure, transact};
use crate::store::sessions::StoredSession;
use crate::store::{Conn, clients, users};

/// The user who acts, read outside any transaction: what comes next may be slow.
pub(super) async fn acting(cx: &Cx) -> Result<Subject, Failure> {
    let mut conn = cx.app.store.read().await?;
    let user = cx.session(&mut conn).await?.session.user;
    subject::user(cx, &mut conn, &user).await?.ok_or_else(Failure::not_found)
}

/// The session and the user who acts, whose row is taken until the transaction ends: changes of one account follow each
/// other, so that each sees what the ones before it counted.
pub(super) async fn locked(cx: &Cx, conn: &mut Conn) -> Result<(StoredSession, Subject), Failure> {
    let acting = cx.session(conn).await?;
    users::lock(conn, cx.instance_id(), &acting.session.user).await?;
    let subject = subject::user(cx, conn, &acting.session.user).await?.ok_or_else(Failure::not_found)?;
    Ok((acting, subject))
}

/// Applies what a decision about the acting user leads to.
pub(super) async fn apply(
    cx: &Cx,
    conn: &mut Conn,
    acting: &StoredSession,
    effects: Vec<frontdesk_domain::Effect>,
) -> Result<(), Failure> {
    let client = clients::find(conn, cx.instance_id(), &acting.client).await?;
    effects::apply(cx, conn, &mut client.unwrap_or_default(), effects).await.map(drop)
}

/// Loads, decides and saves in one transaction; then answers with the user. A refusal is saved too.
pub(super) async fn decide(
    cx: &Cx,
    decision: impl Fn(&Subject, &Session) -> Verdict + Send + Sync,
) -> Result<Answer, Failure> {
    let (user, outcome) = transact!(cx.app.store, |tx| {
        let (acting, subject) = locked(cx, &mut tx).await?;
        let (effects, outcome) = decision(&subject, &acting.session);
        apply(cx, &mut tx, &acting, effects).await?;
        Ok((acting.session.user, outcome))
    })?;
    cx.app.wake.notify_one();
    outcome?;
    shown(cx, &user).await
}

/// The user as the person sees it, after a change.
pub(super) async fn shown(cx: &Cx, id: &UserId) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let person = Person::load(&mut conn, cx.instance_id(), id).await?.ok_or_else(Failure::not_found)?;
    Answer::changed(person.user(&cx.instance, cx.now))
}
