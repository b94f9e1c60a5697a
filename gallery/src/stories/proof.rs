//! The dialog that asks for a new proof of who one is; profiles open it.

use crate::samples::typed;
use crate::{Stage, Story};
use frontdesk_components::proof::{ProofState, ProofStep, proof_view};
use frontdesk_components::shown::Shown;
use frontdesk_components::step::{FormState, Input, StepView};
use frontdesk_components::ui::alert::Alert;
use frontdesk_components::ui::card;
use frontdesk_components::ui::dialog::{Dialog, dialog};
use frontdesk_components::ui::field::Typed;
use leptos::prelude::*;
use std::sync::Arc;

const NAME: &str = "UserProfile";

pub(super) const STORIES: &[Story] = &[
    Story::new(NAME, "proof", "Something needs a new proof first: the password.", |stage| {
        draw(stage, at(ProofStep::Password))
    }),
    Story::new(NAME, "proof-wrong", "That was not the password.", |stage| {
        let wrong = Typed::wrong("hunter2", "That isn’t the right password.");
        draw(stage, ProofState { form: typed(vec![(Input::Password, wrong)]), ..at(ProofStep::Password) })
    }),
    Story::new(NAME, "proof-code", "Or a code that was sent.", |stage| {
        let form = FormState { resend_in: 28, ..FormState::default() };
        draw(stage, ProofState { form, ..at(ProofStep::Code) })
    }),
    Story::new(NAME, "proof-asking", "It is asked which proofs are open.", |stage| draw(stage, at(ProofStep::Asking))),
    Story::new(NAME, "proof-failed", "Asking has failed, and can be tried again.", |stage| {
        let alert = Some(Alert::error("We can’t reach the server.").with_button("Try again"));
        draw(stage, ProofState { form: FormState { alert, ..FormState::default() }, ..at(ProofStep::Asking) })
    }),
    Story::new(NAME, "proof-impossible", "No proof can be given here.", |stage| draw(stage, at(ProofStep::Impossible))),
];

fn at(step: ProofStep) -> ProofState {
    ProofState {
        step,
        identifier: "ada@example.com".to_owned(),
        address: "a**@example.com".to_owned(),
        has_other: true,
        ..ProofState::default()
    }
}

fn draw(stage: &Stage, state: ProofState) -> AnyView {
    let view = StepView {
        id: "u-proof".to_owned(),
        form: Shown::always(state.form.clone()),
        act: Arc::new(|_| ()),
        messages: stage.messages.clone(),
        appearance: stage.appearance.clone(),
    };
    let frame = Dialog::small(view.id("dialog"), view.id("title"), Arc::new(|| true), Arc::new(|| ()));
    let drawn = dialog(frame, move || proof_view(Shown::always(state.clone()), view.clone()));
    card::root(&stage.appearance, "fd-root", None, vec![drawn])
}
