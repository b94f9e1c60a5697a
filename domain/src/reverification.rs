//! Proving again who is signed in: an open session is not enough for what only the owner shall do.

use crate::sign_in::{CodeUnderWay, Proof};
use crate::{Code, CodePurpose, Effect, EmailFactor, Field, FirstFactor, Moment, PasswordCheck, Proven, Refusal};
use crate::{Session, Settings, Step, Strategy, UserFactors, Verification};
use frontdesk_wire::{EmailAddressId, ErrorCode, Timestamp};
use serde::{Deserialize, Serialize};

/// A proof that a session was asked for again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reverification {
    /// The code under way. It outlives a new start, so that starting again sends no code sooner.
    code: Option<CodeUnderWay>,
    /// What was proven.
    proven: Option<Proven>,
}

impl Reverification {
    /// What was proven; with it the proof is complete.
    pub fn proven(&self) -> Option<&Proven> {
        self.proven.as_ref()
    }

    /// The code under way.
    pub fn code(&self) -> Option<&Verification> {
        self.code.as_ref().map(|under_way| &under_way.verification)
    }
}

/// What a user can prove again, as a client is told.
pub fn first_factors(user: &UserFactors, rules: &Settings) -> Vec<FirstFactor> {
    let Some(own) = target(None, user).ok().map(|email| email.address.clone()) else {
        let known = user.has_password && Strategy::Password.is_enabled(rules);
        return if known { vec![FirstFactor::Password] } else { Vec::new() };
    };
    let proven = |id: &EmailAddressId| user.emails.iter().any(|email| email.id == *id && email.verified);
    let mut factors = user.first_factors(&own, rules);
    factors.retain(|factor| match factor {
        FirstFactor::Password => true,
        FirstFactor::EmailCode(target) => proven(&target.address_id),
        FirstFactor::ResetPasswordEmailCode(_) => false,
    });
    factors
}

impl Session {
    /// Refuses what only the owner shall do, when the last proof is too old.
    pub fn check_proven_lately(&self, rules: &Settings, now: Timestamp) -> Result<(), Refusal> {
        let Some(limit) = rules.users.reverify_after else { return Ok(()) };
        let lately = self.first_factor_at.is_some_and(|proven| now.millis_since(proven) < limit.millis());
        if lately { Ok(()) } else { Err(Refusal::new(ErrorCode::SESSION_REVERIFICATION_REQUIRED)) }
    }

    /// Asks for a new proof.
    pub fn start_reverification(mut self, now: Timestamp) -> Step<Self> {
        if let Err(refusal) = self.check_open(now) {
            return Step::refused(self, refusal);
        }
        let code = self.reverification.take().and_then(|before| before.code);
        self.reverification = Some(Reverification { code, proven: None });
        Step::done(self)
    }

    /// Sends a code to an address that is known to be the user's.
    pub fn prepare_reverification(
        mut self,
        strategy: Strategy,
        asked: Option<&EmailAddressId>,
        user: &UserFactors,
        rules: &Settings,
        at: &mut Moment<'_>,
    ) -> Step<Self> {
        let before = match self.under_way(at.now) {
            Ok(before) => before,
            Err(refusal) => return Step::refused(self, refusal),
        };
        match start_code(strategy, asked, before.code.as_ref(), user, rules, at) {
            Ok((code, effects)) => {
                self.reverification = Some(Reverification { code: Some(code), proven: None });
                Step::with(self, effects)
            }
            Err(refusal) => Step::refused(self, refusal),
        }
    }

    /// Judges a proof. Save the step whatever its outcome: wrong passwords and wrong codes count with those of the sign-in.
    pub fn attempt_reverification(
        mut self,
        proof: Proof,
        user: &UserFactors,
        rules: &Settings,
        at: &mut Moment<'_>,
    ) -> Step<Self> {
        let before = self.under_way(at.now).and_then(|before| user.check_unlocked(at.now).map(|()| before));
        let mut current = match before {
            Ok(before) => before,
            Err(refusal) => return Step::refused(self, refusal),
        };
        let judged = match proof {
            Proof::Password(check) => judge_password(check, user, rules).map(|()| Strategy::Password),
            Proof::Code { strategy, code } => judge_code(&mut current, strategy, &code, rules, at).map(|()| strategy),
        };
        match judged {
            Ok(strategy) => {
                self.first_factor_at = Some(at.now);
                self.updated_at = at.now;
                self.reverification = Some(Reverification { code: None, proven: Some(Proven::new(strategy, at.now)) });
                Step::done(self)
            }
            Err(refusal) => {
                self.reverification = Some(current);
                let guessed =
                    [ErrorCode::FORM_CODE_INCORRECT, ErrorCode::FORM_PASSWORD_INCORRECT].contains(&refusal.code);
                let failure = if guessed { user.failure(rules, at.now) } else { None };
                Step::refused_with(self, failure.into_iter().collect(), refusal)
            }
        }
    }

    /// The proof that was asked for and not given yet.
    fn under_way(&self, now: Timestamp) -> Result<Reverification, Refusal> {
        self.check_open(now)?;
        match &self.reverification {
            None => Err(Refusal::new(ErrorCode::SESSION_REVERIFICATION_MISSING)),
            Some(done) if done.proven.is_some() => {
                Err(Refusal::new(ErrorCode::INVALID_ACTION_FOR_SESSION_REVERIFICATION))
            }
            Some(under_way) => Ok(under_way.clone()),
        }
    }
}

fn judge_password(check: PasswordCheck, user: &UserFactors, rules: &Settings) -> Result<(), Refusal> {
    if !Strategy::Password.is_enabled(rules) {
        return Err(Refusal::field(Field::Strategy, ErrorCode::FORM_PARAM_VALUE_DISABLED));
    }
    if !user.has_password {
        return Err(Refusal::new(ErrorCode::STRATEGY_FOR_USER_INVALID));
    }
    match check {
        PasswordCheck::Matches => Ok(()),
        PasswordCheck::Differs => Err(Refusal::field(Field::Password, ErrorCode::FORM_PASSWORD_INCORRECT)),
    }
}

fn judge_code(
    current: &mut Reverification,
    strategy: Strategy,
    typed: &str,
    rules: &Settings,
    at: &Moment<'_>,
) -> Result<(), Refusal> {
    let under_way = current.code.as_mut().ok_or_else(|| Refusal::new(ErrorCode::VERIFICATION_MISSING))?;
    if under_way.verification.strategy != strategy {
        return Err(Refusal::new(ErrorCode::VERIFICATION_STRATEGY_INVALID));
    }
    let outcome;
    (under_way.verification, outcome) = under_way.verification.clone().attempt(typed, &rules.codes, at);
    outcome
}

fn start_code(
    strategy: Strategy,
    asked: Option<&EmailAddressId>,
    previous: Option<&CodeUnderWay>,
    user: &UserFactors,
    rules: &Settings,
    at: &mut Moment<'_>,
) -> Result<(CodeUnderWay, Vec<Effect>), Refusal> {
    if strategy != Strategy::EmailCode {
        return Err(Refusal::field(Field::Strategy, ErrorCode::FORM_PARAM_VALUE_INVALID));
    }
    if !strategy.is_enabled(rules) {
        return Err(Refusal::field(Field::Strategy, ErrorCode::FORM_PARAM_VALUE_DISABLED));
    }
    let email = target(asked, user)?;
    let code = Code::draw(&email.address, rules, at);
    let previous = previous.map(|under_way| &under_way.verification);
    let verification = Verification::start(strategy, &code, previous, &rules.codes, at)?;
    let send = Effect::SendCode { to: email.address.clone(), code, purpose: CodePurpose::Reverify };
    let effects = if rules.is_test_address(&email.address) { Vec::new() } else { vec![send] };
    Ok((CodeUnderWay { address_id: email.id.clone(), verification }, effects))
}

/// The address that a code goes to: the one asked for, else the primary one, else any that is known to be the user's.
fn target<'u>(asked: Option<&EmailAddressId>, user: &'u UserFactors) -> Result<&'u EmailFactor, Refusal> {
    let mut proven = user.emails.iter().filter(|email| email.verified);
    let found = match asked {
        Some(id) => proven.find(|email| email.id == *id),
        None => proven.clone().find(|email| email.primary).or_else(|| proven.next()),
    };
    found.ok_or_else(|| Refusal::field(Field::EmailAddressId, ErrorCode::FORM_RESOURCE_NOT_FOUND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{World, ada, sent_code};
    use frontdesk_wire::Seconds;

    fn rules() -> Settings {
        let mut rules = Settings::default();
        rules.users.reverify_after = Some(Seconds::minutes(10));
        rules
    }

    /// A session whose proof is an hour old.
    fn old(world: &mut World) -> Session {
        let session = Session::begin("user_ada".into(), Some(world.now), &rules(), &mut world.at());
        world.advance(Seconds::hours(1));
        session
    }

    #[test]
    fn a_proof_is_good_for_a_while() {
        let mut world = World::new();
        let session = Session::begin("user_ada".into(), Some(world.now), &rules(), &mut world.at());

        world.advance(Seconds(599));
        assert_eq!(session.check_proven_lately(&rules(), world.now), Ok(()));
        world.advance(Seconds(1));
        let refusal = session.check_proven_lately(&rules(), world.now).unwrap_err();
        assert_eq!((refusal.code.as_str(), refusal.status()), ("session_reverification_required", 403));
        assert_eq!(session.check_proven_lately(&Settings::default(), world.now), Ok(()), "unless nobody asks");
    }

    #[test]
    fn the_password_or_a_code_renews_the_proof() {
        let mut world = World::new();
        let (rules, user) = (rules(), ada());
        let asked = old(&mut world).start_reverification(world.now).next;

        let known = asked.clone().attempt_reverification(
            Proof::Password(PasswordCheck::Matches),
            &user,
            &rules,
            &mut world.at(),
        );
        assert_eq!(known.outcome, Ok(()));
        assert_eq!(known.next.factor_age(world.now), [0, -1]);

        let sent = asked.prepare_reverification(Strategy::EmailCode, None, &user, &rules, &mut world.at());
        let code = sent_code(&sent.effects).unwrap();
        let proof = Proof::Code { strategy: Strategy::EmailCode, code };
        let proven = sent.next.attempt_reverification(proof.clone(), &user, &rules, &mut world.at());
        assert_eq!(proven.next.check_proven_lately(&rules, world.now), Ok(()));
        assert_eq!(proven.next.reverification.as_ref().unwrap().proven().unwrap().strategy(), Strategy::EmailCode);
        let again = proven.next.attempt_reverification(proof, &user, &rules, &mut world.at());
        assert_eq!(again.outcome.unwrap_err().code, ErrorCode::INVALID_ACTION_FOR_SESSION_REVERIFICATION);
    }

    #[test]
    fn what_is_wrong_counts_and_renews_nothing() {
        let mut world = World::new();
        let (rules, user) = (rules(), ada());
        let session = old(&mut world);
        let wrong = || Proof::Password(PasswordCheck::Differs);
        let unasked = session.clone().attempt_reverification(wrong(), &user, &rules, &mut world.at());
        assert_eq!(unasked.outcome.unwrap_err().code, ErrorCode::SESSION_REVERIFICATION_MISSING);
        let asked = session.start_reverification(world.now).next;

        let refused = asked.clone().attempt_reverification(wrong(), &user, &rules, &mut world.at());

        assert_eq!(refused.outcome.unwrap_err().field, Some(Field::Password));
        assert!(matches!(refused.effects.as_slice(), [Effect::CountFailure { .. }]));
        assert!(refused.next.check_proven_lately(&rules, world.now).is_err());
        let locked = UserFactors { locked_until: Some(world.now.plus(Seconds(1))), ..user };
        let right = Proof::Password(PasswordCheck::Matches);
        let locked = asked.attempt_reverification(right, &locked, &rules, &mut world.at());
        assert_eq!(locked.outcome.unwrap_err().code, ErrorCode::USER_LOCKED);
    }

    #[test]
    fn starting_again_sends_no_code_sooner() {
        let mut world = World::new();
        let (rules, user) = (rules(), ada());
        let asked = old(&mut world).start_reverification(world.now).next;
        let sent = asked.prepare_reverification(Strategy::EmailCode, None, &user, &rules, &mut world.at());

        let again = sent.next.start_reverification(world.now).next;
        let again = again.prepare_reverification(Strategy::EmailCode, None, &user, &rules, &mut world.at());

        assert_eq!(again.outcome.unwrap_err().code, ErrorCode::VERIFICATION_CODE_TOO_MANY_REQUESTS);
    }

    #[test]
    fn codes_go_to_proven_addresses_alone() {
        let mut world = World::new();
        let (rules, mut user) = (rules(), ada());
        user.emails.push(EmailFactor { id: "idn_2".into(), verified: false, primary: false, ..user.emails[0].clone() });
        let asked = old(&mut world).start_reverification(world.now).next;

        let refused =
            asked.prepare_reverification(Strategy::EmailCode, Some(&"idn_2".into()), &user, &rules, &mut world.at());

        assert_eq!(refused.outcome.unwrap_err().code, ErrorCode::FORM_RESOURCE_NOT_FOUND);
        let words: Vec<_> = first_factors(&user, &rules).iter().map(|factor| factor.strategy().as_str()).collect();
        assert_eq!(words, ["password", "email_code"]);
        user.emails[0].verified = false;
        assert_eq!(first_factors(&user, &rules), [FirstFactor::Password]);
    }
}
