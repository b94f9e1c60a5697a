//! A page that is one form and nothing else. What stands around the form is in the page that the server sent.

use frontdesk_components::{FrontdeskProvider, use_auth};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AddEventListenerOptions, HtmlTemplateElement};

use crate::page_settings::PageSettings;
use crate::place;

/// What the head says to people who are signed in already and came to add an account.
const WAY_BACK: &str = r#"<a class="demo-button" data-size="small" href="/">Back to the demo</a>"#;

/// Draws the form into the page.
pub(crate) fn start(form: fn() -> AnyView) {
    let Some(place) = place("app") else { return };
    let settings = PageSettings::read();
    mount_to(place, move || {
        view! {
            <FrontdeskProvider
                publishable_key=settings.publishable_key
                proxy_url=settings.proxy_url.unwrap_or_default()
                sign_in_url="/sign-in"
                sign_up_url="/sign-up"
            >
                {
                    greet();
                    form()
                }
            </FrontdeskProvider>
        }
    })
    .forget();
    fetch_ahead();
}

/// The head offers the two forms; who is signed in already finds the way back there. Who signs in here is on the way
/// anyway, so only what is known first counts.
fn greet() {
    let auth = use_auth();
    Effect::new(move |known: Option<bool>| {
        if known == Some(true) || !auth.is_loaded() {
            return known == Some(true);
        }
        if let Some(desk) = place("desk").filter(|_| auth.is_signed_in()) {
            desk.set_inner_html(WAY_BACK);
        }
        true
    });
}

/// Lets the browser fetch the next page's program as soon as the person begins to type. Links in a template do nothing
/// until they are put into the page.
fn fetch_ahead() {
    let ahead = Closure::once_into_js(|| {
        let links =
            document().get_element_by_id("ahead").and_then(|links| links.dyn_into::<HtmlTemplateElement>().ok());
        if let Some((links, head)) = links.zip(document().head()) {
            // Without it the next page takes a little longer.
            let _ = head.append_child(&links.content());
        }
    });
    let once = AddEventListenerOptions::new();
    once.set_once(true);
    let (event, ahead) = ("input", ahead.unchecked_ref());
    let _ = document().add_event_listener_with_callback_and_add_event_listener_options(event, ahead, &once);
}
