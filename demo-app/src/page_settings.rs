//! What the server that sent this page wrote into it.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlMetaElement;

/// What the app needs to know before it starts.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageSettings {
    /// The publishable key of the instance.
    pub(crate) publishable_key: String,
    /// Where the Frontend API stands on the app's own origin, if it does.
    pub(crate) proxy_url: Option<String>,
    /// Where mail of a development instance can be read.
    pub(crate) inbox: Option<String>,
}

impl PageSettings {
    /// Reads the page's head.
    pub(crate) fn read() -> Self {
        Self {
            publishable_key: meta("frontdesk-publishable-key").unwrap_or_default(),
            proxy_url: meta("frontdesk-proxy-url"),
            inbox: meta("frontdesk-inbox"),
        }
    }
}

fn meta(name: &str) -> Option<String> {
    let element = document().query_selector(&["meta[name=\"", name, "\"]"].concat()).ok()??;
    Some(element.dyn_into::<HtmlMetaElement>().ok()?.content())
}
