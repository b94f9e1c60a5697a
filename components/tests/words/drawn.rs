//! The screens in every language.

use frontdesk_components::i18n::locales;
use frontdesk_components::shown::Shown;
use frontdesk_components::sign_in::{SignInState, SignInStep, sign_in_view};
use frontdesk_components::step::{FormState, StepView};
use frontdesk_components::ui::card::Brand;
use frontdesk_components::{Appearance, Messages};
use leptos::prelude::*;
use std::sync::Arc;

fn drawn(messages: &Messages, step: SignInStep) -> String {
    Owner::new().with(|| {
        let view = StepView {
            id: "fd-sign-in".to_owned(),
            form: Shown::always(FormState::default()),
            act: Arc::new(|_| ()),
            messages: messages.clone(),
            appearance: Appearance::default(),
        };
        let brand = Brand { name: "Harbor Books".to_owned(), ..Brand::default() };
        let about = "ada@example.com".to_owned();
        sign_in_view(Shown::always(SignInState { brand, about, step, ..SignInState::default() }), view, false).to_html()
    })
}

#[test]
fn what_is_put_into_a_line_stands_in_it_and_no_place_stays_open() {
    for (locale, translation) in locales::ALL {
        let messages = Messages::of(*locale, translation);

        let start = drawn(&messages, SignInStep::Start);
        let code = drawn(&messages, SignInStep::Code);

        assert!(start.contains("Harbor Books"), "{}: {start}", locale.tag);
        assert!(code.contains("<bdi>ada@example.com"), "{}: {code}", locale.tag);
        assert!(!start.contains('{') && !code.contains('{'), "{}", locale.tag);
    }
}
