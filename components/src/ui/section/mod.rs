//! Sections of a profile: a title at the side, and beside it what there is, one entry for each thing.

use super::element::el;
use leptos::prelude::AnyView;

/// Sections one after the other, with a line between them. They measure their own place, not the screen: in a narrow one
/// each title stands above its content.
pub fn sections(sections: Vec<AnyView>) -> AnyView {
    el("div").class("fd-sections").child(sections).build()
}

/// Draws a section. `id` is that of its title.
pub fn section(id: String, title: String, about: Option<String>, content: Vec<AnyView>) -> AnyView {
    let head = el("div")
        .class("fd-section-head")
        .child(el("h2").class("fd-section-title").attr("id", id.clone()).text(title))
        .child(about.map(|words| el("p").class("fd-section-about").text(words)));
    el("section")
        .class("fd-section")
        .attr("aria-labelledby", id)
        .child(head)
        .child(el("div").class("fd-section-body").child(content))
        .build()
}

/// Something there is: an address, a device, a person.
#[derive(Default)]
pub struct Entry {
    /// A picture or an icon before it.
    pub leading: Option<AnyView>,
    /// What it is.
    pub title: String,
    /// Badges behind the title.
    pub badges: Vec<AnyView>,
    /// Quieter lines beneath.
    pub details: Vec<String>,
    /// What one can do with it.
    pub action: Option<AnyView>,
}

/// Draws entries as a list.
pub fn entries(entries: Vec<Entry>) -> AnyView {
    let entries: Vec<AnyView> = entries.into_iter().map(|one| el("li").child(entry(one)).build()).collect();
    // The sheet takes the bullets away, and with them some readers the list.
    el("ul").class("fd-entries").attr("role", "list").child(entries).build()
}

/// Draws one entry.
pub fn entry(entry: Entry) -> AnyView {
    let Entry { leading, title, badges, details, action } = entry;
    let title = el("div").class("fd-entry-title").child(el("bdi").text(title)).child(badges);
    let details: Vec<AnyView> =
        details.into_iter().map(|words| el("span").class("fd-entry-detail").text(words).build()).collect();
    el("div")
        .class("fd-entry")
        .child(leading.map(|leading| el("span").class("fd-entry-leading").child(leading)))
        .child(el("div").class("fd-entry-lines").child(title).child(details))
        .child(action.map(|action| el("div").class("fd-entry-action").child(action)))
        .build()
}

/// A small form in the place of what it changes. `id` is that of its title.
pub fn inline_card(id: String, title: String, about: Option<String>, content: Vec<AnyView>) -> AnyView {
    el("div")
        .class("fd-inline-card")
        .attr("role", "group")
        .attr("aria-labelledby", id.clone())
        .child(el("h3").class("fd-inline-card-title").attr("id", id).attr("tabindex", "-1").text(title))
        .child(about.map(|words| el("p").class("fd-section-about").text(words)))
        .child(content)
        .build()
}

/// The buttons at the end of a small form, the one to press last.
pub fn actions(buttons: Vec<AnyView>) -> AnyView {
    el("div").class("fd-actions").child(buttons).build()
}
