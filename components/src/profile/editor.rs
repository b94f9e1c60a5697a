use super::Setting;
use crate::step::{Act, Control, StepView};
use crate::ui::button::{Button, Press, Variant, button};
use crate::ui::element::{effect, watch};
use crate::ui::focus::{by_id, on_errors, soon};
use crate::ui::section::{actions, inline_card};
use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// What stands in a row's place while it is edited.
pub struct Editor {
    /// The editor's id; the title has `…-title`.
    pub id: String,
    /// Where the frame stands.
    pub setting: Setting,
    /// What is being done.
    pub title: String,
    /// What to know about it.
    pub about: Option<AnyView>,
    /// What Escape does.
    pub on_cancel: Press,
    /// The form.
    pub form: AnyView,
}

/// Draws an editor. Escape closes it, and nothing around it: neither the dialog that it may stand in.
pub fn editor(editor: Editor) -> AnyView {
    let Editor { id, setting, title, about, on_cancel, form } = editor;
    let escape = move |event: web_sys::Event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        // While a text is put together from several keys, Escape belongs to that.
        if key.key() == "Escape" && !key.is_composing() && !event.default_prevented() {
            event.prevent_default();
            event.stop_propagation();
            on_cancel();
        }
    };
    inline_card(id, setting.heading(3), title, about, vec![form]).on("keydown", escape).build()
}

/// The buttons at an editor's end.
pub fn editor_actions(view: &StepView, save: &str, danger: bool) -> AnyView {
    let cancel = button(Button {
        variant: Variant::Quiet,
        wide: false,
        ..Button::secondary(view.messages.common().cancel, view.press(Act::Close))
    });
    let variant = if danger { Variant::Danger } else { Variant::Primary };
    actions(vec![cancel, button(Button { variant, wide: false, ..Button::submit(save, view.busy(Control::Submit)) })])
}

/// A form that only asks whether one is sure.
pub fn confirmation(view: &StepView, save: &str, danger: bool) -> AnyView {
    view.form(Vec::new(), vec![editor_actions(view, save, danger)])
}

/// Keeps focus with the person: into what opens, to the next step in it, to what is wrong in it, and back to what opened it.
///
/// `place` is the id of the open editor and a number that changes with its step; an empty id when none is open. `opener` is the
/// id of what opened the last one, and `row` that of its row, whose title takes the focus if the opener is gone.
pub fn follow_editor(
    place: impl Fn() -> (String, u64) + Send + Sync + Clone + 'static,
    errors: impl Fn() -> u64 + Send + Sync + 'static,
    opener: impl Fn() -> (String, String) + 'static,
) {
    let key = place.clone();
    let moved = watch(move || crate::ui::element::key_of(&key()));
    let here = Arc::new(Mutex::new(String::new()));
    let (now, first) = (here.clone(), Mutex::new(true));
    effect(move || {
        moved.get();
        let (id, _) = untrack(&place);
        let before = std::mem::replace(&mut *now.lock().unwrap_or_else(PoisonError::into_inner), id.clone());
        let first = std::mem::take(&mut *first.lock().unwrap_or_else(PoisonError::into_inner));
        if !id.is_empty() {
            soon(move || focus_first(&id, &["form .fd-input", "form .fd-otp-input", ".fd-inline-card-title"]));
        } else if !first && !before.is_empty() {
            let (opener, row) = opener();
            soon(move || back_to(&opener, &row));
        }
    });
    on_errors(errors, move || {
        let id = here.lock().unwrap_or_else(PoisonError::into_inner).clone();
        soon(move || focus_first(&id, &["[aria-invalid=true]"]));
    });
}

/// Gives the focus back when a list is drawn anew under it. `opener` is as for [`follow_editor`].
pub fn keep_focus(list: impl Fn() -> u64 + Send + Sync + 'static, opener: impl Fn() -> (String, String) + 'static) {
    let (list, mut first) = (watch(list), true);
    effect(move || {
        list.get();
        if std::mem::take(&mut first) {
            return;
        }
        let (opener, row) = opener();
        soon(move || {
            if document().active_element().is_none_or(|active| active.tag_name() == "BODY") {
                back_to(&opener, &row);
            }
        });
    });
}

/// Moves the focus to what was pressed, or else into its row.
fn back_to(opener: &str, row: &str) {
    if !by_id::<HtmlElement>(opener).is_some_and(|opener| opener.focus().is_ok() && has_focus(&opener)) {
        focus_first(row, &[".fd-profile-open", ".fd-section-title"]);
    }
}

fn has_focus(element: &HtmlElement) -> bool {
    document().active_element().is_some_and(|active| active.is_same_node(Some(element)))
}

/// Moves the focus to the first of these inside the element with this id.
fn focus_first(id: &str, selectors: &[&str]) {
    let Some(root) = by_id::<HtmlElement>(id) else { return };
    let found = selectors.iter().find_map(|selector| root.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
