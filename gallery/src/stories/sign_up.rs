use crate::samples::{rules, sign_up_at, typed};
use crate::{Stage, Story};
use frontdesk_components::shown::Shown;
use frontdesk_components::sign_up::{SignUpState, SignUpStep, sign_up_view};
use frontdesk_components::step::{Control, Input};
use frontdesk_components::ui::field::Typed;
use leptos::prelude::*;

const NAME: &str = "SignUp";

pub(super) const STORIES: &[Story] = &[
    Story::new(NAME, "start", "An address and a password.", |stage| draw(stage, sign_up_at(SignUpStep::Start))),
    Story::new(NAME, "all-fields", "All that an instance may ask for; two are optional.", |stage| {
        let fields = vec![
            (Input::FirstName, false),
            (Input::LastName, false),
            (Input::Username, true),
            (Input::EmailAddress, true),
            (Input::Password, true),
            (Input::LegalAccepted, true),
        ];
        let terms_url = Some("/terms".to_owned());
        draw(stage, SignUpState { fields, terms_url, ..sign_up_at(SignUpStep::Start) })
    }),
    Story::new(NAME, "rules", "A password and the rules that it meets so far.", |stage| {
        let mut state = sign_up_at(SignUpStep::Start);
        state.form = typed(vec![
            (Input::EmailAddress, Typed::new("ada@example.com")),
            (Input::Password, Typed::new("lovelace")),
        ]);
        state.form.rules = rules();
        draw(stage, state)
    }),
    Story::new(NAME, "taken", "The address belongs to an account.", |stage| {
        let mut state = sign_up_at(SignUpStep::Start);
        let wrong = Typed::wrong("ada@example.com", "That email address is taken. Please try another.");
        state.form = typed(vec![(Input::EmailAddress, wrong)]);
        draw(stage, state)
    }),
    Story::new(NAME, "busy", "The pressed button shows the work.", |stage| {
        let mut state = sign_up_at(SignUpStep::Start);
        state.form.busy = Some(Control::Submit);
        draw(stage, state)
    }),
    Story::new(NAME, "continue", "What is still missing.", |stage| {
        draw(stage, SignUpState { fields: vec![(Input::Username, true)], ..sign_up_at(SignUpStep::Continue) })
    }),
    Story::new(NAME, "code", "The code that was sent to the address.", |stage| {
        let mut state = sign_up_at(SignUpStep::Code);
        state.form.resend_in = 30;
        draw(stage, state)
    }),
    Story::new(NAME, "closed", "The app takes no new accounts.", |stage| draw(stage, sign_up_at(SignUpStep::Closed))),
    Story::new(NAME, "loading", "Nothing is known yet: shapes keep the size.", |stage| {
        draw(stage, SignUpState::default())
    }),
    Story::new(NAME, "failed", "Nothing could be learnt from the server.", |stage| {
        draw(stage, sign_up_at(SignUpStep::Failed))
    }),
    Story::new(NAME, "done", "Signed up, on the way to the app.", |stage| draw(stage, sign_up_at(SignUpStep::Done))),
];

fn draw(stage: &Stage, state: SignUpState) -> AnyView {
    let view = stage.step_view("fd-sign-up", &state.form);
    sign_up_view(Shown::always(state), view, false)
}
