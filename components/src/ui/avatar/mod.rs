//! A person's or an organization's picture, or else the first letters of the name.

use super::element::el;
use super::icon::{Icon, icon};
use super::letter::is_letter;
use leptos::prelude::AnyView;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Whose picture, and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Face {
    /// The name: its letters are shown where there is no picture.
    pub name: String,
    /// The picture, if it is the person's own.
    pub image_url: Option<String>,
    /// Square for organizations, round for people.
    pub square: bool,
}

/// How large a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FaceSize {
    /// 24 px.
    Small,
    /// 32 px.
    #[default]
    Medium,
    /// 40 px.
    Large,
    /// 64 px, where the picture is what one looks at.
    Portrait,
}

/// Draws it. It is decoration: the name stands beside it, or names the button around it. The letters are drawn by the sheet,
/// so that they are not text: a person who speaks the words of a button need not say them.
pub fn avatar(face: &Face, size: FaceSize) -> AnyView {
    let initials = initials(&face.name);
    let nameless = initials.is_empty();
    let tone = if nameless { "none" } else { tone(&face.name) };
    let size = match size {
        FaceSize::Small => Some("sm"),
        FaceSize::Medium => None,
        FaceSize::Large => Some("lg"),
        FaceSize::Portrait => Some("xl"),
    };
    let image = face.image_url.clone().filter(|url| !url.is_empty()).map(|url| {
        // A picture that does not load leaves the letters.
        let hide = |event: web_sys::Event| {
            if let Some(image) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
                image.set_hidden(true);
            }
        };
        el("img").attr("src", url).attr("alt", "").attr("loading", "lazy").on("error", hide)
    });
    el("span")
        .class("fd-avatar")
        .attr("data-tone", tone)
        .maybe("data-size", size)
        .maybe("data-shape", face.square.then_some("square"))
        .attr("data-initials", initials)
        .attr("aria-hidden", "true")
        .child(nameless.then(|| icon(if face.square { Icon::BUILDING } else { Icon::PERSON })))
        .child(image)
        .build()
}

/// The first letters of the first and the last word, as they are written; the sheet makes them large.
pub fn initials(name: &str) -> String {
    let name = name.split('@').next().unwrap_or_default();
    let mut words = name.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).collect()
}

/// One of eight tones, always the same for the same name.
fn tone(name: &str) -> &'static str {
    const TONES: [&str; 8] = ["0", "1", "2", "3", "4", "5", "6", "7"];
    let sum = name.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    TONES[(sum.wrapping_mul(2_654_435_761) >> 29) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        for (name, letters) in [
            ("Ada Lovelace", "AL"),
            ("Jean-Luc van der Berg", "JB"),
            ("ada@example.com", "a"),
            ("Acme", "A"),
            ("日本 太郎", "日太"),
            ("", ""),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
