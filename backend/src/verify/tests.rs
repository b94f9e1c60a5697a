use super::*;
use crate::testing::{NOW, Signer};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

fn verifier() -> Verifier {
    Signer::first().verifier().any_authorized_party().clock(Clock::given(|| NOW))
}

fn reason(token: &str) -> Reason {
    verifier().verify(token).unwrap_err()
}

/// The verdict for a token whose claims differ from a good one's.
fn verdict(changes: serde_json::Value) -> Result<(), Reason> {
    verifier().verify(&Signer::first().token(changes)).map(drop)
}

// conformance: O01
#[test]
fn a_good_token_tells_who_is_signed_in() {
    let auth = verifier().verify(&Signer::first().token(json!({}))).unwrap();

    assert_eq!((auth.user_id().as_str(), auth.session_id().as_str()), ("user_1", "sess_1"));
    assert_eq!(auth.claims().issuer, "https://acme.localhost:4400");
    assert_eq!(auth.organization(), None);
}

#[test]
fn both_versions_tell_the_organization() {
    let two = json!({"fea": "o:invoices", "o": {"id": "org_1", "slg": "acme", "rol": "admin", "per": "read,write", "fpm": "3"}});
    let one = json!({"v": null, "org_id": "org_1", "org_slug": "acme", "org_role": "org:admin",
                     "org_permissions": ["org:invoices:read", "org:invoices:write"]});
    let of = |changes| verifier().verify(&Signer::first().token(changes)).unwrap().organization().cloned().unwrap();

    let organization = of(two);
    assert_eq!((organization.id.as_str(), organization.role.as_str()), ("org_1", "org:admin"));
    assert_eq!(organization.permissions, ["org:invoices:read", "org:invoices:write"]);
    assert_eq!(of(one), organization);
}

#[test]
fn time_is_judged_with_five_seconds_of_leeway() {
    let now = NOW.seconds();
    for (changes, expected) in [
        (json!({"exp": now - 4}), Ok(())),
        (json!({"exp": now - 5}), Err(Reason::TokenExpired)),
        (json!({"exp": now - 6}), Err(Reason::TokenExpired)),
        (json!({"nbf": now + 5}), Ok(())),
        (json!({"nbf": now + 6}), Err(Reason::TokenNotActiveYet)),
        (json!({"iat": now + 5}), Ok(())),
        (json!({"iat": now + 6}), Err(Reason::TokenIatInTheFuture)),
        (json!({"nbf": null}), Ok(())),
        (json!({"exp": i64::MAX, "iat": i64::MIN}), Ok(())),
    ] {
        assert_eq!(verdict(changes.clone()), expected, "{changes}");
    }
    let strict = verifier().leeway(Seconds(0));
    let token = Signer::first().token(json!({"exp": now}));
    assert_eq!(strict.verify(&token).unwrap_err(), Reason::TokenExpired);
}

// conformance: O04
#[test]
fn a_token_lacking_what_every_session_token_has_is_refused() {
    for changes in [
        json!({"sub": null}),
        json!({"sub": 7}),
        json!({"sub": ""}),
        json!({"sid": null}),
        json!({"exp": null}),
        json!({"exp": "soon"}),
        json!({"nbf": "now"}),
        json!({"iat": "now"}),
        json!({"iat": null}),
        json!({"fva": "often"}),
    ] {
        assert_eq!(verdict(changes.clone()), Err(Reason::TokenVerificationFailed), "{changes}");
    }
}

// conformance: O05
#[test]
fn only_the_listed_parties_are_taken() {
    let bound = Signer::first().verifier().authorized_parties(["http://localhost:4402/", "https://app.example"]);
    let bound = bound.clock(Clock::given(|| NOW));
    for (changes, expected) in [
        (json!({}), Ok(())),
        (json!({"azp": "https://app.example"}), Ok(())),
        (json!({"azp": "https://evil.example"}), Err(Reason::TokenInvalidAuthorizedParties)),
        (json!({"azp": "https://app.example.evil.example"}), Err(Reason::TokenInvalidAuthorizedParties)),
        (json!({"azp": null}), Err(Reason::TokenInvalidAuthorizedParties)),
    ] {
        assert_eq!(bound.verify(&Signer::first().token(changes.clone())).map(drop), expected, "{changes}");
    }
    let nobody = Signer::first().verifier().authorized_parties(Vec::<String>::new()).clock(Clock::given(|| NOW));
    assert!(nobody.verify(&Signer::first().token(json!({}))).is_err(), "an empty list takes nobody");
    assert_eq!(verdict(json!({"azp": null})), Ok(()), "any party was chosen");
}

#[test]
fn other_keys_and_changed_tokens_are_refused() {
    let other = Signer::second().token_with(json!({"kid": "ins_1"}), json!({}));
    assert_eq!(reason(&other), Reason::TokenInvalidSignature);

    let good = Signer::first().token(json!({}));
    let parts: Vec<&str> = good.split('.').collect();
    let forged = Signer::first().token(json!({"sub": "user_2"}));
    let forged_claims = forged.split('.').nth(1).unwrap();
    for token in [
        format!("{}.{}.{}", parts[0], forged_claims, parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}.AAAA", parts[0], parts[1]),
    ] {
        assert_eq!(reason(&token), Reason::TokenInvalidSignature, "{token}");
    }
    let no_base64 = format!("{}.{}.!!!!", parts[0], parts[1]);
    assert_eq!(reason(&no_base64), Reason::TokenInvalid);
}

#[test]
fn times_may_have_fractions() {
    let now = NOW.seconds() as f64;
    assert_eq!(verdict(json!({"exp": now + 4.5, "nbf": now - 0.5, "iat": now - 0.5})), Ok(()));
    assert_eq!(verdict(json!({"exp": now - 5.5})), Err(Reason::TokenExpired));
    assert_eq!(verdict(json!({"nbf": now + 6.5})), Err(Reason::TokenNotActiveYet));
}

// conformance: O02
#[test]
fn no_other_algorithm_is_taken() {
    let claims = Signer::first().token(json!({})).split('.').nth(1).unwrap().to_owned();
    let header = |alg: &str| URL_SAFE_NO_PAD.encode(json!({"alg": alg, "typ": "JWT", "kid": "ins_1"}).to_string());

    for alg in ["none", "None", "", "ES256", "PS256"] {
        assert_eq!(reason(&format!("{}.{claims}.", header(alg))), Reason::TokenInvalidAlgorithm, "{alg}");
    }
    for alg in ["RS384", "RS512"] {
        assert_eq!(reason(&format!("{}.{claims}.", header(alg))), Reason::TokenVerificationFailed, "{alg}");
    }

    // The public key is no secret: a token "signed" with it must not pass.
    let message = format!("{}.{claims}", header("HS256"));
    let pem = Signer::first().public_pem();
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, pem.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(aws_lc_rs::hmac::sign(&key, message.as_bytes()));
    assert_eq!(reason(&format!("{message}.{signature}")), Reason::TokenInvalidAlgorithm);
}

// conformance: O02, O10
#[test]
fn tokens_for_other_uses_are_refused() {
    let with = |header| verifier().verify(&Signer::first().token_with(header, json!({}))).map(drop);

    assert_eq!(with(json!({"cat": "cl_B7d4PD222AAA"})), Err(Reason::TokenInvalid));
    assert_eq!(with(json!({"cat": "cl_B7d4PD333AAA"})), Err(Reason::TokenInvalid));
    assert_eq!(with(json!({"cat": "something"})), Err(Reason::TokenInvalid));
    assert_eq!(with(json!({"typ": "at+jwt"})), Err(Reason::TokenInvalid));
    assert_eq!(with(json!({"cat": "cl_I7d4PD111III"})), Ok(()));
    assert_eq!(with(json!({"cat": null, "typ": null, "kid": null})), Ok(()));
}

// conformance: O11
#[test]
fn what_is_no_token_is_no_token() {
    for text in ["", ".", "..", "a.b.c", "nonsense", "a.b.c.d", "€.€.€"] {
        assert_eq!(reason(text), Reason::TokenInvalid, "{text}");
    }
    let good = Signer::first().token(json!({}));
    assert_eq!(reason(&format!("{good}.more")), Reason::TokenInvalid);
}

// conformance: O03
#[test]
fn a_bad_signature_is_told_before_anything_that_the_claims_say() {
    let now = NOW.seconds();
    for changes in [
        json!({"exp": now - 60}),
        json!({"nbf": now + 60}),
        json!({"iat": now + 60}),
        json!({"sub": null}),
        json!({"azp": "https://evil.example"}),
    ] {
        let token = Signer::second().token_with(json!({"kid": "ins_1"}), changes.clone());
        assert_eq!(reason(&token), Reason::TokenInvalidSignature, "{changes}");
    }
}

#[test]
fn a_session_with_tasks_counts_as_signed_out_unless_asked_otherwise() {
    let token = Signer::first().token(json!({"sts": "pending"}));

    assert_eq!(reason(&token), Reason::SessionPending);
    assert!(verifier().pending_is_signed_in().verify(&token).is_ok());
}

#[test]
fn nothing_of_a_key_is_printed() {
    let printed = format!("{:?}", verifier());

    assert!(printed.contains("Keys::One") && !printed.contains("DecodingKey"), "{printed}");
}
