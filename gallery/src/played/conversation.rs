//! What a server answered once, and to what.

use frontdesk_sdk::platform::test::unsigned_token;
use frontdesk_sdk::platform::{FetchError, Request, Response};
use frontdesk_sdk::wire::Timestamp;

/// What an answer changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Stays,
    SignsIn,
    SignsOut,
}

/// One request and its answer.
struct Exchange {
    /// Verb and path; a star stands for any one part.
    ask: &'static str,
    /// Fields that it has to have, with these values; any value where there is none.
    with: &'static [(&'static str, &'static str)],
    status: u16,
    answer: &'static str,
    then: Then,
}

/// The address that has an account.
pub const ADDRESS: &str = "ada@example.com";
/// Its password.
pub const PASSWORD: &str = "correct horse 1815";
/// Any code that is sent.
pub const CODE: &str = "424242";

macro_rules! recorded {
    ($name:literal) => {
        include_str!(concat!("../../recorded/sign-in/", $name, ".json"))
    };
}

const ATTEMPT: &str = "POST /v1/client/sign_ins/*/attempt_first_factor";
const PREPARE: &str = "POST /v1/client/sign_ins/*/prepare_first_factor";
const BY_PASSWORD: (&str, &str) = ("strategy", "password");
const BY_CODE: (&str, &str) = ("strategy", "email_code");
const BY_RESET: (&str, &str) = ("strategy", "reset_password_email_code");

const fn says(
    ask: &'static str,
    with: &'static [(&'static str, &'static str)],
    status: u16,
    answer: &'static str,
) -> Exchange {
    Exchange { ask, with, status, answer, then: Then::Stays }
}

const fn signs_in(ask: &'static str, with: &'static [(&'static str, &'static str)], answer: &'static str) -> Exchange {
    Exchange { ask, with, status: 200, answer, then: Then::SignsIn }
}

/// All of it; the first one that fits is the answer.
const EXCHANGES: &[Exchange] = &[
    says("GET /v1/environment", &[], 200, recorded!("environment")),
    says("POST /v1/client/sign_ins", &[("identifier", ADDRESS)], 200, recorded!("known")),
    says("POST /v1/client/sign_ins", &[], 422, recorded!("unknown")),
    signs_in(ATTEMPT, &[BY_PASSWORD, ("password", PASSWORD)], recorded!("signed-in")),
    says(ATTEMPT, &[BY_PASSWORD], 422, recorded!("wrong-password")),
    signs_in(ATTEMPT, &[BY_CODE, ("code", CODE)], recorded!("signed-in-by-code")),
    says(ATTEMPT, &[BY_CODE], 422, recorded!("wrong-code")),
    says(ATTEMPT, &[BY_RESET, ("code", CODE)], 200, recorded!("needs-new-password")),
    says(ATTEMPT, &[BY_RESET], 422, recorded!("wrong-reset-code")),
    says(PREPARE, &[BY_CODE], 200, recorded!("prepare-code")),
    says(PREPARE, &[BY_RESET], 200, recorded!("prepare-reset")),
    signs_in("POST /v1/client/sign_ins/*/reset_password", &[], recorded!("reset")),
    says("POST /v1/client/sessions/*/touch", &[], 200, recorded!("touch")),
    Exchange {
        ask: "DELETE /v1/client/sessions",
        with: &[],
        status: 200,
        answer: recorded!("signed-out"),
        then: Then::SignsOut,
    },
    Exchange {
        ask: "POST /v1/client/sessions/*/remove",
        with: &[],
        status: 200,
        answer: recorded!("removed"),
        then: Then::SignsOut,
    },
];

/// A server that says what one said once. It knows whether somebody is signed in, and nothing else.
#[derive(Default)]
pub(super) struct Conversation {
    signed_in: bool,
}

impl Conversation {
    pub(super) fn answer(&mut self, request: &Request, now: Timestamp) -> Result<Response, FetchError> {
        let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        let path = path.split_once("/v1/").map(|(_, rest)| ["/v1/", rest].concat()).unwrap_or_default();
        let verb = field(query, "_method").unwrap_or_else(|| request.method.to_owned());
        let form = request.body.as_ref().map(|body| String::from_utf8_lossy(&body.bytes)).unwrap_or_default();
        let asked = [&verb, " ", &path].concat();
        if asked == "GET /v1/client" {
            let client = if self.signed_in { recorded!("client-in") } else { recorded!("client-out") };
            return Ok(reply(200, client.to_owned()));
        }
        if path.starts_with("/v1/client/sessions/") && path.contains("/tokens") {
            // The one thing that cannot be kept: a token lives for a minute.
            let session = path.split('/').nth(4).unwrap_or_default();
            let seconds = now.0 / 1000;
            let token = unsigned_token(session, None, seconds, seconds + 60, None);
            return Ok(reply(200, ["{\"object\":\"token\",\"jwt\":\"", token.expose(), "\"}"].concat()));
        }
        let said = EXCHANGES.iter().find(|exchange| {
            fits(exchange.ask, &asked)
                && exchange.with.iter().all(|(name, value)| field(&form, name).is_some_and(|said| said == *value))
        });
        let Some(said) = said else {
            let error = r#"{"errors":[{"code":"resource_not_found","message":"not found","long_message":"This was not recorded."}]}"#;
            return Ok(reply(404, error.to_owned()));
        };
        match said.then {
            Then::Stays => {}
            Then::SignsIn => self.signed_in = true,
            Then::SignsOut => self.signed_in = false,
        }
        Ok(reply(said.status, said.answer.to_owned()))
    }
}

fn reply(status: u16, body: String) -> Response {
    Response { status, body, ..Response::default() }
}

fn fits(pattern: &str, asked: &str) -> bool {
    let (mut pattern, mut asked) = (pattern.split('/'), asked.split('/'));
    loop {
        match (pattern.next(), asked.next()) {
            (None, None) => return true,
            (Some(part), Some(said)) if part == "*" || part == said => {}
            _ => return false,
        }
    }
}

/// The value of a field of a form or a query.
fn field(form: &str, name: &str) -> Option<String> {
    form.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| plain(value)))
}

/// Without its encoding, as far as what is compared goes: it is all ASCII.
fn plain(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value.chars();
    while let Some(letter) = rest.next() {
        match letter {
            '+' => text.push(' '),
            '%' => {
                let code: String = rest.by_ref().take(2).collect();
                text.push(u8::from_str_radix(&code, 16).map_or('?', char::from));
            }
            letter => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_sdk::platform::Body;

    fn ask(conversation: &mut Conversation, verb: &str, path: &str, form: &str) -> (u16, String) {
        let request = Request {
            method: if verb == "GET" { "GET" } else { "POST" },
            url: format!("https://clerk.app.example{path}?_method={verb}"),
            body: (verb != "GET").then(|| Body::form(form.to_owned())),
            credentials: true,
        };
        let response = conversation.answer(&request, Timestamp(1_748_736_000_000)).unwrap();
        (response.status, response.body)
    }

    #[test]
    fn a_sign_in_is_told_as_it_was_recorded() {
        let mut said = Conversation::default();
        let attempt = "/v1/client/sign_ins/sia_1/attempt_first_factor";

        assert!(ask(&mut said, "GET", "/v1/client", "").1.contains("\"response\":null"));
        assert_eq!(ask(&mut said, "POST", "/v1/client/sign_ins", "identifier=grace%40example.com").0, 422);
        assert_eq!(ask(&mut said, "POST", "/v1/client/sign_ins", "identifier=ada%40example.com").0, 200);
        let wrong = ask(&mut said, "POST", attempt, "strategy=password&password=hunter2");
        assert_eq!(wrong.0, 422);
        assert!(wrong.1.contains("form_password_incorrect"));
        assert!(ask(&mut said, "GET", "/v1/client", "").1.contains("\"response\":null"), "not signed in yet");
        assert_eq!(ask(&mut said, "POST", attempt, "strategy=password&password=correct%20horse+1815").0, 200);
        assert!(ask(&mut said, "GET", "/v1/client", "").1.contains("\"sessions\":[{"));
        assert!(ask(&mut said, "POST", "/v1/client/sessions/sess_1/tokens", "").1.contains("\"jwt\":\"eyJ"));
        assert_eq!(ask(&mut said, "DELETE", "/v1/client/sessions", "").0, 200);
        assert!(ask(&mut said, "GET", "/v1/client", "").1.contains("\"response\":null"));
    }

    #[test]
    fn what_was_not_recorded_is_not_made_up() {
        assert_eq!(ask(&mut Conversation::default(), "GET", "/v1/me", "").0, 404);
    }

    #[test]
    fn every_answer_is_of_the_protocol() {
        for said in EXCHANGES {
            let json = frontdesk_sdk::wire::json::tree(said.answer);
            assert!(json.is_some(), "{}", said.ask);
        }
    }
}
