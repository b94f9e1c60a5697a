//! Signing in.

use frontdesk_domain::sign_in::{NewSignIn, Prepare, Proof};
use frontdesk_domain::{Email, Field, PasswordCheck, PasswordHash, Refusal, SignIn, Step, Strategy, password};
use frontdesk_wire::endpoints::{
    AttemptFirstFactor, AttemptSecondFactor, CreateSignIn, GetSignIn, PrepareFirstFactor, PrepareSecondFactor,
    ResetPassword,
};
use frontdesk_wire::field::Secret;
use frontdesk_wire::{ErrorCode, SignInId};

use super::present;
use super::reply::Answer;
use super::subject::{self, Subject};
use crate::cx::Cx;
use crate::effects;
use crate::failure::{Failure, transact};
use crate::password::Comparison;
use crate::store::attempts::{self, Attempt, SignIns};
use crate::store::{Conn, clients, users};

type Stored = Attempt<SignInId, SignIn>;

/// `POST /v1/client/sign_ins`
pub(super) async fn create(cx: Cx, ask: CreateSignIn) -> Result<Answer, Failure> {
    refuse_unknown_ways(&ask)?;
    let strategy = ask.strategy.as_ref().map(|word| Strategy::parse(word.as_str())).transpose()?;
    let identifier = match ask.identifier.as_deref() {
        Some(typed) => Some(identifier(&cx, typed)?),
        None => None,
    };
    let key = identifier.as_ref().map(Email::as_str);
    cx.app.limiter.sign_in(cx.instance_id().as_str(), cx.address, key)?;
    if strategy.is_some_and(Strategy::sends_code) {
        cx.app.limiter.code(cx.instance_id().as_str(), cx.address, key)?;
    }
    let found = match &identifier {
        Some(identifier) => subject::named(&cx, &mut *cx.app.store.read().await?, identifier).await?,
        None => None,
    };
    let password = match &ask.password {
        Some(typed) => Some(compare(&cx, typed, found.as_ref()).await?),
        None => None,
    };
    let outcome = transact!(cx.app.store, |tx| {
        // The client is made only where the attempt is worth keeping, so the rules look at a client that may be empty.
        let known = match cx.client_id() {
            Some(id) => clients::find(&mut tx, cx.instance_id(), &id).await?,
            None => None,
        };
        let seen = subject::client(&cx, &mut tx, &known.unwrap_or_default()).await?;
        // Read again: other guesses may have locked the account while this one was compared.
        if let Some(found) = &found {
            users::lock(&mut tx, cx.instance_id(), &found.factors.user).await?;
        }
        let current = match &identifier {
            Some(identifier) => subject::named(&cx, &mut tx, identifier).await?,
            None => None,
        };
        let password = password.map(|check| still(check, found.as_ref(), current.as_ref()));
        let new = NewSignIn { identifier: identifier.clone(), password, strategy };
        let factors = current.as_ref().map(|subject| &subject.factors);
        let step = cx.decide(|at| SignIn::create(new, factors, &seen, cx.rules(), at));
        if step.outcome.is_err() && step.next.identifier().is_none() {
            return Ok(Err(step.outcome.err()));
        }
        let made = cx.ensure_client(&mut tx).await?;
        let mut client = made.client;
        let (next, outcome) = (step.next, step.outcome);
        let rotated = effects::apply(&cx, &mut tx, &mut client, step.effects).await?;
        let attempt = Stored {
            id: next.id.clone(),
            client: client.id.clone(),
            abandon_at: next.abandon_at,
            state: next,
            version: 1,
        };
        attempts::insert::<SignIns>(&mut tx, cx.instance_id(), &attempt, cx.now).await?;
        client.sign_in = Some(attempt.id.clone());
        note_strategy(&mut client, &attempt.state);
        clients::save(&mut tx, cx.instance_id(), &client).await?;
        Ok(Ok((attempt, outcome, client.id, rotated.or(made.issued))))
    })?;
    match outcome {
        Err(refusal) => Err(refusal.map_or(Failure::Lost, Failure::from)),
        Ok((attempt, outcome, client, issued)) => {
            cx.adopt(client, issued);
            cx.app.wake.notify_one();
            outcome?;
            answer(&cx, &attempt.state).await
        }
    }
}

/// Ways of the protocol that this server does not have are told apart from words that nobody knows.
fn refuse_unknown_ways(ask: &CreateSignIn) -> Result<(), Failure> {
    if ask.transfer == Some(true) {
        return Err(Failure::code(ErrorCode::ACCOUNT_TRANSFER_INVALID));
    }
    let strategy = ask.strategy.as_ref().map(frontdesk_wire::Strategy::as_str).unwrap_or_default();
    if ask.ticket.is_some() || strategy_is_not_offered(strategy) {
        return Err(Failure::field("strategy", ErrorCode::FORM_PARAM_VALUE_DISABLED));
    }
    Ok(())
}

/// Strategies of the protocol that this server does not have.
pub(super) fn strategy_is_not_offered(word: &str) -> bool {
    const WORDS: [&str; 10] = [
        "email_link",
        "phone_code",
        "passkey",
        "ticket",
        "enterprise_sso",
        "saml",
        "google_one_tap",
        "totp",
        "backup_code",
        "reset_password_phone_code",
    ];
    WORDS.contains(&word) || word.starts_with("oauth_") || word.starts_with("web3_")
}

/// The address that was typed. What cannot be an address names nobody, and is hidden like any other.
fn identifier(cx: &Cx, typed: &str) -> Result<Email, Failure> {
    match Email::parse_field(typed, Field::Identifier) {
        Ok(email) => Ok(email),
        Err(refusal) if cx.rules().enumeration_protection || typed.trim().is_empty() => Err(refusal.into()),
        Err(_) => Err(Refusal::field(Field::Identifier, ErrorCode::FORM_IDENTIFIER_NOT_FOUND).into()),
    }
}

/// Compares a password outside any transaction. Nobody's password takes as long as somebody's where accounts are
/// hidden, so that the time does not tell.
pub(super) async fn compare(cx: &Cx, typed: &Secret, found: Option<&Subject>) -> Result<PasswordCheck, Failure> {
    let stored = found.and_then(|subject| subject.password_hash.as_deref());
    let Some(stored) = stored else {
        if cx.rules().enumeration_protection {
            cx.app.passwords.pretend(typed).await?;
        }
        return Ok(PasswordCheck::Differs);
    };
    Ok(match cx.app.passwords.compare(typed, stored).await? {
        Comparison::Matches => PasswordCheck::Matches,
        Comparison::Differs => PasswordCheck::Differs,
    })
}

/// What a comparison is worth once the user is read again: nothing, where the password was changed meanwhile.
pub(super) fn still(check: PasswordCheck, compared: Option<&Subject>, current: Option<&Subject>) -> PasswordCheck {
    let hash = |subject: Option<&Subject>| subject.and_then(|subject| subject.password_hash.clone());
    if hash(compared) == hash(current) { check } else { PasswordCheck::Differs }
}

/// `GET /v1/client/sign_ins/{sign_in_id}`
pub(super) async fn get(cx: Cx, ask: GetSignIn) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let found = attempts::find::<SignIns>(&mut conn, cx.instance_id(), &cx.client()?, &ask.sign_in_id).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    Answer::read(present::sign_in(&cx, &mut conn, &found.state).await?)
}

/// `POST /v1/client/sign_ins/{sign_in_id}/prepare_first_factor`
pub(super) async fn prepare_first_factor(cx: Cx, ask: PrepareFirstFactor) -> Result<Answer, Failure> {
    let strategy = strategy(&ask.strategy)?;
    let (attempt, _) = load(&cx, &ask.sign_in_id).await?;
    let key = attempt.state.identifier().map(Email::to_string);
    cx.app.limiter.code(cx.instance_id().as_str(), cx.address, key.as_deref())?;
    let prepare = Prepare { strategy, email_address_id: ask.email_address_id.clone() };
    advance(&cx, &ask.sign_in_id, |state, facts| {
        cx.decide(|at| state.prepare_first_factor(prepare.clone(), facts.factors(), cx.rules(), at))
    })
    .await
}

/// `POST /v1/client/sign_ins/{sign_in_id}/attempt_first_factor`
pub(super) async fn attempt_first_factor(cx: Cx, ask: AttemptFirstFactor) -> Result<Answer, Failure> {
    let strategy = strategy(&ask.strategy)?;
    let (attempt, subject) = load(&cx, &ask.sign_in_id).await?;
    let key = attempt.state.identifier().map(Email::to_string);
    cx.app.limiter.sign_in(cx.instance_id().as_str(), cx.address, key.as_deref())?;
    let missing = |field| Failure::field(field, ErrorCode::FORM_PARAM_MISSING);
    let proof = match strategy {
        Strategy::Password => {
            let typed = ask.password.as_ref().ok_or_else(|| missing("password"))?;
            Proof::Password(compare(&cx, typed, subject.as_ref()).await?)
        }
        Strategy::EmailCode | Strategy::ResetPasswordEmailCode => {
            let code = ask.code.as_ref().ok_or_else(|| missing("code"))?;
            Proof::Code { strategy, code: code.expose().to_owned() }
        }
    };
    advance(&cx, &ask.sign_in_id, |state, facts| {
        let proof = match &proof {
            Proof::Password(check) => Proof::Password(still(*check, subject.as_ref(), facts.subject.as_ref())),
            code @ Proof::Code { .. } => code.clone(),
        };
        cx.decide(|at| state.attempt_first_factor(proof, facts.factors(), &facts.client, cx.rules(), at))
    })
    .await
}

/// `POST /v1/client/sign_ins/{sign_in_id}/prepare_second_factor`: nobody has a second factor here.
pub(super) async fn prepare_second_factor(cx: Cx, ask: PrepareSecondFactor) -> Result<Answer, Failure> {
    no_second_factor(&cx, &ask.sign_in_id).await
}

/// `POST /v1/client/sign_ins/{sign_in_id}/attempt_second_factor`: nobody has a second factor here.
pub(super) async fn attempt_second_factor(cx: Cx, ask: AttemptSecondFactor) -> Result<Answer, Failure> {
    no_second_factor(&cx, &ask.sign_in_id).await
}

async fn no_second_factor(cx: &Cx, id: &SignInId) -> Result<Answer, Failure> {
    load(cx, id).await?;
    Err(Failure::code(ErrorCode::NO_SECOND_FACTORS))
}

/// `POST /v1/client/sign_ins/{sign_in_id}/reset_password`
pub(super) async fn reset_password(cx: Cx, ask: ResetPassword) -> Result<Answer, Failure> {
    let (attempt, _) = load(&cx, &ask.sign_in_id).await?;
    cx.app.limiter.sign_in(cx.instance_id().as_str(), cx.address, attempt.state.identifier().map(Email::as_str))?;
    password::check_policy(ask.password.expose(), &cx.rules().password, Field::Password)?;
    password::check_not_obvious(ask.password.expose(), attempt.state.identifier(), Field::Password)?;
    let hash = PasswordHash::new(cx.app.passwords.hash(&ask.password, &cx.app.rng).await?);
    let elsewhere = ask.sign_out_of_other_sessions.unwrap_or(false);
    advance(&cx, &ask.sign_in_id, |state, facts| {
        cx.decide(|at| state.reset_password(hash.clone(), elsewhere, facts.factors(), &facts.client, cx.rules(), at))
    })
    .await
}

/// The strategy that a word names, if this server has it.
pub(super) fn strategy(word: &frontdesk_wire::Strategy) -> Result<Strategy, Failure> {
    if strategy_is_not_offered(word.as_str()) {
        return Err(Failure::field("strategy", ErrorCode::FORM_PARAM_VALUE_DISABLED));
    }
    Ok(Strategy::parse(word.as_str())?)
}

/// Reads the client's attempt and its user, outside any transaction: what comes next may be slow.
async fn load(cx: &Cx, id: &SignInId) -> Result<(Stored, Option<Subject>), Failure> {
    let client = cx.client()?;
    let mut conn = cx.app.store.read().await?;
    let (_, attempt) = newest(cx, &mut conn, &client, id).await?;
    let subject = match attempt.state.user() {
        Some(user) => subject::user(cx, &mut conn, user).await?,
        None => None,
    };
    Ok((attempt, subject))
}

/// The client's attempt. Only the newest one can go on: a client has at most one.
async fn newest(
    cx: &Cx,
    conn: &mut Conn,
    client: &frontdesk_wire::ClientId,
    id: &SignInId,
) -> Result<(clients::Client, Stored), Failure> {
    let row = clients::find(conn, cx.instance_id(), client).await?.ok_or_else(Failure::not_found)?;
    let found = attempts::find::<SignIns>(conn, cx.instance_id(), client, id).await?.ok_or_else(Failure::not_found)?;
    if row.sign_in.as_ref() != Some(id) {
        return Err(Failure::code(ErrorCode::RESOURCE_FORBIDDEN));
    }
    Ok((row, found))
}

/// What a decision looks at beside the attempt.
struct Facts {
    client: frontdesk_domain::Client,
    subject: Option<Subject>,
}

impl Facts {
    fn factors(&self) -> Option<&frontdesk_domain::UserFactors> {
        self.subject.as_ref().map(|subject| &subject.factors)
    }
}

/// Loads, decides and saves in one transaction; then answers. A refusal is saved too.
async fn advance(
    cx: &Cx,
    id: &SignInId,
    decide: impl Fn(SignIn, &Facts) -> Step<SignIn> + Send + Sync,
) -> Result<Answer, Failure> {
    let id_of_client = cx.client()?;
    let (attempt, outcome, issued) = transact!(cx.app.store, |tx| {
        let (mut client, mut attempt) = newest(cx, &mut tx, &id_of_client, id).await?;
        let subject = match attempt.state.user() {
            Some(user) => {
                users::lock(&mut tx, cx.instance_id(), user).await?;
                subject::user(cx, &mut tx, user).await?
            }
            None => None,
        };
        let facts = Facts { client: subject::client(cx, &mut tx, &client).await?, subject };
        let step = decide(attempt.state.clone(), &facts);
        let issued = effects::apply(cx, &mut tx, &mut client, step.effects).await?;
        attempt.state = step.next;
        attempts::save::<SignIns>(&mut tx, cx.instance_id(), &attempt, cx.now).await?;
        note_strategy(&mut client, &attempt.state);
        clients::save(&mut tx, cx.instance_id(), &client).await?;
        Ok((attempt, step.outcome, issued))
    })?;
    if issued.is_some() {
        cx.adopt(id_of_client, issued);
    }
    cx.app.wake.notify_one();
    outcome?;
    answer(cx, &attempt.state).await
}

/// How somebody signed in here last: a hint for the sign-in page.
fn note_strategy(client: &mut clients::Client, state: &SignIn) {
    use frontdesk_domain::sign_in::FirstFactorProgress::Proven;
    if let (Some(_), Some(Proven(proven))) = (state.created_session(), state.first_factor()) {
        client.last_strategy = Some(proven.strategy().as_str().to_owned());
    }
}

async fn answer(cx: &Cx, state: &SignIn) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    Answer::changed(present::sign_in(cx, &mut conn, state).await?)
}
