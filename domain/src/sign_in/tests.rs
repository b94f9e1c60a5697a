use super::*;
use crate::Strategy;
use crate::testing::{World, ada, email, nobody, sent_code, signed_in};
use frontdesk_wire::Seconds;
use proptest::prelude::*;
use proptest::strategy::Strategy as _;

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

#[test]
fn the_diagram_shows_the_states_and_the_ways() {
    let diagram = include_str!("../sign_in.mermaid");
    let ways: Vec<(&str, &str)> = diagram
        .lines()
        .filter_map(|line| line.split_once(" --> "))
        .map(|(from, rest)| (from.trim(), rest.split(" : ").next().unwrap_or(rest).trim()))
        .collect();
    let drawn: std::collections::BTreeSet<&str> =
        ways.iter().flat_map(|(from, to)| [*from, *to]).filter(|state| *state != "[*]").collect();

    // Every state by its name in storage, which is the name on the wire; a new one does not compile until it stands here.
    let mut world = World::new();
    let (user, identifier) = (UserId::from("user_1"), email("ada@example.com"));
    let first = Proven::new(Strategy::Password, world.now);
    let account = Account::Known(user.clone());
    let states = [
        State::NeedsIdentifier,
        State::NeedsFirstFactor { account, identifier: identifier.clone(), verification: None },
        State::NeedsNewPassword { user: user.clone(), identifier: identifier.clone(), first: first.clone() },
        State::Complete { user, identifier, first, session: "sess_1".into() },
        State::Abandoned,
    ];
    let known: std::collections::BTreeSet<&str> = states
        .iter()
        .map(|state| match state {
            State::NeedsIdentifier => "needs_identifier",
            State::NeedsFirstFactor { .. } => "needs_first_factor",
            State::NeedsNewPassword { .. } => "needs_new_password",
            State::Complete { .. } => "complete",
            State::Abandoned => "abandoned",
        })
        .collect();
    assert_eq!(drawn, known);
    for state in &states {
        let stored = serde_json::to_value(state).unwrap();
        assert!(known.contains(stored["status"].as_str().unwrap()));
    }

    // Every way that the rules take is drawn, and every way that is drawn is taken.
    let mut taken = std::collections::BTreeSet::new();
    for _ in 0..400 {
        walk(&mut world, &mut taken);
    }
    let drawn_ways: std::collections::BTreeSet<(&str, &str)> =
        ways.into_iter().filter(|(from, to)| *from != "[*]" && *to != "[*]").collect();
    assert_eq!(taken, drawn_ways);
}

/// One random walk over everything that can be done to an attempt, noting where it led.
fn walk(world: &mut World, taken: &mut std::collections::BTreeSet<(&'static str, &'static str)>) {
    let rules = Settings::default();
    let user = ada();
    let mut sign_in = if world.at().below(4) == 0 {
        SignIn::create(NewSignIn::default(), None, &nobody(), &rules, &mut world.at()).next
    } else {
        named(world, &rules)
    };
    let mut code = String::new();
    for _ in 0..6 {
        let before = sign_in.status(world.now);
        let strategy = if world.at().below(2) == 0 { Strategy::EmailCode } else { Strategy::ResetPasswordEmailCode };
        let prepare = Prepare { strategy, email_address_id: None };
        let step = match world.at().below(7) {
            0 | 1 => sign_in.prepare_first_factor(prepare, Some(&user), &rules, &mut world.at()),
            2 => attempt(sign_in, by_code(strategy, &code), &user, world),
            3 => attempt(sign_in, Proof::Password(PasswordCheck::Differs), &user, world),
            4 => attempt(sign_in, Proof::Password(PasswordCheck::Matches), &user, world),
            5 => {
                let hash = PasswordHash::new("x");
                sign_in.reset_password(hash, true, Some(&user), &nobody(), &rules, &mut world.at())
            }
            _ => {
                world.advance(Seconds::hours(13));
                Step::done(sign_in.settle(world.now))
            }
        };
        if let Some(sent) = sent_code(&step.effects) {
            code = sent;
        }
        sign_in = step.next;
        let after = sign_in.status(world.now);
        let loops = before == "needs_first_factor" && after == before;
        if before != after || loops {
            taken.insert((before, after));
        }
    }
}

/// Everything that can be done to an attempt.
#[derive(Debug, Clone)]
enum Act {
    Prepare(Strategy),
    Code(Strategy, bool),
    Password(bool),
    Reset,
    Wait(i64),
}

fn act() -> impl proptest::strategy::Strategy<Value = Act> {
    let strategy =
        || prop_oneof![Just(Strategy::EmailCode), Just(Strategy::ResetPasswordEmailCode), Just(Strategy::Password)];
    prop_oneof![
        3 => strategy().prop_map(Act::Prepare),
        4 => (strategy(), prop::bool::weighted(0.3)).prop_map(|(strategy, right)| Act::Code(strategy, right)),
        2 => prop::bool::weighted(0.2).prop_map(Act::Password),
        1 => Just(Act::Reset),
        1 => prop_oneof![Just(31i64), Just(601), Just(90_000)].prop_map(Act::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever happens in whatever order: completing takes a proven factor, a session begins exactly then, guesses are
    /// bounded, every refusal is stored, and what is over stays over.
    #[test]
    fn no_order_of_acts_breaks_the_rules(acts in proptest::collection::vec(act(), 0..30), locked in any::<bool>()) {
        let mut world = World::new();
        let rules = Settings::default();
        let mut user = ada();
        let mut sign_in = named(&mut world, &rules);
        if locked {
            user.locked_until = Some(world.now.plus(Seconds::days(9)));
        }
        let mut last_code: Option<(Strategy, String)> = None;
        let mut proven: Option<Strategy> = None;
        let mut guesses_left = 0;

        for act in acts {
            let was = sign_in.status(world.now);
            let step = match &act {
                Act::Prepare(strategy) => {
                    let prepare = Prepare { strategy: *strategy, email_address_id: None };
                    let step = sign_in.clone().prepare_first_factor(prepare, Some(&user), &rules, &mut world.at());
                    if let Some(code) = sent_code(&step.effects) {
                        last_code = Some((*strategy, code));
                        guesses_left = rules.codes.max_attempts;
                    }
                    step
                }
                Act::Code(strategy, right) => {
                    let code = match &last_code {
                        Some((_, code)) if *right => code.clone(),
                        _ => "wrong".to_owned(),
                    };
                    let step = attempt(sign_in.clone(), by_code(*strategy, &code), &user, &mut world);
                    let judged = match &step.outcome {
                        Ok(()) => true,
                        Err(refusal) => refusal.code == ErrorCode::FORM_CODE_INCORRECT,
                    };
                    if judged {
                        prop_assert!(guesses_left > 0, "one guess too many");
                        guesses_left -= 1;
                    }
                    if step.outcome.is_ok() {
                        prop_assert!(*right);
                        prop_assert_eq!(last_code.as_ref().map(|(strategy, _)| strategy), Some(strategy));
                        proven = Some(*strategy);
                    } else if judged {
                        prop_assert!(counts_failure(&step));
                        prop_assert_ne!(&step.next, &sign_in, "a wrong code leaves a trace");
                    }
                    step
                }
                Act::Password(right) => {
                    let check = if *right { PasswordCheck::Matches } else { PasswordCheck::Differs };
                    let step = attempt(sign_in.clone(), Proof::Password(check), &user, &mut world);
                    if step.outcome.is_ok() {
                        prop_assert!(*right);
                        proven = Some(Strategy::Password);
                    }
                    step
                }
                Act::Reset => {
                    let hash = PasswordHash::new("x");
                    let step = sign_in.clone().reset_password(hash, true, Some(&user), &nobody(), &rules, &mut world.at());
                    if step.outcome.is_ok() {
                        prop_assert_eq!(proven, Some(Strategy::ResetPasswordEmailCode));
                    }
                    step
                }
                Act::Wait(seconds) => {
                    world.advance(Seconds(*seconds));
                    Step::done(sign_in.clone())
                }
            };
            let now = step.next.status(world.now);
            if now == "complete" {
                prop_assert!(proven.is_some() && !locked);
            }
            prop_assert_eq!(session_of(&step).is_some(), now == "complete" && was != "complete");
            if was == "abandoned" || was == "complete" {
                prop_assert_eq!(now, was, "what is over stays over");
            }
            let stored = serde_json::to_string(&step.next).unwrap();
            sign_in = serde_json::from_str(&stored).unwrap();
            prop_assert_eq!(&sign_in, &step.next);
        }
    }
}
