//! One proof by code: attempts, expiry, resending. The same for every channel.

use crate::code::CodeDigest;
use crate::refusal::wait_in_words;
use crate::settings::CodeRules;
use crate::{Code, Field, Moment, Refusal, Strategy};
use frontdesk_wire::{ErrorCode, Seconds, Timestamp};
use serde::{Deserialize, Serialize};

/// A code that was sent, and how often it was tried.
///
/// ```text
/// Unverified --right code--> Verified
/// Unverified --last wrong code--> Failed
/// Unverified --too late--> Expired
/// ```
/// The three ends are final: a new code is a new verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// How it is proven.
    pub strategy: Strategy,
    /// How many codes were sent in this attempt so far, this one included.
    pub sends: u32,
    /// When this code was sent.
    pub sent_at: Timestamp,
    /// Until when this code is good.
    pub expire_at: Timestamp,
    status: VerificationStatus,
    attempts: u32,
    salt: String,
    digest: CodeDigest,
}

/// Where a verification stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationStatus {
    /// Waiting for the code.
    Unverified,
    /// Proven. Each code proves once.
    Verified,
    /// Too many wrong codes.
    Failed,
    /// Too late.
    Expired,
}

impl VerificationStatus {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unverified => "unverified",
            Self::Verified => "verified",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }
}

impl Verification {
    /// Starts a verification with a fresh code, after `previous` of the same attempt.
    ///
    /// Asking again for the same strategy too soon is refused with the seconds to wait, and asking too often at all.
    pub fn start(
        strategy: Strategy,
        code: &Code,
        previous: Option<&Self>,
        rules: &CodeRules,
        at: &mut Moment<'_>,
    ) -> Result<Self, Refusal> {
        let sends = previous.map_or(0, |previous| previous.sends);
        if let Some(previous) = previous.filter(|previous| previous.strategy == strategy) {
            previous.check_cooled_down(rules, at.now)?;
        }
        if sends >= rules.max_sends {
            return Err(Refusal::new(ErrorCode::TOO_MANY_REQUESTS));
        }
        let salt = at.text(16);
        Ok(Self {
            strategy,
            sends: sends + 1,
            sent_at: at.now,
            expire_at: at.now.plus(rules.lifetime),
            status: VerificationStatus::Unverified,
            attempts: 0,
            digest: at.codes().digest(&salt, code.reveal()),
            salt,
        })
    }

    fn check_cooled_down(&self, rules: &CodeRules, now: Timestamp) -> Result<(), Refusal> {
        let ready = self.sent_at.plus(rules.resend_after);
        if now >= ready || self.status == VerificationStatus::Verified {
            return Ok(());
        }
        let wait = Seconds((ready.millis_since(now) + 999) / 1000);
        Err(Refusal::new(ErrorCode::VERIFICATION_CODE_TOO_MANY_REQUESTS)
            .retry_after(wait)
            .say("wait", wait_in_words(wait)))
    }

    /// Tries a code. Save the returned verification whatever the outcome: wrong codes count.
    pub fn attempt(mut self, typed: &str, rules: &CodeRules, at: &Moment<'_>) -> (Self, Result<(), Refusal>) {
        self.status = self.status(at.now);
        let outcome = match self.status {
            VerificationStatus::Verified => Err(Refusal::new(ErrorCode::VERIFICATION_ALREADY_VERIFIED)),
            VerificationStatus::Failed => Err(Refusal::new(ErrorCode::VERIFICATION_FAILED)),
            VerificationStatus::Expired => Err(Refusal::new(ErrorCode::VERIFICATION_EXPIRED)),
            VerificationStatus::Unverified => {
                self.attempts += 1;
                let right = self.digest.same(&at.codes().digest(&self.salt, typed.trim()));
                if right {
                    self.status = VerificationStatus::Verified;
                    Ok(())
                } else {
                    if self.attempts >= rules.max_attempts {
                        self.status = VerificationStatus::Failed;
                    }
                    Err(Refusal::field(Field::Code, ErrorCode::FORM_CODE_INCORRECT))
                }
            }
        };
        (self, outcome)
    }

    /// Where it stands at a time.
    pub fn status(&self, now: Timestamp) -> VerificationStatus {
        match self.status {
            VerificationStatus::Unverified if now >= self.expire_at => VerificationStatus::Expired,
            status => status,
        }
    }

    /// Whether it is proven.
    pub fn is_verified(&self) -> bool {
        self.status == VerificationStatus::Verified
    }

    /// How often a code was tried.
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Strategy;
    use crate::testing::{World, code};
    use proptest::prelude::*;

    const RULES: CodeRules =
        CodeRules { lifetime: Seconds(600), max_attempts: 5, resend_after: Seconds(30), max_sends: 3 };

    fn sent(world: &mut World) -> Verification {
        Verification::start(Strategy::EmailCode, &code("123456"), None, &RULES, &mut world.at()).unwrap()
    }

    fn refusal_code(outcome: Result<(), Refusal>) -> &'static str {
        let code = outcome.unwrap_err().code;
        ErrorCode::ALL.iter().find(|known| **known == code).map_or("?", |known| Box::leak(known.to_string().into()))
    }

    #[test]
    fn the_right_code_verifies_once() {
        let mut world = World::new();

        let (done, outcome) = sent(&mut world).attempt(" 123456 ", &RULES, &world.at());
        assert_eq!((outcome, done.is_verified(), done.attempts()), (Ok(()), true, 1));

        let (still, outcome) = done.attempt("123456", &RULES, &world.at());
        assert_eq!(refusal_code(outcome), "verification_already_verified");
        assert!(still.is_verified());
    }

    #[test]
    fn a_wrong_code_points_at_the_field_and_counts() {
        let mut world = World::new();

        let (next, outcome) = sent(&mut world).attempt("000000", &RULES, &world.at());

        assert_eq!(outcome.unwrap_err(), Refusal::field(Field::Code, ErrorCode::FORM_CODE_INCORRECT));
        assert_eq!((next.attempts(), next.status(world.now)), (1, VerificationStatus::Unverified));
    }

    #[test]
    fn after_five_wrong_codes_even_the_right_one_is_refused() {
        let mut world = World::new();
        let mut verification = sent(&mut world);

        for _ in 0..5 {
            let outcome;
            (verification, outcome) = verification.attempt("000000", &RULES, &world.at());
            assert_eq!(refusal_code(outcome), "form_code_incorrect");
        }
        let (verification, outcome) = verification.attempt("123456", &RULES, &world.at());

        assert_eq!(refusal_code(outcome), "verification_failed");
        assert_eq!((verification.attempts(), verification.status(world.now)), (5, VerificationStatus::Failed));
    }

    #[test]
    fn a_code_is_good_until_its_last_millisecond() {
        let mut world = World::new();
        let verification = sent(&mut world);

        world.now = Timestamp(verification.expire_at.0 - 1);
        assert_eq!(verification.clone().attempt("123456", &RULES, &world.at()).1, Ok(()));

        world.now = verification.expire_at;
        let (late, outcome) = verification.attempt("123456", &RULES, &world.at());
        assert_eq!(refusal_code(outcome), "verification_expired");
        assert_eq!((late.attempts(), late.status(world.now)), (0, VerificationStatus::Expired));

        world.now = Timestamp(0);
        assert_eq!(
            refusal_code(late.attempt("123456", &RULES, &world.at()).1),
            "verification_expired",
            "it stays expired"
        );
    }

    #[test]
    fn another_code_has_to_wait_thirty_seconds() {
        let mut world = World::new();
        let first = sent(&mut world);
        let again = |previous: &Verification, strategy, world: &mut World| {
            Verification::start(strategy, &code("654321"), Some(previous), &RULES, &mut world.at())
        };

        world.now = Timestamp(world.now.0 + 12_400);
        let refusal = again(&first, Strategy::EmailCode, &mut world).unwrap_err();
        assert_eq!((refusal.status(), refusal.retry_after), (429, Some(Seconds(18))));
        assert_eq!(refusal.long_message(), "A code is already on its way. You can ask for a new one in 18 seconds.");
        assert!(again(&first, Strategy::ResetPasswordEmailCode, &mut world).is_ok(), "another purpose need not wait");

        world.now = first.sent_at.plus(Seconds(30));
        let second = again(&first, Strategy::EmailCode, &mut world).unwrap();
        assert_eq!((second.sends, second.attempts()), (2, 0));
        assert_eq!(
            refusal_code(second.attempt("123456", &RULES, &world.at()).1),
            "form_code_incorrect",
            "the old code is void"
        );
    }

    #[test]
    fn one_attempt_asks_for_so_many_codes_only() {
        let mut world = World::new();
        let mut last = sent(&mut world);
        for _ in 1..RULES.max_sends {
            world.advance(Seconds(30));
            last = Verification::start(Strategy::EmailCode, &code("1"), Some(&last), &RULES, &mut world.at()).unwrap();
        }

        world.advance(Seconds(3600));
        let refusal = Verification::start(Strategy::EmailCode, &code("1"), Some(&last), &RULES, &mut world.at());

        assert_eq!(refusal.unwrap_err().code, ErrorCode::TOO_MANY_REQUESTS);
    }

    #[test]
    fn what_is_stored_does_not_hold_the_code() {
        let stored = serde_json::to_string(&sent(&mut World::new())).unwrap();

        assert!(!stored.contains("123456"), "{stored}");
    }

    proptest! {
        #[test]
        fn a_code_is_never_compared_more_often_than_allowed(
            tries in proptest::collection::vec((prop_oneof![4 => Just("000000"), 1 => Just("123456")], 0i64..400), 0..40),
            max_attempts in 1u32..8,
        ) {
            let mut world = World::new();
            let rules = CodeRules { max_attempts, ..RULES };
            let mut verification = Verification::start(Strategy::EmailCode, &code("123456"), None, &rules, &mut world.at()).unwrap();
            let mut judged = 0;
            let mut ended = None;
            for (typed, wait) in tries {
                world.advance(Seconds(wait));
                let before = verification.status(world.now);
                let (next, outcome) = verification.attempt(typed, &rules, &world.at());
                let compared = match &outcome {
                    Ok(()) => true,
                    Err(refusal) => refusal.code == ErrorCode::FORM_CODE_INCORRECT,
                };
                judged += u32::from(compared);
                prop_assert!(judged <= max_attempts);
                prop_assert_eq!(next.attempts(), judged);
                if let Some(end) = ended {
                    prop_assert_eq!(next.status(world.now), end, "an end is final");
                    prop_assert!(!compared);
                }
                if next.is_verified() && ended.is_none() {
                    prop_assert_eq!(typed, "123456");
                    prop_assert_eq!(before, VerificationStatus::Unverified);
                }
                if next.status(world.now) != VerificationStatus::Unverified {
                    ended = Some(next.status(world.now));
                }
                verification = serde_json::from_str(&serde_json::to_string(&next).unwrap()).unwrap();
            }
        }
    }
}
