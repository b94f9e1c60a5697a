//! What is set on an element, and what keeps it so.

use crate::ui::element::{Hear, Live, Text, put_styles};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::mem;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// Something that is set on an element.
pub(in crate::ui::element) enum Attribute {
    Fixed(&'static str, Text),
    Live(&'static str, Live<Option<Text>>),
    Property(&'static str, Live<JsValue>),
    Hears(&'static str, SendWrapper<(Owner, Hear)>),
    Styles(Vec<(Text, Text)>),
}

/// What has been set, and what keeps it so.
pub(super) enum Held {
    Fixed(&'static str, Text),
    Live(&'static str, #[expect(dead_code, reason = "dropping it ends it")] RenderEffect<()>),
    Property(#[expect(dead_code, reason = "dropping it ends it")] RenderEffect<()>),
    Hears(&'static str, Closure<dyn FnMut(web_sys::Event)>),
    Styles,
}

pub(in crate::ui::element) fn fixed(name: &'static str, value: Text) -> Attribute {
    Attribute::Fixed(name, value)
}

pub(in crate::ui::element) fn live(name: &'static str, value: Live<Option<Text>>) -> Attribute {
    Attribute::Live(name, value)
}

pub(in crate::ui::element) fn value(mut value: Live<String>) -> Attribute {
    Attribute::Property("value", Box::new(move || JsValue::from_str(&value())))
}

pub(in crate::ui::element) fn checked(mut checked: Live<bool>) -> Attribute {
    Attribute::Property("checked", Box::new(move || JsValue::from_bool(checked())))
}

pub(in crate::ui::element) fn styles(styles: Vec<(Text, Text)>) -> Attribute {
    Attribute::Styles(styles)
}

pub(in crate::ui::element) fn hears(event: &'static str, hear: Hear) -> Attribute {
    Attribute::Hears(event, SendWrapper::new((Owner::current().unwrap_or_default(), hear)))
}

/// Runs at once, and again when what it reads changes, for as long as it is held.
#[inline(never)]
pub(super) fn kept(mut run: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
}

/// Does something once all that is being drawn now stands.
fn soon(run: Box<dyn FnOnce()>) {
    leptos::task::spawn_local(async move { run() });
}

impl Attribute {
    /// Sets it.
    fn put(self, node: &Element) -> Held {
        let node = node.clone();
        match self {
            Self::Fixed(name, value) => {
                let _ = node.set_attribute(name, &value);
                Held::Fixed(name, value)
            }
            Self::Live(name, mut value) => {
                let keep = move || match value() {
                    Some(value) => drop(node.set_attribute(name, &value)),
                    None => drop(node.remove_attribute(name)),
                };
                Held::Live(name, kept(Box::new(keep)))
            }
            Self::Property(name, mut value) => {
                let mut before = JsValue::UNDEFINED;
                Held::Property(kept(Box::new(move || {
                    let value = value();
                    if value != before {
                        before = value.clone();
                        let node = node.clone();
                        // The value of a selection counts once its options are there.
                        soon(Box::new(move || drop(js_sys::Reflect::set(&node, &name.into(), &value))));
                    }
                })))
            }
            Self::Hears(name, hear) => {
                let (owner, mut hear) = hear.take();
                let hear: Hear = Box::new(move |event| owner.with(|| hear(event)));
                let hear = Closure::wrap(hear);
                let _ = node.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
                Held::Hears(name, hear)
            }
            Self::Styles(styles) => {
                put_styles(node, styles);
                Held::Styles
            }
        }
    }
}

impl Held {
    /// Whether this is what is to be set.
    fn is(&self, next: &Attribute) -> bool {
        matches!((self, next), (Self::Fixed(name, value), Attribute::Fixed(next, wanted)) if name == next && value == wanted)
    }

    fn take_off(self, node: &Element) {
        match self {
            Self::Fixed(name, _) | Self::Live(name, _) => drop(node.remove_attribute(name)),
            Self::Hears(name, hear) => {
                drop(node.remove_event_listener_with_callback(name, hear.as_ref().unchecked_ref()));
            }
            Self::Property(_) | Self::Styles => {}
        }
    }
}

/// Sets what is to be set now on an element, and takes off what is not.
pub(super) fn put_all(node: &Element, attributes: Vec<Attribute>, held: &mut Vec<Held>) {
    let mut before = mem::take(held).into_iter();
    let mut stay = Vec::new();
    for next in &attributes {
        stay.push(match before.next() {
            Some(held) if held.is(next) => Some(held),
            Some(held) => {
                held.take_off(node);
                None
            }
            None => None,
        });
    }
    for held in before {
        held.take_off(node);
    }
    for (next, stays) in attributes.into_iter().zip(stay) {
        held.push(match stays {
            Some(held) => held,
            None => next.put(node),
        });
    }
}
