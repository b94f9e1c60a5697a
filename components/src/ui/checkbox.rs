//! A checkbox with its words.

use super::field::{Typed, message};
use leptos::prelude::*;

/// Draws a checkbox. Its value is `true` or empty, like that of the form field it stands for.
pub fn checkbox(
    id: String,
    name: &'static str,
    words: AnyView,
    typed: Signal<Typed>,
    on_input: Callback<String>,
) -> AnyView {
    let error = Memo::new(move |_| typed.with(|typed| typed.error.clone()));
    let mut message_id = id.clone();
    message_id.push_str("-message");
    let describes = {
        let message_id = message_id.clone();
        move || error.with(Option::is_some).then(|| message_id.clone())
    };
    view! {
        <div class="fd-field">
            <div class="fd-check">
                <input
                    type="checkbox"
                    class="fd-checkbox"
                    id=id.clone()
                    name=name
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=describes
                    prop:checked=move || typed.with(|typed| !typed.value.is_empty())
                    on:change=move |event| on_input.run(if event_target_checked(&event) { "true".to_owned() } else { String::new() })
                />
                <label for=id>{words}</label>
            </div>
            {message(message_id, error, None)}
        </div>
    }
    .into_any()
}
