//! `<OrganizationProfile>`, `<OrganizationList>`, `<CreateOrganization>` and the switcher in every state.

use crate::html::{Tag, assert_sound, tags, text};
use crate::{drawn, step_view};
use frontdesk_components::create_organization::{
    CreateOrganizationState, CreateOrganizationStep, LogoActs, create_organization_view,
};
use frontdesk_components::organization_list::{OrganizationListState, OrganizationListView, organization_list_view};
use frontdesk_components::organization_profile::{
    MEMBERS, Member, MembersStage, MembersState, OrganizationEditing, OrganizationMay, OrganizationProfileState,
    OrganizationProfileView, OrganizationRow, OrganizationWork, organization_profile_view,
};
use frontdesk_components::organization_switcher::{OrganizationSwitcherState, Workspace, organization_switcher_view};
use frontdesk_components::profile::{FrameStage, ProfilePlace, Setting};
use frontdesk_components::shown::Shown;
use frontdesk_components::step::{Control, FormState, Input};
use frontdesk_components::ui::alert::Alert;
use frontdesk_components::ui::avatar::Face;
use frontdesk_components::ui::element::nothing;
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::select::Choice;
use frontdesk_components::{Appearance, Messages};
use frontdesk_gallery::samples::{brand, typed};
use std::sync::Arc;

const ALL: OrganizationMay = OrganizationMay { change: true, delete: true, see_members: true, manage_members: true };
const SEE: OrganizationMay = OrganizationMay { change: false, delete: false, see_members: true, manage_members: false };

fn face(name: &str, square: bool) -> Face {
    Face { name: name.to_owned(), image_url: None, square }
}

fn member(key: &str, name: &str, role: &str, you: bool) -> Member {
    Member {
        key: key.to_owned(),
        face: face(name, false),
        address: format!("{key}@example.com"),
        joined: "Nov 22, 2026".to_owned(),
        role: format!("org:{}", role.to_lowercase()),
        role_name: role.to_owned(),
        you,
    }
}

fn acme() -> OrganizationProfileState {
    let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
    OrganizationProfileState {
        stage: FrameStage::Ready,
        key: "org_1".to_owned(),
        face: face("Acme Engineering", true),
        slug: "acme".to_owned(),
        has_slug: true,
        role: "Admin".to_owned(),
        may: ALL,
        members: MembersState {
            stage: MembersStage::Known,
            rows: vec![member("ada", "Ada Lovelace", "Admin", true), member("grace", "Grace Hopper", "Member", false)],
            pages: 1,
            shown: "1–2 of 2".to_owned(),
            count: "2 members".to_owned(),
            roles: vec![choice("org:admin", "Admin"), choice("org:member", "Member")],
            ..MembersState::default()
        },
        ..OrganizationProfileState::default()
    }
}

fn at(page: &'static str, state: OrganizationProfileState, form: FormState) -> String {
    let screen = format!("{page} {:?} {:?}", state.editing, state.may);
    let html = drawn(|| {
        organization_profile_view(OrganizationProfileView {
            id: "o".to_owned(),
            setting: Setting::Page,
            state: Shown::always(state),
            form: Shown::always(form),
            act: Arc::new(|_| ()),
            on_picture: Arc::new(|_| ()),
            place: ProfilePlace::fixed(page, Some("/organization/")),
            pages: Vec::new(),
            messages: Messages::default(),
            appearance: Appearance::default(),
        })
    });
    assert_sound(&screen, &html);
    html
}

fn general(state: OrganizationProfileState) -> String {
    at("", state, FormState::default())
}

fn members(state: OrganizationProfileState) -> String {
    at(MEMBERS, state, FormState::default())
}

fn tag(html: &str, id: &str) -> Tag {
    tags(html).into_iter().find(|tag| tag.get("id") == Some(id)).unwrap_or_else(|| panic!("{id} is not in {html}"))
}

#[test]
fn who_manages_an_organization_can_change_all_of_it() {
    let words = text(&general(acme()));

    for part in ["Choose a logo\n", "Acme Engineering\n", "Edit\nName\n", "Edit\nAddress name\n", "Leave\n"] {
        assert!(words.contains(part), "{part} in {words}");
    }
    assert_eq!(words.matches("Delete organization\n").count(), 2, "a title and a button");
    assert!(!words.contains("Remove logo\n"), "there is none yet");
}

#[test]
fn who_only_belongs_to_it_sees_it_and_why_nothing_can_be_changed() {
    let words = text(&general(OrganizationProfileState { may: SEE, ..acme() }));

    assert!(words.contains("Acme Engineering\n") && words.contains("Admin\n"));
    assert!(words.contains("Only people who manage this organization can change what is here.\n"));
    assert!(
        !words.contains("Edit\n") && !words.contains("Choose a logo\n") && !words.contains("Delete organization\n")
    );
    assert!(words.contains("Leave\n"), "everybody may leave");
}

#[test]
fn an_instance_without_slugs_shows_none() {
    assert!(!text(&general(OrganizationProfileState { has_slug: false, ..acme() })).contains("Address name\n"));
}

#[test]
fn each_form_stands_in_the_place_of_its_row() {
    for (what, gone) in [
        (OrganizationEditing::Name, "o-name-open"),
        (OrganizationEditing::Slug, "o-slug-open"),
        (OrganizationEditing::Leave, "o-leave-open"),
        (OrganizationEditing::Delete, "o-delete-open"),
    ] {
        let html = general(OrganizationProfileState { editing: Some(what.clone()), ..acme() });
        assert_eq!(tags(&html).into_iter().filter(|tag| tag.name == "form").count(), 1, "{what:?}");
        assert!(!html.contains(&format!("id=\"{gone}\"")), "{what:?}: the button that opened it makes room");
    }
}

#[test]
fn deleting_asks_for_the_name_and_keeps_what_was_typed() {
    let state = OrganizationProfileState { editing: Some(OrganizationEditing::Delete), ..acme() };
    let wrong = typed(vec![(Input::Confirmation, Typed::wrong("acme", "Type exactly what is shown above."))]);
    let html = at("", state, wrong);

    assert!(text(&html).contains("Delete Acme Engineering?\n"));
    assert!(text(&html).contains("Type “Acme Engineering” to confirm\n"));
    assert_eq!(tag(&html, "o-editor-confirmation").get("aria-invalid"), Some("true"));
    let send = tags(&html).into_iter().find(|tag| tag.get("type") == Some("submit")).unwrap();
    assert_eq!(send.get("data-variant"), Some("danger"));
}

#[test]
fn members_have_a_role_to_choose_but_not_oneself() {
    let html = members(acme());
    let words = text(&html);

    assert!(words.contains("Ada Lovelace\nYou\nada@example.com\n"), "{words}");
    assert!(words.contains("2 members\n"));
    assert_eq!(tags(&html).iter().filter(|tag| tag.name == "select").count(), 1);
    assert!(words.contains("Role of Grace Hopper\n"), "the select says whose role it is");
    assert_eq!(words.matches("Remove\n").count(), 1, "one leaves by another way");
    assert!(words.contains("Remove\nGrace Hopper\n"), "the button says whom");
    assert!(!words.contains("Pages of members"), "one page needs no way to the next");
}

#[test]
fn who_may_not_manage_members_sees_them_without_controls() {
    let html = members(OrganizationProfileState { may: SEE, ..acme() });

    assert!(text(&html).contains("Grace Hopper\n") && text(&html).contains("Member\n"));
    assert!(!tags(&html).iter().any(|tag| tag.name == "select") && !text(&html).contains("Remove\n"));
    let columns = tags(&html).iter().filter(|tag| tag.name == "th").count();
    assert_eq!(columns, 3, "a column of actions would be empty");
}

#[test]
fn who_may_not_see_members_is_told_so() {
    let may = OrganizationMay { see_members: false, ..SEE };
    let html = members(OrganizationProfileState { may, ..acme() });

    assert!(text(&html).contains("You can’t see the members\n"));
    assert!(!html.contains("Grace Hopper") && !html.contains("o-members-search"));
}

#[test]
fn members_are_waited_for_and_asked_for_again() {
    let with = |stage| {
        members(OrganizationProfileState { members: MembersState { stage, ..MembersState::default() }, ..acme() })
    };
    assert!(with(MembersStage::Loading).contains("fd-skeleton"));
    assert!(text(&with(MembersStage::Failed)).contains("Try again\n"));
}

#[test]
fn a_search_without_a_result_says_what_was_sought() {
    let found =
        MembersState { rows: Vec::new(), query: "zuse".to_owned(), count: "0 found".to_owned(), ..acme().members };
    let html = members(OrganizationProfileState { members: found, ..acme() });

    assert!(text(&html).contains("Nobody matches “zuse”.\n"));
    assert_eq!(tag(&html, "o-members-search").get("value"), Some("zuse"));
}

#[test]
fn many_members_stand_on_pages() {
    let many = MembersState { page: 1, pages: 5, shown: "11–20 of 43".to_owned(), ..acme().members };
    let html = members(OrganizationProfileState { members: many, ..acme() });

    assert!(text(&html).contains("11–20 of 43\n"));
    assert!(tags(&html).iter().any(|tag| tag.get("aria-label") == Some("Next page")));
}

#[test]
fn removing_a_member_asks_first() {
    let state = OrganizationProfileState {
        editing: Some(OrganizationEditing::RemoveMember("grace".to_owned())),
        removes: "Grace Hopper".to_owned(),
        ..acme()
    };
    let html = members(state);

    assert_eq!(tag(&html, "o-remove-dialog").get("aria-label"), Some("Remove member"));
    assert!(text(&html).contains("Remove Grace Hopper?\n") && text(&html).contains("Remove member\n"));
}

#[test]
fn a_role_on_its_way_is_shown_where_it_was_chosen() {
    let html = members(OrganizationProfileState { work: Some(OrganizationWork::Role("grace".to_owned())), ..acme() });

    assert_eq!(tag(&html, "o-role-grace").get("aria-busy"), Some("true"));
}

#[test]
fn news_and_errors_stand_with_what_they_are_about() {
    let state = OrganizationProfileState {
        said: Some((OrganizationRow::Members, "Grace Hopper has the role Admin now.".to_owned())),
        error: Some((OrganizationRow::Members, Alert::error("You are its only admin."))),
        ..acme()
    };
    let on_members = text(&members(state.clone()));
    assert!(on_members.contains("has the role Admin now.") && on_members.contains("You are its only admin."));
    assert!(!text(&general(state)).contains("You are its only admin."));

    let logo = OrganizationProfileState {
        error: Some((OrganizationRow::Logo, Alert::error("This picture is larger than 10 MB."))),
        ..acme()
    };
    assert_eq!(text(&general(logo)).matches("This picture is larger than 10 MB.").count(), 1, "once is enough");
}

#[test]
fn without_an_organization_it_says_where_one_is_and_while_loading_there_are_shapes() {
    let nowhere = OrganizationProfileState { stage: FrameStage::Ready, ..OrganizationProfileState::default() };
    let words = text(&members(nowhere));
    assert!(words.contains("No organization chosen\n") && !words.contains("Members\n"), "{words}");
    assert!(general(OrganizationProfileState::default()).contains("fd-skeleton"));
    let absent = OrganizationProfileState { stage: FrameStage::Absent, ..OrganizationProfileState::default() };
    assert_eq!(text(&general(absent)), "");
}

fn list(state: OrganizationListState) -> String {
    let html = drawn(|| {
        let view = OrganizationListView {
            id: "l".to_owned(),
            state: Shown::always(state),
            act: Arc::new(|_| ()),
            messages: Messages::default(),
            appearance: Appearance::default(),
        };
        organization_list_view(view, nothing())
    });
    assert_sound("organization list", &html);
    html
}

fn places() -> OrganizationListState {
    let workspace = |key: &str, name: &str, role: &str| Workspace {
        key: key.to_owned(),
        face: face(name, true),
        role: role.to_owned(),
    };
    OrganizationListState {
        stage: FrameStage::Ready,
        brand: brand(),
        current: "org_1".to_owned(),
        organizations: vec![workspace("org_1", "Acme", "Admin"), workspace("org_2", "Royal Society", "Member")],
        personal: Some(face("Ada Lovelace", false)),
        may_create: true,
        ..OrganizationListState::default()
    }
}

#[test]
fn the_list_has_every_place_with_its_role_and_marks_where_one_is() {
    let html = list(places());
    let words = text(&html);

    assert!(words.contains("Personal workspace\nOnly you\n") && words.contains("Royal Society\nMember\n"));
    assert!(words.contains("Acme\nAdmin\nYou are here\n"), "{words}");
    assert_eq!(tags(&html).iter().filter(|tag| tag.get("aria-current").is_some()).count(), 1);
    assert!(words.contains("Create an organization\n"));
}

#[test]
fn the_list_says_when_there_is_no_organization_and_what_can_be_done() {
    let none = OrganizationListState { organizations: Vec::new(), current: String::new(), ..places() };
    assert!(text(&list(none.clone())).contains("Create the first one"));
    let words = text(&list(OrganizationListState { may_create: false, ..none }));
    assert!(words.contains("You don’t belong to an organization yet.\n") && !words.contains("Create"));
}

#[test]
fn the_list_without_a_personal_workspace_does_not_speak_of_one() {
    let words = text(&list(OrganizationListState { personal: None, ..places() }));
    assert!(words.contains("Choose an organization.\n") && !words.contains("ersonal workspace"));
}

#[test]
fn the_list_leads_to_a_page_where_there_is_one() {
    let html = list(OrganizationListState { create_url: "/organizations/new".to_owned(), ..places() });
    assert_eq!(tag(&html, "l-create").get("href"), Some("/organizations/new"));
    assert_eq!(tag(&list(places()), "l-create").name, "button");
}

#[test]
fn a_place_that_is_being_opened_says_so_and_a_failure_stands_above() {
    let state = OrganizationListState {
        opening: Some("org_2".to_owned()),
        alert: Some(Alert::error("This one can’t be opened right now.")),
        ..places()
    };
    let html = list(state);
    assert_eq!(tag(&html, "l-2").get("aria-busy"), Some("true"));
    assert!(text(&html).contains("This one can’t be opened right now.\n"));
    assert!(list(OrganizationListState::default()).contains("fd-skeleton"));
    assert_eq!(text(&list(OrganizationListState { stage: FrameStage::Absent, ..places() })), "");
    assert!(text(&list(OrganizationListState { stage: FrameStage::Failed, ..places() })).contains("Try again\n"));
}

fn creates(state: CreateOrganizationState, form: &FormState) -> String {
    let html = drawn(|| {
        let logo = LogoActs { on_file: Arc::new(|_| ()), on_remove: Arc::new(|| ()) };
        create_organization_view(Shown::always(state.clone()), step_view("c", form), logo, false)
    });
    assert_sound(&format!("{:?}", state.step), &html);
    html
}

fn at_form() -> CreateOrganizationState {
    CreateOrganizationState {
        step: CreateOrganizationStep::Form,
        brand: brand(),
        has_slug: true,
        ..CreateOrganizationState::default()
    }
}

#[test]
fn making_one_asks_for_logo_name_and_slug() {
    let html = creates(at_form(), &typed(vec![(Input::Name, Typed::new("Acme"))]));
    let words = text(&html);

    assert!(words.contains("Choose a logo\n") && !words.contains("Remove logo\n"));
    assert_eq!(tag(&html, "c-name").get("value"), Some("Acme"));
    assert!(html.contains("c-slug") && words.contains("Used in links."));
    let without = CreateOrganizationState { has_slug: false, ..at_form() };
    assert!(!creates(without, &FormState::default()).contains("c-slug"));
}

#[test]
fn a_chosen_logo_is_shown_and_can_be_taken_away() {
    let state = CreateOrganizationState { logo_url: "blob:logo".to_owned(), ..at_form() };
    let html = creates(state, &FormState::default());

    assert!(tags(&html).iter().any(|tag| tag.name == "img" && tag.get("src") == Some("blob:logo")));
    assert!(text(&html).contains("Remove logo\n"));
}

#[test]
fn making_one_shows_its_work_and_its_ends() {
    let busy = creates(at_form(), &FormState { busy: Some(Control::Submit), ..FormState::default() });
    assert_eq!(tags(&busy).iter().filter(|tag| tag.get("data-busy").is_some()).count(), 1);

    let at = |step| {
        let state = CreateOrganizationState { step, name: "Acme".to_owned(), ..at_form() };
        text(&creates(state, &FormState::default()))
    };
    assert!(at(CreateOrganizationStep::LogoFailed).contains("Acme\n"));
    assert!(at(CreateOrganizationStep::LogoFailed).contains("Continue without it\n"));
    assert!(at(CreateOrganizationStep::Refused).contains("You can’t create organizations here\n"));
    assert!(at(CreateOrganizationStep::Failed).contains("Try again\n"));
    assert!(at(CreateOrganizationStep::Done).contains("Acme\n"));
    assert_eq!(at(CreateOrganizationStep::Absent), "");
    assert!(creates(CreateOrganizationState::default(), &FormState::default()).contains("fd-skeleton"));
}

fn switcher(state: OrganizationSwitcherState) -> String {
    let html = drawn(|| {
        organization_switcher_view(
            "s".to_owned(),
            Shown::always(state),
            Arc::new(|_| ()),
            Messages::default(),
            &Appearance::default(),
            nothing(),
        )
    });
    assert_sound("switcher", &html);
    html
}

#[test]
fn the_switcher_leads_to_the_organization_that_one_works_in() {
    let state = OrganizationSwitcherState {
        loaded: true,
        shown: true,
        current: "org_1".to_owned(),
        organizations: places().organizations,
        personal: places().personal,
        manages: true,
        manage_url: "/organization".to_owned(),
        ..OrganizationSwitcherState::default()
    };
    let html = switcher(state.clone());
    assert!(text(&html).contains("Manage organization\n"));
    assert!(tags(&html).iter().any(|tag| tag.name == "a" && tag.get("href") == Some("/organization")));
    assert!(text(&html).contains("Royal Society\nMember\n"), "each with its role");

    let dialog = switcher(OrganizationSwitcherState { manage_url: String::new(), ..state.clone() });
    assert!(text(&dialog).contains("Manage organization\n") && !tags(&dialog).iter().any(|tag| tag.name == "a"));
    let personal = switcher(OrganizationSwitcherState { current: String::new(), ..state.clone() });
    assert!(!text(&personal).contains("Manage organization\n"), "there is nothing to manage");
    assert!(!text(&switcher(OrganizationSwitcherState { manages: false, ..state })).contains("Manage organization\n"));
}
