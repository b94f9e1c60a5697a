//! One request, from a line of the endpoint table to its decoded answer. Everything that the engine sends passes here.

use crate::client_tree::{take, text};
use crate::clock::http_date;
use crate::decimal;
use crate::dev_browser;
use crate::error::{ApiFailure, Error};
use crate::frontdesk::Frontdesk;
use crate::platform::{Body, BoxFuture, FetchError, Request, Response};
use crate::retry;
use crate::state::{Pick, Status};
use crate::wait::within;
use frontdesk_wire::codec::{self, EncodedRequest};
use frontdesk_wire::endpoint::{Endpoint, Method};
use frontdesk_wire::json::{self, FromJson, Json};
use frontdesk_wire::{API_VERSION, ErrorCode, Reply, SessionId, Timestamp, percent};
use std::future::Future;
use std::sync::Arc;

/// The generation of clients whose behaviour this engine follows; servers of the protocol expect the parameter.
const CLIENT_VERSION: &str = "6.40.0";

/// A request on its way.
struct Sending {
    request: EncodedRequest,
    /// What goes instead of the request's fields.
    file: Option<Body>,
    /// It says nothing about who is signed in: a 401 is for the caller alone.
    quiet: bool,
    /// How often it is tried while nobody is reached.
    tries: u32,
    failures: u32,
    sent: Timestamp,
    /// The same on the clock that nobody sets.
    sent_uptime: Option<i64>,
    dev_browser: Option<String>,
    /// Whether the development browser was replaced for it.
    replaced: bool,
    session: Option<SessionId>,
}

/// The text of a successful answer.
pub(crate) struct Answer {
    pub(crate) text: String,
    /// When it was asked for, on the device's clock. When the server wrote it is anybody's guess: the tab may have slept.
    pub(crate) sent: Timestamp,
}

/// What to do with the answer to one try.
enum Verdict {
    /// This is it.
    Done(Result<Answer, Error>),
    /// It is an error, and says that the session is over.
    SignedOut(Error),
    /// Ask again at once.
    Again,
    /// Ask again after this many milliseconds.
    Later(u64),
}

impl Frontdesk {
    /// Sends any line of the endpoint table. A client that comes with the answer becomes part of the next snapshot.
    ///
    /// # Errors
    /// What the server refused, or why there is no answer.
    pub fn send<E>(&self, request: &E) -> impl Future<Output = Result<E::Reply, Error>> + use<E>
    where
        E: Endpoint,
        E::Reply: FromJson,
    {
        let answer = self.call(codec::encode(request), Pick::Keep);
        async { read(&answer.await?) }
    }

    /// Sends, and takes the resource out of its envelope. Requests are encoded here, so that what waits for the answer is
    /// compiled once per resource and not once per request.
    pub(crate) fn resource<E, T>(&self, request: &E) -> impl Future<Output = Result<T, Error>> + use<E, T>
    where
        E: Endpoint<Reply = Reply<T>>,
        T: FromJson,
    {
        response(self.call(codec::encode(request), Pick::Keep))
    }

    /// Sends, takes in the client that comes with the answer (and shows the session that is picked), and gives the rest.
    pub(crate) fn call(&self, mut request: EncodedRequest, pick: Pick) -> BoxFuture<Result<Json, Error>> {
        let this = self.clone();
        self.say_language(&mut request);
        let answer = self.exchange(request, false);
        Box::pin(async move { this.take_answer(&answer.await?, &pick) })
    }

    /// An attempt begins with the person's language: what is sent by mail is written in it.
    fn say_language(&self, request: &mut EncodedRequest) {
        let begins = matches!(request.path.as_str(), "/v1/client/sign_ins" | "/v1/client/sign_ups");
        if !begins || request.form.iter().any(|(name, _)| *name == "locale") {
            return;
        }
        let chosen = self.state().language.clone();
        if let Some(language) =
            chosen.or_else(|| self.inner.platform.language()).filter(|language| !language.is_empty())
        {
            request.form.push(("locale", language));
        }
    }

    pub(crate) fn take_answer(&self, answer: &Answer, pick: &Pick) -> Result<Json, Error> {
        // An answer without a body says that there is nothing to say.
        let text = if answer.text.is_empty() { "{}" } else { &answer.text };
        let mut tree = json::tree(text).ok_or_else(Error::decode)?;
        self.take_news(take(&mut tree, "client"), answer.sent, pick);
        Ok(tree)
    }

    /// A client that comes with an answer is newer than what was asked for before.
    fn take_news(&self, mut client: Json, sent: Timestamp, pick: &Pick) {
        if client.is_object() {
            self.take_tokens(&mut client, sent);
            self.take_change(client, pick);
        }
    }

    /// Sends bytes and gives the successful answer. A `quiet` request says nothing about who is signed in: its 401 is
    /// for the caller alone. A read that reaches nobody is tried a few times.
    pub(crate) fn exchange(&self, request: EncodedRequest, quiet: bool) -> BoxFuture<Result<Answer, Error>> {
        let tries = if request.method == Method::Get { retry::READ_TRIES } else { 1 };
        self.exchange_with(request, quiet, tries)
    }

    /// The same, with a number of tries.
    pub(crate) fn exchange_with(
        &self,
        request: EncodedRequest,
        quiet: bool,
        tries: u32,
    ) -> BoxFuture<Result<Answer, Error>> {
        self.exchange_body(request, None, quiet, tries)
    }

    /// The same, with a body of the caller's.
    pub(crate) fn exchange_body(
        &self,
        request: EncodedRequest,
        file: Option<Body>,
        quiet: bool,
        tries: u32,
    ) -> BoxFuture<Result<Answer, Error>> {
        let this = self.clone();
        let mut sending = Sending {
            request,
            file,
            quiet,
            tries,
            failures: 0,
            sent: Timestamp(0),
            sent_uptime: None,
            dev_browser: None,
            replaced: false,
            session: None,
        };
        Box::pin(async move {
            loop {
                if !makes_dev_browser(&sending.request.path) {
                    this.ensure_dev_browser().await?;
                }
                let answer = this.start(&mut sending).await;
                match this.judge(&mut sending, answer) {
                    Verdict::Done(answer) => return answer,
                    Verdict::SignedOut(error) => {
                        if let Some(keeping) = this.inner.keeping {
                            (keeping.reload_after_refusal)(&this, sending.session).await;
                        }
                        return Err(error);
                    }
                    Verdict::Again => {}
                    Verdict::Later(wait) => this.pause(wait).await,
                }
            }
        })
    }

    /// The same, for so many milliseconds at most: what hangs fails.
    pub(crate) fn exchange_in_time(
        &self,
        request: EncodedRequest,
        quiet: bool,
        tries: u32,
        limit: u64,
    ) -> BoxFuture<Result<Answer, Error>> {
        let this = self.clone();
        Box::pin(async move {
            loop {
                let wakes = this.state().wakes;
                let answer = this.exchange_with(request.clone(), quiet, tries);
                match within(answer, this.inner.platform.sleep(limit)).await {
                    Some(answer) => return answer,
                    // The tab or the device slept meanwhile: the server had no chance to answer.
                    None if this.state().wakes != wakes => {}
                    None => return Err(Error::timeout()),
                }
            }
        })
    }

    fn start(&self, sending: &mut Sending) -> BoxFuture<Result<Response, FetchError>> {
        {
            let state = self.state();
            sending.session.clone_from(&state.snapshot.session_id);
            if !makes_dev_browser(&sending.request.path) {
                sending.dev_browser.clone_from(&state.dev_browser);
            }
        }
        sending.sent = self.inner.platform.now();
        sending.sent_uptime = self.inner.platform.uptime();
        self.inner.platform.fetch(sending.address(&self.inner.base))
    }

    fn judge(&self, sending: &mut Sending, answer: Result<Response, FetchError>) -> Verdict {
        let error = match answer {
            Ok(response) => {
                self.read_headers(sending, &response);
                if response.status < 400 {
                    // A start that is not complete goes on by itself.
                    let starts = self.state().load_failures > 0;
                    if self.snapshot().status == Status::Degraded && !starts {
                        self.set_status(Status::Ready, None);
                    }
                    return Verdict::Done(Ok(Answer { text: response.body, sent: self.when_asked(sending) }));
                }
                self.failure(&response, self.when_asked(sending))
            }
            Err(error) => {
                sending.failures += 1;
                if sending.failures < sending.tries {
                    // Reads begin again sooner than what somebody else might have done meanwhile.
                    let attempt = sending.failures + u32::from(sending.request.method != Method::Get);
                    return Verdict::Later(retry::before_read(attempt, self.inner.platform.random()));
                }
                Error::Network(error)
            }
        };
        if let Some(unknown) = &sending.dev_browser
            && error.is(&ErrorCode::DEV_BROWSER_UNAUTHENTICATED)
        {
            self.forget_dev_browser(unknown);
            if !sending.replaced {
                sending.replaced = true;
                return Verdict::Again;
            }
        } else if !sending.quiet && sending.session.is_some() && is_unauthenticated(&error) {
            return Verdict::SignedOut(error);
        }
        if is_outage(&error) && self.snapshot().status == Status::Ready {
            self.set_status(Status::Degraded, Some(error.clone()));
        }
        Verdict::Done(Err(error))
    }

    /// When it was sent, on the device's clock as it stands now: it may have been set back since.
    fn when_asked(&self, sending: &Sending) -> Timestamp {
        let platform = &self.inner.platform;
        match (platform.uptime(), sending.sent_uptime) {
            (Some(now), Some(then)) => Timestamp(sending.sent.0.min(platform.now().0 - (now - then))),
            _ => sending.sent,
        }
    }

    fn read_headers(&self, sending: &Sending, response: &Response) {
        if let Some(server) = response.header("date").and_then(http_date) {
            self.observe_time(server, sending.sent);
        }
        if self.inner.uses_dev_browser
            && let Some(token) = response.header("clerk-db-jwt")
            && !token.is_empty()
        {
            self.keep_dev_browser(token);
        }
    }

    fn failure(&self, response: &Response, sent: Timestamp) -> Error {
        let mut body = json::tree(&response.body).unwrap_or_default();
        self.take_news(take(&mut take(&mut body, "meta"), "client"), sent, &Pick::Keep);
        let mut trace_id = Some(text(&body, "clerk_trace_id"));
        if trace_id == Some("") {
            trace_id = response.header("x-clerk-trace-id");
        }
        Error::Api(Arc::new(ApiFailure {
            status: response.status,
            trace_id: trace_id.map(str::to_owned),
            retry_after: response.header("retry-after").and_then(|text| text.trim_ascii().parse().ok()),
            errors: Vec::from_json(&take(&mut body, "errors")).unwrap_or_default(),
        }))
    }

    /// The server does not know the session any more, or so it says: ask once who is signed in, and believe the answer.
    ///
    /// The session that was refused is told to other tabs as over even when the refusal itself has brought the client without it.
    pub(crate) fn reload_after_refusal(&self, refused: Option<SessionId>) -> BoxFuture<()> {
        let this = self.clone();
        let answer = self.read_client_now();
        Box::pin(async move {
            if let Ok(client) = answer.await {
                this.believe(client, refused);
            }
        })
    }

    fn believe(&self, client: Json, refused: Option<SessionId>) {
        let mut over = self.snapshot().session_ids();
        if let Some(id) = refused
            && !over.contains(&id)
        {
            over.push(id);
        }
        self.take_client(client, &Pick::Choose);
        let after = self.snapshot();
        over.retain(|id| !after.has_session(id));
        if !over.is_empty() {
            self.tell_signed_out(&over);
        }
    }
}

impl Sending {
    fn address(&self, base: &str) -> Request {
        let request = &self.request;
        let mut url = [base, &request.path, "?"].concat();
        pair(&mut url, "__clerk_api_version", API_VERSION);
        pair(&mut url, "_clerk_js_version", CLIENT_VERSION);
        // A browser sends GET and POST without asking the server first; other verbs travel as a parameter.
        if !matches!(request.method, Method::Get | Method::Post) {
            pair(&mut url, "_method", request.method.as_str());
        }
        let knows_session = request.path.starts_with("/v1/client") || request.path.starts_with("/v1/waitlist");
        if let Some(session) = &self.session
            && !knows_session
        {
            pair(&mut url, "_clerk_session_id", session.as_str());
        }
        if let Some(token) = &self.dev_browser {
            pair(&mut url, dev_browser::NAME, token);
        }
        if self.failures > 0 {
            pair(&mut url, "_clerk_retry_attempt", &decimal::text(self.failures.into()));
        }
        for (name, value) in &request.query {
            pair(&mut url, name, value);
        }
        let reads = request.method == Method::Get;
        let mut body = self.file.clone();
        if body.is_none() && !reads {
            let mut form = String::new();
            for (name, value) in &request.form {
                pair(&mut form, name, value);
            }
            body = Some(Body::form(form));
        }
        Request {
            method: if reads { "GET" } else { "POST" },
            url,
            body,
            credentials: !makes_dev_browser(&request.path),
        }
    }
}

/// Appends a pair to a query or a form.
fn pair(text: &mut String, name: &str, value: &str) {
    if !text.is_empty() && !text.ends_with('?') {
        text.push('&');
    }
    text.push_str(name);
    text.push('=');
    percent::encode_into(value, text);
}

fn makes_dev_browser(path: &str) -> bool {
    path.starts_with("/v1/dev_browser")
}

/// The resource in an answer's envelope.
pub(crate) async fn response<T: FromJson>(answer: BoxFuture<Result<Json, Error>>) -> Result<T, Error> {
    resource(answer.await?)
}

/// The same, of an answer that is there.
pub(crate) fn resource<T: FromJson>(mut answer: Json) -> Result<T, Error> {
    read(&take(&mut answer, "response"))
}

fn read<T: FromJson>(value: &Json) -> Result<T, Error> {
    T::from_json(value).ok_or_else(Error::decode)
}

/// Whether the server says that there is no such session.
fn is_unauthenticated(error: &Error) -> bool {
    match error.status() {
        Some(401) => true,
        Some(403) => error.is(&ErrorCode::USER_BANNED) || error.is(&ErrorCode::known("user_deactivated")),
        _ => false,
    }
}

/// Whether the server, rather than this request, is the trouble.
fn is_outage(error: &Error) -> bool {
    matches!(error, Error::Network(_)) || matches!(error.status(), Some(502..=504))
}
