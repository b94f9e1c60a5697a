//! "Confirm that it's you", in every state.

use crate::drawn;
use crate::html::{assert_sound, tags, text};
use frontdesk_components::proof::{ProofState, ProofStep, proof_view};
use frontdesk_components::shown::Shown;
use frontdesk_components::step::{FormState, Input, StepView};
use frontdesk_components::ui::field::Typed;
use frontdesk_components::{Appearance, Messages};
use frontdesk_gallery::samples::typed;
use std::sync::Arc;

fn at(step: ProofStep, has_other: bool, form: FormState) -> String {
    let state = ProofState {
        step,
        has_other,
        form: form.clone(),
        identifier: "ada@example.com".to_owned(),
        address: "a**@example.com".to_owned(),
    };
    let view = StepView {
        id: "p".to_owned(),
        form: Shown::always(form),
        act: Arc::new(|_| ()),
        messages: Messages::default(),
        appearance: Appearance::default(),
    };
    let html = drawn(|| proof_view(Shown::always(state), view));
    assert_sound(&format!("{step:?}"), &html);
    html
}

#[test]
fn the_password_is_asked_for_with_whose_it_is() {
    let wrong = typed(vec![(Input::Password, Typed::wrong("hunter2", "That isn’t it."))]);
    let html = at(ProofStep::Password, true, wrong);

    let password = tags(&html).into_iter().find(|tag| tag.get("name") == Some("password")).unwrap();
    assert_eq!(password.get("autocomplete"), Some("current-password"));
    assert_eq!(password.get("aria-invalid"), Some("true"));
    let whose = tags(&html).into_iter().find(|tag| tag.get("autocomplete") == Some("username")).unwrap();
    assert_eq!(whose.get("value"), Some("ada@example.com"));
    let words = text(&html);
    assert!(words.contains("Confirm that it’s you\n") && words.contains("Send me a code instead\n"), "{words}");
    assert!(!text(&at(ProofStep::Password, false, FormState::default())).contains("instead"));
}

#[test]
fn the_code_says_where_it_went_and_when_another_can_be_sent() {
    let form = FormState { resend_in: 28, ..FormState::default() };
    let words = text(&at(ProofStep::Code, true, form));

    assert!(words.contains("a**@example.com"), "{words}");
    assert!(words.contains("Send a new code in 28 s\n") && words.contains("Use your password instead\n"), "{words}");
    assert!(!text(&at(ProofStep::Code, false, FormState::default())).contains("instead"));
}

#[test]
fn where_nothing_can_be_proven_the_way_out_is_said() {
    let words = text(&at(ProofStep::Impossible, false, FormState::default()));

    assert!(words.contains("Sign out and in again") && words.contains("Close\n"), "{words}");
}
