//! An input with its label, its hint and its error; a password input shows what is typed when asked to.

use super::element::{El, dynamic, el, key_of, keyed, several};
use super::icon::{Icon, icon};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// Reads what is in an input; reading it subscribes.
pub type Reads = Arc<dyn Fn() -> Typed + Send + Sync>;

/// Tells what was typed.
pub type Types = Arc<dyn Fn(String) + Send + Sync>;

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
    pub typed: Reads,
    /// What happens when something is typed.
    pub on_input: Types,
    /// Names of the button that shows and hides a password.
    pub reveal: Option<(String, String)>,
    /// What is said while Caps Lock is on, of a password.
    pub caps_lock: Option<String>,
    /// Right under the input, with the id of what describes it.
    pub below: Option<(String, AnyView)>,
}

impl Field {
    /// An input for one line of text.
    pub fn text(id: String, name: &'static str, label: impl Into<String>, typed: Reads, on_input: Types) -> Self {
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
            caps_lock: None,
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
        caps_lock,
        below,
    } = field;
    let shown = RwSignal::new(0_u32);
    let (value, error, described) = (typed.clone(), typed.clone(), typed.clone());
    let message_id = [&id, "-message"].concat();
    let (described_by, below) = below.unzip();
    let (hinted, error_id) = (hint.is_some(), message_id.clone());
    let describes = move || {
        let mut ids = described_by.clone().unwrap_or_default();
        if hinted || described().error.is_some() {
            if !ids.is_empty() {
                ids.push(' ');
            }
            ids.push_str(&error_id);
        }
        (!ids.is_empty()).then(|| ids.into())
    };
    let plain_keyboard = kind != "text" || autocomplete != "off";
    let input = el("input")
        .class("fd-input")
        .attr("id", id.clone())
        .attr("name", name)
        // An address runs left to right on a page that does not.
        .attr("dir", "auto")
        .live("type", move || Some(if shown.get() % 2 == 1 { "text".into() } else { kind.into() }))
        .attr("autocomplete", autocomplete)
        .maybe("autocapitalize", plain_keyboard.then_some("none"))
        .maybe("spellcheck", plain_keyboard.then_some("false"))
        .maybe("inputmode", inputmode)
        .attr("enterkeyhint", "go")
        .flag("required", optional.is_none())
        .flag("autofocus", first)
        .flag("data-adorned", reveal.is_some())
        .live_flag("aria-invalid", move || error().error.is_some(), "true")
        .live("aria-describedby", describes)
        .value(move || value().value)
        .on("input", move |event| on_input(event_target_value(&event)));
    let locked = RwSignal::new(0_u32);
    let input = if caps_lock.is_some() { hear_caps_lock(input, locked) } else { input };
    let warning: Warning = Arc::new(move || caps_lock.clone().filter(|_| locked.get() == 1));
    let reveal = reveal.map(|(show, hide)| {
        let button = el("button")
            .attr("type", "button")
            .class("fd-icon-button")
            .live("aria-label", move || Some(if shown.get() % 2 == 1 { hide.clone() } else { show.clone() }.into()))
            .attr("aria-controls", id.clone())
            .on_click(move || shown.update(|shown| *shown += 1))
            .child(dynamic(move || icon(if shown.get() % 2 == 1 { Icon::EYE_OFF } else { Icon::EYE })));
        el("span").class("fd-input-end").child(button)
    });
    let head = el("div")
        .class("fd-field-head")
        .child(el("label").class("fd-label").attr("for", id).text(label))
        .child(optional.map(|word| el("span").class("fd-optional").text(word)))
        .child(aside);
    el("div")
        .class("fd-field")
        .child(head)
        .child(el("div").class("fd-control").child(input).child(reveal))
        .child(below)
        .child(live_message(message_id, typed, hint, warning))
        .build()
}

/// Keeps the number at one while Caps Lock is on. Only a key tells: no browser says it before.
fn hear_caps_lock(input: El, locked: RwSignal<u32>) -> El {
    let hear = move |event: web_sys::Event| {
        // A manager that fills a field in sends events that are called keys and are none.
        let on = event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.get_modifier_state("CapsLock"));
        // A field that is taken out of the page loses the focus after everything else.
        if locked.try_get_untracked().is_some_and(|before| before != u32::from(on)) {
            locked.set(u32::from(on));
        }
    };
    input.on("keydown", hear).on("keyup", hear).on("blur", hear)
}

/// What is said beside the error or in place of the hint.
type Warning = Arc<dyn Fn() -> Option<String> + Send + Sync>;

/// The line under an input: its error, or else its hint. It is there before it is needed, so that nothing moves.
pub fn message(id: String, typed: Reads, hint: Option<String>) -> AnyView {
    live_message(id, typed, hint, Arc::new(|| None))
}

fn live_message(id: String, typed: Reads, hint: Option<String>, warning: Warning) -> AnyView {
    let (key, kind, changed) = (typed.clone(), typed.clone(), warning.clone());
    let words = keyed(
        move || key_of(&(key().error, changed())),
        move || {
            let error = typed().error.map(|error| several(vec![icon(Icon::WARNING), el("span").text(error).build()]));
            let warning = warning().map(|words| el("span").text(words).build());
            match (error, warning, &hint) {
                (None, None, Some(hint)) => el("span").text(hint.clone()).build(),
                (error, warning, _) => several(error.into_iter().chain(warning).collect()),
            }
        },
    );
    el("p")
        .attr("id", id)
        .class("fd-field-message")
        .attr("aria-live", "polite")
        .live_flag("data-kind", move || kind().error.is_some(), "error")
        .child(words)
        .build()
}
