//! Elements as nodes of a page, without views in between: one type of view, and one of effect, whatever is drawn.
//!
//! As Leptos does, what is drawn anew takes over the nodes of what stood there, as far as both are alike: the focus stays.

mod held;

pub(super) use held::{Attribute, checked, fixed, hears, live, styles, value};

use super::{Live, Parts, Text};
use held::{Held, kept, put_all};
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute as LeptosAttribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

/// The one view.
enum View {
    Element(Parts),
    Text(Text),
    LiveText(Live<String>),
    Several(Vec<AnyView>),
    Dynamic(Live<AnyView>),
}

/// A view that stands in the page.
enum Shown {
    Element { node: Element, tag: &'static str, held: Vec<Held>, children: Vec<AnyViewState> },
    Text { node: Node, words: Text },
    LiveText { node: Node, _effect: RenderEffect<()> },
    Several { children: Vec<AnyViewState>, end: Node },
    Dynamic { inside: Rc<RefCell<Option<AnyViewState>>>, _effect: RenderEffect<()> },
}

pub(super) fn text(words: Text) -> AnyView {
    View::Text(words).into_any()
}

pub(super) fn live_text(words: Live<String>) -> AnyView {
    View::LiveText(words).into_any()
}

pub(super) fn element(parts: Parts) -> AnyView {
    View::Element(parts).into_any()
}

pub(super) fn several(children: Vec<AnyView>) -> AnyView {
    View::Several(children).into_any()
}

pub(super) fn dynamic(draw: Live<AnyView>) -> AnyView {
    View::Dynamic(draw).into_any()
}

/// Draws these at the end of a parent, or before what ends them, over those that stand there.
fn draw_all(children: Vec<AnyView>, states: &mut Vec<AnyViewState>, parent: Option<&Element>, end: Option<&Node>) {
    for mut gone in states.drain(children.len().min(states.len())..) {
        gone.unmount();
    }
    for (place, child) in children.into_iter().enumerate() {
        if let Some(state) = states.get_mut(place) {
            child.rebuild(state);
        } else {
            let mut state = child.build();
            if let Some(parent) = parent {
                state.mount(parent, end);
            }
            states.push(state);
        }
    }
}

fn make(tag: &'static str) -> Element {
    let made = match tag {
        "svg" | "path" => document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag),
        _ => document().create_element(tag),
    };
    made.expect("tags are names")
}

fn text_node(words: &str) -> Node {
    document().create_text_node(words).into()
}

/// Keeps the words of a node.
fn kept_words(node: &Node, mut words: Live<String>) -> RenderEffect<()> {
    let node = node.clone();
    let mut before = String::new();
    kept(Box::new(move || {
        let words = words();
        if words != before {
            node.set_node_value(Some(&words));
            before = words;
        }
    }))
}

impl Render for View {
    type State = Shown;

    fn build(self) -> Shown {
        match self {
            Self::Element(parts) => {
                let Parts { tag, attributes, children } = parts;
                let node = make(tag);
                let (mut held, mut states) = (Vec::new(), Vec::new());
                put_all(&node, attributes, &mut held);
                draw_all(children, &mut states, Some(&node), None);
                Shown::Element { node, tag, held, children: states }
            }
            Self::Text(words) => Shown::Text { node: text_node(&words), words },
            Self::LiveText(words) => {
                let node = text_node("");
                let _effect = kept_words(&node, words);
                Shown::LiveText { node, _effect }
            }
            Self::Several(children) => {
                let mut states = Vec::new();
                draw_all(children, &mut states, None, None);
                Shown::Several { children: states, end: document().create_comment("").into() }
            }
            Self::Dynamic(mut draw) => {
                let inside = Rc::<RefCell<Option<AnyViewState>>>::default();
                let place = inside.clone();
                let _effect = kept(Box::new(move || {
                    let view = draw();
                    let stands = place.take();
                    place.replace(Some(match stands {
                        Some(mut state) => {
                            view.rebuild(&mut state);
                            state
                        }
                        None => view.build(),
                    }));
                }));
                Shown::Dynamic { inside, _effect }
            }
        }
    }

    fn rebuild(self, state: &mut Shown) {
        match (self, state) {
            (Self::Element(parts), Shown::Element { node, tag, held, children }) if parts.tag == *tag => {
                put_all(node, parts.attributes, held);
                draw_all(parts.children, children, Some(node), None);
            }
            (Self::Text(next), Shown::Text { node, words }) => {
                if next != *words {
                    node.set_node_value(Some(&next));
                    *words = next;
                }
            }
            (Self::Several(next), Shown::Several { children, end }) => {
                draw_all(next, children, end.parent_element().as_ref(), Some(end));
            }
            (next, state) => {
                let mut next = next.build();
                state.insert_before_this(&mut next);
                state.unmount();
                *state = next;
            }
        }
    }
}

impl Mountable for Shown {
    fn unmount(&mut self) {
        match self {
            Self::Element { node, .. } => node.remove(),
            Self::Text { node, .. } | Self::LiveText { node, .. } => node.unchecked_ref::<Element>().remove(),
            Self::Several { children, end } => {
                for child in children {
                    child.unmount();
                }
                end.unchecked_ref::<Element>().remove();
            }
            Self::Dynamic { inside, .. } => {
                if let Some(inside) = &mut *inside.borrow_mut() {
                    inside.unmount();
                }
            }
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        let node: &Node = match self {
            Self::Element { node, .. } => node,
            Self::Text { node, .. } | Self::LiveText { node, .. } => node,
            Self::Several { children, end } => {
                for child in children {
                    child.mount(parent, marker);
                }
                end
            }
            Self::Dynamic { inside, .. } => {
                if let Some(inside) = &mut *inside.borrow_mut() {
                    inside.mount(parent, marker);
                }
                return;
            }
        };
        let _ = parent.insert_before(node, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let node: &Node = match self {
            Self::Element { node, .. } => node,
            Self::Text { node, .. } | Self::LiveText { node, .. } => node,
            Self::Several { children, end } => {
                if children.first().is_some_and(|first| first.insert_before_this(child)) {
                    return true;
                }
                end
            }
            Self::Dynamic { inside, .. } => {
                return inside.borrow().as_ref().is_some_and(|inside| inside.insert_before_this(child));
            }
        };
        let parent = node.parent_element();
        if let Some(parent) = &parent {
            child.mount(parent, Some(node));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<Element> {
        match self {
            Self::Element { node, .. } => vec![node.clone()],
            Self::Text { .. } | Self::LiveText { .. } => Vec::new(),
            Self::Several { children, .. } => {
                let mut all = Vec::new();
                for child in children {
                    all.extend(child.elements());
                }
                all
            }
            Self::Dynamic { inside, .. } => inside.borrow().as_ref().map(Mountable::elements).unwrap_or_default(),
        }
    }
}

impl AddAnyAttr for View {
    type Output<Next: LeptosAttribute> = <AnyView as AddAnyAttr>::Output<Next>;

    fn add_any_attr<Next: LeptosAttribute>(self, attribute: Next) -> Self::Output<Next>
    where
        Self::Output<Next>: RenderHtml,
    {
        self.into_any().add_any_attr(attribute)
    }
}

const ONLY_DRAWN: &str = "with the feature `csr` alone there is no HTML to write or to take over";

impl RenderHtml for View {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {
        unreachable!("{ONLY_DRAWN}")
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Shown {
        unreachable!("{ONLY_DRAWN}")
    }

    fn into_owned(self) -> Self {
        self
    }
}
