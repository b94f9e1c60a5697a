//! Which elements there are, and which program has them. One entry makes an element: the script is written from this file.

use crate::{Element, Host};
use frontdesk_components::{OrganizationSwitcher, SignIn, SignUp, UserButton, UserProfile, use_auth};
use leptos::prelude::*;

/// What a page downloads where people sign in.
pub const SIGN_IN: &[Element] = &[Element::new("frontdesk-sign-in", |host| {
    view! {
        <SignIn
            id=host.name("fd-sign-in")
            after_sign_in_url=host.text("after-sign-in-url")
            sign_up_url=host.text("sign-up-url")
            autofocus=host.flag("autofocus")
        />
    }
    .into_any()
})];

/// What a page downloads where accounts are made.
pub const SIGN_UP: &[Element] = &[Element::new("frontdesk-sign-up", |host| {
    view! {
        <SignUp
            id=host.name("fd-sign-up")
            after_sign_up_url=host.text("after-sign-up-url")
            sign_in_url=host.text("sign-in-url")
            autofocus=host.flag("autofocus")
        />
    }
    .into_any()
})];

/// What a page downloads that shows who is signed in.
pub const DESK: &[Element] = &[
    Element::new("frontdesk-user-button", |host| {
        view! {
            <UserButton
                id=host.name("fd-user-button")
                sign_in_url=host.text("sign-in-url")
                after_sign_out_url=host.text("after-sign-out-url")
            />
        }
        .into_any()
    }),
    Element::new("frontdesk-organization-switcher", |host| {
        let hide_personal = host.flag("hide-personal");
        view! { <OrganizationSwitcher id=host.name("fd-organization-switcher") hide_personal /> }.into_any()
    }),
    Element::around("frontdesk-signed-in", |host| shown(host, true)),
    Element::around("frontdesk-signed-out", |host| shown(host, false)),
];

/// What a page downloads where people see to their account.
pub const PROFILE: &[Element] = &[Element::new("frontdesk-user-profile", |host| {
    view! { <UserProfile id=host.name("fd-user-profile") after_delete_url=host.text("after-delete-url") /> }.into_any()
})];

/// What a page downloads that has elements of several programs, or one that no other program has.
pub const ALL: &[&[Element]] = &[SIGN_IN, SIGN_UP, DESK, PROFILE];

/// Shows what stands in the element while somebody is signed in, or while nobody is. Until that is known it is hidden.
fn shown(host: &Host, signed_in: bool) -> AnyView {
    let (host, auth) = (host.clone(), use_auth());
    Effect::new(move |_| host.set_hidden(!auth.is_loaded() || auth.is_signed_in() != signed_in));
    ().into_any()
}
