//! Choices that are searched, and telephone numbers. They work: a story of a list that does not open says little.

use super::given::*;
use crate::Stage;
use frontdesk_components::ui::button::Whether;
use frontdesk_components::ui::combobox::{Choice, Combobox, combobox};
use frontdesk_components::ui::element::several;
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::phone_input::{PhoneInput, PhoneWords, Validity, phone_input};
use leptos::prelude::*;
use std::sync::Arc;

const PLACES: [(&str, &str); 12] = [
    ("Africa/Cairo", "+02:00"),
    ("America/New York", "−05:00"),
    ("America/São Paulo", "−03:00"),
    ("Asia/Jerusalem", "+02:00"),
    ("Asia/Kolkata", "+05:30"),
    ("Asia/Seoul", "+09:00"),
    ("Asia/Tokyo", "+09:00"),
    ("Australia/Sydney", "+11:00"),
    ("Europe/Berlin", "+01:00"),
    ("Europe/Istanbul", "+03:00"),
    ("Europe/London", "+00:00"),
    ("Pacific/Auckland", "+13:00"),
];

/// Fields that search.
pub fn choices(stage: &Stage) -> AnyView {
    let clear = stage.messages.organization_profile().search_clear.to_owned();
    let field = |id: &str, label: &str, typed: Typed, clear: Option<String>, busy: Whether| {
        let typed = RwSignal::new(typed);
        combobox(Combobox {
            id: id.to_owned(),
            name: "time_zone",
            label: label.to_owned(),
            placeholder: "Search time zones".to_owned(),
            hint: None,
            choices: Arc::new(|| {
                let choice = |(name, offset): (&str, &str)| Choice {
                    detail: offset.to_owned(),
                    ..Choice::new(name, name.replace('/', " – "))
                };
                PLACES.into_iter().map(choice).collect()
            }),
            typed: Arc::new(move || typed.get()),
            on_input: Arc::new(move |value| typed.set(Typed::new(value))),
            clear,
            nothing: "No time zone matches.".to_owned(),
            busy,
        })
    };
    several(vec![
        field("g-zone", "Time zone", Typed::new("Europe/Berlin"), None, never()),
        field("g-zone-any", "Second time zone", Typed::new("Asia/Tokyo"), Some(clear.clone()), never()),
        field("g-zone-wrong", "Third time zone", Typed::wrong("", "Choose a time zone."), Some(clear), never()),
        field("g-zone-busy", "Fourth time zone", Typed::default(), None, always()),
    ])
}

/// Telephone numbers.
pub fn phones(stage: &Stage) -> AnyView {
    let field = |id: &str, label: &str, country: &str, typed: Typed| {
        let (typed, messages) = (RwSignal::new(typed), stage.messages.clone());
        phone_input(PhoneInput {
            id: id.to_owned(),
            name: "phone_number",
            label: label.to_owned(),
            hint: None,
            country: country.to_owned(),
            names: Arc::new(move |id| messages.region(id)),
            words: PhoneWords {
                country: "Country".to_owned(),
                search: "Search countries".to_owned(),
                nothing: "No country matches.".to_owned(),
            },
            typed: Arc::new(move || typed.get()),
            on_input: Arc::new(move |phone| {
                typed.set(match phone.validity {
                    Validity::TooLong => Typed::wrong(phone.e164, "That number has too many digits."),
                    Validity::Unknown => Typed::wrong(phone.e164, "No number there begins like this."),
                    _ => Typed::new(phone.e164),
                });
            }),
        })
    };
    several(vec![
        field("g-phone", "Phone number", "US", Typed::default()),
        field("g-phone-de", "Phone number at work", "US", Typed::new("+4915112345678")),
        field("g-phone-ca", "Phone number at home", "DE", Typed::new("+15062345678")),
        field("g-phone-wrong", "Another phone number", "GB", Typed::wrong("+44740012", "Digits are missing.")),
    ])
}
