//! `<FrontdeskProvider>`: the engine, made once for everything inside it.

use crate::i18n::Messages;
use crate::theme::Appearance;
use crate::ui::alert::{Alert, alert};
use crate::ui::card;
use crate::ui::element::effect;
use frontdesk_sdk::{Frontdesk, Platform, Snapshot};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Is asked before a component goes to another page. Who goes there in another way says true, and the page stays.
pub(crate) type Leave = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// What the provider gives to everything inside it.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) frontdesk: Frontdesk,
    pub(crate) snapshot: RwSignal<Arc<Snapshot>>,
    pub(crate) messages: Messages,
    pub(crate) locales_url: Arc<str>,
    pub(crate) appearance: Appearance,
    pub(crate) leave: Option<Leave>,
}

impl Desk {
    /// Follows this engine for as long as the current owner lives.
    pub(crate) fn follow(frontdesk: Frontdesk, messages: Messages) -> Self {
        let snapshot = RwSignal::new(frontdesk.snapshot());
        let subscription = frontdesk.subscribe(move |next| {
            let _ = snapshot.try_set(next.clone());
        });
        on_cleanup(move || drop(subscription));
        if let Some(locale) = messages.chosen() {
            frontdesk.set_language(locale.tag);
        }
        Self {
            frontdesk,
            snapshot,
            messages: Messages::live(messages),
            locales_url: "/locales/".into(),
            appearance: Appearance::default(),
            leave: None,
        }
    }

    /// Finds out who is signed in.
    pub(crate) fn load(&self) {
        let frontdesk = self.frontdesk.clone();
        spawn_local(async move {
            // What went wrong is in the snapshot, where the components see it.
            let _ = frontdesk.load().await;
        });
    }

    /// The nearest provider's.
    pub(crate) fn expect() -> Self {
        use_context().expect("Frontdesk's components and hooks work inside <FrontdeskProvider>")
    }

    /// The looks of a component: its own over the provider's.
    pub(crate) fn looks(&self, own: Option<Appearance>) -> Appearance {
        match own {
            Some(own) => own.over(&self.appearance),
            None => self.appearance.clone(),
        }
    }

    /// Speaks another language from now on.
    pub(crate) fn speak(&self, messages: Messages) {
        if let Some(locale) = messages.chosen() {
            self.frontdesk.set_language(locale.tag);
        }
        if let Some(live) = self.messages.as_live() {
            live.set(messages);
        }
    }

    /// Fetches the words of a language. Until they are here nothing is shown, and after a failure what was shown before.
    pub(crate) fn fetch_words(&self, tag: &str) {
        let Some(live) = self.messages.as_live() else { return };
        let url = [&self.locales_url, tag, ".json"].concat();
        live.wait_for(&url);
        self.frontdesk.set_language(tag);
        let (messages, frontdesk) = (self.messages.clone(), self.frontdesk.clone());
        spawn_local(async move {
            let file = Messages::load(&frontdesk, url.clone()).await;
            if let Some(live) = messages.as_live() {
                live.came(&url, file);
            }
        });
    }
}

/// Makes the engine, loads who is signed in, and tells everything inside it.
///
/// ```
/// use frontdesk_components::{FrontdeskProvider, SignIn, SignedIn, SignedOut, UserButton};
/// use leptos::prelude::*;
///
/// #[component]
/// fn App() -> impl IntoView {
///     view! {
///         <FrontdeskProvider publishable_key="pk_test_Y2xlcmsuYXBwLmV4YW1wbGUk">
///             <SignedIn><UserButton/></SignedIn>
///             <SignedOut><SignIn after_sign_in_url="/" sign_up_url="/sign-up"/></SignedOut>
///         </FrontdeskProvider>
///     }
/// }
/// ```
#[component]
pub fn FrontdeskProvider(
    /// The key that `frontdesk serve` shows.
    #[prop(into)]
    publishable_key: String,
    /// Reaches the server through this address, such as `/__clerk` on the app's own origin.
    #[prop(optional, into)]
    proxy_url: Option<String>,
    /// The app's sign-in page.
    #[prop(optional, into)]
    sign_in_url: Option<String>,
    /// The app's sign-up page.
    #[prop(optional, into)]
    sign_up_url: Option<String>,
    /// The app's page of the person's account.
    #[prop(optional, into)]
    user_profile_url: Option<String>,
    /// The app's page of the organization that the person works in.
    #[prop(optional, into)]
    organization_profile_url: Option<String>,
    /// The app's page where organizations are made.
    #[prop(optional, into)]
    create_organization_url: Option<String>,
    /// Where people go after they signed in.
    #[prop(optional, into)]
    after_sign_in_url: Option<String>,
    /// Where people go after they signed up.
    #[prop(optional, into)]
    after_sign_up_url: Option<String>,
    /// Where people go after they signed out.
    #[prop(optional, into)]
    after_sign_out_url: Option<String>,
    /// On a server: who was verified there, as the JSON text of `frontdesk_backend::InitialState`, so that the first page is
    /// signed in. In a browser it is found in the page.
    #[prop(optional, into)]
    initial_state: Option<String>,
    /// Called with an address before a component goes there. An app with a router of its own goes there itself and says true.
    #[prop(optional, into)]
    on_navigate: Option<Callback<String, bool>>,
    /// How the components look.
    #[prop(optional)]
    appearance: Appearance,
    /// The components' words; English without more said.
    #[prop(optional)]
    messages: Option<Messages>,
    /// The language to fetch the words of, such as `de`; see [`Locale::of_reader`](crate::Locale::of_reader) for the
    /// person's own.
    #[prop(optional, into)]
    locale: Option<String>,
    /// The folder that holds the files of words (`de.json`).
    #[prop(default = "/locales/".into(), into)]
    locales_url: String,
    /// Another platform than this browser tab, for tests.
    #[prop(optional)]
    platform: Option<Arc<dyn Platform>>,
    /// What is inside.
    children: Children,
) -> impl IntoView {
    let mut builder = Frontdesk::builder(&publishable_key).urls(frontdesk_sdk::Urls {
        sign_in: sign_in_url,
        sign_up: sign_up_url,
        user_profile: user_profile_url,
        organization_profile: organization_profile_url,
        create_organization: create_organization_url,
        after_sign_in: after_sign_in_url,
        after_sign_up: after_sign_up_url,
        after_sign_out: after_sign_out_url,
        ..frontdesk_sdk::Urls::default()
    });
    if let Some(url) = proxy_url {
        builder = builder.proxy_url(url);
    }
    if let Some(seen) = initial_state {
        builder = builder.initial_state(seen);
    }
    if let Some(platform) = platform {
        builder = builder.shared_platform(platform);
    }
    let frontdesk = match builder.build() {
        Ok(frontdesk) => frontdesk,
        // A key that cannot be read is the developer's to see, at once and in the page.
        Err(fault) => return misconfigured(&appearance, &fault.to_string()),
    };

    let mut desk = Desk::follow(frontdesk, messages.unwrap_or_default());
    desk.locales_url = locales_url.into();
    desk.appearance = appearance;
    desk.leave = on_navigate.map(|ask| -> Leave { Arc::new(move |url| ask.try_run(url.to_owned()).unwrap_or(false)) });
    let loading = desk.clone();
    effect(move || loading.load());
    provide_context(desk.messages.clone());
    if let Some(tag) = locale.filter(|tag| *tag != desk.messages.locale().tag) {
        // In a page only: a server has the words inside.
        let fetching = desk.clone();
        effect(move || fetching.fetch_words(&tag));
    }
    provide_context(desk);
    children().into_any()
}

fn misconfigured(appearance: &Appearance, fault: &str) -> AnyView {
    let text = ["Frontdesk cannot start: ", fault].concat();
    let said = alert(move || Some(Alert::error(text.clone())), Arc::new(|| ()));
    card::root(appearance, "fd-root fd-misconfigured", None, vec![said])
}
