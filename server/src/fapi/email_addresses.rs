//! The signed-in user's e-mail addresses.

use frontdesk_domain::email_address::{self, Facts};
use frontdesk_domain::{AddedEmail, Email, Step, Strategy};
use frontdesk_wire::endpoints::{
    AttemptEmailAddressVerification, CreateEmailAddress, DeleteEmailAddress, GetEmailAddress, ListEmailAddresses,
    PrepareEmailAddressVerification,
};
use frontdesk_wire::{DeletedObject, EmailAddressId, ErrorCode, UserId};

use super::account::{apply, locked};
use super::present;
use super::reply::Answer;
use super::sign_ins::strategy_is_not_offered;
use super::sign_ups::limit;
use crate::cx::Cx;
use crate::failure::{Failure, transact};
use crate::store::Conn;
use crate::store::email_addresses::{self, EmailAddress};

/// `GET /v1/me/email_addresses`. Bare.
pub(super) async fn list(cx: Cx, _: ListEmailAddresses) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let user = cx.session(&mut conn).await?.session.user;
    let all = email_addresses::of_user(&mut conn, cx.instance_id(), &user).await?;
    Answer::bare(all.iter().map(|address| present::email_address(address, cx.now)).collect::<Vec<_>>())
}

/// `GET /v1/me/email_addresses/{email_address_id}`
pub(super) async fn get(cx: Cx, ask: GetEmailAddress) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let user = cx.session(&mut conn).await?.session.user;
    Answer::read(present::email_address(&own(&cx, &mut conn, &user, &ask.email_address_id).await?, cx.now))
}

/// `POST /v1/me/email_addresses`
pub(super) async fn create(cx: Cx, ask: CreateEmailAddress) -> Result<Answer, Failure> {
    limit(&cx, Some(&ask.email_address))?;
    let typed = Email::parse(&ask.email_address);
    let added = transact!(cx.app.store, |tx| {
        let (acting, subject) = locked(&cx, &mut tx).await?;
        acting.session.check_proven_lately(cx.rules(), cx.now)?;
        let taken = match &typed {
            Some(address) => is_taken(&cx, &mut tx, address, &acting.session.user).await?,
            None => false,
        };
        let facts = Facts { taken, user: &subject.factors, rules: cx.rules() };
        let added = cx.decide(|at| email_address::add(&ask.email_address, facts, at))?;
        let row = EmailAddress {
            id: added.id,
            user: acting.session.user,
            address: added.address.to_string(),
            verified_at: None,
            verified_by: None,
            code: None,
            created_at: cx.now,
            updated_at: cx.now,
        };
        email_addresses::insert(&mut tx, cx.instance_id(), &row).await?;
        Ok(row)
    })?;
    Answer::changed(present::email_address(&added, cx.now))
}

/// `POST /v1/me/email_addresses/{email_address_id}/prepare_verification`
pub(super) async fn prepare_verification(cx: Cx, ask: PrepareEmailAddressVerification) -> Result<Answer, Failure> {
    if strategy_is_not_offered(ask.strategy.as_str()) {
        return Err(Failure::field("strategy", ErrorCode::FORM_PARAM_VALUE_DISABLED));
    }
    let strategy = Strategy::parse(ask.strategy.as_str())?;
    let address = address(&cx, &ask.email_address_id).await?;
    cx.app.limiter.code(cx.instance_id().as_str(), cx.address, Some(&address))?;
    advance(&cx, &ask.email_address_id, |email, facts| cx.decide(|at| email.prepare(strategy, facts, at))).await
}

/// `POST /v1/me/email_addresses/{email_address_id}/attempt_verification`
pub(super) async fn attempt_verification(cx: Cx, ask: AttemptEmailAddressVerification) -> Result<Answer, Failure> {
    limit(&cx, Some(&address(&cx, &ask.email_address_id).await?))?;
    advance(&cx, &ask.email_address_id, |email, facts| cx.decide(|at| email.attempt(ask.code.expose(), facts, at)))
        .await
}

/// `DELETE /v1/me/email_addresses/{email_address_id}`
pub(super) async fn delete(cx: Cx, ask: DeleteEmailAddress) -> Result<Answer, Failure> {
    transact!(cx.app.store, |tx| {
        let (acting, subject) = locked(&cx, &mut tx).await?;
        let effects = email_address::remove(&ask.email_address_id, &subject.factors, cx.rules())?;
        email_addresses::delete(&mut tx, cx.instance_id(), &acting.session.user, &ask.email_address_id).await?;
        apply(&cx, &mut tx, &acting, effects).await
    })?;
    cx.app.wake.notify_one();
    let id = Some(ask.email_address_id.to_string());
    Answer::changed(DeletedObject { object: "email_address".to_owned(), id, slug: None, deleted: true })
}

/// Loads, decides and saves in one transaction; then answers. A refusal is saved too.
async fn advance(
    cx: &Cx,
    id: &EmailAddressId,
    decide: impl Fn(AddedEmail, Facts<'_>) -> Step<AddedEmail> + Send + Sync,
) -> Result<Answer, Failure> {
    let (user, outcome) = transact!(cx.app.store, |tx| {
        let (acting, subject) = locked(cx, &mut tx).await?;
        let user = acting.session.user.clone();
        let row = own(cx, &mut tx, &user, id).await?;
        let address = Email::parse(&row.address).ok_or_else(Failure::not_found)?;
        let taken = is_taken(cx, &mut tx, &address, &user).await?;
        let email =
            AddedEmail { id: row.id.clone(), address, verified: row.verified_at.is_some(), verification: row.code };
        let step = decide(email, Facts { taken, user: &subject.factors, rules: cx.rules() });
        let code = step.next.verification.as_ref();
        email_addresses::save_code(&mut tx, cx.instance_id(), &user, id, code, cx.now).await?;
        apply(cx, &mut tx, &acting, step.effects).await?;
        Ok((user, step.outcome))
    })?;
    cx.app.wake.notify_one();
    outcome?;
    let mut conn = cx.app.store.read().await?;
    Answer::changed(present::email_address(&own(cx, &mut conn, &user, id).await?, cx.now))
}

/// Whether somebody else has this address: who proved it, or, where the instance does not verify, whose account was made
/// with it.
async fn is_taken(cx: &Cx, conn: &mut Conn, address: &Email, user: &UserId) -> Result<bool, Failure> {
    let owner = email_addresses::owner(conn, cx.instance_id(), address.as_str()).await?;
    if owner.is_none_or(|owner| owner == *user) {
        return Ok(false);
    }
    Ok(!cx.rules().sign_up.verify_email_address
        || email_addresses::is_taken(conn, cx.instance_id(), address.as_str()).await?)
}

/// The text of an address of the acting user, outside any transaction.
async fn address(cx: &Cx, id: &EmailAddressId) -> Result<String, Failure> {
    let mut conn = cx.app.store.read().await?;
    let user = cx.session(&mut conn).await?.session.user;
    Ok(own(cx, &mut conn, &user, id).await?.address)
}

/// An address of the acting user. Somebody else's is not there.
async fn own(cx: &Cx, conn: &mut Conn, user: &UserId, id: &EmailAddressId) -> Result<EmailAddress, Failure> {
    let all = email_addresses::of_user(conn, cx.instance_id(), user).await?;
    all.into_iter().find(|address| address.id == *id).ok_or_else(Failure::not_found)
}
