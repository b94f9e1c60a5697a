//! The rules of a new password, ticked off as they are met.

use super::element::{el, key_of, keyed, several};
use super::icon::{Icon, icon};
use leptos::prelude::AnyView;

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The rule.
    pub text: String,
    /// Whether it is met.
    pub met: bool,
}

/// Draws the rules. `met` and `unmet` say to a screen reader what the marks show.
pub fn rules(
    id: String,
    read: impl Fn() -> Vec<Rule> + Clone + Send + Sync + 'static,
    met: String,
    unmet: String,
) -> AnyView {
    let key = read.clone();
    let list = keyed(
        move || key_of(&key()),
        move || {
            let line = |rule: Rule| {
                el("li")
                    .class("fd-rule")
                    .flag("data-met", rule.met)
                    .child(icon(if rule.met { Icon::DONE } else { Icon::CIRCLE }))
                    .child(el("span").text(rule.text))
                    .child(el("span").class("fd-visually-hidden").text(if rule.met {
                        met.clone()
                    } else {
                        unmet.clone()
                    }))
                    .build()
            };
            several(read().into_iter().map(line).collect())
        },
    );
    el("ul").class("fd-rules").attr("id", id).child(list).build()
}
