//! Which handler answers which line of the endpoint table.

use std::future::Future;
use std::pin::Pin;

use axum::body::Body;
use frontdesk_wire::codec::{self, match_path};
use frontdesk_wire::{Endpoint, Method};

use super::reply::{Answer, Call};
use super::upload::Incoming;
use super::{
    avatars, client, dev_browser, email_addresses, environment, handshake, inbox, me, members, offered, organizations,
    passwords, pictures, reverifications, satellites, sessions, sign_ins, sign_ups,
};
use super::{touch, well_known};
use crate::cx::Cx;
use crate::failure::Failure;

type Run = Box<
    dyn Fn(Cx, Call, Option<Incoming>) -> Pin<Box<dyn Future<Output = Result<Answer, Failure>> + Send>> + Send + Sync,
>;

/// Where apps' servers send browsers that they cannot place.
pub(super) const HANDSHAKE: &str = "/v1/client/handshake";

/// One path with its handler.
pub(super) struct Route {
    method: Method,
    path: &'static str,
    open: bool,
    takes_file: bool,
    handler: Run,
}

impl Route {
    /// Whether the handler asks for no client: its request needs no credential, not even a development browser.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Whether the body is a file, which the handler reads itself.
    pub(super) fn takes_file(&self) -> bool {
        self.takes_file
    }

    /// Whether the handler makes a client, or signs somebody in on it.
    pub(super) fn starts_client(&self) -> bool {
        let attempts = ["/v1/client/sign_ins", "/v1/client/sign_ups"];
        let makes = self.path == "/v1/client" && matches!(self.method, Method::Post | Method::Put);
        makes || self.method != Method::Get && attempts.iter().any(|path| self.path.starts_with(path))
    }

    /// Whether the handler makes a development browser where there is none.
    pub(super) fn makes_dev_browser(&self) -> bool {
        self.path == HANDSHAKE || self.path == satellites::SYNC
    }

    pub(super) async fn run(&self, cx: Cx, call: Call, incoming: Option<Incoming>) -> Result<Answer, Failure> {
        (self.handler)(cx, call, incoming).await
    }
}

/// Every path that is answered.
pub(crate) struct Routes {
    all: Vec<Route>,
}

impl Routes {
    /// The Frontend API's paths.
    pub(crate) fn all() -> Self {
        let mut routes = Self { all: Vec::new() };
        routes.table();
        routes.beside_the_table();
        routes
    }

    /// The lines of the endpoint table.
    fn table(&mut self) {
        self.fapi_open(dev_browser::create);
        self.fapi(environment::get);
        self.fapi(environment::update);
        self.fapi(client::get);
        self.fapi(client::put);
        self.fapi(client::create);
        self.fapi(client::delete);
        self.fapi(client::remove_sessions);
        self.fapi(sign_ins::create);
        self.fapi(sign_ins::get);
        self.fapi(sign_ins::prepare_first_factor);
        self.fapi(sign_ins::attempt_first_factor);
        self.fapi(sign_ins::prepare_second_factor);
        self.fapi(sign_ins::attempt_second_factor);
        self.fapi(sign_ins::reset_password);
        self.fapi(sign_ups::create);
        self.fapi(sign_ups::update);
        self.fapi(sign_ups::get);
        self.fapi(sign_ups::prepare_verification);
        self.fapi(sign_ups::attempt_verification);
        self.fapi(sessions::get);
        self.fapi(sessions::touch);
        self.fapi(sessions::end);
        self.fapi(sessions::remove);
        self.fapi(sessions::create_token);
        self.fapi(reverifications::start);
        self.fapi(reverifications::prepare);
        self.fapi(reverifications::attempt);
        self.fapi(reverifications::prepare_second);
        self.fapi(reverifications::attempt_second);
        self.fapi(sessions::list_active);
        self.fapi(sessions::list);
        self.fapi(sessions::revoke);
        self.fapi(me::get);
        self.fapi(me::update);
        self.fapi(me::update_metadata);
        self.fapi(me::delete);
        self.fapi(passwords::change);
        self.fapi(passwords::remove);
        self.fapi(email_addresses::list);
        self.fapi(email_addresses::create);
        self.fapi(email_addresses::get);
        self.fapi(email_addresses::delete);
        self.fapi(email_addresses::prepare_verification);
        self.fapi(email_addresses::attempt_verification);
        self.file(pictures::set_mine);
        self.fapi(pictures::delete_mine);
        self.fapi(members::list_mine);
        self.fapi(members::leave);
        self.fapi(organizations::create);
        self.fapi(organizations::get);
        self.fapi(organizations::update);
        self.fapi(organizations::delete);
        self.file(pictures::set_logo);
        self.fapi(pictures::delete_logo);
        self.fapi(organizations::list_roles);
        self.fapi(members::list);
        self.fapi(members::add);
        self.fapi(members::update);
        self.fapi(members::remove);
    }

    /// Paths that have no line in the table: documents, pages, and answers that other clients ask for.
    fn beside_the_table(&mut self) {
        self.raw(Method::Get, "/.well-known/jwks.json", true, well_known::jwks);
        self.raw(Method::Get, "/v1/health", true, well_known::health);
        self.raw(Method::Get, "/v1/avatars/{seed}", true, avatars::get);
        self.raw(Method::Get, "/v1/pictures/{name}", true, pictures::get);
        self.raw(Method::Get, "/dev/inbox", true, inbox::get);
        self.raw(Method::Get, "/dev/inbox.json", true, inbox::get_json);
        self.raw(Method::Get, "/v1/client/touch", false, touch::redirect);
        self.raw(Method::Get, HANDSHAKE, false, handshake::redirect);
        self.raw(Method::Get, satellites::SYNC, false, satellites::sync);
        self.raw(Method::Get, satellites::LINK, true, satellites::link);
        self.raw(Method::Post, "/v1/client/verify", false, client::verify);
        self.raw(Method::Get, "/v1/me/organization_invitations", false, members::no_invitations);
        self.raw(Method::Get, "/v1/me/organization_suggestions", false, members::no_invitations);
        self.raw(Method::Get, members::INVITATIONS, false, members::no_candidates);
        self.raw(Method::Get, members::REQUESTS, false, members::no_candidates);
        self.raw(Method::Get, members::DOMAINS, false, members::no_domains);
    }

    /// Registers a handler by the type of its request: verb and path come from the table.
    fn fapi<E, F, R>(&mut self, handler: F)
    where
        E: Endpoint + Send + 'static,
        F: Fn(Cx, E) -> R + Send + Sync + Copy + 'static,
        R: Future<Output = Result<Answer, Failure>> + Send + 'static,
    {
        self.line(handler, false);
    }

    /// The same for a request that needs no credential.
    fn fapi_open<E, F, R>(&mut self, handler: F)
    where
        E: Endpoint + Send + 'static,
        F: Fn(Cx, E) -> R + Send + Sync + Copy + 'static,
        R: Future<Output = Result<Answer, Failure>> + Send + 'static,
    {
        self.line(handler, true);
    }

    /// The same for a request that brings a file.
    fn file<E, F, R>(&mut self, handler: F)
    where
        E: Endpoint + Send + 'static,
        F: Fn(Cx, E, Incoming) -> R + Send + Sync + Copy + 'static,
        R: Future<Output = Result<Answer, Failure>> + Send + 'static,
    {
        let handler: Run = Box::new(move |cx, call, incoming| {
            Box::pin(async move {
                let request = codec::decode::<E>(&call.path, call.fields)?;
                let incoming = incoming.unwrap_or_else(|| Incoming::new(&call.headers, Body::empty()));
                handler(cx, request, incoming).await
            })
        });
        self.all.push(Route { method: E::METHOD, path: E::PATH, open: false, takes_file: true, handler });
    }

    fn line<E, F, R>(&mut self, handler: F, open: bool)
    where
        E: Endpoint + Send + 'static,
        F: Fn(Cx, E) -> R + Send + Sync + Copy + 'static,
        R: Future<Output = Result<Answer, Failure>> + Send + 'static,
    {
        self.raw(E::METHOD, E::PATH, open, move |cx: Cx, call: Call| async move {
            let request = codec::decode::<E>(&call.path, call.fields)?;
            handler(cx, request).await
        });
    }

    fn raw<F, R>(&mut self, method: Method, path: &'static str, open: bool, handler: F)
    where
        F: Fn(Cx, Call) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Answer, Failure>> + Send + 'static,
    {
        let handler: Run = Box::new(move |cx, call, _| Box::pin(handler(cx, call)));
        self.all.push(Route { method, path, open, takes_file: false, handler });
    }

    /// The handler of a request; a path that has only other verbs is a failure of its own. A pattern without
    /// placeholders beats one with, as `/v1/me/sessions/active` must.
    pub(super) fn find(&self, method: Method, path: &str) -> Result<Option<&Route>, Failure> {
        let mut fitting = self.all.iter().filter(|route| match_path(route.path, path).is_some()).peekable();
        if fitting.peek().is_none() {
            return Ok(None);
        }
        let found = fitting.filter(|route| route.method == method).min_by_key(|route| route.path.matches('{').count());
        match found {
            None if offered::is_missing(path) => Ok(None),
            None => Err(Failure::Verb),
            some => Ok(some),
        }
    }

    /// Whether a line of the endpoint table has a handler.
    #[cfg(test)]
    fn has(&self, method: Method, path: &str) -> bool {
        self.all.iter().any(|route| route.method == method && route.path == path)
    }
}

impl std::fmt::Debug for Routes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.all.iter().map(|route| (route.method.as_str(), route.path))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_wire::endpoints::ENDPOINTS;

    #[test]
    fn every_line_of_the_table_has_a_handler() {
        let routes = Routes::all();

        for line in ENDPOINTS {
            assert!(routes.has(line.method, line.path), "{} {} has no handler", line.method.as_str(), line.path);
        }
    }

    #[test]
    fn a_fixed_path_beats_a_placeholder() {
        let routes = Routes::all();

        assert_eq!(routes.find(Method::Get, "/v1/me/sessions/active").unwrap().unwrap().path, "/v1/me/sessions/active");
        assert!(matches!(routes.find(Method::Delete, "/v1/health"), Err(Failure::Verb)));
        let invite = routes.find(Method::Post, "/v1/organizations/org_1/invitations");
        assert!(matches!(invite, Ok(None)), "a list that is answered as empty is not offered otherwise");
        assert!(routes.find(Method::Get, "/v1/nothing").unwrap().is_none());
    }
}
