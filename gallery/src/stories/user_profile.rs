use crate::samples::{ada, rules, typed};
use crate::{Stage, Story};
use frontdesk_components::OwnPage;
use frontdesk_components::profile::{FrameStage, ProfilePlace, Setting};
use frontdesk_components::shown::Shown;
use frontdesk_components::step::{Control, FormState, Input};
use frontdesk_components::ui::alert::Alert;
use frontdesk_components::ui::dialog::{Dialog, DialogName, DialogSize, dialog};
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::icon::Icon;
use frontdesk_components::user_profile::{
    Devices, Editing, ProfileOffers, ProfileRow, SECURITY, UserProfileState, UserProfileView, user_profile_view,
};
use leptos::prelude::*;
use std::sync::Arc;

const NAME: &str = "UserProfile";
const FIRST: &str = "";

pub(super) const STORIES: &[Story] = &[
    Story::new(NAME, "profile", "Who one is: picture, name, addresses.", |stage| draw(stage, FIRST, ada(), quiet())),
    Story::new(NAME, "security", "Password, devices, the end of the account.", |stage| {
        draw(stage, SECURITY, ada(), quiet())
    }),
    Story::new(NAME, "own-page", "A page of the app’s own.", |stage| draw(stage, "billing", ada(), quiet())),
    Story::new(NAME, "edit-name", "The name being changed, in the place of its row.", |stage| {
        let form = typed(vec![(Input::FirstName, Typed::new("Ada")), (Input::LastName, Typed::new("Lovelace"))]);
        draw(stage, FIRST, editing(Editing::Name), form)
    }),
    Story::new(NAME, "edit-name-busy", "The new name is on its way.", |stage| {
        draw(stage, FIRST, editing(Editing::Name), FormState { busy: Some(Control::Submit), ..quiet() })
    }),
    Story::new(NAME, "edit-username", "A user name that is taken.", |stage| {
        let wrong = Typed::wrong("grace", "That username is taken. Please try another.");
        draw(stage, FIRST, editing(Editing::Username), typed(vec![(Input::Username, wrong)]))
    }),
    Story::new(NAME, "add-address", "A new address.", |stage| draw(stage, FIRST, editing(Editing::AddEmail), quiet())),
    Story::new(NAME, "address-code", "The code that was sent to the new address.", |stage| {
        let code_sent_to = "b@example.com".to_owned();
        let state = UserProfileState { at_code: true, code_sent_to, ..editing(Editing::AddEmail) };
        draw(stage, FIRST, state, FormState { resend_in: 28, ..quiet() })
    }),
    Story::new(NAME, "remove-address", "Whether to remove an address.", |stage| {
        draw(stage, FIRST, editing(Editing::RemoveEmail("idn_2".to_owned())), quiet())
    }),
    Story::new(NAME, "saved", "A row says what went well, another one what did not.", |stage| {
        let state = UserProfileState {
            said: Some((ProfileRow::Name, "Saved.".to_owned())),
            error: Some((ProfileRow::Email, Alert::error("This address is needed."))),
            ..ada()
        };
        draw(stage, FIRST, state, quiet())
    }),
    Story::new(NAME, "offline", "What is known stays while the server is away.", |stage| {
        let notice = Some(Alert::error("You’re offline.").with_button("Try again"));
        draw(stage, FIRST, UserProfileState { notice, ..ada() }, quiet())
    }),
    Story::new(NAME, "password", "Another password, with its rules.", |stage| {
        draw(stage, SECURITY, editing(Editing::Password), FormState { rules: rules(), ..quiet() })
    }),
    Story::new(NAME, "delete", "The end of the account, which asks for words.", |stage| {
        draw(stage, SECURITY, editing(Editing::Delete), quiet())
    }),
    Story::new(NAME, "delete-wrong", "They are not the right words.", |stage| {
        let wrong = Typed::wrong("delete", "Type exactly what is shown above.");
        draw(stage, SECURITY, editing(Editing::Delete), typed(vec![(Input::Confirmation, wrong)]))
    }),
    Story::new(NAME, "devices-loading", "Devices are asked for when they come into sight.", |stage| {
        draw(stage, SECURITY, UserProfileState { devices: Devices::Loading, ..ada() }, quiet())
    }),
    Story::new(NAME, "devices-failed", "Devices could not be learnt.", |stage| {
        draw(stage, SECURITY, UserProfileState { devices: Devices::Failed, ..ada() }, quiet())
    }),
    Story::new(NAME, "little", "An instance that lets people change little.", |stage| {
        draw(stage, FIRST, UserProfileState { offers: ProfileOffers::default(), ..ada() }, quiet())
    }),
    Story::new(NAME, "dialog", "The same in a dialog.", |stage| {
        let view = user_profile(stage, FIRST, ada(), quiet(), Setting::Modal);
        let frame = Dialog {
            name: DialogName::Words("Account".to_owned()),
            size: DialogSize::Large,
            close: Some("Close".to_owned()),
            ..Dialog::small("u-dialog".to_owned(), String::new(), Arc::new(|| true), Arc::new(|| ()))
        };
        let drawn = dialog(frame, move || user_profile_view(view.clone()));
        frontdesk_components::ui::card::root(&stage.appearance, "fd-root", None, vec![drawn])
    }),
    Story::new(NAME, "loading", "Nothing is known yet: shapes keep the size.", |stage| {
        draw(stage, FIRST, UserProfileState::default(), quiet())
    }),
    Story::new(NAME, "failed", "Nothing could be learnt from the server.", |stage| {
        draw(stage, FIRST, UserProfileState { stage: FrameStage::Failed, ..UserProfileState::default() }, quiet())
    }),
];

fn quiet() -> FormState {
    FormState::default()
}

fn editing(what: Editing) -> UserProfileState {
    UserProfileState { editing: Some(what), ..ada() }
}

fn draw(stage: &Stage, page: &'static str, state: UserProfileState, form: FormState) -> AnyView {
    user_profile_view(user_profile(stage, page, state, form, Setting::Page))
}

/// A profile at one of its pages.
fn user_profile(
    stage: &Stage,
    page: &'static str,
    state: UserProfileState,
    form: FormState,
    setting: Setting,
) -> UserProfileView {
    UserProfileView {
        id: "u".to_owned(),
        setting,
        state: Shown::always(state),
        form: Shown::always(form),
        act: Arc::new(|_| ()),
        on_picture: Arc::new(|_| ()),
        place: ProfilePlace::fixed(page, (setting == Setting::Page).then_some("/account/")),
        pages: vec![OwnPage::new("billing", "Billing", Icon::IMAGE, || el("p").text("Your plan").build())],
        messages: stage.messages.clone(),
        appearance: stage.appearance.clone(),
    }
}
