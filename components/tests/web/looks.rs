//! What an app sets, in a browser: through the object model, and by rules that win without `!important`.

use crate::stage::{Stage, computed, page, settle};
use frontdesk_components::shown::Shown;
use frontdesk_components::sign_in::{SignInState, SignInStep, sign_in_view};
use frontdesk_components::step::StepView;
use frontdesk_components::theme::{BEACON, BEACON_STYLESHEET};
use frontdesk_components::{Appearance, Elements, Messages, Variables, slot};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

async fn sign_in(appearance: Appearance) -> Stage {
    Stage::show(move || {
        let shown = Shown::always(SignInState { step: SignInStep::Start, ..SignInState::default() });
        let view = StepView {
            id: "looks".to_owned(),
            form: shown.part(|state| &state.form),
            act: Arc::new(|_| ()),
            messages: Messages::default(),
            appearance,
        };
        sign_in_view(shown, view, false)
    })
    .await
}

/// A sheet that is in the page until it is dropped.
struct Sheet(Element);

impl Sheet {
    /// Before everything else in the head, or behind it.
    fn put(css: &str, first: bool) -> Self {
        let sheet = document().create_element("style").unwrap();
        sheet.set_text_content(Some(css));
        let head = document().head().unwrap();
        if first {
            head.prepend_with_node_1(&sheet).unwrap()
        } else {
            head.append_with_node_1(&sheet).unwrap()
        }
        Self(sheet)
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        self.0.remove();
    }
}

#[wasm_bindgen_test]
async fn tokens_and_styles_are_set_through_the_object_model() {
    let appearance = Appearance {
        variables: Variables::new().primary("rgb(1, 2, 3)").radius("3px; color: red").font("serif"),
        elements: Elements::new().style(slot::TITLE, "letter-spacing", "7px").class(slot::TITLE, "loud"),
        ..Appearance::default()
    };
    let stage = sign_in(appearance).await;
    let (button, title) = (stage.button("Continue"), stage.find(".fd-title"));

    assert_eq!(computed(&button, "background-color"), "rgb(1, 2, 3)");
    assert_eq!(computed(&button, "border-start-start-radius"), "9px", "a value that is none is not taken");
    assert_eq!(computed(&button, "font-family"), "serif");
    assert_eq!(computed(&title, "letter-spacing"), "7px");
    assert_eq!(title.class_name(), "fd-title loud");
}

#[wasm_bindgen_test]
async fn a_component_beside_a_dressed_one_is_not_dressed() {
    let dressed = Appearance { elements: Elements::new().class(slot::CARD, "loud"), ..Appearance::default() };
    let first = sign_in(dressed).await;
    let second = sign_in(Appearance::default()).await;

    assert_eq!(first.find(".fd-card").class_name(), "fd-card loud");
    assert_eq!(second.find(".fd-card").class_name(), "fd-card");
}

#[wasm_bindgen_test]
async fn rules_outside_of_layers_win_and_so_do_utilities_in_a_layer_above_ours() {
    let utility = Appearance { elements: Elements::new().class(slot::CARD, "rounded-none"), ..Appearance::default() };
    let stage = sign_in(utility).await;
    let (card, title) = (stage.find(".fd-card"), stage.find(".fd-title"));
    let before = computed(&card, "border-start-start-radius");
    assert_ne!(before, "0px");

    let _own = Sheet::put(".fd-title { color: rgb(9, 8, 7) }", true);
    assert_eq!(computed(&title, "color"), "rgb(9, 8, 7)", "even before ours");

    // As Tailwind 4 writes its sheet, with the one line that docs/theming.md asks for: its reset stays below ours.
    let tailwind = "@layer theme, base, frontdesk, components, utilities;
        @layer base { *, ::before { border: 0 solid; margin: 0; padding: 0 } h1 { font-size: inherit } }
        @layer utilities { .rounded-none { border-radius: 0 } }";
    let line = Sheet::put(tailwind, true);
    assert_eq!(computed(&card, "border-start-start-radius"), "0px", "a utility wins");
    assert_eq!(computed(&card, "border-top-width"), "1px", "the reset does not");
    assert_eq!(computed(&title, "font-size"), "20px");
    drop(line);
    assert_eq!(computed(&card, "border-start-start-radius"), before);
}

#[wasm_bindgen_test]
async fn a_theme_is_named_on_the_component_or_on_the_page() {
    let _theme = Sheet::put(BEACON_STYLESHEET, false);
    let plain = sign_in(Appearance::default()).await;
    let named = sign_in(Appearance { theme: Some(BEACON), ..Appearance::default() }).await;
    let radius = |stage: &Stage| computed(&stage.find(".fd-card"), "border-start-start-radius");

    assert_eq!((radius(&named).as_str(), radius(&plain).as_str()), ("8px", "16.2px"));
    page().set_attribute("data-theme", BEACON).unwrap();
    settle().await;
    assert_eq!(radius(&plain), "8px");
    page().remove_attribute("data-theme").unwrap();
}

/// Every accent leaves the button readable, at rest and under the pointer.
#[wasm_bindgen_test]
async fn text_is_readable_on_a_dozen_accents() {
    let accents = [
        "#ffd400", "#ffffff", "#000000", "#ff0000", "#00ff00", "#0000ff", "#808080", "#ff69b4", "#008080", "#663399",
        "#ffa500", "#757575", "#767676",
    ];
    for scheme in ["light", "dark"] {
        for accent in accents {
            let stage = sign_in(Appearance::primary(accent)).await;
            stage.find(".fd-root").set_attribute("data-scheme", scheme).unwrap();
            stage.find(".fd-root").style().set_property("--fd-motion", "0s").unwrap();
            let button = stage.button("Continue");
            let text = computed(&button, "color");
            let at_rest = crate::views::contrast(&text, &computed(&button, "background-color"));
            assert!(at_rest >= 4.5, "{accent} in {scheme}: {at_rest:.2}");
            button.style().set_property("background", "var(--_primary-hover)").unwrap();
            let hovered = crate::views::contrast(&text, &computed(&button, "background-color"));
            assert!(
                hovered >= at_rest - 0.05,
                "{accent} in {scheme}: {hovered:.2} under the pointer, {at_rest:.2} before"
            );
        }
    }
}
