//! Groups of people with roles.

use frontdesk_sdk::SetActive;
use frontdesk_sdk::wire::endpoints::*;
use frontdesk_sdk::wire::{OrganizationId, UserId};
use frontdesk_tests::raw::Raw;
use frontdesk_tests::{APP_ORIGIN, Desk, Visitor};

async fn person(desk: &Desk, address: &str) -> (Visitor, UserId) {
    let visitor = desk.visitor().await;
    visitor.sign_up(desk, address).await;
    let id = visitor.frontdesk.snapshot().user().unwrap().id.clone();
    (visitor, id)
}

#[tokio::test]
async fn a_person_makes_an_organization_switches_to_it_and_back() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;

    let acme = ada.create_organization("Acme Tools").await;
    assert_eq!(acme.slug.as_deref(), Some("acme-tools"));
    assert_eq!(acme.members_count, Some(1));
    let claims = ada.claims().await.organization.unwrap();
    assert_eq!(
        (claims.id, claims.role.as_str(), claims.slug.as_deref()),
        (acme.id.clone(), "org:admin", Some("acme-tools"))
    );
    let snapshot = ada.frontdesk.snapshot();
    assert!(snapshot.has_role("org:admin") && snapshot.has_permission("org:sys_memberships:manage"));

    ada.frontdesk.set_active(SetActive::personal()).await.unwrap();
    assert_eq!(ada.claims().await.organization, None);

    ada.frontdesk.set_active(SetActive::slug("acme-tools")).await.unwrap();
    assert_eq!(ada.claims().await.organization.unwrap().id, acme.id);
    assert_eq!(ada.new_tab().await.frontdesk.snapshot().organization_id(), Some(&acme.id), "a reload stays there");
}

#[tokio::test]
async fn slugs_are_unique_and_made_from_the_name() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let organizations = ada.frontdesk.organizations();
    let first = organizations.create("Acme", None).await.unwrap();
    let second = organizations.create("Acme", None).await.unwrap();
    assert_ne!(first.slug, second.slug);

    let taken = organizations.create("Other", Some("acme")).await.unwrap_err();
    assert_eq!((taken.code().as_str(), taken.status()), ("form_identifier_exists", Some(422)));
    assert!(taken.for_field("slug").is_some());
    let malformed = organizations.create("Other", Some("No Good!")).await.unwrap_err();
    assert!(malformed.for_field("slug").is_some(), "{malformed}");
    let nameless = organizations.create("  ", None).await.unwrap_err();
    assert!(nameless.for_field("name").is_some(), "{nameless}");
    assert_eq!(organizations.memberships().await.unwrap().len(), 2, "what was refused left nothing");
}

#[tokio::test]
async fn members_see_what_their_role_allows() {
    let desk = Desk::open().await;
    let (ada, ada_id) = person(&desk, "ada@example.com").await;
    let (bob, bob_id) = person(&desk, "bob@example.com").await;
    let acme = ada.create_organization("Acme").await;
    let organization_id = acme.id.clone();

    let add =
        AddMember { organization_id: organization_id.clone(), user_id: bob_id.clone(), role: "org:member".to_owned() };
    ada.frontdesk.send(&add).await.unwrap();
    bob.frontdesk.reload().await.unwrap();
    bob.frontdesk.set_active(SetActive::organization(organization_id.clone())).await.unwrap();
    assert_eq!(bob.claims().await.organization.unwrap().role, "org:member");
    assert_eq!(bob.frontdesk.organizations().members(&organization_id, 0).await.unwrap().total_count, 2);

    let rename =
        UpdateOrganization { organization_id: organization_id.clone(), name: Some("Bob's".to_owned()), slug: None };
    let refused = bob.frontdesk.organizations().update(rename).await.unwrap_err();
    assert_eq!((refused.code().as_str(), refused.status()), ("missing_organization_permission", Some(403)));
    let promote =
        UpdateMember { organization_id: organization_id.clone(), user_id: bob_id, role: "org:admin".to_owned() };
    assert_eq!(bob.frontdesk.send(&promote).await.unwrap_err().status(), Some(403));
    let oust = RemoveMember { organization_id: organization_id.clone(), user_id: ada_id };
    assert_eq!(bob.frontdesk.send(&oust).await.unwrap_err().status(), Some(403));
    assert_eq!(bob.frontdesk.organizations().delete(&organization_id).await.unwrap_err().status(), Some(403));

    ada.frontdesk.send(&promote).await.unwrap();
    bob.frontdesk.organizations().leave(&organization_id).await.unwrap();
}

#[tokio::test]
async fn the_last_admin_stays() {
    let desk = Desk::open().await;
    let (ada, ada_id) = person(&desk, "ada@example.com").await;
    let (_, bob_id) = person(&desk, "bob@example.com").await;
    let organization_id = ada.create_organization("Acme").await.id;
    let add = AddMember { organization_id: organization_id.clone(), user_id: bob_id, role: "org:member".to_owned() };
    ada.frontdesk.send(&add).await.unwrap();

    let left = ada.frontdesk.organizations().leave(&organization_id).await.unwrap_err();
    let demote =
        UpdateMember { organization_id: organization_id.clone(), user_id: ada_id, role: "org:member".to_owned() };
    let demoted = ada.frontdesk.send(&demote).await.unwrap_err();

    for refused in [left, demoted] {
        assert_eq!((refused.code().as_str(), refused.status()), ("organization_minimum_permissions_needed", Some(400)));
    }
}

#[tokio::test]
async fn two_admins_who_leave_at_once_leave_one_behind() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let (bob, bob_id) = person(&desk, "bob@example.com").await;
    let organization_id = ada.create_organization("Acme").await.id;
    let add = AddMember { organization_id: organization_id.clone(), user_id: bob_id, role: "org:admin".to_owned() };
    ada.frontdesk.send(&add).await.unwrap();

    let (ada_leaves, bob_leaves) = (ada.frontdesk.organizations(), bob.frontdesk.organizations());
    let (first, second) = futures::join!(ada_leaves.leave(&organization_id), bob_leaves.leave(&organization_id));

    assert!(first.is_ok() != second.is_ok(), "{first:?} and {second:?}");
}

#[tokio::test]
async fn an_outsider_learns_nothing() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let organization_id = ada.create_organization("Acme").await.id;
    let (eve, eve_id) = person(&desk, "eve@example.com").await;

    let unknown = eve.frontdesk.organizations().get(&OrganizationId::from("org_unknown")).await.unwrap_err();
    let foreign = eve.frontdesk.organizations().get(&organization_id).await.unwrap_err();
    assert_eq!((unknown.code(), unknown.status()), (foreign.code(), foreign.status()), "both look the same");
    assert_eq!(foreign.status(), Some(404));

    assert_eq!(eve.frontdesk.organizations().members(&organization_id, 0).await.unwrap_err().status(), Some(404));
    let join = AddMember { organization_id: organization_id.clone(), user_id: eve_id, role: "org:admin".to_owned() };
    assert_eq!(eve.frontdesk.send(&join).await.unwrap_err().status(), Some(404));
    let session_id = eve.frontdesk.snapshot().session().unwrap().id.clone();
    let touch = TouchSession {
        session_id: session_id.clone(),
        active_organization_id: Some(organization_id.to_string()),
        intent: None,
    };
    assert!([403, 404].contains(&eve.frontdesk.send(&touch).await.unwrap_err().status().unwrap()));
    let mint = CreateSessionToken { session_id, organization_id: Some(organization_id.to_string()), tab_state: None };
    assert!([403, 404].contains(&eve.frontdesk.send(&mint).await.unwrap_err().status().unwrap()));
}

#[tokio::test]
async fn a_removed_member_loses_the_organization_at_the_next_token() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let (bob, bob_id) = person(&desk, "bob@example.com").await;
    let organization_id = ada.create_organization("Acme").await.id;
    let add =
        AddMember { organization_id: organization_id.clone(), user_id: bob_id.clone(), role: "org:member".to_owned() };
    ada.frontdesk.send(&add).await.unwrap();
    bob.frontdesk.reload().await.unwrap();
    bob.frontdesk.set_active(SetActive::organization(organization_id.clone())).await.unwrap();

    ada.frontdesk.send(&RemoveMember { organization_id, user_id: bob_id }).await.unwrap();
    let bob = bob.new_tab().await;

    assert!(bob.is_signed_in());
    assert_eq!(bob.claims().await.organization, None);
}

#[tokio::test]
async fn a_deleted_organization_is_gone_for_everyone() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let organization_id = ada.create_organization("Acme").await.id;

    let gone = ada.frontdesk.organizations().delete(&organization_id).await.unwrap();

    assert!(gone.deleted);
    assert_eq!(ada.frontdesk.organizations().get(&organization_id).await.unwrap_err().status(), Some(404));
    ada.frontdesk.reload().await.unwrap();
    assert!(ada.frontdesk.snapshot().memberships().is_empty());
    assert_eq!(ada.new_tab().await.claims().await.organization, None);
}

#[tokio::test]
async fn more_organizations_than_a_page_are_all_listed() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    for number in 0..23 {
        ada.frontdesk.organizations().create(&format!("Team {number}"), None).await.unwrap();
    }

    let all = ada.frontdesk.organizations().memberships().await.unwrap();

    let distinct: std::collections::HashSet<_> =
        all.iter().map(|membership| membership.organization.id.clone()).collect();
    assert_eq!(distinct.len(), 23);
}

#[tokio::test]
async fn an_admin_finds_members_gives_them_roles_and_takes_them_out() {
    let desk = Desk::open().await;
    let (ada, ada_id) = person(&desk, "ada@example.com").await;
    let (bob, bob_id) = person(&desk, "bob.100%_sure@example.com").await;
    let (_, cleo_id) = person(&desk, "cleo@example.com").await;
    let acme = ada.create_organization("Acme").await.id;
    let organizations = ada.frontdesk.organizations();
    let roles: Vec<_> = organizations.roles(&acme).await.unwrap().into_iter().map(|role| role.key).collect();
    assert_eq!(roles, ["org:admin", "org:member"]);
    for id in [&bob_id, &cleo_id] {
        assert_eq!(organizations.add_member(&acme, id, "org:member").await.unwrap().role, "org:member");
    }
    let again = organizations.add_member(&acme, &bob_id, "org:member").await.unwrap_err();
    assert_eq!(again.code().as_str(), "already_a_member_in_organization");
    let unknown = organizations.add_member(&acme, &"user_nobody".into(), "org:member").await.unwrap_err();
    assert!(unknown.for_field("user_id").is_some(), "{unknown}");

    let found = |query: &str, role: &[&str], limit: u32, offset: u32| {
        let role = role.iter().map(|&role| role.to_owned()).collect();
        let (limit, offset) = (Some(limit), Some(offset));
        let query = Some(query.to_owned());
        let ask = ListMembers { organization_id: acme.clone(), query, role, limit, offset, ..Default::default() };
        let organizations = organizations.clone();
        async move {
            let page = organizations.find_members(ask).await.unwrap();
            let people = page.data.into_iter().map(|member| member.public_user_data.unwrap().user_id.unwrap());
            (people.collect::<Vec<_>>(), page.total_count)
        }
    };
    assert_eq!(found("CLEO", &[], 10, 0).await, (vec![cleo_id.clone()], 1));
    assert_eq!(found("100%_", &[], 10, 0).await, (vec![bob_id.clone()], 1), "these are letters like others");
    assert_eq!(found("%", &[], 10, 0).await, (vec![bob_id.clone()], 1));
    assert_eq!(found("", &["org:admin"], 10, 0).await, (vec![ada_id.clone()], 1));
    let (first, total) = found("", &[], 2, 0).await;
    let (rest, _) = found("", &[], 2, 2).await;
    assert_eq!((first.len(), rest.len(), total), (2, 1, 3));
    assert!(!first.contains(&rest[0]));
    let odd = ListMembers { organization_id: acme.clone(), role: vec!["org:king".to_owned()], ..Default::default() };
    assert!(organizations.find_members(odd).await.is_err());

    assert_eq!(organizations.update_member(&acme, &bob_id, "org:admin").await.unwrap().role, "org:admin");
    let odd = organizations.update_member(&acme, &bob_id, "org:king").await.unwrap_err();
    assert!(odd.for_field("role").is_some(), "{odd}");
    organizations.remove_member(&acme, &cleo_id).await.unwrap();
    let gone = organizations.remove_member(&acme, &cleo_id).await.unwrap_err();
    assert_eq!(gone.status(), Some(404));
    bob.frontdesk.reload().await.unwrap();
    bob.frontdesk.organizations().update_member(&acme, &ada_id, "org:member").await.unwrap();
    let refused = ada.frontdesk.organizations().remove_member(&acme, &bob_id).await.unwrap_err();
    assert_eq!(refused.code().as_str(), "missing_organization_permission");
}

#[tokio::test]
async fn what_an_organization_cannot_have_is_listed_as_none_to_those_who_may_ask() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let (bob, bob_id) = person(&desk, "bob@example.com").await;
    let (eve, _) = person(&desk, "eve@example.com").await;
    let acme = ada.create_organization("Acme").await.id;
    let add = AddMember { organization_id: acme.clone(), user_id: bob_id, role: "org:member".to_owned() };
    ada.frontdesk.send(&add).await.unwrap();

    // Published profiles of organizations ask for all three as soon as they are open.
    for list in ["invitations", "membership_requests", "domains"] {
        let path = format!("/v1/organizations/{acme}/{list}");
        let seen = as_visitor(&ada, "GET", &path).send(&desk.fapi).await;
        assert_eq!((seen.status.as_u16(), seen.code().as_str()), (200, ""), "{list}");
        assert_eq!(seen.json()["response"], serde_json::json!({ "data": [], "total_count": 0 }), "{list}");
        let member = as_visitor(&bob, "GET", &path).send(&desk.fapi).await;
        assert_eq!(
            (member.status.as_u16(), member.code().as_str()),
            (403, "missing_organization_permission"),
            "{list}"
        );
        let stranger = as_visitor(&eve, "GET", &path).send(&desk.fapi).await;
        assert_eq!(stranger.code(), "organization_not_found_or_unauthorized", "{list}");
        let post = as_visitor(&ada, "POST", &path).send(&desk.fapi).await;
        assert_eq!(post.code(), "feature_not_implemented", "{list}");
    }
}

fn as_visitor(visitor: &Visitor, method: &str, path: &str) -> Raw {
    let token = visitor.browser.app_cookies.get("__clerk_db_jwt", visitor.browser.clock.now()).unwrap();
    let session = visitor.frontdesk.snapshot().session_id.clone().unwrap();
    Raw::new(method, &format!("{path}?__clerk_db_jwt={token}&_clerk_session_id={session}"))
        .header("host", visitor.frontdesk.publishable_key().frontend_api())
        .header("origin", APP_ORIGIN)
}
