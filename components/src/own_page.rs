//! What an app puts into our components: pages of its own into profiles, items of its own into the user menu.

use crate::ui::element::Text;
use crate::ui::icon::Icon;
use crate::ui::menu::MenuItem;
use leptos::prelude::*;
use std::sync::Arc;

/// What the keys of own items begin with, before their places.
pub(crate) const OWN: &str = "+own-";

/// A page of the app's own in a profile.
#[derive(Clone)]
pub struct OwnPage {
    /// What the address calls it, such as `billing`.
    pub path: Text,
    /// Its name, in the navigation and as its heading.
    pub label: Text,
    /// What stands before its name.
    pub icon: Icon,
    /// Draws it, below its heading.
    pub view: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

impl OwnPage {
    /// A page.
    pub fn new<V: IntoView + 'static>(
        path: impl Into<Text>,
        label: impl Into<Text>,
        icon: Icon,
        view: impl Fn() -> V + Send + Sync + 'static,
    ) -> Self {
        Self { path: path.into(), label: label.into(), icon, view: Arc::new(move || view().into_any()) }
    }
}

/// An item of the app's own in the user menu.
#[derive(Clone)]
pub struct OwnItem {
    /// Its words.
    pub label: Text,
    /// What stands before them.
    pub icon: Icon,
    /// What choosing it does.
    pub does: Does,
}

/// What choosing an item does.
#[derive(Clone)]
pub enum Does {
    /// Goes to another page.
    Link(Text),
    /// Calls the app, once the menu is closed.
    Call(Callback<()>),
}

impl OwnItem {
    /// An item that leads to another page.
    pub fn link(label: impl Into<Text>, icon: Icon, href: impl Into<Text>) -> Self {
        Self { label: label.into(), icon, does: Does::Link(href.into()) }
    }

    /// The line of a menu, by its place among the app's own.
    pub(crate) fn menu_item(&self, place: usize) -> MenuItem {
        let href = match &self.does {
            Does::Link(href) => Some(href.clone().into_owned()),
            Does::Call(_) => None,
        };
        let key = [OWN, &place.to_string()].concat();
        MenuItem { href, ..MenuItem::action(&key, self.icon, self.label.clone()) }
    }

    /// An item that calls the app.
    pub fn action(label: impl Into<Text>, icon: Icon, call: impl Fn() + Send + Sync + 'static) -> Self {
        Self { label: label.into(), icon, does: Does::Call(Callback::new(move |()| call())) }
    }
}
