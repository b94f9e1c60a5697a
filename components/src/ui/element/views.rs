//! Elements as Leptos' views: what a server writes as HTML, and a page takes over.

use super::{Hear, Live, Parts, Text, put_styles};
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::directive::directive;
use leptos::tachys::html::element::custom;
use leptos::tachys::html::event::on;
use leptos::tachys::html::property::prop;
use leptos::tachys::view::iterators::StaticVec;
use leptos::{ev, html, prelude::*, svg};

pub(super) type Attribute = AnyAttribute;

pub(super) fn fixed(name: &'static str, value: Text) -> Attribute {
    custom_attribute(name, value).into_any_attr()
}

pub(super) fn live(name: &'static str, value: Live<Option<Text>>) -> Attribute {
    custom_attribute(name, value).into_any_attr()
}

pub(super) fn value(value: Live<String>) -> Attribute {
    prop("value", value).into_any_attr()
}

pub(super) fn checked(checked: Live<bool>) -> Attribute {
    prop("checked", checked).into_any_attr()
}

pub(super) fn styles(styles: Vec<(Text, Text)>) -> Attribute {
    directive(put_styles, styles).into_any_attr()
}

pub(super) fn hears(event: &'static str, hear: Hear) -> Attribute {
    on(ev::Custom::<web_sys::Event>::new(event), hear).into_any_attr()
}

pub(super) fn text(words: Text) -> AnyView {
    words.into_any()
}

pub(super) fn live_text(words: Live<String>) -> AnyView {
    words.into_any()
}

pub(super) fn element(parts: Parts) -> AnyView {
    let Parts { tag, attributes, children } = parts;
    let children = StaticVec::from(children);
    match tag {
        "input" => html::input().add_any_attr(attributes).into_any(),
        "img" => html::img().add_any_attr(attributes).into_any(),
        "svg" => svg::svg().add_any_attr(attributes).child(children).into_any(),
        "path" => svg::path().add_any_attr(attributes).child(()).into_any(),
        _ => custom(tag).add_any_attr(attributes).child(children).into_any(),
    }
}

pub(super) fn several(children: Vec<AnyView>) -> AnyView {
    StaticVec::from(children).into_any()
}

pub(super) fn dynamic(draw: Live<AnyView>) -> AnyView {
    draw.into_any()
}
