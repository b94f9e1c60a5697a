//! Pictures that are dropped.

use super::{heard, note, show};
use crate::stage::{fire, settle};
use frontdesk_components::ui::avatar::Face;
use frontdesk_components::ui::avatar_upload::{AvatarUpload, avatar_upload};
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::file_drop::{FileRules, PICTURES};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

fn picture(kind: &str) -> web_sys::File {
    let bytes = js_sys::Array::of1(&"not really".into());
    let bag = web_sys::FilePropertyBag::new();
    bag.set_type(kind);
    web_sys::File::new_with_str_sequence_and_options(&bytes, "ada.png", &bag).unwrap()
}

async fn drop_file(target: &web_sys::EventTarget, file: &web_sys::File) {
    let data = web_sys::DataTransfer::new().unwrap();
    data.items().add_with_file(file).unwrap();
    let init = web_sys::DragEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_data_transfer(Some(&data));
    let event = web_sys::DragEvent::new_with_event_init_dict("drop", &init).unwrap();
    target.dispatch_event(&event).unwrap();
    assert!(event.default_prevented(), "or the browser opens the file");
    settle().await;
}

#[wasm_bindgen_test]
async fn a_dropped_picture_is_shown_at_once_and_a_wrong_file_is_refused_before_it_is_sent() {
    let (heard, face) = (heard(), RwSignal::new(Face { name: "Ada".to_owned(), ..Face::default() }));
    let stage = show(move || {
        vec![avatar_upload(AvatarUpload {
            id: "u".to_owned(),
            label: "Profile picture".to_owned(),
            hint: "Up to 10 MB".to_owned(),
            face: Arc::new(move || face.get()),
            choose: "Upload".to_owned(),
            remove: Some(("Remove".to_owned(), Arc::new(move || note(heard, "removed")))),
            rules: FileRules {
                accept: PICTURES,
                most_bytes: 1000,
                wrong_kind: "Not a picture.".to_owned(),
                too_large: "Too large.".to_owned(),
            },
            typed: Arc::new(Typed::default),
            on_file: Arc::new(move |file: web_sys::File| note(heard, file.name())),
            busy: Arc::new(|| false),
        })]
    })
    .await;
    let area = stage.find(".fd-upload");
    fire(&area, "dragenter");
    settle().await;
    assert!(area.has_attribute("data-over"));

    drop_file(&area, &picture("text/plain")).await;
    assert!(!area.has_attribute("data-over"));
    assert_eq!(heard.get_untracked().len(), 0);
    assert_eq!(stage.find("#u-message").text_content().as_deref(), Some("Not a picture."));
    assert_eq!(stage.find("#u").get_attribute("aria-describedby").as_deref(), Some("u-message"));

    drop_file(&area, &picture("image/png")).await;
    assert_eq!(heard.get_untracked(), ["ada.png"]);
    assert_eq!(stage.find("#u-message").text_content().as_deref(), Some(""));
    assert!(stage.find(".fd-avatar img").get_attribute("src").unwrap().starts_with("blob:"));

    face.set(Face { name: "Ada".to_owned(), image_url: Some("data:,new".to_owned()), square: false });
    settle().await;
    assert_eq!(stage.find(".fd-avatar img").get_attribute("src").as_deref(), Some("data:,new"));
    stage.press("Remove").await;
    assert_eq!(heard.get_untracked().last().map(String::as_str), Some("removed"));
}
