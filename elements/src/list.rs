//! Which elements there are, and which program has them. One entry makes an element: the script is written from this file.

use crate::asked::{sign_out, token};
use crate::{Element, Host};
use frontdesk_components::{
    CreateOrganization, OrganizationList, OrganizationProfile, OrganizationSwitcher, SignIn, SignInButton,
    SignOutButton, SignUp, SignUpButton, UserAvatar, UserButton, UserProfile, use_auth,
};
use leptos::component::component_props_builder;
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
        let mut button = component_props_builder(&UserButton)
            .user_profile_url(host.text("user-profile-url"))
            .id(host.name("fd-user-button"))
            .sign_in_url(host.text("sign-in-url"))
            .after_sign_out_url(host.text("after-sign-out-url"))
            .build();
        button.modal = host.modal("user-profile");
        UserButton(button).into_any()
    }),
    Element::new("frontdesk-user-avatar", |host| view! { <UserAvatar size=host.size() /> }.into_any()),
    Element::new("frontdesk-organization-switcher", |host| {
        let hide_personal = host.flag("hide-personal");
        view! { <OrganizationSwitcher id=host.name("fd-organization-switcher") hide_personal /> }.into_any()
    }),
    Element::new("frontdesk-sign-in-button", |host| {
        let mut button = component_props_builder(&SignInButton).id(host.name("fd-sign-in-button")).build();
        button.modal = host.modal("sign-in");
        button.sign_in_url = host.given("sign-in-url");
        (button.class, button.children) = (host.given("button-class"), host.label());
        SignInButton(button).into_any()
    }),
    Element::new("frontdesk-sign-up-button", |host| {
        let mut button = component_props_builder(&SignUpButton).id(host.name("fd-sign-up-button")).build();
        button.modal = host.modal("sign-up");
        button.sign_up_url = host.given("sign-up-url");
        (button.class, button.children) = (host.given("button-class"), host.label());
        SignUpButton(button).into_any()
    }),
    Element::new("frontdesk-sign-out-button", |host| {
        let mut button = component_props_builder(&SignOutButton)
            .all(host.flag("all"))
            .after_sign_out_url(host.text("after-sign-out-url"))
            .id(host.name("fd-sign-out-button"))
            .build();
        (button.class, button.children) = (host.given("button-class"), host.label());
        SignOutButton(button).into_any()
    })
    .answering(sign_out),
    Element::around("frontdesk-signed-in", |host| shown(host, true)).answering(token),
    Element::around("frontdesk-signed-out", |host| shown(host, false)),
];

/// What a page downloads where people see to their account.
pub const PROFILE: &[Element] = &[Element::new("frontdesk-user-profile", |host| {
    let mut profile = component_props_builder(&UserProfile)
        .id(host.name("fd-user-profile"))
        .after_delete_url(host.text("after-delete-url"))
        .build();
    profile.routing = host.routing();
    UserProfile(profile).into_any()
})];

/// What a page downloads where people see to their organizations.
pub const ORGANIZATION: &[Element] = &[
    Element::new("frontdesk-organization-profile", |host| {
        let mut profile = component_props_builder(&OrganizationProfile)
            .id(host.name("fd-organization-profile"))
            .after_leave_url(host.text("after-leave-url"))
            .build();
        profile.routing = host.routing();
        OrganizationProfile(profile).into_any()
    }),
    Element::new("frontdesk-organization-list", |host| {
        view! {
            <OrganizationList
                hide_personal=host.flag("hide-personal")
                after_select_url=host.text("after-select-url")
                create_organization_url=host.text("create-organization-url")
                id=host.name("fd-organization-list")
            />
        }
        .into_any()
    }),
    Element::new("frontdesk-create-organization", |host| {
        view! {
            <CreateOrganization
                after_create_url=host.text("after-create-url")
                id=host.name("fd-create-organization")
                autofocus=host.flag("autofocus")
            />
        }
        .into_any()
    }),
];

/// What a page downloads that has elements of several programs, or one that no other program has.
pub const ALL: &[&[Element]] = &[SIGN_IN, SIGN_UP, DESK, PROFILE, ORGANIZATION];

/// Shows what stands in the element while somebody is signed in, or while nobody is. Until that is known it is hidden.
fn shown(host: &Host, signed_in: bool) -> AnyView {
    let (host, auth) = (host.clone(), use_auth());
    Effect::new(move |_| host.set_hidden(!auth.is_loaded() || auth.is_signed_in() != signed_in));
    ().into_any()
}
