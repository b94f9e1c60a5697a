//! The demo's story, as a person lives it.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use frontdesk_e2e::{Chromium, Desk, Mode, PASSWORD, Tab, quiet, sign_up, sign_up_at_once, story};

/// The addresses of all that a page has loaded.
const RESOURCES: &str = "performance.getEntriesByType('resource').map((resource) => resource.name)";

// conformance: H12, H14, K08
#[tokio::test]
#[ignore = "needs Chromium and built programs: cargo xtask test"]
async fn a_person_signs_up_works_and_leaves() -> Result<()> {
    story(Mode::OtherSite, async |desk, chromium| sign_up_work_and_leave(desk, chromium).await).await
}

async fn sign_up_work_and_leave(desk: &Desk, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&desk.page("/")).await?;

    // An account, with the refusals on the way.
    tab.press("Create an account").await?;
    tab.shows("input[autocomplete~=new-password]").await?;
    tab.picture("02-sign-up").await?;
    tab.fill("Email address", "ada@").await?;
    tab.fill("Password", "short").await?;
    tab.press("Create account").await?;
    tab.shows("[aria-invalid=true]").await?;
    tab.picture("03-sign-up-refused").await?;
    tab.fill("Email address", "ada@example.com").await?;
    tab.fill("Password", PASSWORD).await?;
    tab.press("Create account").await?;
    tab.sees("Confirm your email").await?;
    tab.picture("04-sign-up-code").await?;

    let inbox = chromium.open(&desk.inbox()).await?;
    let code = code_in(&inbox).await?;
    inbox.picture("05-inbox").await?;
    let wrong = if code == "111111" { "222222" } else { "111111" };
    tab.fill("Six-digit code", wrong).await?;
    tab.sees("That code isn’t right").await?;
    tab.picture("06-sign-up-code-wrong").await?;
    tab.fill("Six-digit code", &code).await?;
    tab.offers("Account:").await?;
    tab.picture("07-home-signed-in").await?;

    // The menus.
    tab.press("Account:").await?;
    tab.offers("Sign out").await?;
    tab.picture("08-user-menu").await?;
    tab.key("Escape").await?;

    // Who is signed in may add an account, and finds the way back.
    tab.press("Account:").await?;
    tab.press("Add another account").await?;
    tab.shows("input[autocomplete~=username]").await?;
    tab.press("Back to the demo").await?;
    tab.offers("Account:").await?;
    tab.press("Personal workspace, switch organization").await?;
    tab.offers("Create an organization").await?;
    tab.picture("09-switcher").await?;

    // An organization: into it, out of it, and back.
    tab.press("Create an organization").await?;
    tab.shows("dialog[open]").await?;
    tab.picture("10-create-organization").await?;
    tab.fill("Name", "Analytical Engines").await?;
    tab.press("Create organization").await?;
    tab.offers("Analytical Engines, switch organization").await?;
    tab.press("Analytical Engines, switch organization").await?;
    tab.offers("Personal workspace").await?;
    tab.picture("11-switcher-with-organization").await?;
    tab.press("Personal workspace").await?;
    tab.offers("Personal workspace, switch organization").await?;
    tab.press("Organizations").await?;
    tab.sees("Your organizations").await?;
    tab.sees("Analytical Engines").await?;
    tab.picture("12-organizations").await?;
    tab.press_at("#fd-organization-list-1").await?;
    tab.offers("Analytical Engines, switch organization").await?;

    // The protected API says what it verified.
    tab.press("Protected").await?;
    tab.sees("200 verified").await?;
    tab.shows("[data-claim='o.id']").await?;
    ensure!(tab.text("[data-claim=sub]").await?.contains("user_"), "the subject is a user");
    ensure!(tab.text("[data-claim=azp]").await?.contains("http://localhost:"), "made for this origin");
    ensure!(tab.text("[data-claim='o.rol']").await?.contains("admin"), "who creates it is its admin");
    tab.picture("13-protected").await?;

    // The token is renewed before it ends, and the cookie follows.
    let issued = "document.querySelector('[data-token-issued]')?.dataset.tokenIssued";
    let first = tab.wait(issued, "the token's time").await?;
    let cookie = tab.session_cookie().await?;
    let renewed = format!("({issued}) !== {first} && ({issued})");
    let alive = format!("(document.querySelector('.demo-count strong')?.innerText === '0' ? 'ended' : {renewed})");
    let seen = tab.wait_for(&alive, "a new token", Duration::from_secs(75)).await?;
    ensure!(seen != "ended", "the token ended before a new one came");
    ensure!(tab.session_cookie().await? != cookie, "the cookie is still the old one");
    tab.press("Call it again").await?;
    tab.sees("200 verified").await?;

    // Reload, a second tab, and out of both.
    tab.reload().await?;
    tab.sees("200 verified").await?;
    let second = chromium.open(&desk.page("/")).await?;
    second.offers("Account:").await?;
    second.press("Account:").await?;
    second.press("Sign out").await?;
    second.offers("Sign in").await?;
    tab.offers("Sign in").await?;
    tab.sees("401 not let in").await?;
    ensure!(!tab.has("Account:").await?, "the first tab still shows the account");
    ensure!(tab.session_cookie().await?.is_empty(), "the session cookie outlives the session");
    tab.picture("14-protected-signed-out").await?;
    second.picture("01-home").await?;
    quiet(&[&tab, &second, &inbox])
}

#[tokio::test]
#[ignore = "needs Chromium and built programs: cargo xtask test"]
async fn every_no_says_what_to_do() -> Result<()> {
    story(Mode::OtherSite, async |desk, chromium| meet_refusals(desk, chromium).await).await
}

async fn meet_refusals(desk: &mut Desk, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&desk.page("/sign-up")).await?;
    sign_up(&tab, "grace@example.com").await?;
    let inbox = chromium.open(&desk.inbox()).await?;
    let first_code = code_in(&inbox).await?;
    tab.fill("Six-digit code", &first_code).await?;
    tab.offers("Account:").await?;
    tab.press("Account:").await?;
    tab.press("Sign out").await?;

    // An address that nobody has, and one that somebody has.
    tab.press("Sign in").await?;
    tab.fill("Email address", "nobody@example.com").await?;
    let ahead = format!("{RESOURCES}.some((name) => name.endsWith('/index_bg.wasm'))");
    tab.wait(&ahead, "the next page, fetched while the person types").await?;
    tab.picture("20-sign-in").await?;
    tab.press("Continue").await?;
    tab.sees("We don’t know this account").await?;
    tab.picture("21-sign-in-unknown").await?;
    tab.fill("Email address", "grace@example.com").await?;
    tab.press("Continue").await?;
    tab.sees("Enter your password").await?;
    tab.picture("22-password").await?;
    tab.fill("Password", "not this one").await?;
    tab.press("Continue").await?;
    tab.sees("That isn’t the right password").await?;
    tab.picture("23-password-wrong").await?;

    // The server goes away and comes back; what was typed stays.
    desk.kill_server().await?;
    tab.fill("Password", PASSWORD).await?;
    tab.press("Continue").await?;
    tab.sees("We can’t reach the server").await?;
    tab.picture("24-server-unreachable").await?;
    let late = chromium.open_for_another_person(&desk.page("/sign-in")).await?;
    late.sees("We can’t reach the sign-in service").await?;
    late.picture("25-load-failed").await?;
    let others = format!("{RESOURCES}.filter((name) => /(index|sign-up)/.test(name)).length");
    ensure!(late.ask(&others).await? == 0, "the sign-in page downloads other pages before anybody types");
    desk.start_server().await?;
    tab.press("Continue").await?;
    tab.offers("Account:").await?;
    // It tries again by itself; whoever is faster may press the button.
    late.shows("input[autocomplete~=username]").await?;

    // A forgotten password.
    tab.press("Account:").await?;
    tab.press("Sign out").await?;
    tab.press("Sign in").await?;
    tab.fill("Email address", "grace@example.com").await?;
    tab.press("Continue").await?;
    tab.press("Forgot password?").await?;
    tab.sees("Reset your password").await?;
    tab.picture("26-forgot").await?;
    tab.press("Email me a code").await?;
    tab.sees("Enter the reset code").await?;
    let code = newer_code_in(&inbox, &first_code).await?;
    let wrong = if code == "111111" { "222222" } else { "111111" };
    tab.fill("Six-digit code", wrong).await?;
    tab.sees("That code isn’t right").await?;
    tab.fill("Six-digit code", &code).await?;
    tab.sees("Choose a new password").await?;
    tab.picture("27-new-password").await?;
    tab.fill("New password", "a better horse battery").await?;
    tab.press("Save and sign in").await?;
    tab.offers("Account:").await?;

    // The address is taken.
    let other = chromium.open_for_another_person(&desk.page("/sign-up")).await?;
    other.fill("Email address", "grace@example.com").await?;
    other.fill("Password", PASSWORD).await?;
    other.press("Create account").await?;
    other.sees("There already is an account").await?;
    other.picture("28-address-taken").await?;
    quiet(&[&tab, &late, &other])
}

#[tokio::test]
#[ignore = "needs Chromium and built programs: cargo xtask test"]
async fn behind_a_proxy_the_cookie_alone_is_enough() -> Result<()> {
    story(Mode::Proxy, async |desk, chromium| use_a_proxy(desk, chromium).await).await
}

async fn use_a_proxy(desk: &Desk, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&desk.page("/sign-up")).await?;
    sign_up_at_once(&tab, "mary").await?;

    tab.press("Protected").await?;
    tab.sees("200 verified").await?;
    let cookies = tab.text_of_script("document.cookie").await?;
    ensure!(!cookies.contains("__clerk_db_jwt"), "a proxy needs no development browser: {cookies}");
    ensure!(!cookies.contains("__client="), "the client's cookie is not for scripts: {cookies}");
    tab.reload().await?;
    tab.sees("200 verified").await?;
    quiet(&[&tab])
}

/// The newest code in the inbox, which is opened as a page and loaded again until the mail is there.
async fn code_in(inbox: &Tab) -> Result<String> {
    newer_code_in(inbox, "").await
}

async fn newer_code_in(inbox: &Tab, older: &str) -> Result<String> {
    let script = format!(
        "(async () => {{ \
            const page = await (await fetch(location.href, {{ headers: {{ accept: 'text/html' }} }})).text(); \
            const text = new DOMParser().parseFromString(page, 'text/html').body.textContent; \
            const code = text.match(/(?<![\\d-])\\d{{6}}(?![\\d-])/)?.[0]; \
            return code !== '{older}' && code; \
        }})()"
    );
    let code = inbox.wait(&script, "a code in the inbox").await?;
    inbox.reload().await?;
    code.as_str().map(str::to_owned).context("a code is text")
}
