//! An element of the page as its component sees it. The class is in `frontdesk.js`: only JavaScript can extend `HTMLElement`.

use crate::attached::served;
use frontdesk_components::sdk::navigation::Routing;
use frontdesk_components::ui::avatar::FaceSize;
use frontdesk_components::{Appearance, Layout, Scheme, Variables};
use leptos::prelude::{ChildrenFn, IntoAny, ViewFn};
use send_wrapper::SendWrapper;
use std::borrow::Cow;
use std::sync::Arc;
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

    /// A function of the script's that waits for an answer.
    pub type Answer;

    #[wasm_bindgen(method, js_name = call)]
    fn tell(this: &Answer, receiver: &JsValue, answer: Option<String>, fault: Option<String>);
}

impl Answer {
    /// Gives the answer, or says what is wrong.
    pub(crate) fn give(&self, answer: Option<String>, fault: Option<String>) {
        self.tell(&JsValue::UNDEFINED, answer, fault);
    }
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

    /// What the element says under this name, if anything.
    pub fn given(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// Where the component keeps its page: `hash`, `inside`, or below a path such as `/account`; else its own way.
    pub fn routing(&self) -> Option<Routing> {
        Some(match &*self.given("routing")? {
            "hash" => Routing::Hash,
            "inside" => Routing::Inside,
            path => Routing::Path(path.to_owned()),
        })
    }

    /// How large a picture is: `small`, `medium`, `large` or `portrait`.
    pub fn size(&self) -> FaceSize {
        match &*self.text("size") {
            "small" => FaceSize::Small,
            "large" => FaceSize::Large,
            "portrait" => FaceSize::Portrait,
            _ => FaceSize::Medium,
        }
    }

    /// The words of a button, where they are the page's own.
    pub fn label(&self) -> Option<ChildrenFn> {
        let label = self.given("label")?;
        Some(Arc::new(move || label.clone().into_any()))
    }

    /// What a button opens in a dialog, where it is told to by `modal`: the component of this element, with the button's
    /// attributes. Only a program that has the element has it; the script chooses one. (Whole names in the table are entries of it.)
    pub fn modal(&self, name: &str) -> Option<ViewFn> {
        let draw = served(&["frontdesk-", name].concat()).filter(|_| self.flag("modal"))?.draw;
        // There is one thread in a page; the wrapper lets the element be kept where threads are expected.
        let host = SendWrapper::new(self.clone());
        Some(ViewFn::from(move || draw(&host)))
    }

    /// How it looks.
    pub(crate) fn appearance(&self) -> Appearance {
        let mut variables = Variables::new();
        for (name, set) in TOKENS {
            if let Some(value) = self.given(name) {
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
            layout: Layout { logo_url: self.given("logo-url").map(Cow::Owned), ..Layout::default() },
            ..Appearance::default()
        }
    }
}

type SetToken = fn(Variables, String) -> Variables;

/// The tokens that are attributes. All others are for a sheet.
const TOKENS: [(&str, SetToken); 3] =
    [("primary", Variables::primary), ("radius", Variables::radius), ("font", Variables::font)];
