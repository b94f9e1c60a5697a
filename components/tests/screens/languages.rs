//! Screens in other languages: that no word of ours stays English, and pages to look at.

use crate::html::{assert_sound, tags, text};
use crate::{drawn, step_view};
use frontdesk_components::i18n::{Locale, locales};
use frontdesk_components::profile::{ProfilePlace, Setting};
use frontdesk_components::shown::Shown;
use frontdesk_components::sign_in::{SignInStep, sign_in_view};
use frontdesk_components::sign_up::{SignUpStep, sign_up_view};
use frontdesk_components::step::{FormState, Input, StepView};
use frontdesk_components::ui::field::Typed;
use frontdesk_components::user_profile::{Editing, SECURITY, UserProfileState, UserProfileView, user_profile_view};
use frontdesk_components::{Appearance, Messages, STYLESHEET};
use frontdesk_gallery::samples::{ada, sign_in_at, sign_up_at};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A view with the words that are around it.
fn spoken(messages: &Messages, view: impl FnOnce() -> AnyView) -> String {
    let messages = messages.clone();
    drawn(move || {
        provide_context(messages);
        view()
    })
}

fn sign_in(messages: &Messages, step: SignInStep) -> String {
    let mut state = sign_in_at(step);
    state.brand.development = Some(messages.common().development.to_owned());
    if step == SignInStep::Password {
        state.form.typed.push((Input::Password, Typed::wrong("hunter2", messages.error().form_password_incorrect)));
    }
    if step == SignInStep::Code {
        state.form.typed.push((Input::Code, Typed::new("424")));
    }
    spoken(messages, || {
        let view = StepView { messages: messages.clone(), ..step_view("fd-sign-in", &state.form) };
        sign_in_view(Shown::always(state.clone()), view, false)
    })
}

fn sign_up(messages: &Messages, step: SignUpStep) -> String {
    let mut state = sign_up_at(step);
    state.brand.development = Some(messages.common().development.to_owned());
    spoken(messages, || {
        let view = StepView { messages: messages.clone(), ..step_view("fd-sign-up", &state.form) };
        sign_up_view(Shown::always(state.clone()), view, false)
    })
}

fn profile(messages: &Messages, page: &'static str, editing: Option<Editing>) -> String {
    let state = UserProfileState { editing, ..ada() };
    spoken(messages, || {
        user_profile_view(UserProfileView {
            id: "u".to_owned(),
            setting: Setting::Page,
            state: Shown::always(state),
            form: Shown::always(FormState::default()),
            act: Arc::new(|_| ()),
            on_picture: Arc::new(|_| ()),
            place: ProfilePlace::fixed(page, Some("/account/")),
            pages: Vec::new(),
            messages: messages.clone(),
            appearance: Appearance::default(),
        })
    })
}

fn screens(messages: &Messages) -> Vec<(&'static str, String)> {
    use SignInStep::*;
    vec![
        ("start", sign_in(messages, Start)),
        ("password", sign_in(messages, Password)),
        ("code", sign_in(messages, Code)),
        ("methods", sign_in(messages, Methods)),
        ("forgot", sign_in(messages, Forgot)),
        ("reset-code", sign_in(messages, ResetCode)),
        ("new-password", sign_in(messages, NewPassword)),
        ("done", sign_in(messages, Done)),
        ("failed", sign_in(messages, Failed)),
        ("sign-up", sign_up(messages, SignUpStep::Start)),
        ("sign-up-code", sign_up(messages, SignUpStep::Code)),
        ("profile", profile(messages, "", None)),
        ("profile-name", profile(messages, "", Some(Editing::Name))),
        ("security", profile(messages, SECURITY, None)),
        ("security-delete", profile(messages, SECURITY, Some(Editing::Delete))),
    ]
}

fn lines(html: &str) -> BTreeSet<String> {
    let labels = tags(html).into_iter().filter_map(|tag| tag.get("aria-label").map(str::to_owned)).collect::<Vec<_>>();
    text(html).lines().map(str::to_owned).chain(labels).collect()
}

/// In the scripts that share no letter with English, so that nothing is the same by chance.
#[test]
fn no_words_of_ours_stay_english_on_a_screen() {
    const NOT_OURS: &[&str] = &[
        "Ada Lovelace",
        "ada@example.com",
        "ada@work.example",
        "ada@new.example",
        "Harbor Books",
        "127.0.0.1",
        "Chromium",
        "Safari",
    ];
    let foreign = |line: &String| {
        let own = NOT_OURS.iter().any(|words| line.contains(words));
        // One letter stands for a name in a picture.
        !own && line.chars().filter(char::is_ascii_alphabetic).count() > 1
    };
    let english = screens(&Messages::ENGLISH);
    for tag in ["ar", "he", "hi", "ja", "ko", "zh-CN"] {
        let messages = Messages::in_locale(Locale::find(tag).expect("a language of ours"));
        for ((screen, ours), (_, html)) in english.iter().zip(screens(&messages)) {
            assert_sound(screen, &html);
            let (before, now) = (lines(ours), lines(&html));
            assert!(before.iter().any(foreign), "{screen} has words");
            let kept: Vec<&String> = before.intersection(&now).filter(|line| foreign(line)).collect();
            assert!(kept.is_empty(), "{tag} {screen}: {kept:?}");
        }
    }
}

#[test]
fn a_screen_says_its_language_and_where_its_lines_begin() {
    for (locale, _) in locales::ALL {
        for (screen, html) in screens(&Messages::in_locale(*locale)) {
            let root = &tags(&html)[0];
            assert_eq!(root.get("lang"), Some(locale.tag), "{screen}");
            assert_eq!(root.get("dir"), Some(locale.direction.name()), "{screen}");
        }
    }
}

/// Writes a page for each language and screen into the folder that `FRONTDESK_LANGUAGES` names, for a browser to draw.
#[test]
fn pages_to_look_at() {
    let Some(folder) = std::env::var_os("FRONTDESK_LANGUAGES").map(std::path::PathBuf::from) else { return };
    for (locale, _) in locales::ALL {
        for (screen, html) in screens(&Messages::in_locale(*locale)) {
            let page = format!(
                "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>{screen}</title>\
                 <style>{STYLESHEET} body {{ margin: 0; padding-block: 2rem; display: grid; justify-items: center; background: var(--fd-color-background) }}\
                 #host {{ inline-size: 100%; display: grid; justify-items: center }} #host:has(.fd-sign-in, .fd-sign-up) {{ max-inline-size: 25rem }}</style>\
                 <div id=host>{html}</div>"
            );
            std::fs::write(folder.join(format!("{}-{screen}.html", locale.tag)), page).expect("writing a page");
        }
    }
}
