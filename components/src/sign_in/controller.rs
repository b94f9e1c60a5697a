use super::state::{IdentifierKind, MethodChoice, SignInState, SignInStep};
use crate::form_controller::{Flow, FormController, Slot, Work, clock_alert, held};
use crate::provider::Desk;
use crate::shown::Shown;
use crate::step::Input;
use crate::ui::alert::Alert;
use crate::ui::card::Brand;
use crate::ui::element::effect;
use crate::ui::field::Typed;
use frontdesk_sdk::flow::{Channel, Event, Field, Press, SignInFlow, SignInScreen, run_sign_in};
use frontdesk_sdk::wire::{ApiError, Environment, Strategy, Timestamp};
use frontdesk_sdk::{Error, Snapshot, Status};
use leptos::prelude::*;

/// What the steps are called in addresses; those of [`SCREENS`].
pub(super) const STEPS: &[&str] = &[
    "",
    "factor-one",
    "factor-one/code",
    "factor-one/methods",
    "forgot-password",
    "forgot-password/code",
    "reset-password",
];

const SCREENS: [SignInScreen; 7] = [
    SignInScreen::Start,
    SignInScreen::Password,
    SignInScreen::Code(Channel::Email),
    SignInScreen::Methods,
    SignInScreen::ForgotPassword,
    SignInScreen::ResetCode,
    SignInScreen::NewPassword,
];

impl Flow for SignInFlow {
    fn on(&mut self, event: Event, now: Timestamp) -> Option<Work> {
        Self::on(self, event, now).map(|ask| -> Work { Box::new(move |frontdesk| run_sign_in(&frontdesk, ask)) })
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
        self.screen() == SignInScreen::Done
    }
    fn step(&self) -> Option<(usize, usize)> {
        Some((SCREENS.iter().position(|screen| *screen == self.screen())?, self.depth()))
    }
    fn revisit(&mut self, step: usize, now: Timestamp) -> bool {
        let there = Self::revisit(self, SCREENS[step]);
        if self.screen() == SignInScreen::Start {
            // Another person has another password.
            Self::on(self, Event::Typed(Field::Password, String::new()), now);
        }
        there
    }
    fn start_over(&mut self, now: Timestamp) {
        Flow::revisit(self, 0, now);
    }
    fn set_option(&mut self, input: Input, value: &str) {
        if input == Input::SignOutElsewhere {
            self.sign_out_others(!value.is_empty());
        }
    }
}

/// Begins once it is known what the instance offers, with the attempt that a reload has interrupted.
pub(super) fn begin(desk: &Desk, slot: Slot<SignInFlow>, controller: FormController, already: impl Fn() + 'static) {
    let (snapshot, frontdesk) = (desk.snapshot, desk.frontdesk.clone());
    effect(move || {
        let now = snapshot.get();
        // An unfinished attempt is in the server's word alone, and without the environment there are no fields.
        let known = matches!(now.status, Status::Ready | Status::Degraded);
        let Some(environment) = now.environment.clone().filter(|_| known && held(&slot).is_none()) else { return };
        let single = environment.auth_config.single_session_mode;
        *held(&slot) = Some(match now.sign_in() {
            Some(attempt) => SignInFlow::resume(environment, attempt, frontdesk.now()),
            None => SignInFlow::new(environment),
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
    slot: Slot<SignInFlow>,
    controller: &FormController,
    sign_up_url: Option<String>,
) -> Shown<SignInState> {
    let (desk, inner) = (desk.clone(), controller.clone());
    controller.shown(move |snapshot| {
        let mut state = SignInState {
            brand: brand(snapshot, &desk),
            sign_up_url: sign_up_url.clone().unwrap_or_default(),
            step: if snapshot.status == Status::Failed { SignInStep::Failed } else { SignInStep::Loading },
            ..SignInState::default()
        };
        if let Some(flow) = &*held(&slot) {
            show(&mut state, flow, snapshot, &desk, &inner);
        }
        state
    })
}

fn show(state: &mut SignInState, flow: &SignInFlow, snapshot: &Snapshot, desk: &Desk, controller: &FormController) {
    state.step = match flow.screen() {
        SignInScreen::Start => SignInStep::Start,
        SignInScreen::Password => SignInStep::Password,
        SignInScreen::Code(_) => SignInStep::Code,
        SignInScreen::Methods => SignInStep::Methods,
        SignInScreen::ForgotPassword => SignInStep::Forgot,
        SignInScreen::ResetCode => SignInStep::ResetCode,
        SignInScreen::NewPassword => SignInStep::NewPassword,
        SignInScreen::Done => SignInStep::Done,
    };
    state.identifier = snapshot.environment.as_deref().map(identifier_kind).unwrap_or_default();
    let typed = flow.value(Field::Identifier);
    state.about = match state.step {
        SignInStep::Code | SignInStep::ResetCode => flow.destination(),
        _ if typed.is_empty() => flow.attempt().and_then(|attempt| attempt.identifier.as_deref()).unwrap_or_default(),
        _ => typed,
    }
    .to_owned();
    let methods = flow.methods();
    state.has_methods = !methods.is_empty();
    state.methods = methods
        .into_iter()
        .map(|method| {
            if method.strategy == Strategy::PASSWORD {
                MethodChoice::Password
            } else {
                MethodChoice::EmailCode(method.safe_identifier.unwrap_or_else(|| flow.destination().to_owned()))
            }
        })
        .collect();
    state.can_reset = flow.can_reset_password();
    let new_password = (state.step == SignInStep::NewPassword).then(|| (Input::NewPassword, flow.password_rules()));
    let inputs = [Input::Identifier, Input::Password, Input::NewPassword, Input::Code];
    state.form = controller.state(flow, &inputs, new_password);
    if flow.signs_out_others() {
        state.form.typed.push((Input::SignOutElsewhere, Typed::new("true")));
    }
    let unknown = flow.error(Field::Identifier).is_some_and(|error| error.code.as_str() == "form_identifier_not_found");
    if unknown && !state.sign_up_url.is_empty() && state.form.alert.is_none() {
        let words = &desk.messages;
        let text = words.error().no_account_yet;
        state.form.alert =
            Some(Alert::error(text).with_link(words.sign_in().create_account, state.sign_up_url.clone()));
    }
    if state.form.alert.is_none() {
        state.form.alert = clock_alert(snapshot, &desk.messages);
    }
}

/// What one may sign in with.
fn identifier_kind(environment: &Environment) -> IdentifierKind {
    let offers = |name: &str| {
        environment
            .user_settings
            .attributes
            .get(name)
            .is_some_and(|attribute| attribute.enabled && attribute.used_for_first_factor)
    };
    match (offers("email_address"), offers("username")) {
        (true, true) => IdentifierKind::Both,
        (false, true) => IdentifierKind::Username,
        _ => IdentifierKind::EmailAddress,
    }
}

/// Whose door this is.
pub(crate) fn brand(snapshot: &Snapshot, desk: &Desk) -> Brand {
    let display = snapshot.environment.as_deref().map(|environment| &environment.display_config);
    let logo = display.and_then(|display| display.logo_image_url.as_deref());
    let development = display.is_some_and(|display| display.instance_environment_type == "development");
    Brand {
        name: display.map(|display| display.application_name.clone()).unwrap_or_default(),
        logo_url: logo.filter(|url| !url.is_empty()).map(str::to_owned),
        development: development.then(|| desk.messages.common().development.to_owned()),
    }
}
