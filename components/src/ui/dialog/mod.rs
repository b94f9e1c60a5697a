//! A modal dialog on the native element: focus, Escape and the top layer come from the browser.

use super::button::{Press, Whether, icon_button};
use super::element::{effect, el, keyed, nothing, several, watch};
use super::focus::{by_id, soon};
use super::icon::Icon;
use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, MouseEvent};

/// How large a dialog is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogSize {
    /// A question or a small form.
    #[default]
    Small,
    /// As large as the card in it, which brings its own surface: a component that is a card.
    Card,
    /// A profile: 880 × 704 px, the whole screen on a phone.
    Large,
}

/// What names a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialogName {
    /// The words of the element with this id.
    Element(String),
    /// These words.
    Words(String),
}

/// What a dialog is.
pub struct Dialog {
    /// The id of the element.
    pub id: String,
    /// Its name.
    pub name: DialogName,
    /// How large it is.
    pub size: DialogSize,
    /// Whether it is open.
    pub open: Whether,
    /// What happens when the person closes it, by whatever means.
    pub on_close: Press,
    /// The name of a button that closes it, above its content. Without one the content has its own.
    pub close: Option<String>,
}

impl Dialog {
    /// A small one that is named by its title.
    pub fn small(id: String, labelled_by: String, open: Whether, on_close: Press) -> Self {
        let name = DialogName::Element(labelled_by);
        Self { id, name, size: DialogSize::Small, open, on_close, close: None }
    }
}

/// Draws a dialog. Its content is made when it opens, and it begins anew each time.
pub fn dialog(dialog: Dialog, content: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let Dialog { id, name, size, open, on_close, close } = dialog;
    let is_open = open.clone();
    let turned = watch(move || u64::from(is_open()));
    let modal = Arc::new(Modal { id: id.clone(), opener: Mutex::default(), outside: Mutex::default() });
    let follower = modal.clone();
    effect(move || {
        let (open, modal) = (turned.get() == 1, follower.clone());
        // Whoever opens something has the focus now; a turn later it may be gone with what was pressed.
        if open {
            modal.remember();
        }
        soon(move || modal.turn(open));
    });
    let (pressed, clicked, closed) = (modal.clone(), modal.clone(), modal);
    let size = match size {
        DialogSize::Small => None,
        DialogSize::Card => Some("card"),
        DialogSize::Large => Some("large"),
    };
    let (labelled_by, label) = match name {
        DialogName::Element(id) => (Some(id), None),
        DialogName::Words(words) => (None, Some(words)),
    };
    let drawn = open.clone();
    let leave = on_close.clone();
    let content = keyed(
        move || u64::from(open()),
        move || {
            if !drawn() {
                return nothing();
            }
            let close = close.clone().map(|name| {
                el("span").class("fd-dialog-close").child(icon_button(Icon::CLOSE, name, leave.clone())).build()
            });
            several(close.into_iter().chain([content()]).collect())
        },
    );
    el("dialog")
        .class("fd-dialog")
        .attr("id", id)
        .maybe("data-size", size)
        .maybe("aria-labelledby", labelled_by)
        .maybe("aria-label", label)
        .on("close", move |_| {
            closed.give_back();
            on_close();
        })
        .on("pointerdown", move |event| pressed.pressed(event.unchecked_ref()))
        .on("click", move |event| clicked.clicked(event.unchecked_ref()))
        .child(content)
        .build()
}

/// The head of a small dialog: its title, a line beneath, and the button that closes it.
pub fn dialog_head(id: String, title: String, subtitle: Option<String>, close: String, on_close: Press) -> AnyView {
    let head = el("div")
        .class("fd-head")
        .child(el("h2").class("fd-title").attr("id", id).text(title))
        .child(subtitle.map(|words| el("p").class("fd-subtitle").text(words)));
    el("div").class("fd-dialog-head").child(head).child(icon_button(Icon::CLOSE, close, on_close)).build()
}

/// What a dialog remembers of the page around it.
struct Modal {
    id: String,
    /// The id of what had the focus before: the element itself may have been drawn anew since.
    opener: Mutex<Option<String>>,
    /// Whether the pointer went down beside the dialog. Only then does letting go there close it: a selection that is
    /// dragged out of a field must not.
    outside: Mutex<bool>,
}

impl Modal {
    fn remember(&self) {
        let id = document().active_element().map(|element| element.id()).filter(|id| !id.is_empty());
        *self.opener.lock().unwrap_or_else(PoisonError::into_inner) = id;
    }

    fn turn(&self, open: bool) {
        let Some(dialog) = by_id::<HtmlDialogElement>(&self.id) else { return };
        if open && !dialog.open() {
            keep_scrollbar_width();
            // It only fails for an element that is not in the page, and that one shows nothing anyway.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    }

    /// The browser gives the focus back to the element that had it. Where that is gone, its successor takes it.
    fn give_back(&self) {
        let opener = self.opener.lock().unwrap_or_else(PoisonError::into_inner).take();
        soon(move || {
            let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            if let (true, Some(opener)) = (lost, opener.and_then(|id| by_id::<HtmlElement>(&id))) {
                let _ = opener.focus();
            }
        });
    }

    /// Whether something happened on the backdrop: the dialog itself is hit, but beside its box.
    fn is_outside(&self, event: &MouseEvent) -> bool {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
        target.filter(|dialog| dialog.id() == self.id).is_some_and(|dialog| {
            let place = dialog.get_bounding_client_rect();
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            x < place.left() || x > place.right() || y < place.top() || y > place.bottom()
        })
    }

    fn pressed(&self, event: &MouseEvent) {
        *self.outside.lock().unwrap_or_else(PoisonError::into_inner) = self.is_outside(event);
    }

    fn clicked(&self, event: &MouseEvent) {
        let began = std::mem::take(&mut *self.outside.lock().unwrap_or_else(PoisonError::into_inner));
        if let (true, Some(dialog)) = (began && self.is_outside(event), by_id::<HtmlDialogElement>(&self.id)) {
            dialog.close();
        }
    }
}

/// Remembers the width of the page's scrollbar, so that hiding it moves nothing.
fn keep_scrollbar_width() {
    let Some(page) = document().document_element().and_then(|page| page.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    // Beneath another dialog the scrollbar is gone already, and what was remembered holds.
    if document().query_selector(".fd-dialog[open]").ok().flatten().is_some() {
        return;
    }
    let inner = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default();
    let mut width = ((inner as i32) - page.client_width()).max(0).to_string();
    width.push_str("px");
    let _ = page.style().set_property("--fd-scrollbar", &width);
}
