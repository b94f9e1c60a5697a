//! The app between the head and the foot of the page, which are plain HTML and there before it.

use frontdesk_components::{
    FrontdeskProvider, OrganizationProfile, OrganizationSwitcher, SignedIn, SignedOut, UserButton, UserProfile,
};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::notices::Notices;
use crate::page_settings::PageSettings;
use crate::pages::{Home, Missing, NewOrganization, Organization, Organizations, Profile, Protected};
use crate::place;
use crate::router::{Page, Router};

/// Draws the app into the page.
pub(crate) fn start() {
    let (Some(main), Some(desk), Some(notices)) = (place("page"), place("desk"), place("notices")) else { return };
    main.set_inner_html("");
    mount_to(main.clone(), move || app(main, desk, notices)).forget();
}

fn app(main: HtmlElement, desk: HtmlElement, notices: HtmlElement) -> impl IntoView {
    let settings = PageSettings::read();
    let router = Router::start();
    provide_context(settings.clone());
    view! {
        <FrontdeskProvider
            publishable_key=settings.publishable_key
            proxy_url=settings.proxy_url.unwrap_or_default()
            sign_in_url="/sign-in"
            sign_up_url="/sign-up"
        >
            {pages(router, main, desk, notices)}
        </FrontdeskProvider>
    }
}

fn pages(router: Router, main: HtmlElement, desk: HtmlElement, notices: HtmlElement) -> AnyView {
    // Desk and notices stand in other places of the page and know the same people.
    mount_to(notices, || view! { <Notices /> }).forget();
    mount_to(desk, || {
        view! {
            <SignedIn>
                <OrganizationSwitcher modal=|| view! { <OrganizationProfile /> } />
                <UserButton modal=|| view! { <UserProfile /> } />
            </SignedIn>
            <SignedOut>
                <a class="demo-button" data-size="small" href="/sign-in">"Sign in"</a>
                <a class="demo-button" data-size="small" data-variant="primary" href="/sign-up">"Sign up"</a>
            </SignedOut>
        }
    })
    .forget();

    let page = Memo::new(move |_| router.page());
    Effect::new(move |_| announce(page.get(), &main, router.moved()));
    (move || match page.get() {
        Page::Home => view! { <Home /> }.into_any(),
        Page::Protected => view! { <Protected /> }.into_any(),
        Page::Organizations => view! { <Organizations /> }.into_any(),
        Page::Profile => view! { <Profile /> }.into_any(),
        Page::Organization => view! { <Organization /> }.into_any(),
        Page::NewOrganization => view! { <NewOrganization /> }.into_any(),
        Page::Missing => view! { <Missing /> }.into_any(),
    })
    .into_any()
}

/// Tells the rest of the page, and whoever listens to it, where the person is now.
fn announce(page: Page, main: &HtmlElement, moved: bool) {
    document().set_title(page.title());
    let Ok(links) = document().query_selector_all(".demo-nav a") else { return };
    for link in (0..links.length()).filter_map(|index| links.get(index)?.dyn_into::<Element>().ok()) {
        if link.get_attribute("href").as_deref() == Some(page.path()) {
            set(&link, "aria-current", "page");
        } else {
            unset(&link, "aria-current");
        }
    }
    // A new page is announced by taking the focus; the first one leaves it where the browser put it.
    if moved {
        let _ = main.focus();
    }
}

/// Our attribute names are valid, so setting one cannot fail.
fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

fn unset(element: &Element, name: &str) {
    let _ = element.remove_attribute(name);
}
