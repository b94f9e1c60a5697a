//! The button, and the spinner in it.

use super::element::el;
use super::icon::{Icon, icon};
use super::spinner::spinner;
use leptos::prelude::AnyView;
use std::sync::Arc;

/// What pressing something does.
pub type Press = Arc<dyn Fn() + Send + Sync>;

/// Whether something is so now; reading it subscribes.
pub type Whether = Arc<dyn Fn() -> bool + Send + Sync>;

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// The one thing to do.
    Primary,
    /// Another thing one can do.
    Secondary,
    /// Something beside.
    Quiet,
    /// What takes something away for good.
    Danger,
}

impl Variant {
    const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

/// What a button is.
pub struct Button {
    /// Its words.
    pub label: String,
    /// How it looks.
    pub variant: Variant,
    /// What pressing it does; nothing for a form's submit button.
    pub on_press: Option<Press>,
    /// Whether its work is under way.
    pub busy: Whether,
    /// As wide as its place.
    pub wide: bool,
    /// An icon before the words.
    pub icon: Option<Icon>,
}

impl Button {
    /// The form's button.
    pub fn submit(label: impl Into<String>, busy: Whether) -> Self {
        Self { label: label.into(), variant: Variant::Primary, on_press: None, busy, wide: true, icon: None }
    }

    /// A button beside the form's.
    pub fn secondary(label: impl Into<String>, on_press: Press) -> Self {
        Self {
            label: label.into(),
            variant: Variant::Secondary,
            on_press: Some(on_press),
            busy: Arc::new(|| false),
            wide: true,
            icon: None,
        }
    }
}

/// Draws a button. While busy it stays focusable, so that focus is not lost; a press then does nothing.
pub fn button(button: Button) -> AnyView {
    let Button { label, variant, on_press, busy, wide, icon: which } = button;
    let is_busy = |busy: &Whether| {
        let busy = busy.clone();
        move || busy()
    };
    let (first, second, third) = (is_busy(&busy), is_busy(&busy), is_busy(&busy));
    el("button")
        .attr("type", if on_press.is_some() { "button" } else { "submit" })
        .class("fd-button")
        .attr("data-variant", variant.name())
        .flag("data-wide", wide)
        .maybe("data-align", which.map(|_| "start"))
        .live_flag("data-busy", first, "")
        .live_flag("aria-busy", second, "true")
        .live_flag("aria-disabled", third, "true")
        .on("click", move |event| {
            if leptos::prelude::untrack(|| busy()) {
                event.prevent_default();
            } else if let Some(on_press) = &on_press {
                on_press();
            }
        })
        .child(el("span").class("fd-button-label").child(which.map(icon)).child(el("span").text(label)))
        .child(spinner())
        .build()
}

/// A square button with an icon and a name for those who do not see it.
pub fn icon_button(which: Icon, name: String, on_press: Press) -> AnyView {
    el("button")
        .attr("type", "button")
        .class("fd-icon-button")
        .attr("aria-label", name.clone())
        .attr("title", name)
        .on_click(move || on_press())
        .child(icon(which))
        .build()
}

/// A button that looks like a link.
pub fn link_button(label: String, on_press: Press) -> AnyView {
    el("button").attr("type", "button").class("fd-link").on_click(move || on_press()).text(label).build()
}
