//! What the browser shows: a list, switches and the story in a frame, or the story alone.

mod about;
mod around;
mod frame;
mod story;
mod switches;

use frontdesk_components::ui::element::effect;
use frontdesk_gallery::address::Address;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Draws what the address says, now and whenever it changes.
pub(crate) fn run() {
    leptos::mount::mount_to_body(|| {
        let address = RwSignal::new(said());
        let heard = window_event_listener(ev::popstate, move |_| address.set(said()));
        on_cleanup(move || heard.remove());
        effect(move || dress(&address.get()));
        if address.with_untracked(|address| address.bare) { story::alone(address) } else { around::page(address) }
    });
}

/// What the address bar says.
fn said() -> Address {
    Address::read(&window().location().search().unwrap_or_default())
}

/// Goes there, so that the browser's way back leads here.
fn go(address: RwSignal<Address>, to: Address) {
    if let Ok(history) = window().history() {
        // Where the address cannot be changed, what is shown still can.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&to.query()));
    }
    address.set(to);
}

/// What concerns the whole document. Around a story the page has its own language and direction.
fn dress(address: &Address) {
    let Some(root) = document().document_element() else { return };
    let story = address.story;
    document().set_title(&[story.component, ": ", story.state, " – Frontdesk’s gallery"].concat());
    let say = |name: &str, value: Option<&str>| {
        // Setting an attribute of a sound name does not fail.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    };
    say("data-page-scheme", address.scheme.attribute());
    say("data-page-still", address.still.then_some(""));
    if address.bare {
        say("data-theme", address.theme);
        say("dir", Some(address.direction().name()));
        say("lang", Some(address.locale.tag));
    }
}
