//! The components, each with the props of the Leptos one.

use crate::given::{Given, words};
use crate::modal::Modal;
use crate::mounted::{any, callback, use_latest, use_mounted};
use crate::shared::Shared;
use frontdesk_components::mount::Page;
use frontdesk_components::sdk::navigation::Routing;
use frontdesk_components::ui::avatar::FaceSize;
use frontdesk_components::{Appearance, OwnItem, OwnPage};
use leptos::prelude::{AnyView, view};
use yew::prelude::*;

/// A component of Yew's that mounts the Leptos one of the same name, by its props: the id, texts, callbacks, whether something is
/// so, and values of other types with what they are called over there.
macro_rules! mounted {
    (
        $(#[$doc:meta])*
        $name:ident, $props:ident,
        id { $($(#[$id_doc:meta])* $id:ident $usual:literal)? }
        texts { $($(#[$text_doc:meta])* $text:ident,)* }
        calls { $($(#[$call_doc:meta])* $call:ident,)* }
        flags { $($(#[$flag_doc:meta])* $flag:ident,)* }
        values { $($(#[$value_doc:meta])* $value:ident: $type:ty => $over:ident,)* }
    ) => {
        #[doc = concat!("The props of [`", stringify!($name), "`].")]
        #[derive(Debug, Clone, PartialEq, Properties)]
        pub struct $props {
            $($(#[$text_doc])* #[prop_or_default] pub $text: AttrValue,)*
            $($(#[$call_doc])* #[prop_or_default] pub $call: Option<Callback<()>>,)*
            $($(#[$flag_doc])* #[prop_or_default] pub $flag: bool,)*
            $($(#[$value_doc])* #[prop_or_default] pub $value: $type,)*
            $($(#[$id_doc])* #[prop_or(AttrValue::Static($usual))] pub $id: AttrValue,)?
            /// Other looks than the provider's.
            #[prop_or_default]
            pub appearance: Option<Shared<Appearance>>,
        }

        $(#[$doc])*
        #[component]
        pub fn $name(props: &$props) -> Html {
            #[expect(clippy::allow_attributes, reason = "whether it is needed depends on the component")]
            #[allow(unused_mut, unused_variables, reason = "not every component has props of its own")]
            fn draw(props: $props) -> AnyView {
                let built = frontdesk_components::$name;
                let mut given = leptos::component::component_props_builder(&built).build();
                $(given.$id = props.$id.to_string();)?
                $(given.$text = words(&props.$text);)*
                $(given.$call = callback(props.$call);)*
                $(given.$flag = props.$flag;)*
                $(given.$over = props.$value.given();)*
                any(built(given))
            }
            #[expect(clippy::allow_attributes, reason = "whether it is needed depends on the component")]
            #[allow(unused_mut, reason = "not every component has callbacks")]
            let mut props = props.clone();
            // A callback that is made anew with each drawing is no other prop: what was typed stays.
            $(props.$call = use_latest(props.$call);)*
            use_mounted(&props, draw, |page, props| looks(page, props.appearance.as_deref()))
        }
    };
}

fn looks(page: Page, appearance: Option<&Appearance>) -> Page {
    match appearance {
        Some(appearance) => page.with_appearance(appearance.clone()),
        None => page,
    }
}

mounted! {
    /// Signs somebody in.
    SignIn, SignInProps,
    id {
        /// What ids begin with.
        id "fd-sign-in"
    }
    texts {
        /// Where to go afterwards; else the provider's, else `/`.
        after_sign_in_url,
        /// The page where an account is made; else the provider's.
        sign_up_url,
    }
    calls {
        /// Called afterwards, instead of going to another page.
        on_signed_in,
    }
    flags {
        /// Whether the first field takes the focus as soon as it is there.
        autofocus,
    }
    values {}
}

mounted! {
    /// Makes an account.
    SignUp, SignUpProps,
    id {
        /// What ids begin with.
        id "fd-sign-up"
    }
    texts {
        /// Where to go afterwards; else the provider's, else `/`.
        after_sign_up_url,
        /// The page where one signs in; else the provider's.
        sign_in_url,
    }
    calls {
        /// Called afterwards, instead of going to another page.
        on_signed_up,
    }
    flags {
        /// Whether the first field takes the focus as soon as it is there.
        autofocus,
    }
    values {}
}

mounted! {
    /// Leads to the sign-in page and back here afterwards, or opens the form in a dialog.
    SignInButton, SignInButtonProps,
    id {
        /// The button's id, and what the dialog's begins with.
        id "fd-sign-in-button"
    }
    texts {
        /// The sign-in page; else the provider's.
        sign_in_url,
        /// A class of the app's own, instead of our looks.
        class,
    }
    calls {}
    flags {}
    values {
        /// What opens in a dialog: [`Modal::SIGN_IN`]. Without it, the button is a link to the sign-in page.
        modal: Option<Modal> => modal,
        /// Its words; else "Sign in".
        label: AttrValue => children,
    }
}

mounted! {
    /// Leads to the sign-up page and back here afterwards, or opens the form in a dialog.
    SignUpButton, SignUpButtonProps,
    id {
        /// The button's id, and what the dialog's begins with.
        id "fd-sign-up-button"
    }
    texts {
        /// The sign-up page; else the provider's.
        sign_up_url,
        /// A class of the app's own, instead of our looks.
        class,
    }
    calls {}
    flags {}
    values {
        /// What opens in a dialog: [`Modal::SIGN_UP`]. Without it, the button is a link to the sign-up page.
        modal: Option<Modal> => modal,
        /// Its words; else "Create account".
        label: AttrValue => children,
    }
}

mounted! {
    /// Signs out: this account, or everybody in this browser.
    SignOutButton, SignOutButtonProps,
    id {
        /// The button's id.
        id "fd-sign-out-button"
    }
    texts {
        /// Where to go afterwards; else the provider's. Without one, the page stays.
        after_sign_out_url,
        /// A class of the app's own, instead of our looks.
        class,
    }
    calls {
        /// Called afterwards, instead of going to another page.
        on_signed_out,
    }
    flags {
        /// Whether all accounts of this browser are signed out, and not only the one that is shown.
        all,
    }
    values {
        /// Its words; else "Sign out".
        label: AttrValue => children,
    }
}

mounted! {
    /// Shows the picture of who is signed in, or the letters of the name.
    UserAvatar, UserAvatarProps,
    id {}
    texts {}
    calls {}
    flags {}
    values {
        /// How large.
        size: FaceSize => size,
    }
}

mounted! {
    /// Shows who is signed in; its menu has the account, the other accounts and the way out.
    UserButton, UserButtonProps,
    id {
        /// What ids begin with.
        id "fd-user-button"
    }
    texts {
        /// The page that "Manage account" leads to, where no dialog is named; else the provider's. Without either there is no such item.
        user_profile_url,
        /// The page where one more account signs in; else the provider's.
        sign_in_url,
        /// Where to go after signing out; else the provider's. Without one, the page stays.
        after_sign_out_url,
    }
    calls {
        /// Called after signing out, instead of going to another page.
        on_signed_out,
    }
    flags {}
    values {
        /// What "Manage account" opens in a dialog: [`Modal::USER_PROFILE`].
        modal: Option<Modal> => modal,
        /// The app's own items, above the way out.
        items: Option<Shared<Vec<OwnItem>>> => items,
    }
}

mounted! {
    /// Shows the person's account, and changes it: name, picture, e-mail addresses, password, devices, and its end.
    UserProfile, UserProfileProps,
    id {
        /// What ids begin with.
        id "fd-user-profile"
    }
    texts {
        /// Where to go once the account is deleted; else the provider's page after signing out, else `/`.
        after_delete_url,
    }
    calls {
        /// Called once the account is deleted, instead of going to another page.
        on_deleted,
    }
    flags {}
    values {
        /// Where it keeps its page; else the fragment of the address.
        routing: Option<Routing> => routing,
        /// Pages of the app's own, behind ours. What they show is a Leptos view.
        pages: Option<Shared<Vec<OwnPage>>> => pages,
    }
}

mounted! {
    /// Shows where the person works, and switches; a dialog makes a new organization.
    OrganizationSwitcher, OrganizationSwitcherProps,
    id {
        /// What ids begin with.
        id "fd-organization-switcher"
    }
    texts {}
    calls {
        /// Called after each switch, also to a new organization.
        on_switched,
    }
    flags {
        /// Whether the personal workspace is left out.
        hide_personal,
    }
    values {}
}

mounted! {
    /// Shows the organization that the person works in, and changes it as far as the person's role allows.
    OrganizationProfile, OrganizationProfileProps,
    id {
        /// What ids begin with.
        id "fd-organization-profile"
    }
    texts {
        /// Where to go once the person has left the organization or deleted it; else the page stays.
        after_leave_url,
    }
    calls {
        /// Called once the person has left the organization or deleted it, instead of going to another page.
        on_left,
    }
    flags {}
    values {
        /// Where it keeps its page; else the fragment of the address.
        routing: Option<Routing> => routing,
        /// Pages of the app's own, behind ours. What they show is a Leptos view.
        pages: Option<Shared<Vec<OwnPage>>> => pages,
    }
}

mounted! {
    /// Shows the personal workspace and the person's organizations; choosing one works there.
    OrganizationList, OrganizationListProps,
    id {
        /// What ids begin with.
        id "fd-organization-list"
    }
    texts {
        /// Where to go once one is chosen or made; else the page stays.
        after_select_url,
        /// The page that makes an organization; else the provider's, else a dialog does.
        create_organization_url,
    }
    calls {
        /// Called once one is chosen or made, instead of going to another page.
        on_selected,
    }
    flags {
        /// Whether the personal workspace is left out.
        hide_personal,
    }
    values {}
}

mounted! {
    /// Makes an organization: logo, name and slug. The person becomes its first admin and works in it from then on.
    CreateOrganization, CreateOrganizationProps,
    id {
        /// What ids begin with.
        id "fd-create-organization"
    }
    texts {
        /// Where to go afterwards; else the provider's page of an organization, else `/`.
        after_create_url,
    }
    calls {
        /// Called afterwards, instead of going to another page.
        on_created,
    }
    flags {
        /// Whether the name takes the focus as soon as it is there.
        autofocus,
    }
    values {}
}

/// Puts the components' sheet into the page, once; a strict content security policy allows it. An app that links it as a static file does not need this.
#[component]
pub fn Styles() -> Html {
    use_mounted(&(), |()| any(view! { <frontdesk_components::Styles /> }), |page, ()| page)
}
