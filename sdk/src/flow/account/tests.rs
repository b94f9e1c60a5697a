use super::*;
use frontdesk_wire::{Verification, VerificationStatus};

const NOW: Timestamp = Timestamp(1_748_736_000_000);

fn ada() -> User {
    User {
        first_name: Some("Ada".to_owned()),
        last_name: Some("Lovelace".to_owned()),
        username: Some("ada".to_owned()),
        password_enabled: true,
        ..User::default()
    }
}

fn typed(flow: &mut AccountFlow, field: Field, value: &str) {
    assert_eq!(flow.on(Event::Typed(field, value.to_owned()), NOW), None);
}

fn answer(flow: &mut AccountFlow, answer: Result<Option<EmailAddress>, Error>) -> Option<AccountAsk> {
    flow.on(Event::Answered(Answer::Account(answer)), NOW)
}

fn address(status: VerificationStatus) -> EmailAddress {
    EmailAddress {
        id: "idn_2".into(),
        email_address: "b@example.com".to_owned(),
        verification: Some(Verification { status, ..Verification::default() }),
        ..EmailAddress::default()
    }
}

fn refusal(code: &'static str, param: &str) -> Error {
    let meta = frontdesk_wire::error::ErrorMeta { param_name: Some(param.to_owned()), ..Default::default() };
    let error = ApiError { code: ErrorCode::known(code), meta: Some(meta), ..ApiError::default() };
    Error::Api(std::sync::Arc::new(crate::ApiFailure {
        status: 422,
        errors: vec![error],
        retry_after: None,
        trace_id: None,
    }))
}

#[test]
fn names_are_sent_once_and_unchanged_ones_are_not() {
    let mut flow = AccountFlow::names(&ada());
    assert_eq!(flow.on(Event::Submit, NOW), None);
    assert_eq!(flow.screen(), AccountScreen::Done);

    let mut flow = AccountFlow::names(&ada());
    typed(&mut flow, Field::LastName, " King ");
    let ask = flow.on(Event::Submit, NOW);
    let change = UpdateMe { first_name: Some("Ada".into()), last_name: Some("King".into()), ..UpdateMe::default() };
    assert_eq!(ask, Some(AccountAsk::Update(change)));
    assert_eq!(flow.on(Event::Submit, NOW), None, "a second press does nothing");
    assert_eq!(answer(&mut flow, Ok(None)), None);
    assert_eq!(flow.screen(), AccountScreen::Done);
}

#[test]
fn an_error_goes_to_its_field_and_what_was_typed_stays() {
    let mut flow = AccountFlow::username(&ada());
    typed(&mut flow, Field::Username, "grace");
    flow.on(Event::Submit, NOW);

    answer(&mut flow, Err(refusal("form_identifier_exists", "username")));

    assert!(flow.error(Field::Username).is_some() && flow.banner().is_none());
    assert_eq!(flow.value(Field::Username), "grace");
    assert_eq!(flow.pressed(), None);
}

#[test]
fn an_address_is_added_then_its_code_is_sent_and_tried() {
    let mut flow = AccountFlow::add_email_address();
    assert_eq!(flow.on(Event::Submit, NOW), None);
    assert!(flow.error(Field::EmailAddress).is_some());

    typed(&mut flow, Field::EmailAddress, "b@example.com");
    assert_eq!(flow.on(Event::Submit, NOW), Some(AccountAsk::AddEmailAddress("b@example.com".to_owned())));
    let send = answer(&mut flow, Ok(Some(address(VerificationStatus::Unverified))));
    assert_eq!(send, Some(AccountAsk::SendCode("idn_2".into())));
    assert_eq!(flow.screen(), AccountScreen::Form, "the code has not been sent yet");
    assert_eq!(answer(&mut flow, Ok(Some(address(VerificationStatus::Unverified)))), None);
    assert_eq!(flow.screen(), AccountScreen::Code);
    assert_eq!((flow.address(), flow.resend_in(NOW)), (Some("b@example.com"), 30));
    assert_eq!(flow.on(Event::Resend, NOW), None, "not yet");

    typed(&mut flow, Field::Code, "111111");
    assert_eq!(flow.on(Event::Submit, NOW), Some(AccountAsk::TryCode("idn_2".into(), "111111".into())));
    answer(&mut flow, Err(refusal("form_code_incorrect", "code")));
    assert_eq!(flow.value(Field::Code), "", "the next code can be typed at once");
    assert!(flow.error(Field::Code).is_some());

    typed(&mut flow, Field::Code, "424242");
    flow.on(Event::Submit, NOW);
    answer(&mut flow, Ok(Some(address(VerificationStatus::Verified))));
    assert_eq!(flow.screen(), AccountScreen::Done);
}

#[test]
fn a_code_that_could_not_be_sent_is_asked_for_again_without_adding_the_address_twice() {
    let mut flow = AccountFlow::add_email_address();
    typed(&mut flow, Field::EmailAddress, "b@example.com");
    flow.on(Event::Submit, NOW);
    answer(&mut flow, Ok(Some(address(VerificationStatus::Unverified))));
    answer(&mut flow, Err(refusal("internal_clerk_error", "")));
    assert!(flow.banner().is_some());

    assert_eq!(flow.on(Event::Submit, NOW), Some(AccountAsk::SendCode("idn_2".into())));
    answer(&mut flow, Err(refusal("verification_code_too_many_requests", "")));
    assert_eq!(flow.screen(), AccountScreen::Code, "one is on its way already");
}

#[test]
fn an_address_that_waits_begins_with_its_code() {
    let mut flow = AccountFlow::verify_email_address(&address(VerificationStatus::Unverified));

    assert_eq!(flow.screen(), AccountScreen::Code);
    assert_eq!(flow.on(Event::Resend, NOW), Some(AccountAsk::SendCode("idn_2".into())));
    assert_eq!(flow.pressed(), Some(Press::Resend));
}

#[test]
fn a_password_needs_the_current_one_and_keeps_the_rules() {
    let mut flow = AccountFlow::password(&ada(), &Environment::default());
    typed(&mut flow, Field::NewPassword, "short");
    assert_eq!(flow.on(Event::Submit, NOW), None);
    assert!(flow.error(Field::CurrentPassword).is_some() && flow.error(Field::NewPassword).is_some());

    typed(&mut flow, Field::CurrentPassword, "correct horse");
    typed(&mut flow, Field::NewPassword, "battery staple");
    flow.sign_out_others(false);
    let ask = flow.on(Event::Submit, NOW);
    let wanted = AccountAsk::ChangePassword {
        current: Some("correct horse".into()),
        new: "battery staple".into(),
        sign_out_others: false,
    };
    assert_eq!(ask, Some(wanted));
    answer(&mut flow, Err(refusal("form_password_validation_failed", "current_password")));
    assert!(flow.error(Field::CurrentPassword).is_some());
}

#[test]
fn a_first_password_needs_none_before() {
    let mut flow = AccountFlow::password(&User::default(), &Environment::default());
    typed(&mut flow, Field::NewPassword, "battery staple");

    assert!(matches!(flow.on(Event::Submit, NOW), Some(AccountAsk::ChangePassword { current: None, .. })));
}

#[test]
fn nothing_is_deleted_before_the_word_is_typed() {
    let mut flow = AccountFlow::delete("Delete my account");
    assert_eq!(flow.on(Event::Submit, NOW), None);
    typed(&mut flow, Field::Confirmation, "delete");
    assert_eq!(flow.on(Event::Submit, NOW), None);
    assert!(flow.error(Field::Confirmation).is_some());

    typed(&mut flow, Field::Confirmation, "delete my account ");
    assert_eq!(flow.on(Event::Submit, NOW), Some(AccountAsk::Delete));
}

#[test]
fn an_answer_that_nobody_waits_for_is_nothing() {
    let mut flow = AccountFlow::names(&ada());
    answer(&mut flow, Ok(None));
    assert_eq!(flow.screen(), AccountScreen::Form);
}
