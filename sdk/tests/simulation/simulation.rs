//! One schedule: plays it, and looks after each act whether the promises hold.

use crate::chance::Chance;
use crate::desk::{Room, key};
use crate::schedule::{Act, Mood, next};
use frontdesk_sdk::platform::test::TestPlatform;
use frontdesk_sdk::platform::{Platform, Wake};
use frontdesk_sdk::{Frontdesk, Jwt, SetActive, Status, TokenOptions};
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

const ACTS: usize = 60;
const TABS: usize = 5;
/// Renewals are due fifty seconds apart; a throttled timer may be early for the next period by what it was late before.
const PERIOD: i64 = 40_000;

struct Page {
    platform: TestPlatform,
    frontdesk: Frontdesk,
    frozen: bool,
    /// Where the person has been working in this tab since it was first known: session and organization.
    place: Option<(String, String)>,
    /// How many choices are under way.
    choosing: Arc<AtomicUsize>,
    /// Whether one was made since somebody looked.
    chose: bool,
    /// Whether somebody has been shown as signed in here.
    drawn: bool,
}

pub(crate) struct Simulation {
    seed: u64,
    mood: Mood,
    without_locks: bool,
    chance: Chance,
    room: Room,
    pages: Vec<Page>,
    /// Whether the server, or the person, has ended the session.
    over: bool,
    /// Whether the session may or may not be over: the person asked, and the answer may have been lost.
    unsure: bool,
    /// What has happened, for whoever reads a failure.
    story: String,
    /// Tokens that were handed out and should not have been.
    wrong: Arc<Mutex<Vec<String>>>,
    /// When each plain token was minted, by session and organization.
    seen: usize,
    mints: Vec<(i64, String)>,
    /// When a tab was closed last: it may have taken an answer with it.
    closed_at: i64,
    /// When the device's clock was set last, or the device slept: a cookie from before may look older than it is, and so may one
    /// that was on its way.
    clock_jumped_at: i64,
    /// Tabs that showed the person before the server could have said anything.
    drawn_at_once: usize,
    began_at: i64,
}

impl Simulation {
    pub(crate) fn begin(seed: u64, mood: Mood) -> Self {
        let room = Room::open();
        // On wild days every third browser has no locks but the one in storage. Calm days promise more than that one can: tabs
        // that are all hidden wake at the same full minute, and none sees in time what the others do.
        let without_locks = mood == Mood::Wild && seed.is_multiple_of(3);
        if without_locks {
            room.world.without_locks();
        }
        room.world.throttle_hidden_tabs();
        room.world.set_latency(|_| 40);
        let mut simulation = Self {
            seed,
            mood,
            without_locks,
            chance: Chance::new(seed),
            pages: Vec::new(),
            over: false,
            unsure: false,
            story: String::new(),
            wrong: Arc::default(),
            seen: 0,
            mints: Vec::new(),
            closed_at: 0,
            clock_jumped_at: 0,
            drawn_at_once: 0,
            began_at: room.world.now().0,
            room,
        };
        simulation.open();
        simulation.room.world.advance(1_000);
        let frontdesk = simulation.pages[0].frontdesk.clone();
        simulation.task(0, async move {
            let attempt = frontdesk.sign_in().with_password("ada@example.com", "correct horse").await.unwrap();
            frontdesk.set_active(SetActive::session(attempt.created_session_id.unwrap())).await.unwrap();
        });
        simulation.room.world.advance(2_000);
        assert!(simulation.pages[0].frontdesk.snapshot().is_signed_in(), "the story begins signed in");
        simulation
    }

    /// Plays it, and says how many tabs showed the person before the server could have said anything.
    pub(crate) fn run(&mut self) -> usize {
        for _ in 0..ACTS {
            let act = next(&mut self.chance, self.mood);
            let now = self.room.world.now().0 - self.began_at;
            // Writing to a String does not fail.
            let _ = writeln!(self.story, "{:>10.3} s  {act:?}", now as f64 / 1_000.0);
            self.play(act);
            self.look();
        }
        self.quiet();
        self.drawn_at_once
    }

    fn play(&mut self, act: Act) {
        let world = self.room.world.clone();
        match act {
            Act::Wait(millis) => world.advance(millis),
            Act::Sleep(millis) => {
                world.sleep_device(millis);
                self.clock_jumped_at = world.now().0 + 10_000;
                self.wake_all(Wake::Visible);
            }
            Act::Open if self.pages.len() < TABS => self.open(),
            Act::Open => {}
            Act::Close(tab) if self.pages.len() > 1 => {
                let page = self.pages.swap_remove(tab % self.pages.len());
                world.close(&page.platform);
                self.closed_at = world.now().0;
            }
            Act::Close(_) => {}
            Act::Focus(tab) => {
                let at = tab % self.pages.len();
                self.thaw(at);
                world.focus(&self.pages[at].platform);
            }
            Act::HideAll => self.pages.iter().for_each(|page| world.hide(&page.platform)),
            Act::Freeze(tab) => {
                let at = tab % self.pages.len();
                world.hide(&self.pages[at].platform);
                self.pages[at].frozen = true;
                world.freeze(&self.pages[at].platform, true);
            }
            Act::Thaw(tab) => self.thaw(tab % self.pages.len()),
            Act::Ask(tab) => self.ask(tab, TokenOptions::default()),
            Act::AskFresh(tab) => self.ask(tab, TokenOptions { skip_cache: true, ..TokenOptions::default() }),
            Act::Switch(tab, organization) => {
                let at = tab % self.pages.len();
                let frontdesk = self.pages[at].frontdesk.clone();
                let next = match organization {
                    0 => SetActive::personal(),
                    1 => SetActive::organization("org_1"),
                    _ => SetActive::organization("org_2"),
                };
                self.pages[at].chose = true;
                let choosing = self.pages[at].choosing.clone();
                choosing.fetch_add(1, Ordering::Relaxed);
                // Refused or unreachable: the organization stays what it was.
                self.task(at, async move {
                    drop(frontdesk.set_active(next).await);
                    choosing.fetch_sub(1, Ordering::Relaxed);
                });
            }
            Act::Reload(tab) => self.reload(tab % self.pages.len()),
            Act::Offline => world.set_online(false),
            Act::Online => {
                world.set_online(true);
                self.wake_all(Wake::Online);
            }
            Act::ServerDown => self.room.desk().down = true,
            Act::ServerBroken(part, status) => self.room.desk().broken = Some((part, status)),
            Act::ServerUp => self.server_up(),
            Act::Latency(millis) => world.set_latency(move |_| millis),
            Act::Clock(millis) => {
                self.clock_jumped_at = world.now().0 + 10_000;
                world.set_device_ahead(millis);
            }
            Act::Revoke => {
                self.over = true;
                self.room.desk().client.sessions.clear();
            }
            Act::SignOut(tab) => {
                let at = tab % self.pages.len();
                let frontdesk = self.pages[at].frontdesk.clone();
                self.unsure = true;
                self.task(at, async move { drop(frontdesk.sign_out().await) });
            }
        }
    }

    fn open(&mut self) {
        let (platform, frontdesk) = self.room.engine();
        self.room.world.focus(&platform);
        self.pages.push(Page {
            platform,
            frontdesk: frontdesk.clone(),
            frozen: false,
            place: None,
            choosing: Arc::default(),
            chose: false,
            drawn: false,
        });
        let (sent, good) = (self.room.world.requests().len(), self.cookie_is_good());
        let drawn = frontdesk.clone();
        self.task(self.pages.len() - 1, async move { drop(frontdesk.load().await) });
        // Promise 2, in the first frame: no answer has come yet.
        if good && self.room.world.requests().len() == sent {
            assert!(
                drawn.snapshot().is_signed_in(),
                "a new tab shows nobody, and the cookie is good\n{}",
                self.report()
            );
            self.drawn_at_once += 1;
        }
    }

    /// Whether the cookie's token is not over, and the device's clock tells as much. The engine counts from when it asked for
    /// the token, which may be some seconds before it was issued.
    fn cookie_is_good(&self) -> bool {
        let Some(cookie) = self.room.cookie("__session") else { return false };
        let claims = Jwt::from(cookie).claims().unwrap();
        claims.issued_at * 1_000 > self.clock_jumped_at && claims.expires_at * 1_000 > self.room.world.now().0 + 10_000
    }

    fn reload(&mut self, at: usize) {
        self.thaw(at);
        let page = &mut self.pages[at];
        page.platform = self.room.world.reload(&page.platform);
        page.frontdesk = Frontdesk::builder(key().as_str()).platform(page.platform.clone()).build().unwrap();
        // Whether the choice that was under way came through is what the tab remembers.
        if page.choosing.swap(0, Ordering::Relaxed) > 0 {
            page.place = None;
        }
        page.choosing = Arc::default();
        page.drawn = false;
        // It may have taken an answer with it, as a tab that is closed.
        self.closed_at = self.room.world.now().0;
        let frontdesk = page.frontdesk.clone();
        self.task(at, async move { drop(frontdesk.load().await) });
    }

    fn thaw(&mut self, at: usize) {
        if std::mem::take(&mut self.pages[at].frozen) {
            self.room.world.freeze(&self.pages[at].platform, false);
            self.room.world.wake(&self.pages[at].platform, Wake::Visible);
        }
    }

    fn wake_all(&self, wake: Wake) {
        for page in self.pages.iter().filter(|page| !page.frozen) {
            self.room.world.wake(&page.platform, wake);
        }
    }

    fn server_up(&self) {
        let mut desk = self.room.desk();
        desk.down = false;
        desk.broken = None;
    }

    /// Runs something in a tab: it dies with the tab.
    fn task(&self, at: usize, task: impl Future<Output = ()> + Send + 'static) {
        self.pages[at].platform.spawn(Box::pin(task));
        self.room.world.run_until_stalled();
    }

    /// Promises 1 and 5: what an app is handed is good at that moment, and for the organization that it was asked in.
    fn ask(&self, tab: usize, options: TokenOptions) {
        let at = tab % self.pages.len();
        let (frontdesk, world, wrong) = (self.pages[at].frontdesk.clone(), self.room.world.clone(), self.wrong.clone());
        self.task(at, async move {
            let before = frontdesk.snapshot();
            let Ok(Some(token)) = frontdesk.token_with(options).await else { return };
            let claims = token.claims().unwrap();
            if matches!(before.status, Status::Ready | Status::Degraded)
                && (Some(&claims.session_id), claims.organization.as_ref().map(|it| &it.id))
                    != (before.session_id.as_ref(), before.organization_id())
            {
                wrong.lock().unwrap().push(format!("a token for {:?} was handed out", claims.organization));
            }
            if claims.expires_at * 1_000 <= world.now().0 {
                let late = world.now().0 - claims.expires_at * 1_000;
                wrong.lock().unwrap().push(format!("a token that had expired {late} ms before was handed out"));
            }
        });
    }

    fn look(&mut self) {
        let wrong = self.wrong.lock().unwrap().clone();
        assert!(wrong.is_empty(), "{}\n{}", wrong[0], self.report());

        // Promise 2.
        let ended = self.over || self.unsure;
        for at in 0..self.pages.len() {
            let snapshot = self.pages[at].frontdesk.snapshot();
            let signed_out = snapshot.is_loaded() && !snapshot.is_signed_in();
            assert!(!signed_out || ended, "tab {at} is signed out, and nobody said so\n{}", self.report());
            // Nor does the page go blank, once somebody is drawn.
            let gone = self.pages[at].drawn && !snapshot.is_signed_in();
            assert!(!gone || ended, "tab {at} shows nobody any more, and nobody said so\n{}", self.report());
            self.pages[at].drawn |= snapshot.is_signed_in();
        }

        self.look_at_places();
        self.look_at_mints();
        // Promise 3, the storm: twenty requests for each act and ten for each minute and tab are far more than needed.
        let requests = self.room.world.requests();
        let minutes = usize::try_from((self.room.world.now().0 - self.began_at) / 60_000).unwrap();
        let bound = 100 + 20 * self.story.lines().count() + 10 * TABS * minutes;
        assert!(requests.len() <= bound, "{} requests\n{}", requests.len(), self.report());
    }

    /// Promise 5: a tab is where it was, unless something was chosen in it; the token in the cookie is of the context beside it.
    fn look_at_places(&mut self) {
        for at in 0..self.pages.len() {
            let page = &self.pages[at];
            let snapshot = page.frontdesk.snapshot();
            if !matches!(snapshot.status, Status::Ready | Status::Degraded) || snapshot.is_provisional() {
                continue;
            }
            let place = snapshot.session().map(|session| {
                let organization = snapshot.organization_id().map(ToString::to_string).unwrap_or_default();
                (session.id.as_str().to_owned(), organization)
            });
            let free = page.chose || page.place.is_none() || place.is_none();
            assert!(free || page.place == place, "tab {at} went to {place:?} by itself\n{}", self.report());
            let page = &mut self.pages[at];
            page.chose = page.choosing.load(Ordering::Relaxed) > 0;
            page.place = place;
        }
        if let (Some(jwt), Some(context)) = (self.room.cookie("__session"), self.room.cookie("clerk_active_context")) {
            let claims = frontdesk_sdk::Jwt::from(jwt).claims().unwrap();
            let organization = claims.organization.map(|it| it.id.to_string()).unwrap_or_default();
            assert_eq!(context, format!("{}:{organization}", claims.session_id), "the cookie\n{}", self.report());
        }
    }

    /// Promise 3: between two tokens for the same session and organization lies a period, unless a tab was closed in between,
    /// perhaps with the answer in its hands. Where there are only locks in storage, tabs that were hidden for long look at them at
    /// full minutes, all at once, and two may go ahead.
    fn look_at_mints(&mut self) {
        if self.mood == Mood::Wild {
            return;
        }
        let mints = self.room.desk().minted.clone();
        for (at, key) in mints.into_iter().skip(self.seen) {
            self.seen += 1;
            let before = self.mints.iter().rev().find(|(_, known)| *known == key);
            if let Some((last, _)) = before {
                let closed = (*last - 5_000..=at).contains(&self.closed_at);
                let blind = self.seed.is_multiple_of(3) && at % 60_000 < 1_000;
                assert!(
                    at - last >= PERIOD || closed || blind,
                    "{key} was renewed after {} ms\n{}",
                    at - last,
                    self.report()
                );
            }
            self.mints.push((at, key));
        }
    }

    /// Promise 4: everything works again, every tab is looked at, a second passes.
    fn quiet(&mut self) {
        let _ = writeln!(self.story, "quiet");
        self.server_up();
        self.room.world.set_latency(|_| 40);
        self.room.world.set_online(true);
        // What was under way ends, by itself or by its time-out.
        self.room.world.advance(10_000);
        for at in 0..self.pages.len() {
            self.thaw(at);
        }
        self.wake_all(Wake::Online);
        for page in &self.pages {
            self.room.world.focus(&page.platform);
        }
        let front = self.chance.below(self.pages.len());
        self.room.world.focus(&self.pages[front].platform);
        self.room.world.advance(1_000);

        // From here on nothing takes time, and nothing is under way.
        self.room.world.set_latency(|_| 0);
        self.room.world.advance(100);
        let sessions: Vec<_> =
            self.room.desk().client.sessions.iter().map(|session| session.id.as_str().to_owned()).collect();
        for (at, page) in self.pages.iter().enumerate() {
            let snapshot = page.frontdesk.snapshot();
            assert_eq!(snapshot.status, Status::Ready, "tab {at}: {:?}\n{}", snapshot.problem, self.report());
            let known: Vec<_> = snapshot.sessions().map(|session| session.id.as_str().to_owned()).collect();
            assert_eq!(known, sessions, "tab {at} and the server\n{}", self.report());
            // Without locks a token that is not at hand takes a moment.
            self.ask(at, TokenOptions::default());
            self.room.world.advance(if self.without_locks { 1_000 } else { 0 });
            let token = self.room.world.run(page.frontdesk.token()).unwrap_or_else(|error| {
                panic!("tab {at} has no token: {error}\n{}", self.report());
            });
            assert_eq!(token.is_some(), !sessions.is_empty(), "tab {at}\n{}", self.report());
            if let Some(token) = token {
                let claims = token.claims().unwrap();
                assert!(claims.expires_at > self.room.world.now().seconds(), "tab {at}\n{}", self.report());
            }
        }
        self.look_at_places();
        let cookie = self.room.cookie("__session");
        assert_eq!(cookie.is_some(), !sessions.is_empty(), "the cookie\n{}", self.report());
        self.look_at_front(front);
    }

    /// Promise 6: the cookie is that of the tab that had the keyboard last, whatever goes on in the others, and after all are hidden.
    fn look_at_front(&mut self, front: usize) {
        self.look_at_cookie_of(front);
        self.play(Act::HideAll);
        for tab in 0..self.pages.len() {
            if tab != front {
                let organization = self.chance.below(3);
                self.play(Act::Switch(tab, organization));
            }
        }
        self.room.world.advance(1_000);
        self.look_at_cookie_of(front);
        self.play(Act::Switch(front, self.chance.clone().below(3)));
        self.room.world.advance(70_000);
        self.look_at_places();
        self.look_at_cookie_of(front);
    }

    fn look_at_cookie_of(&self, front: usize) {
        let snapshot = self.pages[front].frontdesk.snapshot();
        let context = snapshot.session().map(|session| {
            let organization = snapshot.organization_id().map(ToString::to_string).unwrap_or_default();
            format!("{}:{organization}", session.id)
        });
        assert_eq!(
            self.room.cookie("clerk_active_context"),
            context,
            "the cookie is not that of tab {front}\n{}",
            self.report()
        );
    }

    fn report(&self) -> String {
        format!(
            "{:#?}\nseed {} ({:?}); FRONTDESK_SIMULATION_SEED={} FRONTDESK_SIMULATION_RUNS=1 plays it again\n{}",
            self.room.world.requests().iter().rev().take(14).collect::<Vec<_>>(),
            self.seed,
            self.mood,
            self.seed,
            self.story
        )
    }
}
