//! Walks over everything that can be done to an attempt, in any order: the diagram, and what holds everywhere.

use super::*;
use crate::Strategy;
use proptest::prelude::*;
use proptest::strategy::Strategy as _;

#[test]
fn the_diagram_shows_the_states_and_the_ways() {
    let diagram = include_str!("../../sign_in.mermaid");
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
