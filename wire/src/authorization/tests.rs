use super::*;
use crate::Jwt;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

fn claims(claims: Value) -> SessionClaims {
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let jwt = Jwt::from([part(json!({"alg": "RS256"})), part(claims), "c2ln".to_owned()].join("."));
    let derived = jwt.claims().unwrap();
    assert_eq!(crate::json::claims(&jwt).as_ref(), Some(&derived), "browsers read the same");
    derived
}

fn invoices(factor_ages: Value) -> SessionClaims {
    claims(json!({"v": 2, "fea": "o:invoices", "fva": factor_ages,
        "o": {"id": "org_1", "rol": "admin", "per": "read,write", "fpm": "1"}}))
}

fn proof(level: Level, ages: [i64; 2]) -> bool {
    let facts = Facts { factor_ages: Some(ages), ..Facts::default() };
    facts.meet(&Requirement::reverification(Reverification::new(level, 10)))
}

// conformance: D01
#[test]
fn a_permission_is_held_or_not() {
    let ada = invoices(json!([0, -1]));

    for held in ["org:invoices:read", "invoices:read"] {
        assert!(ada.has(&Requirement::permission(held)), "{held}");
    }
    for missing in ["org:invoices:write", "org:sys_memberships:read", "invoices", "", "org:"] {
        assert!(!ada.has(&Requirement::permission(missing)), "{missing}");
    }
}

// conformance: D02
#[test]
fn a_permission_and_a_proof_must_both_hold() {
    let asked = |permission: &str| Requirement::permission(permission).and_reverification(Reverification::STRICT);

    assert!(invoices(json!([0, 9])).has(&asked("invoices:read")));
    assert!(!invoices(json!([0, 10])).has(&asked("invoices:read")), "the proof is too old");
    assert!(!invoices(json!([0, 9])).has(&asked("invoices:write")), "the permission is missing");
}

// conformance: D03, D06
#[test]
fn for_the_second_factor_its_own_age_counts_and_without_one_the_firsts() {
    for (ages, met) in [
        ([99, 9], true),
        ([0, 10], false),
        ([9, -1], true),
        ([10, -1], false),
        ([-1, 9], true),
        ([-1, 10], false),
        ([-1, -1], false),
    ] {
        assert_eq!(proof(Level::SecondFactor, ages), met, "{ages:?}");
    }
}

// conformance: D04
#[test]
fn for_both_factors_both_ages_count() {
    for (ages, met) in [
        ([9, 9], true),
        ([10, 9], false),
        ([9, 10], false),
        ([9, -1], true),
        ([10, -1], false),
        ([-1, 9], false),
        ([-1, -1], false),
    ] {
        assert_eq!(proof(Level::MultiFactor, ages), met, "{ages:?}");
    }
}

// conformance: D05
#[test]
fn for_the_first_factor_it_must_be_there() {
    for (ages, met) in [([9, -1], true), ([9, 99], true), ([10, 0], false), ([-1, 0], false), ([-1, -1], false)] {
        assert_eq!(proof(Level::FirstFactor, ages), met, "{ages:?}");
    }
}

// conformance: D07
#[test]
fn without_ages_no_proof_is_recent() {
    for level in [Level::FirstFactor, Level::SecondFactor, Level::MultiFactor] {
        let asked = Requirement::reverification(Reverification::new(level, u32::MAX));
        assert!(!invoices(Value::Null).has(&asked), "{level:?}");
        assert!(!SessionClaims::default().has(&asked), "{level:?}");
    }
}

// conformance: D08
#[test]
fn what_is_asked_for_malformed_is_never_there() {
    let ada = invoices(json!([0, 0]));

    for name in ["", "Strict", "strict ", "anything"] {
        assert!(!ada.has(&Requirement::reverification(Reverification::preset(name))), "{name:?}");
    }
    assert!(!ada.has(&Requirement::reverification(Reverification::new(Level::FirstFactor, 0))));
    assert!(!ada.has(&Requirement::default()), "nothing is asked");
    for name in ["strict_mfa", "strict", "moderate", "lax"] {
        assert!(ada.has(&Requirement::reverification(Reverification::preset(name))), "{name}");
    }
}

#[test]
fn presets_have_their_levels_and_minutes() {
    let of = |name| (Reverification::preset(name).level.as_str(), Reverification::preset(name).after_minutes);

    assert_eq!(of("strict_mfa"), ("multi_factor", 10));
    assert_eq!(of("strict"), ("second_factor", 10));
    assert_eq!(of("moderate"), ("second_factor", 60));
    assert_eq!(of("lax"), ("second_factor", 1_440));
    assert_eq!(Level::FirstFactor.as_str(), "first_factor");
}

// conformance: D09
#[test]
fn both_versions_of_the_claims_give_the_same_answers() {
    let old = claims(json!({"sub": "user_1", "sid": "sess_1", "iss": "https://x", "iat": 1, "exp": 61, "fva": [3, -1],
        "org_id": "org_1", "org_slug": "acme", "org_role": "org:admin", "org_permissions": ["org:invoices:read", "org:invoices:write"]}));
    let new = claims(
        json!({"v": 2, "sub": "user_1", "sid": "sess_1", "iss": "https://x", "iat": 1, "exp": 61, "fva": [3, -1],
        "fea": "o:invoices", "o": {"id": "org_1", "slg": "acme", "rol": "admin", "per": "read,write", "fpm": "3"}}),
    );

    assert_eq!(SessionClaims { version: 2, features: new.features.clone(), ..old.clone() }, new);
    for asked in [
        Requirement::role("admin"),
        Requirement::role("member"),
        Requirement::permission("org:invoices:read"),
        Requirement::permission("org:invoices:delete"),
        Requirement::reverification(Reverification::STRICT),
        Requirement::role("admin").and_permission("invoices:write").and_reverification(Reverification::LAX),
    ] {
        assert_eq!(old.has(&asked), new.has(&asked), "{asked:?}");
    }
}

// conformance: D10
#[test]
fn the_personal_workspace_has_no_organization() {
    let personal = claims(json!({"v": 2, "sub": "user_1", "sid": "sess_1", "fea": "u:beta"}));

    assert_eq!(personal.organization, None);
    for asked in
        [Requirement::role("admin"), Requirement::role(""), Requirement::permission(""), Requirement::permission("a:b")]
    {
        assert!(!personal.has(&asked), "{asked:?}");
    }
    assert!(personal.has(&Requirement::feature("beta")));
}

// conformance: D11
#[test]
fn an_organization_without_masks_has_no_permissions() {
    for organization in [
        json!({"id": "org_1", "rol": "admin"}),
        json!({"id": "org_1", "rol": "admin", "per": "read"}),
        json!({"id": "org_1", "rol": "admin", "fpm": "1"}),
    ] {
        let ada = claims(json!({"v": 2, "fea": "o:invoices", "o": organization}));

        assert!(ada.organization.as_ref().unwrap().permissions.is_empty());
        assert!(ada.has(&Requirement::role("admin")) && !ada.has(&Requirement::permission("invoices:read")));
    }
}

// conformance: D12
#[test]
fn masks_are_read_lowest_bit_first_however_many_and_long() {
    let names: Vec<String> = (0..54).map(|bit| format!("p{bit}")).collect();
    let masks = format!("1,{},{},7,7,x", 1_u64 << 53, (1_u64 << 54) - 1);
    let ada = claims(json!({"v": 2, "fea": "o:a,u:nobody,o:b,o:c",
        "o": {"id": "org_1", "rol": "admin", "per": names.join(","), "fpm": masks}}));

    let has = |permission: &str| ada.has(&Requirement::permission(permission));
    assert!(has("a:p0") && !has("a:p1") && !has("a:p53"));
    assert!(has("b:p53") && !has("b:p0") && !has("b:p52"));
    assert!(names.iter().all(|name| has(&["c:", name].concat())));
    assert_eq!(ada.organization.as_ref().unwrap().permissions.len(), 56, "more masks than features name nothing");
}

// conformance: D13
#[test]
fn features_plans_and_roles_are_found_with_and_without_scope() {
    let ada = claims(json!({"v": 2, "fea": "o:dashboard,u:beta,ou:both", "pla": "u:free,o:pro",
        "o": {"id": "org_1", "rol": "manager"}}));

    for held in
        ["dashboard", "org:dashboard", "o:dashboard", "organization:dashboard", "beta", "user:beta", "u:both", "o:both"]
    {
        assert!(ada.has(&Requirement::feature(held)), "{held}");
    }
    for missing in ["user:dashboard", "org:beta", "x:beta", "", "o:", ":beta", "pro", "o:dash"] {
        assert!(!ada.has(&Requirement::feature(missing)), "{missing}");
    }
    assert!(ada.has(&Requirement::plan("pro")) && ada.has(&Requirement::plan("user:free")));
    assert!(!ada.has(&Requirement::plan("user:pro")) && !ada.has(&Requirement::plan("dashboard")));
    assert!(ada.has(&Requirement::feature("beta").and_plan("org:pro").and_role("org:manager")));
    assert!(!ada.has(&Requirement::feature("beta").and_plan("gold")));
    assert!(!ada.has(&Requirement::role("admin")) && !ada.has(&Requirement::role("org:")));
}

#[test]
fn lists_of_another_make_open_nothing() {
    for listed in ["", ",", "beta", ":beta", "x:beta", "o,u"] {
        assert!(!is_listed("beta", listed), "{listed}");
    }
    assert!(is_listed("beta", "x, uo:beta"));
}
