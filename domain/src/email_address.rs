//! Addresses that people add to their account: nothing is claimed until the code that was sent there comes back.

use crate::{Code, CodePurpose, Effect, Email, Field, Moment, Notice, Refusal, Settings, Step, Strategy};
use crate::{UserFactors, Verification};
use frontdesk_wire::{EmailAddressId, ErrorCode};
use serde::{Deserialize, Serialize};

/// An address of a user, with the code under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedEmail {
    /// Which.
    pub id: EmailAddressId,
    /// The address.
    pub address: Email,
    /// Whether it is known to be the user's.
    pub verified: bool,
    /// The code under way.
    pub verification: Option<Verification>,
}

/// What the caller looked up before a step.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Whether somebody else has the address.
    pub taken: bool,
    /// Whose address it is, or shall be.
    pub user: &'a UserFactors,
    /// What the instance allows.
    pub rules: &'a Settings,
}

/// Adds an address. What is wrong with it is said as at a sign-up, and no more than there.
pub fn add(typed: &str, facts: Facts<'_>, at: &mut Moment<'_>) -> Result<AddedEmail, Refusal> {
    let address = Email::parse_field(typed, Field::EmailAddress)?;
    let (known, rules) = (&facts.user.emails, facts.rules.users);
    if facts.taken || known.iter().any(|email| email.address == address) {
        return Err(Refusal::field(Field::EmailAddress, ErrorCode::FORM_IDENTIFIER_EXISTS));
    }
    if known.len() >= rules.max_email_addresses as usize {
        let refusal = Refusal::field(Field::EmailAddress, ErrorCode::FORM_PARAM_ARRAY_SIZE_EXCEEDED);
        return Err(refusal.say("count", rules.max_email_addresses));
    }
    let unverified = known.iter().filter(|email| !email.verified).count();
    if unverified >= rules.max_unverified_email_addresses as usize {
        return Err(Refusal::new(ErrorCode::TOO_MANY_UNVERIFIED_IDENTIFICATIONS));
    }
    let id = EmailAddressId::with_body(&at.id_body());
    Ok(AddedEmail { id, address, verified: false, verification: None })
}

impl AddedEmail {
    /// Sends a code to the address.
    pub fn prepare(mut self, strategy: Strategy, facts: Facts<'_>, at: &mut Moment<'_>) -> Step<Self> {
        let sent = self.check_open(facts).and_then(|()| {
            if strategy != Strategy::EmailCode {
                return Err(Refusal::field(Field::Strategy, ErrorCode::FORM_PARAM_VALUE_INVALID));
            }
            let code = Code::draw(&self.address, facts.rules, at);
            let started = Verification::start(strategy, &code, self.verification.as_ref(), &facts.rules.codes, at)?;
            Ok((started, code))
        });
        match sent {
            Err(refusal) => Step::refused(self, refusal),
            Ok((started, code)) => {
                self.verification = Some(started);
                let to = self.address.clone();
                let send = Effect::SendCode { to, code, purpose: CodePurpose::VerifyEmail };
                let effects = if facts.rules.is_test_address(&self.address) { Vec::new() } else { vec![send] };
                Step::with(self, effects)
            }
        }
    }

    /// Judges a code. Save the step whatever its outcome: wrong codes count, for the account too, so that removing the
    /// address and adding it again gives nobody more guesses.
    pub fn attempt(mut self, code: &str, facts: Facts<'_>, at: &mut Moment<'_>) -> Step<Self> {
        let allowed = facts.user.check_unlocked(at.now).and_then(|()| self.check_open(facts));
        if let Err(refusal) = allowed {
            return Step::refused(self, refusal);
        }
        let Some(under_way) = self.verification.take() else {
            return Step::refused(self, Refusal::new(ErrorCode::VERIFICATION_MISSING));
        };
        let (judged, outcome) = under_way.attempt(code, &facts.rules.codes, at);
        self.verification = Some(judged);
        match outcome {
            Ok(()) => {
                self.verified = true;
                let user = facts.user.user.clone();
                let verify = Effect::VerifyEmail { user, address: self.id.clone() };
                let told = facts.user.notice(Notice::EmailAdded(self.address.clone()), facts.rules);
                Step::with(self, std::iter::once(verify).chain(told).collect())
            }
            Err(refusal) => {
                let guessed = refusal.code == ErrorCode::FORM_CODE_INCORRECT;
                let failure = if guessed { facts.user.failure(facts.rules, at.now) } else { None };
                Step::refused_with(self, failure.into_iter().collect(), refusal)
            }
        }
    }

    fn check_open(&self, facts: Facts<'_>) -> Result<(), Refusal> {
        if self.verified {
            return Err(Refusal::new(ErrorCode::VERIFICATION_ALREADY_VERIFIED));
        }
        if facts.taken {
            return Err(Refusal::new(ErrorCode::IDENTIFICATION_CLAIMED));
        }
        Ok(())
    }
}

/// Takes an address off the account: the primary one and the last one that is known to be the user's stay.
pub fn remove(id: &EmailAddressId, user: &UserFactors, rules: &Settings) -> Result<Vec<Effect>, Refusal> {
    let email = user.emails.iter().find(|email| email.id == *id);
    let email = email.ok_or_else(|| Refusal::new(ErrorCode::RESOURCE_NOT_FOUND))?;
    let others = || user.emails.iter().filter(|other| other.id != email.id);
    let last = others().next().is_none() || (email.verified && !others().any(|other| other.verified));
    if email.primary || last {
        return Err(Refusal::new(ErrorCode::LAST_REQUIRED_IDENTIFICATION_DELETION_FAILED));
    }
    let told = email.verified.then(|| user.notice(Notice::EmailRemoved(email.address.clone()), rules));
    Ok(told.flatten().into_iter().collect())
}

/// Makes an address the primary one. Only one that is known to be the user's can be: it is where messages go. The one
/// so far is told.
pub fn make_primary(id: &EmailAddressId, user: &UserFactors, rules: &Settings) -> Result<Vec<Effect>, Refusal> {
    let field = Field::Named("primary_email_address_id");
    let email = user.emails.iter().find(|email| email.id == *id);
    let email = email.ok_or_else(|| Refusal::field(field, ErrorCode::FORM_RESOURCE_NOT_FOUND))?;
    if !email.verified {
        return Err(Refusal::field(field, ErrorCode::FORM_VERIFICATION_NEEDED));
    }
    if email.primary {
        return Ok(Vec::new());
    }
    let told = user.notice(Notice::PrimaryEmailChanged(email.address.clone()), rules);
    Ok(told.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EmailFactor;
    use crate::testing::{World, ada, email, sent_code};
    use frontdesk_wire::Seconds;

    fn with(address: &str, verified: bool, mut user: UserFactors) -> UserFactors {
        let id = format!("idn_{}", user.emails.len()).into();
        user.emails.push(EmailFactor { id, address: email(address), verified, primary: false });
        user
    }

    fn added(address: &str) -> AddedEmail {
        AddedEmail { id: "idn_1".into(), address: email(address), verified: false, verification: None }
    }

    #[test]
    fn what_is_taken_known_or_none_is_not_added() {
        let (mut world, rules) = (World::new(), Settings::default());
        let user = with("second@example.com", false, ada());
        for (typed, taken, expected) in [
            (" Third@example.com ", false, Ok("third@example.com")),
            ("third@example.com", true, Err(ErrorCode::FORM_IDENTIFIER_EXISTS)),
            ("second@example.com", false, Err(ErrorCode::FORM_IDENTIFIER_EXISTS)),
            ("ADA@example.com", false, Err(ErrorCode::FORM_IDENTIFIER_EXISTS)),
            ("third", false, Err(ErrorCode::FORM_PARAM_FORMAT_INVALID)),
        ] {
            let got = add(typed, Facts { taken, user: &user, rules: &rules }, &mut world.at());
            let got = got.map(|added| added.address.to_string()).map_err(|refusal| refusal.code);
            assert_eq!(got, expected.map(str::to_owned), "{typed}");
        }
    }

    #[test]
    fn a_code_proves_the_address_once_and_the_owner_is_told() {
        let (mut world, rules, user) = (World::new(), Settings::default(), ada());
        let facts = Facts { taken: false, user: &user, rules: &rules };

        let sent = added("new@example.com").prepare(Strategy::EmailCode, facts, &mut world.at());
        let code = sent_code(&sent.effects).unwrap();
        let proven = sent.next.attempt(&code, facts, &mut world.at());

        assert_eq!(proven.outcome, Ok(()));
        let told =
            Effect::SendNotice { to: email("ada@example.com"), notice: Notice::EmailAdded(email("new@example.com")) };
        let verify = Effect::VerifyEmail { user: user.user.clone(), address: "idn_1".into() };
        assert_eq!(proven.effects, [verify, told]);
        let again = proven.next.prepare(Strategy::EmailCode, facts, &mut world.at());
        assert_eq!(again.outcome.unwrap_err().code, ErrorCode::VERIFICATION_ALREADY_VERIFIED);
    }

    #[test]
    fn whoever_is_late_or_locked_proves_nothing_even_with_the_right_code() {
        let (mut world, rules, user) = (World::new(), Settings::default(), ada());
        let facts = Facts { taken: false, user: &user, rules: &rules };
        let sent = added("new@example.com").prepare(Strategy::EmailCode, facts, &mut world.at());
        let code = sent_code(&sent.effects).unwrap();

        let late = sent.next.clone().attempt(&code, Facts { taken: true, ..facts }, &mut world.at());
        assert_eq!(late.outcome.unwrap_err().code, ErrorCode::IDENTIFICATION_CLAIMED);
        let locked = UserFactors { locked_until: Some(world.now.plus(Seconds(9))), ..user.clone() };
        let refused = sent.next.clone().attempt(&code, Facts { user: &locked, ..facts }, &mut world.at());
        assert_eq!(refused.outcome.unwrap_err().code, ErrorCode::USER_LOCKED);
        assert!(!refused.next.verified && refused.effects.is_empty());
        let wrong = sent.next.attempt("no code", facts, &mut world.at());
        assert!(matches!(wrong.effects.as_slice(), [Effect::CountFailure { limit: 100, .. }]));
    }

    #[test]
    fn a_test_address_is_sent_nothing() {
        let (mut world, rules, user) = (World::new(), Settings::default(), ada());
        let facts = Facts { taken: false, user: &user, rules: &rules };

        let sent = added("new+clerk_test@example.com").prepare(Strategy::EmailCode, facts, &mut world.at());

        assert_eq!((sent.outcome, sent.effects), (Ok(()), Vec::new()));
        assert!(sent.next.verification.is_some());
    }

    #[test]
    fn the_primary_and_the_last_proven_address_stay() {
        let rules = Settings::default();
        let user = with("unproven@example.com", false, with("second@example.com", true, ada()));
        let verdict = |id: &str, user: &UserFactors| remove(&id.into(), user, &rules).map_err(|refusal| refusal.code);
        let needed = Err(ErrorCode::LAST_REQUIRED_IDENTIFICATION_DELETION_FAILED);

        assert_eq!(verdict("idn_ada", &user), needed);
        assert_eq!(verdict("idn_1", &user).unwrap().len(), 1, "the owner is told");
        assert_eq!(verdict("idn_2", &user), Ok(Vec::new()), "nobody needs to know of what was never proven");
        assert_eq!(verdict("idn_9", &user), Err(ErrorCode::RESOURCE_NOT_FOUND));
        let mut without_primary = user;
        without_primary.emails.remove(0);
        assert_eq!(verdict("idn_1", &without_primary), needed);
    }

    #[test]
    fn only_a_proven_address_becomes_the_primary_one() {
        let rules = Settings::default();
        let user = with("unproven@example.com", false, with("second@example.com", true, ada()));

        let told = make_primary(&"idn_1".into(), &user, &rules).unwrap();
        let notice = Notice::PrimaryEmailChanged(email("second@example.com"));
        assert_eq!(told, [Effect::SendNotice { to: email("ada@example.com"), notice }]);
        assert_eq!(make_primary(&"idn_ada".into(), &user, &rules), Ok(Vec::new()), "it is already");
        let code = |id: &str| make_primary(&id.into(), &user, &rules).unwrap_err().code;
        assert_eq!(code("idn_2"), ErrorCode::FORM_VERIFICATION_NEEDED);
        assert_eq!(code("idn_9"), ErrorCode::FORM_RESOURCE_NOT_FOUND);
    }
}
