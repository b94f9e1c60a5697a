use super::Setting;
use crate::ui::alert::{Alert, alert};
use crate::ui::button::{Press, Whether};
use crate::ui::element::{el, key_of, keyed, nothing, several};
use crate::ui::icon::{Icon, icon};
use crate::ui::section::{Section, section};
use leptos::prelude::*;
use std::sync::Arc;

type Reads<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// A row: its title first, then what it shows or the form that changes it.
pub struct Row {
    /// The row's id: its title has `…-title`, the button that opens it `…-open`.
    pub id: String,
    /// Where the frame stands.
    pub setting: Setting,
    /// What the row is about.
    pub title: String,
    /// What went well a moment ago, said once and shown until the next thing is done.
    pub said: Reads<Option<String>>,
    /// What is wrong with the row while nothing is edited.
    pub error: Reads<Option<Alert>>,
    /// What the error's button does.
    pub on_way_out: Press,
    /// What it shows.
    pub body: AnyView,
}

/// Draws a row.
pub fn row(row: Row) -> AnyView {
    let Row { id, setting, title, said, error, on_way_out, body } = row;
    let alert = alert(move || error(), on_way_out);
    let content = vec![alert, body, news(said)];
    section(Section { id, heading: setting.heading(2), title, about: None, content })
}

/// What went well a moment ago. The live region stands before it is needed, or else it would not be heard.
pub(crate) fn news(said: Reads<Option<String>>) -> AnyView {
    let key = said.clone();
    let words = keyed(
        move || key_of(&key()),
        move || match said() {
            Some(words) => several(vec![icon(Icon::CHECK), el("span").text(words).build()]),
            None => nothing(),
        },
    );
    el("p").class("fd-profile-said").attr("role", "status").child(words).build()
}

/// A small button in a row: it opens an editor, or does something at once.
pub struct Open {
    /// Its id; `…-open` for the one that the focus comes back to.
    pub id: String,
    /// Its words.
    pub label: String,
    /// What it is about, said after the words to those who hear it: "Edit" alone says little. Empty for nothing.
    pub about: String,
    /// What stands before the words.
    pub icon: Option<Icon>,
    /// Whether something is lost by it.
    pub danger: bool,
    /// Whether its work is under way.
    pub busy: Whether,
    /// What it does.
    pub on_press: Press,
}

impl Open {
    /// One with words alone.
    pub fn new(id: String, label: &str, about: &str, on_press: Press) -> Self {
        Self {
            id,
            label: label.to_owned(),
            about: about.to_owned(),
            icon: None,
            danger: false,
            busy: Arc::new(|| false),
            on_press,
        }
    }
}

/// Draws it. While busy it stays focusable, and a press does nothing.
pub fn open_button(open: Open) -> AnyView {
    let Open { id, label, about, icon: which, danger, busy, on_press } = open;
    let about = (!about.is_empty()).then(|| el("span").class("fd-visually-hidden").text([" ", &about].concat()));
    let (shown, heard, off) = (busy.clone(), busy.clone(), busy.clone());
    el("button")
        .attr("type", "button")
        .class("fd-button fd-profile-open")
        .attr("id", id)
        .attr("data-variant", "quiet")
        .maybe("data-tone", danger.then_some("danger"))
        .live_flag("data-busy", move || shown(), "")
        .live_flag("aria-busy", move || heard(), "true")
        .live_flag("aria-disabled", move || off(), "true")
        .on_click(move || {
            if !untrack(|| busy()) {
                on_press();
            }
        })
        .child(el("span").class("fd-button-label").child(which.map(icon)).child(el("span").text(label).child(about)))
        .child(el("span").class("fd-spinner").attr("aria-hidden", "true"))
        .build()
}
