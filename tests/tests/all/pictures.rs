//! Pictures of people and organizations, and what people try with them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use frontdesk_domain::Environment;
use frontdesk_sdk::SetActive;
use frontdesk_sdk::wire::UserId;
use frontdesk_tests::raw::{Answer, Raw};
use frontdesk_tests::{Desk, Visitor};
use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A photo of one colour.
fn photo(shade: u8) -> Vec<u8> {
    file(RgbImage::from_pixel(700, 600, Rgb([shade, 40, 90])), ImageFormat::Png)
}

async fn person(desk: &Desk, address: &str) -> (Visitor, UserId) {
    let visitor = desk.visitor().await;
    visitor.sign_up(desk, address).await;
    let id = visitor.frontdesk.snapshot().user().unwrap().id.clone();
    (visitor, id)
}

/// The picture at an address that the server gave.
async fn shown(desk: &Desk, url: &str) -> Answer {
    let path = url.strip_prefix(&format!("http://{}", desk.keys.publishable.frontend_api())).unwrap();
    desk.get(path).await
}

/// A request of somebody's browser, without the SDK.
fn asked(visitor: &Visitor, method: &str, path: &str) -> Raw {
    let token = visitor.browser.app_cookies.get("__clerk_db_jwt", visitor.browser.clock.now()).unwrap();
    let snapshot = visitor.frontdesk.snapshot();
    let session = snapshot.session_id.clone().unwrap();
    let uri = format!("{path}?_method={method}&__clerk_db_jwt={token}&_clerk_session_id={session}");
    Raw::new("POST", &uri).header("host", visitor.frontdesk.publishable_key().frontend_api())
}

/// A form as browsers write it.
fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in parts {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"me.png\"\r\nContent-Type: image/png\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    body
}

async fn uploaded(desk: &Desk, visitor: &Visitor, kind: &str, body: Vec<u8>) -> Answer {
    let ask = asked(visitor, "POST", "/v1/me/profile_image");
    ask.header("content-type", kind).bytes(body).send(&desk.fapi).await
}

const FORM: &str = "multipart/form-data; boundary=edge";

#[tokio::test]
async fn a_person_uploads_a_picture_that_everybody_sees_and_removes_it_again() {
    let desk = Desk::open().await;
    let (ada, ada_id) = person(&desk, "ada@example.com").await;
    let acme = ada.create_organization("Acme").await;
    let drawn = ada.frontdesk.snapshot().user().unwrap().image_url.clone();

    let image = ada.frontdesk.user().set_profile_image(photo(200), "image/png", "me \"and\" you.png").await.unwrap();

    assert_eq!((image.object.as_str(), image.name.as_deref()), ("image", Some("me %22and%22 you.png")));
    let snapshot = ada.frontdesk.snapshot();
    let user = snapshot.user().unwrap();
    assert!(user.has_image, "the answer brought the client");
    assert_eq!((&user.image_url, &user.profile_image_url), (&image.public_url, &image.public_url));
    let public = snapshot.session().unwrap().public_user_data.clone().unwrap();
    assert_eq!((public.has_image, &public.image_url), (true, &image.public_url));
    let members = ada.frontdesk.organizations().members(&acme.id, 0).await.unwrap();
    assert_eq!(members.data[0].public_user_data.as_ref().unwrap().image_url, image.public_url);
    let told = desk.backend("GET", &format!("/v1/users/{ada_id}"), serde_json::Value::Null).await.json();
    assert_eq!((&told["has_image"], &told["image_url"]), (&true.into(), &image.public_url.clone().into()));

    let picture = shown(&desk, &image.public_url).await;
    assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/jpeg"));
    let seen = image::load_from_memory(&picture.bytes).unwrap();
    assert_eq!((seen.width(), seen.height()), (512, 512));

    ada.frontdesk.user().delete_profile_image().await.unwrap();
    let snapshot = ada.frontdesk.snapshot();
    let user = snapshot.user().unwrap();
    assert_eq!((user.has_image, &user.image_url), (false, &drawn));
    assert_eq!(shown(&desk, &image.public_url).await.code(), "image_not_found");
    let none = ada.frontdesk.user().delete_profile_image().await.unwrap_err();
    assert_eq!((none.code().as_str(), none.status()), ("image_not_found", Some(404)));
}

#[tokio::test]
async fn a_picture_is_kept_by_browsers_and_can_do_nothing() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let image = ada.frontdesk.user().set_profile_image(photo(10), "image/png", "me.png").await.unwrap();

    let picture = shown(&desk, &format!("{}?width=80", image.public_url)).await;

    assert_eq!(picture.status.as_u16(), 200);
    assert_eq!(picture.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    assert_eq!(picture.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(picture.header("cross-origin-resource-policy"), "cross-origin");
    assert!(picture.cookies().is_empty());
    let path = image.public_url.split_once("/v1/").unwrap().1;
    let again = Raw::get(&format!("/v1/{path}")).header("host", desk.keys.publishable.frontend_api());
    let again =
        again.header("if-none-match", &format!("W/\"other\", {}", picture.header("etag"))).send(&desk.fapi).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
}

#[tokio::test]
async fn a_new_picture_takes_the_place_of_the_last_one() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let (bob, _) = person(&desk, "bob@example.com").await;
    let user = ada.frontdesk.user();
    let first = user.set_profile_image(photo(10), "image/png", "a.png").await.unwrap();
    let same = user.set_profile_image(photo(10), "image/png", "b.png").await.unwrap();
    let other = user.set_profile_image(photo(250), "image/png", "c.png").await.unwrap();
    let bobs = bob.frontdesk.user().set_profile_image(photo(250), "image/png", "c.png").await.unwrap();

    assert_eq!(first.public_url, same.public_url, "the name is made from what is in it");
    assert_ne!(first.public_url, other.public_url);
    assert_ne!(other.public_url, bobs.public_url, "nobody learns that two people have the same");
    assert_eq!(shown(&desk, &first.public_url).await.status.as_u16(), 404, "the last one is gone");
    assert_eq!(shown(&desk, &other.public_url).await.status.as_u16(), 200);
}

#[tokio::test]
async fn an_organization_has_a_logo_that_its_admins_set() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let (bob, bob_id) = person(&desk, "bob@example.com").await;
    let (eve, _) = person(&desk, "eve@example.com").await;
    let acme = ada.create_organization("Acme").await.id;
    ada.frontdesk.organizations().add_member(&acme, &bob_id, "org:member").await.unwrap();
    bob.frontdesk.reload().await.unwrap();
    bob.frontdesk.set_active(SetActive::organization(acme.clone())).await.unwrap();

    let made = ada.frontdesk.organizations().set_logo(&acme, photo(99), "image/png", "logo.png").await.unwrap();

    assert!(made.has_image && made.image_url.contains("/v1/pictures/"), "{made:?}");
    assert!(ada.frontdesk.snapshot().organization().unwrap().has_image);
    bob.frontdesk.reload().await.unwrap();
    assert_eq!(bob.frontdesk.snapshot().organization().unwrap().image_url, made.image_url);
    for (who, code, status) in
        [(&bob, "missing_organization_permission", 403), (&eve, "organization_not_found_or_unauthorized", 404)]
    {
        let organizations = who.frontdesk.organizations();
        let set = organizations.set_logo(&acme, photo(1), "image/png", "logo.png").await.unwrap_err();
        let deleted = organizations.delete_logo(&acme).await.unwrap_err();
        for refused in [set, deleted] {
            assert_eq!((refused.code().as_str(), refused.status()), (code, Some(status)));
        }
    }
    assert_eq!(shown(&desk, &made.image_url).await.status.as_u16(), 200, "what was refused changed nothing");

    let bare = ada.frontdesk.organizations().delete_logo(&acme).await.unwrap();
    assert!(!bare.has_image && bare.image_url.contains("/v1/avatars/org-"), "{bare:?}");
    assert_eq!(shown(&desk, &made.image_url).await.status.as_u16(), 404);

    let again = ada.frontdesk.organizations().set_logo(&acme, photo(99), "image/png", "logo.png").await.unwrap();
    ada.frontdesk.organizations().delete(&acme).await.unwrap();
    assert_eq!(shown(&desk, &again.image_url).await.status.as_u16(), 404, "it goes with the organization");
}

#[tokio::test]
async fn files_come_as_a_form_or_as_base64() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let text = STANDARD.encode(photo(50));

    let as_form = uploaded(&desk, &ada, FORM, form(&[("note", b"hello"), ("file", &photo(50))])).await;
    let as_url = format!("data:image/png;base64,{text}").into_bytes();
    let as_url = uploaded(&desk, &ada, "application/octet-stream", as_url).await;
    let bare = text.trim_end_matches('=').as_bytes().to_vec();
    let bare = uploaded(&desk, &ada, "application/octet-stream", bare).await;

    for answer in [as_form, as_url, bare] {
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
        assert!(answer.json()["client"]["sessions"][0]["user"]["has_image"].as_bool().unwrap());
    }
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_changes_nothing() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let kept = ada.frontdesk.user().set_profile_image(photo(10), "image/png", "me.png").await.unwrap();
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>"#;
    let html = b"<!doctype html><script>alert(1)</script>";
    let whole = photo(20);
    let wide = file(GrayImage::new(6_000, 6_000), ImageFormat::Png);
    assert!(wide.len() < 1_000_000, "it unpacks to much more: {}", wide.len());
    let many = vec![b'x'; 10 * 1024 * 1024 + 1];

    let cases: [(&str, Vec<u8>, &str, u16); 13] = [
        (FORM, form(&[("file", svg)]), "request_body_invalid", 400),
        (FORM, form(&[("file", html)]), "request_body_invalid", 400),
        (FORM, form(&[("file", &whole[..whole.len() / 2])]), "request_body_invalid", 400),
        (FORM, form(&[("file", &wide)]), "image_too_large", 413),
        (FORM, form(&[("file", &many)]), "image_too_large", 413),
        (FORM, form(&[("file", b"")]), "form_param_missing", 422),
        (FORM, form(&[("avatar", &whole)]), "form_param_missing", 422),
        (
            FORM,
            b"--edge\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhalf".to_vec(),
            "request_body_invalid",
            400,
        ),
        ("multipart/form-data", form(&[("file", &whole)]), "request_body_invalid", 400),
        ("image/png", whole.clone(), "unsupported_content_type", 415),
        ("application/json", br#"{"file":"x"}"#.to_vec(), "unsupported_content_type", 415),
        ("application/octet-stream", b"data:image/svg+xml,<svg/>".to_vec(), "request_body_invalid", 400),
        ("application/octet-stream", whole.clone(), "request_body_invalid", 400),
    ];
    for (at, (kind, body, code, status)) in cases.into_iter().enumerate() {
        let answer = uploaded(&desk, &ada, kind, body).await;
        assert_eq!((answer.code().as_str(), answer.status.as_u16()), (code, status), "case {at}: {}", answer.text);
    }
    ada.frontdesk.reload().await.unwrap();
    assert_eq!(ada.frontdesk.snapshot().user().unwrap().image_url, kept.public_url);
}

#[tokio::test]
async fn who_is_signed_out_uploads_nothing() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let late =
        asked(&ada, "POST", "/v1/me/profile_image").header("content-type", FORM).bytes(form(&[("file", &photo(1))]));
    ada.frontdesk.sign_out().await.unwrap();

    let refused = late.send(&desk.fapi).await;

    assert_eq!((refused.code().as_str(), refused.status.as_u16()), ("authentication_invalid", 401));
    let here = ada.frontdesk.user().set_profile_image(photo(1), "image/png", "me.png").await;
    assert!(matches!(here, Err(frontdesk_sdk::Error::SignedOut)), "nothing is even sent");
}

#[tokio::test]
async fn another_instance_shows_only_its_own_pictures() {
    let desk = Desk::open().await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    desk.create_instance("Other", Environment::Production, "clerk.other.example", &["https://app.other.example"]).await;
    let image = ada.frontdesk.user().set_profile_image(photo(10), "image/png", "me.png").await.unwrap();
    let path = format!("/v1/{}", image.public_url.split_once("/v1/").unwrap().1);

    let elsewhere = Raw::get(&path).header("host", "clerk.other.example").send(&desk.fapi).await;

    assert_eq!(elsewhere.status.as_u16(), 404);
    for guess in ["/v1/pictures/x.jpg", "/v1/pictures/..%2F..%2Fetc%2Fpasswd", "/v1/pictures/%27%20OR%201=1"] {
        assert_eq!(desk.get(guess).await.status.as_u16(), 404, "{guess}");
    }
}

#[tokio::test]
async fn whoever_uploads_too_often_waits() {
    let desk = Desk::open_with(|config| config.limits.pictures_per_user = 2).await;
    let (ada, _) = person(&desk, "ada@example.com").await;
    let (bob, _) = person(&desk, "bob@example.com").await;
    for shade in [1, 2] {
        ada.frontdesk.user().set_profile_image(photo(shade), "image/png", "me.png").await.unwrap();
    }

    let refused = ada.frontdesk.user().set_profile_image(photo(3), "image/png", "me.png").await.unwrap_err();

    assert_eq!((refused.code().as_str(), refused.status()), ("too_many_requests", Some(429)));
    bob.frontdesk.user().set_profile_image(photo(3), "image/png", "me.png").await.unwrap();
}
