use super::state::{IdentifierKind, MethodChoice, SignInState, SignInStep};
use crate::i18n::fill;
use crate::step::{Act, Control, Input, StepView};
use crate::ui::button::{Button, button, link_button};
use crate::ui::field::{Field, field};
use crate::ui::focus::follow;
use crate::ui::icon::Icon;
use crate::ui::{card, skeleton};
use leptos::{html, prelude::*};

/// Draws `<SignIn>` from its state. `at_once` moves focus into the first field as soon as it is there.
pub fn sign_in_view(state: Signal<SignInState>, step_view: StepView, at_once: bool) -> AnyView {
    let root = NodeRef::<html::Div>::new();
    let step = Memo::new(move |_| state.with(|state| state.step));
    let brand = Memo::new(move |_| state.with(|state| state.brand.clone()));
    let sign_up_url = Memo::new(move |_| state.with(|state| state.sign_up_url.clone()));
    let errors = Memo::new(move |_| state.with(|state| state.form.errors()));
    // A person who has not done anything yet keeps the focus where it is while the card fills.
    let place = Memo::new(move |_| match step.get() {
        SignInStep::Loading | SignInStep::Failed | SignInStep::Start if !at_once => SignInStep::Start,
        step => step,
    });
    follow(root, place, errors, at_once);

    let drawn = step_view.clone();
    // Steps come in with a short motion, but the first one is simply there.
    let moved = StoredValue::new(false);
    let main = move || {
        let step = step.get();
        let entering = moved.get_value().then_some("");
        moved.set_value(step != SignInStep::Loading);
        view! { <div class="fd-step" data-entering=entering>{draw_step(step, state, &drawn)}</div> }.into_any()
    };
    let words = step_view.messages.clone();
    let foot = move || {
        let url = sign_up_url.get();
        let shown =
            matches!(step.get(), SignInStep::Loading | SignInStep::Start | SignInStep::Failed) && !url.is_empty();
        shown.then(|| card::foot(words.sign_in.new_here.to_string(), words.sign_in.create_account.to_string(), url))
    };
    let loading = Memo::new(move |_| step.get() == SignInStep::Loading);
    let brand = move || if loading.get() { skeleton::brand() } else { card::brand(&brand.get()) };
    let card = view! {
        <div class="fd-card">
            <div class="fd-card-main">{brand}{main}</div>
            {foot}
        </div>
    };
    card::root(&step_view.appearance, "fd-root fd-sign-in", root, card.into_any())
}

fn draw_step(step: SignInStep, state: Signal<SignInState>, view: &StepView) -> AnyView {
    let words = &view.messages.sign_in;
    let about = || state.with_untracked(|state| state.about.clone());
    match step {
        SignInStep::Loading => skeleton::form(&view.messages.common.loading, 1),
        SignInStep::Failed => view.failed(),
        SignInStep::Start => start(state, view),
        SignInStep::Password => password(state, view),
        SignInStep::Code => {
            let other = state
                .with_untracked(|state| state.has_methods)
                .then(|| link_button(words.other_ways.to_string(), view.press(Act::Methods)));
            view! { {view.head(&words.code_title, &words.code_subtitle, Some(about()))}{view.code_form(other)} }
                .into_any()
        }
        SignInStep::Methods => methods(state, view),
        SignInStep::Forgot => forgot(state, view),
        SignInStep::ResetCode => {
            let head = view.head(&words.reset_code_title, &words.reset_code_subtitle, Some(about()));
            view! { {head}{view.code_form(None)} }.into_any()
        }
        SignInStep::NewPassword => new_password(state, view),
        SignInStep::Done => view.done(),
    }
}

fn start(state: Signal<SignInState>, view: &StepView) -> AnyView {
    let words = &view.messages.sign_in;
    let (name, kind) = state.with_untracked(|state| (state.brand.name.clone(), state.identifier));
    let title =
        if name.is_empty() { words.start_title_plain.to_string() } else { fill(&words.start_title, &[("app", &name)]) };
    let mut identifier = view.input(Input::Identifier);
    match kind {
        IdentifierKind::EmailAddress => identifier.kind = "email",
        IdentifierKind::Username => {
            identifier.label = view.messages.field.username.to_string();
            identifier.inputmode = None;
        }
        IdentifierKind::Both => identifier.label = view.messages.field.email_address_or_username.to_string(),
    }
    let fields = view! {
        {field(identifier)}
        {instant_password(view)}
        {view.submit(&view.messages.common.continue_button)}
    };
    view! {
        {view.head(&title, &words.start_subtitle, None)}
        {view.form(vec![Input::Identifier, Input::Password], fields.into_any())}
    }
    .into_any()
}

/// A password manager that fills in both at once finds a place for the password here; nobody else meets it.
fn instant_password(view: &StepView) -> AnyView {
    let (typed, on_type) = (view.typed(Input::Password), view.on_type(Input::Password));
    view! {
        <input
            class="fd-instant"
            type="password"
            name="password"
            autocomplete="current-password"
            tabindex="-1"
            aria-hidden="true"
            aria-label=view.messages.field.password.to_string()
            prop:value=move || typed.with(|typed| typed.value.clone())
            on:input=move |event| on_type.run(event_target_value(&event))
        />
    }
    .into_any()
}

/// The identifier of a later step, for password managers, which need it beside the password.
fn hidden_identifier(state: Signal<SignInState>) -> AnyView {
    let value = state.with_untracked(|state| state.form.get(Input::Identifier).value);
    view! {
        <input class="fd-visually-hidden" type="text" name="identifier" autocomplete="username" value=value readonly=true tabindex="-1" aria-hidden="true" />
    }
    .into_any()
}

fn password(state: Signal<SignInState>, view: &StepView) -> AnyView {
    let words = &view.messages.sign_in;
    let (about, has_methods) = state.with_untracked(|state| (state.about.clone(), state.has_methods));
    let forgot = link_button(words.forgot_password.to_string(), view.press(Act::Forgot));
    let input = Field { aside: Some(forgot), ..view.input(Input::Password) };
    let other = has_methods.then(|| {
        let link = link_button(words.other_ways.to_string(), view.press(Act::Methods));
        view! { <div class="fd-after">{link}</div> }
    });
    let fields = view! {
        {hidden_identifier(state)}
        {field(input)}
        {view.submit(&view.messages.common.continue_button)}
        {other}
    };
    view! {
        {view.head(&words.password_title, &words.password_subtitle, Some(about))}
        {view.form(vec![Input::Password], fields.into_any())}
    }
    .into_any()
}

/// One button for each other method.
fn method_buttons(state: Signal<SignInState>, view: &StepView) -> AnyView {
    let words = &view.messages.sign_in;
    let methods = state.with_untracked(|state| state.methods.clone());
    let buttons = methods.into_iter().enumerate().map(|(index, method)| {
        let (which, label) = match method {
            MethodChoice::Password => (Icon::Key, words.method_password.to_string()),
            MethodChoice::EmailCode(address) => (Icon::Mail, fill(&words.method_email_code, &[("address", &address)])),
        };
        button(Button {
            icon: Some(which),
            busy: view.busy(Control::Method(index)),
            ..Button::secondary(label, view.press(Act::Use(index)))
        })
    });
    view! { <div class="fd-stack">{buttons.collect::<Vec<_>>()}</div> }.into_any()
}

fn back(view: &StepView) -> AnyView {
    let link = link_button(view.messages.common.back.to_string(), view.press(Act::Back));
    view! { <div class="fd-after">{link}</div> }.into_any()
}

fn methods(state: Signal<SignInState>, view: &StepView) -> AnyView {
    let words = &view.messages.sign_in;
    if state.with_untracked(|state| state.methods.is_empty()) {
        let way_on = Some((words.start_again.to_string(), Act::StartOver));
        return view.notice(Icon::Warning, &words.dead_end_title, &words.dead_end_text, way_on);
    }
    let about = state.with_untracked(|state| state.about.clone());
    view! {
        {view.head(&words.methods_title, &words.methods_subtitle, Some(about))}
        <div class="fd-form">{view.alert()}{method_buttons(state, view)}{back(view)}</div>
    }
    .into_any()
}

fn forgot(state: Signal<SignInState>, view: &StepView) -> AnyView {
    let words = &view.messages.sign_in;
    let (about, has_methods) = state.with_untracked(|state| (state.about.clone(), !state.methods.is_empty()));
    let others = has_methods.then(|| {
        view! { <p class="fd-divider">{words.forgot_or.to_string()}</p>{method_buttons(state, view)} }
    });
    let fields = view! { {view.submit(&words.forgot_button)}{others}{back(view)} };
    view! {
        {view.head(&words.forgot_title, &words.forgot_subtitle, Some(about))}
        {view.form(Vec::new(), fields.into_any())}
    }
    .into_any()
}

fn new_password(state: Signal<SignInState>, view: &StepView) -> AnyView {
    let words = &view.messages.sign_in;
    let fields = view! {
        {hidden_identifier(state)}
        {view.new_password(Input::NewPassword, false)}
        {view.checkbox(Input::SignOutElsewhere, words.sign_out_elsewhere.to_string().into_any())}
        {view.submit(&words.new_password_button)}
    };
    view! {
        {view.head(&words.new_password_title, &words.new_password_subtitle, None)}
        {view.form(vec![Input::NewPassword], fields.into_any())}
    }
    .into_any()
}
