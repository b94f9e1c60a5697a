use super::Setting;
use crate::ui::alert::{Alert, alert};
use crate::ui::button::Press;
use crate::ui::element::{el, key_of, keyed, nothing, several};
use crate::ui::icon::{Icon, icon};
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
    let title_id = [&id, "-title"].concat();
    let key = said.clone();
    let words = keyed(
        move || key_of(&key()),
        move || match said() {
            Some(words) => several(vec![icon(Icon::CHECK), el("span").text(words).build()]),
            None => nothing(),
        },
    );
    // The live region stands before it is needed, or else it would not be heard.
    let news = el("p").class("fd-profile-said").attr("role", "status").child(words);
    let head = el("div").class("fd-section-head").child(
        el(setting.heading(2))
            .class("fd-section-title")
            .attr("id", title_id.clone())
            .attr("tabindex", "-1")
            .text(title),
    );
    let body = el("div").class("fd-section-body").child(alert(move || error(), on_way_out)).child(body).child(news);
    el("section").class("fd-section").attr("id", id).attr("aria-labelledby", title_id).child(head).child(body).build()
}

/// The button that opens an editor. `about` is said after the label to those who hear it: "Edit" alone says little.
pub fn open_button(
    id: String,
    label: String,
    about: &str,
    which: Option<Icon>,
    danger: bool,
    on_press: Press,
) -> AnyView {
    let about = (!about.is_empty()).then(|| el("span").class("fd-visually-hidden").text([" ", about].concat()));
    el("button")
        .attr("type", "button")
        .class("fd-button fd-profile-open")
        .attr("id", id)
        .attr("data-variant", "quiet")
        .maybe("data-tone", danger.then_some("danger"))
        .on_click(move || on_press())
        .child(el("span").class("fd-button-label").child(which.map(icon)).child(el("span").text(label).child(about)))
        .build()
}
