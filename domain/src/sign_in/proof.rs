//! The first factor: sending a code, and judging a proof.

use super::{Account, CodeUnderWay, SignIn, State};
use crate::{
    Client, Code, CodePurpose, Effect, Email, Field, Moment, PasswordCheck, Proven, Refusal, Settings, Step, Strategy,
    UserFactors, Verification,
};
use frontdesk_wire::{EmailAddressId, ErrorCode};

/// A code to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepare {
    /// For what.
    pub strategy: Strategy,
    /// To which address; the typed one when absent.
    pub email_address_id: Option<EmailAddressId>,
}

/// A proof that somebody offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A password, compared by the caller.
    Password(PasswordCheck),
    /// A code, as typed.
    Code {
        /// For what it was sent.
        strategy: Strategy,
        /// The digits.
        code: String,
    },
}

impl SignIn {
    /// Sends a code for a first factor.
    pub fn prepare_first_factor(
        self,
        ask: Prepare,
        user: Option<&UserFactors>,
        rules: &Settings,
        at: &mut Moment<'_>,
    ) -> Step<Self> {
        let mut current = self.settle(at.now);
        let State::NeedsFirstFactor { account, identifier, verification } = &current.state else {
            return current.out_of_place();
        };
        let started = match account {
            Account::Known(_) => current
                .same_user(user)
                .and_then(|user| start_code(&ask, user, identifier, verification.as_ref(), rules, at)),
            Account::Hidden(decoy) => {
                let nobody = UserFactors::hidden(identifier, decoy);
                // A code is drawn as for a user, and goes nowhere.
                start_code(&ask, &nobody, identifier, verification.as_ref(), rules, at)
                    .map(|(under_way, _)| (under_way, Vec::new()))
            }
        };
        match started {
            Ok((under_way, effects)) => {
                current.state = State::NeedsFirstFactor {
                    account: account.clone(),
                    identifier: identifier.clone(),
                    verification: Some(under_way),
                };
                Step::with(current, effects)
            }
            Err(refusal) => Step::refused(current, refusal),
        }
    }

    /// Judges a first factor. Save the step whatever its outcome: wrong passwords and wrong codes count.
    pub fn attempt_first_factor(
        self,
        proof: Proof,
        user: Option<&UserFactors>,
        client: &Client,
        rules: &Settings,
        at: &mut Moment<'_>,
    ) -> Step<Self> {
        let mut current = self.settle(at.now);
        let State::NeedsFirstFactor { account, identifier, verification } = current.state.clone() else {
            return current.out_of_place();
        };
        let hidden;
        let user = match &account {
            Account::Known(_) => match current.same_user(user) {
                Ok(user) => user,
                Err(refusal) => return Step::refused(current, refusal),
            },
            Account::Hidden(decoy) => {
                hidden = UserFactors::hidden(&identifier, decoy);
                &hidden
            }
        };
        if let Err(refusal) = user.check_unlocked(at.now) {
            return Step::refused(current, refusal);
        }
        let known = matches!(account, Account::Known(_));
        let judged = match proof {
            Proof::Password(check) => judge_password(check, known, user, rules, at),
            Proof::Code { strategy, code } => {
                let (verification, judged) = judge_code(strategy, &code, known, verification, rules, at);
                current.state = State::NeedsFirstFactor { account, identifier: identifier.clone(), verification };
                judged
            }
        };
        match judged {
            Ok(Judged { first, address }) => {
                let verified = address.and_then(|address| verify_address(user, address));
                let mut step = if first.strategy() == Strategy::ResetPasswordEmailCode {
                    current.ask_new_password(user, identifier, first)
                } else {
                    current.complete(user, identifier, first, client, rules, at)
                };
                step.effects.splice(0..0, verified);
                step
            }
            Err(refusal) => {
                let failure = if known { count_failure(&refusal, user, rules, at) } else { None };
                Step::refused_with(current, failure.into_iter().collect(), refusal)
            }
        }
    }

    fn ask_new_password(mut self, user: &UserFactors, identifier: Email, first: Proven) -> Step<Self> {
        if let Err(refusal) = user.check_not_banned() {
            return Step::refused(self, refusal);
        }
        self.state = State::NeedsNewPassword { user: user.user.clone(), identifier, first };
        Step::with(self, vec![Effect::ClearFailures { user: user.user.clone() }])
    }
}

/// A proof that holds.
struct Judged {
    first: Proven,
    /// The address that it also proves.
    address: Option<EmailAddressId>,
}

fn judge_password(
    check: PasswordCheck,
    known: bool,
    user: &UserFactors,
    rules: &Settings,
    at: &Moment<'_>,
) -> Result<Judged, Refusal> {
    if !Strategy::Password.is_enabled(rules) {
        return Err(Refusal::field(Field::Strategy, ErrorCode::FORM_PARAM_VALUE_DISABLED));
    }
    if !user.has_password && !rules.enumeration_protection {
        return Err(Refusal::new(ErrorCode::STRATEGY_FOR_USER_INVALID));
    }
    match check {
        PasswordCheck::Matches if known && user.has_password => {
            Ok(Judged { first: Proven::new(Strategy::Password, at.now), address: None })
        }
        PasswordCheck::Matches | PasswordCheck::Differs => Err(Refusal::field(Field::Password, wrong_password(rules))),
    }
}

/// Where accounts are hidden, a wrong password and an unknown account are the same answer.
const fn wrong_password(rules: &Settings) -> ErrorCode {
    if rules.enumeration_protection {
        ErrorCode::FORM_PASSWORD_OR_IDENTIFIER_INCORRECT
    } else {
        ErrorCode::FORM_PASSWORD_INCORRECT
    }
}

fn judge_code(
    strategy: Strategy,
    typed: &str,
    known: bool,
    under_way: Option<CodeUnderWay>,
    rules: &Settings,
    at: &Moment<'_>,
) -> (Option<CodeUnderWay>, Result<Judged, Refusal>) {
    let Some(CodeUnderWay { address_id, verification }) = under_way else {
        return (None, Err(Refusal::new(ErrorCode::VERIFICATION_MISSING)));
    };
    if verification.strategy != strategy {
        let refusal = Refusal::new(ErrorCode::VERIFICATION_STRATEGY_INVALID);
        return (Some(CodeUnderWay { address_id, verification }), Err(refusal));
    }
    // No code opens an account that does not exist, the fixed one of test addresses included.
    let (verification, outcome) = verification.attempt(if known { typed } else { "" }, &rules.codes, at);
    let judged = outcome.map(|()| Judged { first: Proven::new(strategy, at.now), address: Some(address_id.clone()) });
    (Some(CodeUnderWay { address_id, verification }), judged)
}

/// A right code proves the address too, if it was not known to be the user's.
fn verify_address(user: &UserFactors, address: EmailAddressId) -> Option<Effect> {
    let unverified = user.emails.iter().any(|email| email.id == address && !email.verified);
    unverified.then(|| Effect::VerifyEmail { user: user.user.clone(), address })
}

/// Wrong passwords and wrong codes lead to a lock; asking in the wrong order does not.
fn count_failure(refusal: &Refusal, user: &UserFactors, rules: &Settings, at: &Moment<'_>) -> Option<Effect> {
    let guessed = refusal.code == ErrorCode::FORM_CODE_INCORRECT || refusal.code == wrong_password(rules);
    if guessed { user.failure(rules, at.now) } else { None }
}

fn start_code(
    ask: &Prepare,
    user: &UserFactors,
    identifier: &Email,
    previous: Option<&CodeUnderWay>,
    rules: &Settings,
    at: &mut Moment<'_>,
) -> Result<(CodeUnderWay, Vec<Effect>), Refusal> {
    if !ask.strategy.is_enabled(rules) {
        return Err(Refusal::field(Field::Strategy, ErrorCode::FORM_PARAM_VALUE_DISABLED));
    }
    let purpose = match ask.strategy {
        Strategy::EmailCode => CodePurpose::SignIn,
        Strategy::ResetPasswordEmailCode if user.has_password => CodePurpose::ResetPassword,
        Strategy::ResetPasswordEmailCode | Strategy::Password => {
            return Err(Refusal::new(ErrorCode::STRATEGY_FOR_USER_INVALID));
        }
    };
    let address = user.code_address(ask.email_address_id.as_ref(), identifier)?;
    let code = Code::draw(&address.address, rules, at);
    let previous = previous.map(|under_way| &under_way.verification);
    let verification = Verification::start(ask.strategy, &code, previous, &rules.codes, at)?;
    let effects = if rules.is_test_address(&address.address) {
        Vec::new()
    } else {
        vec![Effect::SendCode { to: address.address.clone(), code, purpose }]
    };
    Ok((CodeUnderWay { address_id: address.id.clone(), verification }, effects))
}
