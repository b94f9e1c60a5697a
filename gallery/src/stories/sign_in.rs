use crate::samples::{rules, sign_in_at};
use crate::{Stage, Story, played};
use frontdesk_components::shown::Shown;
use frontdesk_components::sign_in::{IdentifierKind, SignInState, SignInStep, sign_in_view};
use frontdesk_components::step::{Control, Input};
use frontdesk_components::ui::alert::Alert;
use frontdesk_components::ui::field::Typed;
use leptos::prelude::*;

const NAME: &str = "SignIn";

pub(super) const STORIES: &[Story] = &[
    Story::new(NAME, "start", "Who wants to sign in.", |stage| {
        draw(stage, SignInState { form: Default::default(), ..sign_in_at(SignInStep::Start) })
    }),
    Story::new(NAME, "start-username", "An address or a user name, in production.", |stage| {
        let mut state = SignInState { identifier: IdentifierKind::Both, ..sign_in_at(SignInStep::Start) };
        state.brand.development = None;
        draw(stage, state)
    }),
    Story::new(NAME, "unknown-account", "Nobody has an account with this address.", |stage| {
        let wrong = Typed::wrong("ada@exmple.com", "We don’t know this account. Check it for typos.");
        draw(stage, with(sign_in_at(SignInStep::Start), Input::Identifier, wrong))
    }),
    Story::new(NAME, "unreachable", "The server does not answer; what was typed stays.", |stage| {
        let mut state = sign_in_at(SignInStep::Start);
        state.form.alert = Some(Alert::error("We can’t reach the server.").with_button("Try again"));
        draw(stage, state)
    }),
    Story::new(NAME, "start-busy", "The pressed button shows the work.", |stage| {
        draw(stage, busy(sign_in_at(SignInStep::Start), Control::Submit))
    }),
    Story::new(NAME, "password", "The password, with the way to a forgotten one.", |stage| {
        draw(stage, sign_in_at(SignInStep::Password))
    }),
    Story::new(NAME, "wrong-password", "The error stands at the field, and what was typed stays.", |stage| {
        let wrong = Typed::wrong("hunter2", "That isn’t the right password.");
        draw(stage, with(sign_in_at(SignInStep::Password), Input::Password, wrong))
    }),
    Story::new(NAME, "code", "The code that was sent, half typed; another one comes in 28 seconds.", |stage| {
        let mut state = with(sign_in_at(SignInStep::Code), Input::Code, Typed::new("424"));
        state.form.resend_in = 28;
        draw(stage, state)
    }),
    Story::new(NAME, "wrong-code", "A code that is not the right one.", |stage| {
        let wrong = Typed::wrong("", "That code isn’t right.");
        draw(stage, with(sign_in_at(SignInStep::Code), Input::Code, wrong))
    }),
    Story::new(NAME, "code-busy", "Six digits send themselves.", |stage| {
        let state = with(sign_in_at(SignInStep::Code), Input::Code, Typed::new("424242"));
        draw(stage, busy(state, Control::Submit))
    }),
    Story::new(NAME, "methods", "The other ways in.", |stage| draw(stage, sign_in_at(SignInStep::Methods))),
    Story::new(NAME, "methods-busy", "The second of them is under way.", |stage| {
        draw(stage, busy(sign_in_at(SignInStep::Methods), Control::Method(1)))
    }),
    Story::new(NAME, "no-methods", "There is no way in, so there is a way back.", |stage| {
        draw(stage, SignInState { methods: Vec::new(), ..sign_in_at(SignInStep::Methods) })
    }),
    Story::new(NAME, "forgot", "Whether a code for a new password is to be sent.", |stage| {
        draw(stage, sign_in_at(SignInStep::Forgot))
    }),
    Story::new(NAME, "reset-code", "The code for a new password.", |stage| {
        draw(stage, sign_in_at(SignInStep::ResetCode))
    }),
    Story::new(NAME, "new-password", "A new password, with the rules that it meets.", |stage| {
        let mut state = with(sign_in_at(SignInStep::NewPassword), Input::NewPassword, Typed::new("lovelace"));
        state.form.rules = rules();
        draw(stage, state)
    }),
    Story::new(NAME, "loading", "Nothing is known yet: shapes keep the size.", |stage| {
        draw(stage, SignInState::default())
    }),
    Story::new(NAME, "failed", "Nothing could be learnt from the server.", |stage| {
        draw(stage, sign_in_at(SignInStep::Failed))
    }),
    Story::new(NAME, "done", "Signed in, on the way to the app.", |stage| draw(stage, sign_in_at(SignInStep::Done))),
    Story::played(NAME, "played", "Signs in for real, with a server’s answers as they were recorded.", played::sign_in),
];

fn draw(stage: &Stage, state: SignInState) -> AnyView {
    let view = stage.step_view("fd-sign-in", &state.form);
    sign_in_view(Shown::always(state), view, false)
}

fn with(mut state: SignInState, input: Input, typed: Typed) -> SignInState {
    state.form.typed.retain(|(other, _)| *other != input);
    state.form.typed.push((input, typed));
    state
}

fn busy(mut state: SignInState, control: Control) -> SignInState {
    state.form.busy = Some(control);
    state
}
