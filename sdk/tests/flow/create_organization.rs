use crate::{NOW, activated, environment, refused, typed};
use frontdesk_sdk::flow::{Answer, Ask, CreateOrganizationFlow, CreateOrganizationScreen, Event, Field};
use frontdesk_sdk::wire::{ErrorCode, Organization};

fn made() -> Event {
    Event::Answered(Answer::Organization(Ok(Organization { id: "org_1".into(), ..Organization::default() })))
}

#[test]
fn the_slug_follows_the_name_until_it_is_typed_in() {
    let mut flow = CreateOrganizationFlow::new(&environment());
    flow.on(typed(Field::Name, "Acme & Söhne GmbH "), NOW);
    assert_eq!(flow.value(Field::Slug), "acme-s-hne-gmbh");

    flow.on(typed(Field::Slug, "acme"), NOW);
    flow.on(typed(Field::Name, "Acme International"), NOW);

    assert_eq!(flow.value(Field::Slug), "acme");
}

#[test]
fn a_new_organization_is_the_one_that_is_worked_in() {
    let mut flow = CreateOrganizationFlow::new(&environment());
    flow.on(typed(Field::Name, "Acme"), NOW);

    let Some(Ask::CreateOrganization(ask)) = flow.on(Event::Submit, NOW) else { panic!() };
    assert_eq!((ask.name.as_str(), ask.slug.as_deref()), ("Acme", Some("acme")));
    assert_eq!(flow.on(made(), NOW), Some(Ask::SelectOrganization("org_1".into())));
    assert!(flow.busy());
    flow.on(activated(), NOW);

    assert_eq!(flow.screen(), CreateOrganizationScreen::Done);
}

#[test]
fn a_taken_slug_is_said_at_the_field() {
    let mut flow = CreateOrganizationFlow::new(&environment());
    flow.on(typed(Field::Name, "Acme"), NOW);
    flow.on(Event::Submit, NOW);

    let taken = refused(422, ErrorCode::FORM_IDENTIFIER_EXISTS, Some("slug"));
    flow.on(Event::Answered(Answer::Organization(Err(taken))), NOW);

    assert!(flow.error(Field::Slug).is_some());
}

#[test]
fn an_organization_that_was_made_is_not_made_twice_when_switching_to_it_fails() {
    let mut flow = CreateOrganizationFlow::new(&environment());
    flow.on(typed(Field::Name, "Acme"), NOW);
    flow.on(Event::Submit, NOW);
    flow.on(made(), NOW);
    flow.on(Event::Answered(Answer::Activated(Err(refused(500, ErrorCode::INTERNAL_ERROR, None)))), NOW);
    assert!(flow.banner().is_some());

    assert_eq!(flow.on(Event::Submit, NOW), Some(Ask::SelectOrganization("org_1".into())));
}
