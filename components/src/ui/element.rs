//! Elements put together from parts of few types.
//!
//! The `view!` macro gives every piece of markup a type of its own, and the compiler writes out building, rebuilding, mounting and
//! hydrating for each of them. What a browser downloads for a sign-in page is mostly that. An [`El`] has one type whatever is in
//! it, so that code exists once.

use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::custom;
use leptos::tachys::html::event::on;
use leptos::tachys::html::property::prop;
use leptos::tachys::view::iterators::StaticVec;
use leptos::{ev, html, prelude::*, svg};
use std::borrow::Cow;
use std::hash::{Hash, Hasher};

/// Text of an attribute or an element.
pub type Text = Cow<'static, str>;

type Live<T> = Box<dyn FnMut() -> T + Send>;

/// An element that is being put together.
pub struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Begins an element.
pub fn el(tag: &'static str) -> El {
    El { tag, attributes: Vec::new(), children: Vec::new() }
}

impl El {
    /// Sets the class.
    pub fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    /// Sets an attribute.
    pub fn attr(mut self, name: &'static str, value: impl Into<Text>) -> Self {
        let value: Text = value.into();
        self.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// Sets an attribute, if there is a value.
    pub fn maybe(self, name: &'static str, value: Option<impl Into<Text>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Sets an attribute that is there or not.
    pub fn flag(self, name: &'static str, on: bool) -> Self {
        self.maybe(name, on.then_some(""))
    }

    /// Keeps an attribute as the function says; nothing takes it away.
    pub fn live(mut self, name: &'static str, value: impl FnMut() -> Option<Text> + Send + 'static) -> Self {
        let value: Live<Option<Text>> = Box::new(value);
        self.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// Keeps an attribute there or away.
    pub fn live_flag(self, name: &'static str, on: impl Fn() -> bool + Send + 'static, value: &'static str) -> Self {
        self.live(name, move || on().then_some(Text::Borrowed(value)))
    }

    /// Keeps an input's value as the function says.
    pub fn value(mut self, value: impl FnMut() -> String + Send + 'static) -> Self {
        let mut value: Live<String> = Box::new(value);
        // What a server sends has no properties, only attributes.
        self = self.attr("value", untrack(&mut value));
        self.attributes.push(prop("value", value).into_any_attr());
        self
    }

    /// Keeps a checkbox checked or not.
    pub fn checked(mut self, checked: impl FnMut() -> bool + Send + 'static) -> Self {
        let mut checked: Live<bool> = Box::new(checked);
        self = self.flag("checked", untrack(&mut checked));
        self.attributes.push(prop("checked", checked).into_any_attr());
        self
    }

    /// Hears an event.
    pub fn on(mut self, event: &'static str, hear: impl FnMut(web_sys::Event) + 'static) -> Self {
        let hear: Box<dyn FnMut(web_sys::Event)> = Box::new(hear);
        self.attributes.push(on(ev::Custom::<web_sys::Event>::new(event), hear).into_any_attr());
        self
    }

    /// Hears a click.
    pub fn on_click(self, press: impl Fn() + 'static) -> Self {
        self.on("click", move |_| press())
    }

    /// Puts something inside.
    pub fn child(mut self, child: impl Into<Child>) -> Self {
        self.children.extend(child.into().0);
        self
    }

    /// Puts words inside.
    pub fn text(self, words: impl Into<Text>) -> Self {
        let words: Text = words.into();
        self.child(words.into_any())
    }

    /// Puts words inside that change.
    pub fn live_text(mut self, words: impl FnMut() -> String + Send + 'static) -> Self {
        let words: Live<String> = Box::new(words);
        self.children.push(words.into_any());
        self
    }

    /// The element.
    pub fn build(self) -> AnyView {
        let Self { tag, attributes, children } = self;
        let children = StaticVec::from(children);
        match tag {
            "input" => html::input().add_any_attr(attributes).into_any(),
            "img" => html::img().add_any_attr(attributes).into_any(),
            "svg" => svg::svg().add_any_attr(attributes).child(children).into_any(),
            "path" => svg::path().add_any_attr(attributes).child(()).into_any(),
            _ => custom(tag).add_any_attr(attributes).child(children).into_any(),
        }
    }
}

/// What can stand inside an element: something, several things, or nothing.
pub struct Child(Vec<AnyView>);

impl From<AnyView> for Child {
    fn from(view: AnyView) -> Self {
        Self(vec![view])
    }
}

impl From<El> for Child {
    fn from(element: El) -> Self {
        Self(vec![element.build()])
    }
}

impl<T: Into<Self>> From<Option<T>> for Child {
    fn from(child: Option<T>) -> Self {
        child.map(Into::into).unwrap_or(Self(Vec::new()))
    }
}

impl From<Vec<AnyView>> for Child {
    fn from(views: Vec<AnyView>) -> Self {
        Self(views)
    }
}

/// Several things without an element around them.
pub fn several(children: Vec<AnyView>) -> AnyView {
    StaticVec::from(children).into_any()
}

/// Nothing.
pub fn nothing() -> AnyView {
    several(Vec::new())
}

/// Draws anew when what it reads changes.
pub fn dynamic(draw: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let draw: Live<AnyView> = Box::new(draw);
    draw.into_any()
}

/// Draws anew when the key changes, and only then.
pub fn keyed(key: impl Fn() -> u64 + Send + Sync + 'static, draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let key = watch(key);
    dynamic(move || {
        // Read, not only tracked: what has never been worked out does not know what it depends on.
        key.get();
        untrack(&draw)
    })
}

/// A number that tells when something has changed.
pub fn watch(key: impl Fn() -> u64 + Send + Sync + 'static) -> Memo<u64> {
    let key: Box<dyn Fn() -> u64 + Send + Sync> = Box::new(key);
    Memo::new(move |_| key())
}

/// Runs once the page has been drawn, and again when what it reads changes. On a server it does not run.
pub fn effect(run: impl FnMut() + 'static) {
    let mut run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(move |_: Option<()>| run());
}

/// A number that differs when the value does.
pub fn key_of(value: &impl Hash) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    value.hash(&mut hasher);
    hasher.finish()
}

/// Small and good enough: what is told apart here are two states that follow each other.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
