//! What may happen to a browser, and how often.

use crate::chance::Chance;

/// What kind of day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// People work; nothing fails.
    Calm,
    /// Everything fails that can.
    Wild,
}

/// One thing that happens. Tabs are named by a number that is taken modulo those that are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Time passes, in milliseconds.
    Wait(i64),
    /// The device sleeps.
    Sleep(i64),
    Open,
    Close(usize),
    Focus(usize),
    HideAll,
    Freeze(usize),
    Thaw(usize),
    /// The app in a tab wants a token, in this order if several want one.
    Ask(usize),
    /// The app in a tab wants one that is not from memory.
    AskFresh(usize),
    /// The person works in another organization in this tab: none, the first or the second.
    Switch(usize, usize),
    /// The tab's page is loaded again: the engine begins anew, the tab remembers.
    Reload(usize),
    Offline,
    Online,
    ServerDown,
    /// Requests whose path contains this fail with this status.
    ServerBroken(&'static str, u16),
    /// All is well on the server again.
    ServerUp,
    /// Each request takes so long.
    Latency(u64),
    /// The device's clock is set wrong by so much.
    Clock(i64),
    /// The session is ended on the server.
    Revoke,
    SignOut(usize),
}

/// Draws the next thing.
pub(crate) fn next(chance: &mut Chance, mood: Mood) -> Act {
    let tab = chance.below(8);
    let work = [
        (20, Act::Wait(chance.millis(1, 3_000))),
        (20, Act::Wait(chance.millis(3_000, 70_000))),
        (4, Act::Wait(chance.millis(60_000, 1_200_000))),
        (6, Act::Open),
        (4, Act::Close(tab)),
        (10, Act::Focus(tab)),
        (4, Act::HideAll),
        (16, Act::Ask(tab)),
        (3, Act::Switch(tab, chance.below(3))),
        (2, Act::Reload(tab)),
    ];
    if mood == Mood::Calm {
        return chance.choose(&work);
    }
    let trouble = [
        (70, chance.choose(&work)),
        (3, Act::Sleep(chance.millis(1_000, 40_000_000))),
        (3, Act::Freeze(tab)),
        (3, Act::Thaw(tab)),
        (3, Act::AskFresh(tab)),
        (4, Act::Offline),
        (5, Act::Online),
        (3, Act::ServerDown),
        (2, Act::ServerBroken("/tokens", 500)),
        (1, Act::ServerBroken("/tokens", 429)),
        (1, Act::ServerBroken("/v1/client", 503)),
        (1, Act::ServerBroken("/v1", 500)),
        (6, Act::ServerUp),
        (4, Act::Latency(u64::try_from(chance.millis(0, 9_000)).unwrap())),
        (3, Act::Latency(40)),
        (1, Act::Clock(chance.millis(-7_200_000, 7_200_000))),
        (1, Act::Revoke),
        (1, Act::SignOut(tab)),
    ];
    chance.choose(&trouble)
}
