//! A router as small as this app: four pages, the history API, and plain links. The two forms are programs of their own:
//! links to them are the browser's affair.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlAnchorElement;

/// Where the account is.
pub(crate) const PROFILE: &str = "/profile";

/// Where the organization is.
pub(crate) const ORGANIZATION: &str = "/organization";

/// A page of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Home,
    Protected,
    Organizations,
    /// The account, with its own pages below.
    Profile,
    /// The organization that one works in, with its own pages below.
    Organization,
    /// Where organizations are made.
    NewOrganization,
    Missing,
}

impl Page {
    fn of(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" => Self::Home,
            "/protected" => Self::Protected,
            "/organizations" => Self::Organizations,
            "/organizations/new" => Self::NewOrganization,
            path if path == PROFILE || path.starts_with("/profile/") => Self::Profile,
            path if path == ORGANIZATION || path.starts_with("/organization/") => Self::Organization,
            _ => Self::Missing,
        }
    }

    /// The path of its link.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Protected => "/protected",
            Self::Organizations => "/organizations",
            Self::Profile => PROFILE,
            Self::Organization => ORGANIZATION,
            Self::NewOrganization => "/organizations/new",
            Self::Missing => "",
        }
    }

    /// What the tab's title says.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Home => "Frontdesk demo",
            Self::Protected => "Protected page – Frontdesk demo",
            Self::Organizations => "Organizations – Frontdesk demo",
            Self::Profile => "Your account – Frontdesk demo",
            Self::Organization => "Organization – Frontdesk demo",
            Self::NewOrganization => "New organization – Frontdesk demo",
            Self::Missing => "Not found – Frontdesk demo",
        }
    }
}

/// Where the app is, and the way to other places.
#[derive(Clone, Copy)]
pub(crate) struct Router {
    path: RwSignal<String>,
    moved: RwSignal<bool>,
}

impl Router {
    /// Follows the address bar, and every plain link to this app, wherever it stands.
    pub(crate) fn start() -> Self {
        let router = Self { path: RwSignal::new(current_path()), moved: RwSignal::new(false) };
        window_event_listener(ev::popstate, move |_| router.arrive());
        window_event_listener(ev::click, move |event| {
            let plain = event.button() == 0
                && !event.default_prevented()
                && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
            if let Some(url) = event.target().filter(|_| plain).and_then(|target| link(&target)) {
                event.prevent_default();
                router.go(&url);
            }
        });
        router
    }

    /// The page to show.
    pub(crate) fn page(self) -> Page {
        self.path.with(|path| Page::of(path))
    }

    /// Whether the person has moved since the app started: then a new page takes the focus.
    pub(crate) fn moved(self) -> bool {
        self.moved.get_untracked()
    }

    /// Goes to an address of this app.
    fn go(self, url: &str) {
        if let Ok(history) = window().history() {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(url));
        }
        self.arrive();
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    fn arrive(self) {
        self.moved.set(true);
        let path = current_path();
        if self.path.with_untracked(|before| *before != path) {
            self.path.set(path);
        }
    }
}

fn current_path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The programs beside this one.
const FORMS: [&str; 2] = ["/sign-in", "/sign-up"];

/// The address of the link that was pressed, when it leads to a page of this program in this tab.
fn link(target: &web_sys::EventTarget) -> Option<String> {
    let link: HtmlAnchorElement = target.dyn_ref::<web_sys::Element>()?.closest("a[href]").ok()??.dyn_into().ok()?;
    let here = window().location().origin().ok()?;
    let inside = link.origin() == here && link.target().is_empty() && !link.has_attribute("download");
    let elsewhere = FORMS.contains(&link.pathname().trim_end_matches('/'));
    let only_hash = link.get_attribute("href").is_some_and(|href| href.starts_with('#'));
    (inside && !elsewhere && !only_hash).then(|| link.href())
}
