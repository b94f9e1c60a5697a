//! The button, and the spinner in it.

use super::icon::{Icon, icon};
use leptos::prelude::*;

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// The one thing to do.
    Primary,
    /// Another thing one can do.
    Secondary,
    /// Something beside.
    Quiet,
}

impl Variant {
    const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
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
    pub on_press: Option<Callback<()>>,
    /// Whether its work is under way.
    pub busy: Signal<bool>,
    /// As wide as its place.
    pub wide: bool,
    /// An icon before the words.
    pub icon: Option<Icon>,
}

impl Button {
    /// The form's button.
    pub fn submit(label: impl Into<String>, busy: Signal<bool>) -> Self {
        Self { label: label.into(), variant: Variant::Primary, on_press: None, busy, wide: true, icon: None }
    }

    /// A button beside the form's.
    pub fn secondary(label: impl Into<String>, on_press: Callback<()>) -> Self {
        Self {
            label: label.into(),
            variant: Variant::Secondary,
            on_press: Some(on_press),
            busy: Signal::stored(false),
            wide: true,
            icon: None,
        }
    }
}

/// Draws a button. While busy it stays focusable, so that focus is not lost; the one who acts ignores further presses.
pub fn button(button: Button) -> AnyView {
    let Button { label, variant, on_press, busy, wide, icon: which } = button;
    let busy_attribute = move || busy.get().then_some("");
    let busy_aria = move || busy.get().then_some("true");
    view! {
        <button
            type=if on_press.is_some() { "button" } else { "submit" }
            class="fd-button"
            data-variant=variant.name()
            data-wide=wide.then_some("")
            data-align=which.map(|_| "start")
            data-busy=busy_attribute
            aria-busy=busy_aria
            aria-disabled=busy_aria
            on:click=move |event| match on_press {
                Some(on_press) => on_press.run(()),
                None if busy.get_untracked() => event.prevent_default(),
                None => {}
            }
        >
            <span class="fd-button-label">{which.map(icon)}<span>{label}</span></span>
            <span class="fd-spinner" aria-hidden="true"></span>
        </button>
    }
    .into_any()
}

/// A square button with an icon and a name for those who do not see it.
pub fn icon_button(which: Icon, name: String, on_press: Callback<()>) -> AnyView {
    view! {
        <button type="button" class="fd-icon-button" aria-label=name.clone() title=name on:click=move |_| on_press.run(())>
            {icon(which)}
        </button>
    }
    .into_any()
}

/// A button that looks like a link.
pub fn link_button(label: String, on_press: Callback<()>) -> AnyView {
    view! { <button type="button" class="fd-link" on:click=move |_| on_press.run(())>{label}</button> }.into_any()
}
