//! `<UserProfile>` in every state: what it offers, what is edited, what is wrong.

use crate::drawn;
use crate::html::{Tag, assert_sound, tags, text};
use frontdesk_components::profile::{FrameStage, ProfilePlace, Setting};
use frontdesk_components::shown::Shown;
use frontdesk_components::step::{Control, FormState, Input};
use frontdesk_components::ui::alert::Alert;
use frontdesk_components::ui::avatar::FaceSize;
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::icon::Icon;
use frontdesk_components::ui::rules::Rule;
use frontdesk_components::user_avatar::user_avatar_view;
use frontdesk_components::user_profile::{
    Devices, Editing, ProfileOffers, ProfileRow, SECURITY, UserProfileState, UserProfileView, user_profile_view,
};
use frontdesk_components::{Appearance, Messages, OwnPage};
use frontdesk_gallery::samples::{ada, typed};
use std::sync::Arc;

fn at(page: &'static str, state: UserProfileState, form: FormState) -> String {
    let screen = format!("{page} {:?}", state.editing);
    let html = drawn(|| {
        user_profile_view(UserProfileView {
            id: "u".to_owned(),
            setting: Setting::Page,
            state: Shown::always(state),
            form: Shown::always(form),
            act: Arc::new(|_| ()),
            on_picture: Arc::new(|_| ()),
            place: ProfilePlace::fixed(page, Some("/account/")),
            pages: vec![OwnPage::new("billing", "Billing", Icon::IMAGE, || el("p").text("Your plan").build())],
            messages: Messages::default(),
            appearance: Appearance::default(),
        })
    });
    assert_sound(&screen, &html);
    html
}

fn editing(page: &'static str, what: Editing, form: FormState) -> String {
    at(page, UserProfileState { editing: Some(what), ..ada() }, form)
}

fn tag(html: &str, id: &str) -> Tag {
    tags(html).into_iter().find(|tag| tag.get("id") == Some(id)).unwrap_or_else(|| panic!("{id} is not in {html}"))
}

#[test]
fn the_first_page_shows_who_one_is_and_the_badges_say_how_addresses_stand() {
    let words = text(&at("", ada(), FormState::default()));

    assert!(words.contains("Name\n") && words.contains("Ada Lovelace\n"));
    assert!(words.contains("No username yet\n"));
    assert!(words.contains("ada@example.com\nPrimary\n"));
    assert!(words.contains("ada@new.example\nNot confirmed\n"));
    assert_eq!(words.matches("Make primary\n").count(), 1, "only a proven address can become the primary one");
    assert_eq!(words.matches("Remove\n").count(), 2, "the primary address stays");
    assert!(!words.contains("Password\n"), "that is on the other page");
}

#[test]
fn buttons_that_say_edit_say_what() {
    let words = text(&at("", ada(), FormState::default()));

    assert!(words.contains("Edit\nName\n") && words.contains("Edit\nUsername\n"), "{words}");
}

#[test]
fn what_the_instance_does_not_offer_is_not_there() {
    let state = UserProfileState { offers: ProfileOffers::default(), ..ada() };
    let first = text(&at("", state.clone(), FormState::default()));
    let second = text(&at(SECURITY, state, FormState::default()));

    assert!(!first.contains("Edit\n") && !first.contains("Email addresses\n"));
    assert!(!second.contains("Password\n") && !second.contains("Delete account\n"));
    assert!(second.contains("Devices\n"), "where one is signed in can always be seen");
}

#[test]
fn each_form_stands_in_the_place_of_its_row() {
    let form = || FormState {
        rules: vec![Rule { text: "At least 8 characters".to_owned(), met: false }],
        ..FormState::default()
    };
    for (page, what, gone) in [
        ("", Editing::Name, "u-name-open"),
        ("", Editing::Username, "u-username-open"),
        ("", Editing::AddEmail, "u-email-open"),
        ("", Editing::RemoveEmail("idn_2".to_owned()), "u-email-idn-2"),
        (SECURITY, Editing::Password, "u-password-open"),
        (SECURITY, Editing::Delete, "u-delete-open"),
    ] {
        let html = editing(page, what.clone(), form());
        let forms = tags(&html).into_iter().filter(|tag| tag.name == "form").count();
        assert_eq!(forms, 1, "{what:?}: one thing is edited at a time");
        assert!(!html.contains(&format!("id=\"{gone}\"")), "{what:?}: the button that opened it makes room");
        assert!(text(&html).contains("Cancel\n"));
    }
}

#[test]
fn a_code_says_where_it_went_and_counts_down() {
    let state = UserProfileState {
        editing: Some(Editing::AddEmail),
        at_code: true,
        code_sent_to: "b@example.com".to_owned(),
        ..ada()
    };
    let html = at("", state, FormState { resend_in: 28, ..FormState::default() });

    assert!(text(&html).contains("Enter the code that we sent to b@example.com.\n"));
    assert!(text(&html).contains("Send a new code in 28 s\n"));
    assert_eq!(tag(&html, "u-editor-code").get("autocomplete"), Some("one-time-code"));
}

#[test]
fn a_password_manager_knows_which_password_is_which_and_for_whom() {
    let html = editing(SECURITY, Editing::Password, FormState::default());
    assert_eq!(tag(&html, "u-editor-current-password").get("autocomplete"), Some("current-password"));
    assert_eq!(tag(&html, "u-editor-new-password").get("autocomplete"), Some("new-password"));
    let name = tags(&html).into_iter().find(|tag| tag.get("autocomplete") == Some("username")).unwrap();
    assert_eq!(name.get("value"), Some("ada@example.com"));

    let first = UserProfileState { editing: Some(Editing::Password), has_password: false, ..ada() };
    let html = at(SECURITY, first, FormState::default());
    assert!(!html.contains("current-password"), "there is none yet");
}

#[test]
fn deleting_asks_for_the_words_and_keeps_what_was_typed() {
    let wrong = typed(vec![(Input::Confirmation, Typed::wrong("delete", "Type exactly what is shown above."))]);
    let html = editing(SECURITY, Editing::Delete, wrong);

    assert!(text(&html).contains("Type “delete my account” to confirm\n"));
    assert_eq!(tag(&html, "u-editor-confirmation").get("value"), Some("delete"));
    assert_eq!(tag(&html, "u-editor-confirmation").get("aria-invalid"), Some("true"));
    let send = tags(&html).into_iter().find(|tag| tag.get("type") == Some("submit")).unwrap();
    assert_eq!(send.get("data-variant"), Some("danger"));
}

#[test]
fn devices_say_which_one_this_is_and_only_others_can_be_signed_out() {
    let html = at(SECURITY, ada(), FormState::default());
    let words = text(&html);

    assert!(words.contains("Chromium on Linux\nThis device\n"));
    assert_eq!(words.matches("Sign out\n").count(), 1);
    assert!(words.contains("Sign out\nSafari on iPhone\n"), "the button says of what");
}

#[test]
fn devices_are_waited_for_and_asked_for_again() {
    let waiting = at(SECURITY, UserProfileState { devices: Devices::Loading, ..ada() }, FormState::default());
    let failed = at(SECURITY, UserProfileState { devices: Devices::Failed, ..ada() }, FormState::default());

    assert!(waiting.contains("fd-skeleton"));
    assert!(text(&failed).contains("Try again\n"));
}

#[test]
fn a_row_keeps_its_own_news_and_errors_and_the_page_those_of_all() {
    let state = UserProfileState {
        said: Some((ProfileRow::Name, "Saved.".to_owned())),
        error: Some((ProfileRow::Email, Alert::error("This address is needed."))),
        notice: Some(Alert::error("You’re offline.").with_button("Try again")),
        ..ada()
    };
    let html = at("", state, FormState::default());

    let row = |id: &str| {
        html.split(&format!("id=\"{id}\"")).nth(1).and_then(|rest| rest.split("</section>").next()).unwrap().to_owned()
    };
    assert!(row("u-name").contains("Saved.") && !row("u-email").contains("Saved."));
    assert!(row("u-email").contains("This address is needed."));
    assert!(text(&html).contains("You’re offline.\nTry again\n"));
}

#[test]
fn work_is_shown_in_the_open_form_and_nothing_is_disabled() {
    let html = editing("", Editing::Name, FormState { busy: Some(Control::Submit), ..FormState::default() });

    let busy = tags(&html).into_iter().filter(|tag| tag.get("data-busy").is_some()).count();
    assert_eq!(busy, 1);
    assert!(!tags(&html).iter().any(|tag| tag.get("disabled").is_some()));
}

#[test]
fn a_page_of_the_apps_own_stands_behind_ours() {
    let html = at("billing", ada(), FormState::default());

    let words = text(&html);
    assert!(words.contains("Profile\nSecurity\nBilling\n") && words.contains("Your plan\n"));
}

#[test]
fn with_nobody_signed_in_there_is_nothing_and_while_loading_there_are_shapes() {
    let absent = UserProfileState { stage: FrameStage::Absent, ..UserProfileState::default() };
    assert_eq!(text(&at("", absent, FormState::default())), "");
    assert!(at("", UserProfileState::default(), FormState::default()).contains("fd-skeleton"));
    let failed = UserProfileState { stage: FrameStage::Failed, ..UserProfileState::default() };
    assert!(text(&at("", failed, FormState::default())).contains("Try again\n"));
}

#[test]
fn an_avatar_is_an_image_with_a_name() {
    let html = drawn(|| user_avatar_view(Some(Some(ada().face)), FaceSize::Large));

    let image = tags(&html).into_iter().find(|tag| tag.get("role") == Some("img")).unwrap();
    assert_eq!(image.get("aria-label"), Some("Ada Lovelace"));
    assert_eq!(text(&drawn(|| user_avatar_view(Some(None), FaceSize::Large))), "");
}
