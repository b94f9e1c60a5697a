use super::*;
use crate::error::ApiFailure;
use std::sync::Arc;

const NOW: Timestamp = Timestamp(1_000_000);

fn factor(strategy: Strategy, primary: bool) -> Factor {
    let by_mail = strategy == Strategy::EMAIL_CODE;
    Factor {
        strategy,
        safe_identifier: by_mail.then(|| "a**@example.com".into()),
        email_address_id: by_mail.then(|| if primary { "idn_1".into() } else { "idn_2".into() }),
        primary: by_mail.then_some(primary),
    }
}

fn refused(code: ErrorCode, field: Option<&str>) -> Answer {
    let meta = field.map(|name| frontdesk_wire::error::ErrorMeta {
        param_name: Some(name.to_owned()),
        ..frontdesk_wire::error::ErrorMeta::default()
    });
    let errors = vec![ApiError { code, message: String::new(), long_message: String::new(), meta }];
    Answer::Changed(Err(Error::Api(Arc::new(ApiFailure { status: 422, errors, retry_after: None, trace_id: None }))))
}

fn asked(factors: &[Factor]) -> (ProofFlow, Option<ProofAsk>) {
    let mut flow = ProofFlow::default();
    assert_eq!(flow.on(Event::Submit, NOW), Some(ProofAsk::Start));
    let next = flow.on(Event::Answered(Answer::Factors(Ok(factors.to_vec()))), NOW);
    (flow, next)
}

fn both() -> ProofFlow {
    let factors = [Strategy::PASSWORD, Strategy::EMAIL_CODE, Strategy::EMAIL_CODE];
    asked(&[0, 1, 2].map(|place| factor(factors[place].clone(), place == 2))).0
}

#[test]
fn the_password_is_asked_for_first_and_a_wrong_one_stays() {
    let mut flow = both();
    assert_eq!(flow.screen(), ProofScreen::Password);
    assert!(flow.on(Event::Submit, NOW).is_none());
    assert!(flow.error(Field::Password).is_some());

    flow.on(Event::Typed(Field::Password, "hunter2".into()), NOW);
    assert_eq!(flow.on(Event::Submit, NOW), Some(ProofAsk::TryPassword("hunter2".into())));
    assert!(flow.on(Event::Submit, NOW).is_none(), "a second press does nothing");
    flow.on(Event::Answered(refused(ErrorCode::FORM_PASSWORD_INCORRECT, Some("password"))), NOW);
    assert!(flow.error(Field::Password).is_some());
    assert_eq!(flow.value(Field::Password), "hunter2");

    flow.on(Event::Submit, NOW);
    flow.on(Event::Answered(Answer::Changed(Ok(()))), NOW);
    assert_eq!(flow.screen(), ProofScreen::Done);
}

#[test]
fn a_code_goes_to_the_primary_address_and_is_sent_once() {
    let mut flow = both();
    assert!(flow.has_other());
    assert_eq!(flow.on(Event::Use(0), NOW), Some(ProofAsk::SendCode("idn_1".into())));
    flow.on(Event::Answered(Answer::Changed(Ok(()))), NOW);
    assert_eq!((flow.screen(), flow.resend_in(NOW)), (ProofScreen::Code, 30));

    assert!(flow.on(Event::Use(0), NOW).is_none());
    assert_eq!(flow.screen(), ProofScreen::Password);
    assert!(flow.on(Event::Use(0), NOW).is_none(), "it is on its way");
    assert_eq!(flow.screen(), ProofScreen::Code);

    flow.on(Event::Typed(Field::Code, "111111".into()), NOW);
    flow.on(Event::Submit, NOW);
    flow.on(Event::Answered(refused(ErrorCode::FORM_CODE_INCORRECT, Some("code"))), NOW);
    assert_eq!(flow.value(Field::Code), "");
    assert!(flow.on(Event::Resend, NOW).is_none());
    flow.on(Event::Typed(Field::Code, "222222".into()), NOW);
    flow.on(Event::Submit, NOW);
    flow.on(Event::Answered(refused(ErrorCode::VERIFICATION_EXPIRED, None)), NOW);
    assert!(flow.error(Field::Code).is_some() && flow.banner().is_none());
    assert!(matches!(flow.on(Event::Resend, NOW), Some(ProofAsk::SendCode(_))), "a dead code waits for nothing");
}

#[test]
fn without_a_password_a_code_is_sent_at_once_and_without_either_it_is_said() {
    let (flow, next) = asked(&[factor(Strategy::EMAIL_CODE, true)]);
    assert_eq!(next, Some(ProofAsk::SendCode("idn_1".into())));
    assert_eq!(flow.screen(), ProofScreen::Asking);

    let (flow, next) = asked(&[]);
    assert_eq!((flow.screen(), next), (ProofScreen::Impossible, None));
}

#[test]
fn asking_can_be_tried_again() {
    let mut flow = ProofFlow::default();
    flow.on(Event::Submit, NOW);
    let Answer::Changed(answer) = refused(ErrorCode::known("network_error"), None) else { unreachable!() };
    flow.on(Event::Answered(Answer::Factors(answer.map(|()| Vec::new()))), NOW);

    assert!(flow.banner().is_some());
    assert_eq!(flow.on(Event::Submit, NOW), Some(ProofAsk::Start));
}
