use super::Appearance;
use crate::ui::element::{El, Text, on_class};
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use std::sync::Arc;

#[derive(Debug, Clone)]
enum Wear {
    Class(Text),
    Style(Text, Text),
}

type Draw<'a> = Box<dyn FnOnce() -> AnyView + 'a>;

/// Classes and style declarations for slots, which are the `fd-*` classes of the views: [`crate::slot`] has them all.
///
/// A class is put beside ours; any rule of the app wins, since ours stand in a layer. Style declarations are set through the
/// object model, in a browser.
#[derive(Debug, Clone, Default)]
pub struct Elements {
    worn: Vec<(Text, Wear)>,
    // Only here, so that a page that dresses nothing does not carry what does.
    dress: Option<fn(&Elements, Draw<'_>) -> AnyView>,
}

/// What the views inside wear.
#[derive(Clone)]
struct Worn(Arc<[(Text, Wear)]>);

impl Elements {
    /// Dresses nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts classes beside a slot's own.
    pub fn class(self, slot: impl Into<Text>, class: impl Into<Text>) -> Self {
        self.wear(slot.into(), Wear::Class(class.into()))
    }

    /// Sets a style property of a slot.
    pub fn style(self, slot: impl Into<Text>, property: impl Into<Text>, value: impl Into<Text>) -> Self {
        self.wear(slot.into(), Wear::Style(property.into(), value.into()))
    }

    fn wear(mut self, slot: Text, wear: Wear) -> Self {
        on_class(dress_class);
        self.dress = Some(dress);
        self.worn.push((slot, wear));
        self
    }

    /// The provider's first, so that a component's own style declarations win.
    pub(super) fn over(mut self, below: &Self) -> Self {
        if !below.worn.is_empty() {
            self.worn.splice(0..0, below.worn.iter().cloned());
            self.dress = self.dress.or(below.dress);
        }
        self
    }
}

/// Draws a component, and whatever it draws later, with what its looks say about single parts.
pub(crate) fn dressed<'a>(appearance: &Appearance, draw: impl FnOnce() -> AnyView + 'a) -> AnyView {
    match appearance.elements.dress {
        Some(dress) => dress(&appearance.elements, Box::new(draw)),
        None => draw(),
    }
}

fn dress(elements: &Elements, draw: Draw<'_>) -> AnyView {
    // An owner of its own: components beside this one wear something else.
    let owner = Owner::new();
    let worn = Worn(elements.worn.as_slice().into());
    let view = owner.with(|| {
        provide_context(worn);
        draw()
    });
    OwnedView::new_with_owner(view, owner).into_any()
}

fn dress_class(element: El, class: &'static str) -> El {
    let Some(Worn(worn)) = use_context::<Worn>() else { return element.attr("class", class) };
    let (mut classes, mut styles) = (String::from(class), Vec::new());
    for (slot, wear) in worn.iter() {
        if class.split(' ').any(|own| own == slot) {
            match wear {
                Wear::Class(more) => {
                    classes.push(' ');
                    classes.push_str(more);
                }
                Wear::Style(property, value) => styles.push((property.clone(), value.clone())),
            }
        }
    }
    let element = element.attr("class", classes);
    if styles.is_empty() { element } else { element.styles(styles) }
}
