use super::*;
use crate::organization::Role;
use crate::{ApiErrors, Client, Environment, Jwt, Metadata, Organization, Page, Reply, Session, Timestamp, User};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

mod tree;

/// Both ways of reading give the same.
fn agrees<T: FromJson + DeserializeOwned + PartialEq + Debug>(value: &Value) -> T {
    let derived: T = serde_json::from_value(value.clone()).unwrap();
    let read: T = super::read(&value.to_string()).unwrap();

    assert_eq!(read, derived);
    read
}

fn organization() -> Value {
    json!({
        "object": "organization", "id": "org_1", "name": "Acme", "slug": "acme", "image_url": "u", "has_image": true, "members_count": 2,
        "pending_invitations_count": 1, "max_allowed_memberships": 5, "admin_delete_enabled": true, "public_metadata": {"a": [1]},
        "created_at": 1, "updated_at": 2
    })
}

fn client() -> Value {
    let verification = json!({
        "object": "verification_otp", "status": "verified", "strategy": "email_code", "attempts": 1, "expire_at": 5,
        "next_action": "", "supported_strategies": ["email_code"], "error": {"code": "c", "message": "m", "long_message": "l",
        "meta": {"param_name": "code", "permissions": ["p"], "session_id": "sess_1", "lockout_expires_in_seconds": 3}}
    });
    let membership = json!({
        "object": "organization_membership", "id": "orgmem_1", "role": "org:admin", "role_name": "Admin", "permissions": ["org:sys_a"],
        "public_metadata": {}, "organization": organization(), "public_user_data": {"user_id": "user_1", "identifier": "a@b.c"},
        "created_at": 1, "updated_at": 2
    });
    let user = json!({
        "object": "user", "id": "user_1", "first_name": "Ada", "last_name": null, "email_addresses": [{"id": "idn_1", "email_address":
        "ada@example.com", "verification": verification, "linked_to": [{"type": "x"}]}], "primary_email_address_id": "idn_1",
        "organization_memberships": [membership], "unsafe_metadata": {"x": 1}, "create_organizations_limit": 0, "created_at": 9
    });
    json!({
        "object": "client", "id": "client_1", "sessions": [{"object": "session", "id": "sess_1", "status": "active", "expire_at": 1,
        "abandon_at": 2, "last_active_at": 3, "last_active_organization_id": "org_1", "last_active_token": {"object": "token", "jwt": "a.b.c"},
        "actor": {"sub": "x"}, "tasks": [{"key": "choose-organization"}], "factor_verification_age": [3, -1], "user": user}],
        "sign_in": {"id": "sia_1", "status": "needs_first_factor", "supported_first_factors": [{"strategy": "password"},
        {"strategy": "email_code", "safe_identifier": "a**", "email_address_id": "idn_1", "primary": true}], "user_data": {"first_name": "Ada"},
        "first_factor_verification": verification, "abandon_at": 7},
        "sign_up": {"id": "sua_1", "status": "something_new", "missing_fields": ["x"], "verifications": {"email_address": verification},
        "has_password": true},
        "last_active_session_id": "sess_1", "cookie_expires_at": null, "captcha_bypass": true, "created_at": 1, "updated_at": 2, "unknown": {}
    })
}

#[test]
fn a_client_is_read_as_its_derived_reader_reads_it() {
    let read: Client = agrees(&client());

    assert_eq!(read.sessions[0].user.as_ref().unwrap().organization_memberships[0].organization.name, "Acme");
    agrees::<Reply<Client>>(&json!({"response": client(), "client": client()}));
    agrees::<Page<Organization>>(&json!({"data": [organization()], "total_count": 12}));
}

#[test]
fn an_environment_is_read_as_its_derived_reader_reads_it() {
    let read: Environment = agrees(&json!({
        "auth_config": {"single_session_mode": true}, "display_config": {"application_name": "Acme", "logo_image_url": null},
        "user_settings": {"attributes": {"email_address": {"enabled": true, "first_factors": ["email_code"]}}, "sign_up": {"mode": "public"},
        "password_settings": {"min_length": 10}, "actions": {"create_organization": true}},
        "organization_settings": {"enabled": true, "slug": {"disabled": true}, "max_allowed_memberships": 5}, "maintenance_mode": false
    }));

    assert_eq!(read.user_settings.password_settings.max_length, 72, "what is absent keeps its default");
}

#[test]
fn errors_are_read_as_their_derived_reader_reads_them() {
    agrees::<ApiErrors>(&json!({
        "errors": [{"code": "form_code_incorrect", "message": "m", "long_message": "l", "meta": {"param_name": "code"}}],
        "meta": {"client": client()}, "clerk_trace_id": "t"
    }));
    agrees::<Role>(&json!({"id": "role_1", "permissions": [{"id": "perm_1", "type": "system"}]}));
}

#[test]
fn claims_are_read_as_their_derived_reader_reads_them() {
    let encode = |value: Value| base64::encode(value.to_string().as_bytes(), base64::URL_SAFE);
    let head = json!({"alg": "RS256", "kid": "ins_1", "oiat": 7});
    let body = json!({"v": 2, "iss": "https://x", "sub": "user_1", "sid": "sess_1", "iat": 1, "exp": 61, "fva": [1, -1], "sts": "active",
        "fea": "o:repositories,o:projects", "o": {"id": "org_1", "rol": "admin", "per": "read,create", "fpm": "3,1"}});
    let jwt = Jwt::from([encode(head), encode(body), "c2ln".to_owned()].join("."));

    assert_eq!(claims(&jwt), jwt.claims());
    assert_eq!(header(&jwt), jwt.header());
    assert_eq!(claims(&jwt).unwrap().organization.unwrap().permissions.len(), 3);
    assert_eq!(claims(&Jwt::from("a.b")), None);
}

#[test]
fn what_has_another_kind_counts_as_absent() {
    let read: Client =
        read(r#"{"id": 5, "sessions": [{"id": "sess_1"}, 7], "sign_in": "no", "updated_at": null}"#).unwrap();

    assert_eq!(read.sessions.len(), 1);
    assert_eq!((read.id.as_str(), read.sign_in, read.updated_at), ("", None, Timestamp(0)));
    assert!(super::read::<Client>("[1]").is_none());
    assert!(super::read::<Client>("{").is_none());
}

fn token(head: Value, body: Value) -> Jwt {
    let encode = |value: Value| base64::encode(value.to_string().as_bytes(), base64::URL_SAFE);
    Jwt::from([encode(head), encode(body), "c2ln".to_owned()].join("."))
}

#[test]
fn the_facts_of_a_token_are_those_of_its_claims() {
    let version_2 = json!({"v": 2, "iss": "https://x", "sid": "sess_1", "iat": 1, "exp": 61, "o": {"id": "org_1"}});
    let version_1 = json!({"iss": "https://x", "sid": "sess_1", "iat": 1, "exp": 61, "org_id": "org_1"});
    let personal = json!({"sid": "sess_1", "iat": 1, "exp": 61, "o": null});

    for body in [version_2, version_1, personal] {
        for head in [json!({"oiat": 7}), json!({})] {
            let jwt = token(head, body.clone());
            let (facts, claims, header) = (facts(&jwt).unwrap(), jwt.claims().unwrap(), jwt.header().unwrap());

            assert_eq!(facts.session_id, claims.session_id);
            assert_eq!(facts.organization_id, claims.organization.map(|organization| organization.id));
            assert_eq!((facts.issuer, facts.oiat), (claims.issuer, header.oiat));
            assert_eq!((facts.issued_at, facts.expires_at), (claims.issued_at, claims.expires_at));
        }
    }
    for text in ["", "a", "a.b", "a.b.c", "..", "a.b.c.d"] {
        assert_eq!(facts(&Jwt::from(text)), None, "{text:?}");
    }
}

#[test]
fn free_form_json_is_kept_as_it_came() {
    let user: User = read(
        r#"{"unsafe_metadata": {"b": [1.50, "x\n\u00e9\""], "a": {}}, "public_metadata": 7, "passkeys": [{"id": 1}, null]}"#,
    )
    .unwrap();

    assert_eq!(user.unsafe_metadata.as_str(), r#"{"b":[1.50,"x\u000aé\""],"a":{}}"#);
    assert_eq!(user.unsafe_metadata.get("b").unwrap(), json!([1.5, "x\né\""]));
    assert_eq!(user.public_metadata, Metadata::default());
    assert_eq!(user.passkeys.iter().map(|passkey| passkey.as_str()).collect::<Vec<_>>(), [r#"{"id":1}"#, "null"]);
}

#[test]
fn null_is_no_actor() {
    let read: Vec<Session> = read(r#"[{"actor": null}, {"actor": {"sub": "user_1"}}]"#).unwrap();

    assert_eq!(read[0].actor, None);
    assert_eq!(read[1].actor.as_ref().unwrap().json().get("sub").and_then(Json::as_str), Some("user_1"));
}
