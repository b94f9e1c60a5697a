//! A picture that can be changed: what is chosen is shown at once, in the square that the server will cut.

use super::avatar::{Face, FaceSize, avatar};
use super::button::{Button, Press, Variant, Whether, button};
use super::element::{effect, el, key_of, keyed, watch};
use super::field::{Reads, message};
use super::file_drop::{FileRules, Intake, OnFile, choose};
use super::focus::{by_id, soon};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::{File, HtmlElement, Url};

/// What such a picture is.
pub struct AvatarUpload {
    /// The input's id; those of its parts are made from it.
    pub id: String,
    /// Whose picture: “Profile picture”.
    pub label: String,
    /// What to know before: “Square, at least 256 px, up to 10 MB”.
    pub hint: String,
    /// The picture as it is.
    pub face: Arc<dyn Fn() -> Face + Send + Sync>,
    /// The words of the button that chooses one.
    pub choose: String,
    /// The words of the button that takes it away, and what that does; it is there while there is a picture.
    pub remove: Option<(String, Press)>,
    /// What the file may be.
    pub rules: FileRules,
    /// What is wrong with the picture that was sent; the value is not read.
    pub typed: Reads,
    /// What happens with a picture that may be right.
    pub on_file: OnFile,
    /// Whether it is being sent or taken away.
    pub busy: Whether,
}

/// Draws the picture with its buttons. A file can be dropped anywhere on it.
pub fn avatar_upload(upload: AvatarUpload) -> AnyView {
    let AvatarUpload { id, label, hint, face, choose: choose_words, remove, rules, typed, on_file, busy } = upload;
    let preview = Preview(RwSignal::new(String::new()));
    on_cleanup(move || preview.show(String::new()));
    let send: OnFile = Arc::new(move |file| {
        preview.take(&file);
        on_file(file);
    });
    let intake = Intake::new(rules, send, busy.clone());
    // Once the server has drawn it, or has refused it, what it says is shown.
    let (drawn_face, refused) = (face.clone(), typed.clone());
    let settled = watch(move || key_of(&(drawn_face(), refused().error)));
    effect(move || {
        settled.get();
        preview.show(String::new());
    });
    let typed = intake.errors(typed);
    let message_id = [&id, "-message"].concat();
    let (key, shown, has_picture) = (face.clone(), face.clone(), face);
    let picture = keyed(
        move || key_of(&(key(), preview.0.get())),
        move || {
            let mut face = shown();
            let chosen = preview.0.get();
            if !chosen.is_empty() {
                face.image_url = Some(chosen);
            }
            avatar(&face, FaceSize::Portrait)
        },
    );
    let (opened, works) = (id.clone(), busy.clone());
    let choose_id = [&id, "-choose"].concat();
    let change = button(Button {
        variant: Variant::Secondary,
        wide: false,
        busy,
        ..Button::secondary(choose_words, Arc::new(move || choose(&opened)))
    });
    let remove = remove.map(|(words, on_remove)| {
        let has = has_picture.clone();
        let back = choose_id.clone();
        let pressed: Press = Arc::new(move || {
            on_remove();
            // The button goes with the picture; the one beside it stays.
            let back = back.clone();
            soon(move || focus_button(&back));
        });
        keyed(
            move || u64::from(has().image_url.is_some()),
            move || {
                if untrack(|| has_picture()).image_url.is_none() {
                    return super::element::nothing();
                }
                let plain = Button::secondary(words.clone(), pressed.clone());
                button(Button { variant: Variant::Quiet, wide: false, ..plain })
            },
        )
    });
    let buttons = el("div").class("fd-upload-buttons").attr("id", choose_id).child(change).child(remove);
    let words = el("div").class("fd-upload-words").child(buttons).child(el("p").class("fd-upload-hint").text(hint));
    let frame = el("span").class("fd-upload-picture").child(picture);
    let area = el("div")
        .class("fd-upload")
        .attr("role", "group")
        .attr("aria-label", label.clone())
        .live_flag("aria-busy", move || works(), "true")
        .child(frame)
        .child(words);
    let area = intake.dropped_on(area);
    // The buttons are the way by keyboard; the input only opens the browser's window.
    let input = intake.input(id.clone(), "file", &message_id, typed.clone()).attr("tabindex", "-1");
    let name = el("label").class("fd-visually-hidden").attr("for", id).text(label);
    el("div").class("fd-field").child(name).child(input).child(area).child(message(message_id, typed, None)).build()
}

fn focus_button(id: &str) {
    let found = by_id::<HtmlElement>(id).and_then(|buttons| buttons.query_selector("button").ok().flatten());
    if let Some(button) = found {
        let _ = wasm_bindgen::JsCast::unchecked_into::<HtmlElement>(button).focus();
    }
}

/// The address of a chosen picture, which the browser keeps in memory until it is told not to.
#[derive(Clone, Copy)]
struct Preview(RwSignal<String>);

impl Preview {
    fn take(self, file: &File) {
        // A browser that gives none shows the picture once the server has it.
        self.show(Url::create_object_url_with_blob(file).unwrap_or_default());
    }

    fn show(self, url: String) {
        let Some(before) = self.0.try_get_untracked() else { return };
        if before == url {
            return;
        }
        if !before.is_empty() {
            let _ = Url::revoke_object_url(&before);
        }
        self.0.set(url);
    }
}
