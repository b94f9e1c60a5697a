//! Where a profile is.

use super::{Href, Setting};
use crate::modal::Modal;
use crate::routing::Place;
use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::navigation::Routing;
use std::sync::Arc;

/// Where the profile is, and how it goes elsewhere.
#[derive(Clone)]
pub struct ProfilePlace {
    /// The path of the page to show; reading it subscribes.
    pub current: Arc<dyn Fn() -> String + Send + Sync>,
    /// The address of a page, where pages have addresses.
    pub href: Href,
    /// Goes to a page.
    pub go: Arc<dyn Fn(String) + Send + Sync>,
}

impl ProfilePlace {
    /// A place that stays at this page; its pages have addresses below `base`, where there is one.
    pub fn fixed(path: &'static str, base: Option<&'static str>) -> Self {
        Self {
            current: Arc::new(move || path.to_owned()),
            href: Arc::new(move |path| base.map(|base| [base, path].concat())),
            go: Arc::new(|_| ()),
        }
    }

    /// Where the component around stands, and its place: in the fragment of the address unless told, and in a dialog nowhere.
    pub(crate) fn around(routing: Option<Routing>, frontdesk: &Frontdesk) -> (Setting, Self) {
        let setting = if Modal::around().is_some() { Setting::Modal } else { Setting::Page };
        let routing = routing.unwrap_or(match setting {
            Setting::Page => Routing::Hash,
            Setting::Modal => Routing::Inside,
        });
        let place = Place::new(routing, frontdesk);
        let (current, href, go) = (place.clone(), place.clone(), place);
        let place = Self {
            current: Arc::new(move || current.step()),
            href: Arc::new(move |path| href.href(path)),
            go: Arc::new(move |path| go.go(&path)),
        };
        (setting, place)
    }
}
