//! What scripts of the page ask: `getToken` and `signOut`. Few pages with a form alone do, so what answers stands in entries of the
//! table, and the script loads a program that has them.

use crate::attached::{page, served};
use crate::{Answer, Host};
use frontdesk_components::sdk::platform::BoxFuture;
use frontdesk_components::sdk::{Error, Frontdesk, TokenOptions};
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;

/// What an entry of the table answers, by a word and a yes or no that go with the question.
pub(crate) type Answers = fn(&Frontdesk, String, bool, Answer);

/// Lets the entry of this element answer.
#[wasm_bindgen]
pub fn ask(host: &Host, tag: &str, word: String, yes: bool, answer: Answer) {
    match page(host) {
        Ok(page) => {
            if let Some(answers) = served(tag).and_then(|element| element.answers) {
                answers(page.frontdesk(), word, yes, answer);
            }
        }
        Err(fault) => answer.give(None, Some(fault)),
    }
}

/// A token of the session that is shown, from a template or, without, its own; nothing when nobody is signed in.
pub(crate) fn token(frontdesk: &Frontdesk, template: String, skip_cache: bool, answer: Answer) {
    let template = Some(template).filter(|template| !template.is_empty());
    let token = frontdesk.token_with(TokenOptions { template, skip_cache, ..TokenOptions::default() });
    reply(answer, Box::pin(async move { Ok(token.await?.map(|jwt| jwt.expose().to_owned())) }));
}

/// Signs out the account that is shown, or all of this browser. A program that was loaded for this alone learns first who is there.
pub(crate) fn sign_out(frontdesk: &Frontdesk, _: String, all: bool, answer: Answer) {
    let frontdesk = frontdesk.clone();
    let done = async move {
        frontdesk.load().await?;
        match frontdesk.snapshot().session_id.clone().filter(|_| !all) {
            Some(session) => frontdesk.sign_out_session(&session).await?,
            None => frontdesk.sign_out().await?,
        }
        Ok(None)
    };
    reply(answer, Box::pin(done));
}

fn reply(answer: Answer, work: BoxFuture<Result<Option<String>, Error>>) {
    spawn_local(async move {
        match work.await {
            Ok(value) => answer.give(value, None),
            Err(error) => answer.give(None, Some(error.message())),
        }
    });
}
