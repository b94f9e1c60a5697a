//! The elements that are in the page now, and the engines behind them.

use crate::{Element, Host};
use frontdesk_components::mount::{Mounted, Page};
use frontdesk_components::sdk::{BuildError, Builder, Frontdesk, Snapshot, Status, Subscription, Urls};
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

thread_local! {
    static SERVED: Cell<&'static [&'static [Element]]> = const { Cell::new(&[]) };
    static BUILD: Cell<Build> = const { Cell::new(Builder::build_entrance) };
    static PAGES: RefCell<Vec<Open>> = const { RefCell::new(Vec::new()) };
    static ATTACHED: RefCell<Vec<Attached>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// An engine.
struct Open {
    /// The key and the address that it was made for.
    name: String,
    page: Page,
    /// The language that was asked for last.
    locale: String,
}

struct Attached {
    number: u32,
    host: Host,
    /// What it was told last.
    seen: Seen,
    _mounted: Mounted,
    _subscription: Subscription,
}

/// Makes an engine.
type Build = fn(Builder) -> Result<Frontdesk, BuildError>;

/// Begins a program that has these elements.
pub fn serve(elements: &'static [&'static [Element]]) {
    BUILD.set(Builder::build);
    SERVED.set(elements);
}

/// Begins a program of forms that people sign in with. The script lets a larger one take over for those who stay.
pub fn serve_entrance(elements: &'static [&'static [Element]]) {
    SERVED.set(elements);
}

/// Draws the component of an element that is in the page. Gives the number to take it away by; zero when nothing is drawn.
#[wasm_bindgen]
pub fn attach(host: &Host) -> u32 {
    let tag = host.local_name();
    let Some(element) = served(&tag) else { return 0 };
    let page = match page(host) {
        Ok(page) => page,
        // A key that cannot be read is the developer's to see, at once and in the page.
        Err(fault) => {
            host.set_text_content(Some(&["Frontdesk cannot start: ", &fault].concat()));
            host.tell("error", vec![fault]);
            return 0;
        }
    };
    let number = LAST.get() + 1;
    LAST.set(number);
    let subscription = page.frontdesk().subscribe(move |snapshot: &Arc<Snapshot>| notice(number, snapshot));
    let frontdesk = page.frontdesk().clone();
    let page = page.with_words(&host.words());
    let page = page.with_appearance(host.appearance()).on_navigate(move |url| {
        // Without a listener that prevents it, the component goes there itself.
        host_of(number).is_some_and(|host| !host.tell("navigate", vec![url.to_owned()]))
    });
    if !element.around {
        host.clear();
    }
    let (own, draw) = (host.clone(), element.draw);
    let mounted = page.mount_to(host.clone().into(), move || draw(&own));
    ATTACHED.with_borrow_mut(|attached| {
        let (host, seen) = (host.clone(), Seen::default());
        attached.push(Attached { number, host, seen, _mounted: mounted, _subscription: subscription });
    });
    // Who comes late is told what is known, once the script knows the number.
    let engine = frontdesk.clone();
    frontdesk.platform().spawn(Box::pin(async move { notice(number, &engine.snapshot()) }));
    number
}

/// Takes the component of an element away.
#[wasm_bindgen]
pub fn detach(number: u32) {
    let gone = ATTACHED.with_borrow_mut(|attached| {
        let place = attached.iter().position(|one| one.number == number)?;
        Some(attached.swap_remove(place))
    });
    // What is dropped may tell the page, which may attach something else.
    drop(gone);
}

/// Ends the program: another one takes its elements over.
#[wasm_bindgen]
pub fn leave() {
    drop(ATTACHED.take());
    drop(PAGES.take());
}

/// The entry of an element, if the program has it.
pub(crate) fn served(tag: &str) -> Option<&'static Element> {
    SERVED.get().iter().copied().flatten().find(|element| element.tag == tag)
}

fn host_of(number: u32) -> Option<Host> {
    ATTACHED.with_borrow(|attached| Some(attached.iter().find(|one| one.number == number)?.host.clone()))
}

/// The engine of the element's key, made by the first element that has it.
pub(crate) fn page(host: &Host) -> Result<Page, String> {
    let (key, proxy) = (host.text("publishable-key"), host.text("proxy-url"));
    let name = [&key, " ", &proxy].concat();
    let locale = host.text("locale");
    let (page, other) = PAGES.with_borrow_mut(|pages| {
        let place = match pages.iter().position(|open| open.name == name) {
            Some(place) => place,
            None => {
                pages.push(Open { name, page: open(host, &key, proxy)?, locale: String::new() });
                pages.len() - 1
            }
        };
        let open = &mut pages[place];
        let other = !locale.is_empty() && open.locale != locale;
        if other {
            open.locale.clone_from(&locale);
        }
        Ok::<_, String>((open.page.clone(), other))
    })?;
    // All elements of an engine speak the language that one of them was given last.
    Ok(if other { page.with_locale(&locale, &host.text("locales-url")) } else { page })
}

/// A new engine, whose addresses are those that its first element knows.
fn open(host: &Host, key: &str, proxy: String) -> Result<Page, String> {
    let url = |name: &str| host.given(name);
    let urls = Urls {
        sign_in: url("sign-in-url"),
        sign_up: url("sign-up-url"),
        after_sign_in: url("after-sign-in-url"),
        after_sign_up: url("after-sign-up-url"),
        after_sign_out: url("after-sign-out-url"),
        ..Urls::default()
    };
    let builder = Frontdesk::builder(key).proxy_url(proxy).urls(urls);
    let frontdesk = (BUILD.get())(builder).map_err(|fault| fault.to_string())?;
    Ok(Page::open(frontdesk))
}

/// Tells an element what it has not been told yet: once what is known first, and then each change.
fn notice(number: u32, snapshot: &Snapshot) {
    let now = Seen::of(snapshot);
    let told = ATTACHED.with_borrow_mut(|attached| {
        let one = attached.iter_mut().find(|one| one.number == number)?;
        let (event, facts) = (now.event_after(&one.seen), now.facts());
        one.seen = now;
        Some((one.host.clone(), event?, facts))
    });
    // Whoever is told may do anything to the page.
    if let Some((host, event, facts)) = told {
        host.tell(event, facts);
    }
}

/// What events are about.
#[derive(Default)]
struct Seen {
    loaded: bool,
    failed: Option<String>,
    user: String,
    session: String,
    organization: String,
}

impl Seen {
    fn of(snapshot: &Snapshot) -> Self {
        let signed_in = snapshot.is_signed_in();
        let id = |id: Option<String>| id.filter(|_| signed_in).unwrap_or_default();
        Self {
            loaded: snapshot.is_loaded(),
            failed: (snapshot.status == Status::Failed)
                .then(|| snapshot.problem.as_ref().map(|problem| problem.message()).unwrap_or_default()),
            user: id(snapshot.user().map(|user| user.id.to_string())),
            session: id(snapshot.session_id.as_ref().map(ToString::to_string)),
            organization: id(snapshot.organization_id().map(ToString::to_string)),
        }
    }

    fn event_after(&self, before: &Self) -> Option<&'static str> {
        if self.failed.is_some() {
            before.failed.is_none().then_some("error")
        } else if !self.loaded {
            None
        } else if !before.loaded {
            Some("ready")
        } else if self.session != before.session {
            Some(if self.session.is_empty() { "signed-out" } else { "signed-in" })
        } else {
            (self.organization != before.organization).then_some("switched")
        }
    }

    fn facts(&self) -> Vec<String> {
        match &self.failed {
            Some(fault) => vec![fault.clone()],
            None => vec![self.user.clone(), self.session.clone(), self.organization.clone()],
        }
    }
}
