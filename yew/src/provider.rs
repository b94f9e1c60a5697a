//! `<FrontdeskProvider>`: one engine for everything inside it.

use crate::shared::Shared;
use frontdesk_components::mount::Page;
use frontdesk_components::sdk::{Frontdesk, Urls};
use frontdesk_components::{Appearance, Messages};
use send_wrapper::SendWrapper;
use std::rc::Rc;
use yew::prelude::*;

/// What everything inside knows.
#[derive(Clone)]
pub(crate) struct Desk(pub(crate) Rc<Page>);

impl PartialEq for Desk {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The props of [`FrontdeskProvider`]. They are read once.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FrontdeskProviderProps {
    /// The key that `frontdesk serve` shows.
    pub publishable_key: AttrValue,
    /// Reaches the server through this address, such as `/__clerk` on the app's own origin.
    #[prop_or_default]
    pub proxy_url: AttrValue,
    /// The app's sign-in page.
    #[prop_or_default]
    pub sign_in_url: Option<AttrValue>,
    /// The app's sign-up page.
    #[prop_or_default]
    pub sign_up_url: Option<AttrValue>,
    /// The app's page of the person's account.
    #[prop_or_default]
    pub user_profile_url: Option<AttrValue>,
    /// The app's page of the organization that the person works in.
    #[prop_or_default]
    pub organization_profile_url: Option<AttrValue>,
    /// The app's page where organizations are made.
    #[prop_or_default]
    pub create_organization_url: Option<AttrValue>,
    /// Where people go after they signed in.
    #[prop_or_default]
    pub after_sign_in_url: Option<AttrValue>,
    /// Where people go after they signed up.
    #[prop_or_default]
    pub after_sign_up_url: Option<AttrValue>,
    /// Where people go after they signed out.
    #[prop_or_default]
    pub after_sign_out_url: Option<AttrValue>,
    /// Called with an address instead of loading it, for apps with a router of their own.
    #[prop_or_default]
    pub on_navigate: Option<Callback<String>>,
    /// How the components look.
    #[prop_or_default]
    pub appearance: Option<Shared<Appearance>>,
    /// The components' words.
    #[prop_or_default]
    pub messages: Option<Shared<Messages>>,
    /// What is inside.
    #[prop_or_default]
    pub children: Html,
}

/// Makes the engine, finds out who is signed in, and tells everything inside it.
#[component]
pub fn FrontdeskProvider(props: &FrontdeskProviderProps) -> Html {
    let opened = use_memo((), |()| open(props));
    match &*opened {
        Ok(desk) => {
            html! { <ContextProvider<Desk> context={desk.clone()}>{props.children.clone()}</ContextProvider<Desk>> }
        }
        // A key that cannot be read is the developer's to see, at once and in the page.
        Err(fault) => html! { <p role="alert">{"Frontdesk cannot start: "}{fault}</p> },
    }
}

fn open(props: &FrontdeskProviderProps) -> Result<Desk, String> {
    let url = |url: &Option<AttrValue>| url.as_deref().map(str::to_owned);
    let urls = Urls {
        sign_in: url(&props.sign_in_url),
        sign_up: url(&props.sign_up_url),
        user_profile: url(&props.user_profile_url),
        organization_profile: url(&props.organization_profile_url),
        create_organization: url(&props.create_organization_url),
        after_sign_in: url(&props.after_sign_in_url),
        after_sign_up: url(&props.after_sign_up_url),
        after_sign_out: url(&props.after_sign_out_url),
        ..Urls::default()
    };
    let frontdesk = Frontdesk::builder(&props.publishable_key)
        .proxy_url(props.proxy_url.as_str())
        .urls(urls)
        .build()
        .map_err(|fault| fault.to_string())?;
    let mut page = Page::open(frontdesk);
    if let Some(appearance) = &props.appearance {
        page = page.with_appearance((**appearance).clone());
    }
    if let Some(messages) = &props.messages {
        page = page.with_messages((**messages).clone());
    }
    if let Some(go) = &props.on_navigate {
        // There is one thread in a page; the wrapper lets the callback be kept where threads are expected.
        let go = SendWrapper::new(go.clone());
        page = page.on_navigate(move |url| {
            go.emit(url.to_owned());
            true
        });
    }
    page.load();
    Ok(Desk(Rc::new(page)))
}
