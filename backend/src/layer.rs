//! The layer over an app's router: every request arrives authenticated, or is sent to the handshake first.

use crate::{AuthenticateError, Authenticator, RequestState};
use http::header::{CACHE_CONTROL, LOCATION};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower::{Layer, Service};

/// Puts a [`RequestState`] into every request and its headers onto every reply.
///
/// A page that depends on who asks is for nobody else and for no later moment, so a reply that says nothing about
/// caching is not kept anywhere. A reply that sets cookies never is.
#[derive(Debug, Clone)]
pub struct FrontdeskLayer {
    authenticator: Authenticator,
    debug_headers: bool,
}

impl FrontdeskLayer {
    /// Over an app with this set-up.
    pub const fn new(authenticator: Authenticator) -> Self {
        Self { authenticator, debug_headers: true }
    }

    /// Without the headers `x-clerk-auth-…`, which tell developers what was decided and why.
    #[must_use]
    pub const fn without_debug_headers(mut self) -> Self {
        self.debug_headers = false;
        self
    }
}

impl<S> Layer<S> for FrontdeskLayer {
    type Service = FrontdeskService<S>;

    fn layer(&self, inner: S) -> FrontdeskService<S> {
        FrontdeskService { inner, layer: self.clone() }
    }
}

/// The service that [`FrontdeskLayer`] makes.
#[derive(Debug, Clone)]
pub struct FrontdeskService<S> {
    inner: S,
    layer: FrontdeskLayer,
}

impl<S, In, Out> Service<Request<In>> for FrontdeskService<S>
where
    S: Service<Request<In>, Response = Response<Out>> + Clone + Send + 'static,
    S::Future: Send,
    In: Send + 'static,
    Out: From<String>,
{
    type Response = Response<Out>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Out>, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<In>) -> Self::Future {
        // The clone that was found ready is the one that is called.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        let layer = self.layer.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            let state = match layer.authenticator.authenticate(&parts).await {
                Ok(state) => Arc::new(state),
                Err(error) => return Ok(fault(error)),
            };
            let mut response = if state.location().is_some() {
                let mut response = Response::new(Out::from(String::new()));
                *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
                response
            } else {
                parts.extensions.insert(state.clone());
                inner.call(Request::from_parts(parts, body)).await?
            };
            layer.finish(&state, response.headers_mut());
            Ok(response)
        })
    }
}

impl FrontdeskLayer {
    fn finish(&self, state: &RequestState, headers: &mut HeaderMap) {
        for (name, value) in state.headers() {
            if name == LOCATION || name == CACHE_CONTROL {
                headers.insert(name, value.clone());
            } else {
                headers.append(name, value.clone());
            }
        }
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        if self.debug_headers {
            headers.extend(state.debug_headers());
        }
    }
}

/// The reply where the set-up is wrong: the developer reads why.
fn fault<Out: From<String>>(error: AuthenticateError) -> Response<Out> {
    let status = match error {
        AuthenticateError::Address => StatusCode::BAD_REQUEST,
        AuthenticateError::KeysMismatch | AuthenticateError::Handshake(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let mut response = Response::new(Out::from(error.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
