//! Going places: the app's pages by name, where to go on to, and nowhere else.
//!
//! ```
//! use frontdesk_sdk::navigation::{After, AllowedOrigins, Destination, Page};
//! use frontdesk_sdk::platform::test::World;
//! use frontdesk_sdk::{Frontdesk, Urls};
//!
//! let world = World::new();
//! world.set_page_url("http://localhost:4402/sign-in?redirect_url=%2Forders");
//! let urls = Urls {
//!     allowed_origins: AllowedOrigins::new(["https://*.app.example"]).unwrap(),
//!     ..Urls::default()
//! };
//! let frontdesk =
//!     Frontdesk::builder("pk_test_ZGVtby5sb2NhbGhvc3Q6NDQwMCQ").urls(urls).platform(world.tab()).build().unwrap();
//!
//! assert_eq!(frontdesk.url_after(After::SignIn), "http://localhost:4402/orders");
//! assert_eq!(frontdesk.url_of(Page::SignUp), "http://localhost:4402/sign-up");
//!
//! // An app with a router of its own takes what is its own, and lets the rest load.
//! match frontdesk.destination("/orders?page=2") {
//!     Some(Destination::Route(path)) => assert_eq!(path, "/orders?page=2"),
//!     Some(Destination::Load(_)) | None => unreachable!(),
//! }
//! assert!(frontdesk.destination("javascript:alert(1)").is_none());
//! ```

mod address;
mod allowed;
mod counter;
mod redirect;
mod routing;

pub use allowed::AllowedOrigins;
pub use counter::RedirectLoop;
pub use redirect::{After, RedirectUrls, Wish};
pub use routing::Routing;

use crate::builder::Urls;
use crate::dev_browser;
use crate::frontdesk::Frontdesk;
use crate::state::Snapshot;
use crate::tab_choice::lines;
use address::Address;
use frontdesk_wire::environment::DisplayConfig;
use frontdesk_wire::session::SessionTask;
use frontdesk_wire::{SessionStatus, percent};
use std::fmt;

/// A client's cookie that ends within so many milliseconds is renewed by the next page that is loaded: eight days, because
/// some browsers keep no cookie of a fetch for longer than seven.
const NEARLY_OVER_MS: i64 = 8 * 24 * 3_600_000;

/// A page of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Signing in.
    SignIn,
    /// Signing up.
    SignUp,
    /// The person's account.
    UserProfile,
    /// The active organization.
    OrganizationProfile,
    /// Making an organization.
    CreateOrganization,
    /// The waiting list.
    Waitlist,
}

/// How to get to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Path, query and fragment on the page's own origin, for the app's router.
    Route(String),
    /// A whole address, to be loaded by the browser.
    Load(String),
}

/// Why one stays where one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NavigationError {
    /// This is no web address, or one that browsers may read in several ways.
    Address(String),
    /// Pages send people round in circles.
    Loop(RedirectLoop),
}

impl fmt::Display for NavigationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(given) => {
                f.write_str("not an address to go to: ")?;
                f.write_str(given)
            }
            Self::Loop(stopped) => stopped.fmt(f),
        }
    }
}

impl std::error::Error for NavigationError {}

impl Page {
    /// Where the app says it is, where the instance says it is, and where it is when nobody says.
    fn places<'a>(self, urls: &'a Urls, display: Option<&'a DisplayConfig>) -> [&'a str; 3] {
        let (own, set, usual): (_, fn(&DisplayConfig) -> &String, _) = match self {
            Self::SignIn => (&urls.sign_in, |display| &display.sign_in_url, "/sign-in"),
            Self::SignUp => (&urls.sign_up, |display| &display.sign_up_url, "/sign-up"),
            Self::UserProfile => (&urls.user_profile, |display| &display.user_profile_url, "/user"),
            Self::OrganizationProfile => {
                (&urls.organization_profile, |display| &display.organization_profile_url, "/organization")
            }
            Self::CreateOrganization => {
                (&urls.create_organization, |display| &display.create_organization_url, "/create-organization")
            }
            Self::Waitlist => (&urls.waitlist, |display| &display.waitlist_url, "/waitlist"),
        };
        [own.as_deref().unwrap_or_default(), display.map_or("", |display| set(display)), usual]
    }
}

impl Snapshot {
    /// What the person has to do before the session that is shown counts, such as `choose-organization`.
    pub fn current_task(&self) -> Option<&SessionTask> {
        let session = self.session().filter(|session| session.status == SessionStatus::Pending)?;
        session.tasks.as_deref()?.first()
    }
}

impl Urls {
    /// Where the app wants people to go after things are done.
    pub fn redirects(&self) -> RedirectUrls {
        let wish = |force: &Option<String>, fallback: &Option<String>| Wish {
            force: force.clone(),
            fallback: fallback.clone(),
        };
        RedirectUrls {
            after_sign_in: wish(&self.force_after_sign_in, &self.after_sign_in),
            after_sign_up: wish(&self.force_after_sign_up, &self.after_sign_up),
            after_sign_out: self.after_sign_out.clone(),
        }
    }
}

impl Frontdesk {
    fn here(&self) -> Option<Address> {
        Address::parse(&self.inner.platform.page_url()?)
    }

    /// A text as a whole address; where there is no page, whole addresses only.
    fn whole(&self, text: &str) -> Option<Address> {
        match self.here() {
            Some(here) => here.join(text),
            None => Address::parse(text),
        }
    }

    /// The whole address of a page of the app: as the app says ([`Urls`]), as the instance is set, or the usual path. Where there
    /// is no page to stand on, paths stay paths.
    pub fn url_of(&self, page: Page) -> String {
        let snapshot = self.snapshot();
        let display = snapshot.environment.as_deref().map(|environment| &environment.display_config);
        let places = page.places(self.urls(), display);
        for place in places {
            if let Some(address) = self.whole(place) {
                return self.carrying_dev_browser(address);
            }
        }
        // Without a page, the app's own path is for somebody else to complete.
        let [own, _, usual] = places;
        let is_path = own.starts_with('/') && !own.starts_with("//") && address::is_plain(own);
        if is_path { own } else { usual }.to_owned()
    }

    /// The whole address of a page, which leads back here when it is done.
    pub fn url_of_and_back(&self, page: Page) -> String {
        let url = self.url_of(page);
        match (self.here(), Address::parse(&url)) {
            (Some(here), Some(address)) => address.with_parameter("redirect_url", here.as_str()).as_str().to_owned(),
            _ => url,
        }
    }

    /// Where to go on to: what is forced, what the page's address names, what is fallen back to, what the instance is set to, or
    /// `/`; see [`RedirectUrls`]. A session with a task goes to the task first.
    pub fn url_after(&self, after: After) -> String {
        if after != After::SignOut
            && let Some(task) = self.task_url()
        {
            return task;
        }
        self.url_after_by(after, &self.urls().redirects())
    }

    /// Where to go on to by these wishes instead of the app's, and whatever the session's tasks: for a form that has its own.
    pub fn url_after_by(&self, after: After, wishes: &RedirectUrls) -> String {
        let snapshot = self.snapshot();
        let display = snapshot.environment.as_deref().map(|environment| &environment.display_config);
        let page = self.inner.platform.page_url().unwrap_or_default();
        let target = wishes.target(after, &page, display, &self.urls().allowed_origins);
        match Address::parse(&target) {
            Some(address) => self.carrying_dev_browser(address),
            None => target,
        }
    }

    /// A link to the other form, which takes along what this page was told to go on to; see [`RedirectUrls::carry`].
    pub fn carrying_wishes(&self, link: &str) -> String {
        let page = self.inner.platform.page_url().unwrap_or_default();
        let carried = self.urls().redirects().carry(&page, link, &self.urls().allowed_origins);
        carried.unwrap_or_else(|| link.to_owned())
    }

    /// Where the current task of the session is done: as the app says ([`Urls::tasks`]), or below the sign-in page.
    pub fn task_url(&self) -> Option<String> {
        let snapshot = self.snapshot();
        let task = snapshot.current_task()?;
        let named = self.urls().tasks.iter().find(|(key, _)| *key == task.key).and_then(|(_, url)| self.whole(url));
        if let Some(address) = named {
            return Some(self.carrying_dev_browser(address));
        }
        let mut url = self.url_of(Page::SignIn);
        // The step takes the place of an anchor.
        url.truncate(url.find('#').unwrap_or(url.len()));
        url.push_str("#/tasks/");
        percent::encode_into(&task.key, &mut url);
        Some(url)
    }

    /// A link as it should be clicked: whole, and in development, to another origin, with the development browser that keeps
    /// the person signed in there. Such a link is as good as a key; show it to the person only. Nothing for what is no web
    /// address.
    pub fn build_url_with_auth(&self, url: &str) -> Option<String> {
        self.whole(url).map(|address| self.carrying_dev_browser(address))
    }

    fn carrying_dev_browser(&self, address: Address) -> String {
        let elsewhere = self.here().is_some_and(|here| here.origin() != address.origin());
        let token = self.state().dev_browser.clone().filter(|_| elsewhere && self.inner.uses_dev_browser);
        match token {
            Some(token) => address.with_parameter(dev_browser::NAME, &token).as_str().to_owned(),
            None => address.as_str().to_owned(),
        }
    }

    /// How to get to an address: by the app's router when it is the page's own origin, else by loading it. When the client's
    /// cookie is nearly over, the way leads by the server, which renews it. Nothing for what is no web address, unless the app
    /// allows its scheme ([`AllowedOrigins`]).
    pub fn destination(&self, url: &str) -> Option<Destination> {
        let Some(address) = self.whole(url) else {
            let own = self.urls().allowed_origins.has_scheme_of(url);
            return own.then(|| Destination::Load(url.to_owned()));
        };
        let nearly_over = self.cookie_nearly_over();
        if !nearly_over && self.here().is_some_and(|here| here.origin() == address.origin()) {
            return Some(Destination::Route(address.path().to_owned()));
        }
        let target = self.carrying_dev_browser(address);
        Some(Destination::Load(if nearly_over { self.by_the_server(&target) } else { target }))
    }

    fn cookie_nearly_over(&self) -> bool {
        let ends = self.snapshot().client.as_deref().and_then(|client| client.cookie_expires_at);
        ends.is_some_and(|ends| ends.millis_since(self.now()) <= NEARLY_OVER_MS)
    }

    fn by_the_server(&self, target: &str) -> String {
        let mut url = [&self.inner.base, "/v1/client/touch?redirect_url="].concat();
        percent::encode_into(target, &mut url);
        let token = self.state().dev_browser.clone().filter(|_| self.inner.uses_dev_browser);
        if let Some(token) = token {
            url.push('&');
            url.push_str(&percent::join([(dev_browser::NAME, token.as_str())]));
        }
        url
    }

    /// Goes to an address: by the app's router, if it has handed in how ([`Builder::navigate`](crate::Builder::navigate)) and the
    /// page is its own, else by loading it.
    ///
    /// # Errors
    /// When it is no web address.
    pub fn navigate(&self, url: &str) -> Result<(), NavigationError> {
        self.go(&self.judged(url)?);
        Ok(())
    }

    fn judged(&self, url: &str) -> Result<Destination, NavigationError> {
        self.destination(url).ok_or_else(|| NavigationError::Address(url.to_owned()))
    }

    fn go(&self, destination: &Destination) {
        match (destination, &self.inner.router) {
            (Destination::Route(path), Some(router)) => router(self, path),
            (Destination::Route(url) | Destination::Load(url), _) => self.inner.platform.navigate(url),
        }
    }

    /// Goes to a page by itself rather than by a person's click: counted, so that two pages that send people to each other are
    /// stopped with a word instead of flickering for ever.
    ///
    /// # Errors
    /// As [`Frontdesk::navigate`], and when this tab was redirected again and again within seconds.
    pub fn redirect(&self, url: &str) -> Result<(), NavigationError> {
        // What is not gone to does not count.
        let destination = self.judged(url)?;
        let platform = &self.inner.platform;
        let memory = platform.tab_memory();
        let (count, shown) = lines(memory.as_deref());
        let count = counter::count(Some(count), url, platform.now()).map_err(NavigationError::Loop)?;
        platform.set_tab_memory(&[&count, "\n", shown].concat());
        self.go(&destination);
        Ok(())
    }

    /// Sends whoever is signed out to sign in, and back here afterwards.
    ///
    /// # Errors
    /// As [`Frontdesk::redirect`].
    pub fn redirect_to_sign_in(&self) -> Result<(), NavigationError> {
        self.redirect(&self.url_of_and_back(Page::SignIn))
    }

    /// Sends a visitor to sign up, and back here afterwards.
    ///
    /// # Errors
    /// As [`Frontdesk::redirect`].
    pub fn redirect_to_sign_up(&self) -> Result<(), NavigationError> {
        self.redirect(&self.url_of_and_back(Page::SignUp))
    }

    /// Sends the person to a page of the app.
    ///
    /// # Errors
    /// As [`Frontdesk::redirect`].
    pub fn redirect_to(&self, page: Page) -> Result<(), NavigationError> {
        self.redirect(&self.url_of(page))
    }

    /// Sends the person on when something is done.
    ///
    /// # Errors
    /// As [`Frontdesk::redirect`].
    pub fn redirect_after(&self, after: After) -> Result<(), NavigationError> {
        self.redirect(&self.url_after(after))
    }
}
