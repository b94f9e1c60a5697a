use crate::{NOW, activated, environment, later, refused, typed};
use frontdesk_sdk::Error;
use frontdesk_sdk::flow::{Answer, Ask, Channel, Event, Field, Press, SignInFlow, SignInScreen};
use frontdesk_sdk::platform::{FetchError, FetchErrorKind};
use frontdesk_sdk::wire::sign_in::Factor;
use frontdesk_sdk::wire::{ErrorCode, SignIn, SignInStatus, Strategy, Verification};
use std::sync::Arc;

fn factor(strategy: Strategy) -> Factor {
    let by_mail = strategy != Strategy::PASSWORD;
    Factor {
        strategy,
        safe_identifier: by_mail.then(|| "a**@example.com".into()),
        email_address_id: by_mail.then(|| "idn_1".into()),
        primary: by_mail.then_some(true),
    }
}

fn attempt(strategies: &[Strategy]) -> SignIn {
    SignIn {
        id: "sia_1".into(),
        status: SignInStatus::NeedsFirstFactor,
        identifier: Some("ada@example.com".into()),
        supported_first_factors: Some(strategies.iter().cloned().map(factor).collect()),
        abandon_at: later(86_400),
        ..SignIn::default()
    }
}

const ALL: [Strategy; 3] = [Strategy::PASSWORD, Strategy::EMAIL_CODE, Strategy::RESET_PASSWORD_EMAIL_CODE];

fn complete() -> SignIn {
    SignIn { status: SignInStatus::Complete, created_session_id: Some("sess_1".into()), ..attempt(&ALL) }
}

fn answer(attempt: SignIn) -> Event {
    Event::Answered(Answer::SignIn(Ok(attempt)))
}

fn refusal(status: u16, code: ErrorCode, field: Option<&str>) -> Event {
    Event::Answered(Answer::SignIn(Err(refused(status, code, field))))
}

/// A flow that has named Ada and may go on with these.
fn identified(strategies: &[Strategy]) -> SignInFlow {
    let mut flow = SignInFlow::new(environment());
    flow.on(typed(Field::Identifier, " ada@example.com "), NOW);
    let ask = flow.on(Event::Submit, NOW);
    assert!(matches!(ask, Some(Ask::CreateSignIn(ask)) if ask.identifier.as_deref() == Some("ada@example.com")));
    flow.on(answer(attempt(strategies)), NOW);
    flow
}

// conformance: J16
#[test]
fn an_address_a_password_and_done() {
    let mut flow = identified(&ALL);
    assert_eq!(flow.screen(), SignInScreen::Password);
    assert!(!flow.busy());

    flow.on(typed(Field::Password, "correct horse "), NOW);
    let Some(Ask::AttemptFirstFactor(ask)) = flow.on(Event::Submit, NOW) else { panic!("no attempt") };
    assert_eq!(ask.password.unwrap().expose(), "correct horse ", "spaces belong to a password");
    assert_eq!(flow.pressed(), Some(Press::Submit));

    assert_eq!(flow.on(answer(complete()), NOW), Some(Ask::Activate("sess_1".into())));
    assert!(flow.busy(), "the button stays pressed until the session is shown");
    flow.on(activated(), NOW);

    assert_eq!(flow.screen(), SignInScreen::Done);
    assert!(!flow.can_go_back());
}

#[test]
fn a_second_press_does_nothing_while_the_first_is_under_way() {
    let mut flow = SignInFlow::new(environment());
    flow.on(typed(Field::Identifier, "ada@example.com"), NOW);

    assert!(flow.on(Event::Submit, NOW).is_some());

    assert!(flow.on(Event::Submit, NOW).is_none());
    assert!(flow.on(Event::Back, NOW).is_none());
}

// conformance: J14
#[test]
fn nothing_typed_is_said_without_asking_the_server() {
    let mut flow = SignInFlow::new(environment());

    assert!(flow.on(Event::Submit, NOW).is_none());

    assert_eq!(flow.error(Field::Identifier).unwrap().code, ErrorCode::FORM_PARAM_NIL);
    flow.on(typed(Field::Identifier, "a"), NOW);
    assert!(flow.error(Field::Identifier).is_none(), "typing answers the error");
}

#[test]
fn an_unknown_identifier_is_said_at_the_field_and_stays_there_to_be_mended() {
    let mut flow = SignInFlow::new(environment());
    flow.on(typed(Field::Identifier, "nobody@example.com"), NOW);
    flow.on(Event::Submit, NOW);

    flow.on(refusal(422, ErrorCode::FORM_IDENTIFIER_NOT_FOUND, Some("identifier")), NOW);

    assert_eq!(flow.screen(), SignInScreen::Start);
    assert_eq!(flow.error(Field::Identifier).unwrap().long_message, "No, because.");
    assert_eq!(flow.value(Field::Identifier), "nobody@example.com");
    assert!(flow.banner().is_none() && !flow.busy());
}

#[test]
fn a_wrong_password_is_said_at_the_field_and_stays() {
    let mut flow = identified(&ALL);
    flow.on(typed(Field::Password, "wrong"), NOW);
    flow.on(Event::Submit, NOW);

    flow.on(refusal(422, ErrorCode::FORM_PASSWORD_INCORRECT, Some("password")), NOW);

    assert_eq!(flow.screen(), SignInScreen::Password);
    assert!(flow.error(Field::Password).is_some());
    assert_eq!(flow.value(Field::Password), "wrong");
}

#[test]
fn an_unreachable_server_is_said_at_the_top_and_another_press_tries_again() {
    let mut flow = identified(&ALL);
    flow.on(typed(Field::Password, "correct horse"), NOW);
    flow.on(Event::Submit, NOW);

    let down = Error::Network(FetchError::new(FetchErrorKind::Unreachable, ""));
    flow.on(Event::Answered(Answer::SignIn(Err(down))), NOW);

    assert_eq!(flow.banner().unwrap().code().as_str(), "network_error");
    assert!(flow.on(Event::Submit, NOW).is_some());
    assert!(flow.banner().is_none());
}

// conformance: J16
#[test]
fn a_password_that_a_manager_filled_in_is_tried_at_once() {
    let mut flow = SignInFlow::new(environment());
    flow.on(typed(Field::Identifier, "ada@example.com"), NOW);
    flow.on(typed(Field::Password, "correct horse"), NOW);
    flow.on(Event::Submit, NOW);

    let next = flow.on(answer(attempt(&ALL)), NOW);

    assert!(matches!(next, Some(Ask::AttemptFirstFactor(_))));
    assert_eq!(flow.screen(), SignInScreen::Password);
}

// conformance: J16
#[test]
fn without_a_password_a_code_is_sent_at_once() {
    let mut flow = SignInFlow::new(environment());
    flow.on(typed(Field::Identifier, "ada@example.com"), NOW);
    flow.on(Event::Submit, NOW);

    let Some(Ask::PrepareFirstFactor(ask)) = flow.on(answer(attempt(&[Strategy::EMAIL_CODE])), NOW) else { panic!() };

    assert_eq!(ask.email_address_id, Some("idn_1".into()));
    flow.on(answer(attempt(&[Strategy::EMAIL_CODE])), NOW);
    assert_eq!(flow.screen(), SignInScreen::Code(Channel::Email));
    assert_eq!(flow.destination(), "ada@example.com");
}

#[test]
fn an_instance_that_prefers_codes_begins_with_one() {
    let mut environment = environment();
    Arc::make_mut(&mut environment).display_config.preferred_sign_in_strategy = "otp".into();
    let mut flow = SignInFlow::new(environment);
    flow.on(typed(Field::Identifier, "ada@example.com"), NOW);
    flow.on(Event::Submit, NOW);

    assert!(matches!(flow.on(answer(attempt(&ALL)), NOW), Some(Ask::PrepareFirstFactor(_))));
}

/// A flow that waits for a code by e-mail, chosen instead of the password.
fn waiting_for_code() -> SignInFlow {
    let mut flow = identified(&ALL);
    flow.on(Event::ShowMethods, NOW);
    assert_eq!(flow.screen(), SignInScreen::Methods);
    let methods = flow.methods();
    assert_eq!(methods.len(), 1, "the password is where we come from");
    assert!(matches!(flow.on(Event::Use(0), NOW), Some(Ask::PrepareFirstFactor(_))));
    assert_eq!(flow.pressed(), Some(Press::Method(0)));
    flow.on(answer(attempt(&ALL)), NOW);
    flow
}

#[test]
fn a_wrong_code_is_cleared_and_said_and_the_next_one_works() {
    let mut flow = waiting_for_code();
    flow.on(typed(Field::Code, "111111"), NOW);
    flow.on(Event::Submit, NOW);

    flow.on(refusal(422, ErrorCode::FORM_CODE_INCORRECT, Some("code")), NOW);

    assert_eq!(flow.value(Field::Code), "");
    assert!(flow.error(Field::Code).is_some());
    flow.on(typed(Field::Code, "424242"), NOW);
    let Some(Ask::AttemptFirstFactor(ask)) = flow.on(Event::Submit, NOW) else { panic!() };
    assert_eq!((ask.strategy, ask.code.unwrap().expose()), (Strategy::EMAIL_CODE, "424242"));
}

#[test]
fn a_code_can_be_sent_again_after_half_a_minute() {
    let mut flow = waiting_for_code();

    assert_eq!(flow.resend_in(NOW), 30);
    assert!(flow.on(Event::Resend, later(29)).is_none());
    assert_eq!(flow.resend_in(later(30)), 0);

    assert!(matches!(flow.on(Event::Resend, later(30)), Some(Ask::PrepareFirstFactor(_))));
    assert_eq!(flow.pressed(), Some(Press::Resend));
}

#[test]
fn an_expired_code_or_too_many_attempts_open_the_way_to_a_new_code_at_once() {
    for code in [ErrorCode::VERIFICATION_EXPIRED, ErrorCode::VERIFICATION_FAILED] {
        let mut flow = waiting_for_code();
        flow.on(typed(Field::Code, "111111"), NOW);
        flow.on(Event::Submit, NOW);

        flow.on(refusal(400, code.clone(), None), NOW);

        assert_eq!(flow.error(Field::Code).unwrap().code, code);
        assert_eq!(flow.resend_in(NOW), 0);
        assert!(flow.on(Event::Resend, NOW).is_some());
    }
}

#[test]
fn a_code_asked_for_too_soon_waits_as_long_as_the_server_says() {
    let mut flow = waiting_for_code();
    flow.on(Event::Resend, later(30));

    flow.on(refusal(429, ErrorCode::VERIFICATION_CODE_TOO_MANY_REQUESTS, None), later(30));

    assert_eq!(flow.screen(), SignInScreen::Code(Channel::Email));
    assert_eq!(flow.resend_in(later(30)), 20);
    assert!(flow.banner().is_none());
}

// conformance: J20
#[test]
fn going_back_and_to_the_code_again_does_not_send_another() {
    let mut flow = waiting_for_code();
    flow.on(Event::Back, NOW);
    assert_eq!(flow.screen(), SignInScreen::Methods);

    assert!(flow.on(Event::Use(0), later(5)).is_none());

    assert_eq!(flow.screen(), SignInScreen::Code(Channel::Email));
}

// conformance: J14
#[test]
fn each_step_back_leads_one_screen_back_and_keeps_what_was_typed() {
    let mut flow = waiting_for_code();

    for expected in [SignInScreen::Methods, SignInScreen::Password, SignInScreen::Start] {
        assert!(flow.can_go_back());
        flow.on(Event::Back, NOW);
        assert_eq!(flow.screen(), expected);
    }

    assert!(!flow.can_go_back());
    assert_eq!(flow.value(Field::Identifier), " ada@example.com ");
}

#[test]
fn a_screen_that_one_has_left_backwards_can_be_visited_again() {
    let mut flow = waiting_for_code();
    assert_eq!(flow.depth(), 3);

    assert!(flow.revisit(SignInScreen::Start));
    assert_eq!((flow.screen(), flow.depth()), (SignInScreen::Start, 0));
    assert!(flow.revisit(SignInScreen::Methods));
    assert_eq!((flow.screen(), flow.depth()), (SignInScreen::Methods, 2));
    assert!(flow.revisit(SignInScreen::Code(Channel::Email)));
    assert!(!flow.revisit(SignInScreen::NewPassword), "nobody has been there");
    assert_eq!((flow.screen(), flow.depth()), (SignInScreen::Code(Channel::Email), 3));

    flow.revisit(SignInScreen::Password);
    flow.on(Event::ForgotPassword, NOW);
    assert!(!flow.revisit(SignInScreen::Code(Channel::Email)), "another way was taken");
    flow.revisit(SignInScreen::Start);
    flow.on(typed(Field::Identifier, "grace@example.com"), NOW);
    assert!(!flow.revisit(SignInScreen::Password), "it asked for somebody else's");
}

#[test]
fn no_screen_is_left_while_an_answer_is_awaited() {
    let mut flow = identified(&ALL);
    flow.on(typed(Field::Password, "correct horse"), NOW);
    flow.on(Event::Submit, NOW);

    assert!(!flow.revisit(SignInScreen::Start));
    assert_eq!(flow.screen(), SignInScreen::Password);
}

// conformance: J07, J17
#[test]
fn a_forgotten_password_is_replaced_by_code() {
    let mut flow = identified(&ALL);
    flow.on(Event::ForgotPassword, NOW);
    assert_eq!(flow.screen(), SignInScreen::ForgotPassword);
    let Some(Ask::PrepareFirstFactor(ask)) = flow.on(Event::Submit, NOW) else { panic!() };
    assert_eq!(ask.strategy, Strategy::RESET_PASSWORD_EMAIL_CODE);
    flow.on(answer(attempt(&ALL)), NOW);
    assert_eq!(flow.screen(), SignInScreen::ResetCode);
    flow.on(typed(Field::Code, "424242"), NOW);
    assert!(matches!(flow.on(Event::Submit, NOW), Some(Ask::AttemptFirstFactor(_))));
    flow.on(answer(SignIn { status: SignInStatus::NeedsNewPassword, ..attempt(&ALL) }), NOW);
    assert_eq!(flow.screen(), SignInScreen::NewPassword);

    flow.on(typed(Field::NewPassword, "short"), NOW);
    assert!(flow.on(Event::Submit, NOW).is_none());
    assert_eq!(flow.error(Field::NewPassword).unwrap().code, ErrorCode::FORM_PASSWORD_LENGTH_TOO_SHORT);

    flow.on(typed(Field::NewPassword, "a longer secret"), NOW);
    flow.sign_out_others(true);
    let Some(Ask::ResetPassword(ask)) = flow.on(Event::Submit, NOW) else { panic!() };
    assert_eq!(ask.sign_out_of_other_sessions, Some(true));
    flow.on(refusal(422, ErrorCode::known("form_password_pwned"), Some("password")), NOW);
    assert!(flow.error(Field::NewPassword).is_some());

    flow.on(Event::Submit, NOW);
    assert_eq!(flow.on(answer(complete()), NOW), Some(Ask::Activate("sess_1".into())));
}

#[test]
fn without_a_way_to_reset_the_other_methods_are_offered() {
    let mut flow = identified(&[Strategy::PASSWORD, Strategy::EMAIL_CODE]);

    flow.on(Event::ForgotPassword, NOW);

    assert_eq!(flow.screen(), SignInScreen::Methods);
}

#[test]
fn an_attempt_that_is_gone_begins_anew_with_the_address_kept() {
    let mut flow = identified(&ALL);
    flow.on(typed(Field::Password, "correct horse"), NOW);
    flow.on(Event::Submit, NOW);

    flow.on(refusal(404, ErrorCode::RESOURCE_NOT_FOUND, None), NOW);

    assert_eq!(flow.screen(), SignInScreen::Start);
    assert!(flow.banner().is_some());
    assert_eq!(flow.value(Field::Identifier), " ada@example.com ");
}

// conformance: J19
#[test]
fn who_is_signed_in_already_is_shown_instead_of_an_error() {
    let mut flow = identified(&ALL);
    flow.on(typed(Field::Password, "correct horse"), NOW);
    flow.on(Event::Submit, NOW);

    let next = flow.on(refusal(400, ErrorCode::SESSION_EXISTS, None), NOW);

    assert_eq!(next, Some(Ask::AdoptSession));
    flow.on(activated(), NOW);
    assert_eq!(flow.screen(), SignInScreen::Done);
}

// conformance: J20
#[test]
fn a_reload_in_the_code_step_continues_there_and_sends_nothing() {
    let sent = Verification { strategy: Strategy::EMAIL_CODE, expire_at: Some(later(600)), ..Verification::default() };
    let begun = SignIn { first_factor_verification: Some(sent), ..attempt(&ALL) };

    let flow = SignInFlow::resume(environment(), &begun, NOW);

    assert_eq!(flow.screen(), SignInScreen::Code(Channel::Email));
    assert_eq!(flow.value(Field::Identifier), "ada@example.com");
    assert_eq!(flow.resend_in(NOW), 0);
    assert!(flow.can_go_back());

    let late = SignInFlow::resume(environment(), &begun, later(601));
    assert_eq!(late.screen(), SignInScreen::Password);
    let abandoned = SignInFlow::resume(environment(), &begun, later(90_000));
    assert_eq!(abandoned.screen(), SignInScreen::Start);
}

#[test]
fn a_reload_before_the_new_password_continues_there() {
    let begun = SignIn { status: SignInStatus::NeedsNewPassword, ..attempt(&ALL) };

    assert_eq!(SignInFlow::resume(environment(), &begun, NOW).screen(), SignInScreen::NewPassword);
}

#[test]
fn debug_shows_no_password() {
    let mut flow = identified(&ALL);
    flow.on(typed(Field::Password, "correct horse"), NOW);

    assert!(!format!("{flow:?}").contains("correct horse"));
}
