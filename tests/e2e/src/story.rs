//! What all stories begin and end with.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use tokio::time::timeout;

use crate::chromium::Chromium;
use crate::desk::{Desk, Mode};
use crate::given::Given;
use crate::tab::Tab;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

/// How long a whole story may take, pictures included, on a machine that is busy with something else.
const LONGEST_STORY: Duration = Duration::from_secs(600);

/// Runs a story against a desk and a browser of its own; when it fails, the server's log is shown too. It has an end in any
/// case: a run without a verdict tells nobody anything.
pub async fn story(mode: Mode, tell: impl AsyncFnOnce(&mut Desk, &Chromium) -> Result<()>) -> Result<()> {
    let given = Given::read()?;
    let mut desk = Desk::open(&given, mode).await?;
    let chromium = Chromium::launch(&given, &desk.browser_arguments()).await?;
    let told = timeout(LONGEST_STORY, tell(&mut desk, &chromium)).await;
    let told = told.unwrap_or_else(|_| Err(anyhow!("the story took longer than {} seconds", LONGEST_STORY.as_secs())));
    if let Err(error) = &told {
        // Said before anything else is tried: closing may fail as well.
        eprintln!("the story failed: {error:#}\nthe server wrote:\n{}", desk.server_log());
    }
    let closed = chromium.close().await;
    told.and(closed.context("after the story"))
}

/// Fills in the form of a new account.
pub async fn sign_up(tab: &Tab, address: &str) -> Result<()> {
    tab.fill("Email address", address).await?;
    tab.fill("Password", PASSWORD).await?;
    tab.press("Create account").await?;
    tab.sees("Confirm your email").await
}

/// Makes an account at a test address, which gets no mail in a development instance and takes this code.
pub async fn sign_up_at_once(tab: &Tab, name: &str) -> Result<()> {
    sign_up(tab, &format!("{name}+clerk_test@example.com")).await?;
    tab.fill("Six-digit code", "424242").await?;
    tab.offers("Account:").await
}

/// Nothing panicked, nothing was thrown, and no picture showed what keeps people out.
pub fn quiet(tabs: &[&Tab]) -> Result<()> {
    let complaints: Vec<String> = tabs.iter().flat_map(|tab| tab.complaints()).collect();
    ensure!(complaints.is_empty(), "something is wrong with a page:\n{}", complaints.join("\n"));
    Ok(())
}
