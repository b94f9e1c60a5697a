//! Replies: the envelope with the client beside the response, errors, and the headers that browsers need.

use std::any::Any;

use axum::body::Body;
use axum::response::Response;
use frontdesk_wire::{Client, Reply};
use http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::Value;

use super::arrival::Knock;
use super::{NO_CONTENT, present};
use crate::cookies;
use crate::cx::{Carrier, Cx};
use crate::failure::Failure;

/// The request's id, also in the body of every error.
const TRACE_ID: HeaderName = HeaderName::from_static("x-clerk-trace-id");

/// What a handler gets of a request.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) path: String,
    pub(super) fields: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
}

/// What a handler answers.
pub(super) enum Answer {
    /// A response in the envelope, alone: nothing changed.
    Read(Value),
    /// A response in the envelope, with the client as it stands now.
    Changed(Value),
    /// A document without envelope.
    Bare(Value),
    /// Something that is not JSON, such as a page or a redirect.
    Whole(Response),
}

impl Answer {
    /// A response to a mere read.
    pub(super) fn read(response: impl Serialize) -> Result<Self, Failure> {
        value(response).map(Self::Read)
    }

    /// A response to a change; the client is put beside it.
    pub(super) fn changed(response: impl Serialize) -> Result<Self, Failure> {
        value(response).map(Self::Changed)
    }

    /// A document without envelope.
    pub(super) fn bare(document: impl Serialize) -> Result<Self, Failure> {
        value(document).map(Self::Bare)
    }
}

fn value(of: impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(of).map_err(|error| Failure::Internal(anyhow::Error::new(error).context("writing a reply")))
}

/// The whole reply of a request that was answered.
pub(super) async fn finish(cx: &Cx, knock: &Knock, answer: Answer) -> Result<Response, Failure> {
    let mut client = None;
    let mut response = match answer {
        Answer::Whole(response) => response,
        Answer::Bare(document) => json(StatusCode::OK, &document),
        Answer::Read(response) => json(StatusCode::OK, &Reply { response: Some(response), client: None }),
        Answer::Changed(response) => {
            client = present::current_client(cx).await?;
            json(StatusCode::OK, &Reply { response: Some(response), client: client.clone() })
        }
    };
    if client.is_none() && tells_servers(cx, knock) {
        client = present::current_client(cx).await?;
    }
    credentials(cx, knock, client.as_ref(), response.headers_mut());
    finished(response.headers_mut(), &cx.trace_id);
    Ok(response)
}

/// The reply of a request that was refused, with the client as it stands: a refusal may have changed it.
pub(super) async fn refuse(cx: &Cx, knock: &Knock, failure: &Failure) -> Response {
    // Where something broke, how the client stands may be unknown too: nothing is told about it.
    if let Failure::Internal(_) = failure {
        return failed(failure, Some(cx), &cx.trace_id);
    }
    let Ok(client) = present::current_client(cx).await else {
        return failed(failure, Some(cx), &cx.trace_id);
    };
    let mut response = error(failure, client.clone(), &cx.trace_id);
    credentials(cx, knock, client.as_ref(), response.headers_mut());
    response
}

/// The reply of a request that failed before, or without, its client.
pub(crate) fn failed(failure: &Failure, cx: Option<&Cx>, trace_id: &str) -> Response {
    error(failure, None, cx.map_or(trace_id, |cx| &cx.trace_id))
}

/// The reply of a request that was answered without its surroundings.
pub(super) fn plain(answer: Answer, trace_id: &str) -> Response {
    let mut response = match answer {
        Answer::Whole(response) => response,
        Answer::Bare(value) | Answer::Read(value) | Answer::Changed(value) => json(StatusCode::OK, &value),
    };
    finished(response.headers_mut(), trace_id);
    response
}

/// The reply to a preflight, before the headers of CORS.
pub(super) fn preflight() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = NO_CONTENT;
    response
}

fn error(failure: &Failure, client: Option<Client>, trace_id: &str) -> Response {
    if let Failure::Internal(error) = failure {
        tracing::error!(error = format!("{error:#}"), "the request failed");
    } else {
        tracing::info!(code = failure.refusal().code.as_str(), "refused");
    }
    let mut response = json(failure.status(), &failure.body(client, trace_id));
    if let Some(wait) = failure.refusal().retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.0.max(1)));
    }
    finished(response.headers_mut(), trace_id);
    response
}

/// A JSON reply. The type carries no charset: backend SDKs compare it literally.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    let bytes = serde_json::to_vec(body).unwrap_or_default();
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The headers of every reply.
pub(crate) fn finished(headers: &mut HeaderMap, trace_id: &str) {
    if let Ok(id) = HeaderValue::from_str(trace_id) {
        headers.insert(TRACE_ID, id);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// Whether this reply must tell the application's servers how the client stands: in production they read a cookie.
fn tells_servers(cx: &Cx, knock: &Knock) -> bool {
    let has_cookie = knock.cookie(cookies::CLIENT).is_some() || cx.issued().is_some() || cx.linked().is_some();
    cx.carrier == Carrier::Cookie && !cx.instance.is_development() && has_cookie
}

/// Hands out the credential, and tells the application's servers.
fn credentials(cx: &Cx, knock: &Knock, client: Option<&Client>, headers: &mut HeaderMap) {
    let mut set = |line: String| {
        if let Ok(line) = HeaderValue::from_str(&line) {
            headers.append(SET_COOKIE, line);
        }
    };
    if let Some(credential) = cx.linked() {
        set(cookies::client(&credential));
    }
    match (&cx.carrier, cx.issued()) {
        (Carrier::Cookie, Some(credential)) => set(cookies::client(&credential.write(&cx.instance))),
        (Carrier::Cookie, None) if cx.is_forgotten() => set(cookies::no_client()),
        (Carrier::Native, issued) => {
            let text = issued.map(|credential| credential.write(&cx.instance));
            let text = text.or_else(|| cx.is_forgotten().then(String::new));
            if let Some(value) = text.and_then(|text| HeaderValue::from_str(&text).ok()) {
                headers.insert(AUTHORIZATION, value);
            }
            return;
        }
        (Carrier::Cookie | Carrier::DevBrowser(_), _) => {}
    }
    let Some(domain) = cx.cookie_domain().filter(|_| tells_servers(cx, knock)) else { return };
    let changed_at = client.filter(|client| client.signed_in_sessions().next().is_some());
    let value = changed_at.map_or(0, |client| client.updated_at.seconds());
    if knock.cookie(cookies::CLIENT_UAT) != Some(value.to_string().as_str()) {
        let suffix = cx.instance.publishable_key.cookie_suffix();
        cookies::client_uat(&suffix, domain, value).into_iter().for_each(&mut set);
    }
}

/// What a panic said.
pub(crate) fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a word".to_owned())
}
