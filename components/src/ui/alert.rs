//! A message about the whole step, at the top of the card.

use super::icon::{Icon, icon};
use leptos::prelude::*;

/// A message about the whole step, with the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// What happened.
    pub text: String,
    /// Whether it is good news.
    pub notice: bool,
    /// What one can do about it.
    pub action: Option<AlertAction>,
}

/// The way out that an alert offers.
#[derive(Debug, Clone, PartialEq, Eq)]
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
pub fn alert(alert: Signal<Option<Alert>>, on_press: Callback<()>) -> AnyView {
    let alert = Memo::new(move |_| alert.get());
    view! {
        <div class="fd-alerts" aria-live="polite">
            {move || alert.get().map(|alert| {
                let kind = if alert.notice { "notice" } else { "error" };
                let action = alert.action.map(|action| match action {
                    AlertAction::Press(label) => view! {
                        <button type="button" class="fd-link" on:click=move |_| on_press.run(())>{label}</button>
                    }.into_any(),
                    AlertAction::Link { label, href } => view! { <a class="fd-link" href=href>{label}</a> }.into_any(),
                });
                view! {
                    <div class="fd-alert" data-kind=kind>
                        {icon(if alert.notice { Icon::Done } else { Icon::Warning })}
                        <div class="fd-alert-body"><p>{alert.text}</p>{action}</div>
                    </div>
                }
            })}
        </div>
    }
    .into_any()
}
