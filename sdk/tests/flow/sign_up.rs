use crate::{NOW, activated, environment, later, refused, typed};
use frontdesk_sdk::flow::{Answer, Ask, Channel, Event, Field, SignUpField, SignUpFlow, SignUpScreen};
use frontdesk_sdk::wire::sign_up::SignUpVerifications;
use frontdesk_sdk::wire::{ErrorCode, SignUp, SignUpStatus, Strategy, Verification};
use std::sync::Arc;

fn attempt() -> SignUp {
    SignUp {
        id: "sua_1".into(),
        email_address: Some("ada@example.com".into()),
        has_password: true,
        unverified_fields: vec!["email_address".into()],
        abandon_at: later(86_400),
        ..SignUp::default()
    }
}

fn prepared() -> SignUp {
    let sent = Verification { strategy: Strategy::EMAIL_CODE, expire_at: Some(later(600)), ..Verification::default() };
    SignUp {
        verifications: SignUpVerifications { email_address: Some(sent), ..SignUpVerifications::default() },
        ..attempt()
    }
}

fn complete() -> SignUp {
    SignUp { status: SignUpStatus::Complete, created_session_id: Some("sess_1".into()), ..attempt() }
}

fn answer(attempt: SignUp) -> Event {
    Event::Answered(Answer::SignUp(Ok(attempt)))
}

fn refusal(status: u16, code: ErrorCode, field: Option<&str>) -> Event {
    Event::Answered(Answer::SignUp(Err(refused(status, code, field))))
}

fn filled_in() -> SignUpFlow {
    let mut flow = SignUpFlow::new(environment());
    flow.on(typed(Field::EmailAddress, "ada@example.com"), NOW);
    flow.on(typed(Field::Password, "correct horse"), NOW);
    flow
}

fn waiting_for_code() -> SignUpFlow {
    let mut flow = filled_in();
    flow.on(Event::Submit, NOW);
    assert!(matches!(flow.on(answer(attempt()), NOW), Some(Ask::PrepareSignUp(_))));
    assert!(flow.busy(), "one press: saving and sending belong together");
    flow.on(answer(prepared()), NOW);
    flow
}

// conformance: K04
#[test]
fn a_form_a_code_and_done() {
    let mut flow = waiting_for_code();
    assert_eq!(flow.screen(), SignUpScreen::Code(Channel::Email));
    assert_eq!(flow.destination(), "ada@example.com");

    flow.on(typed(Field::Code, "424242"), NOW);
    assert!(matches!(flow.on(Event::Submit, NOW), Some(Ask::AttemptSignUp(_))));
    assert_eq!(flow.on(answer(complete()), NOW), Some(Ask::Activate("sess_1".into())));
    flow.on(activated(), NOW);

    assert_eq!(flow.screen(), SignUpScreen::Done);
}

#[test]
fn the_inputs_are_those_of_the_instance() {
    let flow = SignUpFlow::new(environment());

    let fields = flow.fields();

    let expected = [(Field::FirstName, false), (Field::EmailAddress, true), (Field::Password, true)];
    assert_eq!(fields, expected.map(|(field, required)| SignUpField { field, required }));
}

// conformance: K09
#[test]
fn consent_is_asked_where_the_instance_asks() {
    let mut environment = environment();
    Arc::make_mut(&mut environment).user_settings.sign_up.legal_consent_enabled = true;
    let mut flow = SignUpFlow::new(environment);
    flow.on(typed(Field::EmailAddress, "ada@example.com"), NOW);
    flow.on(typed(Field::Password, "correct horse"), NOW);

    assert!(flow.on(Event::Submit, NOW).is_none());
    assert_eq!(flow.error(Field::LegalAccepted).unwrap().code, ErrorCode::LEGAL_NOT_ACCEPTED);

    flow.on(typed(Field::LegalAccepted, "true"), NOW);
    let Some(Ask::CreateSignUp(ask)) = flow.on(Event::Submit, NOW) else { panic!() };
    assert_eq!(ask.legal_accepted, Some(true));
}

#[test]
fn everything_that_can_be_seen_here_is_said_at_once() {
    let mut flow = SignUpFlow::new(environment());
    flow.on(typed(Field::Password, "short"), NOW);

    assert!(flow.on(Event::Submit, NOW).is_none());

    assert!(flow.error(Field::EmailAddress).is_some());
    assert_eq!(flow.error(Field::Password).unwrap().code, ErrorCode::FORM_PASSWORD_LENGTH_TOO_SHORT);
    assert!(flow.error(Field::FirstName).is_none(), "optional");
}

#[test]
fn a_taken_address_is_said_at_the_field() {
    let mut flow = filled_in();
    flow.on(Event::Submit, NOW);

    flow.on(refusal(422, ErrorCode::FORM_IDENTIFIER_EXISTS, Some("email_address")), NOW);

    assert_eq!(flow.screen(), SignUpScreen::Start);
    assert!(flow.error(Field::EmailAddress).is_some() && flow.banner().is_none());
}

#[test]
fn a_wrong_code_is_cleared_and_a_dead_one_leads_to_a_new_one() {
    let mut flow = waiting_for_code();
    flow.on(typed(Field::Code, "000000"), NOW);
    flow.on(Event::Submit, NOW);
    flow.on(refusal(422, ErrorCode::FORM_CODE_INCORRECT, Some("code")), NOW);
    assert_eq!(flow.value(Field::Code), "");
    assert!(flow.error(Field::Code).is_some());
    assert!(flow.on(Event::Resend, NOW).is_none());

    flow.on(typed(Field::Code, "000001"), NOW);
    flow.on(Event::Submit, NOW);
    flow.on(refusal(400, ErrorCode::VERIFICATION_FAILED, None), NOW);

    assert_eq!(flow.error(Field::Code).unwrap().code, ErrorCode::VERIFICATION_FAILED);
    assert!(matches!(flow.on(Event::Resend, NOW), Some(Ask::PrepareSignUp(_))));
}

#[test]
fn an_address_can_be_mended_after_the_code_was_sent() {
    let mut flow = waiting_for_code();
    flow.on(Event::Back, NOW);
    assert_eq!(flow.screen(), SignUpScreen::Start);
    assert_eq!(flow.value(Field::EmailAddress), "ada@example.com");

    flow.on(typed(Field::EmailAddress, "ada@example.org"), NOW);
    let Some(Ask::UpdateSignUp(ask)) = flow.on(Event::Submit, later(5)) else { panic!() };
    assert_eq!(ask.email_address.as_deref(), Some("ada@example.org"));
    let changed = SignUp { email_address: Some("ada@example.org".into()), ..attempt() };

    assert!(matches!(flow.on(answer(changed), later(5)), Some(Ask::PrepareSignUp(_))));
}

#[test]
fn the_code_can_be_visited_again_until_something_else_is_typed() {
    let code = SignUpScreen::Code(Channel::Email);
    let mut flow = waiting_for_code();
    assert!(!flow.revisit(SignUpScreen::Continue));
    assert!(flow.revisit(SignUpScreen::Start));
    assert!(flow.revisit(code));
    assert_eq!(flow.screen(), code);

    flow.revisit(SignUpScreen::Start);
    flow.on(typed(Field::EmailAddress, "b@example.com"), NOW);

    assert!(!flow.revisit(code));
    assert_eq!(flow.screen(), SignUpScreen::Start);
}

#[test]
fn going_back_and_on_with_the_same_address_does_not_send_another_code() {
    let mut flow = waiting_for_code();
    flow.on(Event::Back, NOW);
    flow.on(Event::Submit, later(5));

    let next = flow.on(answer(prepared()), later(5));

    assert!(next.is_none());
    assert_eq!(flow.screen(), SignUpScreen::Code(Channel::Email));
}

// conformance: K02
#[test]
fn what_the_server_still_misses_is_asked_for() {
    let mut flow = filled_in();
    flow.on(Event::Submit, NOW);
    let misses = SignUp { missing_fields: vec!["username".into()], ..attempt() };

    flow.on(answer(misses), NOW);

    assert_eq!(flow.screen(), SignUpScreen::Continue);
    assert_eq!(flow.fields(), [SignUpField { field: Field::Username, required: true }]);
    flow.on(typed(Field::Username, "ada"), NOW);
    let Some(Ask::UpdateSignUp(ask)) = flow.on(Event::Submit, NOW) else { panic!() };
    assert_eq!((ask.username.as_deref(), ask.email_address, ask.password), (Some("ada"), None, None));
}

#[test]
fn an_attempt_that_is_gone_is_begun_again_with_what_was_typed() {
    let mut flow = waiting_for_code();
    flow.on(Event::Back, NOW);
    flow.on(Event::Submit, NOW);

    let next = flow.on(refusal(404, ErrorCode::RESOURCE_NOT_FOUND, None), NOW);

    let Some(Ask::CreateSignUp(ask)) = next else { panic!("begun again") };
    assert_eq!(ask.email_address.as_deref(), Some("ada@example.com"));
}

// conformance: K02
#[test]
fn a_reload_continues_where_it_was() {
    let flow = SignUpFlow::resume(environment(), &prepared(), NOW);
    assert_eq!(flow.screen(), SignUpScreen::Code(Channel::Email));
    assert_eq!(flow.value(Field::EmailAddress), "ada@example.com");

    let late = SignUpFlow::resume(environment(), &prepared(), later(601));
    assert_eq!(late.screen(), SignUpScreen::Start);

    let abandoned = SignUpFlow::resume(environment(), &prepared(), later(90_000));
    assert_eq!(abandoned.screen(), SignUpScreen::Start);
    assert!(abandoned.attempt().is_none());
}

#[test]
fn after_a_reload_the_kept_password_need_not_be_typed_again() {
    let mut flow = SignUpFlow::resume(environment(), &prepared(), later(601));

    let Some(Ask::UpdateSignUp(ask)) = flow.on(Event::Submit, later(601)) else { panic!() };

    assert_eq!(ask.password, None);
}

// conformance: K10
#[test]
fn a_closed_instance_says_so_before_anything_is_typed() {
    let mut environment = environment();
    Arc::make_mut(&mut environment).user_settings.sign_up.mode = "restricted".into();

    assert_eq!(SignUpFlow::new(environment).screen(), SignUpScreen::Restricted);
}

#[test]
fn an_unknown_environment_asks_for_address_and_password() {
    let fields = SignUpFlow::new(Arc::default()).fields();

    assert_eq!(fields.iter().map(|one| one.field).collect::<Vec<_>>(), [Field::EmailAddress, Field::Password]);
}
