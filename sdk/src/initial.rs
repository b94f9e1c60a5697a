//! Who is signed in by the word of a page or of a cookie, until the server's word comes.

use crate::client_tree::{take, text};
use crate::token::TokenKey;
use frontdesk_wire::json::{self, Json};
use frontdesk_wire::{Jwt, token};
use std::mem;

/// What a page or a cookie says.
pub(crate) struct Word {
    /// A client with the one session that is named, or without any. It has no id and is as old as can be: whatever the server says
    /// of the client takes its place.
    pub(crate) client: Json,
    /// The token that it was said by; without a session where nobody is named.
    pub(crate) key: TokenKey,
    /// In seconds; zero when it is not said.
    pub(crate) issued_at: i64,
    pub(crate) expires_at: i64,
}

/// What things are called: user, session, its status, who acts, the ages of factors, and the times.
type Names = [&'static str; 7];

const IN_TOKEN: Names = ["sub", "sid", "sts", "act", "fva", "iat", "exp"];
const IN_PAGE: Names =
    ["user_id", "session_id", "session_status", "actor", "factor_verification_age", "issued_at", "expires_at"];

/// What a token says, read without verifying; nothing where it names nobody.
pub(crate) fn in_token(jwt: &Jwt) -> Option<Word> {
    let mut claims = json::payload(jwt)?;
    if text(&claims, "sid").is_empty() || text(&claims, "sub").is_empty() {
        return None;
    }
    let organization = organization(&mut claims);
    Some(word(&mut claims, organization, Json::Null, IN_TOKEN))
}

/// What a page says, in the form of `frontdesk_backend::InitialState`: nobody is a word, too. Nothing for a text that is no such
/// page.
pub(crate) fn in_page(page: &str) -> Option<Word> {
    let mut page = json::tree(page)?;
    page.get("session_id")?;
    let (organization, known) = (take(&mut page, "organization"), take(&mut page, "user"));
    Some(word(&mut page, organization, known, IN_PAGE))
}

/// The active organization of a token, of either version, as a page has it.
fn organization(claims: &mut Json) -> Json {
    let mut nested = take(claims, "o");
    let permissions;
    // Each version has its own claims; those of the other one say nothing.
    let (from, [id, slug, role]) = if number(claims, "v") == 2 {
        permissions = list(token::permissions(text(claims, "fea"), text(&nested, "per"), text(&nested, "fpm")));
        (&mut nested, ["id", "slg", "rol"])
    } else {
        permissions = take(claims, "org_permissions");
        (claims, ["org_id", "org_slug", "org_role"])
    };
    let role = Json::Text(token::with_prefix(text(from, role)));
    object(&mut [("id", take(from, id)), ("slug", take(from, slug)), ("role", role), ("permissions", permissions)])
}

fn list(texts: Vec<String>) -> Json {
    let mut list = Vec::new();
    for text in texts {
        list.push(Json::Text(text));
    }
    Json::List(list)
}

#[inline(never)]
fn word(
    said: &mut Json,
    mut active: Json,
    known: Json,
    [user, session, status, actor, ages, issued, expires]: Names,
) -> Word {
    let id = text(&active, "id").to_owned();
    let key = TokenKey {
        session: text(said, session).into(),
        organization: if id.is_empty() { None } else { Some(id.as_str().into()) },
        template: None,
    };
    let mut sessions = Vec::new();
    if !key.session.as_str().is_empty() {
        let mut memberships = Vec::new();
        let mut place = Json::Null;
        if !id.is_empty() {
            place = take(&mut active, "id");
            let organization = object(&mut [("id", place.clone()), ("slug", take(&mut active, "slug"))]);
            let (role, permissions) = (take(&mut active, "role"), take(&mut active, "permissions"));
            let of = &mut [("role", role), ("permissions", permissions), ("organization", organization)];
            memberships.push(object(of));
        }
        let status = if text(said, status) == "pending" { "pending" } else { "active" };
        // What else the page knows of the person comes before, so that it changes nothing of this.
        let user = object_after(
            if let Json::Object(known) = known { known } else { Vec::new() },
            &mut [("id", take(said, user)), ("organization_memberships", Json::List(memberships))],
        );
        sessions.push(object(&mut [
            ("id", take(said, session)),
            ("status", Json::Text(status.to_owned())),
            ("last_active_organization_id", place),
            ("factor_verification_age", take(said, ages)),
            ("actor", take(said, actor)),
            ("user", user),
        ]));
    }
    let client = object(&mut [("sessions", Json::List(sessions))]);
    Word { client, key, issued_at: number(said, issued), expires_at: number(said, expires) }
}

fn number(tree: &Json, name: &str) -> i64 {
    tree.get(name).and_then(Json::as_i64).unwrap_or_default()
}

fn object(members: &mut [(&str, Json)]) -> Json {
    object_after(Vec::new(), members)
}

/// An object of these members and of those before, which do not count where the name is the same.
#[inline(never)]
fn object_after(mut named: Vec<(String, Json)>, members: &mut [(&str, Json)]) -> Json {
    for (name, value) in members {
        named.push(((*name).to_owned(), mem::take(value)));
    }
    Json::Object(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_wire::json::FromJson;
    use frontdesk_wire::{Client, Timestamp};

    fn read(tree: &Json) -> Client {
        Client::from_json(tree).unwrap()
    }

    // conformance: G18
    #[test]
    fn whom_a_token_names_has_a_client_as_old_as_can_be() {
        let claims = r#"{"v":2,"sub":"user_1","sid":"sess_1","iat":1,"exp":61,"fva":[3,-1],"act":{"sub":"user_9"},"fea":"o:invoices","o":{"id":"org_1","slg":"acme","rol":"admin","per":"read,pay","fpm":"3"}}"#;
        let jwt = Jwt::from(["e30.", &base64_of(claims), ".c2ln"].concat());

        let client = read(&in_token(&jwt).unwrap().client);

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

    // conformance: B09, D09
    #[test]
    fn a_token_of_the_first_version_names_the_same() {
        let of = |claims: &str| in_token(&Jwt::from(["e30.", &base64_of(claims), ".c2ln"].concat())).unwrap().client;
        let first = of(
            r#"{"sub":"user_1","sid":"sess_1","iat":1,"exp":61,"org_id":"org_1","org_slug":"acme","org_role":"admin","org_permissions":["org:invoices:read"],"o":{"id":"org_9"}}"#,
        );
        let second = of(
            r#"{"v":2,"sub":"user_1","sid":"sess_1","iat":1,"exp":61,"fea":"o:invoices","o":{"id":"org_1","slg":"acme","rol":"admin","per":"read","fpm":"1"},"org_id":"org_9"}"#,
        );

        assert!(first == second);
        let alone = of(r#"{"v":2,"sub":"user_1","sid":"sess_1","iat":1,"exp":61}"#);
        assert!(read(&alone).sessions[0].user.as_ref().unwrap().organization_memberships.is_empty());
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

        let (page, token) = (in_page(page).unwrap(), in_token(&jwt).unwrap());
        assert!(page.client == token.client && page.key == token.key);
        assert_eq!((page.issued_at, page.expires_at), (1, 61));
        assert_eq!((token.issued_at, token.expires_at), (1, 61));
    }

    #[test]
    fn a_page_may_tell_the_name_but_not_another_user() {
        let page = r#"{"user_id":"user_1","session_id":"sess_1","user":{"id":"user_9","first_name":"Ada","image_url":"https://img.example/ada","has_image":true,"organization_memberships":[7]}}"#;

        let client = read(&in_page(page).unwrap().client);

        let user = client.sessions[0].user.as_ref().unwrap();
        assert_eq!((user.id.as_str(), user.first_name.as_deref()), ("user_1", Some("Ada")));
        assert!(user.has_image && user.organization_memberships.is_empty());
    }

    #[test]
    fn a_page_of_nobody_has_a_client_without_sessions() {
        let nobody = r#"{"user_id":null,"session_id":null,"session_status":null,"organization":null,"actor":null,"factor_verification_age":null,"issued_at":null,"expires_at":null}"#;

        assert!(read(&in_page(nobody).unwrap().client).sessions.is_empty());
    }

    fn base64_of(text: &str) -> String {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
    }
}
