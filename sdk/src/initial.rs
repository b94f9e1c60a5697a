//! Who is signed in by the word of a page or of a cookie, until the server's word comes.

use crate::client_tree::{take, text};
use crate::token::TokenKey;
use frontdesk_wire::json::{self, FromJson, Json};
use frontdesk_wire::token::OrganizationClaims;
use frontdesk_wire::{JsonText, Jwt, SessionClaims};

/// What a token says, read without verifying; nothing where it names nobody.
pub(crate) fn in_token(jwt: &Jwt) -> Option<SessionClaims> {
    json::claims(jwt).filter(|claims| !claims.session_id.as_str().is_empty() && !claims.user_id.as_str().is_empty())
}

/// The token that the claims are of.
pub(crate) fn token_key(claims: &SessionClaims) -> TokenKey {
    TokenKey {
        session: claims.session_id.clone(),
        organization: claims.organization.as_ref().map(|organization| organization.id.clone()),
        template: None,
    }
}

/// The client that a page tells of, in the form of `frontdesk_backend::InitialState`: one without sessions when nobody is signed
/// in. Nothing for a text that is no such page.
pub(crate) fn in_page(page: &str) -> Option<Json> {
    let mut page = json::tree(page)?;
    // Nobody is a word, too; an object of another kind is none.
    page.get("session_id")?;
    let mut organization = take(&mut page, "organization");
    let claims = SessionClaims {
        user_id: text(&page, "user_id").into(),
        session_id: text(&page, "session_id").into(),
        pending: text(&page, "session_status") == "pending",
        organization: organization.is_object().then(|| OrganizationClaims {
            id: text(&organization, "id").into(),
            slug: Some(text(&organization, "slug").to_owned()),
            role: text(&organization, "role").to_owned(),
            permissions: Vec::from_json(&take(&mut organization, "permissions")).unwrap_or_default(),
        }),
        actor: page.get("actor").filter(|actor| actor.is_object()).map(JsonText::from),
        factor_ages: FromJson::from_json(&take(&mut page, "factor_verification_age")),
        ..SessionClaims::default()
    };
    Some(client(claims))
}

/// A client with the one session that the claims are of. It has no id and is as old as can be: whatever the server says of the
/// client takes its place.
pub(crate) fn client(claims: SessionClaims) -> Json {
    let mut sessions = Vec::new();
    if !claims.session_id.as_str().is_empty() {
        sessions.push(session(claims));
    }
    object(&mut [("sessions", Json::List(sessions))])
}

fn session(claims: SessionClaims) -> Json {
    let (mut organization_id, mut memberships) = (Json::Null, Vec::new());
    if let Some(active) = claims.organization {
        organization_id = word(active.id.as_str());
        let slug = word(active.slug.as_deref().unwrap_or_default());
        let organization = object(&mut [("id", word(active.id.as_str())), ("slug", slug)]);
        let permissions = active.permissions.into_iter().map(Json::Text).collect();
        memberships.push(object(&mut [
            ("role", Json::Text(active.role)),
            ("permissions", Json::List(permissions)),
            ("organization", organization),
        ]));
    }
    let user =
        object(&mut [("id", word(claims.user_id.as_str())), ("organization_memberships", Json::List(memberships))]);
    let number = |age| Json::Number(crate::decimal::text(age));
    object(&mut [
        ("id", word(claims.session_id.as_str())),
        ("status", word(if claims.pending { "pending" } else { "active" })),
        ("last_active_organization_id", organization_id),
        ("factor_verification_age", claims.factor_ages.map_or(Json::Null, |ages| Json::List(ages.map(number).into()))),
        ("actor", claims.actor.map_or(Json::Null, |actor| actor.json())),
        ("user", user),
    ])
}

fn word(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn object(members: &mut [(&str, Json)]) -> Json {
    let mut named = Vec::new();
    for (name, value) in members {
        named.push(((*name).to_owned(), std::mem::take(value)));
    }
    Json::Object(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_wire::{Client, Timestamp};

    fn read(tree: &Json) -> Client {
        Client::from_json(tree).unwrap()
    }

    // conformance: G18
    #[test]
    fn whom_a_token_names_has_a_client_as_old_as_can_be() {
        let claims = r#"{"v":2,"sub":"user_1","sid":"sess_1","iat":1,"exp":61,"fva":[3,-1],"act":{"sub":"user_9"},"fea":"o:invoices","o":{"id":"org_1","slg":"acme","rol":"admin","per":"read,pay","fpm":"3"}}"#;
        let jwt = Jwt::from(["e30.", &base64_of(claims), ".c2ln"].concat());

        let client = read(&client(in_token(&jwt).unwrap()));

        assert_eq!((client.id.as_str(), client.updated_at), ("", Timestamp(0)));
        let session = &client.sessions[0];
        assert_eq!((session.id.as_str(), session.status.as_str()), ("sess_1", "active"));
        assert_eq!(session.last_active_organization_id.as_ref().unwrap().as_str(), "org_1");
        assert_eq!(session.factor_verification_age, Some([3, -1]));
        assert!(session.actor.as_ref().unwrap().as_str().contains("user_9"));
        let user = session.user.as_ref().unwrap();
        assert_eq!((user.id.as_str(), user.updated_at), ("user_1", Timestamp(0)));
        let membership = &user.organization_memberships[0];
        assert_eq!(membership.organization.slug.as_deref(), Some("acme"));
        assert_eq!(membership.role, "org:admin");
        assert_eq!(membership.permissions.as_deref().unwrap(), ["org:invoices:read", "org:invoices:pay"]);
    }

    #[test]
    fn what_names_nobody_is_no_identity() {
        let of_template = ["e30.", &base64_of(r#"{"sub":"user_1","iat":1,"exp":61}"#), ".c2ln"].concat();

        for text in ["", "a.b.c", "%%%", &of_template] {
            assert!(in_token(&text.into()).is_none(), "{text:?}");
        }
        for text in ["", "{}", "7", "{\"user_id\": \"user_1\"}"] {
            assert!(in_page(text).is_none(), "{text:?}");
        }
    }

    // conformance: G18
    #[test]
    fn a_page_tells_as_much_as_the_token_that_it_was_made_by() {
        let page = r#"{"user_id":"user_1","session_id":"sess_1","session_status":"pending","organization":{"id":"org_1","slug":"acme","role":"org:admin","permissions":["org:invoices:read"]},"actor":{"sub":"user_9"},"factor_verification_age":[3,-1],"issued_at":1,"expires_at":61}"#;
        let token = r#"{"v":2,"sub":"user_1","sid":"sess_1","sts":"pending","iat":1,"exp":61,"fva":[3,-1],"act":{"sub":"user_9"},"fea":"o:invoices","o":{"id":"org_1","slg":"acme","rol":"admin","per":"read","fpm":"1"}}"#;
        let jwt = Jwt::from(["e30.", &base64_of(token), ".c2ln"].concat());

        assert!(in_page(page).unwrap() == client(in_token(&jwt).unwrap()));
    }

    #[test]
    fn a_page_of_nobody_has_a_client_without_sessions() {
        let nobody = r#"{"user_id":null,"session_id":null,"session_status":null,"organization":null,"actor":null,"factor_verification_age":null,"issued_at":null,"expires_at":null}"#;

        assert!(read(&in_page(nobody).unwrap()).sessions.is_empty());
    }

    fn base64_of(text: &str) -> String {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
    }
}
