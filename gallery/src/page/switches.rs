use super::go;
use frontdesk_components::theme::THEMES;
use frontdesk_components::ui::element::{dynamic, el};
use frontdesk_components::{Direction, Locale, Scheme};
use frontdesk_gallery::address::Address;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

/// How an address changes when this is chosen.
type Turn = fn(&mut Address, &str);

/// What can be chosen: values and what they are called.
type Choices = Vec<(String, String)>;

/// A switch: its id, its name, what can be chosen, what is, and what choosing does.
type Switch = (&'static str, &'static str, Choices, fn(&Address) -> String, Turn);

/// Theme, scheme, direction, language, width.
pub(super) fn switches(address: RwSignal<Address>) -> AnyView {
    let plain = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let themes = THEMES.iter().map(|(name, _)| plain(name, name));
    let languages = Locale::ALL.iter().map(|locale| plain(locale.tag, locale.own_name()));
    let all: [Switch; 5] = [
        (
            "g-theme",
            "Theme",
            std::iter::once(plain("", "default")).chain(themes).collect(),
            |address| address.theme.unwrap_or_default().to_owned(),
            |address, value| address.theme = THEMES.iter().map(|(name, _)| *name).find(|name| *name == value),
        ),
        (
            "g-scheme",
            "Scheme",
            vec![plain("system", "the system’s"), plain("light", "light"), plain("dark", "dark")],
            |address| address.scheme.attribute().unwrap_or_default().to_owned(),
            |address, value| {
                address.scheme = match value {
                    "light" => Scheme::Light,
                    "dark" => Scheme::Dark,
                    _ => Scheme::System,
                };
            },
        ),
        (
            "g-direction",
            "Direction",
            vec![plain("", "the language’s"), plain("ltr", "left to right"), plain("rtl", "right to left")],
            |address| address.direction.map(Direction::name).unwrap_or_default().to_owned(),
            |address, value| {
                let known = [Direction::LeftToRight, Direction::RightToLeft];
                address.direction = known.into_iter().find(|one| one.name() == value);
            },
        ),
        (
            "g-language",
            "Language",
            languages.collect(),
            |address| address.locale.tag.to_owned(),
            |address, value| address.locale = Locale::find(value).unwrap_or_default(),
        ),
        (
            "g-width",
            "Width",
            vec![
                plain("", "all there is"),
                plain("320", "320"),
                plain("390", "390"),
                plain("768", "768"),
                plain("1280", "1280"),
            ],
            |address| address.width.map(|width| width.to_string()).unwrap_or_default(),
            |address, value| address.width = value.parse().ok(),
        ),
    ];
    let each = all.map(|(id, label, choices, now, turn)| switch(address, id, label, choices, now, turn));
    el("div").class("g-switches").child(each.into_iter().collect::<Vec<_>>()).build()
}

fn switch(
    address: RwSignal<Address>,
    id: &'static str,
    label: &'static str,
    choices: Vec<(String, String)>,
    now: fn(&Address) -> String,
    turn: Turn,
) -> AnyView {
    let drawn = dynamic(move || {
        let chosen = address.with(now);
        let options = choices.iter().map(|(value, label)| {
            el("option").attr("value", value.clone()).flag("selected", *value == chosen).text(label.clone()).build()
        });
        el("select")
            .attr("id", id)
            .on("change", move |event| {
                let Some(select) = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok()) else {
                    return;
                };
                let mut to = address.get_untracked();
                turn(&mut to, &select.value());
                go(address, to);
            })
            .child(options.collect::<Vec<_>>())
            .build()
    });
    el("div").class("g-switch").child(el("label").attr("for", id).text(label)).child(drawn).build()
}
