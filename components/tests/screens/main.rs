//! Every screen in every state, as the HTML that a server sends.

mod control;
mod html;
#[cfg(feature = "locales")]
mod languages;
mod looks;
mod organizations;
mod primitives;
mod profile;
mod proof;
mod stories;
mod user_profile;

use frontdesk_components::create_organization::create_organization_dialog;
use frontdesk_components::organization_switcher::organization_switcher_view;
use frontdesk_components::shown::Shown;
use frontdesk_components::sign_in::{IdentifierKind, SignInState, SignInStep, sign_in_view};
use frontdesk_components::sign_up::{SignUpState, SignUpStep, sign_up_view};
use frontdesk_components::step::{Control, FormState, Input, StepView};
use frontdesk_components::ui::alert::Alert;
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::rules::Rule;
use frontdesk_components::user_button::{UserButtonState, user_button_view};
use frontdesk_components::{
    Appearance, FrontdeskProvider, Messages, Protect, Scheme, SignIn, SignedIn, SignedOut, UserButton,
};
use frontdesk_gallery::Stage;
use frontdesk_gallery::samples::{sign_in_at, sign_up_at, two_accounts, workspaces};
use html::{Tag, assert_sound, tags, text};
use leptos::prelude::*;
use std::sync::Arc;

fn drawn(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html())
}

fn step_view(id: &str, form: &FormState) -> StepView {
    Stage::default().step_view(id, form)
}

fn sign_in(state: SignInState) -> String {
    let html = drawn(|| {
        let view = step_view("fd-sign-in", &state.form);
        sign_in_view(Shown::always(state.clone()), view, false)
    });
    assert_sound(&format!("{:?}", state.step), &html);
    html
}

fn sign_up(state: SignUpState) -> String {
    let html = drawn(|| {
        let view = step_view("fd-sign-up", &state.form);
        sign_up_view(Shown::always(state.clone()), view, false)
    });
    assert_sound(&format!("{:?}", state.step), &html);
    html
}

fn tag(html: &str, id: &str) -> Tag {
    tags(html).into_iter().find(|tag| tag.get("id") == Some(id)).unwrap_or_else(|| panic!("{id} is not in {html}"))
}

#[test]
fn every_step_of_signing_in_is_sound() {
    use SignInStep::*;
    for step in [Loading, Failed, Start, Password, Code, Methods, Forgot, ResetCode, NewPassword, Done] {
        let html = sign_in(sign_in_at(step));

        let titles = tags(&html).iter().filter(|tag| tag.name == "h1").count();
        assert_eq!(titles, usize::from(step != Loading), "{step:?} has one title");
    }
}

#[test]
fn the_start_asks_for_the_identifier_and_leads_to_sign_up() {
    let html = sign_in(sign_in_at(SignInStep::Start));

    let input = tag(&html, "fd-sign-in-identifier");
    assert_eq!(input.get("autocomplete"), Some("username"));
    assert_eq!(input.get("inputmode"), Some("email"));
    assert_eq!(input.get("value"), Some("ada@example.com"));
    assert!(text(&html).contains("Sign in to Harbor Books\n"));
    assert!(html.contains(r#"href="/sign-up""#));
    assert!(text(&html).contains("Development\n"));
}

#[test]
fn the_start_names_what_it_takes() {
    let either = sign_in(SignInState { identifier: IdentifierKind::Both, ..sign_in_at(SignInStep::Start) });
    let username = sign_in(SignInState { identifier: IdentifierKind::Username, ..sign_in_at(SignInStep::Start) });

    assert!(text(&either).contains("Email address or username\n"));
    assert!(text(&username).contains("Username\n"));
}

#[test]
fn a_password_manager_finds_the_identifier_beside_the_password() {
    let html = sign_in(sign_in_at(SignInStep::Password));

    assert_eq!(tag(&html, "fd-sign-in-password").get("autocomplete"), Some("current-password"));
    let identifier = tags(&html).into_iter().find(|tag| tag.get("name") == Some("identifier")).unwrap();
    assert_eq!(identifier.get("autocomplete"), Some("username"));
    assert_eq!(identifier.get("value"), Some("ada@example.com"));
    assert!(html.contains(r#"aria-label="Change ada@example.com""#));
    assert!(html.contains(r#"aria-label="Show password""#));
}

#[test]
fn a_wrong_password_is_said_at_the_field() {
    let mut state = sign_in_at(SignInStep::Password);
    state.form.typed.push((Input::Password, Typed::wrong("hunter2", "That isn’t the right password.")));
    let html = sign_in(state);

    let input = tag(&html, "fd-sign-in-password");
    assert_eq!(input.get("aria-invalid"), Some("true"));
    assert_eq!(input.get("aria-describedby"), Some("fd-sign-in-password-message"));
    assert_eq!(tag(&html, "fd-sign-in-password-message").get("aria-live"), Some("polite"));
    assert_eq!(input.get("value"), Some("hunter2"), "what was typed stays");
}

#[test]
fn a_code_is_one_input_over_six_boxes() {
    let mut state = sign_in_at(SignInStep::Code);
    state.form.typed.push((Input::Code, Typed::new("424")));
    state.form.resend_in = 28;
    let html = sign_in(state);

    let input = tag(&html, "fd-sign-in-code");
    assert_eq!(input.get("autocomplete"), Some("one-time-code"));
    assert_eq!(input.get("inputmode"), Some("numeric"));
    assert_eq!(input.get("maxlength"), None, "it would cut off a pasted sentence");
    let boxes: Vec<_> = tags(&html).into_iter().filter(|tag| tag.get("class") == Some("fd-otp-box")).collect();
    assert_eq!(boxes.len(), 6);
    assert_eq!(boxes.iter().filter(|one| one.get("data-filled").is_some()).count(), 3);
    assert!(text(&html).contains("Send a new code in 28 s\n"));
}

#[test]
fn work_is_shown_in_the_pressed_control_only_and_nothing_is_disabled() {
    let mut state = sign_in_at(SignInStep::Methods);
    state.form.busy = Some(Control::Method(1));
    let html = sign_in(state);

    let busy = tags(&html).into_iter().filter(|tag| tag.get("data-busy").is_some()).count();
    assert_eq!(busy, 1);
    assert!(!tags(&html).iter().any(|tag| tag.get("disabled").is_some()));
}

#[test]
fn an_alert_stands_in_a_live_region_with_the_way_out() {
    let mut state = sign_in_at(SignInStep::Start);
    state.form.alert = Some(Alert::error("We can’t reach the server.").with_button("Try again"));
    let html = sign_in(state);

    assert!(text(&html).contains("We can’t reach the server.\nTry again\n"));
    let live = tags(&html).into_iter().find(|tag| tag.get("class") == Some("fd-alerts")).unwrap();
    assert_eq!(live.get("aria-live"), Some("polite"));
}

#[test]
fn without_any_method_there_is_a_way_back() {
    let html = sign_in(SignInState { methods: Vec::new(), ..sign_in_at(SignInStep::Methods) });

    assert!(text(&html).contains("Use another account\n"));
}

#[test]
fn every_step_of_signing_up_is_sound() {
    use SignUpStep::*;
    for step in [Loading, Failed, Start, Continue, Code, Closed, Done] {
        sign_up(sign_up_at(step));
    }
}

#[test]
fn optional_fields_are_marked_and_needed_ones_are_not() {
    let fields = vec![
        (Input::FirstName, false),
        (Input::LastName, false),
        (Input::Username, true),
        (Input::EmailAddress, true),
        (Input::Password, true),
        (Input::LegalAccepted, true),
    ];
    let html = sign_up(SignUpState { fields, terms_url: Some("/terms".to_owned()), ..sign_up_at(SignUpStep::Start) });

    assert_eq!(text(&html).matches("optional\n").count(), 2);
    assert_eq!(tag(&html, "fd-sign-up-first-name").get("required"), None);
    assert!(tag(&html, "fd-sign-up-email-address").get("required").is_some());
    assert_eq!(tag(&html, "fd-sign-up-password").get("autocomplete"), Some("new-password"));
    assert!(html.contains(r#"href="/terms""#));
}

#[test]
fn password_rules_are_linked_and_say_whether_they_are_met() {
    let mut state = sign_up_at(SignUpStep::Start);
    state.form.rules = vec![
        Rule { text: "At least 8 characters".to_owned(), met: true },
        Rule { text: "A number".to_owned(), met: false },
    ];
    let html = sign_up(state);

    assert_eq!(tag(&html, "fd-sign-up-password").get("aria-describedby"), Some("fd-sign-up-rules"));
    assert!(text(&html).contains("At least 8 characters\ndone\n"));
    assert!(text(&html).contains("A number\nstill needed\n"));
}

fn user_button(state: UserButtonState) -> String {
    let html = drawn(|| {
        let messages = Messages::default();
        user_button_view(
            "fd-user-button".to_owned(),
            Shown::always(state),
            Arc::new(|_| ()),
            messages,
            &Appearance::default(),
        )
    });
    assert_sound("user button", &html);
    html
}

#[test]
fn the_user_button_is_a_menu_button() {
    let html = user_button(two_accounts());

    let trigger = tags(&html).into_iter().find(|tag| tag.get("popovertarget").is_some()).unwrap();
    assert_eq!(trigger.get("aria-haspopup"), Some("menu"));
    assert_eq!(trigger.get("aria-expanded"), Some("false"));
    assert_eq!(trigger.get("aria-label"), Some("Account: Ada Lovelace"));
    let items = tags(&html).into_iter().filter(|tag| tag.get("role") == Some("menuitem")).count();
    assert_eq!(items, 4, "Grace, add, sign out, sign out of all");
    assert!(text(&html).contains("Grace Hopper\ngrace@example.com\n"));
}

#[test]
fn the_button_of_somebody_whose_name_is_not_known_yet_has_a_name() {
    let mut unnamed = two_accounts();
    let current = unnamed.current.as_mut().unwrap();
    (current.face.name, current.address) = (String::new(), String::new());

    let html = user_button(unnamed);

    let trigger = tags(&html).into_iter().find(|tag| tag.get("popovertarget").is_some()).unwrap();
    assert_eq!(trigger.get("aria-label"), Some("Account"));
}

#[test]
fn a_rendered_account_button_says_the_name_that_the_app_knows() {
    let label = |user: &str| {
        let state = [r#"{"user_id":"user_1","session_id":"sess_1","session_status":"active""#, user, "}"].concat();
        let html = drawn(|| {
            view! { <FrontdeskProvider publishable_key=KEY initial_state=state><UserButton/></FrontdeskProvider> }
                .into_any()
        });
        let trigger = tags(&html).into_iter().find(|tag| tag.get("popovertarget").is_some()).unwrap();
        trigger.get("aria-label").map(str::to_owned)
    };

    assert_eq!(label("").as_deref(), Some("Account"));
    let ada = r#","user":{"first_name":"Ada","last_name":"Lovelace"}"#;
    assert_eq!(label(ada).as_deref(), Some("Account: Ada Lovelace"));
}

#[test]
fn while_loading_the_user_button_keeps_its_place_and_signed_out_it_is_gone() {
    let loading = user_button(UserButtonState::default());
    let signed_out = user_button(UserButtonState { loaded: true, ..UserButtonState::default() });

    assert!(loading.contains("fd-skeleton"));
    assert!(!signed_out.contains("fd-skeleton") && !signed_out.contains("<button"));
}

#[test]
fn the_switcher_marks_the_current_organization() {
    let state = workspaces();
    let html = drawn(|| {
        let messages = Messages::default();
        let act = Arc::new(|_| ());
        organization_switcher_view(
            "fd-switcher".to_owned(),
            Shown::always(state),
            act,
            messages,
            &Appearance::default(),
            ().into_any(),
        )
    });
    assert_sound("switcher", &html);

    assert!(html.contains(r#"aria-label="Bletchley, switch organization""#));
    let items: Vec<_> = tags(&html).into_iter().filter(|tag| tag.get("role") == Some("menuitemradio")).collect();
    let checked: Vec<_> = items.iter().map(|item| item.get("aria-checked")).collect();
    assert_eq!(checked, [Some("false"), Some("false"), Some("true")]);
    assert!(text(&html).contains("Personal workspace\nOnly you\n"));
}

#[test]
fn the_dialog_is_named_by_its_title() {
    let html = drawn(|| {
        create_organization_dialog(Arc::new(|| true), Arc::new(|| true), step_view("fd-create", &FormState::default()))
    });
    assert_sound("create organization", &html);

    assert_eq!(tag(&html, "fd-create-dialog").get("aria-labelledby"), Some("fd-create-title"));
    assert_eq!(tag(&html, "fd-create-slug").get("aria-describedby"), Some("fd-create-slug-message"));
}

const KEY: &str = "pk_test_ZGVtby5sb2NhbGhvc3Q6NDQwMCQ=";

#[test]
fn a_server_renders_the_waiting_form_and_nothing_that_would_flash() {
    let html = drawn(|| {
        view! {
            <FrontdeskProvider publishable_key=KEY sign_up_url="/sign-up">
                <SignIn/>
                <SignedIn>"for those inside"</SignedIn>
                <SignedOut>"for those outside"</SignedOut>
                <Protect role="org:admin" fallback=|| "for the others">"for admins"</Protect>
            </FrontdeskProvider>
        }
        .into_any()
    });

    assert_sound("provider", &html);
    assert!(html.contains("fd-skeleton"));
    assert!(!text(&html).contains("for "), "{html}");
}

#[test]
fn a_component_says_its_language_when_one_is_chosen() {
    let drawn_in = |messages: Option<Messages>| {
        let html = drawn(|| {
            let messages = messages.unwrap_or_default();
            view! { <FrontdeskProvider publishable_key=KEY messages><SignIn/></FrontdeskProvider> }.into_any()
        });
        let root = tags(&html).into_iter().find(|tag| tag.get("class").is_some_and(|class| class.contains("fd-root")));
        let root = root.unwrap();
        (root.get("lang").map(str::to_owned), root.get("dir").map(str::to_owned))
    };

    assert_eq!(drawn_in(None), (None, None), "the page's own, as far as anybody knows");
    let hebrew = Messages::read(r#"{"locale": "he", "direction": "rtl"}"#);
    assert_eq!(drawn_in(hebrew), (Some("he".to_owned()), Some("rtl".to_owned())));
}

#[test]
fn a_bad_key_is_named_in_the_page() {
    let html =
        drawn(|| view! { <FrontdeskProvider publishable_key="sk_test_abc">"the app"</FrontdeskProvider> }.into_any());

    assert!(text(&html).contains("Frontdesk cannot start"));
    assert!(!text(&html).contains("the app"));
}

#[test]
fn an_appearance_is_told_to_the_sheet_and_a_server_sends_no_style_attribute() {
    let html = drawn(|| {
        let appearance = Appearance { scheme: Scheme::Dark, ..Appearance::primary("rebeccapurple") };
        let view = StepView { appearance, ..step_view("fd-sign-in", &FormState::default()) };
        sign_in_view(Shown::always(SignInState::default()), view, false)
    });

    let root = &tags(&html)[0];
    assert_eq!(root.get("data-scheme"), Some("dark"));
    assert_eq!(root.get("style"), None, "a strict policy would block it");
}
