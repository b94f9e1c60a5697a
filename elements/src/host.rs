//! An element of the page as its component sees it. The class is in `frontdesk.js`: only JavaScript can extend `HTMLElement`.

use frontdesk_components::{Appearance, Layout, Scheme, Variables};
use std::borrow::Cow;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// An element of the page.
    #[wasm_bindgen(extends = HtmlElement)]
    #[derive(Clone, Debug)]
    pub type Host;

    /// What the element says under this name: an attribute, or else what the page says for all of them; empty when nobody does.
    #[wasm_bindgen(method)]
    pub fn text(this: &Host, name: &str) -> String;

    /// Tells the page of something, with what goes with it in the order of `frontdesk.js`. False when the page sees to it itself.
    #[wasm_bindgen(method)]
    pub(crate) fn tell(this: &Host, event: &str, facts: Vec<String>) -> bool;

    /// The page's own words as JSON; empty where it has none.
    #[wasm_bindgen(method)]
    pub(crate) fn words(this: &Host) -> String;

    /// Makes room for a component.
    #[wasm_bindgen(method, js_name = replaceChildren)]
    pub(crate) fn clear(this: &Host);
}

impl Host {
    /// Whether the element has this attribute, with whatever value but `false`.
    pub fn flag(&self, name: &str) -> bool {
        self.has_attribute(name) && self.text(name) != "false"
    }

    /// What the ids inside begin with: the component's own name, or the element's where it has an id.
    pub fn name(&self, usual: &'static str) -> String {
        let own = self.id();
        if own.is_empty() { usual.to_owned() } else { [&own, "-", usual].concat() }
    }

    /// How it looks.
    pub(crate) fn appearance(&self) -> Appearance {
        let given = |name: &str| Some(self.text(name)).filter(|text| !text.is_empty());
        let mut variables = Variables::new();
        for (name, set) in TOKENS {
            if let Some(value) = given(name) {
                variables = set(variables, value);
            }
        }
        Appearance {
            variables,
            scheme: match &*self.text("scheme") {
                "light" => Scheme::Light,
                "dark" => Scheme::Dark,
                "system" => Scheme::System,
                _ => Scheme::Inherit,
            },
            layout: Layout { logo_url: given("logo-url").map(Cow::Owned), ..Layout::default() },
            ..Appearance::default()
        }
    }
}

type SetToken = fn(Variables, String) -> Variables;

/// The tokens that are attributes. All others are for a sheet.
const TOKENS: [(&str, SetToken); 3] =
    [("primary", Variables::primary), ("radius", Variables::radius), ("font", Variables::font)];
