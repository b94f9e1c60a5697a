//! A place in the page to put a view, and hands to work it with.

use frontdesk_components::STYLESHEET;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlInputElement};

/// A view in the page; taken out when dropped.
pub(crate) struct Stage {
    host: HtmlElement,
    _mounted: Box<dyn std::any::Any>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.host.remove();
    }
}

/// Lets the page take so many turns that all effects have run.
pub(crate) async fn settle() {
    for _ in 0..6 {
        let turn = js_sys::Promise::new(&mut |resolve, _| {
            set_timeout(move || drop(resolve.call0(&JsValue::NULL)), std::time::Duration::ZERO);
        });
        JsFuture::from(turn).await.unwrap();
    }
}

pub(crate) fn page() -> HtmlElement {
    document().body().unwrap()
}

impl Stage {
    /// Puts a view into the page, with the sheet.
    pub(crate) async fn show(view: impl FnOnce() -> AnyView + 'static) -> Self {
        if document().get_element_by_id("sheet").is_none() {
            let sheet = document().create_element("style").unwrap();
            sheet.set_id("sheet");
            sheet.set_text_content(Some(STYLESHEET));
            document().head().unwrap().append_child(&sheet).unwrap();
        }
        if let Some(focused) = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            focused.blur().unwrap();
        }
        let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        page().append_child(&host).unwrap();
        let mounted = leptos::mount::mount_to(host.clone(), view);
        settle().await;
        Self { host, _mounted: Box::new(mounted) }
    }

    pub(crate) fn find(&self, selector: &str) -> HtmlElement {
        self.seek(selector).unwrap_or_else(|| panic!("{selector} is not in {}", self.host.inner_html()))
    }

    pub(crate) fn seek(&self, selector: &str) -> Option<HtmlElement> {
        self.host.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    pub(crate) fn input(&self, selector: &str) -> HtmlInputElement {
        self.find(selector).unchecked_into()
    }

    pub(crate) fn text(&self) -> String {
        self.host.text_content().unwrap_or_default()
    }

    /// The button or link with these words.
    pub(crate) fn button(&self, words: &str) -> HtmlElement {
        let all = self.host.query_selector_all("button, a").unwrap();
        let mut all = (0..all.length()).filter_map(|index| all.item(index)?.dyn_into::<HtmlElement>().ok());
        all.find(|one| one.text_content().unwrap_or_default().trim() == words)
            .unwrap_or_else(|| panic!("{words} is not in {}", self.text()))
    }

    /// Types into an input as a person does: the value, then the event.
    pub(crate) async fn fill(&self, selector: &str, value: &str) {
        let input = self.input(selector);
        input.focus().unwrap();
        input.set_value(value);
        fire(&input, "input");
        settle().await;
    }

    pub(crate) async fn press(&self, words: &str) {
        self.button(words).click();
        settle().await;
    }
}

pub(crate) fn fire(target: &web_sys::EventTarget, name: &str) {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    target.dispatch_event(&web_sys::Event::new_with_event_init_dict(name, &init).unwrap()).unwrap();
}

/// Presses a key where the focus is.
pub(crate) async fn key(name: &str) {
    let init = web_sys::KeyboardEventInit::new();
    init.set_key(name);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    document().active_element().unwrap().dispatch_event(&event).unwrap();
    settle().await;
}

/// Pastes where the focus is.
pub(crate) async fn paste(text: &str) {
    let data = web_sys::DataTransfer::new().unwrap();
    data.set_data("text/plain", text).unwrap();
    let init = web_sys::ClipboardEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_clipboard_data(Some(&data));
    let event = web_sys::ClipboardEvent::new_with_event_init_dict("paste", &init).unwrap();
    document().active_element().unwrap().dispatch_event(&event).unwrap();
    settle().await;
}

/// The id of the element that has the focus.
pub(crate) fn focused() -> String {
    document().active_element().map(|element| element.id()).unwrap_or_default()
}

/// The words of the element that has the focus.
pub(crate) fn focused_words() -> String {
    let words = document().active_element().and_then(|element| element.text_content());
    words.unwrap_or_default()
}

pub(crate) fn computed(element: &web_sys::Element, property: &str) -> String {
    window().get_computed_style(element).unwrap().unwrap().get_property_value(property).unwrap()
}
