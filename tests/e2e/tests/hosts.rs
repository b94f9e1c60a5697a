//! The same story in every kind of app that shows the components.

use anyhow::{Result, bail, ensure};
use frontdesk_e2e::{Chromium, Desk, Mode, PASSWORD, Site, Tab, quiet, story};

const ADDRESS: &str = "ada@example.com";
/// The account's button, once the server has said whose account it is. What a server of an app renders does not know it yet.
const ACCOUNT: &str = "Account: ada@example.com";
/// What stands in the HTML of the form.
const FORM: &str = "fd-sign-in";

#[tokio::test]
#[ignore = "needs Chromium and built examples: cargo xtask test"]
async fn in_plain_html() -> Result<()> {
    story(Mode::OtherApp, async |desk, chromium| {
        let site = Site::of_files("plain-html", desk).await?;
        come_and_go(&site, desk, chromium).await?;
        ask_by_script(&site, chromium).await?;
        see_every_element(&site, chromium).await
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
    story(Mode::OtherApp, async |desk, chromium| {
        let site = Site::of_files("yew", desk).await?;
        come_and_go(&site, desk, chromium).await?;
        change_and_leave(&site, chromium).await
    })
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
    for said in ["You are signed in", "<code>user_", "class=\"fd-user-button", "aria-label=\"Account\""] {
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

    // Under a policy without `unsafe-inline`, and dressed all the same: the story's end asks whether anything was forbidden.
    let policy = "fetch('/').then((page) => page.headers.get('content-security-policy') ?? '')";
    let policy = tab.text_of_script(policy).await?;
    ensure!(policy.contains("style-src 'self';") && !policy.contains("unsafe-inline"), "the policy is: {policy}");
    let dressed = "parseFloat(getComputedStyle(document.querySelector('.fd-button')).borderRadius) > 0";
    tab.wait(dressed, "the sheet").await?;

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

/// A script of the page knows who is signed in, gets tokens, and signs out.
async fn ask_by_script(site: &Site, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&site.page("/sign-in")).await?;
    let form = "document.querySelector('frontdesk-sign-in')";
    tab.shows("input[autocomplete~=username]").await?;
    tab.wait("frontdesk.state && frontdesk.state.userId === null", "nobody to be known").await?;
    ensure!(tab.ask("frontdesk.getToken()").await?.is_null(), "nobody has a token");
    tab.ask(
        "window.changes = []; \
         document.addEventListener('frontdesk-change', ({ detail }) => changes.push(String(detail.userId).slice(0, 5))); \
         document.querySelector('frontdesk-sign-in').addEventListener('navigate', (event) => event.preventDefault()); \
         true",
    )
    .await?;
    sign_in(&tab).await?;
    tab.wait("changes.join() === 'user_'", "the page to be told").await?;

    let claims = "JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')))";
    let told = format!("{form}.getToken().then((token) => {claims}.sub === frontdesk.state.userId)");
    ensure!(tab.ask(&told).await? == true, "the token is somebody else's");
    let fresh = "Promise.all([frontdesk.getToken(), frontdesk.getToken(), frontdesk.getToken({ skipCache: true })]) \
                     .then(([one, other, fresh]) => one === other && one !== fresh)";
    ensure!(tab.ask(fresh).await? == true, "a token is kept, unless a fresh one is asked for");
    let refused = "frontdesk.getToken({ template: 'made-up' }).then(() => '', (fault) => fault.message)";
    ensure!(!tab.text_of_script(refused).await?.is_empty(), "a token of a template that is none");

    // The form's program cannot sign out: one that can is loaded for it, and knows the same.
    ensure!(tab.ask("frontdesk.signOut()").await?.is_null(), "signing out says something");
    tab.wait("changes.join() === 'user_,null' && frontdesk.state.userId === null", "the page to be told").await?;
    ensure!(tab.ask("frontdesk.getToken()").await?.is_null(), "whoever is out has a token");

    // Words of the page's own lie over those of its language, which may come later.
    tab.ask(&format!(
        "{form}.messages = {{ common: {{ continue_button: 'Los geht’s' }} }}; {form}.setAttribute('locale', 'de'); true"
    ))
    .await?;
    tab.sees("anmelden").await?;
    tab.offers("Los geht’s").await?;
    ensure!(!tab.has("Weiter").await?, "the language took the page's own words away");
    quiet(&[&tab])
}

/// Every element that is not on the first page.
async fn see_every_element(site: &Site, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&site.page("/account")).await?;
    tab.offers("Create account").await?;
    tab.press("Sign in").await?;
    sign_in(&tab).await?;
    tab.shows("frontdesk-user-avatar [role=img]").await?;
    tab.sees("Email addresses").await?;
    tab.offers("Leave").await?;

    // An element that comes late is told what is known, and words of its own lie over those of its language.
    tab.ask(
        "window.told = []; \
         const late = document.createElement('frontdesk-sign-out-button'); \
         late.addEventListener('ready', ({ detail }) => told.push(detail.userId.slice(0, 5))); \
         late.messages = { user_button: { sign_out: 'Over and out' } }; \
         document.querySelector('main').append(late); true",
    )
    .await?;
    tab.wait("told.join() === 'user_'", "the late one to be told").await?;
    tab.offers("Over and out").await?;

    tab.open(&site.page("/organizations")).await?;
    tab.sees("Personal").await?;
    tab.fill("Name", "Acme").await?;
    tab.press("Create organization").await?;
    tab.wait("frontdesk.state?.organizationId?.startsWith('org_')", "the new organization").await?;
    for element in ["profile", "list"] {
        let said = format!("document.querySelector('frontdesk-organization-{element}')?.innerText.includes('Acme')");
        tab.wait(&said, &format!("the organization in the {element}")).await?;
    }

    tab.open(&site.page("/account")).await?;
    tab.press("Leave").await?;
    tab.shows("input[autocomplete~=username]").await?;
    quiet(&[&tab])
}

/// Props go in, callbacks come out, and what Yew takes out of the page is gone.
async fn change_and_leave(site: &Site, chromium: &Chromium) -> Result<()> {
    let tab = chromium.open(&site.page("/")).await?;
    sign_in(&tab).await?;
    tab.press(ACCOUNT).await?;
    tab.press("Manage account").await?;
    tab.sees("Email addresses").await?;
    tab.key("Escape").await?;
    tab.wait("!document.querySelector('dialog[open]')", "the dialog to close").await?;

    tab.press("Your account").await?;
    tab.sees("Email addresses").await?;
    tab.ask("window.profile = document.querySelector('.fd-profile-box'); true").await?;

    tab.press("Your organizations").await?;
    tab.wait("!profile.isConnected && !document.querySelector('.fd-profile-box')", "the profile to go").await?;
    tab.shows(".fd-user-avatar[role=img]").await?;
    let list = "document.querySelector('.fd-organization-list').innerText";
    tab.wait(&format!("{list}.includes('Personal')"), "the personal workspace").await?;
    tab.ask("document.querySelector('input[type=checkbox]').click(); true").await?;
    tab.wait(&format!("!{list}.includes('Personal')"), "the list without it").await?;

    tab.press("Make one").await?;
    tab.wait("!document.querySelector('.fd-organization-list')", "the list to go").await?;
    tab.fill("Name", "Acme").await?;
    tab.press("Create organization").await?;
    tab.sees("An organization was made.").await?;
    tab.wait("!document.querySelector('[id^=fd-create-organization]')", "the form to go").await?;
    tab.wait("document.querySelector('.fd-profile-box')?.innerText.includes('Acme')", "the organization's page")
        .await?;
    tab.press("Start").await?;
    tab.press("Leave").await?;
    tab.shows("input[autocomplete~=username]").await?;
    quiet(&[&tab])
}

#[tokio::test]
#[ignore = "needs Chromium and built examples: cargo xtask test"]
async fn elements_follow_what_the_page_does_with_them() -> Result<()> {
    story(Mode::OtherApp, async |desk, chromium| {
        move_elements(&Site::of_files("plain-html", desk).await?, desk, chromium).await
    })
    .await
}

#[tokio::test]
#[ignore = "needs Chromium and built examples: cargo xtask test"]
async fn a_form_that_stays_gets_the_engine_that_renews() -> Result<()> {
    story(Mode::OtherApp, async |desk, chromium| {
        stay_signed_in(&Site::of_files("plain-html", desk).await?, desk, chromium).await
    })
    .await
}

/// A form's own engine only signs in. On a page that stays, the whole one takes over before the token is over.
async fn stay_signed_in(site: &Site, desk: &Desk, chromium: &Chromium) -> Result<()> {
    desk.make_user(ADDRESS, PASSWORD).await?;
    let tab = chromium.open(&site.page("/sign-in")).await?;
    tab.shows("input[autocomplete~=username]").await?;
    // The page stays, and what is planned for half a minute later happens when the test says so.
    tab.ask(
        "document.querySelector('frontdesk-sign-in').addEventListener('navigate', (event) => event.preventDefault()); \
         const real = window.setTimeout; window.later = []; \
         window.setTimeout = (run, wait, ...more) => wait === 30000 ? later.push(run) : real(run, wait, ...more); \
         true",
    )
    .await?;
    sign_in(&tab).await?;
    tab.wait("later.length === 1", "the plan for who stays").await?;
    let whole = "performance.getEntriesByType('resource').some((one) => one.name.endsWith('/all_bg.wasm'))";
    ensure!(tab.ask(whole).await? == false, "the larger program is downloaded by who goes on");

    tab.ask("later[0](); true").await?;
    tab.wait(whole, "the larger program").await?;
    tab.ask("document.querySelector('main').prepend(document.createElement('frontdesk-user-button')); true").await?;
    tab.offers(ACCOUNT).await?;
    quiet(&[&tab])
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
    let accent = "getComputedStyle(document.querySelector('frontdesk-sign-in .fd-button[data-variant=primary]')).backgroundColor";
    tab.wait(&format!("{accent} === 'rgb(0, 128, 128)'"), "a button in that colour").await?;

    // A theme is a sheet of its own, and a name.
    tab.ask(&format!("{form}.appearance = undefined; true")).await?;
    tab.wait(&format!("{accent} !== 'rgb(0, 128, 128)' && (window.plain = {accent})"), "our own accent").await?;
    tab.ask(
        "const theme = document.createElement('link'); \
         Object.assign(theme, { rel: 'stylesheet', href: '/frontdesk/themes/meadow.css' }); \
         document.head.append(theme); document.documentElement.dataset.theme = 'meadow'; true",
    )
    .await?;
    tab.wait(&format!("{accent} !== plain"), "the accent of the theme").await?;

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
    quiet(&[&tab])?;

    // A style that the policy forbids is noticed, so the silence of all these stories means something.
    tab.ask("document.head.append(Object.assign(document.createElement('style'), { textContent: 'body {}' })); true")
        .await?;
    tab.wait("__story.forbidden > 0", "the policy to forbid something").await?;
    // The console's words come beside the answers, not before them.
    for _ in 0..100 {
        if quiet(&[&tab]).is_err() {
            return Ok(());
        }
        tab.ask("new Promise(requestAnimationFrame).then(() => true)").await?;
    }
    bail!("nobody notices what the policy forbids")
}
