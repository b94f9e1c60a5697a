//! Elements put together from parts of few types.
//!
//! The `view!` macro gives every piece of markup a type of its own, and the compiler writes out building, rebuilding, mounting and
//! hydrating for each of them. What a browser downloads for a sign-in page is mostly that. An [`El`] has one type whatever is in
//! it, so that code exists once.

use leptos::prelude::*;
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;
use wasm_bindgen::JsCast;

// A program that only draws needs no types of the views: it makes nodes. A server's HTML, and what takes it over, is made by Leptos.
#[cfg(all(feature = "csr", not(any(feature = "hydrate", feature = "ssr")), target_arch = "wasm32"))]
#[path = "element/nodes.rs"]
mod made;
#[cfg(not(all(feature = "csr", not(any(feature = "hydrate", feature = "ssr")), target_arch = "wasm32")))]
#[path = "element/views.rs"]
mod made;

use made::Attribute;

/// Text of an attribute or an element.
pub type Text = Cow<'static, str>;

type Live<T> = Box<dyn FnMut() -> T + Send>;

type Hear = Box<dyn FnMut(web_sys::Event)>;

/// An element that is being put together. It is one word, however much is in it: passing it on from call to call costs
/// nothing, and there are hundreds of such calls.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<Attribute>,
    children: Vec<AnyView>,
}

type DressClass = fn(El, &'static str) -> El;

/// What sets classes once an app dresses slots. Until then nothing leads to it, so that other pages do not download it.
static DRESS_CLASS: OnceLock<DressClass> = OnceLock::new();

/// From now on classes are set by this; there is only one such function.
pub(crate) fn on_class(dress: DressClass) {
    let _ = DRESS_CLASS.set(dress);
}

fn put_styles(element: web_sys::Element, styles: Vec<(Text, Text)>) {
    // Icons are not HTML elements, but they have the same `style`.
    let style = element.unchecked_ref::<web_sys::HtmlElement>().style();
    for (property, value) in &styles {
        // A value that the browser does not understand changes nothing.
        let _ = style.set_property(property, value);
    }
}

/// Begins an element.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

// What is generic only prepares; what is done stands once, in functions that are not written out where they are called.
impl El {
    /// Sets the class. Each `fd-*` class is a slot, which an app may dress.
    #[inline(never)]
    pub fn class(self, class: &'static str) -> Self {
        match DRESS_CLASS.get() {
            Some(dress) => dress(self, class),
            None => self.set("class", Text::Borrowed(class)),
        }
    }

    /// Sets style properties through the object model, which a strict content security policy allows. A server, which could only
    /// write an attribute that such a policy forbids, leaves them out.
    pub fn styles(mut self, styles: Vec<(Text, Text)>) -> Self {
        self.0.attributes.push(made::styles(styles));
        self
    }

    /// Sets an attribute.
    pub fn attr(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.set(name, value.into())
    }

    #[inline(never)]
    fn set(mut self, name: &'static str, value: Text) -> Self {
        self.0.attributes.push(made::fixed(name, value));
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
    #[inline(never)]
    pub fn flag(self, name: &'static str, on: bool) -> Self {
        if on { self.set(name, Text::Borrowed("")) } else { self }
    }

    /// Keeps an attribute as the function says; nothing takes it away.
    pub fn live(self, name: &'static str, value: impl FnMut() -> Option<Text> + Send + 'static) -> Self {
        self.set_live(name, Box::new(value))
    }

    #[inline(never)]
    fn set_live(mut self, name: &'static str, value: Live<Option<Text>>) -> Self {
        self.0.attributes.push(made::live(name, value));
        self
    }

    /// Keeps an attribute there or away.
    pub fn live_flag(self, name: &'static str, on: impl Fn() -> bool + Send + 'static, value: &'static str) -> Self {
        self.live(name, move || on().then_some(Text::Borrowed(value)))
    }

    /// Keeps an input's value as the function says.
    pub fn value(self, value: impl FnMut() -> String + Send + 'static) -> Self {
        self.set_value(Box::new(value))
    }

    #[inline(never)]
    fn set_value(self, mut value: Live<String>) -> Self {
        // What a server sends has no properties, only attributes.
        let mut this = self.set("value", untrack(&mut value).into());
        this.0.attributes.push(made::value(value));
        this
    }

    /// Keeps a checkbox checked or not.
    pub fn checked(self, checked: impl FnMut() -> bool + Send + 'static) -> Self {
        let mut checked: Live<bool> = Box::new(checked);
        let mut this = self.flag("checked", untrack(&mut checked));
        this.0.attributes.push(made::checked(checked));
        this
    }

    /// Hears an event.
    pub fn on(self, event: &'static str, hear: impl FnMut(web_sys::Event) + 'static) -> Self {
        self.set_on(event, Box::new(hear))
    }

    #[inline(never)]
    fn set_on(mut self, event: &'static str, hear: Hear) -> Self {
        self.0.attributes.push(made::hears(event, hear));
        self
    }

    /// Hears a click.
    pub fn on_click(self, press: impl Fn() + 'static) -> Self {
        self.on("click", move |_| press())
    }

    /// Puts something inside.
    pub fn child(mut self, child: impl Child) -> Self {
        child.put(&mut self.0.children);
        self
    }

    /// Puts words inside.
    pub fn text(self, words: impl Into<Text>) -> Self {
        self.set_text(words.into())
    }

    #[inline(never)]
    fn set_text(mut self, words: Text) -> Self {
        self.0.children.push(made::text(words));
        self
    }

    /// Puts words inside that change.
    pub fn live_text(mut self, words: impl FnMut() -> String + Send + 'static) -> Self {
        self.0.children.push(made::live_text(Box::new(words)));
        self
    }

    /// The element.
    #[inline(never)]
    pub fn build(self) -> AnyView {
        made::element(*self.0)
    }
}

/// What can stand inside an element: something, several things, or nothing.
pub trait Child {
    /// Puts it behind what is there.
    fn put(self, children: &mut Vec<AnyView>);
}

impl Child for AnyView {
    #[inline(never)]
    fn put(self, children: &mut Vec<AnyView>) {
        children.push(self);
    }
}

impl Child for El {
    #[inline(never)]
    fn put(self, children: &mut Vec<AnyView>) {
        children.push(self.build());
    }
}

impl<T: Child> Child for Option<T> {
    fn put(self, children: &mut Vec<AnyView>) {
        if let Some(child) = self {
            child.put(children);
        }
    }
}

impl Child for Vec<AnyView> {
    #[inline(never)]
    fn put(self, children: &mut Vec<AnyView>) {
        children.extend(self);
    }
}

/// Several things without an element around them.
#[inline(never)]
pub fn several(children: Vec<AnyView>) -> AnyView {
    made::several(children)
}

/// Words without an element around them.
pub fn text(words: impl Into<Text>) -> AnyView {
    made::text(words.into())
}

/// Nothing.
pub fn nothing() -> AnyView {
    several(Vec::new())
}

/// Draws anew when what it reads changes.
pub fn dynamic(draw: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    made::dynamic(Box::new(draw))
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
