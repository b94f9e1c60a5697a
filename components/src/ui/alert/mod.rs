//! A message about the whole step, at the top of the card.

use super::button::{Press, link_button};
use super::element::{el, key_of, keyed, nothing};
use super::icon::{Icon, icon};
use leptos::prelude::AnyView;

/// A message about the whole step, with the way out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Alert {
    /// What happened.
    pub text: String,
    /// Whether it is good news.
    pub notice: bool,
    /// What one can do about it.
    pub action: Option<AlertAction>,
}

/// The way out that an alert offers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AlertAction {
    /// A button; what it does is the component's affair.
    Press(String),
    /// A link.
    Link {
        /// Its words.
        label: String,
        /// Where it goes.
        href: String,
    },
}

impl Alert {
    /// Bad news.
    pub fn error(text: impl Into<String>) -> Self {
        Self { text: text.into(), notice: false, action: None }
    }

    /// Good news.
    pub fn notice(text: impl Into<String>) -> Self {
        Self { text: text.into(), notice: true, action: None }
    }

    /// The same with a button.
    pub fn with_button(self, label: impl Into<String>) -> Self {
        Self { action: Some(AlertAction::Press(label.into())), ..self }
    }

    /// The same with a link.
    pub fn with_link(self, label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { action: Some(AlertAction::Link { label: label.into(), href: href.into() }), ..self }
    }
}

/// Shows an alert while there is one. The live region stands before it is needed, or else it would not be heard.
pub fn alert(read: impl Fn() -> Option<Alert> + Clone + Send + Sync + 'static, on_press: Press) -> AnyView {
    let key = read.clone();
    let drawn = keyed(
        move || key_of(&key()),
        move || {
            let Some(Alert { text, notice, action }) = read() else { return nothing() };
            let action = action.map(|action| match action {
                AlertAction::Press(label) => link_button(label, on_press.clone()),
                AlertAction::Link { label, href } => el("a").class("fd-link").attr("href", href).text(label).build(),
            });
            el("div")
                .class("fd-alert")
                .attr("data-kind", if notice { "notice" } else { "error" })
                .child(icon(if notice { Icon::DONE } else { Icon::WARNING }))
                .child(el("div").class("fd-alert-body").child(el("p").text(text)).child(action))
                .build()
        },
    );
    el("div").class("fd-alerts").attr("aria-live", "polite").child(drawn).build()
}
