//! Signing up: collect what the instance asks for, prove the address, and then there is a user and a session.

#[cfg(test)]
mod tests;

use crate::effect::NewEmail;
use crate::settings::{Requirement, SignUpMode};
use crate::{
    Client, Code, CodePurpose, Effect, Email, Field, Moment, NewUser, PasswordHash, Refusal, Session, Settings, Step,
    Strategy, Verification, name,
};
use frontdesk_wire::{EmailAddressId, ErrorCode, Metadata, SessionId, SignUpId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// The most bytes of metadata, as JSON.
pub const MAX_METADATA: usize = 8 * 1024;

/// The consent to the terms, by its name on the wire.
const LEGAL: &str = "legal_accepted";

/// An attempt to sign up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignUp {
    /// Which attempt.
    pub id: SignUpId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub abandon_at: Timestamp,
    state: State,
    details: Details,
}

/// Where an attempt stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// Something is missing or unverified.
    MissingRequirements,
    /// Done.
    Complete {
        /// The user.
        user: UserId,
        /// The session that began.
        session: SessionId,
    },
    /// Too old.
    Abandoned,
}

/// What was given so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The address.
    pub email: Option<ClaimedEmail>,
    /// The password's hash. It leaves the attempt when the user is made.
    pub password: Option<PasswordHash>,
    /// Whether a password was given; stays when the hash has left.
    pub has_password: bool,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// What the page attaches.
    pub unsafe_metadata: Metadata,
    /// The language of the page.
    pub locale: Option<String>,
    /// When the terms were agreed to, where the instance asks.
    pub legal_accepted_at: Option<Timestamp>,
}

/// An address that somebody says is theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimedEmail {
    /// The address.
    pub address: Email,
    /// The code under way, or the proof. It belongs to this address: another address begins without one.
    pub verification: Option<Verification>,
}

/// What a request gives. `None` leaves a field as it is; an empty name removes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// The address as typed.
    pub email_address: Option<String>,
    /// The hash of a password whose form was checked.
    pub password: Option<PasswordHash>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// What the page attaches.
    pub unsafe_metadata: Option<Metadata>,
    /// The language of the page.
    pub locale: Option<String>,
    /// Whether the person agrees to the terms.
    pub legal_accepted: Option<bool>,
}

/// What the caller looked up before a step.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Whether a user has the address of this step: the one given, or else the one claimed before. Only addresses that
    /// are verified, or that users hold where the instance does not verify, count.
    pub email_taken: bool,
    /// The client that asks.
    pub client: &'a Client,
    /// What the instance allows.
    pub rules: &'a Settings,
}

/// What comes next for an address, as a client is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextAction {
    /// A code must be sent.
    NeedsPrepare,
    /// A code was sent and is awaited.
    NeedsAttempt,
    /// Nothing.
    Nothing,
}

impl NextAction {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NeedsPrepare => "needs_prepare",
            Self::NeedsAttempt => "needs_attempt",
            Self::Nothing => "",
        }
    }
}

impl SignUp {
    /// Begins an attempt with what is known so far. When refused, `next` holds nothing of the request.
    pub fn create(ask: Changes, facts: Facts<'_>, at: &mut Moment<'_>) -> Step<Self> {
        let fresh = Self {
            id: SignUpId::with_body(&at.id_body()),
            created_at: at.now,
            abandon_at: at.now.plus(facts.rules.sign_up.abandon_after),
            state: State::MissingRequirements,
            details: Details::default(),
        };
        let allowed = match facts.rules.sign_up.mode {
            SignUpMode::Public => facts.client.check_may_add(facts.rules, at.now),
            SignUpMode::Restricted => Err(Refusal::new(ErrorCode::SIGN_UP_MODE_RESTRICTED)),
        };
        match allowed {
            Ok(()) => fresh.update(ask, facts, at),
            Err(refusal) => Step::refused(fresh, refusal),
        }
    }

    /// Adds or changes what was given; completes when nothing is missing any more. When refused, nothing is changed.
    pub fn update(self, ask: Changes, facts: Facts<'_>, at: &mut Moment<'_>) -> Step<Self> {
        let current = self.settle(at.now);
        if current.state != State::MissingRequirements {
            return current.out_of_place();
        }
        match current.details.clone().changed(ask, facts, at.now) {
            Ok(details) => Self { details, ..current }.complete_if_ready(facts, at),
            Err(refusal) => Step::refused(current, refusal),
        }
    }

    /// Sends a code to the address.
    pub fn prepare_verification(self, strategy: Strategy, facts: Facts<'_>, at: &mut Moment<'_>) -> Step<Self> {
        let mut current = self.settle(at.now);
        if current.state != State::MissingRequirements {
            return current.out_of_place();
        }
        let Some(email) = &mut current.details.email else {
            return Step::refused(current, Refusal::field(Field::EmailAddress, ErrorCode::FORM_PARAM_MISSING));
        };
        match email.send(strategy, facts, at) {
            Ok(effects) => Step::with(current, effects),
            Err(refusal) => Step::refused(current, refusal),
        }
    }

    /// Judges a code; completes when nothing is missing any more. Save the step whatever its outcome.
    pub fn attempt_verification(
        self,
        strategy: Strategy,
        code: &str,
        facts: Facts<'_>,
        at: &mut Moment<'_>,
    ) -> Step<Self> {
        let mut current = self.settle(at.now);
        if current.state != State::MissingRequirements {
            return current.out_of_place();
        }
        let under_way = current.details.email.as_mut().and_then(|email| email.verification.as_mut());
        let Some(under_way) = under_way else {
            return Step::refused(current, Refusal::new(ErrorCode::VERIFICATION_MISSING));
        };
        if under_way.strategy != strategy {
            return Step::refused(current, Refusal::new(ErrorCode::VERIFICATION_STRATEGY_INVALID));
        }
        let outcome;
        (*under_way, outcome) = under_way.clone().attempt(code, &facts.rules.codes, at);
        match outcome {
            Ok(()) => current.complete_if_ready(facts, at),
            Err(refusal) => Step::refused(current, refusal),
        }
    }

    /// The answer when the address went to somebody else between deciding and saving.
    pub fn claimed_meanwhile(self) -> Step<Self> {
        Step::refused(self, Refusal::field(Field::EmailAddress, ErrorCode::IDENTIFICATION_CLAIMED))
    }

    fn complete_if_ready(mut self, facts: Facts<'_>, at: &mut Moment<'_>) -> Step<Self> {
        if !self.missing_fields(facts.rules).is_empty() || !self.unverified_fields(facts.rules).is_empty() {
            return Step::done(self);
        }
        if facts.email_taken {
            return self.claimed_meanwhile();
        }
        if let Err(refusal) = facts.client.check_may_add(facts.rules, at.now) {
            return Step::refused(self, refusal);
        }
        let user = UserId::with_body(&at.id_body());
        let proven = self.details.email.as_ref().is_some_and(ClaimedEmail::is_verified);
        let email = self.details.email.as_ref().map(|email| NewEmail {
            id: EmailAddressId::with_body(&at.id_body()),
            address: email.address.clone(),
            verified_at: email.is_verified().then_some(at.now),
        });
        let session =
            Session::begin(user.clone(), (proven || self.details.has_password).then_some(at.now), facts.rules, at);
        let effects = vec![
            Effect::CreateUser(NewUser {
                id: user.clone(),
                email,
                password: self.details.password.take(),
                first_name: self.details.first_name.clone(),
                last_name: self.details.last_name.clone(),
                unsafe_metadata: self.details.unsafe_metadata.clone(),
                locale: self.details.locale.clone(),
                legal_accepted_at: self.details.legal_accepted_at,
                created_at: at.now,
            }),
            Effect::CreateSession(session.clone()),
            Effect::RotateClient,
            Effect::NoteSignIn { user: user.clone(), at: at.now },
        ];
        self.state = State::Complete { user, session: session.id };
        Step::with(self, effects)
    }

    /// The attempt as it stands now: one that is too old becomes [`State::Abandoned`], for good.
    #[must_use]
    pub fn settle(mut self, now: Timestamp) -> Self {
        if now >= self.abandon_at && self.state == State::MissingRequirements {
            self.state = State::Abandoned;
            self.details.password = None;
        }
        self
    }

    /// Where the attempt stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What was given so far.
    pub fn details(&self) -> &Details {
        &self.details
    }

    /// The word on the wire for where it stands at a time.
    pub fn status(&self, now: Timestamp) -> &'static str {
        match &self.state {
            State::Complete { .. } => "complete",
            State::Abandoned => "abandoned",
            State::MissingRequirements if now >= self.abandon_at => "abandoned",
            State::MissingRequirements => "missing_requirements",
        }
    }

    /// What must be given, by its names on the wire.
    pub fn required_fields(rules: &Settings) -> Vec<&'static str> {
        let asked = asked_for(rules).into_iter().filter(|(_, asked)| asked.is_required());
        asked.map(|(field, _)| field.as_str()).chain(rules.sign_up.legal_consent.then_some(LEGAL)).collect()
    }

    /// What may be given, by its names on the wire.
    pub fn optional_fields(rules: &Settings) -> Vec<&'static str> {
        asked_for(rules)
            .into_iter()
            .filter(|(_, asked)| *asked == Requirement::Optional)
            .map(|(field, _)| field.as_str())
            .collect()
    }

    /// What must still be given, by its names on the wire.
    pub fn missing_fields(&self, rules: &Settings) -> Vec<&'static str> {
        if self.is_complete() {
            return Vec::new();
        }
        let given = |field: Field| match field {
            Field::EmailAddress => self.details.email.is_some(),
            Field::Password => self.details.has_password,
            Field::FirstName => self.details.first_name.is_some(),
            Field::LastName => self.details.last_name.is_some(),
            _ => false,
        };
        let open = |(field, asked): &(Field, Requirement)| asked.is_required() && !given(*field);
        let agrees = self.details.legal_accepted_at.is_some() || !rules.sign_up.legal_consent;
        let missing = asked_for(rules).into_iter().filter(open).map(|(field, _)| field.as_str());
        missing.chain((!agrees).then_some(LEGAL)).collect()
    }

    /// What must still be proven, by its names on the wire.
    pub fn unverified_fields(&self, rules: &Settings) -> Vec<&'static str> {
        let unproven = self.details.email.as_ref().is_some_and(|email| !email.is_verified());
        if unproven && rules.sign_up.verify_email_address && !self.is_complete() {
            vec![Field::EmailAddress.as_str()]
        } else {
            Vec::new()
        }
    }

    /// What comes next for the address.
    pub fn next_action(&self) -> NextAction {
        match self.details.email.as_ref().map(|email| email.verification.as_ref()) {
            None => NextAction::Nothing,
            Some(None) => NextAction::NeedsPrepare,
            Some(Some(verification)) if verification.is_verified() => NextAction::Nothing,
            Some(Some(_)) => NextAction::NeedsAttempt,
        }
    }

    /// The user that was made.
    pub fn created_user(&self) -> Option<&UserId> {
        match &self.state {
            State::Complete { user, .. } => Some(user),
            State::MissingRequirements | State::Abandoned => None,
        }
    }

    /// The session that began.
    pub fn created_session(&self) -> Option<&SessionId> {
        match &self.state {
            State::Complete { session, .. } => Some(session),
            State::MissingRequirements | State::Abandoned => None,
        }
    }

    fn is_complete(&self) -> bool {
        matches!(self.state, State::Complete { .. })
    }

    fn out_of_place(self) -> Step<Self> {
        Step::refused(self, Refusal::new(ErrorCode::CLIENT_STATE_INVALID))
    }
}

/// What an instance asks for, in the order in which pages ask.
fn asked_for(rules: &Settings) -> [(Field, Requirement); 4] {
    [
        (Field::EmailAddress, rules.sign_up.email_address),
        (Field::Password, rules.sign_up.password),
        (Field::FirstName, rules.sign_up.first_name),
        (Field::LastName, rules.sign_up.last_name),
    ]
}

impl Details {
    fn changed(mut self, ask: Changes, facts: Facts<'_>, now: Timestamp) -> Result<Self, Refusal> {
        let given = [
            (Field::EmailAddress, ask.email_address.is_some()),
            (Field::Password, ask.password.is_some()),
            (Field::FirstName, ask.first_name.is_some()),
            (Field::LastName, ask.last_name.is_some()),
        ];
        for ((field, asked), (_, given)) in asked_for(facts.rules).into_iter().zip(given) {
            if given && !asked.is_enabled() {
                return Err(Refusal::field(field, ErrorCode::FORM_PARAM_UNKNOWN));
            }
        }
        if let Some(typed) = ask.email_address {
            let address = Email::parse_field(&typed, Field::EmailAddress)?;
            if facts.email_taken {
                return Err(Refusal::field(Field::EmailAddress, ErrorCode::FORM_IDENTIFIER_EXISTS));
            }
            if self.email.as_ref().is_none_or(|email| email.address != address) {
                self.email = Some(ClaimedEmail { address, verification: None });
            }
        }
        if let Some(hash) = ask.password {
            self.password = Some(hash);
            self.has_password = true;
        }
        if let Some(typed) = ask.first_name {
            self.first_name = name::parse(&typed, Field::FirstName)?;
        }
        if let Some(typed) = ask.last_name {
            self.last_name = name::parse(&typed, Field::LastName)?;
        }
        if let Some(metadata) = ask.unsafe_metadata {
            check_metadata(&metadata, Field::UnsafeMetadata)?;
            self.unsafe_metadata = metadata;
        }
        if let Some(locale) = ask.locale {
            let sane = locale.len() <= 35 && locale.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            self.locale = (sane && !locale.is_empty()).then_some(locale);
        }
        // Where nobody asks, the word says nothing.
        match ask.legal_accepted.filter(|_| facts.rules.sign_up.legal_consent) {
            Some(true) => self.legal_accepted_at = self.legal_accepted_at.or(Some(now)),
            Some(false) => return Err(Refusal::field(Field::Named(LEGAL), ErrorCode::LEGAL_NOT_ACCEPTED)),
            None => {}
        }
        Ok(self)
    }
}

/// Refuses metadata that is too large.
pub fn check_metadata(metadata: &Metadata, field: Field) -> Result<(), Refusal> {
    if metadata.as_str().len() <= MAX_METADATA {
        return Ok(());
    }
    Err(Refusal::field(field, ErrorCode::FORM_PARAM_EXCEEDS_ALLOWED_SIZE).say("count", MAX_METADATA))
}

impl ClaimedEmail {
    /// Whether the address is proven.
    pub fn is_verified(&self) -> bool {
        self.verification.as_ref().is_some_and(Verification::is_verified)
    }

    fn send(&mut self, strategy: Strategy, facts: Facts<'_>, at: &mut Moment<'_>) -> Result<Vec<Effect>, Refusal> {
        if strategy != Strategy::EmailCode {
            return Err(Refusal::field(Field::Strategy, ErrorCode::FORM_PARAM_VALUE_INVALID));
        }
        if self.is_verified() {
            return Err(Refusal::new(ErrorCode::VERIFICATION_ALREADY_VERIFIED));
        }
        if facts.email_taken {
            return Err(Refusal::field(Field::EmailAddress, ErrorCode::FORM_IDENTIFIER_EXISTS));
        }
        let code = Code::draw(&self.address, facts.rules, at);
        let verification = Verification::start(strategy, &code, self.verification.as_ref(), &facts.rules.codes, at)?;
        self.verification = Some(verification);
        if facts.rules.is_test_address(&self.address) {
            return Ok(Vec::new());
        }
        Ok(vec![Effect::SendCode { to: self.address.clone(), code, purpose: CodePurpose::SignUp }])
    }
}
