//! A place for a file: chosen by a button or dropped. What cannot be right is refused before it is sent.

use super::button::Whether;
use super::element::{El, el};
use super::field::{Reads, Typed, message};
use super::icon::{Icon, icon};
use super::progress::progress;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, FileList, HtmlElement, HtmlInputElement};

/// What a file may be, and what is said of one that is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRules {
    /// Content types: `image/png`.
    pub accept: &'static [&'static str],
    /// How many bytes at most.
    pub most_bytes: u64,
    /// What is said of another kind of file.
    pub wrong_kind: String,
    /// What is said of a file that is too large.
    pub too_large: String,
}

/// The largest picture that the server takes.
const MOST_BYTES: u64 = 10_000_000;

/// The pictures that the server takes.
pub const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/webp", "image/gif"];

impl FileRules {
    /// What a picture may be.
    pub fn picture(wrong_kind: &str, too_large: &str) -> Self {
        Self {
            accept: PICTURES,
            most_bytes: MOST_BYTES,
            wrong_kind: wrong_kind.to_owned(),
            too_large: too_large.to_owned(),
        }
    }

    /// What is wrong with a file of this kind and size.
    pub fn refuse(&self, kind: &str, bytes: f64) -> Option<String> {
        if !self.accept.contains(&kind) {
            Some(self.wrong_kind.clone())
        } else if bytes > self.most_bytes as f64 {
            Some(self.too_large.clone())
        } else {
            None
        }
    }

    fn accepts(&self) -> String {
        self.accept.join(",")
    }
}

/// What a place for a file is.
pub struct FileDrop {
    /// The input's id.
    pub id: String,
    /// The form field's name.
    pub name: &'static str,
    /// What to do here: “Choose a picture, or drop it here”.
    pub label: String,
    /// What to know before.
    pub hint: String,
    /// What the file may be.
    pub rules: FileRules,
    /// What is wrong with the file that was sent; the value is not read.
    pub typed: Reads,
    /// What happens with a file that may be right.
    pub on_file: OnFile,
    /// Whether it is being sent.
    pub busy: Whether,
}

/// What happens with a file.
pub type OnFile = Arc<dyn Fn(File) + Send + Sync>;

/// Draws the place.
pub fn file_drop(place: FileDrop) -> AnyView {
    let FileDrop { id, name, label, hint, rules, typed, on_file, busy } = place;
    let intake = Intake::new(rules, on_file, busy.clone());
    let message_id = [&id, "-message"].concat();
    let typed = intake.errors(typed);
    let works = busy.clone();
    let words = el("span").class("fd-drop-words").child(el("strong").text(label));
    let area = el("label")
        .class("fd-drop")
        .attr("for", id.clone())
        .live_flag("aria-busy", move || works(), "true")
        .child(progress(busy))
        .child(icon(Icon::UPLOAD))
        .child(words.child(el("span").text(hint)));
    let area = intake.dropped_on(area);
    let input = intake.input(id, name, &message_id, typed.clone());
    el("div").class("fd-field fd-drop-field").child(input).child(area).child(message(message_id, typed, None)).build()
}

/// What takes files in, by whatever way they come.
#[derive(Clone)]
pub(crate) struct Intake {
    rules: Arc<FileRules>,
    on_file: OnFile,
    busy: Whether,
    /// What was refused here.
    refused: RwSignal<String>,
    /// How deep a dragged file is inside the place.
    over: RwSignal<u32>,
}

impl Intake {
    pub(crate) fn new(rules: FileRules, on_file: OnFile, busy: Whether) -> Self {
        Self { rules: Arc::new(rules), on_file, busy, refused: RwSignal::new(String::new()), over: RwSignal::new(0) }
    }

    /// What was refused here, or else what the server says.
    pub(crate) fn errors(&self, typed: Reads) -> Reads {
        let refused = self.refused;
        Arc::new(move || {
            let here = refused.get();
            if here.is_empty() { Typed { value: String::new(), ..typed() } } else { Typed::wrong("", here) }
        })
    }

    fn take(&self, files: Option<FileList>) {
        let Some(file) = files.and_then(|files| files.item(0)) else { return };
        if untrack(|| (self.busy)()) {
            return;
        }
        let refused = self.rules.refuse(&file.type_(), file.size());
        let fits = refused.is_none();
        self.refused.set(refused.unwrap_or_default());
        if fits {
            (self.on_file)(file);
        }
    }

    /// The input. It is seen only by its label, but has the focus and the name.
    pub(crate) fn input(&self, id: String, name: &'static str, message_id: &str, typed: Reads) -> El {
        let this = self.clone();
        let (message_id, described) = (message_id.to_owned(), typed.clone());
        el("input")
            .class("fd-visually-hidden fd-drop-input")
            .attr("id", id)
            .attr("name", name)
            .attr("type", "file")
            .attr("autocomplete", "off")
            .attr("accept", self.rules.accepts())
            .live_flag("aria-invalid", move || typed().error.is_some(), "true")
            .live("aria-describedby", move || described().error.map(|_| message_id.clone().into()))
            .on("change", move |event| {
                let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
                if let Some(input) = input {
                    this.take(input.files());
                    // The same file may be chosen again, after an error.
                    input.set_value("");
                }
            })
    }

    /// Lets files be dropped on an element.
    pub(crate) fn dropped_on(&self, element: El) -> El {
        let (entered, left, dropped, shown) = (self.over, self.over, self.clone(), self.over);
        element
            .live_flag("data-over", move || shown.get() > 0, "")
            .on("dragenter", move |event| {
                event.prevent_default();
                entered.update(|depth| *depth += 1);
            })
            // The browser opens a dropped file unless it hears that somebody else wants it.
            .on("dragover", |event| event.prevent_default())
            .on("dragleave", move |_| left.update(|depth| *depth = depth.saturating_sub(1)))
            .on("drop", move |event| {
                event.prevent_default();
                dropped.over.set(0);
                let files = event.dyn_ref::<DragEvent>().and_then(|event| event.data_transfer()?.files());
                dropped.take(files);
            })
    }
}

/// Opens the browser's way to choose a file.
pub(crate) fn choose(id: &str) {
    if let Some(input) = super::focus::by_id::<HtmlElement>(id) {
        input.click();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_kind_or_too_large_is_refused_in_words() {
        let rules = FileRules {
            accept: PICTURES,
            most_bytes: 10,
            wrong_kind: "kind".to_owned(),
            too_large: "large".to_owned(),
        };
        for (kind, bytes, refused) in [
            ("image/png", 10.0, None),
            ("image/png", 11.0, Some("large")),
            ("image/svg+xml", 1.0, Some("kind")),
            ("", 1.0, Some("kind")),
        ] {
            assert_eq!(rules.refuse(kind, bytes).as_deref(), refused, "{kind}, {bytes} bytes");
        }
    }
}
