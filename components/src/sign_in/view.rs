use super::state::{IdentifierKind, MethodChoice, SignInState, SignInStep};
use crate::i18n::fill;
use crate::shown::Shown;
use crate::step::{Act, Control, Input, StepView};
use crate::stepped_card::{SteppedCard, stepped_card};
use crate::theme::dressed;
use crate::ui::button::{Button, button, link_button};
use crate::ui::element::{el, several, text};
use crate::ui::field::{Field, field};
use crate::ui::icon::Icon;
use crate::ui::skeleton;
use leptos::prelude::*;
use std::sync::Arc;

type State = Shown<SignInState>;

/// Draws `<SignIn>` from its state. `at_once` moves focus into the first field as soon as it is there.
pub fn sign_in_view(state: State, view: StepView, at_once: bool) -> AnyView {
    let looks = view.appearance.clone();
    dressed(&looks, move || draw(state, view, at_once))
}

fn draw(state: State, view: StepView, at_once: bool) -> AnyView {
    let at_once = at_once || view.appearance.layout.autofocus == Some(true);
    let (step, place, brand, foot, drawn) = (state.clone(), state.clone(), state.clone(), state.clone(), state);
    let words = view.messages.clone();
    let inside = view.clone();
    let parts = SteppedCard {
        class: "fd-root fd-sign-in",
        step: Arc::new(move || step.with(|state| state.step as u64)),
        place: Arc::new(move || match place.with(|state| state.step) {
            // A person who has not done anything yet keeps the focus where it is while the card fills.
            SignInStep::Loading | SignInStep::Failed if !at_once => SignInStep::Start as u64,
            step => step as u64,
        }),
        brand: Arc::new(move || brand.with(|state| state.brand.clone())),
        foot: Arc::new(move || {
            let url = foot.with(|state| {
                let shown = matches!(state.step, SignInStep::Loading | SignInStep::Start | SignInStep::Failed);
                shown.then(|| state.sign_up_url.clone())
            });
            let url = url.filter(|url| !url.is_empty())?;
            Some((words.sign_in().new_here.to_owned(), words.sign_in().create_account.to_owned(), url))
        }),
        draw: Box::new(move || draw_step(&drawn, &inside)),
        at_once,
    };
    stepped_card(parts, &view)
}

fn draw_step(state: &State, view: &StepView) -> AnyView {
    let words = view.messages.sign_in();
    let about = || Some(state.peek(|state| state.about.clone()));
    match state.peek(|state| state.step) {
        SignInStep::Loading => skeleton::form(view.messages.common().loading, 1),
        SignInStep::Failed => view.failed(),
        SignInStep::Start => start(state, view),
        SignInStep::Password => password(state, view),
        SignInStep::Code => {
            let other = other_ways(state, view);
            several(vec![view.head(words.code_title, words.code_subtitle, about()), view.code_form(other)])
        }
        SignInStep::Methods => methods(state, view),
        SignInStep::Forgot => forgot(state, view),
        SignInStep::ResetCode => {
            let head = view.head(words.reset_code_title, words.reset_code_subtitle, about());
            several(vec![head, view.code_form(None)])
        }
        SignInStep::NewPassword => new_password(state, view),
        SignInStep::Done => view.done(),
    }
}

fn start(state: &State, view: &StepView) -> AnyView {
    let words = view.messages.sign_in();
    let (name, kind) = state.peek(|state| (state.brand.name.clone(), state.identifier));
    let title =
        if name.is_empty() { words.start_title_plain.to_owned() } else { fill(words.start_title, &[("app", &name)]) };
    let mut identifier = view.input(Input::Identifier);
    match kind {
        IdentifierKind::EmailAddress => identifier.kind = "email",
        IdentifierKind::Username => {
            identifier.label = view.messages.field().username.to_owned();
            identifier.inputmode = None;
        }
        IdentifierKind::Both => identifier.label = view.messages.field().email_address_or_username.to_owned(),
    }
    let fields = vec![field(identifier), instant_password(view), view.submit(view.messages.common().continue_button)];
    let form = view.form(vec![Input::Identifier, Input::Password], fields);
    several(vec![view.head(&title, words.start_subtitle, None), form])
}

/// A password manager that fills in both at once finds a place for the password here; nobody else meets it.
fn instant_password(view: &StepView) -> AnyView {
    let (typed, on_type) = (view.typed(Input::Password), view.on_type(Input::Password));
    el("input")
        .class("fd-instant")
        .attr("type", "password")
        .attr("name", "password")
        .attr("autocomplete", "current-password")
        .attr("tabindex", "-1")
        .attr("aria-hidden", "true")
        .attr("aria-label", view.messages.field().password)
        .value(move || typed().value)
        .on("input", move |event| on_type(event_target_value(&event)))
        .build()
}

/// The identifier of a later step, for password managers, which need it beside the password.
fn hidden_identifier(state: &State) -> AnyView {
    el("input")
        .class("fd-visually-hidden")
        .attr("type", "text")
        .attr("name", "identifier")
        .attr("autocomplete", "username")
        .attr("value", state.peek(|state| state.form.get(Input::Identifier).value))
        .flag("readonly", true)
        .attr("tabindex", "-1")
        .attr("aria-hidden", "true")
        .build()
}

/// The link to the other methods, where there are any.
fn other_ways(state: &State, view: &StepView) -> Option<AnyView> {
    let has_methods = state.peek(|state| state.has_methods);
    has_methods.then(|| link_button(view.messages.sign_in().other_ways.to_owned(), view.press(Act::Methods)))
}

fn password(state: &State, view: &StepView) -> AnyView {
    let words = view.messages.sign_in();
    let forgot = link_button(words.forgot_password.to_owned(), view.press(Act::Forgot));
    let input = Field { aside: Some(forgot), ..view.input(Input::Password) };
    let other = other_ways(state, view).map(|link| el("div").class("fd-after").child(link).build());
    let fields = [hidden_identifier(state), field(input), view.submit(view.messages.common().continue_button)]
        .into_iter()
        .chain(other);
    let about = state.peek(|state| state.about.clone());
    let form = view.form(vec![Input::Password], fields.collect());
    several(vec![view.head(words.password_title, words.password_subtitle, Some(about)), form])
}

/// One button for each other method.
fn method_buttons(state: &State, view: &StepView) -> AnyView {
    let words = view.messages.sign_in();
    let methods = state.peek(|state| state.methods.clone());
    let buttons = methods.into_iter().enumerate().map(|(index, method)| {
        let (which, label) = match method {
            MethodChoice::Password => (Icon::KEY, words.method_password.to_owned()),
            MethodChoice::EmailCode(address) => (Icon::MAIL, fill(words.method_email_code, &[("address", &address)])),
        };
        button(Button {
            icon: Some(which),
            busy: view.busy(Control::Method(index)),
            ..Button::secondary(label, view.press(Act::Use(index)))
        })
    });
    el("div").class("fd-stack").child(buttons.collect::<Vec<_>>()).build()
}

fn back(view: &StepView) -> AnyView {
    let link = link_button(view.messages.common().back.to_owned(), view.press(Act::Back));
    el("div").class("fd-after").child(link).build()
}

fn methods(state: &State, view: &StepView) -> AnyView {
    let words = view.messages.sign_in();
    if state.peek(|state| state.methods.is_empty()) {
        let way_on = Some((words.start_again.to_owned(), Act::StartOver));
        return view.notice(Icon::WARNING, words.dead_end_title, words.dead_end_text, way_on);
    }
    let about = state.peek(|state| state.about.clone());
    let list =
        el("div").class("fd-form").child(view.alert()).child(method_buttons(state, view)).child(back(view)).build();
    several(vec![view.head(words.methods_title, words.methods_subtitle, Some(about)), list])
}

fn forgot(state: &State, view: &StepView) -> AnyView {
    let words = view.messages.sign_in();
    let (about, has_methods) = state.peek(|state| (state.about.clone(), !state.methods.is_empty()));
    let mut fields = vec![view.submit(words.forgot_button)];
    if has_methods {
        fields.push(el("p").class("fd-divider").text(words.forgot_or).build());
        fields.push(method_buttons(state, view));
    }
    fields.push(back(view));
    let head = view.head(words.forgot_title, words.forgot_subtitle, Some(about));
    several(vec![head, view.form(Vec::new(), fields)])
}

fn new_password(state: &State, view: &StepView) -> AnyView {
    let words = view.messages.sign_in();
    let fields = vec![
        hidden_identifier(state),
        view.new_password(Input::NewPassword, false),
        view.checkbox(Input::SignOutElsewhere, text(words.sign_out_elsewhere)),
        view.submit(words.new_password_button),
    ];
    let head = view.head(words.new_password_title, words.new_password_subtitle, None);
    several(vec![head, view.form(vec![Input::NewPassword], fields)])
}
