//! Made-up people, places and states.

mod organization;

use frontdesk_components::organization_switcher::{OrganizationSwitcherState, Workspace};
use frontdesk_components::profile::FrameStage;
use frontdesk_components::sign_in::{MethodChoice, SignInState, SignInStep};
use frontdesk_components::sign_up::{SignUpState, SignUpStep};
use frontdesk_components::step::{FormState, Input};
use frontdesk_components::ui::avatar::Face;
use frontdesk_components::ui::card::Brand;
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::rules::Rule;
use frontdesk_components::user_button::{Account, UserButtonState};
use frontdesk_components::user_profile::{Address, Device, Devices, ProfileOffers, UserProfileState};

pub use organization::{ADMIN, MEMBER, acme, creating, member, places};

/// An app in development.
pub fn brand() -> Brand {
    Brand { name: "Harbor Books".to_owned(), logo_url: None, development: Some("Development".to_owned()) }
}

/// Somebody without a picture.
pub fn person(name: &str) -> Face {
    Face { name: name.to_owned(), ..Face::default() }
}

/// A form in which this is typed.
pub fn typed(typed: Vec<(Input, Typed)>) -> FormState {
    FormState { typed, ..FormState::default() }
}

/// A new password's rules, one met and one not.
pub fn rules() -> Vec<Rule> {
    vec![Rule { text: "At least 8 characters".to_owned(), met: true }, Rule { text: "A number".to_owned(), met: false }]
}

/// Ada, at this step of signing in.
pub fn sign_in_at(step: SignInStep) -> SignInState {
    SignInState {
        step,
        brand: brand(),
        about: "ada@example.com".to_owned(),
        methods: vec![MethodChoice::Password, MethodChoice::EmailCode("a**@example.com".to_owned())],
        has_methods: true,
        can_reset: true,
        sign_up_url: "/sign-up".to_owned(),
        form: typed(vec![(Input::Identifier, Typed::new("ada@example.com"))]),
        ..SignInState::default()
    }
}

/// Ada, at this step of signing up.
pub fn sign_up_at(step: SignUpStep) -> SignUpState {
    SignUpState {
        step,
        brand: brand(),
        fields: vec![(Input::EmailAddress, true), (Input::Password, true)],
        about: "ada@example.com".to_owned(),
        sign_in_url: "/sign-in".to_owned(),
        ..SignUpState::default()
    }
}

/// An account of this browser.
pub fn account(key: &str, name: &str, address: &str) -> Account {
    Account { key: key.to_owned(), face: person(name), address: address.to_owned() }
}

/// Ada and Grace, both signed in; Ada is in front.
pub fn two_accounts() -> UserButtonState {
    UserButtonState { others: vec![account("sess_2", "Grace Hopper", "grace@example.com")], ..one_account() }
}

/// Ada alone.
pub fn one_account() -> UserButtonState {
    UserButtonState {
        loaded: true,
        current: Some(account("sess_1", "Ada Lovelace", "ada@example.com")),
        add_account_url: "/sign-in".to_owned(),
        ..UserButtonState::default()
    }
}

/// An organization in which Ada is an admin.
pub fn workspace(key: &str, name: &str) -> Workspace {
    Workspace { key: key.to_owned(), face: Face { square: true, ..person(name) }, role: "Admin".to_owned() }
}

/// Two organizations and a workspace of Ada's own.
pub fn workspaces() -> OrganizationSwitcherState {
    OrganizationSwitcherState {
        loaded: true,
        shown: true,
        current: "org_2".to_owned(),
        organizations: vec![workspace("org_1", "Acme"), workspace("org_2", "Bletchley")],
        personal: Some(person("Ada Lovelace")),
        may_create: true,
        ..OrganizationSwitcherState::default()
    }
}

/// Ada's account: three addresses, two devices, a password.
pub fn ada() -> UserProfileState {
    let address = |key: &str, address: &str, primary, verified| Address {
        key: key.to_owned(),
        address: address.to_owned(),
        primary,
        verified,
    };
    let device = |key: &str, name: &str, this| Device {
        key: key.to_owned(),
        name: name.to_owned(),
        mobile: name.contains("iPhone"),
        this,
        details: vec!["Athens, GR · 127.0.0.1".to_owned()],
    };
    UserProfileState {
        stage: FrameStage::Ready,
        offers: ProfileOffers { names: true, username: true, email: true, password: true, delete: true },
        face: person("Ada Lovelace"),
        name: "Ada Lovelace".to_owned(),
        addresses: vec![
            address("idn_1", "ada@example.com", true, true),
            address("idn_2", "ada@work.example", false, true),
            address("idn_3", "ada@new.example", false, false),
        ],
        has_password: true,
        devices: Devices::Known(vec![
            device("sess_1", "Chromium on Linux", true),
            device("sess_2", "Safari on iPhone", false),
        ]),
        ..UserProfileState::default()
    }
}
