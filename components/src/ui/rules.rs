//! The rules of a new password, ticked off as they are met.

use super::icon::{Icon, icon};
use leptos::prelude::*;

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The rule.
    pub text: String,
    /// Whether it is met.
    pub met: bool,
}

/// Draws the rules. `met` and `unmet` say to a screen reader what the marks show.
pub fn rules(id: String, rules: Signal<Vec<Rule>>, met: String, unmet: String) -> AnyView {
    let rules = Memo::new(move |_| rules.get());
    view! {
        <ul class="fd-rules" id=id>
            {move || rules.get().into_iter().map(|rule| {
                let word = if rule.met { met.clone() } else { unmet.clone() };
                view! {
                    <li class="fd-rule" data-met=rule.met.then_some("")>
                        {icon(if rule.met { Icon::Done } else { Icon::Circle })}
                        <span>{rule.text}</span>
                        <span class="fd-visually-hidden">{word}</span>
                    </li>
                }.into_any()
            }).collect::<Vec<_>>()}
        </ul>
    }
    .into_any()
}
