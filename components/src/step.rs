//! What the steps of all forms share: what was typed, what was pressed, what a person can do, and how a step is drawn.

use crate::i18n::{Messages, fill};
use crate::shown::Shown;
use crate::theme::Appearance;
use crate::ui::alert::{Alert, alert};
use crate::ui::button::{Button, Press, Whether, button};
use crate::ui::element::{el, key_of, several};
use crate::ui::field::{Field, Reads, Typed, Types, field};
use crate::ui::icon::{Icon, icon};
use crate::ui::otp_input::{OtpInput, otp_input};
use crate::ui::rules::{Rule, rules};
use crate::ui::{card, checkbox};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// An input of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Input {
    /// Who signs in.
    Identifier,
    /// The password that somebody has, or chooses at sign-up.
    Password,
    /// The password that takes the place of another one.
    NewPassword,
    /// The password that another one is to replace.
    CurrentPassword,
    /// A text that is typed to confirm something.
    Confirmation,
    /// A code that was sent.
    Code,
    /// The e-mail address of a new account.
    EmailAddress,
    /// The user name of a new account.
    Username,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Agreement to the terms.
    LegalAccepted,
    /// Whether other sessions end with the old password.
    SignOutElsewhere,
    /// The name of an organization.
    Name,
    /// The slug of an organization.
    Slug,
}

impl Input {
    /// The input's name in its form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Password => "password",
            Self::NewPassword => "new_password",
            Self::CurrentPassword => "current_password",
            Self::Confirmation => "confirmation",
            Self::Code => "code",
            Self::EmailAddress => "email_address",
            Self::Username => "username",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::LegalAccepted => "legal_accepted",
            Self::SignOutElsewhere => "sign_out_of_other_sessions",
            Self::Name => "name",
            Self::Slug => "slug",
        }
    }
}

/// A control that was pressed and whose work is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// The form's button.
    Submit,
    /// "Send a new code".
    Resend,
    /// One of the other methods, by its place.
    Method(usize),
}

/// What a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Types.
    Type(Input, String),
    /// Presses the form's button, or Enter.
    Submit,
    /// Chooses another method, by its place.
    Use(usize),
    /// "Forgot password?"
    Forgot,
    /// "Sign in another way".
    Methods,
    /// "Send a new code".
    Resend,
    /// One step back.
    Back,
    /// Back to the first step.
    StartOver,
    /// Follows the way out that the alert offers.
    WayOut,
    /// Loads again after it failed.
    Retry,
    /// Closes the dialog.
    Close,
}

/// The state of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormState {
    /// What was typed, and what is wrong with it.
    pub typed: Vec<(Input, Typed)>,
    /// About the step as a whole.
    pub alert: Option<Alert>,
    /// What is under way.
    pub busy: Option<Control>,
    /// Seconds until a code can be sent again; zero for now.
    pub resend_in: u32,
    /// The rules of the new password.
    pub rules: Vec<Rule>,
}

impl FormState {
    /// What is in an input.
    #[inline(never)]
    pub fn get(&self, input: Input) -> Typed {
        for (name, typed) in &self.typed {
            if *name == input {
                return typed.clone();
            }
        }
        Typed::default()
    }

    /// A key that changes with the errors of the inputs, with their number in its last byte; zero when there are none.
    pub fn error_key(&self) -> u64 {
        let mut wrong: Vec<(Input, &str)> = Vec::new();
        for (input, typed) in &self.typed {
            if let Some(error) = &typed.error {
                wrong.push((*input, error));
            }
        }
        if wrong.is_empty() { 0 } else { key_of(&wrong) << 8 | wrong.len() as u64 }
    }
}

/// What drawing a step needs.
#[derive(Clone)]
pub struct StepView {
    /// What ids begin with: `fd-sign-in`.
    pub id: String,
    /// The form's state.
    pub form: Shown<FormState>,
    /// What the person does.
    pub act: Arc<dyn Fn(Act) + Send + Sync>,
    /// The words.
    pub messages: Messages,
    /// The looks.
    pub appearance: Appearance,
}

impl StepView {
    /// An id inside this component.
    pub fn id(&self, part: &str) -> String {
        let mut id = String::with_capacity(self.id.len() + part.len() + 1);
        id.push_str(&self.id);
        id.push('-');
        // Ids are read by people in style sheets and tests, where one kind of dash is enough.
        id.extend(part.chars().map(|c| if c == '_' { '-' } else { c }));
        id
    }

    /// What is in an input.
    pub fn typed(&self, input: Input) -> Reads {
        let form = self.form.clone();
        Arc::new(move || form.with(|form| form.get(input)))
    }

    /// Tells what was typed.
    pub fn on_type(&self, input: Input) -> Types {
        let act = self.act.clone();
        Arc::new(move |value| act(Act::Type(input, value)))
    }

    /// Does one thing when pressed.
    pub fn press(&self, what: Act) -> Press {
        let act = self.act.clone();
        Arc::new(move || act(what.clone()))
    }

    /// Whether this control's work is under way.
    pub fn busy(&self, control: Control) -> Whether {
        let form = self.form.clone();
        Arc::new(move || form.with(|form| form.busy == Some(control)))
    }

    /// An input as its kind demands it.
    pub fn input(&self, input: Input) -> Field {
        let words = self.messages.field();
        let label = match input {
            Input::Identifier | Input::EmailAddress => words.email_address,
            Input::Username => words.username,
            Input::Password => words.password,
            Input::NewPassword => words.new_password,
            Input::CurrentPassword => words.current_password,
            // What is to be typed is a part of its label, which the form brings.
            Input::Confirmation => "",
            Input::Code => words.code,
            Input::FirstName => words.first_name,
            Input::LastName => words.last_name,
            Input::LegalAccepted => words.legal,
            Input::SignOutElsewhere => self.messages.sign_in().sign_out_elsewhere,
            Input::Name => self.messages.create_organization().name,
            Input::Slug => self.messages.create_organization().slug,
        };
        let mut field = Field::text(self.id(input.name()), input.name(), label, self.typed(input), self.on_type(input));
        match input {
            Input::Identifier => {
                field.autocomplete = "username";
                field.inputmode = Some("email");
            }
            Input::EmailAddress => {
                field.kind = "email";
                field.autocomplete = "email";
                field.inputmode = Some("email");
            }
            Input::Username => field.autocomplete = "username",
            Input::FirstName => field.autocomplete = "given-name",
            Input::LastName => field.autocomplete = "family-name",
            Input::Password | Input::NewPassword | Input::CurrentPassword => {
                field.kind = "password";
                field.autocomplete = if input == Input::NewPassword { "new-password" } else { "current-password" };
                let words = self.messages.common();
                field.reveal = Some((words.show_password.to_owned(), words.hide_password.to_owned()));
                field.caps_lock = Some(words.caps_lock.to_owned());
            }
            Input::Name => field.autocomplete = "organization",
            Input::Slug | Input::Code | Input::LegalAccepted | Input::SignOutElsewhere | Input::Confirmation => {}
        }
        field
    }

    /// A new password with its rules.
    pub fn new_password(&self, input: Input, optional: bool) -> AnyView {
        let rules_id = self.id("rules");
        let form = self.form.clone();
        let words = self.messages.password_rule();
        let read = move || form.with(|form| form.rules.clone());
        let list = rules(rules_id.clone(), read, words.met.to_owned(), words.unmet.to_owned());
        let optional = optional.then(|| self.messages.common().optional.to_owned());
        field(Field { autocomplete: "new-password", below: Some((rules_id, list)), optional, ..self.input(input) })
    }

    /// A checkbox.
    pub fn checkbox(&self, input: Input, words: AnyView) -> AnyView {
        checkbox::checkbox(self.id(input.name()), input.name(), words, self.typed(input), self.on_type(input))
    }

    /// The form of a step. Its values are read once more when it is sent: some password managers fill in without a word.
    pub fn form(&self, inputs: Vec<Input>, children: Vec<AnyView>) -> AnyView {
        let (act, form) = (self.act.clone(), self.form.clone());
        let submit = move |event: web_sys::Event| {
            event.prevent_default();
            let element: Option<web_sys::Element> = event.target().and_then(|target| target.dyn_into().ok());
            for input in &inputs {
                let selector = ["input:not([type=checkbox])[name=", input.name(), "]"].concat();
                let found = element.as_ref().and_then(|element| element.query_selector(&selector).ok().flatten());
                let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
                    continue;
                };
                let value = found.value();
                if form.peek(|form| form.get(*input).value != value) {
                    act(Act::Type(*input, value));
                }
            }
            act(Act::Submit);
        };
        // `post` keeps a password out of the address bar if the form is sent before the program runs.
        el("form")
            .class("fd-form")
            .attr("method", "post")
            .flag("novalidate", true)
            .attr("aria-labelledby", self.id("title"))
            .on("submit", submit)
            .child(self.alert())
            .child(children)
            .build()
    }

    /// The place for an alert.
    pub fn alert(&self) -> AnyView {
        let form = self.form.clone();
        alert(move || form.with(|form| form.alert.clone()), self.press(Act::WayOut))
    }

    /// The form's button.
    pub fn submit(&self, label: &str) -> AnyView {
        button(Button::submit(label, self.busy(Control::Submit)))
    }

    /// Title, subtitle and, where the step is about somebody, who.
    pub fn head(&self, title: &str, subtitle: &str, about: Option<String>) -> AnyView {
        let identity = about.filter(|address| !address.is_empty()).map(|address| {
            let change = fill(self.messages.common().change_identifier, &[("identifier", &address)]);
            card::identity(address, Some((change, self.press(Act::StartOver))))
        });
        let subtitle = (!subtitle.is_empty()).then(|| subtitle.to_owned());
        card::head(self.id("title"), title.to_owned(), subtitle, identity)
    }

    /// The form that asks for a code: it sends itself with the sixth digit, and offers a new code.
    pub fn code_form(&self, below: Option<AnyView>) -> AnyView {
        let after = el("div").class("fd-after").child(self.resend()).child(below);
        let submit = self.submit(self.messages.common().continue_button);
        self.form(vec![Input::Code], vec![self.code_input(), submit, after.build()])
    }

    /// The input for a code.
    pub fn code_input(&self) -> AnyView {
        otp_input(OtpInput {
            id: self.id("code"),
            label: self.messages.field().code.to_owned(),
            typed: self.typed(Input::Code),
            on_input: self.on_type(Input::Code),
            on_complete: self.press(Act::Submit),
            busy: self.busy(Control::Submit),
        })
    }

    /// The button that sends a new code, with the seconds until it can.
    pub fn resend(&self) -> AnyView {
        let common = self.messages.common();
        let (now, later) = (common.resend.to_owned(), common.resend_in.to_owned());
        let (form, waits, guard) = (self.form.clone(), self.form.clone(), self.form.clone());
        let (act, busy) = (self.act.clone(), self.busy(Control::Resend));
        el("button")
            .attr("type", "button")
            .class("fd-link fd-resend")
            .live_flag("aria-disabled", move || waits.with(|form| form.resend_in > 0), "true")
            .live_flag("aria-busy", move || busy(), "true")
            .on_click(move || {
                if guard.peek(|form| form.resend_in == 0) {
                    act(Act::Resend);
                }
            })
            .live_text(move || match form.with(|form| form.resend_in) {
                0 => now.clone(),
                seconds => fill(&later, &[("seconds", &seconds.to_string())]),
            })
            .build()
    }

    /// A step that only says something, with one way on.
    pub fn notice(&self, which: Icon, title: &str, text: &str, way_on: Option<(String, Act)>) -> AnyView {
        let way_on = way_on.map(|(label, what)| {
            button(Button { busy: self.busy(Control::Submit), ..Button::secondary(label, self.press(what)) })
        });
        let mark = el("div").class("fd-notice").child(icon(which)).build();
        several([mark, self.head(title, text, None)].into_iter().chain(way_on).collect())
    }

    /// The step that is shown when the server did not answer at the start.
    pub fn failed(&self) -> AnyView {
        let common = self.messages.common();
        let way_on = Some((common.try_again.to_owned(), Act::Retry));
        self.notice(Icon::OFFLINE, common.failed_title, common.failed_text, way_on)
    }

    /// The step after the last one, for the moment until the page changes.
    pub fn done(&self) -> AnyView {
        self.notice(Icon::DONE, self.messages.common().done_title, self.messages.common().done_text, None)
    }
}
