//! One request, from a line of the endpoint table to its decoded answer. Everything that the engine sends passes here.

use crate::clock::http_date;
use crate::dev_browser;
use crate::error::{ApiFailure, Error};
use crate::frontdesk::{Frontdesk, held};
use crate::platform::{BoxFuture, Request, Response};
use crate::retry;
use crate::state::{Change, Pick, Status};
use frontdesk_wire::codec::{self, EncodedRequest};
use frontdesk_wire::endpoint::{Endpoint, Method};
use frontdesk_wire::json::{self, FromJson};
use frontdesk_wire::{API_VERSION, ApiErrors, Client, ErrorCode, Reply, SessionId, percent};
use serde_json::Value;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The generation of clients whose behaviour this engine follows; servers of the protocol expect the parameter.
const CLIENT_VERSION: &str = "6.40.0";

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
        async { read(answer.await?) }
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
    pub(crate) fn call(&self, request: EncodedRequest, pick: Pick) -> BoxFuture<Result<Value, Error>> {
        let this = self.clone();
        Box::pin(async move {
            let text = this.exchange(request, false).await?;
            let mut answer = json::tree(&text).ok_or_else(Error::decode)?;
            let client = answer.get_mut("client").map(Value::take).and_then(Client::from_json);
            if client.is_some() {
                this.inner.changes.fetch_add(1, Ordering::Relaxed);
                this.take_client(client, pick);
            }
            Ok(answer)
        })
    }

    /// Sends bytes and gives the text of a successful answer. A `quiet` request says nothing about who is signed in: its 401 is
    /// for the caller alone.
    pub(crate) fn exchange(&self, request: EncodedRequest, quiet: bool) -> BoxFuture<Result<String, Error>> {
        let this = self.clone();
        Box::pin(async move { this.exchange_now(request, quiet).await })
    }

    async fn exchange_now(self, request: EncodedRequest, quiet: bool) -> Result<String, Error> {
        let makes_dev_browser = request.path.starts_with("/v1/dev_browser");
        let mut second_try = false;
        loop {
            if !makes_dev_browser {
                Box::pin(self.ensure_dev_browser()).await?;
            }
            let dev_browser = if makes_dev_browser { None } else { held(&self.inner.dev_browser).clone() };
            let session = self.session_id();
            let error = match self.fetch(&request, dev_browser.as_deref(), session.as_ref()).await {
                Ok(response) if response.status < 400 => {
                    if self.snapshot().status == Status::Degraded && self.snapshot().environment.is_some() {
                        self.publish(Change::Status(Status::Ready, None));
                    }
                    return Ok(response.body);
                }
                Ok(response) => self.failure(&response),
                Err(error) => error,
            };
            if let Some(unknown) = dev_browser.filter(|_| error.is(&ErrorCode::DEV_BROWSER_UNAUTHENTICATED)) {
                self.forget_dev_browser(&unknown);
                if !second_try {
                    second_try = true;
                    continue;
                }
            } else if !quiet && session.is_some() && is_unauthenticated(&error) {
                self.reload_after_refusal().await;
            }
            if is_outage(&error) && self.snapshot().status == Status::Ready {
                self.publish(Change::Status(Status::Degraded, Some(error.clone())));
            }
            return Err(error);
        }
    }

    /// One request and, for a read that reached nobody, a few more.
    async fn fetch(
        &self,
        request: &EncodedRequest,
        dev_browser: Option<&str>,
        session: Option<&SessionId>,
    ) -> Result<Response, Error> {
        let platform = &self.inner.platform;
        let mut attempt = 0;
        loop {
            let sent = platform.now();
            match platform.fetch(self.address(request, dev_browser, session, attempt)).await {
                Ok(response) => {
                    if let Some(server) = response.header("date").and_then(http_date) {
                        self.observe_clock(|clock, now| clock.observe(server, sent, now));
                    }
                    let token = response
                        .header("clerk-db-jwt")
                        .filter(|token| !token.is_empty() && self.inner.uses_dev_browser);
                    if let Some(token) = token {
                        self.keep_dev_browser(token.to_owned());
                    }
                    return Ok(response);
                }
                Err(error) => {
                    attempt += 1;
                    if request.method != Method::Get || attempt >= retry::READ_TRIES {
                        return Err(Error::Network(error));
                    }
                    platform.sleep(retry::before_read(attempt, platform.random())).await;
                }
            }
        }
    }

    fn address(
        &self,
        request: &EncodedRequest,
        dev_browser: Option<&str>,
        session: Option<&SessionId>,
        attempt: u32,
    ) -> Request {
        let mut query: Vec<(&str, &str)> =
            vec![("__clerk_api_version", API_VERSION), ("_clerk_js_version", CLIENT_VERSION)];
        // A browser sends GET and POST without asking the server first; other verbs travel as a parameter.
        if !matches!(request.method, Method::Get | Method::Post) {
            query.push(("_method", request.method.as_str()));
        }
        let knows_session = request.path.starts_with("/v1/client") || request.path.starts_with("/v1/waitlist");
        if let Some(session) = session.filter(|_| !knows_session) {
            query.push(("_clerk_session_id", session.as_str()));
        }
        if let Some(token) = dev_browser {
            query.push((dev_browser::NAME, token));
        }
        let attempt = attempt.to_string();
        if attempt != "0" {
            query.push(("_clerk_retry_attempt", &attempt));
        }
        query.extend(request.query.iter().map(|(name, value)| (*name, value.as_str())));
        let reads = request.method == Method::Get;
        Request {
            method: if reads { "GET" } else { "POST" },
            url: [&self.inner.base, &request.path, "?", &percent::join(query)].concat(),
            body: if reads {
                None
            } else {
                Some(percent::join(request.form.iter().map(|(name, value)| (*name, value.as_str()))))
            },
            credentials: !request.path.starts_with("/v1/dev_browser"),
        }
    }

    fn failure(&self, response: &Response) -> Error {
        let body: ApiErrors = json::read(&response.body).unwrap_or_default();
        if let Some(client) = body.meta.and_then(|meta| meta.client) {
            self.inner.changes.fetch_add(1, Ordering::Relaxed);
            self.take_client(Some(client), Pick::Keep);
        }
        let in_header = response.header("x-clerk-trace-id").map(str::to_owned);
        Error::Api(Arc::new(ApiFailure {
            status: response.status,
            errors: body.errors,
            retry_after: response.header("retry-after").and_then(|text| text.trim().parse().ok()),
            trace_id: Some(body.clerk_trace_id).filter(|id| !id.is_empty()).or(in_header),
        }))
    }

    /// The server does not know the session any more, or so it says: ask once who is signed in, and believe the answer.
    pub(crate) async fn reload_after_refusal(&self) {
        let before: Vec<SessionId> = self.snapshot().sessions().map(|session| session.id.clone()).collect();
        let Ok(client) = self.read_client().await else { return };
        self.take_client(client, Pick::Choose);
        let after = self.snapshot();
        let over: Vec<SessionId> =
            before.into_iter().filter(|id| !after.sessions().any(|session| session.id == *id)).collect();
        if !over.is_empty() {
            self.tell_signed_out(&over);
        }
    }

    /// Learns about the clocks from an answer, and warns when they are far apart.
    pub(crate) fn observe_clock(&self, learn: impl FnOnce(&mut crate::clock::Clock, frontdesk_wire::Timestamp)) {
        let clock = {
            let mut clock = held(&self.inner.clock);
            learn(&mut clock, self.inner.platform.now());
            *clock
        };
        self.publish(Change::ClockSkew(clock.skew(self.snapshot().clock_skew)));
    }
}

/// The resource in an answer's envelope.
pub(crate) async fn response<T: FromJson>(answer: BoxFuture<Result<Value, Error>>) -> Result<T, Error> {
    let mut answer = answer.await?;
    let response = answer.get_mut("response").map(Value::take).unwrap_or_default();
    read(response)
}

fn read<T: FromJson>(value: Value) -> Result<T, Error> {
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
