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
use frontdesk_wire::environment::DevBrowser;
use frontdesk_wire::session::SessionWithActivity;
use frontdesk_wire::{API_VERSION, ApiErrors, Client, Environment, ErrorCode, Reply, SessionId, Token, percent};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The generation of clients whose behaviour this engine follows; servers of the protocol expect the parameter.
const CLIENT_VERSION: &str = "6.40.0";

/// An answer that can be decoded, and that may carry the client.
pub trait Answered: DeserializeOwned + Send + 'static {
    /// Takes the client out, if there is one.
    #[doc(hidden)]
    fn take_client(&mut self) -> Option<Client> {
        None
    }
}

impl<T: DeserializeOwned + Send + 'static> Answered for Reply<T> {
    fn take_client(&mut self) -> Option<Client> {
        self.client.take()
    }
}

impl Answered for Environment {}
impl Answered for Token {}
impl Answered for DevBrowser {}
impl Answered for Vec<SessionWithActivity> {}

impl Frontdesk {
    /// Sends any line of the endpoint table. A client that comes with the answer becomes part of the next snapshot.
    ///
    /// # Errors
    /// What the server refused, or why there is no answer.
    pub async fn send<E>(&self, request: &E) -> Result<E::Reply, Error>
    where
        E: Endpoint + Sync,
        E::Reply: Answered,
    {
        self.send_and_pick(request, Pick::Keep).await
    }

    /// Sends, and shows another session with the client that comes back.
    pub(crate) async fn send_and_pick<E>(&self, request: &E, pick: Pick) -> Result<E::Reply, Error>
    where
        E: Endpoint + Sync,
        E::Reply: Answered,
    {
        let text = self.exchange(codec::encode(request), false).await?;
        let mut reply: E::Reply = serde_json::from_str(&text).map_err(|fault| Error::decode(&fault))?;
        if let Some(client) = reply.take_client() {
            self.inner.changes.fetch_add(1, Ordering::Relaxed);
            self.take_client(Some(client), pick);
        }
        Ok(reply)
    }

    /// Sends, and takes the resource out of its envelope.
    pub(crate) async fn resource<E, T>(&self, request: &E) -> Result<T, Error>
    where
        E: Endpoint<Reply = Reply<T>> + Sync,
        T: DeserializeOwned + Send + 'static,
    {
        self.send(request).await?.response.ok_or_else(|| Error::Decode("the answer is empty".into()))
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
        let body: ApiErrors = serde_json::from_str(&response.body).unwrap_or_default();
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
