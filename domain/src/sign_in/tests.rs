mod walks;

use super::*;
use crate::Strategy;
use crate::testing::{World, ada, email, nobody, sent_code, signed_in};
use frontdesk_wire::Seconds;

fn ask(identifier: &str) -> NewSignIn {
    NewSignIn { identifier: Some(email(identifier)), ..NewSignIn::default() }
}

fn named(world: &mut World, rules: &Settings) -> SignIn {
    let step = SignIn::create(ask("ada@example.com"), Some(&ada()), &nobody(), rules, &mut world.at());
    assert_eq!(step.outcome, Ok(()));
    step.next
}

fn prepare(sign_in: SignIn, strategy: Strategy, world: &mut World) -> (SignIn, String) {
    let ask = Prepare { strategy, email_address_id: None };
    let step = sign_in.prepare_first_factor(ask, Some(&ada()), &Settings::default(), &mut world.at());
    assert_eq!(step.outcome, Ok(()));
    (step.next, sent_code(&step.effects).unwrap())
}

fn attempt(sign_in: SignIn, proof: Proof, user: &UserFactors, world: &mut World) -> Step<SignIn> {
    sign_in.attempt_first_factor(proof, Some(user), &nobody(), &Settings::default(), &mut world.at())
}

fn by_code(strategy: Strategy, code: &str) -> Proof {
    Proof::Code { strategy, code: code.to_owned() }
}

fn refusal(step: &Step<SignIn>) -> &str {
    step.outcome.as_ref().unwrap_err().code.as_str()
}

fn session_of(step: &Step<SignIn>) -> Option<&Session> {
    step.effects.iter().find_map(|effect| match effect {
        Effect::CreateSession(session) => Some(session),
        _ => None,
    })
}

fn counts_failure(step: &Step<SignIn>) -> bool {
    step.effects.iter().any(|effect| matches!(effect, Effect::CountFailure { limit: 100, .. }))
}

#[test]
fn an_empty_attempt_waits_for_an_identifier() {
    let mut world = World::new();

    let step = SignIn::create(NewSignIn::default(), None, &nobody(), &Settings::default(), &mut world.at());

    assert_eq!((step.outcome, step.next.status(world.now)), (Ok(()), "needs_identifier"));
    assert_eq!(step.next.supported_first_factors(None, &Settings::default()), None);
}

#[test]
fn an_unknown_identifier_is_refused_at_its_field() {
    let step = SignIn::create(ask("eve@example.com"), None, &nobody(), &Settings::default(), &mut World::new().at());

    let expected = Refusal::field(Field::Identifier, ErrorCode::FORM_IDENTIFIER_NOT_FOUND);
    assert_eq!(step.outcome, Err(expected));
    assert_eq!(step.next.state(), &State::NeedsIdentifier);
}

#[test]
fn a_password_or_strategy_needs_an_identifier() {
    for ask in [
        NewSignIn { password: Some(PasswordCheck::Matches), ..NewSignIn::default() },
        NewSignIn { strategy: Some(Strategy::EmailCode), ..NewSignIn::default() },
    ] {
        let step = SignIn::create(ask, None, &nobody(), &Settings::default(), &mut World::new().at());

        assert_eq!(step.outcome, Err(Refusal::field(Field::Identifier, ErrorCode::FORM_PARAM_MISSING)));
    }
}

#[test]
fn identifier_and_password_at_once_complete() {
    let mut world = World::new();
    let ask = NewSignIn { password: Some(PasswordCheck::Matches), ..ask("ada@example.com") };

    let step = SignIn::create(ask, Some(&ada()), &nobody(), &Settings::default(), &mut world.at());

    assert_eq!((&step.outcome, step.next.status(world.now)), (&Ok(()), "complete"));
    let session = session_of(&step).unwrap();
    assert_eq!(Some(&session.id), step.next.created_session());
    assert_eq!((session.user.as_str(), session.first_factor_at), ("user_ada", Some(world.now)));
    assert_eq!(
        step.effects,
        [
            Effect::ClearFailures { user: "user_ada".into() },
            Effect::CreateSession(session.clone()),
            Effect::RotateClient,
            Effect::NoteSignIn { user: "user_ada".into(), at: world.now },
        ]
    );
}

#[test]
fn a_wrong_password_leaves_somebody_named_and_counts() {
    let mut world = World::new();
    let ask = NewSignIn { password: Some(PasswordCheck::Differs), ..ask("ada@example.com") };

    let step = SignIn::create(ask, Some(&ada()), &nobody(), &Settings::default(), &mut world.at());

    assert_eq!(step.outcome, Err(Refusal::field(Field::Password, ErrorCode::FORM_PASSWORD_INCORRECT)));
    assert_eq!(step.next.status(world.now), "needs_first_factor");
    assert!(counts_failure(&step));
}

#[test]
fn identifier_and_strategy_at_once_send_a_code() {
    let mut world = World::new();
    let ask = NewSignIn { strategy: Some(Strategy::EmailCode), ..ask("ada@example.com") };

    let step = SignIn::create(ask, Some(&ada()), &nobody(), &Settings::default(), &mut world.at());

    let code = sent_code(&step.effects).unwrap();
    let done = attempt(step.next, by_code(Strategy::EmailCode, &code), &ada(), &mut world);
    assert_eq!((&done.outcome, done.next.status(world.now)), (&Ok(()), "complete"));
}

#[test]
fn a_code_completes_once() {
    let mut world = World::new();
    let sign_in = named(&mut world, &Settings::default());
    let (sign_in, code) = prepare(sign_in, Strategy::EmailCode, &mut world);

    let done = attempt(sign_in, by_code(Strategy::EmailCode, &code), &ada(), &mut world);
    assert!(session_of(&done).is_some());

    let again = attempt(done.next.clone(), by_code(Strategy::EmailCode, &code), &ada(), &mut world);
    assert_eq!(refusal(&again), "client_state_invalid");
    assert_eq!((again.next, again.effects), (done.next, vec![]));
}

#[test]
fn a_wrong_code_is_saved_and_counts_for_the_lock() {
    let mut world = World::new();
    let sign_in = named(&mut world, &Settings::default());
    let (sign_in, _) = prepare(sign_in, Strategy::EmailCode, &mut world);

    let step = attempt(sign_in.clone(), by_code(Strategy::EmailCode, "wrong"), &ada(), &mut world);

    assert_eq!(refusal(&step), "form_code_incorrect");
    assert_ne!(step.next, sign_in);
    assert!(counts_failure(&step));
    let Some(FirstFactorProgress::Code(verification)) = step.next.first_factor() else { panic!() };
    assert_eq!(verification.attempts(), 1);
}

#[test]
fn codes_are_asked_for_first_and_for_their_purpose() {
    let mut world = World::new();
    let sign_in = named(&mut world, &Settings::default());

    let early = attempt(sign_in.clone(), by_code(Strategy::EmailCode, "123456"), &ada(), &mut world);
    assert_eq!(refusal(&early), "verification_missing");
    assert!(!counts_failure(&early));

    let (sign_in, code) = prepare(sign_in, Strategy::ResetPasswordEmailCode, &mut world);
    let other = attempt(sign_in, by_code(Strategy::EmailCode, &code), &ada(), &mut world);
    assert_eq!(refusal(&other), "verification_strategy_invalid");
    assert_eq!(other.next.status(world.now), "needs_first_factor");
}

#[test]
fn what_the_instance_or_the_user_lacks_is_refused() {
    let mut world = World::new();
    let mut rules = Settings::default();
    rules.sign_in.email_code = false;
    let sign_in = named(&mut world, &rules);
    let no_password = UserFactors { has_password: false, ..ada() };
    let mut prepare = |strategy, id: Option<&str>, user: &UserFactors| {
        let ask = Prepare { strategy, email_address_id: id.map(Into::into) };
        let step = sign_in.clone().prepare_first_factor(ask, Some(user), &rules, &mut world.at());
        refusal(&step).to_owned()
    };

    assert_eq!(prepare(Strategy::EmailCode, None, &ada()), "form_param_value_disabled");
    assert_eq!(prepare(Strategy::Password, None, &ada()), "strategy_for_user_invalid");
    assert_eq!(prepare(Strategy::ResetPasswordEmailCode, None, &no_password), "strategy_for_user_invalid");
    assert_eq!(prepare(Strategy::ResetPasswordEmailCode, Some("idn_other"), &ada()), "form_resource_not_found");

    let step = attempt(sign_in.clone(), Proof::Password(PasswordCheck::Differs), &no_password, &mut world);
    assert_eq!(refusal(&step), "strategy_for_user_invalid");
}

#[test]
fn a_reset_needs_the_code_and_then_a_password() {
    let mut world = World::new();
    let sign_in = named(&mut world, &Settings::default());
    let hash = PasswordHash::new("new");
    let reset = |sign_in: SignIn, others, world: &mut World| {
        sign_in.reset_password(hash.clone(), others, Some(&ada()), &nobody(), &Settings::default(), &mut world.at())
    };

    assert_eq!(refusal(&reset(sign_in.clone(), true, &mut world)), "client_state_invalid");

    let (sign_in, code) = prepare(sign_in, Strategy::ResetPasswordEmailCode, &mut world);
    let proven = attempt(sign_in, by_code(Strategy::ResetPasswordEmailCode, &code), &ada(), &mut world);
    assert_eq!((&proven.outcome, proven.next.status(world.now)), (&Ok(()), "needs_new_password"));
    assert!(session_of(&proven).is_none());

    let done = reset(proven.next.clone(), true, &mut world);
    assert_eq!(done.next.status(world.now), "complete");
    let keep = done.next.created_session().unwrap().clone();
    assert!(done.effects.contains(&Effect::SetPassword { user: "user_ada".into(), hash: hash.clone() }));
    assert!(done.effects.contains(&Effect::RevokeOtherSessions { user: "user_ada".into(), keep }));

    let quiet = reset(proven.next, false, &mut world);
    assert!(!quiet.effects.iter().any(|effect| matches!(effect, Effect::RevokeOtherSessions { .. })));
}

#[test]
fn a_locked_user_is_told_for_how_long_and_the_right_password_does_not_help() {
    let mut world = World::new();
    let sign_in = named(&mut world, &Settings::default());
    let locked = UserFactors { locked_until: Some(world.now.plus(Seconds(90))), ..ada() };

    let step = attempt(sign_in.clone(), Proof::Password(PasswordCheck::Matches), &locked, &mut world);
    assert_eq!((refusal(&step), &step.next), ("user_locked", &sign_in));
    assert_eq!(step.outcome.unwrap_err().meta.lockout_expires_in_seconds, Some(90));

    world.advance(Seconds(90));
    let step = attempt(sign_in, Proof::Password(PasswordCheck::Matches), &locked, &mut world);
    assert_eq!(step.outcome, Ok(()));
}

#[test]
fn a_banned_user_gets_nowhere() {
    let mut world = World::new();
    let banned = UserFactors { banned: true, ..ada() };

    let step = SignIn::create(ask("ada@example.com"), Some(&banned), &nobody(), &Settings::default(), &mut world.at());
    assert_eq!(refusal(&step), "user_banned");

    let sign_in = named(&mut world, &Settings::default());
    let step = attempt(sign_in.clone(), Proof::Password(PasswordCheck::Matches), &banned, &mut world);
    assert_eq!((refusal(&step), session_of(&step)), ("user_banned", None));

    let (sign_in, code) = prepare(sign_in, Strategy::ResetPasswordEmailCode, &mut world);
    let step = attempt(sign_in, by_code(Strategy::ResetPasswordEmailCode, &code), &banned, &mut world);
    assert_eq!((refusal(&step), step.next.status(world.now)), ("user_banned", "needs_first_factor"));
}

#[test]
fn whoever_is_signed_in_here_is_pointed_at_the_session() {
    let mut world = World::new();
    let client = signed_in("user_ada", &mut world);
    let rules = Settings::default();

    let step = SignIn::create(ask("ada@example.com"), Some(&ada()), &client, &rules, &mut world.at());
    let refused = step.outcome.unwrap_err();
    assert_eq!(refused.code, ErrorCode::IDENTIFIER_ALREADY_SIGNED_IN);
    assert_eq!(refused.meta.session_id.as_deref(), Some(client.sessions[0].id.as_str()));

    let late = named(&mut world, &rules);
    let proof = Proof::Password(PasswordCheck::Matches);
    let step = late.attempt_first_factor(proof, Some(&ada()), &client, &rules, &mut world.at());
    assert_eq!((refusal(&step), session_of(&step)), ("identifier_already_signed_in", None));
}

#[test]
fn another_person_may_sign_in_beside_unless_there_is_one_session_only() {
    let mut world = World::new();
    let client = signed_in("user_bob", &mut world);
    let mut single = Settings::default();
    single.sessions.single_session = true;
    let with = || NewSignIn { password: Some(PasswordCheck::Matches), ..ask("ada@example.com") };

    let beside = SignIn::create(with(), Some(&ada()), &client, &Settings::default(), &mut world.at());
    assert_eq!(beside.outcome, Ok(()));
    let refused = SignIn::create(with(), Some(&ada()), &client, &single, &mut world.at());
    assert_eq!(refusal(&refused), "session_exists");
}

#[test]
fn the_facts_must_be_of_the_user_who_is_named() {
    let mut world = World::new();
    let sign_in = named(&mut world, &Settings::default());
    let bob = UserFactors { user: "user_bob".into(), ..ada() };

    for user in [None, Some(&bob)] {
        let proof = Proof::Password(PasswordCheck::Matches);
        let step = sign_in.clone().attempt_first_factor(proof, user, &nobody(), &Settings::default(), &mut world.at());
        assert_eq!(refusal(&step), "sign_in_identification_or_user_deleted");
        assert!(session_of(&step).is_none());
    }
}

#[test]
fn a_code_to_an_unproven_address_proves_it() {
    let mut world = World::new();
    let mut user = ada();
    user.emails[0].verified = false;
    let (sign_in, code) = {
        let sign_in = named(&mut world, &Settings::default());
        prepare(sign_in, Strategy::EmailCode, &mut world)
    };

    let step = attempt(sign_in, by_code(Strategy::EmailCode, &code), &user, &mut world);

    assert_eq!(step.effects[0], Effect::VerifyEmail { user: "user_ada".into(), address: "idn_ada".into() });
}

#[test]
fn a_test_address_gets_no_message_and_takes_the_fixed_code() {
    let mut world = World::new();
    let mut user = ada();
    user.emails[0].address = email("ada+clerk_test@example.com");
    let ask = NewSignIn { strategy: Some(Strategy::EmailCode), ..ask("ada+clerk_test@example.com") };

    let step = SignIn::create(ask, Some(&user), &nobody(), &Settings::default(), &mut world.at());

    assert_eq!((&step.outcome, &step.effects), (&Ok(()), &vec![]));
    let done = attempt(step.next, by_code(Strategy::EmailCode, "424242"), &user, &mut world);
    assert_eq!(done.next.status(world.now), "complete");
}

#[test]
fn a_hidden_account_looks_like_any_other() {
    let mut world = World::new();
    let rules = Settings { enumeration_protection: true, ..Settings::default() };
    let create = |found: Option<&UserFactors>, address: &str, world: &mut World| {
        SignIn::create(ask(address), found, &nobody(), &rules, &mut world.at())
    };
    let user = ada();
    let known = create(Some(&user), "ada@example.com", &mut world);
    let hidden = create(None, "eve@example.com", &mut world);

    let offers = |step: &Step<SignIn>, user| {
        let factors = step.next.supported_first_factors(user, &rules).unwrap();
        factors.iter().map(|factor| factor.strategy()).collect::<Vec<_>>()
    };
    assert_eq!(hidden.outcome, Ok(()));
    assert_eq!(offers(&hidden, None), offers(&known, Some(&user)));

    let wrong = Proof::Password(PasswordCheck::Differs);
    let told = |step: Step<SignIn>, user, world: &mut World| {
        step.next.attempt_first_factor(wrong.clone(), user, &nobody(), &rules, &mut world.at()).outcome
    };
    assert_eq!(told(hidden, None, &mut world), told(known, Some(&user), &mut world));
}

#[test]
fn no_code_opens_an_account_that_does_not_exist() {
    let mut world = World::new();
    let rules = Settings { enumeration_protection: true, ..Settings::default() };
    let ask = NewSignIn { strategy: Some(Strategy::EmailCode), ..ask("eve+clerk_test@example.com") };
    let hidden = SignIn::create(ask, None, &nobody(), &rules, &mut world.at());
    assert_eq!((&hidden.outcome, &hidden.effects), (&Ok(()), &vec![]));

    for proof in [by_code(Strategy::EmailCode, "424242"), Proof::Password(PasswordCheck::Matches)] {
        let step = hidden.next.clone().attempt_first_factor(proof, None, &nobody(), &rules, &mut world.at());
        assert!(step.outcome.is_err());
        assert_eq!(step.effects, []);
    }
}
