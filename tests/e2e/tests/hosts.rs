//! The same story in every kind of app that shows the components.

use anyhow::{Result, ensure};
use frontdesk_e2e::{Chromium, Desk, Mode, PASSWORD, Site, Tab, quiet, story};

const ADDRESS: &str = "ada@example.com";
/// The account's button, once the server has said whose account it is. What a server of an app renders has no name yet.
const ACCOUNT: &str = "Account: ada@example.com";
/// What stands in the HTML of the form.
const FORM: &str = "fd-sign-in";

#[tokio::test]
#[ignore = "needs Chromium and built examples: cargo xtask test"]
async fn in_plain_html() -> Result<()> {
    story(Mode::OtherApp, async |desk, chromium| {
        come_and_go(&Site::of_files("plain-html", desk).await?, desk, chromium).await
    })
    .await
}

#[tokio::test]
#[ignore = "needs Chromium and built examples: cargo xtask test"]
async fn in_a_leptos_app() -> Result<()> {
    story(Mode::OtherApp, async |desk, chromium| {
        come_and_go(&Site::of_files("leptos-csr", desk).await?, desk, chromium).await
    })
    .await
}

#[tokio::test]
#[ignore = "needs Chromium and built examples: cargo xtask test"]
async fn in_a_yew_app() -> Result<()> {
    story(Mode::OtherApp, async |desk, chromium| come_and_go(&Site::of_files("yew", desk).await?, desk, chromium).await)
        .await
}

#[tokio::test]
#[ignore = "needs Chromium and built examples: cargo xtask test"]
async fn in_a_leptos_app_that_a_server_renders() -> Result<()> {
    story(Mode::OtherApp, async |desk, chromium| {
        let site = Site::of_server("leptos-ssr", desk).await?;
        come_and_go(&site, desk, chromium).await?;
        be_signed_in_before_any_script(&site, chromium).await
    })
    .await
}

#[tokio::test]
#[ignore = "needs Chromium and built examples: cargo xtask test"]
async fn in_islands() -> Result<()> {
    story(Mode::OtherApp, async |desk, chromium| {
        let site = Site::of_server("leptos-islands", desk).await?;
        come_and_go(&site, desk, chromium).await?;
        be_signed_in_before_any_script(&site, chromium).await
    })
    .await
}

/// The first HTML says who is signed in, and what the browser draws is what was there.
async fn be_signed_in_before_any_script(site: &Site, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&site.page("/")).await?;
    let html = "fetch('/', { headers: { accept: 'text/html' } }).then((page) => page.text()) \
                    .then((html) => html.slice(html.indexOf('<body')))";
    let stranger = tab.text_of_script(html).await?;
    ensure!(stranger.contains(FORM), "a stranger sees no form: {stranger}");
    ensure!(!stranger.contains("You are signed in"), "a stranger is greeted: {stranger}");
    sign_in(&tab).await?;
    tab.offers(ACCOUNT).await?;

    let known = tab.text_of_script(html).await?;
    for said in ["You are signed in", "<code>user_", "class=\"fd-user-button"] {
        ensure!(known.contains(said), "the first HTML lacks {said}: {known}");
    }
    ensure!(!known.contains(FORM), "the form is in the HTML of somebody who is signed in: {known}");
    // The browser takes the page over without a word.
    tab.reload().await?;
    tab.offers(ACCOUNT).await?;
    tab.sees("You are signed in as user_").await?;
    quiet(&[&tab])?;
    ensure!(tab.warnings().is_empty(), "the console warns: {:?}", tab.warnings());
    Ok(())
}

/// Somebody with an account signs in, sees who they are, comes back, and signs out.
async fn come_and_go(site: &Site, desk: &Desk, chromium: &Chromium) -> Result<()> {
    desk.make_user(ADDRESS, PASSWORD).await?;
    let tab = chromium.open(&site.page("/")).await?;

    sign_in(&tab).await?;
    tab.offers(ACCOUNT).await?;
    tab.sees("You are signed in as user_").await?;
    tab.reload().await?;
    tab.offers(ACCOUNT).await?;

    tab.press(ACCOUNT).await?;
    tab.press("Sign out").await?;
    tab.shows("input[autocomplete~=username]").await?;
    ensure!(!tab.has(ACCOUNT).await?, "the account is still shown");
    quiet(&[&tab])?;
    ensure!(tab.warnings().is_empty(), "the console warns: {:?}", tab.warnings());
    Ok(())
}

async fn sign_in(tab: &Tab) -> Result<()> {
    tab.fill("Email address", ADDRESS).await?;
    tab.press("Continue").await?;
    tab.sees("Enter your password").await?;
    tab.fill("Password", PASSWORD).await?;
    tab.press("Continue").await
}

#[tokio::test]
#[ignore = "needs Chromium and built examples: cargo xtask test"]
async fn elements_follow_what_the_page_does_with_them() -> Result<()> {
    story(Mode::OtherApp, async |desk, chromium| {
        move_elements(&Site::of_files("plain-html", desk).await?, desk, chromium).await
    })
    .await
}

async fn move_elements(site: &Site, desk: &Desk, chromium: &Chromium) -> Result<()> {
    desk.make_user(ADDRESS, PASSWORD).await?;
    let tab = chromium.open(&site.page("/sign-in")).await?;
    let form = "document.querySelector('frontdesk-sign-in')";
    tab.shows("input[autocomplete~=username]").await?;
    let loaded = "performance.getEntriesByType('resource').map((one) => one.name.split('/').pop()).join(' ')";
    let before = tab.text_of_script(loaded).await?;
    ensure!(
        before.contains("sign-in_bg.wasm") && !before.contains("all"),
        "a form is all that its page loads: {before}"
    );

    // Moved, it keeps what was typed; taken out, it is gone; put in again, it begins anew.
    tab.fill("Email address", "somebody@example.com").await?;
    tab.ask(&format!("document.body.append({form}); true")).await?;
    let typed = "__story.value('Email address')";
    ensure!(tab.ask(typed).await? == "somebody@example.com", "a moved form forgets what was typed");
    tab.ask(&format!("window.kept = {form}; kept.remove(); true")).await?;
    tab.wait("kept.childElementCount === 0", "the component to go").await?;
    tab.ask("document.querySelector('main').append(kept); true").await?;
    tab.wait(&format!("{typed} === ''"), "a new form").await?;

    // Looks by attribute and by property, also later.
    let root = "document.querySelector('frontdesk-sign-in .fd-root')";
    tab.ask(&format!("{form}.setAttribute('primary', 'rebeccapurple'); true")).await?;
    tab.wait(&format!("{root}?.style.getPropertyValue('--fd-color-primary') === 'rebeccapurple'"), "the colour")
        .await?;
    tab.ask(&format!(
        "{form}.removeAttribute('primary'); {form}.appearance = {{ primary: 'teal', scheme: 'dark' }}; true"
    ))
    .await?;
    tab.wait(&format!("{root}?.style.getPropertyValue('--fd-color-primary') === 'teal'"), "the other colour").await?;
    tab.wait(&format!("{root}?.dataset.scheme === 'dark'"), "the scheme").await?;

    // Another element needs a larger program, which takes the form over; one engine serves both.
    tab.ask("document.querySelector('main').prepend(document.createElement('frontdesk-user-button')); true").await?;
    let larger = format!("({loaded}).includes('all_bg.wasm')");
    tab.wait(&larger, "the program with both elements").await?;
    tab.ask(
        "window.told = []; \
         const [button, form] = ['user-button', 'sign-in'].map((name) => document.querySelector(`frontdesk-${name}`)); \
         button.addEventListener('signed-in', ({ detail }) => told.push(detail.userId.slice(0, 5))); \
         form.addEventListener('navigate', (event) => { event.preventDefault(); told.push(new URL(event.detail.url, location).pathname); }); \
         true",
    )
    .await?;
    sign_in(&tab).await?;
    tab.offers("Account:").await?;
    tab.wait("told.join(' ') === 'user_ /'", "both events").await?;
    ensure!(tab.path().await? == "/sign-in", "the page went on although the app prevented it");
    quiet(&[&tab])
}
