//! One production instance on two hosts of a site: who is signed in is known on both, and each has a token of its own.

use anyhow::{Result, ensure};
use frontdesk_e2e::{Chromium, Desk, Mode, PASSWORD, Tab, quiet, story};

const ROOT: &str = "https://frontdesk.test";
const BELOW: &str = "https://app.frontdesk.test";

// conformance: F13
#[tokio::test]
#[ignore = "needs Chromium and built programs: cargo xtask test"]
async fn the_root_and_a_host_below_it_sign_in_and_out_together() -> Result<()> {
    story(Mode::Production, async |desk, chromium| share_an_account(desk, chromium).await).await
}

async fn share_an_account(desk: &Desk, chromium: &Chromium) -> Result<()> {
    desk.make_user("ada@example.com", PASSWORD).await?;
    let root = chromium.open(&at(ROOT, "/sign-in")).await?;
    root.fill("Email address", "ada@example.com").await?;
    root.press("Continue").await?;
    root.fill("Password", PASSWORD).await?;
    root.press("Continue").await?;
    root.offers("Account:").await?;

    // The other host knows her without asking her anything, by the client that both share.
    let below = chromium.open(&at(BELOW, "/protected")).await?;
    below.offers("Account:").await?;
    below.sees("200 verified").await?;
    ensure!(below.text("[data-claim=azp]").await?.contains(BELOW), "the token is made for the host that asked");
    root.press("Protected").await?;
    root.sees("200 verified").await?;
    let (one, other) = (root.session_cookie().await?, below.session_cookie().await?);
    ensure!(!one.is_empty() && !other.is_empty() && one != other, "each host has a session cookie of its own");
    let uat = client_uat(&root).await?;
    ensure!(uat > 0, "the time of the client is not known on the root");
    ensure!(uat == client_uat(&below).await?, "the hosts do not share the time of the client");

    // Out on one is out on the other: it is a matter of the client.
    below.press("Account:").await?;
    below.press("Sign out").await?;
    below.offers("Sign in").await?;
    ensure!(client_uat(&root).await? == 0, "the root still believes in the client");
    root.reload().await?;
    root.offers("Sign in").await?;
    root.sees("401 not let in").await?;
    ensure!(root.session_cookie().await?.is_empty(), "the root's session cookie outlives the session");
    quiet(&[&root, &below])
}

fn at(origin: &str, path: &str) -> String {
    [origin, path].concat()
}

/// What the page's cookies say about when the client last changed.
async fn client_uat(tab: &Tab) -> Result<i64> {
    let script = "Number(document.cookie.split('; ').find((c) => c.startsWith('__client_uat='))?.slice(13) ?? -1)";
    Ok(tab.ask(script).await?.as_i64().unwrap_or(-1))
}
