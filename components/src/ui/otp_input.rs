//! The code input: six drawn boxes, and one real input over them.

use super::field::{Typed, message};
use leptos::{ev, html, prelude::*};
use std::time::Duration;

/// How many digits a code has.
pub const LENGTH: usize = 6;

/// What a code input is.
pub struct OtpInput {
    /// The input's id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What is typed, and what is wrong with it.
    pub typed: Signal<Typed>,
    /// What happens when the code changes.
    pub on_input: Callback<String>,
    /// What happens when the last digit is there.
    pub on_complete: Callback<()>,
    /// Whether the code is being checked.
    pub busy: Signal<bool>,
}

/// The digits of a text, in ASCII; Arabic, Persian and full-width digits are understood too.
fn digits(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c),
            '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10),
            '\u{6f0}'..='\u{6f9}' => char::from_digit(c as u32 - 0x6f0, 10),
            '\u{ff10}'..='\u{ff19}' => char::from_digit(c as u32 - 0xff10, 10),
            _ => None,
        })
        .collect()
}

/// The code in a pasted text: the first group of exactly six digits, also when it is written as `424-242` or `424 242`;
/// else the digits that there are.
pub fn code_in(text: &str) -> String {
    let mut group = String::new();
    let mut gap = false;
    let mut groups = Vec::new();
    for c in text.chars() {
        let digit = digits(c.encode_utf8(&mut [0; 4]));
        if !digit.is_empty() {
            group.push_str(&digit);
            gap = false;
        } else if !group.is_empty()
            && !gap
            && matches!(c, ' ' | '-' | '.' | '\u{a0}' | '\u{2011}' | '\u{2013}' | '\u{202f}')
        {
            gap = true;
        } else if !group.is_empty() {
            groups.push(std::mem::take(&mut group));
        }
    }
    groups.push(group);
    let exact = groups.iter().find(|group| group.len() == LENGTH);
    exact.cloned().unwrap_or_else(|| groups.concat().chars().take(LENGTH).collect())
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

/// Draws the code input.
pub fn otp_input(input: OtpInput) -> AnyView {
    let OtpInput { id, label, typed, on_input, on_complete, busy } = input;
    let node = NodeRef::<html::Input>::new();
    let caret = RwSignal::new((0_usize, 0_usize));
    let value = Memo::new(move |_| typed.with(|typed| typed.value.clone()));
    let error = Memo::new(move |_| typed.with(|typed| typed.error.clone()));

    let place = move || {
        let Some(input) = node.get_untracked() else { return };
        let at = |edge: Option<u32>| edge.unwrap_or_default() as usize;
        let place = (at(input.selection_start().ok().flatten()), at(input.selection_end().ok().flatten()));
        if caret.get_untracked() != place {
            caret.set(place);
        }
    };
    // A value that was set from outside has moved the caret without an event.
    Effect::new(move |_| {
        value.track();
        set_timeout(place, Duration::ZERO);
    });
    let take = move |code: String, at: usize| {
        if let Some(input) = node.get_untracked() {
            input.set_value(&code);
            let at = at.min(code.len()) as u32;
            // Not every input can place a caret; then it stands at the end, which is right most of the time.
            let _ = input.set_selection_range(at, at);
        }
        place();
        let complete = code.len() == LENGTH && value.with_untracked(|before| *before != code);
        on_input.run(code);
        if complete && !busy.get_untracked() {
            on_complete.run(());
        }
    };
    let typed_in = move |_: ev::Event| {
        let Some(input) = node.get_untracked() else { return };
        let raw = input.value();
        let at = input.selection_start().ok().flatten().unwrap_or_default() as usize;
        // More at once than a key gives: autofill or dictation, which may bring a whole sentence.
        if raw.chars().count() > LENGTH + 1 || raw.chars().any(|c| c.is_alphabetic()) && raw.chars().count() > 2 {
            let code = code_in(&raw);
            let end = code.len();
            take(code, end);
        } else {
            take(typed_code(&raw, at), at);
        }
    };
    let pasted = move |event: ev::ClipboardEvent| {
        let Some(text) = event.clipboard_data().and_then(|data| data.get_data("text").ok()) else { return };
        event.prevent_default();
        let code = code_in(&text);
        if !code.is_empty() {
            let end = code.len();
            take(code, end);
        }
    };

    let message_id = {
        let mut message_id = id.clone();
        message_id.push_str("-message");
        message_id
    };
    let describes = {
        let message_id = message_id.clone();
        move || error.with(Option::is_some).then(|| message_id.clone())
    };
    let boxes = (0..LENGTH)
        .flat_map(|index| {
            let digit = move || value.with(|value| value.get(index..=index).map(str::to_owned));
            let active = move || {
                let (start, end) = caret.get();
                let full = value.with(|value| value.len() == LENGTH);
                let start = if full { start.min(LENGTH - 1) } else { start };
                (index == start || (start < index && index < end)).then_some("")
            };
            let gap = (index == LENGTH / 2).then(|| view! { <span class="fd-otp-gap"></span> }.into_any());
            let one = view! {
                <span class="fd-otp-box" data-active=active data-filled=move || digit().map(|_| "")>{digit}</span>
            }
            .into_any();
            gap.into_iter().chain([one])
        })
        .collect::<Vec<_>>();
    view! {
        <div class="fd-field">
            <div class="fd-field-head"><label class="fd-label" for=id.clone()>{label}</label></div>
            <div class="fd-otp" data-busy=move || busy.get().then_some("")>
                <input
                    class="fd-otp-input"
                    id=id
                    name="code"
                    type="text"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    autocapitalize="none"
                    spellcheck="false"
                    enterkeyhint="done"
                    required=true
                    node_ref=node
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=describes
                    value=value.get_untracked()
                    prop:value=move || value.get()
                    on:input=typed_in
                    on:paste=pasted
                    on:focus=move |_| place()
                    on:select=move |_| place()
                    on:keyup=move |_| place()
                    on:click=move |_| place()
                />
                <div class="fd-otp-boxes" aria-hidden="true">{boxes}</div>
            </div>
            {message(message_id, error, None)}
        </div>
    }
    .into_any()
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
