//! The session through everything that goes wrong around it: no server, no network, a tab that sleeps, another tab.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use frontdesk_e2e::{Chromium, Desk, Mode, Tab, quiet, sign_up_at_once, story};

const AWAY: &str = "We can’t reach the server.";
const OFFLINE: &str = "You’re offline.";

/// A token lasts a minute and is renewed before: by then a tab has noticed whatever it can.
const A_TOKENS_LIFE: Duration = Duration::from_secs(75);

/// How much longer the server stays away than the story needs, in seconds; for a person who wants to see more than CI waits for.
const LONGER: &str = "FRONTDESK_E2E_OUTAGE_SECONDS";

/// When the token that the page shows was made.
const ISSUED: &str = "document.querySelector('[data-token-issued]')?.dataset.tokenIssued";

/// What the app's own back end says to the page, with the cookie alone.
const API: &str = "fetch('/api/me').then((reply) => reply.status)";

#[tokio::test]
#[ignore = "needs Chromium and built programs: cargo xtask test"]
async fn an_outage_signs_nobody_out() -> Result<()> {
    story(Mode::OtherSite, async |desk, chromium| live_through_an_outage(desk, chromium).await).await
}

async fn live_through_an_outage(desk: &mut Desk, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&desk.page("/sign-up")).await?;
    sign_up_at_once(&tab, "ada").await?;
    tab.press("Protected").await?;
    tab.sees("200 verified").await?;
    let issued = tab.wait(ISSUED, "the token's time").await?;
    let second = chromium.open(&desk.page("/")).await?;
    second.offers("Account:").await?;

    // The server goes. The tab notices when the token is due, says so, and shows who is signed in all the same.
    desk.kill_server().await?;
    sees_by(&tab, AWAY, A_TOKENS_LIFE).await?;
    ensure!(tab.ask(API).await? == 200, "the token is still good, and the app's own server takes it");
    tab.offers("Account:").await?;
    ensure!(!tab.session_cookie().await?.is_empty(), "the cookie is gone");
    second.offers("Account:").await?;
    sees_by(&second, AWAY, A_TOKENS_LIFE).await?;
    tab.picture("30-server-away").await?;
    second.picture("31-home-server-away").await?;

    // The token ends meanwhile. Nobody is signed out, and what cannot be done says so.
    tab.wait_for("document.querySelector('.demo-count strong')?.innerText === '0'", "the token to end", A_TOKENS_LIFE)
        .await?;
    tab.press("Account:").await?;
    tab.press("Sign out").await?;
    tab.offers("Account:").await?;
    tab.sees(AWAY).await?;

    // Somebody loads the page again meanwhile: it is not the signed-out page.
    second.reload().await?;
    sees_by(&second, AWAY, A_TOKENS_LIFE).await?;
    ensure!(!second.has("Sign in").await?, "a reload during an outage shows the signed-out page");
    second.picture("33-reloaded-server-away").await?;

    stay_away(desk, chromium).await?;
    tab.sees(AWAY).await?;
    tab.offers("Account:").await?;

    // It comes back: the notes go by themselves, in every tab, and a new token is there.
    desk.start_server().await?;
    goes_by(&tab, AWAY, A_TOKENS_LIFE).await?;
    goes_by(&second, AWAY, A_TOKENS_LIFE).await?;
    let renewed = format!("({ISSUED}) !== {issued} && ({ISSUED})");
    tab.wait(&renewed, "a new token").await?;
    ensure!(tab.ask(API).await? == 200, "the app's own server takes the new token");
    tab.offers("Account:").await?;
    second.offers("Account:").await?;
    quiet(&[&tab, &second])
}

/// Lets the asked time go by, on the clock of another page.
async fn stay_away(desk: &Desk, chromium: &Chromium) -> Result<()> {
    let Ok(longer) = std::env::var(LONGER) else { return Ok(()) };
    let seconds: u64 = longer.parse().with_context(|| format!("{LONGER} takes a number of seconds"))?;
    let clock = chromium.open(&desk.page("/healthz")).await?;
    let ends = clock.wait(&format!("Date.now() + {seconds}000"), "the clock").await?;
    let patience = Duration::from_secs(seconds + 15);
    clock.wait_for(&format!("Date.now() > {ends}"), "the outage to last", patience).await.map(drop)
}

#[tokio::test]
#[ignore = "needs Chromium and built programs: cargo xtask test"]
async fn flight_mode_and_sleep_leave_a_good_token() -> Result<()> {
    story(Mode::Proxy, async |desk, chromium| fly_and_sleep(desk, chromium).await).await
}

async fn fly_and_sleep(desk: &Desk, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&desk.page("/sign-up")).await?;
    sign_up_at_once(&tab, "amelia").await?;
    tab.press("Protected").await?;
    tab.sees("200 verified").await?;

    // Offline, somebody wants to leave: they stay, and read why. Back online the note goes at once.
    tab.set_offline(true).await?;
    tab.press("Account:").await?;
    tab.press("Sign out").await?;
    tab.sees(OFFLINE).await?;
    tab.offers("Account:").await?;
    tab.picture("32-offline").await?;
    tab.set_offline(false).await?;
    tab.no_longer_sees(OFFLINE).await?;
    tab.press("Call it again").await?;
    tab.sees("200 verified").await?;

    // The tab sleeps for longer than a token lasts, with nobody else to renew it. The first call afterwards has a good one.
    let clock = chromium.open(&desk.page("/healthz")).await?;
    let ends = tab.wait("window.__ends = Date.now() + 66000", "the clock").await?;
    tab.fall_asleep().await?;
    clock.wait_for(&format!("Date.now() > {ends}"), "a token's life", A_TOKENS_LIFE).await?;
    ensure!(clock.ask(API).await? == 401, "the cookie's token outlived its time");
    tab.wake_up().await?;
    tab.press("Call it again").await?;
    tab.wait(&format!("{API}.then((status) => status === 200)"), "a good token").await?;
    tab.sees("200 verified").await?;
    ensure!(!tab.has("Sign in").await?, "sleep signed the person out");
    quiet(&[&tab])
}

#[tokio::test]
#[ignore = "needs Chromium and built programs: cargo xtask test"]
async fn each_tab_works_in_a_place_of_its_own() -> Result<()> {
    story(Mode::OtherSite, async |desk, chromium| work_in_two_places(desk, chromium).await).await
}

async fn work_in_two_places(desk: &Desk, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&desk.page("/sign-up")).await?;
    sign_up_at_once(&tab, "mary").await?;
    tab.press("Personal workspace, switch organization").await?;
    tab.press("Create an organization").await?;
    tab.fill("Name", "Analytical Engines").await?;
    tab.press("Create organization").await?;
    tab.offers("Analytical Engines, switch organization").await?;
    tab.press("Organizations").await?;
    tab.shows("[data-tab-place='Analytical Engines']").await?;

    // A second tab goes elsewhere, and the first one stays, also after a reload.
    let second = chromium.open(&desk.page("/organizations")).await?;
    second.shows("[data-tab-place='Analytical Engines']").await?;
    second.press_at("#fd-organization-list-0").await?;
    second.shows("[data-tab-place='Personal workspace']").await?;
    tab.reload().await?;
    tab.shows("[data-tab-place='Analytical Engines']").await?;
    tab.picture("34-two-tabs").await?;

    // Each calls the app's own server for its own place.
    tab.press("Protected").await?;
    tab.sees("200 verified").await?;
    tab.shows("[data-claim='o.id']").await?;
    second.shows("[data-tab-place='Personal workspace']").await?;
    quiet(&[&tab, &second])
}

/// Waits until the page says this.
async fn sees_by(tab: &Tab, text: &str, patience: Duration) -> Result<()> {
    tab.wait_for(&says(text), &format!("the text “{text}”"), patience).await.map(drop)
}

/// Waits until the page no longer says this.
async fn goes_by(tab: &Tab, text: &str, patience: Duration) -> Result<()> {
    tab.wait_for(&format!("!({})", says(text)), &format!("the text “{text}” to go"), patience).await.map(drop)
}

fn says(text: &str) -> String {
    format!("__story.text().includes('{text}')")
}
