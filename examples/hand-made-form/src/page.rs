//! The markup: what the form shows, and what the person does with it.

use std::rc::Rc;

use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::flow::{Event, SignInScreen};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, HtmlInputElement};

use crate::form::{Form, Input, parts};

/// The place of the form, and the form.
struct Page {
    document: Document,
    root: Element,
    form: Form,
}

/// Loads the engine and draws.
pub(crate) fn start() {
    #[expect(clippy::disallowed_methods, reason = "this is the page")]
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Ok(Some(root)) = document.query_selector("main") else { return };
    let key = root.get_attribute("data-publishable-key").unwrap_or_default();
    let frontdesk = match Frontdesk::builder(&key).build() {
        Ok(frontdesk) => frontdesk,
        Err(fault) => return root.set_text_content(Some(&fault.to_string())),
    };
    root.set_text_content(Some("…"));
    spawn_local(async move {
        if let Err(error) = frontdesk.load().await {
            return root.set_text_content(Some(&error.message()));
        }
        let page = Rc::new(Page { document, root, form: Form::new(frontdesk) });
        let listener = page.clone();
        // Somebody may sign out, or in, in another tab.
        page.form.frontdesk.subscribe(move |_| listener.draw()).forever();
        page.draw();
    });
}

impl Page {
    fn draw(self: &Rc<Self>) {
        self.root.set_text_content(None);
        let snapshot = self.form.frontdesk.snapshot();
        match snapshot.user() {
            Some(user) => {
                let name = user.first_name.clone().unwrap_or_else(|| "you".to_owned());
                self.text("p", &["Hello ", &name].concat());
                let frontdesk = self.form.frontdesk.clone();
                self.button("Sign out", move || {
                    let frontdesk = frontdesk.clone();
                    spawn_local(async move {
                        // Without a server nobody is signed out, and the button is still there.
                        let _ = frontdesk.sign_out().await;
                    });
                });
            }
            None => {
                if self.form.with(|flow| flow.screen()) == SignInScreen::Done {
                    self.form.restart();
                }
                self.draw_form();
            }
        }
    }

    fn draw_form(self: &Rc<Self>) {
        let screen = self.form.with(|flow| flow.screen());
        if let Some(banner) = self.form.with(|flow| flow.banner().map(|error| error.message())) {
            self.text("p", &banner);
        }
        let (input, submit) = parts(screen);
        if let Some(form) = self.element("form", &self.root) {
            if let Some(input) = input {
                self.draw_input(&form, &input);
            }
            if !submit.is_empty()
                && let Some(button) = self.element("button", &form)
            {
                let busy = self.form.with(|flow| flow.busy());
                button.set_text_content(Some(if busy { "…" } else { submit }));
            }
            let page = self.clone();
            listen(&form, "submit", move |event| {
                event.prevent_default();
                page.act(Event::Submit);
            });
        }
        if screen == SignInScreen::Methods {
            let methods = self.form.with(|flow| flow.methods());
            for (place, method) in methods.iter().enumerate() {
                let to = method.safe_identifier.as_deref().unwrap_or_default();
                self.event_button(&[method.strategy.as_str(), " ", to].concat(), Event::Use(place));
            }
        }
        if screen == SignInScreen::Password && self.form.with(|flow| flow.can_reset_password()) {
            self.event_button("Forgot password?", Event::ForgotPassword);
        }
        let (code, wait) =
            self.form.with(|flow| (flow.resend_at().is_some(), flow.resend_in(self.form.frontdesk.now())));
        if code && wait == 0 && matches!(screen, SignInScreen::Code(_) | SignInScreen::ResetCode) {
            self.event_button("Send again", Event::Resend);
        }
        if matches!(screen, SignInScreen::Password | SignInScreen::Code(_)) {
            self.event_button("Use another method", Event::ShowMethods);
        }
        if self.form.with(|flow| flow.can_go_back()) {
            self.event_button("Back", Event::Back);
        }
    }

    fn draw_input(self: &Rc<Self>, form: &Element, input: &Input) {
        let Some(label) = self.element("label", form) else { return };
        label.set_text_content(Some(input.label));
        let Some(control) = self.element("input", &label).and_then(|made| made.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        control.set_type(input.kind);
        control.set_name(input.field.wire_name());
        control.set_autocomplete(input.autocomplete);
        control.set_value(&self.form.with(|flow| flow.value(input.field).to_owned()));
        if let Some(error) = self.form.with(|flow| flow.error(input.field).map(|error| error.message.clone()))
            && let Some(text) = self.text("p", &error)
        {
            text.set_id("error");
            for (name, value) in [("aria-invalid", "true"), ("aria-describedby", "error")] {
                // These are names that every element takes.
                let _ = control.set_attribute(name, value);
            }
        }
        let (page, field, source) = (self.clone(), input.field, control.clone());
        listen(&control, "input", move |_| page.form.typed(field, source.value()));
        // An input that was taken out meanwhile takes no focus.
        let _ = control.focus();
    }

    fn act(self: &Rc<Self>, event: Event) {
        let page = self.clone();
        spawn_local(async move { page.form.act(event, || page.draw()).await });
    }

    fn event_button(self: &Rc<Self>, text: &str, event: Event) {
        let page = self.clone();
        self.button(text, move || page.act(event.clone()));
    }

    fn button(&self, text: &str, act: impl Fn() + 'static) {
        if let Some(button) = self.text("button", text) {
            listen(&button, "click", move |_| act());
        }
    }

    fn text(&self, name: &str, text: &str) -> Option<Element> {
        let element = self.element(name, &self.root)?;
        element.set_text_content(Some(text));
        Some(element)
    }

    fn element(&self, name: &str, parent: &Element) -> Option<Element> {
        let element = self.document.create_element(name).ok()?;
        parent.append_child(&element).ok()?;
        Some(element)
    }
}

/// Listens for as long as the element lives.
fn listen(element: &Element, name: &str, handler: impl Fn(web_sys::Event) + 'static) {
    let closure: JsValue = Closure::<dyn Fn(web_sys::Event)>::new(handler).into_js_value();
    // Adding a listener does not fail.
    let _ = element.add_event_listener_with_callback(name, closure.unchecked_ref());
}
