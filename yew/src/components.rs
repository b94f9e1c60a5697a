//! The components, each with the props of the Leptos one.

use crate::mounted::{any, callback, use_mounted};
use crate::shared::Shared;
use frontdesk_components::Appearance;
use frontdesk_components::mount::Page;
use leptos::prelude::{AnyView, view};
use yew::prelude::*;

/// A component of Yew's that mounts the Leptos one of the same name: its props, texts first, then callbacks, then whether.
macro_rules! mounted {
    (
        $(#[$doc:meta])*
        $name:ident, $props:ident, $id:literal,
        texts { $($(#[$text_doc:meta])* $text:ident,)* }
        calls { $($(#[$call_doc:meta])* $call:ident,)* }
        flags { $($(#[$flag_doc:meta])* $flag:ident,)* }
    ) => {
        #[doc = concat!("The props of [`", stringify!($name), "`].")]
        #[derive(Debug, Clone, PartialEq, Properties)]
        pub struct $props {
            $($(#[$text_doc])* #[prop_or_default] pub $text: AttrValue,)*
            $($(#[$call_doc])* #[prop_or_default] pub $call: Option<Callback<()>>,)*
            $($(#[$flag_doc])* #[prop_or_default] pub $flag: bool,)*
            /// What ids begin with.
            #[prop_or(AttrValue::Static($id))]
            pub id: AttrValue,
            /// Other looks than the provider's.
            #[prop_or_default]
            pub appearance: Option<Shared<Appearance>>,
        }

        $(#[$doc])*
        #[component]
        pub fn $name(props: &$props) -> Html {
            fn draw(props: $props) -> AnyView {
                let built = frontdesk_components::$name;
                let mut given = leptos::component::component_props_builder(&built)
                    $(.$text(props.$text.to_string()))*
                    $(.$flag(props.$flag))*
                    .id(props.id.to_string())
                    .build();
                $(given.$call = callback(props.$call);)*
                any(built(given))
            }
            use_mounted(props, draw, |page, props| looks(page, props.appearance.as_deref()))
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
    SignIn, SignInProps, "fd-sign-in",
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
}

mounted! {
    /// Makes an account.
    SignUp, SignUpProps, "fd-sign-up",
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
}

mounted! {
    /// Shows who is signed in; its menu has the other accounts and the way out.
    UserButton, UserButtonProps, "fd-user-button",
    texts {
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
}

mounted! {
    /// Shows where the person works, and switches; a dialog makes a new organization.
    OrganizationSwitcher, OrganizationSwitcherProps, "fd-organization-switcher",
    texts {}
    calls {
        /// Called after each switch, also to a new organization.
        on_switched,
    }
    flags {
        /// Whether the personal workspace is left out.
        hide_personal,
    }
}

/// Puts the components' sheet into the page's head, once. An app that links it as a static file does not need this.
#[component]
pub fn Styles() -> Html {
    use_mounted(&(), |()| any(view! { <frontdesk_components::Styles /> }), |page, ()| page)
}
