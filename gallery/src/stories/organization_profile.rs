use crate::samples::{MEMBER, acme, member, typed};
use crate::{Stage, Story};
use frontdesk_components::organization_profile::{
    MEMBERS, MembersStage, MembersState, OrganizationEditing, OrganizationMay, OrganizationProfileState,
    OrganizationProfileView, OrganizationRow, OrganizationWork, organization_profile_view,
};
use frontdesk_components::profile::{FrameStage, ProfilePlace, Setting};
use frontdesk_components::shown::Shown;
use frontdesk_components::step::{Control, FormState, Input};
use frontdesk_components::ui::alert::Alert;
use frontdesk_components::ui::card;
use frontdesk_components::ui::dialog::{Dialog, DialogName, DialogSize, dialog};
use frontdesk_components::ui::field::Typed;
use leptos::prelude::*;
use std::sync::Arc;

const NAME: &str = "OrganizationProfile";

pub(super) const STORIES: &[Story] = &[
    Story::new(NAME, "general", "Who manages it changes logo, name and address name.", |stage| {
        general(stage, acme(), FormState::default())
    }),
    Story::new(NAME, "general-member", "Who only belongs to it sees it, and may leave.", |stage| {
        general(
            stage,
            OrganizationProfileState { may: MEMBER, role: "Member".to_owned(), ..acme() },
            FormState::default(),
        )
    }),
    Story::new(NAME, "edit-name", "The name being changed, in the place of its row.", |stage| {
        general(stage, editing(OrganizationEditing::Name), typed(vec![(Input::Name, Typed::new("Acme Engineering"))]))
    }),
    Story::new(NAME, "edit-slug-taken", "An address name that belongs to another one.", |stage| {
        let wrong = Typed::wrong("bletchley", "That address is taken. Please try another.");
        general(stage, editing(OrganizationEditing::Slug), typed(vec![(Input::Slug, wrong)]))
    }),
    Story::new(NAME, "edit-busy", "The new name is on its way.", |stage| {
        let form = typed(vec![(Input::Name, Typed::new("Acme Works"))]);
        general(stage, editing(OrganizationEditing::Name), FormState { busy: Some(Control::Submit), ..form })
    }),
    Story::new(NAME, "logo-too-large", "What is wrong with a logo stands at it.", |stage| {
        let wrong = Alert::error("This picture is larger than 10 MB.");
        let state = OrganizationProfileState { error: Some((OrganizationRow::Logo, wrong)), ..acme() };
        general(stage, state, FormState::default())
    }),
    Story::new(NAME, "leave", "Whether to leave.", |stage| {
        general(stage, editing(OrganizationEditing::Leave), FormState::default())
    }),
    Story::new(NAME, "delete", "Its end, which asks for its name.", |stage| {
        general(stage, editing(OrganizationEditing::Delete), FormState::default())
    }),
    Story::new(NAME, "delete-wrong", "That is not its name.", |stage| {
        let wrong = Typed::wrong("acme", "Type exactly what is shown above.");
        general(stage, editing(OrganizationEditing::Delete), typed(vec![(Input::Confirmation, wrong)]))
    }),
    Story::new(NAME, "members", "Roles can be chosen, but not one’s own.", |stage| members(stage, acme())),
    Story::new(NAME, "members-of-member", "Who may not manage members sees them.", |stage| {
        members(stage, OrganizationProfileState { may: MEMBER, role: "Member".to_owned(), ..acme() })
    }),
    Story::new(NAME, "members-many", "Many members stand on pages.", |stage| {
        let names = ["Alan Turing", "Barbara Liskov", "Edsger Dijkstra", "Grace Hopper", "Joan Clarke", "Konrad Zuse"];
        let rows = names.map(|name| {
            let key = name.split(' ').next().unwrap_or_default().to_lowercase();
            member(&key, name, "Member", false)
        });
        let many = MembersState {
            rows: rows.into_iter().collect(),
            page: 1,
            pages: 5,
            shown: "11–16 of 43".to_owned(),
            count: "43 members".to_owned(),
            ..acme().members
        };
        members(stage, OrganizationProfileState { members: many, ..acme() })
    }),
    Story::new(NAME, "members-sought", "Nobody is called so.", |stage| {
        let found = MembersState {
            rows: Vec::new(),
            query: "zuse".to_owned(),
            count: "0 found".to_owned(),
            shown: String::new(),
            ..acme().members
        };
        members(stage, OrganizationProfileState { members: found, ..acme() })
    }),
    Story::new(NAME, "role-busy", "A new role is shown where it was chosen, and is on its way.", |stage| {
        members(stage, OrganizationProfileState { work: Some(OrganizationWork::Role("grace".to_owned())), ..acme() })
    }),
    Story::new(NAME, "role-changed", "The table says what went well.", |stage| {
        let said = Some((OrganizationRow::Members, "Grace Hopper has the role Admin now.".to_owned()));
        members(stage, OrganizationProfileState { said, ..acme() })
    }),
    Story::new(NAME, "last-admin", "And what did not.", |stage| {
        let wrong = Alert::error("There has to be an admin. Make somebody else one first.");
        members(stage, OrganizationProfileState { error: Some((OrganizationRow::Members, wrong)), ..acme() })
    }),
    Story::new(NAME, "remove-member", "Removing somebody asks first.", |stage| {
        let removes = "Grace Hopper".to_owned();
        members(
            stage,
            OrganizationProfileState { removes, ..editing(OrganizationEditing::RemoveMember("grace".to_owned())) },
        )
    }),
    Story::new(NAME, "members-hidden", "Who may not see the members is told so.", |stage| {
        let may = OrganizationMay { see_members: false, ..MEMBER };
        members(stage, OrganizationProfileState { may, ..acme() })
    }),
    Story::new(NAME, "members-loading", "Members are asked for when they come into sight.", |stage| {
        members(stage, OrganizationProfileState { members: MembersState::default(), ..acme() })
    }),
    Story::new(NAME, "members-failed", "Members could not be learnt.", |stage| {
        let state = MembersState { stage: MembersStage::Failed, ..MembersState::default() };
        members(stage, OrganizationProfileState { members: state, ..acme() })
    }),
    Story::new(NAME, "dialog", "The same in a dialog.", |stage| {
        let view = view(stage, "", acme(), FormState::default(), Setting::Modal);
        let frame = Dialog {
            name: DialogName::Words("Organization".to_owned()),
            size: DialogSize::Large,
            close: Some("Close".to_owned()),
            ..Dialog::small("o-dialog".to_owned(), String::new(), Arc::new(|| true), Arc::new(|| ()))
        };
        let drawn = dialog(frame, move || organization_profile_view(view.clone()));
        card::root(&stage.appearance, "fd-root", None, vec![drawn])
    }),
    Story::new(NAME, "nowhere", "One works in the workspace of one’s own.", |stage| {
        let nowhere = OrganizationProfileState { stage: FrameStage::Ready, ..OrganizationProfileState::default() };
        general(stage, nowhere, FormState::default())
    }),
    Story::new(NAME, "loading", "Nothing is known yet: shapes keep the size.", |stage| {
        general(stage, OrganizationProfileState::default(), FormState::default())
    }),
    Story::new(NAME, "failed", "Nothing could be learnt from the server.", |stage| {
        let failed = OrganizationProfileState { stage: FrameStage::Failed, ..OrganizationProfileState::default() };
        general(stage, failed, FormState::default())
    }),
];

fn editing(what: OrganizationEditing) -> OrganizationProfileState {
    OrganizationProfileState { editing: Some(what), ..acme() }
}

fn general(stage: &Stage, state: OrganizationProfileState, form: FormState) -> AnyView {
    organization_profile_view(view(stage, "", state, form, Setting::Page))
}

fn members(stage: &Stage, state: OrganizationProfileState) -> AnyView {
    organization_profile_view(view(stage, MEMBERS, state, FormState::default(), Setting::Page))
}

/// A profile at one of its pages.
fn view(
    stage: &Stage,
    page: &'static str,
    state: OrganizationProfileState,
    form: FormState,
    setting: Setting,
) -> OrganizationProfileView {
    OrganizationProfileView {
        id: "o".to_owned(),
        setting,
        state: Shown::always(state),
        form: Shown::always(form),
        act: Arc::new(|_| ()),
        on_picture: Arc::new(|_| ()),
        place: ProfilePlace::fixed(page, (setting == Setting::Page).then_some("/organization/")),
        pages: Vec::new(),
        messages: stage.messages.clone(),
        appearance: stage.appearance.clone(),
    }
}
