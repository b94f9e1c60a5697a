//! The steps of a form in the browser's history: back goes one step back, and forward comes again.
//!
//! How deep a step is stands in its entry of the history, so that a page that is loaded again still knows its way back.

use crate::form_controller::FormController;
use crate::ui::element::effect;
use frontdesk_sdk::navigation::Routing;
use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};

/// What the depth is called in the state of an entry.
const DEPTH: &str = "frontdeskStep";

/// Keeps the step of a form in the address, and follows the browser back and forward. `names` are those of all steps, the start
/// first. What the address names and the form cannot show becomes the step that it shows.
pub(crate) fn keep(names: &'static [&'static str], routing: Routing, controller: &FormController) {
    if !cfg!(target_arch = "wasm32") || routing == Routing::Inside {
        return;
    }
    let (shown, routing) = (controller.clone(), Arc::new(routing));
    let wanted = routing.clone();
    effect(move || {
        let Some((step, depth)) = shown.step() else { return };
        let at = named(names, &wanted);
        // What is not ours to read is not ours to replace.
        if at == Some(step) || at.is_none() && depth == 0 {
            return;
        }
        let further = depth as f64 - depth_here();
        if further < 0.0 {
            call(&history(), "go", &[JsValue::from_f64(further)]);
        } else {
            write(&wanted, names[step], (further > 0.0).then_some(depth));
        }
    });
    let controller = controller.clone();
    let heard = window_event_listener_untyped("popstate", move |_| {
        let (Some(wanted), Some((step, depth))) = (named(names, &routing), untrack(|| controller.step())) else {
            return;
        };
        if wanted != step && !controller.revisit(wanted) {
            // An answer is awaited, and then the entry that was left is needed again; or there is no such step.
            write(&routing, names[step], controller.is_busy().then_some(depth));
        }
    });
    on_cleanup(move || heard.remove());
}

/// The step that the address names.
fn named(names: &[&str], routing: &Routing) -> Option<usize> {
    let (text, base) = match routing {
        Routing::Path(base) => (location("pathname"), base.trim_end_matches('/')),
        _ => (location("hash"), "#"),
    };
    let name = text.strip_prefix(base).unwrap_or_default().trim_matches('/');
    names.iter().position(|one| *one == name)
}

/// The depth that this entry of the history was made with.
fn depth_here() -> f64 {
    get(&get(&history(), "state"), DEPTH).as_f64().unwrap_or_default()
}

/// Names a step in the address: in a new entry of this depth, or else in the one that is there.
fn write(routing: &Routing, name: &str, depth: Option<usize>) {
    let search = location("search");
    let url = match routing {
        Routing::Path(base) if name.is_empty() => [base, search.as_str()].concat(),
        Routing::Path(base) => [base.trim_end_matches('/'), "/", name, &search].concat(),
        _ => [location("pathname").as_str(), &search, if name.is_empty() { "" } else { "#/" }, name].concat(),
    };
    let history = history();
    // A router of the page's own may have written something into its entries, which goes on.
    let mut state = get(&history, "state");
    let how = match depth {
        Some(depth) => {
            state = call(&get(&window(), "Object"), "assign", &[Object::new().into(), state]);
            let _ = Reflect::set(&state, &JsValue::from_str(DEPTH), &JsValue::from_f64(depth as f64));
            "pushState"
        }
        None => "replaceState",
    };
    call(&history, how, &[state, JsValue::from_str(""), JsValue::from_str(&url)]);
}

// By name, as the engine asks the browser: typed bindings would bring glue for each of these.

fn history() -> JsValue {
    get(&window(), "history")
}

fn location(part: &str) -> String {
    get(&get(&window(), "location"), part).as_string().unwrap_or_default()
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(name)).unwrap_or_default()
}

/// A page that forbids it stays where it is, and the form goes on by itself.
fn call(of: &JsValue, name: &str, given: &[JsValue]) -> JsValue {
    let given: Array = given.iter().collect();
    let method: Function = get(of, name).unchecked_into();
    Reflect::apply(&method, of, &given).unwrap_or_default()
}
