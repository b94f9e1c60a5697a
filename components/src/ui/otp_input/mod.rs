//! The code input: six drawn boxes, and one real input over them.

use super::button::{Press, Whether};
use super::element::{effect, el, key_of, watch};
use super::field::{Reads, Types, message};
use super::focus::{by_id, soon};
use super::letter::is_letter;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlInputElement};

/// How many digits a code has.
pub const LENGTH: usize = 6;

/// What a code input is.
pub struct OtpInput {
    /// The input's id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What is typed, and what is wrong with it.
    pub typed: Reads,
    /// What happens when the code changes.
    pub on_input: Types,
    /// What happens when the last digit is there.
    pub on_complete: Press,
    /// Whether the code is being checked.
    pub busy: Whether,
}

/// A digit, in ASCII; Arabic, Persian and full-width ones are understood too.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return None,
    };
    char::from_digit(c as u32 - zero, 10)
}

/// The digits of a text.
pub(crate) fn digits(text: &str) -> String {
    let mut found = String::new();
    for c in text.chars() {
        found.extend(digit(c));
    }
    found
}

/// Whether more than digits and what may stand between them is in a text.
fn has_words(text: &str) -> bool {
    text.chars().any(|c| is_letter(c) && digit(c).is_none())
}

/// The code in a pasted text: the first group of exactly six digits, also when it is written as `424-242` or `424 242`;
/// else the digits that there are.
pub fn code_in(text: &str) -> String {
    let (mut group, mut gap) = (String::new(), false);
    // The end closes the last group as a letter would.
    for c in text.chars().chain(['.', '.']) {
        if let Some(digit) = digit(c) {
            group.push(digit);
            gap = false;
        } else if !gap && matches!(c, ' ' | '-' | '.' | '\u{a0}' | '\u{2011}' | '\u{2013}' | '\u{202f}') {
            gap = true;
        } else {
            if group.len() == LENGTH {
                return group;
            }
            group.clear();
        }
    }
    let mut code = digits(text);
    code.truncate(LENGTH);
    code
}

/// The value after a key: digits alone. A digit typed into a full code replaces the one at the caret.
fn typed_code(value: &str, caret: usize) -> String {
    let mut code = digits(value);
    if code.len() == LENGTH + 1 && caret <= LENGTH {
        code.remove(caret);
    }
    code.truncate(LENGTH);
    code
}

/// The input with what moves in it.
struct Caret {
    id: String,
    /// Where the selection begins and ends, as `begin * 256 + end`.
    place: RwSignal<u32>,
    typed: Reads,
    on_input: Types,
    on_complete: Press,
    busy: Whether,
}

impl Caret {
    fn input(&self) -> Option<HtmlInputElement> {
        by_id(&self.id)
    }

    /// Looks where the caret is.
    fn look(&self) {
        let Some(input) = self.input() else { return };
        let at = |edge: Option<u32>| edge.unwrap_or_default();
        let place = at(input.selection_start().ok().flatten()) * 256 + at(input.selection_end().ok().flatten());
        if self.place.try_get_untracked().is_some_and(|before| before != place) {
            self.place.set(place);
        }
    }

    /// Takes a code in, with the caret there.
    fn take(&self, code: String, at: usize) {
        if let Some(input) = self.input() {
            input.set_value(&code);
            let at = at.min(code.len()) as u32;
            // Not every input can place a caret; then it stands at the end, which is right most of the time.
            let _ = input.set_selection_range(at, at);
        }
        self.look();
        let complete = code.len() == LENGTH && untrack(|| (self.typed)()).value != code;
        (self.on_input)(code);
        if complete && !untrack(|| (self.busy)()) {
            (self.on_complete)();
        }
    }

    fn typed_in(&self) {
        let Some(input) = self.input() else { return };
        let raw = input.value();
        let at = input.selection_start().ok().flatten().unwrap_or_default() as usize;
        // More at once than a key gives: autofill or dictation, which may bring a whole sentence.
        let length = raw.chars().count();
        if length > LENGTH + 1 || (length > 2 && has_words(&raw)) {
            let code = code_in(&raw);
            let end = code.len();
            self.take(code, end);
        } else {
            self.take(typed_code(&raw, at), at);
        }
    }

    fn pasted(&self, event: &ClipboardEvent) {
        let Some(text) = event.clipboard_data().and_then(|data| data.get_data("text").ok()) else { return };
        event.prevent_default();
        let code = code_in(&text);
        if !code.is_empty() {
            let end = code.len();
            self.take(code, end);
        }
    }
}

/// Draws the code input.
pub fn otp_input(input: OtpInput) -> AnyView {
    let OtpInput { id, label, typed, on_input, on_complete, busy } = input;
    let place = RwSignal::new(0_u32);
    let checking = busy.clone();
    let caret = Arc::new(Caret { id: id.clone(), place, typed: typed.clone(), on_input, on_complete, busy });
    // A value that was set from outside has moved the caret without an event.
    let (read, follower) = (typed.clone(), caret.clone());
    let changed = watch(move || key_of(&read().value));
    effect(move || {
        changed.get();
        let follower = follower.clone();
        soon(move || follower.look());
    });

    let message_id = [&id, "-message"].concat();
    let described_by = message_id.clone();
    let (value, error, described) = (typed.clone(), typed.clone(), typed.clone());
    let (typing, pasting) = (caret.clone(), caret.clone());
    let mut real = el("input")
        .class("fd-otp-input")
        .attr("id", id.clone())
        .attr("name", "code")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "one-time-code")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "done")
        .flag("required", true)
        .live_flag("aria-invalid", move || error().error.is_some(), "true")
        .live("aria-describedby", move || described().error.map(|_| described_by.clone().into()))
        .value(move || value().value)
        .on("input", move |_| typing.typed_in())
        .on("paste", move |event| {
            if let Some(event) = event.dyn_ref() {
                pasting.pasted(event);
            }
        });
    for moves in ["focus", "select", "keyup", "click"] {
        let caret = caret.clone();
        real = real.on(moves, move |_| caret.look());
    }
    let mut boxes = el("div").class("fd-otp-boxes").attr("aria-hidden", "true");
    for index in 0..LENGTH {
        if index == LENGTH / 2 {
            boxes = boxes.child(el("span").class("fd-otp-gap"));
        }
        let (digit, filled) = (typed.clone(), typed.clone());
        let full = typed.clone();
        let active = move || {
            let (start, end) = ((place.get() / 256) as usize, (place.get() % 256) as usize);
            let start = if full().value.len() == LENGTH { start.min(LENGTH - 1) } else { start };
            index == start || (start < index && index < end)
        };
        let one = el("span")
            .class("fd-otp-box")
            .live_flag("data-active", active, "")
            .live_flag("data-filled", move || filled().value.len() > index, "")
            .live_text(move || digit().value.get(index..=index).unwrap_or_default().to_owned());
        boxes = boxes.child(one);
    }
    let label = el("label").class("fd-label").attr("for", id).text(label);
    el("div")
        .class("fd-field")
        .child(el("div").class("fd-field-head").child(label))
        .child(el("div").class("fd-otp").live_flag("data-busy", move || checking(), "").child(real).child(boxes))
        .child(message(message_id, typed, None))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_in_whatever_is_pasted() {
        for (text, code) in [
            ("424242", "424242"),
            ("424-242", "424242"),
            ("424 242", "424242"),
            (" 4 2 4 2 4 2 ", "424242"),
            ("Your code is 424242", "424242"),
            ("424242 is your code. It is valid for 10 minutes.", "424242"),
            ("Within 10 minutes, enter 424242.", "424242"),
            ("٤٢٤٢٤٢", "424242"),
            ("424", "424"),
            ("42424242", "424242"),
            ("hello", ""),
        ] {
            assert_eq!(code_in(text), code, "{text}");
        }
    }

    #[test]
    fn a_digit_typed_into_a_full_code_replaces_the_one_at_the_caret() {
        assert_eq!(typed_code("9123456", 1), "923456");
        assert_eq!(typed_code("1293456", 3), "129456");
        assert_eq!(typed_code("1234569", 7), "123456");
        assert_eq!(typed_code("12a", 3), "12");
    }
}
