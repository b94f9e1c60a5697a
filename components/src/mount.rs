//! Components in places of a page that no Leptos app draws: for custom elements, other frameworks, and pages of plain HTML.

use crate::i18n::Messages;
use crate::provider::{Desk, Leave};
use crate::theme::Appearance;
use frontdesk_sdk::Frontdesk;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use std::fmt;
use std::sync::Arc;
use web_sys::HtmlElement;

/// One engine for whatever is mounted into a page by hand. Cheap to clone; all clones are one.
///
/// ```no_run
/// use frontdesk_components::{SignIn, mount::Page, sdk::Frontdesk};
/// use leptos::prelude::*;
/// use wasm_bindgen::JsCast;
///
/// let frontdesk = Frontdesk::builder("pk_test_Y2xlcmsuYXBwLmV4YW1wbGUk").build().unwrap();
/// let page = Page::open(frontdesk);
///
/// let place = document().get_element_by_id("sign-in").unwrap().unchecked_into();
/// let mounted = page.mount_to(place, || view! { <SignIn after_sign_in_url="/" /> });
///
/// drop(mounted); // takes the component away
/// ```
#[derive(Clone)]
pub struct Page {
    owner: Owner,
    desk: Desk,
}

impl Page {
    /// Begins with an engine. Who is signed in is asked once something is mounted.
    pub fn open(frontdesk: Frontdesk) -> Self {
        let owner = Owner::new();
        let desk = owner.with(|| Desk::follow(frontdesk, Messages::default()));
        Self { owner, desk }
    }

    /// The same page, where what is mounted looks like this.
    #[must_use]
    pub fn with_appearance(mut self, appearance: Appearance) -> Self {
        self.desk.appearance = appearance;
        self
    }

    /// The same page, where what is mounted has these words.
    #[must_use]
    pub fn with_messages(mut self, messages: Messages) -> Self {
        self.desk.messages = messages;
        self
    }

    /// The same page, where these words, as JSON and as few as one likes, lie over those of its language. What is no JSON says
    /// nothing.
    #[must_use]
    pub fn with_words(mut self, file: &str) -> Self {
        if let Some(messages) = self.desk.messages.clone().overlay(file) {
            self.desk.messages = messages;
        }
        self
    }

    /// The same page in another language, whose words are fetched from a folder of files such as `de.json`.
    #[must_use]
    pub fn with_locale(mut self, tag: &str, folder: &str) -> Self {
        self.desk.locales_url = folder.into();
        self.desk.fetch_words(tag);
        self
    }

    /// The same page, where this is asked before what is mounted goes to another page. Who goes there itself says true.
    #[must_use]
    pub fn on_navigate(mut self, ask: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        let ask: Leave = Arc::new(ask);
        self.desk.leave = Some(ask);
        self
    }

    /// Finds out who is signed in, before anything is mounted.
    pub fn load(&self) {
        // Whoever was here before has seen to it already.
        let _ = any_spawner::Executor::init_wasm_bindgen();
        self.desk.load();
    }

    /// The engine.
    pub fn frontdesk(&self) -> &Frontdesk {
        &self.desk.frontdesk
    }

    /// Draws something at the end of an element, as inside [`FrontdeskProvider`](crate::FrontdeskProvider).
    pub fn mount_to<V: IntoView + 'static>(&self, place: HtmlElement, draw: impl FnOnce() -> V + 'static) -> Mounted {
        let desk = self.desk.clone();
        let draw: Box<dyn FnOnce() -> AnyView> = Box::new(move || draw().into_any());
        let handle = self.owner.with(|| {
            mount_to(place, move || {
                provide_context(desk.messages.clone());
                provide_context(desk);
                draw()
            })
        });
        self.desk.load();
        Mounted(handle)
    }
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Page").field(&self.desk.frontdesk).finish()
    }
}

/// Something that stands in the page; drop it to take it away.
#[must_use = "dropping it takes the component away"]
pub struct Mounted(UnmountHandle<<AnyView as Render>::State>);

impl Mounted {
    /// Leaves it there for as long as the page lives.
    pub fn forever(self) {
        self.0.forget();
    }
}

impl fmt::Debug for Mounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mounted")
    }
}
