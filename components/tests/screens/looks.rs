//! What an appearance does to the HTML, and pages of every theme to look at.

use crate::html::{tags, text};
use crate::{drawn, step_view};
use frontdesk_components::shown::Shown;
use frontdesk_components::sign_in::{SignInStep, sign_in_view};
use frontdesk_components::sign_up::{SignUpState, SignUpStep, sign_up_view};
use frontdesk_components::step::{Input, StepView};
use frontdesk_components::theme::THEMES;
use frontdesk_components::ui::alert::Alert;
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::icon::Icon;
use frontdesk_components::ui::menu::MenuItem;
use frontdesk_components::user_button::{UserButtonState, user_button_view};
use frontdesk_components::{
    Appearance, Elements, Elevation, FootLink, FrontdeskProvider, Layout, Logo, Messages, STYLESHEET, SignIn, Styles,
    Variables, slot,
};
use frontdesk_gallery::samples::{brand, sign_in_at, sign_up_at, two_accounts};
use leptos::prelude::*;
use std::sync::Arc;

fn sign_in_with(step: SignInStep, appearance: Appearance) -> String {
    let state = sign_in_at(step);
    drawn(|| {
        let view = StepView { appearance, ..step_view("fd-sign-in", &state.form) };
        sign_in_view(Shown::always(state.clone()), view, false)
    })
}

fn classes(html: &str, slot: &str) -> Vec<String> {
    let all = tags(html).into_iter().filter_map(|tag| tag.get("class").map(str::to_owned));
    all.filter(|class| class.split(' ').any(|one| one == slot)).collect()
}

#[test]
fn a_slot_wears_the_apps_classes_wherever_it_is_drawn() {
    let elements =
        Elements::new().class(slot::TITLE, "text-2xl").class(slot::ROOT, "mx-auto").class(slot::LINK, "mono");
    let html = sign_in_with(SignInStep::Password, Appearance { elements, ..Appearance::default() });

    assert_eq!(classes(&html, slot::TITLE), ["fd-title text-2xl"]);
    assert_eq!(classes(&html, slot::ROOT), ["fd-root fd-sign-in mx-auto"]);
    assert!(classes(&html, slot::LINK).iter().all(|class| class.ends_with(" mono")), "{html}");
    assert_eq!(classes(&html, slot::CARD), ["fd-card"]);
}

#[test]
fn one_component_wears_what_is_its_own_after_the_providers() {
    const KEY: &str = "pk_test_ZGVtby5sb2NhbGhvc3Q6NDQwMCQ=";
    let dressed = |class: &'static str| Appearance {
        elements: Elements::new().class(slot::CARD, class),
        ..Appearance::default()
    };
    let html = drawn(|| {
        view! {
            <FrontdeskProvider publishable_key=KEY appearance=dressed("of-all")>
                <SignIn appearance=dressed("of-one")/>
                <SignIn id="other"/>
            </FrontdeskProvider>
        }
        .into_any()
    });

    assert_eq!(classes(&html, slot::CARD), ["fd-card of-all of-one", "fd-card of-all"]);
}

#[test]
fn the_layout_places_the_logo_and_the_links() {
    let layout = Layout {
        logo: Some(Logo::Center),
        logo_url: Some("/logo.svg".into()),
        logo_link: Some("/".into()),
        foot_links: vec![FootLink::new("Terms", "/terms"), FootLink::new("Privacy", "/privacy")],
        elevation: Some(Elevation::Flush),
        animations: Some(false),
        ..Layout::default()
    };
    let html = sign_in_with(SignInStep::Start, Appearance { layout, ..Appearance::default() });

    let root = &tags(&html)[0];
    assert_eq!(
        (root.get("data-logo"), root.get("data-elevation"), root.get("data-motion")),
        (Some("center"), Some("flush"), Some("off"))
    );
    assert!(
        html.contains(r#"<a class="fd-logo-link" href="/"><img class="fd-logo" src="/logo.svg" alt="Harbor Books"#)
    );
    assert!(text(&html).contains("Terms\nPrivacy\n"));
    let hidden = Layout { logo: Some(Logo::Hidden), ..Layout::default() };
    let html = sign_in_with(SignInStep::Start, Appearance { layout: hidden, ..Appearance::default() });
    assert!(!html.contains("fd-mark"));
}

#[test]
fn optional_fields_are_left_out_where_the_layout_says_so() {
    let state = SignUpState {
        fields: vec![(Input::FirstName, false), (Input::EmailAddress, true), (Input::Password, true)],
        ..sign_up_at(SignUpStep::Start)
    };
    let layout = Layout { optional_fields: Some(false), ..Layout::default() };
    let html = drawn(|| {
        let appearance = Appearance { layout, ..Appearance::default() };
        let view = StepView { appearance, ..step_view("fd-sign-up", &state.form) };
        sign_up_view(Shown::always(state.clone()), view, false)
    });

    assert!(html.contains("fd-sign-up-email-address") && !html.contains("fd-sign-up-first-name"));
}

#[test]
fn tokens_of_a_server_stand_in_the_sheet_that_the_nonce_allows() {
    let html = drawn(|| view! { <Styles nonce="n1" variables=Variables::new().primary("plum")/> }.into_any());

    assert!(html.contains(r#"nonce="n1""#));
    assert!(html.contains("}\n:root{--fd-color-primary:plum}"));
}

fn user_menu() -> String {
    let billing = MenuItem { href: Some("/billing".to_owned()), ..MenuItem::action("+own-0", Icon::KEY, "Billing") };
    let state = UserButtonState { own: vec![billing], ..two_accounts() };
    drawn(|| {
        user_button_view(
            "fd-user-button".to_owned(),
            Shown::always(state),
            Arc::new(|_| ()),
            Messages::default(),
            &Appearance::default(),
        )
    })
}

#[test]
fn own_items_stand_above_the_way_out() {
    let html = user_menu();

    let (own, out) = (html.find("Billing").expect("own item"), html.find("Sign out").expect("the way out"));
    assert!(own < out);
    assert!(html.contains(r#"href="/billing""#));
}

/// Writes one page per theme and scheme into the folder that `FRONTDESK_LOOKS` names, for a browser to draw.
#[test]
fn pages_to_look_at() {
    let Some(folder) = std::env::var_os("FRONTDESK_LOOKS").map(std::path::PathBuf::from) else { return };
    let mut themes = vec![("default", "")];
    themes.extend(THEMES);
    let mut wrong = sign_in_at(SignInStep::Password);
    wrong.form.typed.push((Input::Password, Typed::wrong("hunter2", "That isn’t the right password.")));
    wrong.form.alert = Some(Alert::error("We can’t reach the server.").with_button("Try again"));
    let mut code = sign_in_at(SignInStep::Code);
    code.form.typed.push((Input::Code, Typed::new("424")));
    let mut start = sign_in_at(SignInStep::Start);
    start.brand = brand();
    let screens: Vec<(&str, String)> = [("start", start), ("password", wrong), ("code", code)]
        .into_iter()
        .map(|(name, state)| {
            let layout = Layout {
                foot_links: vec![FootLink::new("Terms", "/terms"), FootLink::new("Privacy", "/privacy")],
                ..Layout::default()
            };
            let appearance = Appearance { layout, ..Appearance::default() };
            let html = drawn(|| {
                let view = StepView { appearance, ..step_view("fd-sign-in", &state.form) };
                sign_in_view(Shown::always(state.clone()), view, false)
            });
            (name, html)
        })
        .chain([("menu", user_menu())])
        .collect();
    for (theme, sheet) in themes {
        for scheme in ["light", "dark"] {
            for (screen, html) in &screens {
                let page = format!(
                    "<!doctype html><html lang=en data-theme={theme}><meta charset=utf-8><meta name=viewport content='width=device-width'><title>{screen}</title>\
                     <style>{STYLESHEET}{sheet} :root {{ color-scheme: {scheme} }} body {{ margin: 0; padding-block: 3rem; display: grid; justify-items: center; background: var(--fd-color-background) }}\
                     #host {{ inline-size: 100%; display: grid; justify-items: center }} @media (min-width: 431px) {{ #host {{ inline-size: 25rem }} }}</style>\
                     <div id=host>{html}</div><script>document.querySelector('[popover]')?.showPopover()</script>"
                );
                std::fs::write(folder.join(format!("{theme}-{screen}-{scheme}.html")), page).expect("writing a page");
            }
        }
    }
}
