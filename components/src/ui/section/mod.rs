//! Sections of a profile: a title at the side, and beside it what there is, one entry for each thing.

use super::element::{El, el};
use leptos::prelude::AnyView;

/// Sections one after the other, with a line between them. They measure their own place, not the screen: in a narrow one
/// each title stands above its content.
pub fn sections(sections: Vec<AnyView>) -> AnyView {
    el("div").class("fd-sections").child(sections).build()
}

/// What a section is.
pub struct Section {
    /// Its id; its title has `…-title`.
    pub id: String,
    /// The element of its title, such as `h2`.
    pub heading: &'static str,
    /// What it is about.
    pub title: String,
    /// A quieter line below the title.
    pub about: Option<String>,
    /// What stands in it.
    pub content: Vec<AnyView>,
}

/// Draws a section. Its title can take the focus, when what had it is gone.
pub fn section(section: Section) -> AnyView {
    let Section { id, heading, title, about, content } = section;
    let title_id = [&id, "-title"].concat();
    let head = el("div")
        .class("fd-section-head")
        .child(el(heading).class("fd-section-title").attr("id", title_id.clone()).attr("tabindex", "-1").text(title))
        .child(about.map(|words| el("p").class("fd-section-about").text(words)));
    el("section")
        .class("fd-section")
        .attr("id", id)
        .attr("aria-labelledby", title_id)
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

/// A small form in the place of what it changes; `heading` is the element of its title, which has the id `…-title`.
pub fn inline_card(
    id: String,
    heading: &'static str,
    title: String,
    about: Option<AnyView>,
    content: Vec<AnyView>,
) -> El {
    let title_id = [&id, "-title"].concat();
    el("div")
        .class("fd-inline-card")
        .attr("id", id)
        .attr("role", "group")
        .attr("aria-labelledby", title_id.clone())
        .child(el(heading).class("fd-inline-card-title").attr("id", title_id).attr("tabindex", "-1").text(title))
        .child(about.map(|about| el("div").class("fd-section-about").child(about)))
        .child(content)
}

/// The buttons at the end of a small form, the one to press last.
pub fn actions(buttons: Vec<AnyView>) -> AnyView {
    el("div").class("fd-actions").child(buttons).build()
}
