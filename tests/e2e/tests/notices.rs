//! What the demo says above its pages, and several accounts in one browser.

use anyhow::{Result, ensure};
use frontdesk_e2e::{Chromium, Desk, Mode, PASSWORD, quiet, sign_up_at_once, story};

/// A device whose clock is three hours fast.
const FAST_CLOCK: &str = "const Real = Date; const ahead = 3 * 3600 * 1000; \
    globalThis.Date = class extends Real { \
        constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); } \
        static now() { return Real.now() + ahead; } };";

/// The server's word on the session as this script changes it: what an instance says that has support staff who act for others,
/// or asks for something before a session counts. This server has neither yet.
fn as_if(change: &str) -> String {
    format!(
        "const real = window.fetch; window.fetch = async (...asked) => {{ \
            const reply = await real(...asked); \
            if (!/\\/v1\\/client(\\?|$)/.test(asked[0]?.url ?? asked[0])) return reply; \
            const body = await reply.json(); \
            for (const session of body.response?.sessions ?? []) {{ {change} }} \
            return new Response(JSON.stringify(body), {{ status: reply.status, headers: reply.headers }}); }};"
    )
}

#[tokio::test]
#[ignore = "needs Chromium and built programs: cargo xtask test"]
async fn what_is_unusual_about_a_session_is_said() -> Result<()> {
    story(Mode::OtherSite, async |desk, chromium| meet_the_notices(desk, chromium).await).await
}

async fn meet_the_notices(desk: &mut Desk, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&desk.page("/sign-up")).await?;
    sign_up_at_once(&tab, "ada").await?;

    let fast = chromium.open_with(FAST_CLOCK, &desk.page("/protected")).await?;
    fast.sees("Your device’s clock is 3 hours fast.").await?;
    fast.sees("200 verified").await?;
    fast.picture("35-clock-fast").await?;

    let actor = as_if("session.actor = { sub: 'user_support_1' };");
    let acting = chromium.open_with(&actor, &desk.page("/")).await?;
    acting.sees("This is the session of ada+clerk_test@example.com.").await?;
    acting.sees("Somebody else acts in it: user_support_1").await?;
    acting.picture("36-actor").await?;

    let task = as_if("session.status = 'pending'; session.tasks = [{ key: 'choose-organization' }];");
    let pending = chromium.open_with(&task, &desk.page("/")).await?;
    pending.sees("One thing first.").await?;
    pending.offers("Choose an organization").await?;
    ensure!(!pending.has("Account:").await?, "a session that waits for a task counts as signed in");
    pending.picture("37-task").await?;

    // Somebody new while the server is away: nothing is known, and the page says so and comes back by itself.
    desk.kill_server().await?;
    let late = chromium.open_for_another_person(&desk.page("/")).await?;
    late.sees("So we don’t know yet who you are").await?;
    late.picture("38-nothing-known").await?;
    desk.start_server().await?;
    late.press("Try now").await?;
    late.offers("Sign in").await?;
    late.no_longer_sees("We can’t reach the server").await?;
    quiet(&[&tab, &fast, &acting, &pending, &late])
}

#[tokio::test]
#[ignore = "needs Chromium and built programs: cargo xtask test"]
async fn two_accounts_share_a_browser() -> Result<()> {
    story(Mode::OtherSite, async |desk, chromium| switch_between_accounts(desk, chromium).await).await
}

async fn switch_between_accounts(desk: &Desk, chromium: &Chromium) -> Result<()> {
    let elsewhere = chromium.open_for_another_person(&desk.page("/sign-up")).await?;
    sign_up_at_once(&elsewhere, "grace").await?;
    let tab = chromium.open(&desk.page("/sign-up")).await?;
    sign_up_at_once(&tab, "ada").await?;
    tab.press("Account:").await?;
    tab.press("Add another account").await?;
    tab.fill("Email address", "grace+clerk_test@example.com").await?;
    tab.press("Continue").await?;
    tab.fill("Password", PASSWORD).await?;
    tab.press("Continue").await?;
    tab.offers("Account: grace+clerk_test@example.com").await?;

    // Each is one press away, and the token is that of whom one sees.
    tab.press("Protected").await?;
    tab.sees("200 verified").await?;
    let grace = tab.text("[data-claim=sub]").await?;
    tab.press("Account:").await?;
    tab.offers("ada+clerk_test@example.com").await?;
    tab.picture("39-two-accounts").await?;
    tab.press("ada+clerk_test@example.com").await?;
    tab.offers("Account: ada+clerk_test@example.com").await?;
    tab.press("Call it again").await?;
    let other = format!("document.querySelector('[data-claim=sub]')?.innerText !== {grace:?}");
    tab.wait(&other, "the token of the other account").await?;

    // Ada leaves; Grace is still there.
    tab.press("Account:").await?;
    tab.press("Sign out").await?;
    tab.offers("Account: grace+clerk_test@example.com").await?;
    ensure!(!tab.has("Account: ada").await?, "who signed out is still shown");
    tab.press("Account:").await?;
    tab.press("Sign out").await?;
    tab.offers("Sign in").await?;
    quiet(&[&tab, &elsewhere])
}
