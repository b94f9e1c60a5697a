use super::state::{SignUpState, SignUpStep};
use crate::form_controller::{Flow, FormController, Slot, Work, clock_alert, held};
use crate::provider::Desk;
use crate::shown::Shown;
use crate::sign_in::controller::brand;
use crate::step::Input;
use crate::ui::alert::Alert;
use crate::ui::element::effect;
use frontdesk_sdk::flow::{Channel, Event, Field, Press, SignUpFlow, SignUpScreen, run_sign_up};
use frontdesk_sdk::wire::{ApiError, Timestamp};
use frontdesk_sdk::{Error, Snapshot, Status};
use leptos::prelude::*;

/// What the steps are called in addresses; those of [`SCREENS`].
pub(super) const STEPS: &[&str] = &["", "continue", "verify-email-address"];

const SCREENS: [SignUpScreen; 3] = [SignUpScreen::Start, SignUpScreen::Continue, SignUpScreen::Code(Channel::Email)];

impl Flow for SignUpFlow {
    fn on(&mut self, event: Event, now: Timestamp) -> Option<Work> {
        Self::on(self, event, now).map(|ask| -> Work { Box::new(move |frontdesk| run_sign_up(&frontdesk, ask)) })
    }
    fn value(&self, field: Field) -> &str {
        Self::value(self, field)
    }
    fn error(&self, field: Field) -> Option<&ApiError> {
        Self::error(self, field)
    }
    fn banner(&self) -> Option<&Error> {
        Self::banner(self)
    }
    fn pressed(&self) -> Option<Press> {
        Self::pressed(self)
    }
    fn seconds_to_resend(&self, now: Timestamp) -> i64 {
        self.resend_in(now)
    }
    fn is_done(&self) -> bool {
        self.screen() == SignUpScreen::Done
    }
    fn step(&self) -> Option<(usize, usize)> {
        let step = SCREENS.iter().position(|screen| *screen == self.screen())?;
        // What is missing and the code both lead back to the form.
        Some((step, step.min(1)))
    }
    fn revisit(&mut self, step: usize, _now: Timestamp) -> bool {
        Self::revisit(self, SCREENS[step])
    }
    fn start_over(&mut self, _now: Timestamp) {
        Self::revisit(self, SignUpScreen::Start);
    }
}

/// Begins once it is known what the instance needs, with the attempt that a reload has interrupted.
pub(super) fn begin(desk: &Desk, slot: Slot<SignUpFlow>, controller: FormController, already: impl Fn() + 'static) {
    let (snapshot, frontdesk) = (desk.snapshot, desk.frontdesk.clone());
    effect(move || {
        let now = snapshot.get();
        // An unfinished attempt is in the server's word alone, and without the environment there are no fields.
        let known = matches!(now.status, Status::Ready | Status::Degraded);
        let Some(environment) = now.environment.clone().filter(|_| known && held(&slot).is_none()) else { return };
        let single = environment.auth_config.single_session_mode;
        *held(&slot) = Some(match now.sign_up() {
            Some(attempt) => SignUpFlow::resume(environment, attempt, frontdesk.now()),
            None => SignUpFlow::new(environment),
        });
        controller.changed();
        controller.count_down();
        if single && now.is_signed_in() {
            already();
        }
    });
}

/// What the view shows.
pub(super) fn state(
    desk: &Desk,
    slot: Slot<SignUpFlow>,
    controller: &FormController,
    sign_in_url: Option<String>,
) -> Shown<SignUpState> {
    let (desk, inner) = (desk.clone(), controller.clone());
    controller.shown(move |snapshot| {
        let mut state = SignUpState {
            brand: brand(snapshot, &desk),
            sign_in_url: sign_in_url.clone().unwrap_or_default(),
            step: if snapshot.status == Status::Failed { SignUpStep::Failed } else { SignUpStep::Loading },
            ..SignUpState::default()
        };
        if let Some(flow) = &*held(&slot) {
            show(&mut state, flow, snapshot, &desk, &inner);
        }
        state
    })
}

fn show(state: &mut SignUpState, flow: &SignUpFlow, snapshot: &Snapshot, desk: &Desk, controller: &FormController) {
    state.step = match flow.screen() {
        SignUpScreen::Start => SignUpStep::Start,
        SignUpScreen::Continue => SignUpStep::Continue,
        SignUpScreen::Code(_) => SignUpStep::Code,
        SignUpScreen::Restricted => SignUpStep::Closed,
        SignUpScreen::Done => SignUpStep::Done,
    };
    state.fields =
        flow.fields().into_iter().filter_map(|field| Some((input_of(field.field)?, field.required))).collect();
    state.about = flow.destination().to_owned();
    let display = snapshot.environment.as_deref().map(|environment| &environment.display_config);
    state.terms_url = display.and_then(|display| display.terms_url.clone()).filter(|url| !url.is_empty());
    let inputs: Vec<Input> = state.fields.iter().map(|(input, _)| *input).chain([Input::Code]).collect();
    let has_password = inputs.contains(&Input::Password);
    state.form = controller.state(flow, &inputs, has_password.then(|| (Input::Password, flow.password_rules())));
    let taken = [Field::EmailAddress, Field::Username]
        .iter()
        .any(|field| flow.error(*field).is_some_and(|error| error.code.as_str() == "form_identifier_exists"));
    if taken && !state.sign_in_url.is_empty() && state.form.alert.is_none() {
        let words = &desk.messages;
        let text = words.error().account_already;
        state.form.alert =
            Some(Alert::error(text).with_link(words.sign_up().sign_in_instead, state.sign_in_url.clone()));
    }
    if state.form.alert.is_none() {
        state.form.alert = clock_alert(snapshot, &desk.messages);
    }
}

/// The input of ours that a field of the SDK is drawn as.
const fn input_of(field: Field) -> Option<Input> {
    Some(match field {
        Field::EmailAddress => Input::EmailAddress,
        Field::Password => Input::Password,
        Field::Username => Input::Username,
        Field::FirstName => Input::FirstName,
        Field::LastName => Input::LastName,
        Field::LegalAccepted => Input::LegalAccepted,
        Field::Identifier
        | Field::NewPassword
        | Field::CurrentPassword
        | Field::Confirmation
        | Field::Code
        | Field::Name
        | Field::Slug => return None,
    })
}
