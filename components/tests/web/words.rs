//! The browser's own rules, and words that are exchanged while the page is open.

use crate::samples::SAMPLES;
use crate::server::{KEY, Page, Server};
use crate::stage::{Stage, settle};
use frontdesk_components::i18n::{Category, Translation};
use frontdesk_components::sdk::Platform;
use frontdesk_components::sdk::navigation::Routing;
use frontdesk_components::sdk::platform::test::World;
use frontdesk_components::sdk::platform::{Body, Response};
use frontdesk_components::sdk::wire::Timestamp;
use frontdesk_components::{
    Direction, FrontdeskProvider, Locale, LocaleSwitch, Messages, OrganizationList, OrganizationProfile,
    OrganizationSwitcher, SignIn, UserProfile, use_locale,
};
use leptos::prelude::*;
use std::sync::{Arc, Mutex};
use wasm_bindgen_test::wasm_bindgen_test;

static ENGLISH: Translation = Translation::ENGLISH;

/// The table is written from the crate that programs without a browser use (`tests/words/forms.rs`).
#[wasm_bindgen_test]
fn the_browser_and_the_crate_agree_on_the_forms_of_numbers() {
    let mut table = String::new();
    for locale in Locale::ALL {
        let messages = Messages::of(*locale, &ENGLISH);
        let forms: Vec<&str> = SAMPLES.iter().map(|count| messages.category(*count).name()).collect();
        table += &format!("{} {}\n", locale.tag, forms.join(" "));
    }

    assert_eq!(table, include_str!("../words/forms.txt"));
}

#[wasm_bindgen_test]
fn days_and_times_are_said_as_the_language_does() {
    let now = Timestamp(js_sys::Date::new_with_year_month_day_hr_min(2026, 10, 23, 6, 18).get_time() as i64);
    let hours = |hours: i64| Timestamp(now.0 - hours * 3_600_000);
    let english = Messages::ENGLISH;
    let plain = |text: String| text.replace('\u{202f}', " ");

    assert_eq!(plain(english.day_and_time(now, now)), "Today at 6:18 AM");
    assert_eq!(plain(english.day_and_time(hours(7), now)), "Yesterday at 11:18 PM");
    assert_eq!(plain(english.day_and_time(hours(48), now)), "Nov 21, 2026 at 6:18 AM");
    assert_eq!(english.ago(hours(2), now), "2 hours ago");
    assert_eq!(english.ago(now, now), "now");
    assert_eq!(english.ago(hours(24 * 40), now), "Oct 14, 2026");
    assert_eq!(english.number(12345), "12,345");
    let german = Messages::of(Locale::GERMAN, &ENGLISH);
    assert_eq!(german.day(now), "23.11.2026");
    assert_eq!(german.ago(hours(24), now), "gestern");
    assert_eq!(Messages::of(Locale::ARABIC, &ENGLISH).number(12), "12", "digits as they stand in codes");
}

#[wasm_bindgen_test]
fn a_tag_that_the_browser_does_not_know_breaks_nothing() {
    let odd = Messages::of(Locale::new("not a tag", Direction::LeftToRight), &ENGLISH);

    assert_eq!(odd.category(2), Category::Other);
    assert_eq!(odd.number(7), "7");
    assert_eq!(odd.day(Timestamp(0)), "1970-01-01T00:00:00.000Z");
}

const FILE: &str = r#"{"locale": "ar", "direction": "rtl", "common": {"continue_button": "متابعة"}, "sign_in": {"new_here": "جديد هنا؟"}}"#;

#[wasm_bindgen_test]
async fn the_words_are_fetched_and_change_while_the_page_is_open() {
    let (world, server) = (World::new(), Server::default());
    let forms: Arc<Mutex<Vec<String>>> = Arc::default();
    let sent = forms.clone();
    world.serve(move |request| {
        sent.lock().unwrap().push(request.body.as_ref().map_or("", Body::text).to_owned());
        match request.url.as_str() {
            "/words/ar.json" => Ok(Response { status: 200, body: FILE.to_owned(), ..Response::default() }),
            "/words/xx.json" => Ok(Response { status: 404, ..Response::default() }),
            _ => server.answer(request),
        }
    });
    let tab: Arc<dyn Platform> = Arc::new(world.tab());
    let switch: Arc<Mutex<Option<LocaleSwitch>>> = Arc::default();
    let kept = switch.clone();
    let stage = Stage::show(move || {
        view! {
            <FrontdeskProvider
                publishable_key=KEY platform=tab sign_in_url="/sign-in" sign_up_url="/sign-up"
                locale="ar" locales_url="/words/"
            >
                {
                    *kept.lock().unwrap() = Some(use_locale());
                    view! { <SignIn/> }
                }
            </FrontdeskProvider>
        }
        .into_any()
    })
    .await;
    let root = stage.find(".fd-sign-in");
    assert!(root.has_attribute("data-wordless"), "English does not flash up");
    let run = async || {
        for _ in 0..3 {
            world.run_until_stalled();
            settle().await;
        }
    };
    run().await;

    assert!(!root.has_attribute("data-wordless"));
    assert_eq!((root.get_attribute("lang").unwrap(), root.get_attribute("dir").unwrap()), ("ar".into(), "rtl".into()));
    assert_eq!(stage.find("button[type=submit]").inner_text(), "متابعة");
    assert!(stage.find(".fd-card-foot").inner_text().contains("جديد هنا؟"));
    assert_eq!(stage.find(".fd-title").inner_text(), "Sign in to Harbor Books", "what the file lacks is English");

    let switch = switch.lock().unwrap().unwrap();
    switch.choose("xx");
    run().await;
    assert_eq!(stage.find("button[type=submit]").inner_text(), "متابعة", "what does not come changes nothing");

    switch.set(Messages::of(Locale::ENGLISH, &ENGLISH));
    run().await;
    assert_eq!((root.get_attribute("lang").unwrap(), root.get_attribute("dir").unwrap()), ("en".into(), "ltr".into()));
    assert_eq!(stage.find("button[type=submit]").inner_text(), "Continue");
    assert_eq!(stage.input("[name=identifier]").dir(), "auto", "an address runs in its own direction");
    stage.input("[name=identifier]").set_value("ada@example.com");
    stage.find("button[type=submit]").click();
    run().await;
    assert!(forms.lock().unwrap().iter().any(|form| form.contains("locale=en&") || form.ends_with("locale=en")));
}

const OTHER: &str = r#"{"locale": "de", "user_profile": {"title": "Konto", "security_page": "Sicherheit", "name": "Ihr Name"},
    "organization_profile": {"title": "Firma"}, "organization_list": {"title": "Firmen"}, "role": {"admin": "Leitung"}}"#;

#[wasm_bindgen_test]
async fn profiles_and_lists_speak_another_language_at_once() {
    let server = Server::default();
    server.found_organization();
    let switch: Arc<Mutex<Option<LocaleSwitch>>> = Arc::default();
    let kept = switch.clone();
    let page = Page::open(&server, move || {
        *kept.lock().unwrap() = Some(use_locale());
        view! {
            <UserProfile routing=Routing::Inside id="p"/>
            <OrganizationProfile routing=Routing::Inside id="o"/>
            <OrganizationList id="l"/>
            <OrganizationSwitcher/>
        }
        .into_any()
    })
    .await;
    page.stage.find("#p-name-open").click();
    page.settle().await;
    page.stage.fill("#p-editor-last-name", "King").await;
    let said = |selector: &str| page.stage.find(selector).text_content().unwrap_or_default();
    assert!(said("#o-title").contains("Organization") && said("#l").contains("Admin"), "{}", said("#l"));

    let switch = switch.lock().unwrap().unwrap();
    switch.set(Messages::read(OTHER).unwrap());
    page.settle().await;

    assert_eq!(
        (said("#p-title"), said("#o-title"), said("#l-title")),
        ("Konto".into(), "Firma".into(), "Firmen".into())
    );
    assert!(said("#p .fd-profile-nav").contains("Sicherheit"));
    assert_eq!(said("#p-name-title"), "Ihr Name");
    assert!(said("#l").contains("Leitung") && !said("#l").contains("Admin"), "{}", said("#l"));
    assert_eq!(page.stage.input("#p-editor-last-name").value(), "King", "what was typed is still there");
    assert_eq!(page.stage.find("#p").get_attribute("lang").as_deref(), Some("de"));
}
