//! A word or two about the thing beside it.

use super::element::el;
use leptos::prelude::AnyView;

/// What a badge tells by its colour; its words tell the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tone {
    /// It is so.
    #[default]
    Neutral,
    /// It is the one.
    Primary,
    /// It is well.
    Success,
    /// It wants attention.
    Warning,
    /// It is bad.
    Danger,
    /// It is a development instance.
    Development,
}

impl Tone {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Primary => "primary",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
            Self::Development => "development",
        }
    }
}

/// Draws a badge.
pub fn badge(words: String, tone: Tone) -> AnyView {
    el("span").class("fd-badge").attr("data-tone", tone.name()).text(words).build()
}
