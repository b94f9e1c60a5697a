//! Proving again who is signed in.

use frontdesk_domain::sign_in::Proof;
use frontdesk_domain::{PasswordCheck, Session, Step, Strategy};
use frontdesk_wire::endpoints::{
    AttemptReverification, AttemptSecondReverification, PrepareReverification, PrepareSecondReverification,
    StartReverification,
};
use frontdesk_wire::{ErrorCode, SessionId};

use super::account::apply;
use super::present::{self, Person};
use super::reply::Answer;
use super::sessions::own;
use super::sign_ins::{compare, still, strategy};
use super::subject::{self, Subject};
use crate::cx::Cx;
use crate::failure::{Failure, transact};
use crate::store::sessions;
use crate::store::users;

/// `POST /v1/client/sessions/{session_id}/verify`. Nobody has a second factor here, so the first one is always enough.
pub(super) async fn start(cx: Cx, ask: StartReverification) -> Result<Answer, Failure> {
    if !["first_factor", "second_factor", "multi_factor"].contains(&ask.level.as_str()) {
        return Err(Failure::field("level", ErrorCode::FORM_PARAM_VALUE_INVALID));
    }
    advance(&cx, &ask.session_id, |session, _| session.start_reverification(cx.now)).await
}

/// `POST /v1/client/sessions/{session_id}/verify/prepare_first_factor`
pub(super) async fn prepare(cx: Cx, ask: PrepareReverification) -> Result<Answer, Failure> {
    let strategy = strategy(&ask.strategy)?;
    let user = load(&cx, &ask.session_id).await?;
    let mailbox = user.factors.mailbox().map(ToString::to_string);
    cx.app.limiter.code(cx.instance_id().as_str(), cx.address, mailbox.as_deref())?;
    advance(&cx, &ask.session_id, |session, user| {
        let asked = ask.email_address_id.as_ref();
        cx.decide(|at| session.prepare_reverification(strategy, asked, &user.factors, cx.rules(), at))
    })
    .await
}

/// `POST /v1/client/sessions/{session_id}/verify/attempt_first_factor`
pub(super) async fn attempt(cx: Cx, ask: AttemptReverification) -> Result<Answer, Failure> {
    let strategy = strategy(&ask.strategy)?;
    let before = load(&cx, &ask.session_id).await?;
    cx.app.limiter.sign_in(cx.instance_id().as_str(), cx.address, Some(before.factors.user.as_str()))?;
    let missing = |field| Failure::field(field, ErrorCode::FORM_PARAM_MISSING);
    let mut compared = PasswordCheck::Differs;
    if strategy == Strategy::Password {
        let typed = ask.password.as_ref().ok_or_else(|| missing("password"))?;
        compared = compare(&cx, typed, Some(&before)).await?;
    } else if ask.code.is_none() {
        return Err(missing("code"));
    }
    advance(&cx, &ask.session_id, |session, user| {
        let proof = match strategy {
            Strategy::Password => Proof::Password(still(compared, Some(&before), Some(user))),
            Strategy::EmailCode | Strategy::ResetPasswordEmailCode => {
                let code = ask.code.as_ref().map(|code| code.expose().to_owned()).unwrap_or_default();
                Proof::Code { strategy, code }
            }
        };
        cx.decide(|at| session.attempt_reverification(proof, &user.factors, cx.rules(), at))
    })
    .await
}

/// `POST /v1/client/sessions/{session_id}/verify/prepare_second_factor`: nobody has a second factor here.
pub(super) async fn prepare_second(cx: Cx, ask: PrepareSecondReverification) -> Result<Answer, Failure> {
    load(&cx, &ask.session_id).await?;
    Err(Failure::code(ErrorCode::NO_SECOND_FACTORS))
}

/// `POST /v1/client/sessions/{session_id}/verify/attempt_second_factor`: nobody has a second factor here.
pub(super) async fn attempt_second(cx: Cx, ask: AttemptSecondReverification) -> Result<Answer, Failure> {
    load(&cx, &ask.session_id).await?;
    Err(Failure::code(ErrorCode::NO_SECOND_FACTORS))
}

/// Who is signed in by a session of this client, read outside any transaction.
async fn load(cx: &Cx, id: &SessionId) -> Result<Subject, Failure> {
    let mut conn = cx.app.store.read().await?;
    let stored = own(cx, &mut conn, id).await?;
    subject::user(cx, &mut conn, &stored.session.user).await?.ok_or_else(Failure::not_found)
}

/// Loads, decides and saves in one transaction; then answers. A refusal is saved too.
async fn advance(
    cx: &Cx,
    id: &SessionId,
    decide: impl Fn(Session, &Subject) -> Step<Session> + Send + Sync,
) -> Result<Answer, Failure> {
    let (stored, outcome) = transact!(cx.app.store, |tx| {
        let user = own(cx, &mut tx, id).await?.session.user;
        users::lock(&mut tx, cx.instance_id(), &user).await?;
        let mut stored = own(cx, &mut tx, id).await?;
        let subject = subject::user(cx, &mut tx, &user).await?.ok_or_else(Failure::not_found)?;
        let step = decide(stored.session.clone(), &subject);
        stored.session = step.next;
        sessions::save(&mut tx, cx.instance_id(), &stored, cx.now).await?;
        apply(cx, &mut tx, &stored, step.effects).await?;
        Ok((stored, step.outcome))
    })?;
    cx.app.wake.notify_one();
    outcome?;
    let mut conn = cx.app.store.read().await?;
    let person = Person::load(&mut conn, cx.instance_id(), &stored.session.user).await?;
    Answer::changed(present::reverification(cx, &stored, &person.ok_or_else(Failure::not_found)?)?)
}
