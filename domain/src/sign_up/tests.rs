use super::*;
use crate::Strategy;
use crate::testing::{World, email, nobody, sent_code, signed_in};
use frontdesk_wire::Seconds;
use proptest::prelude::*;
use proptest::strategy::Strategy as _;
use serde_json::json;

fn facts<'a>(client: &'a Client, rules: &'a Settings) -> Facts<'a> {
    Facts { email_taken: false, client, rules }
}

fn full() -> Changes {
    Changes {
        email_address: Some(" Ada@Example.com".to_owned()),
        password: Some(PasswordHash::new("hash")),
        first_name: Some("Ada".to_owned()),
        ..Changes::default()
    }
}

fn with_email(text: &str) -> Changes {
    Changes { email_address: Some(text.to_owned()), ..Changes::default() }
}

fn begun(world: &mut World, rules: &Settings) -> SignUp {
    let step = SignUp::create(full(), facts(&nobody(), rules), &mut world.at());
    assert_eq!(step.outcome, Ok(()));
    step.next
}

fn prepared(world: &mut World, rules: &Settings) -> (SignUp, String) {
    let step = begun(world, rules).prepare_verification(Strategy::EmailCode, facts(&nobody(), rules), &mut world.at());
    assert_eq!(step.outcome, Ok(()));
    (step.next, sent_code(&step.effects).unwrap())
}

fn code_of(step: &Step<SignUp>) -> &str {
    step.outcome.as_ref().unwrap_err().code.as_str()
}

fn user_of(step: &Step<SignUp>) -> Option<&NewUser> {
    step.effects.iter().find_map(|effect| match effect {
        Effect::CreateUser(user) => Some(user),
        _ => None,
    })
}

#[test]
fn what_is_missing_and_unverified_is_told() {
    let (mut world, rules, client) = (World::new(), Settings::default(), nobody());

    let empty = SignUp::create(Changes::default(), facts(&client, &rules), &mut world.at()).next;
    assert_eq!(SignUp::required_fields(&rules), ["email_address", "password"]);
    assert_eq!(SignUp::optional_fields(&rules), ["first_name", "last_name"]);
    assert_eq!(empty.missing_fields(&rules), ["email_address", "password"]);
    assert_eq!(empty.unverified_fields(&rules), Vec::<&str>::new());
    assert_eq!(empty.next_action(), NextAction::Nothing);

    let named = empty.update(with_email("ada@example.com"), facts(&client, &rules), &mut world.at()).next;
    assert_eq!(named.missing_fields(&rules), ["password"]);
    assert_eq!(named.unverified_fields(&rules), ["email_address"]);
    assert_eq!(named.next_action(), NextAction::NeedsPrepare);
    assert_eq!(named.status(world.now), "missing_requirements");
}

#[test]
fn the_right_code_makes_a_user_and_a_session() {
    let (mut world, rules, client) = (World::new(), Settings::default(), nobody());
    let (sign_up, code) = prepared(&mut world, &rules);
    assert_eq!(sign_up.next_action(), NextAction::NeedsAttempt);

    let done = sign_up.attempt_verification(Strategy::EmailCode, &code, facts(&client, &rules), &mut world.at());

    assert_eq!((&done.outcome, done.next.status(world.now)), (&Ok(()), "complete"));
    let user = user_of(&done).unwrap();
    let email = user.email.as_ref().unwrap();
    assert_eq!((email.address.as_str(), email.verified_at), ("ada@example.com", Some(world.now)));
    assert_eq!(user.password, Some(PasswordHash::new("hash")));
    assert_eq!(user.first_name.as_deref(), Some("Ada"));
    let Effect::CreateSession(session) = &done.effects[1] else { panic!("{:?}", done.effects) };
    assert_eq!((&session.user, Some(&session.id)), (&user.id, done.next.created_session()));
    assert_eq!(done.effects[2], Effect::RotateClient);
    assert!(done.next.missing_fields(&rules).is_empty() && done.next.unverified_fields(&rules).is_empty());
    assert_eq!(done.next.details().password, None, "the hash moves to the user");
    assert!(done.next.details().has_password);
}

#[test]
fn proving_first_and_filling_in_later_completes_too() {
    let (mut world, rules, client) = (World::new(), Settings::default(), nobody());
    let step = SignUp::create(with_email("ada@example.com"), facts(&client, &rules), &mut world.at());
    let step = step.next.prepare_verification(Strategy::EmailCode, facts(&client, &rules), &mut world.at());
    let code = sent_code(&step.effects).unwrap();

    let proven = step.next.attempt_verification(Strategy::EmailCode, &code, facts(&client, &rules), &mut world.at());
    assert_eq!((&proven.outcome, proven.next.status(world.now)), (&Ok(()), "missing_requirements"));

    let password = Changes { password: Some(PasswordHash::new("hash")), ..Changes::default() };
    let done = proven.next.update(password, facts(&client, &rules), &mut world.at());
    assert_eq!(done.next.status(world.now), "complete");
    assert!(user_of(&done).is_some());
}

#[test]
fn without_verification_an_account_is_made_at_once() {
    let (mut world, mut rules, client) = (World::new(), Settings::default(), nobody());
    rules.sign_up.verify_email_address = false;

    let done = SignUp::create(full(), facts(&client, &rules), &mut world.at());

    assert_eq!(done.next.status(world.now), "complete");
    assert_eq!(user_of(&done).unwrap().email.as_ref().unwrap().verified_at, None);
}

#[test]
fn a_taken_address_is_refused_at_its_field_and_nothing_is_kept() {
    let (mut world, rules, client) = (World::new(), Settings::default(), nobody());
    let taken = Facts { email_taken: true, ..facts(&client, &rules) };

    let step = SignUp::create(full(), taken, &mut world.at());

    assert_eq!(step.outcome, Err(Refusal::field(Field::EmailAddress, ErrorCode::FORM_IDENTIFIER_EXISTS)));
    assert_eq!(step.next.details(), &Details::default());
}

#[test]
fn an_address_that_is_taken_meanwhile_is_not_given_out_twice() {
    let (mut world, rules, client) = (World::new(), Settings::default(), nobody());
    let (sign_up, code) = prepared(&mut world, &rules);
    let taken = Facts { email_taken: true, ..facts(&client, &rules) };

    let step = sign_up.attempt_verification(Strategy::EmailCode, &code, taken, &mut world.at());

    assert_eq!((code_of(&step), step.effects.len()), ("identification_claimed", 0));
    assert_eq!(step.next.status(world.now), "missing_requirements");
}

#[test]
fn a_refused_update_changes_nothing() {
    let (mut world, rules, client) = (World::new(), Settings::default(), nobody());
    let sign_up = begun(&mut world, &rules);
    let large = serde_json::from_value(json!({ "a": "x".repeat(9_000) })).unwrap();
    for (ask, field, code) in [
        (with_email("nonsense"), "email_address", "form_param_format_invalid"),
        (with_email(""), "email_address", "form_param_nil"),
        (Changes { first_name: Some("a\u{7}".into()), ..full() }, "first_name", "form_param_format_invalid"),
        (Changes { last_name: Some("x".repeat(300)), ..full() }, "last_name", "form_param_max_length_exceeded"),
        (Changes { unsafe_metadata: Some(large), ..full() }, "unsafe_metadata", "form_param_exceeds_allowed_size"),
    ] {
        let ask = Changes { first_name: ask.first_name.or(Some("Changed".into())), ..ask };
        let step = sign_up.clone().update(ask, facts(&client, &rules), &mut world.at());

        let refusal = step.outcome.unwrap_err();
        assert_eq!((refusal.field.unwrap().as_str(), refusal.code.as_str()), (field, code));
        assert_eq!(step.next, sign_up);
    }
}

#[test]
fn what_is_turned_off_is_not_taken() {
    let (mut world, mut rules, client) = (World::new(), Settings::default(), nobody());
    rules.sign_up.first_name = Requirement::Off;

    let step = SignUp::create(full(), facts(&client, &rules), &mut world.at());

    assert_eq!(step.outcome, Err(Refusal::field(Field::FirstName, ErrorCode::FORM_PARAM_UNKNOWN)));
}

#[test]
fn another_address_drops_the_proof_and_the_same_one_keeps_it() {
    let (mut world, rules, client) = (World::new(), Settings::default(), nobody());
    let (sign_up, code) = prepared(&mut world, &rules);

    let same = sign_up.clone().update(with_email("ADA@example.com"), facts(&client, &rules), &mut world.at());
    assert_eq!(same.next, sign_up);

    let other = sign_up.update(with_email("eve@example.com"), facts(&client, &rules), &mut world.at()).next;
    assert_eq!(other.next_action(), NextAction::NeedsPrepare);
    let step = other.attempt_verification(Strategy::EmailCode, &code, facts(&client, &rules), &mut world.at());
    assert_eq!(code_of(&step), "verification_missing");
}

#[test]
fn a_restricted_instance_takes_nobody() {
    let (mut world, mut rules, client) = (World::new(), Settings::default(), nobody());
    rules.sign_up.mode = SignUpMode::Restricted;

    let step = SignUp::create(full(), facts(&client, &rules), &mut world.at());

    assert_eq!((code_of(&step), step.outcome.clone().unwrap_err().status()), ("sign_up_mode_restricted", 403));
}

#[test]
fn a_single_session_instance_takes_nobody_who_is_signed_in() {
    let (mut world, mut rules) = (World::new(), Settings::default());
    let client = signed_in("user_bob", &mut world);
    assert!(SignUp::create(full(), facts(&client, &rules), &mut world.at()).outcome.is_ok());
    rules.sessions.single_session = true;

    let step = SignUp::create(full(), facts(&client, &rules), &mut world.at());

    assert_eq!(code_of(&step), "session_exists");
}

#[test]
fn a_code_is_sent_for_an_address_and_by_the_right_strategy() {
    let (mut world, rules, client) = (World::new(), Settings::default(), nobody());
    let empty = SignUp::create(Changes::default(), facts(&client, &rules), &mut world.at()).next;
    let step = empty.prepare_verification(Strategy::EmailCode, facts(&client, &rules), &mut world.at());
    assert_eq!(step.outcome, Err(Refusal::field(Field::EmailAddress, ErrorCode::FORM_PARAM_MISSING)));

    let sign_up = begun(&mut world, &rules);
    let step = sign_up.clone().prepare_verification(Strategy::Password, facts(&client, &rules), &mut world.at());
    assert_eq!(step.outcome, Err(Refusal::field(Field::Strategy, ErrorCode::FORM_PARAM_VALUE_INVALID)));

    let step = sign_up.attempt_verification(Strategy::EmailCode, "123456", facts(&client, &rules), &mut world.at());
    assert_eq!(code_of(&step), "verification_missing");
}

#[test]
fn a_test_address_gets_no_message_and_takes_the_fixed_code() {
    let (mut world, rules, client) = (World::new(), Settings::default(), nobody());
    let ask = Changes { email_address: Some("ada+clerk_test@example.com".into()), ..full() };
    let step = SignUp::create(ask, facts(&client, &rules), &mut world.at());

    let step = step.next.prepare_verification(Strategy::EmailCode, facts(&client, &rules), &mut world.at());
    assert_eq!((&step.outcome, &step.effects), (&Ok(()), &vec![]));

    let done = step.next.attempt_verification(Strategy::EmailCode, "424242", facts(&client, &rules), &mut world.at());
    assert_eq!(done.next.status(world.now), "complete");
}

#[test]
fn an_attempt_ends_after_a_day_and_forgets_the_password() {
    let (mut world, rules, client) = (World::new(), Settings::default(), nobody());
    let sign_up = begun(&mut world, &rules);
    world.advance(Seconds::days(1));
    assert_eq!(sign_up.status(world.now), "abandoned");

    let step = sign_up.prepare_verification(Strategy::EmailCode, facts(&client, &rules), &mut world.at());

    assert_eq!(code_of(&step), "client_state_invalid");
    assert_eq!((step.next.state(), &step.next.details().password), (&State::Abandoned, &None));
}

#[test]
fn what_is_stored_holds_no_code() {
    let (mut world, rules) = (World::new(), Settings::default());
    let (sign_up, code) = prepared(&mut world, &rules);

    assert!(!serde_json::to_string(&sign_up).unwrap().contains(&code));
    assert_eq!(sign_up.details().email.as_ref().unwrap().address, email("ada@example.com"));
}

#[derive(Debug, Clone)]
enum Act {
    Email(u8),
    Password,
    Name(bool),
    Prepare,
    Code(bool),
    Wait(i64),
    Taken(bool),
}

fn act() -> impl proptest::strategy::Strategy<Value = Act> {
    prop_oneof![
        2 => (0u8..3).prop_map(Act::Email),
        2 => Just(Act::Password),
        1 => any::<bool>().prop_map(Act::Name),
        3 => Just(Act::Prepare),
        4 => prop::bool::weighted(0.4).prop_map(Act::Code),
        1 => prop_oneof![Just(31i64), Just(601), Just(90_000)].prop_map(Act::Wait),
        1 => any::<bool>().prop_map(Act::Taken),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever happens in whatever order: a user is made once, with everything that was required, with an address
    /// whose own code was typed, and not while somebody else has it.
    #[test]
    fn no_order_of_acts_breaks_the_rules(acts in proptest::collection::vec(act(), 0..40), name_required in any::<bool>()) {
        let (mut world, mut rules, client) = (World::new(), Settings::default(), nobody());
        if name_required {
            rules.sign_up.first_name = Requirement::Required;
        }
        let mut sign_up = SignUp::create(Changes::default(), facts(&client, &rules), &mut world.at()).next;
        let mut taken = false;
        let mut last_code: Option<(Email, String)> = None;
        let mut proven: Option<Email> = None;
        let mut made = 0;

        for act in acts {
            let was = sign_up.status(world.now);
            let facts = Facts { email_taken: taken, ..facts(&client, &rules) };
            let current = sign_up.clone();
            let step = match &act {
                Act::Email(n) => current.update(with_email(&format!("ada{n}@example.com")), facts, &mut world.at()),
                Act::Password => {
                    let ask = Changes { password: Some(PasswordHash::new("hash")), ..Changes::default() };
                    current.update(ask, facts, &mut world.at())
                }
                Act::Name(given) => {
                    let ask = Changes { first_name: Some(if *given { "Ada" } else { "" }.into()), ..Changes::default() };
                    current.update(ask, facts, &mut world.at())
                }
                Act::Prepare => {
                    let step = current.prepare_verification(Strategy::EmailCode, facts, &mut world.at());
                    if let Some(Effect::SendCode { to, code, .. }) = step.effects.first() {
                        last_code = Some((to.clone(), code.reveal().to_owned()));
                    }
                    step
                }
                Act::Code(right) => {
                    let code = match &last_code {
                        Some((_, code)) if *right => code.clone(),
                        _ => "wrong".to_owned(),
                    };
                    let step = current.attempt_verification(Strategy::EmailCode, &code, facts, &mut world.at());
                    if step.next.details().email.as_ref().is_some_and(ClaimedEmail::is_verified)
                        && !sign_up.details().email.as_ref().is_some_and(ClaimedEmail::is_verified)
                    {
                        prop_assert!(*right);
                        proven = last_code.as_ref().map(|(to, _)| to.clone());
                    }
                    step
                }
                Act::Wait(seconds) => {
                    world.advance(Seconds(*seconds));
                    Step::done(current)
                }
                Act::Taken(now) => {
                    taken = *now;
                    Step::done(current)
                }
            };
            if let Some(user) = user_of(&step) {
                made += 1;
                prop_assert!(!taken);
                prop_assert!(user.password.is_some());
                prop_assert!(!name_required || user.first_name.is_some());
                prop_assert_eq!(user.email.as_ref().map(|email| &email.address), proven.as_ref());
            }
            let now = step.next.status(world.now);
            prop_assert_eq!(made, i32::from(now == "complete"));
            if was == "abandoned" || was == "complete" {
                prop_assert_eq!(now, was, "what is over stays over");
            }
            let stored = serde_json::to_string(&step.next).unwrap();
            sign_up = serde_json::from_str(&stored).unwrap();
            prop_assert_eq!(&sign_up, &step.next);
        }
    }
}

#[test]
fn nobody_signs_up_without_the_terms_where_the_instance_asks() {
    let mut world = World::new();
    let mut rules = Settings::default();
    rules.sign_up.legal_consent = true;
    rules.sign_up.verify_email_address = false;
    let client = nobody();
    let facts = Facts { email_taken: false, client: &client, rules: &rules };
    let says = |legal_accepted| Changes { legal_accepted, ..Changes::default() };

    let begun = SignUp::create(full(), facts, &mut world.at()).next;
    assert_eq!(begun.missing_fields(&rules), ["legal_accepted"]);
    assert!(SignUp::required_fields(&rules).contains(&"legal_accepted"));
    let refused = begun.clone().update(says(Some(false)), facts, &mut world.at());
    assert_eq!(refused.outcome.unwrap_err().code, ErrorCode::LEGAL_NOT_ACCEPTED);
    assert_eq!(begun.clone().update(says(None), facts, &mut world.at()).next.status(world.now), "missing_requirements");

    let done = begun.update(says(Some(true)), facts, &mut world.at());

    let made = done.effects.iter().find_map(|effect| match effect {
        Effect::CreateUser(new) => new.legal_accepted_at,
        _ => None,
    });
    assert_eq!((done.next.status(world.now), made), ("complete", Some(world.now)));
    let unasked = Settings::default();
    let facts = Facts { rules: &unasked, ..facts };
    let ignored = SignUp::create(Changes { legal_accepted: Some(false), ..full() }, facts, &mut world.at());
    assert_eq!((ignored.outcome, ignored.next.details().legal_accepted_at), (Ok(()), None));
}
