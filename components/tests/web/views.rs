//! Focus, keys, paste: over the views, without an engine.

use crate::stage::{Stage, computed, fire, focused, focused_words, key, page, paste, settle};
use frontdesk_components::create_organization::create_organization_dialog;
use frontdesk_components::shown::Shown;
use frontdesk_components::sign_in::{MethodChoice, SignInState, SignInStep, sign_in_view};
use frontdesk_components::sign_up::{SignUpState, SignUpStep, sign_up_view};
use frontdesk_components::step::{Act, Control, FormState, Input, StepView};
use frontdesk_components::ui::field::Typed;
use frontdesk_components::user_button::{Account, UserAct, UserButtonState, user_button_view};
use frontdesk_components::{Appearance, Messages};
use leptos::prelude::*;
use std::sync::{Arc, Mutex};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

type Acts = Arc<Mutex<Vec<Act>>>;

fn state(step: SignInStep) -> SignInState {
    SignInState {
        step,
        about: "ada@example.com".to_owned(),
        methods: vec![MethodChoice::Password],
        has_methods: true,
        ..SignInState::default()
    }
}

/// A sign-in whose typed values come back into it, as the controller does it.
async fn sign_in(first: SignInState) -> (Stage, RwSignal<SignInState>, Acts) {
    let acts = Acts::default();
    let heard = acts.clone();
    let state = RwSignal::new(first);
    let stage = Stage::show(move || {
        let shown = Shown::from(state);
        let act = Arc::new(move |act: Act| {
            if let Act::Type(input, value) = &act {
                state.update(|state| {
                    state.form.typed.retain(|(name, _)| name != input);
                    state.form.typed.push((*input, Typed::new(value.clone())));
                });
            }
            heard.lock().unwrap().push(act);
        });
        let messages = Messages::default();
        let view = StepView {
            id: "t".to_owned(),
            form: shown.part(|state| &state.form),
            act,
            messages,
            appearance: Appearance::default(),
        };
        sign_in_view(shown, view, false)
    })
    .await;
    (stage, state, acts)
}

fn taken(acts: &Acts) -> Vec<Act> {
    std::mem::take(&mut *acts.lock().unwrap())
}

#[wasm_bindgen_test]
async fn a_card_steals_no_focus_and_a_new_step_takes_it_to_its_field() {
    let (_stage, state, _) = sign_in(self::state(SignInStep::Loading)).await;
    state.update(|state| state.step = SignInStep::Start);
    settle().await;
    assert_eq!(focused(), "");

    state.update(|state| state.step = SignInStep::Password);
    settle().await;
    assert_eq!(focused(), "t-password");

    state.update(|state| state.step = SignInStep::Code);
    settle().await;
    assert_eq!(focused(), "t-code");

    state.update(|state| state.step = SignInStep::Methods);
    settle().await;
    assert_eq!(focused(), "t-title", "a step without a field says where one is");
}

#[wasm_bindgen_test]
async fn an_error_takes_the_focus_to_its_field_and_keeps_what_was_typed() {
    let (stage, state, _) = sign_in(self::state(SignInStep::Password)).await;
    stage.fill("#t-password", "hunter2").await;
    stage.button("Continue").focus().unwrap();

    state.update(|state| state.form.typed = vec![(Input::Password, Typed::wrong("hunter2", "Wrong."))]);
    settle().await;

    assert_eq!(focused(), "t-password");
    assert_eq!(stage.input("#t-password").value(), "hunter2");
    assert_eq!(stage.find("#t-password-message").text_content().as_deref(), Some("Wrong."));
}

#[wasm_bindgen_test]
async fn a_pasted_sentence_fills_in_its_code_and_sends_it_once() {
    let (stage, _, acts) = sign_in(state(SignInStep::Code)).await;
    stage.find("#t-code").focus().unwrap();

    paste("Your code is 424-242. It is valid for 10 minutes.").await;

    let code = Act::Type(Input::Code, "424242".to_owned());
    assert_eq!(taken(&acts), [code, Act::Submit]);
    assert_eq!(stage.input("#t-code").value(), "424242");
    let filled = stage.find(".fd-otp-boxes").query_selector_all("[data-filled]").unwrap().length();
    assert_eq!(filled, 6);
}

#[wasm_bindgen_test]
async fn digits_alone_are_taken_and_the_sixth_sends() {
    let (stage, _, acts) = sign_in(state(SignInStep::Code)).await;

    stage.fill("#t-code", "12a").await;
    assert_eq!(stage.input("#t-code").value(), "12");
    stage.fill("#t-code", "12345").await;
    assert!(!taken(&acts).contains(&Act::Submit));
    stage.fill("#t-code", "123456").await;

    assert_eq!(taken(&acts).last(), Some(&Act::Submit));
}

#[wasm_bindgen_test]
async fn a_cleared_code_puts_the_caret_first() {
    let (stage, state, _) = sign_in(self::state(SignInStep::Code)).await;
    stage.fill("#t-code", "111111").await;

    state.update(|state| state.form.typed = vec![(Input::Code, Typed::wrong("", "That code isn’t right."))]);
    settle().await;

    assert_eq!(focused(), "t-code");
    assert_eq!(stage.input("#t-code").value(), "");
    assert!(stage.find(".fd-otp-box").has_attribute("data-active"), "the first box is the one");
}

#[wasm_bindgen_test]
async fn a_value_that_a_manager_fills_in_without_a_word_is_sent() {
    let (stage, _, acts) = sign_in(state(SignInStep::Start)).await;
    stage.input("#t-identifier").set_value("ada@example.com");

    stage.press("Continue").await;

    assert_eq!(taken(&acts), [Act::Type(Input::Identifier, "ada@example.com".to_owned()), Act::Submit]);
}

#[wasm_bindgen_test]
async fn the_spinner_appears_only_where_the_work_is_and_the_focus_stays() {
    let (stage, state, acts) = sign_in(self::state(SignInStep::Password)).await;
    let spinner = stage.find(".fd-button[type=submit] .fd-spinner");
    assert_eq!(computed(&spinner, "display"), "none");
    stage.button("Continue").focus().unwrap();
    let width = stage.button("Continue").offset_width();

    state.update(|state| state.form.busy = Some(Control::Submit));
    settle().await;

    assert_eq!(computed(&spinner, "display"), "block");
    assert_eq!(stage.button("Continue").offset_width(), width);
    assert_eq!(focused_words(), "Continue");
    assert_eq!(stage.button("Continue").get_attribute("aria-disabled").as_deref(), Some("true"));
    stage.press("Continue").await;
    assert!(!taken(&acts).contains(&Act::Submit), "a second press does nothing");
}

#[wasm_bindgen_test]
async fn a_message_moves_nothing() {
    let (stage, state, _) = sign_in(self::state(SignInStep::Password)).await;
    let before = stage.find(".fd-card").offset_height();

    state.update(|state| state.form.typed = vec![(Input::Password, Typed::wrong("x", "Wrong password."))]);
    settle().await;

    assert_eq!(stage.find(".fd-card").offset_height(), before);
}

#[wasm_bindgen_test]
async fn the_skeleton_has_the_size_of_what_comes() {
    let (stage, state, _) = sign_in(self::state(SignInStep::Loading)).await;
    let before = stage.find(".fd-card").offset_height();

    state.update(|state| state.step = SignInStep::Start);
    settle().await;

    assert_eq!(stage.find(".fd-card").offset_height(), before);
}

#[wasm_bindgen_test]
async fn a_password_is_shown_when_asked_to() {
    let (stage, _, _) = sign_in(state(SignInStep::Password)).await;
    let button = stage.find("#t-password ~ .fd-input-end button");
    assert_eq!(button.get_attribute("aria-label").as_deref(), Some("Show password"));

    button.click();
    settle().await;

    assert_eq!(stage.input("#t-password").type_(), "text");
    assert_eq!(button.get_attribute("aria-label").as_deref(), Some("Hide password"));
}

fn account(key: &str, name: &str) -> Account {
    let face = frontdesk_components::ui::avatar::Face { name: name.to_owned(), ..Default::default() };
    Account { key: key.to_owned(), face, address: format!("{key}@example.com") }
}

async fn user_button() -> (Stage, Arc<Mutex<Vec<UserAct>>>) {
    let acts = Arc::new(Mutex::new(Vec::new()));
    let heard = acts.clone();
    let stage = Stage::show(move || {
        let state = UserButtonState {
            loaded: true,
            current: Some(account("ada", "Ada Lovelace")),
            others: vec![account("grace", "Grace Hopper"), account("mary", "Mary Somerville")],
            own: Vec::new(),
            add_account_url: String::new(),
            ..UserButtonState::default()
        };
        let act = Arc::new(move |act| heard.lock().unwrap().push(act));
        let messages = Messages::default();
        user_button_view("u".to_owned(), Shown::always(state), act, messages, &Appearance::default())
    })
    .await;
    (stage, acts)
}

fn is_open(stage: &Stage) -> bool {
    stage.find("#u").matches(":popover-open").unwrap()
}

#[wasm_bindgen_test]
async fn a_menu_is_worked_by_keys() {
    let (stage, acts) = user_button().await;
    let trigger = stage.find("[popovertarget]");
    trigger.focus().unwrap();

    key("ArrowDown").await;
    assert!(is_open(&stage));
    assert_eq!(trigger.get_attribute("aria-expanded").as_deref(), Some("true"));
    assert!(focused_words().contains("Grace Hopper"));

    key("ArrowDown").await;
    assert!(focused_words().contains("Mary Somerville"));
    key("End").await;
    assert!(focused_words().contains("Sign out of all"));
    key("ArrowDown").await;
    assert!(focused_words().contains("Grace Hopper"), "it goes round");
    key("s").await;
    assert_eq!(focused_words(), "Sign out");
    key("Home").await;
    assert!(focused_words().contains("Grace Hopper"));

    key("Escape").await;
    assert!(!is_open(&stage));
    assert!(document().active_element().unwrap().is_same_node(Some(&trigger)), "focus comes back");
    assert_eq!(trigger.get_attribute("aria-expanded").as_deref(), Some("false"));
    assert!(acts.lock().unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn choosing_an_item_closes_the_menu_and_gives_the_focus_back() {
    let (stage, acts) = user_button().await;
    let trigger = stage.find("[popovertarget]");
    trigger.click();
    settle().await;
    assert!(is_open(&stage) && focused_words().contains("Grace Hopper"), "a click opens it, and focus goes in");

    document().active_element().unwrap().unchecked_into::<web_sys::HtmlElement>().click();
    settle().await;

    assert_eq!(*acts.lock().unwrap(), [UserAct::Switch("grace".to_owned())]);
    assert!(!is_open(&stage));
    assert!(document().active_element().unwrap().is_same_node(Some(&trigger)));
}

#[wasm_bindgen_test]
async fn tab_leaves_a_menu_from_its_trigger() {
    let (stage, _) = user_button().await;
    stage.find("[popovertarget]").click();
    settle().await;

    key("Tab").await;

    assert!(!is_open(&stage));
    assert!(document().active_element().unwrap().has_attribute("popovertarget"));
}

#[wasm_bindgen_test]
async fn a_dialog_begins_in_its_first_field_and_gives_the_focus_back() {
    let opener = document().create_element("button").unwrap().unchecked_into::<web_sys::HtmlElement>();
    page().append_child(&opener).unwrap();
    let open = RwSignal::new(false);
    let stage = Stage::show(move || {
        let act = Arc::new(move |act| {
            if act == Act::Close {
                open.set(false);
            }
        });
        let form = Shown::always(FormState::default());
        let messages = Messages::default();
        let view = StepView { id: "c".to_owned(), form, act, messages, appearance: Appearance::default() };
        let dialog = create_organization_dialog(Arc::new(move || open.get()), Arc::new(|| true), view);
        view! { <div class="fd-root">{dialog}</div> }.into_any()
    })
    .await;
    opener.focus().unwrap();

    open.set(true);
    settle().await;
    assert!(stage.find("dialog").matches(":modal").unwrap());
    assert_eq!(focused(), "c-name");

    stage.press("Cancel").await;
    assert!(!stage.find("dialog").has_attribute("open"));
    assert!(document().active_element().unwrap().is_same_node(Some(&opener)));

    // Escape is the browser's: it closes the element, and the state follows.
    open.set(true);
    settle().await;
    stage.find("dialog").unchecked_into::<web_sys::HtmlDialogElement>().close();
    // The browser says so when it has time.
    for _ in 0..100 {
        if !open.get_untracked() {
            break;
        }
        settle().await;
    }
    assert!(!open.get_untracked());
    opener.remove();
}

/// What a CSS colour is in sRGB.
fn rgb(color: &str) -> [f64; 3] {
    let draw = js_sys::Function::new_with_args(
        "color",
        "const c = document.createElement('canvas').getContext('2d'); c.fillStyle = color; c.fillRect(0, 0, 1, 1);
         return Array.from(c.getImageData(0, 0, 1, 1).data).slice(0, 3);",
    );
    let parts = draw.call1(&wasm_bindgen::JsValue::NULL, &color.into()).unwrap();
    let parts: js_sys::Array = parts.unchecked_into();
    [0, 1, 2].map(|index| parts.get(index).as_f64().unwrap() / 255.0)
}

pub(crate) fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |color: &str| {
        let [r, g, b] = rgb(color).map(|c| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[wasm_bindgen_test]
async fn text_is_readable_on_any_accent_in_both_schemes() {
    let (stage, _, _) = sign_in(SignInState { sign_up_url: "/".to_owned(), ..state(SignInStep::Start) }).await;
    let root = stage.find(".fd-root");
    // Colours move over a while; what counts is where they arrive.
    root.style().set_property("--fd-motion", "0s").unwrap();
    for scheme in ["light", "dark"] {
        root.set_attribute("data-scheme", scheme).unwrap();
        for accent in
            ["", "#ffd400", "#00ffff", "rebeccapurple", "#777", "#000", "#fff", "oklch(0.65 0.2 30)", "#0a84ff"]
        {
            match accent {
                "" => root.style().remove_property("--fd-color-primary").map(drop).unwrap(),
                accent => root.style().set_property("--fd-color-primary", accent).unwrap(),
            }
            settle().await;
            let button = stage.button("Continue");
            let of_button = contrast(&computed(&button, "color"), &computed(&button, "background-color"));
            assert!(of_button >= 4.5, "{accent} in {scheme}: {of_button:.2} on the button");
            let link = contrast(
                &computed(&stage.button("Create an account"), "color"),
                &computed(&stage.find(".fd-card"), "background-color"),
            );
            assert!(link >= 4.5, "{accent} in {scheme}: {link:.2} of the link");
        }
    }
}

#[wasm_bindgen_test]
async fn texts_and_outlines_are_readable_in_both_schemes() {
    let mut state = state(SignInStep::Password);
    state.form.typed = vec![(Input::Password, Typed::wrong("", "Wrong."))];
    state.brand.development = Some("Development".to_owned());
    let (stage, _, _) = sign_in(state).await;
    stage.find(".fd-root").style().set_property("--fd-motion", "0s").unwrap();
    for scheme in ["light", "dark"] {
        stage.find(".fd-root").set_attribute("data-scheme", scheme).unwrap();
        settle().await;
        let surface = computed(&stage.find(".fd-card-main"), "background-color");
        for (part, least) in [(".fd-subtitle", 4.5), (".fd-field-message", 4.5), (".fd-title", 7.0), (".fd-label", 7.0)]
        {
            let measured = contrast(&computed(&stage.find(part), "color"), &surface);
            assert!(measured >= least, "{part} in {scheme}: {measured:.2}");
        }
        let badge = stage.find(".fd-badge");
        let measured = contrast(&computed(&badge, "color"), &computed(&badge, "background-color"));
        assert!(measured >= 4.5, "badge in {scheme}: {measured:.2}");
        let outline = contrast(&computed(&stage.find(".fd-input"), "border-top-color"), &surface);
        assert!(outline >= 3.0, "outline in {scheme}: {outline:.2}");
    }
}

#[wasm_bindgen_test]
async fn every_target_is_large_enough() {
    let (stage, _, _) = sign_in(SignInState { sign_up_url: "/".to_owned(), ..state(SignInStep::Code) }).await;
    let all = stage.find(".fd-root").query_selector_all("button, .fd-card-foot a").unwrap();
    for index in 0..all.length() {
        let one: web_sys::HtmlElement = all.item(index).unwrap().unchecked_into();
        let height = one.get_bounding_client_rect().height();
        assert!(height >= 24.0, "{:?} is {height} px high", one.text_content());
    }
    let _: HtmlInputElement = stage.input("#t-code");
    fire(&stage.input("#t-code"), "select");
}

#[wasm_bindgen_test]
async fn an_error_stands_nearer_to_its_own_field_than_to_the_next() {
    let wrong = Typed::wrong("ada", "That isn’t an email address.");
    let state = SignUpState {
        step: SignUpStep::Start,
        fields: vec![(Input::EmailAddress, true), (Input::Password, true)],
        form: FormState { typed: vec![(Input::EmailAddress, wrong)], ..FormState::default() },
        ..SignUpState::default()
    };
    let stage = Stage::show(move || {
        let shown = Shown::always(state);
        let view = StepView {
            id: "t".to_owned(),
            form: shown.part(|state| &state.form),
            act: Arc::new(|_| ()),
            messages: Messages::default(),
            appearance: Appearance::default(),
        };
        sign_up_view(shown, view, false)
    })
    .await;
    let place = |selector: &str| stage.find(selector).get_bounding_client_rect();
    let said = place("#t-email-address-message span");

    let (above, below) =
        (said.top() - place("#t-email-address").bottom(), place("label[for=t-password]").top() - said.bottom());

    assert!(above < 4.0 && below >= 8.0, "{above} px above, {below} px below");
}
