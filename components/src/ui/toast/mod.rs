//! A short word about what was done. It goes by itself, so it is never the only place of something that matters: an error
//! stands where it happened.

use super::button::icon_button;
use super::element::{effect, el, key_of, watch};
use super::focus::by_id;
use super::icon::{Icon, icon};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// How long a word stays, unless it is looked at.
pub const STAYS: Duration = Duration::from_secs(6);

/// A word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Toast {
    /// What the one who acts knows it by.
    pub key: u64,
    /// What was done.
    pub text: String,
    /// Whether it went well; else it is only said.
    pub done: bool,
}

/// What the place for such words is.
pub struct Toasts {
    /// The id of the place.
    pub id: String,
    /// What the place is called.
    pub label: String,
    /// The name of the button that takes a word away.
    pub close: String,
    /// The words, the newest last.
    pub toasts: Arc<dyn Fn() -> Vec<Toast> + Send + Sync>,
    /// How long each stays: [`STAYS`].
    pub stays: Duration,
    /// What happens when one goes, by itself or by a press.
    pub on_close: Arc<dyn Fn(u64) + Send + Sync>,
}

/// Draws the place for short words, at the end of the page. It is there before it is needed, as live regions must be.
pub fn toasts(toasts: Toasts) -> AnyView {
    let Toasts { id, label, close, toasts, stays, on_close } = toasts;
    let clock = Arc::new(Clock { timers: Mutex::default(), keys: Mutex::default(), stays, on_close });
    let (key, read, place) = (toasts.clone(), toasts.clone(), id.clone());
    let (ended, leaver) = (clock.clone(), clock.clone());
    on_cleanup(move || ended.follow(Vec::new()));
    let changed = watch(move || key_of(&key()));
    let follower = clock.clone();
    effect(move || {
        changed.get();
        let toasts = untrack(|| read());
        follower.follow(toasts.iter().map(|toast| toast.key).collect());
        raise(&place, !toasts.is_empty());
    });
    let (entered, focused, blurred) = (clock.clone(), clock.clone(), clock.clone());
    let draw: Arc<dyn Fn(Toast) -> AnyView + Send + Sync> = Arc::new(move |toast| draw(toast, close.clone(), &clock));
    let list = For(ForProps {
        each: Box::new(move || toasts()) as Box<dyn Fn() -> Vec<Toast> + Send + Sync>,
        key: (|toast| toast.key) as fn(&Toast) -> u64,
        children: move |toast| draw(toast),
    })
    .into_any();
    el("div")
        .class("fd-toasts")
        .attr("id", id)
        .attr("popover", "manual")
        .attr("role", "region")
        .attr("aria-label", label)
        .on("pointerenter", move |_| entered.pause())
        .on("pointerleave", move |_| leaver.go_on())
        .on("focusin", move |_| focused.pause())
        .on("focusout", move |_| blurred.go_on())
        .child(el("ol").class("fd-toast-list").attr("role", "list").attr("aria-live", "polite").child(list))
        .build()
}

fn draw(toast: Toast, close: String, clock: &Arc<Clock>) -> AnyView {
    let clock = clock.clone();
    el("li")
        .class("fd-toast")
        .attr("data-kind", if toast.done { "notice" } else { "info" })
        .child(icon(if toast.done { Icon::DONE } else { Icon::INFO }))
        .child(el("span").class("fd-toast-text").text(toast.text))
        .child(icon_button(Icon::CLOSE, close, Arc::new(move || (clock.on_close)(toast.key))))
        .build()
}

/// The timers of the words that stand there.
struct Clock {
    timers: Mutex<Vec<(u64, TimeoutHandle)>>,
    keys: Mutex<Vec<u64>>,
    stays: Duration,
    on_close: Arc<dyn Fn(u64) + Send + Sync>,
}

impl Clock {
    /// Whoever looks at a word reads as long as they like.
    fn pause(&self) {
        for (_, timer) in self.timers.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            timer.clear();
        }
    }

    /// These are the words that stand there.
    fn follow(&self, keys: Vec<u64>) {
        *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = keys;
        self.go_on();
    }

    /// Winds a timer for each word that has none.
    fn go_on(&self) {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut timers = self.timers.lock().unwrap_or_else(PoisonError::into_inner);
        timers.retain(|(key, timer)| {
            let stays = keys.contains(key);
            if !stays {
                timer.clear();
            }
            stays
        });
        for key in keys {
            if timers.iter().all(|(other, _)| *other != key) {
                let on_close = self.on_close.clone();
                // A browser always has timers; without one the word stays until it is pressed away.
                if let Ok(timer) = set_timeout_with_handle(move || on_close(key), self.stays) {
                    timers.push((key, timer));
                }
            }
        }
    }
}

/// Puts the place above all else while there is something in it. A browser without popovers shows it where it stands.
fn raise(id: &str, up: bool) {
    let Some(place) = by_id::<HtmlElement>(id) else { return };
    let is_up = place.unchecked_ref::<web_sys::Element>().matches(":popover-open").unwrap_or(up);
    if up && !is_up {
        let _ = place.show_popover();
    } else if !up && is_up {
        let _ = place.hide_popover();
    }
}
