//! The three commands.

use std::path::Path;

use anyhow::{Context, Result, bail};
use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::flow::{self, Event, Field, SignInFlow, SignInScreen};
use frontdesk_sdk::platform::native::{FileStorage, Native};

use crate::Terminal;

/// The engine, as the last run has left it: whoever signed in then is signed in.
///
/// # Errors
/// When the key is none, the state cannot be read, or the server does not answer.
pub async fn open(publishable_key: &str, server: Option<&str>, state: &Path) -> Result<Frontdesk> {
    let storage = FileStorage::open(state).with_context(|| format!("reading {}", state.display()))?;
    let mut builder = Frontdesk::builder(publishable_key).platform(Native::new(storage)?);
    if let Some(server) = server {
        builder = builder.proxy_url(server);
    }
    let frontdesk = builder.build()?;
    frontdesk.load().await?;
    // A page goes on with what it remembers. A command that is run once has nothing to show without the server.
    let problem = frontdesk.snapshot().problem.clone();
    problem.map_or(Ok(frontdesk), |problem| Err(problem.into()))
}

/// Signs in: asks for the address, and for whatever the server wants as proof.
///
/// # Errors
/// When nobody answers the questions.
pub async fn sign_in(frontdesk: &Frontdesk, terminal: &mut impl Terminal) -> Result<()> {
    if frontdesk.snapshot().session().is_none() {
        let mut form = SignInFlow::new(frontdesk.snapshot().environment.clone().unwrap_or_default());
        while form.screen() != SignInScreen::Done {
            step(frontdesk, &mut form, terminal).await?;
        }
    }
    terminal.say(&["You are signed in as ", &name(frontdesk), "."].concat());
    Ok(())
}

/// One screen: asks its question, makes the requests that follow, and says what was wrong.
async fn step(frontdesk: &Frontdesk, form: &mut SignInFlow, terminal: &mut impl Terminal) -> Result<()> {
    let (field, question) = match form.screen() {
        SignInScreen::Start => (Field::Identifier, "E-mail address: "),
        SignInScreen::Password => (Field::Password, "Password (or nothing, for a code): "),
        SignInScreen::Code(_) => (Field::Code, "Code from the e-mail: "),
        _ => bail!("this command line knows passwords and codes, and the server wants something else"),
    };
    let Some(answer) = terminal.ask(question, field == Field::Password).await? else { bail!("nobody answers") };
    if answer.is_empty() && field == Field::Password && !form.methods().is_empty() {
        act(frontdesk, form, Event::ShowMethods).await;
        act(frontdesk, form, Event::Use(0)).await;
    } else {
        act(frontdesk, form, Event::Typed(field, answer)).await;
        act(frontdesk, form, Event::Submit).await;
    }
    if let Some(error) = form.error(field) {
        terminal.say(&error.message);
    }
    if let Some(error) = form.banner() {
        terminal.say(&error.message());
    }
    Ok(())
}

/// Tells the form what the person did, and makes the requests that are due.
async fn act(frontdesk: &Frontdesk, form: &mut SignInFlow, event: Event) {
    let mut ask = form.on(event, frontdesk.now());
    while let Some(request) = ask {
        let answer = flow::run(frontdesk, request).await;
        ask = form.on(Event::Answered(answer), frontdesk.now());
    }
}

/// Says who is signed in, and what the app's own server knows about them: it gets a token that lives for a minute.
///
/// # Errors
/// When there is no token, or the app's server does not answer.
pub async fn me(frontdesk: &Frontdesk, api: &str, terminal: &mut impl Terminal) -> Result<()> {
    let Some(token) = frontdesk.token().await? else {
        terminal.say("Nobody is signed in.");
        return Ok(());
    };
    terminal.say(&["You are signed in as ", &name(frontdesk), "."].concat());
    let address = [api, "/api/me"].concat();
    let answer = reqwest::Client::new().get(&address).bearer_auth(token.expose()).send().await?;
    let status = answer.status();
    let body = answer.text().await?;
    if !status.is_success() {
        bail!("{address} answers {status}: {body}");
    }
    terminal.say(&body);
    Ok(())
}

/// Signs out.
///
/// # Errors
/// When the server does not answer: nobody is signed out then.
pub async fn sign_out(frontdesk: &Frontdesk, terminal: &mut impl Terminal) -> Result<()> {
    frontdesk.sign_out().await?;
    terminal.say("You are signed out.");
    Ok(())
}

/// What a person is called: their name, else their address.
fn name(frontdesk: &Frontdesk) -> String {
    let snapshot = frontdesk.snapshot();
    let user = snapshot.user();
    let address = || user.and_then(|user| user.email_addresses.first()).map(|address| address.email_address.clone());
    user.and_then(|user| user.first_name.clone()).or_else(address).unwrap_or_else(|| "somebody".to_owned())
}
