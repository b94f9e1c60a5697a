//! Signing up.

use frontdesk_domain::sign_up::{Changes, Facts};
use frontdesk_domain::{Email, Field, PasswordHash, SignUp, Step, Strategy, password};
use frontdesk_wire::endpoints::{
    AttemptSignUpVerification, CreateSignUp, GetSignUp, PrepareSignUpVerification, UpdateSignUp,
};
use frontdesk_wire::field::Secret;
use frontdesk_wire::{ErrorCode, SignUpId};

use super::reply::Answer;
use super::sign_ins::strategy_is_not_offered;
use super::{present, subject};
use crate::cx::Cx;
use crate::effects;
use crate::failure::{Failure, transact};
use crate::store::attempts::{self, Attempt, SignUps};
use crate::store::{Conn, clients, email_addresses};

type Stored = Attempt<SignUpId, SignUp>;

/// `POST /v1/client/sign_ups`
pub(super) async fn create(cx: Cx, ask: CreateSignUp) -> Result<Answer, Failure> {
    if ask.transfer == Some(true) {
        return Err(Failure::code(ErrorCode::ACCOUNT_TRANSFER_INVALID));
    }
    let named = ask.strategy.as_ref().map(frontdesk_wire::Strategy::as_str).unwrap_or_default();
    if ask.ticket.is_some() || strategy_is_not_offered(named) {
        return Err(Failure::field("strategy", ErrorCode::FORM_PARAM_VALUE_DISABLED));
    }
    let mut changes = Changes {
        email_address: ask.email_address,
        password: None,
        first_name: ask.first_name,
        last_name: ask.last_name,
        unsafe_metadata: ask.unsafe_metadata,
        locale: ask.locale,
        legal_accepted: ask.legal_accepted,
    };
    refuse_username(ask.username.as_deref())?;
    limit(&cx, changes.email_address.as_deref())?;
    let address = changes.email_address.as_deref().and_then(Email::parse);
    changes.password = hash(&cx, ask.password.as_ref(), address.as_ref()).await?;
    let outcome = transact!(cx.app.store, |tx| {
        let known = match cx.client_id() {
            Some(id) => clients::find(&mut tx, cx.instance_id(), &id).await?,
            None => None,
        };
        let seen = subject::client(&cx, &mut tx, &known.unwrap_or_default()).await?;
        let email_taken = is_taken(&cx, &mut tx, changes.email_address.as_deref().and_then(Email::parse)).await?;
        let facts = Facts { email_taken, client: &seen, rules: cx.rules() };
        let step = cx.decide(|at| SignUp::create(changes.clone(), facts, at));
        if let Err(refusal) = step.outcome {
            return Ok(Err(refusal));
        }
        let made = cx.ensure_client(&mut tx).await?;
        let mut client = made.client;
        let next = step.next;
        let rotated = effects::apply(&cx, &mut tx, &mut client, step.effects).await?;
        let attempt = Stored {
            id: next.id.clone(),
            client: client.id.clone(),
            abandon_at: next.abandon_at,
            state: next,
            version: 1,
        };
        attempts::insert::<SignUps>(&mut tx, cx.instance_id(), &attempt, cx.now).await?;
        client.sign_up = Some(attempt.id.clone());
        clients::save(&mut tx, cx.instance_id(), &client).await?;
        Ok(Ok((attempt, client.id, rotated.or(made.issued))))
    })?;
    let (attempt, client, issued) = outcome?;
    cx.adopt(client, issued);
    cx.app.wake.notify_one();
    Answer::changed(present::sign_up(&cx, &attempt.state))
}

/// `PATCH /v1/client/sign_ups/{sign_up_id}`
pub(super) async fn update(cx: Cx, ask: UpdateSignUp) -> Result<Answer, Failure> {
    refuse_username(ask.username.as_deref())?;
    limit(&cx, ask.email_address.as_deref())?;
    let attempt = load(&cx, &ask.sign_up_id).await?;
    let given = ask.email_address.as_deref().and_then(Email::parse);
    let known = attempt.state.details().email.as_ref().map(|email| email.address.clone());
    let changes = Changes {
        password: hash(&cx, ask.password.as_ref(), given.or(known).as_ref()).await?,
        email_address: ask.email_address,
        first_name: ask.first_name,
        last_name: ask.last_name,
        unsafe_metadata: ask.unsafe_metadata,
        locale: None,
        legal_accepted: ask.legal_accepted,
    };
    let given = changes.email_address.as_deref().and_then(Email::parse);
    advance(&cx, &ask.sign_up_id, given, |state, facts| cx.decide(|at| state.update(changes.clone(), facts, at))).await
}

/// `GET /v1/client/sign_ups/{sign_up_id}`
pub(super) async fn get(cx: Cx, ask: GetSignUp) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let found = attempts::find::<SignUps>(&mut conn, cx.instance_id(), &cx.client()?, &ask.sign_up_id).await?;
    Answer::read(present::sign_up(&cx, &found.ok_or_else(Failure::not_found)?.state))
}

/// `POST /v1/client/sign_ups/{sign_up_id}/prepare_verification`
pub(super) async fn prepare_verification(cx: Cx, ask: PrepareSignUpVerification) -> Result<Answer, Failure> {
    let strategy = strategy(&ask.strategy)?;
    let attempt = load(&cx, &ask.sign_up_id).await?;
    let address = attempt.state.details().email.as_ref().map(|email| email.address.to_string());
    cx.app.limiter.code(cx.instance_id().as_str(), cx.address, address.as_deref())?;
    advance(&cx, &ask.sign_up_id, None, |state, facts| cx.decide(|at| state.prepare_verification(strategy, facts, at)))
        .await
}

/// `POST /v1/client/sign_ups/{sign_up_id}/attempt_verification`
pub(super) async fn attempt_verification(cx: Cx, ask: AttemptSignUpVerification) -> Result<Answer, Failure> {
    let strategy = strategy(&ask.strategy)?;
    let code = ask.code.ok_or_else(|| Failure::field("code", ErrorCode::FORM_PARAM_MISSING))?;
    let attempt = load(&cx, &ask.sign_up_id).await?;
    let address = attempt.state.details().email.as_ref().map(|email| email.address.to_string());
    limit(&cx, address.as_deref())?;
    advance(&cx, &ask.sign_up_id, None, |state, facts| {
        cx.decide(|at| state.attempt_verification(strategy, code.expose(), facts, at))
    })
    .await
}

fn strategy(word: &frontdesk_wire::Strategy) -> Result<Strategy, Failure> {
    if strategy_is_not_offered(word.as_str()) {
        return Err(Failure::field("strategy", ErrorCode::FORM_PARAM_VALUE_DISABLED));
    }
    Ok(Strategy::parse(word.as_str())?)
}

/// User names are off in every instance of this server.
fn refuse_username(username: Option<&str>) -> Result<(), Failure> {
    match username {
        Some(name) if !name.is_empty() => Err(Failure::field("username", ErrorCode::FORM_PARAM_UNKNOWN)),
        Some(_) | None => Ok(()),
    }
}

/// How often strangers and accounts may ask about addresses.
pub(super) fn limit(cx: &Cx, address: Option<&str>) -> Result<(), Failure> {
    let normalised = address.and_then(Email::parse);
    let key = normalised.as_ref().map(Email::as_str);
    Ok(cx.app.limiter.sign_up(cx.instance_id().as_str(), cx.address, key)?)
}

/// Judges and hashes a password, outside any transaction.
async fn hash(cx: &Cx, typed: Option<&Secret>, address: Option<&Email>) -> Result<Option<PasswordHash>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    password::check_policy(typed.expose(), &cx.rules().password, Field::Password)?;
    password::check_not_obvious(typed.expose(), address, Field::Password)?;
    Ok(Some(PasswordHash::new(cx.app.passwords.hash(typed, &cx.app.rng).await?)))
}

/// Whether a user has this address: where the instance does not verify, whoever came first has it.
async fn is_taken(cx: &Cx, conn: &mut Conn, address: Option<Email>) -> Result<bool, Failure> {
    let Some(address) = address else { return Ok(false) };
    Ok(if cx.rules().sign_up.verify_email_address {
        email_addresses::is_taken(conn, cx.instance_id(), address.as_str()).await?
    } else {
        email_addresses::owner(conn, cx.instance_id(), address.as_str()).await?.is_some()
    })
}

async fn load(cx: &Cx, id: &SignUpId) -> Result<Stored, Failure> {
    let client = cx.client()?;
    let mut conn = cx.app.store.read().await?;
    newest(cx, &mut conn, &client, id).await.map(|(_, attempt)| attempt)
}

/// The client's attempt. Only the newest one can go on: a client has at most one.
async fn newest(
    cx: &Cx,
    conn: &mut Conn,
    client: &frontdesk_wire::ClientId,
    id: &SignUpId,
) -> Result<(clients::Client, Stored), Failure> {
    let row = clients::find(conn, cx.instance_id(), client).await?.ok_or_else(Failure::not_found)?;
    let found = attempts::find::<SignUps>(conn, cx.instance_id(), client, id).await?.ok_or_else(Failure::not_found)?;
    if row.sign_up.as_ref() != Some(id) {
        return Err(Failure::code(ErrorCode::RESOURCE_FORBIDDEN));
    }
    Ok((row, found))
}

/// Loads, decides and saves in one transaction; then answers. A refusal is saved too.
async fn advance(
    cx: &Cx,
    id: &SignUpId,
    given: Option<Email>,
    decide: impl Fn(SignUp, Facts<'_>) -> Step<SignUp> + Send + Sync,
) -> Result<Answer, Failure> {
    let id_of_client = cx.client()?;
    let (attempt, outcome, issued) = transact!(cx.app.store, |tx| {
        let (mut client, mut attempt) = newest(cx, &mut tx, &id_of_client, id).await?;
        let claimed = attempt.state.details().email.as_ref().map(|email| email.address.clone());
        let email_taken = is_taken(cx, &mut tx, given.clone().or(claimed)).await?;
        let seen = subject::client(cx, &mut tx, &client).await?;
        let step = decide(attempt.state.clone(), Facts { email_taken, client: &seen, rules: cx.rules() });
        let issued = effects::apply(cx, &mut tx, &mut client, step.effects).await?;
        attempt.state = step.next;
        attempts::save::<SignUps>(&mut tx, cx.instance_id(), &attempt, cx.now).await?;
        clients::save(&mut tx, cx.instance_id(), &client).await?;
        Ok((attempt, step.outcome, issued))
    })?;
    if issued.is_some() {
        cx.adopt(id_of_client, issued);
    }
    cx.app.wake.notify_one();
    outcome?;
    Answer::changed(present::sign_up(cx, &attempt.state))
}
