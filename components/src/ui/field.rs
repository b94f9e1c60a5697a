//! An input with its label, its hint and its error; a password input shows what is typed when asked to.

use super::icon::{Icon, icon};
use leptos::{ev, prelude::*};

/// What is typed into an input, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// The value.
    pub value: String,
    /// The error, in the person's words.
    pub error: Option<String>,
}

impl Typed {
    /// A value without an error.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), error: None }
    }

    /// A value with an error.
    pub fn wrong(value: impl Into<String>, error: impl Into<String>) -> Self {
        Self { value: value.into(), error: Some(error.into()) }
    }
}

/// What an input is.
pub struct Field {
    /// The input's id; those of its parts are made from it.
    pub id: String,
    /// The form field's name, which password managers read.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// `text`, `email` or `password`.
    pub kind: &'static str,
    /// What a password manager may fill in.
    pub autocomplete: &'static str,
    /// The keyboard on a phone.
    pub inputmode: Option<&'static str>,
    /// The word for "optional" where the field is.
    pub optional: Option<String>,
    /// Whether a dialog that opens puts the focus here.
    pub first: bool,
    /// What to know before typing.
    pub hint: Option<String>,
    /// Beside the label.
    pub aside: Option<AnyView>,
    /// What is typed, and what is wrong with it.
    pub typed: Signal<Typed>,
    /// What happens when something is typed.
    pub on_input: Callback<String>,
    /// Names of the button that shows and hides a password.
    pub reveal: Option<(String, String)>,
    /// Right under the input, with the id of what describes it.
    pub below: Option<(String, AnyView)>,
}

impl Field {
    /// An input for one line of text.
    pub fn text(
        id: String,
        name: &'static str,
        label: impl Into<String>,
        typed: Signal<Typed>,
        on_input: Callback<String>,
    ) -> Self {
        Self {
            id,
            name,
            label: label.into(),
            kind: "text",
            autocomplete: "off",
            inputmode: None,
            optional: None,
            first: false,
            hint: None,
            aside: None,
            typed,
            on_input,
            reveal: None,
            below: None,
        }
    }
}

/// Draws an input with its label and the place for its message.
pub fn field(field: Field) -> AnyView {
    let Field {
        id,
        name,
        label,
        kind,
        autocomplete,
        inputmode,
        optional,
        first,
        hint,
        aside,
        typed,
        on_input,
        reveal,
        below,
    } = field;
    let shown = RwSignal::new(false);
    let error = Memo::new(move |_| typed.with(|typed| typed.error.clone()));
    let message_id = {
        let mut message_id = id.clone();
        message_id.push_str("-message");
        message_id
    };
    let (described_by, below) = below.unzip();
    let describes = {
        let (message_id, hinted) = (message_id.clone(), hint.is_some());
        move || {
            let mut ids = described_by.clone().unwrap_or_default();
            if hinted || error.with(Option::is_some) {
                if !ids.is_empty() {
                    ids.push(' ');
                }
                ids.push_str(&message_id);
            }
            (!ids.is_empty()).then_some(ids)
        }
    };
    let plain_keyboard = (kind != "text" || autocomplete != "off").then_some("none");
    let required = optional.is_none();
    view! {
        <div class="fd-field">
            <div class="fd-field-head">
                <label class="fd-label" for=id.clone()>{label}</label>
                {optional.map(|word| view! { <span class="fd-optional">{word}</span> })}
                {aside}
            </div>
            <div class="fd-control">
                <input
                    class="fd-input"
                    id=id.clone()
                    name=name
                    type=move || if shown.get() { "text" } else { kind }
                    autocomplete=autocomplete
                    autocapitalize=plain_keyboard
                    spellcheck=plain_keyboard.map(|_| "false")
                    inputmode=inputmode
                    enterkeyhint="go"
                    required=required
                    autofocus=first
                    data-adorned=reveal.is_some().then_some("")
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=describes
                    value=typed.with_untracked(|typed| typed.value.clone())
                    prop:value=move || typed.with(|typed| typed.value.clone())
                    on:input=move |event: ev::Event| on_input.run(event_target_value(&event))
                />
                {reveal.map(|(show, hide)| view! {
                    <span class="fd-input-end">
                        <button
                            type="button"
                            class="fd-icon-button"
                            aria-label=move || if shown.get() { hide.clone() } else { show.clone() }
                            aria-controls=id
                            on:click=move |_| shown.update(|shown| *shown = !*shown)
                        >
                            {move || icon(if shown.get() { Icon::EyeOff } else { Icon::Eye })}
                        </button>
                    </span>
                })}
            </div>
            {below}
            {message(message_id, error, hint)}
        </div>
    }
    .into_any()
}

/// The line under an input: its error, or else its hint. It is there before it is needed, so that nothing moves.
pub fn message(id: String, error: Memo<Option<String>>, hint: Option<String>) -> AnyView {
    view! {
        <p id=id class="fd-field-message" aria-live="polite" data-kind=move || error.with(Option::is_some).then_some("error")>
            {move || match error.get() {
                Some(error) => view! { {icon(Icon::Warning)}<span>{error}</span> }.into_any(),
                None => hint.clone().into_any(),
            }}
        </p>
    }
    .into_any()
}
