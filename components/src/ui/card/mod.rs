//! The card, its head and its foot.

use super::avatar::{Face, FaceSize, avatar};
use super::badge::{Tone, badge};
use super::button::{Press, icon_button};
use super::element::{El, el, nothing};
use super::icon::Icon;
use super::letter::is_letter;
use crate::i18n::{Locale, Messages};
use crate::theme::{Appearance, FootLink, Layout, Logo};
use leptos::prelude::{AnyView, use_context};

/// The element around a component: it carries the tokens, the scheme and the language.
pub fn root(appearance: &Appearance, class: &'static str, id: Option<String>, children: Vec<AnyView>) -> AnyView {
    let root = el("div")
        .class(class)
        .maybe("id", id)
        .maybe("data-theme", appearance.theme)
        .maybe("data-scheme", appearance.scheme.attribute());
    language(appearance.variables.put(appearance.layout.put(root))).child(children).build()
}

/// Language and direction of the words inside, which may be others than the page's, and whether they are still on their way.
fn language(root: El) -> El {
    let Some(messages) = use_context::<Messages>() else { return root };
    let (lang, dir, waits) = (messages.clone(), messages.clone(), messages);
    root.live("lang", move || chosen(&lang).map(|locale| locale.tag.into()))
        .live("dir", move || chosen(&dir).map(|locale| locale.direction.name().into()))
        .live_flag("data-wordless", move || waits.waits(), "")
}

fn chosen(messages: &Messages) -> Option<Locale> {
    messages.revision();
    messages.chosen()
}

/// A card with its foot, inside the element around a component.
pub fn card(appearance: &Appearance, class: &'static str, id: String, main: Vec<AnyView>, foot: AnyView) -> AnyView {
    let links = &appearance.layout.foot_links;
    let links = (!links.is_empty()).then(|| {
        let links = links.iter().map(|FootLink { label, href }| {
            el("a").class("fd-foot-link").attr("href", href.clone()).text(label.clone()).build()
        });
        el("div").class("fd-foot-links").child(links.collect::<Vec<_>>())
    });
    let main = el("div").class("fd-card-main").child(main);
    let card = el("div").class("fd-card").child(main).child(foot).child(links);
    root(appearance, class, Some(id), vec![card.build()])
}

/// Whose door this is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Brand {
    /// The app's name.
    pub name: String,
    /// Its logo.
    pub logo_url: Option<String>,
    /// The word for a development instance; nothing in production.
    pub development: Option<String>,
}

/// The app's mark, with the badge of a development instance.
pub fn brand(brand: &Brand, layout: &Layout) -> AnyView {
    let url = layout.logo_url.as_deref().or(brand.logo_url.as_deref());
    let mark = match (url, brand.name.chars().find(|c| is_letter(*c))) {
        _ if layout.logo == Some(Logo::Hidden) => None,
        (Some(url), _) => Some(el("img").class("fd-logo").attr("src", url.to_owned()).attr("alt", brand.name.clone())),
        (None, Some(letter)) => {
            Some(el("span").class("fd-mark").attr("aria-hidden", "true").text(String::from(letter)))
        }
        (None, None) => None,
    };
    let mark = match (mark, &layout.logo_link) {
        (Some(mark), Some(href)) => {
            // A letter is decoration, so the link around it carries the name.
            let name = url.is_none().then(|| brand.name.clone());
            Some(el("a").class("fd-logo-link").attr("href", href.clone()).maybe("aria-label", name).child(mark))
        }
        (mark, _) => mark,
    };
    // Without a name the line stays: its room is kept while the name is not known yet, and nothing may move then.
    if layout.logo == Some(Logo::Hidden) && brand.development.is_none() {
        return nothing();
    }
    let badge = brand.development.clone().map(|word| badge(word, Tone::Development));
    el("div").class("fd-brand").child(mark).child(badge).build()
}

/// Title and subtitle of a step. The title can take focus, for steps without a field.
pub fn head(id: String, title: String, subtitle: Option<String>, identity: Option<AnyView>) -> AnyView {
    el("div")
        .class("fd-head")
        .child(el("h1").class("fd-title").attr("id", id).attr("tabindex", "-1").text(title))
        .child(subtitle.map(|text| el("p").class("fd-subtitle").text(text)))
        .child(identity)
        .build()
}

/// Whom a step is about, with the pencil that changes it.
pub fn identity(address: String, change: Option<(String, Press)>) -> AnyView {
    let face = Face { name: address.clone(), ..Face::default() };
    el("div")
        .class("fd-identity")
        .child(avatar(&face, FaceSize::Small))
        .child(el("bdi").text(address))
        .child(change.map(|(name, on_press)| icon_button(Icon::PENCIL, name, on_press)))
        .build()
}

/// The strip at the card's foot: a question and the link that answers it.
pub fn foot(question: String, label: String, href: String) -> AnyView {
    let link = el("a").class("fd-link").attr("href", href).text(label);
    el("div").class("fd-card-foot").child(el("p").text(question).child(link)).build()
}
