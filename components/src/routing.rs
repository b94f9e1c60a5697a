//! Where a component of several pages or steps is: in the address, or in itself alone.

use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::navigation::Routing;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// Where a component is. Cheap to clone; all clones are one.
#[derive(Clone)]
pub(crate) struct Place(Arc<Inner>);

struct Inner {
    routing: Routing,
    frontdesk: Frontdesk,
    /// The step, empty at the start.
    step: RwSignal<String>,
}

impl Place {
    /// Reads the address, and follows it from now on.
    pub(crate) fn new(routing: Routing, frontdesk: &Frontdesk) -> Self {
        let place = Self(Arc::new(Inner { routing, frontdesk: frontdesk.clone(), step: RwSignal::new(String::new()) }));
        // A server never sees the fragment, so the page that it sent begins at the start.
        if cfg!(feature = "hydrate") && place.0.routing == Routing::Hash {
            let later = place.clone();
            crate::ui::element::effect(move || later.arrive());
        } else {
            place.arrive();
        }
        place.follow();
        place
    }

    /// The step; reading it subscribes.
    pub(crate) fn step(&self) -> String {
        self.0.step.get()
    }

    /// The address of a step, where steps have addresses.
    pub(crate) fn href(&self, step: &str) -> Option<String> {
        let url = self.0.routing.url(&self.page()?, step)?;
        // Short, and the same on a server: what stands behind the origin.
        let path = url.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
        Some(path.unwrap_or(&url).to_owned())
    }

    /// Goes to a step: a new entry of the browser's history, so that back comes back.
    pub(crate) fn go(&self, step: &str) {
        if self.0.step.with_untracked(|now| now == step) {
            return;
        }
        if let (true, Some(url)) = (cfg!(target_arch = "wasm32"), self.href(step)) {
            // A page that forbids it stays where it is, and the component goes on by itself.
            let _ = window().history().and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&url)));
        }
        self.0.step.set(step.to_owned());
    }

    fn page(&self) -> Option<String> {
        if cfg!(target_arch = "wasm32") {
            return window().location().href().ok();
        }
        self.0.frontdesk.platform().page_url()
    }

    /// Takes the step from the address. On another page there is none, and the component is about to go.
    fn arrive(&self) {
        let Some(step) = self.page().and_then(|page| self.0.routing.step(&page)) else { return };
        if self.0.step.try_with_untracked(|now| *now != step) == Some(true) {
            self.0.step.set(step);
        }
    }

    /// Hears the browser go back and forward, for as long as the component is there.
    fn follow(&self) {
        if !cfg!(target_arch = "wasm32") || self.0.routing == Routing::Inside {
            return;
        }
        for event in ["popstate", "hashchange"] {
            let this = self.clone();
            let heard = window_event_listener_untyped(event, move |_| this.arrive());
            on_cleanup(move || heard.remove());
        }
    }
}
