//! What stands around every page: the provider, the head with the desk, the foot.

use frontdesk_components::{FrontdeskProvider, SignedIn, SignedOut, Styles};
use leptos::prelude::*;

use crate::icons::Bell;
use crate::inside::show;
use crate::page_settings::PageSettings;
use crate::pages::{SignInPage, SignUpPage};
use crate::router::{Page, Router};

/// The whole app.
#[component]
pub(crate) fn App() -> impl IntoView {
    let settings = PageSettings::read();
    let router = Router::start();
    provide_context(router);
    provide_context(settings.clone());
    view! {
        <Styles />
        <FrontdeskProvider
            publishable_key=settings.publishable_key
            proxy_url=settings.proxy_url.unwrap_or_default()
            sign_in_url="/sign-in"
            sign_up_url="/sign-up"
        >
            <Frame />
        </FrontdeskProvider>
    }
}

#[component]
fn Frame() -> impl IntoView {
    let router = expect_context::<Router>();
    let page = Memo::new(move |_| router.page());
    let main = NodeRef::<leptos::html::Main>::new();
    Effect::new(move |_| {
        document().set_title(page.get().title());
        // A new page is announced by taking the focus; the first one leaves it where the browser put it.
        if router.moved()
            && let Some(main) = main.get()
        {
            let _ = main.focus();
        }
    });
    let shape = move || matches!(page.get(), Page::SignIn | Page::SignUp).then_some("card");
    view! {
        <a class="demo-skip" href="#page">"Skip to the page"</a>
        <Head page />
        <main id="page" class="demo-page" tabindex="-1" data-shape=shape node_ref=main>
            {move || match page.get() {
                Page::SignIn => view! { <SignInPage /> }.into_any(),
                Page::SignUp => view! { <SignUpPage /> }.into_any(),
                Page::Home => show(|inside| inside.home),
                Page::Protected => show(|inside| inside.protected),
                Page::Organizations => show(|inside| inside.organizations),
                Page::Missing => show(|inside| inside.missing),
            }}
        </main>
        <Foot />
    }
}

#[component]
fn Head(page: Memo<Page>) -> impl IntoView {
    let current = move |own: Page| (page.get() == own).then_some("page");
    view! {
        <header class="demo-head">
            <div class="demo-head-inner">
                <a class="demo-brand" href="/" aria-label="Frontdesk demo, home">
                    <Bell />
                    <span>"Frontdesk"<span class="demo-brand-more">" demo"</span></span>
                </a>
                <nav class="demo-nav" aria-label="Pages">
                    <a href="/" aria-current=move || current(Page::Home)>"Home"</a>
                    <a href="/protected" aria-current=move || current(Page::Protected)>"Protected"</a>
                    <a href="/organizations" aria-current=move || current(Page::Organizations)>"Organizations"</a>
                </nav>
                <div class="demo-desk">
                    <SignedIn>{show(|inside| inside.desk)}</SignedIn>
                    <SignedOut>
                        <a class="demo-button" data-size="small" href="/sign-in">"Sign in"</a>
                        <a class="demo-button" data-size="small" data-variant="primary" href="/sign-up">"Sign up"</a>
                    </SignedOut>
                </div>
            </div>
        </header>
    }
}

#[component]
fn Foot() -> impl IntoView {
    let inbox = expect_context::<PageSettings>().inbox;
    view! {
        <footer class="demo-foot">
            <div>
                <span>"An example app. Everything runs on this machine."</span>
                {inbox.map(|url| view! { <a href=url target="_blank" rel="noopener">"Development inbox"</a> })}
            </div>
        </footer>
    }
}
