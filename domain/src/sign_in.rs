//! Signing in: from an identifier, by a proven factor, to a session.
//!
//! The states and the ways between them stand in `sign_in.mermaid` beside this file; a test compares both.

mod proof;
#[cfg(test)]
mod tests;

pub use proof::{Prepare, Proof};

use crate::session::Session;
use crate::{
    Client, Effect, Email, Field, FirstFactor, Moment, Notice, PasswordCheck, PasswordHash, Proven, Refusal, Settings,
    Step, Strategy, UserFactors, Verification,
};
use frontdesk_wire::{EmailAddressId, ErrorCode, SessionId, SignInId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// An attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Which attempt.
    pub id: SignInId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub abandon_at: Timestamp,
    state: State,
}

/// Where an attempt stands, with what that state knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// Nobody is named yet.
    NeedsIdentifier,
    /// Somebody is named and nothing is proven.
    NeedsFirstFactor {
        /// Who that is.
        account: Account,
        /// What was typed.
        identifier: Email,
        /// The code under way.
        verification: Option<CodeUnderWay>,
    },
    /// The person proved the address and must choose a new password.
    NeedsNewPassword {
        /// Who.
        user: UserId,
        /// What was typed.
        identifier: Email,
        /// What was proven.
        first: Proven,
    },
    /// Done.
    Complete {
        /// Who.
        user: UserId,
        /// What was typed.
        identifier: Email,
        /// What was proven.
        first: Proven,
        /// The session that began.
        session: SessionId,
    },
    /// Too old.
    Abandoned,
}

/// Whom an identifier names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// A user.
    Known(UserId),
    /// Nobody, where the instance does not say so. The address id is made up, and stays the same within the attempt.
    Hidden(EmailAddressId),
}

/// A code that was sent to an address of the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeUnderWay {
    /// To which address.
    pub address_id: EmailAddressId,
    /// How it stands.
    pub verification: Verification,
}

/// The state of the first factor, as a client is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstFactorProgress<'a> {
    /// A code was sent.
    Code(&'a Verification),
    /// It is proven.
    Proven(&'a Proven),
}

/// What a new attempt begins with. The caller has compared the password, if there is one, before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewSignIn {
    /// Who signs in.
    pub identifier: Option<Email>,
    /// How the password that came along compares.
    pub password: Option<PasswordCheck>,
    /// Which strategy to prepare at once.
    pub strategy: Option<Strategy>,
}

impl SignIn {
    /// Begins an attempt, names the user, and goes on as far as what came along allows.
    ///
    /// `found` is the user that the identifier belongs to. A refusal leaves an attempt too: a wrong password still has
    /// somebody named, so that the page can go on with it.
    pub fn create(
        ask: NewSignIn,
        found: Option<&UserFactors>,
        client: &Client,
        rules: &Settings,
        at: &mut Moment<'_>,
    ) -> Step<Self> {
        let fresh = Self {
            id: SignInId::with_body(&at.id_body()),
            created_at: at.now,
            abandon_at: at.now.plus(rules.sign_in.abandon_after),
            state: State::NeedsIdentifier,
        };
        if let Err(refusal) = client.check_may_add(rules, at.now) {
            return Step::refused(fresh, refusal);
        }
        let Some(identifier) = ask.identifier else {
            return if ask.password.is_some() || ask.strategy.is_some() {
                Step::refused(fresh, Refusal::field(Field::Identifier, ErrorCode::FORM_PARAM_MISSING))
            } else {
                Step::done(fresh)
            };
        };
        let named = match fresh.name(identifier, found, client, rules, at) {
            Step { next, effects: _, outcome: Ok(()) } => next,
            refused => return refused,
        };
        match (ask.password, ask.strategy) {
            (Some(check), None | Some(Strategy::Password)) => {
                named.attempt_first_factor(Proof::Password(check), found, client, rules, at)
            }
            (None, Some(strategy)) if strategy.sends_code() => {
                named.prepare_first_factor(Prepare { strategy, email_address_id: None }, found, rules, at)
            }
            (None, None | Some(Strategy::Password)) => Step::done(named),
            (Some(_) | None, Some(_)) => {
                Step::refused(named, Refusal::field(Field::Strategy, ErrorCode::FORM_PARAM_VALUE_INVALID))
            }
        }
    }

    fn name(
        mut self,
        identifier: Email,
        found: Option<&UserFactors>,
        client: &Client,
        rules: &Settings,
        at: &mut Moment<'_>,
    ) -> Step<Self> {
        let account = match found {
            Some(user) => {
                // Where accounts are hidden, a ban is told to whoever proved the account, not to whoever named it.
                let banned = if rules.enumeration_protection { Ok(()) } else { user.check_not_banned() };
                if let Err(refusal) = banned.and_then(|()| client.check_not_signed_in(&user.user, at.now)) {
                    return Step::refused(self, refusal);
                }
                Account::Known(user.user.clone())
            }
            None if rules.enumeration_protection => Account::Hidden(EmailAddressId::with_body(&at.id_body())),
            None => {
                let refusal = Refusal::field(Field::Identifier, ErrorCode::FORM_IDENTIFIER_NOT_FOUND);
                return Step::refused(self, refusal);
            }
        };
        self.state = State::NeedsFirstFactor { account, identifier, verification: None };
        Step::done(self)
    }

    /// Stores the new password that a reset asked for, and completes.
    ///
    /// The caller has checked the password's form and hashed it.
    pub fn reset_password(
        self,
        hash: PasswordHash,
        sign_out_of_other_sessions: bool,
        user: Option<&UserFactors>,
        client: &Client,
        rules: &Settings,
        at: &mut Moment<'_>,
    ) -> Step<Self> {
        let current = self.settle(at.now);
        let State::NeedsNewPassword { identifier, first, .. } = current.state.clone() else {
            return current.out_of_place();
        };
        let user = match current.same_user(user) {
            Ok(user) => user,
            Err(refusal) => return Step::refused(current, refusal),
        };
        // Somebody else's wrong guesses must not keep the owner of the address out, so a lock is no obstacle here.
        let mut step = current.complete(user, identifier, first, client, rules, at);
        if let (Ok(()), Some(keep)) = (&step.outcome, step.next.created_session()) {
            let mut effects = vec![Effect::SetPassword { user: user.user.clone(), hash }];
            if sign_out_of_other_sessions {
                effects.push(Effect::RevokeOtherSessions { user: user.user.clone(), keep: keep.clone() });
            }
            effects.extend(user.notice(Notice::PasswordChanged, rules));
            step.effects.extend(effects);
        }
        step
    }

    /// The end: only something that was proven leads here, and the session begins.
    fn complete(
        mut self,
        user: &UserFactors,
        identifier: Email,
        first: Proven,
        client: &Client,
        rules: &Settings,
        at: &mut Moment<'_>,
    ) -> Step<Self> {
        let allowed = user
            .check_not_banned()
            .and_then(|()| client.check_may_add(rules, at.now))
            .and_then(|()| client.check_not_signed_in(&user.user, at.now));
        if let Err(refusal) = allowed {
            return Step::refused(self, refusal);
        }
        let session = Session::begin(user.user.clone(), Some(first.at()), rules, at);
        let effects = vec![
            Effect::ClearFailures { user: user.user.clone() },
            Effect::CreateSession(session.clone()),
            Effect::RotateClient,
            Effect::NoteSignIn { user: user.user.clone(), at: at.now },
        ];
        self.state = State::Complete { user: user.user.clone(), identifier, first, session: session.id };
        Step::with(self, effects)
    }

    /// The attempt as it stands now: one that is too old becomes [`State::Abandoned`], for good.
    #[must_use]
    pub fn settle(mut self, now: Timestamp) -> Self {
        if now >= self.abandon_at && !matches!(self.state, State::Complete { .. }) {
            self.state = State::Abandoned;
        }
        self
    }

    /// Where the attempt stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The word on the wire for where it stands at a time.
    pub fn status(&self, now: Timestamp) -> &'static str {
        match &self.state {
            State::Complete { .. } => "complete",
            _ if now >= self.abandon_at => "abandoned",
            State::NeedsIdentifier => "needs_identifier",
            State::NeedsFirstFactor { .. } => "needs_first_factor",
            State::NeedsNewPassword { .. } => "needs_new_password",
            State::Abandoned => "abandoned",
        }
    }

    /// Who signs in, if that is a user.
    pub fn user(&self) -> Option<&UserId> {
        match &self.state {
            State::NeedsFirstFactor { account: Account::Known(user), .. }
            | State::NeedsNewPassword { user, .. }
            | State::Complete { user, .. } => Some(user),
            State::NeedsFirstFactor { account: Account::Hidden(_), .. } | State::NeedsIdentifier | State::Abandoned => {
                None
            }
        }
    }

    /// What was typed.
    pub fn identifier(&self) -> Option<&Email> {
        match &self.state {
            State::NeedsFirstFactor { identifier, .. }
            | State::NeedsNewPassword { identifier, .. }
            | State::Complete { identifier, .. } => Some(identifier),
            State::NeedsIdentifier | State::Abandoned => None,
        }
    }

    /// The session that began.
    pub fn created_session(&self) -> Option<&SessionId> {
        match &self.state {
            State::Complete { session, .. } => Some(session),
            _ => None,
        }
    }

    /// The state of the first factor.
    pub fn first_factor(&self) -> Option<FirstFactorProgress<'_>> {
        match &self.state {
            State::NeedsFirstFactor { verification, .. } => {
                verification.as_ref().map(|under_way| FirstFactorProgress::Code(&under_way.verification))
            }
            State::NeedsNewPassword { first, .. } | State::Complete { first, .. } => {
                Some(FirstFactorProgress::Proven(first))
            }
            State::NeedsIdentifier | State::Abandoned => None,
        }
    }

    /// The first factors to offer; `None` while nobody is named. A hidden account is offered what any account has.
    pub fn supported_first_factors(&self, user: Option<&UserFactors>, rules: &Settings) -> Option<Vec<FirstFactor>> {
        let identifier = self.identifier()?;
        match &self.state {
            State::NeedsFirstFactor { account: Account::Hidden(decoy), .. } => {
                Some(UserFactors::hidden(identifier, decoy).first_factors(identifier, rules))
            }
            _ => user.map(|user| user.first_factors(identifier, rules)),
        }
    }

    fn out_of_place(self) -> Step<Self> {
        Step::refused(self, Refusal::new(ErrorCode::CLIENT_STATE_INVALID))
    }

    /// The facts that were loaded, if they are of the user that this attempt names.
    fn same_user<'u>(&self, user: Option<&'u UserFactors>) -> Result<&'u UserFactors, Refusal> {
        user.filter(|user| Some(&user.user) == self.user())
            .ok_or_else(|| Refusal::new(ErrorCode::SIGN_IN_IDENTIFICATION_OR_USER_DELETED))
    }
}

impl UserFactors {
    /// What a hidden account looks like: a password and one address, the one that was typed.
    fn hidden(identifier: &Email, decoy: &EmailAddressId) -> Self {
        Self {
            user: UserId::default(),
            has_password: true,
            emails: vec![crate::EmailFactor {
                id: decoy.clone(),
                address: identifier.clone(),
                verified: true,
                primary: true,
            }],
            banned: false,
            locked_until: None,
        }
    }
}
