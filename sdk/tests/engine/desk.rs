//! A server of a few lines: one person, one browser, sessions, tokens. What it does not know it answers with 404.

use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::platform::test::{World, unsigned_token};
use frontdesk_sdk::platform::{Body, FetchError, FetchErrorKind, Request, Response};
use frontdesk_sdk::wire::endpoints::{CreateSessionToken, CreateSignIn, TouchSession};
use frontdesk_sdk::wire::{
    Client, Environment, KeyKind, Organization, OrganizationMembership, PublishableKey, Reply, Session, SessionStatus,
    SignIn, SignInStatus, Timestamp, Token, User, codec, percent,
};
use serde::Serialize;
use std::sync::{Arc, Mutex, MutexGuard};

/// The server's state, for tests to look at and to break.
pub(crate) struct Desk {
    pub(crate) client: Client,
    pub(crate) exists: bool,
    /// Requests whose path contains this fail with this status; before a `$`, those whose path ends with it.
    pub(crate) broken: Option<(&'static str, u16)>,
    /// Every request of a session is refused, for its person may not be here any more.
    pub(crate) banned: bool,
    /// Nothing answers at all.
    pub(crate) down: bool,
    pub(crate) dev_browsers: Vec<String>,
    pub(crate) lifetime: i64,
    /// Whether clients carry a token for each session.
    pub(crate) hands_out_tokens: bool,
    /// What the instance offers.
    pub(crate) environment: Environment,
    /// When each token was made that was asked for: in milliseconds, with its session and organization.
    pub(crate) minted: Vec<(i64, String)>,
    made: u64,
}

/// A world with its server.
pub(crate) struct Room {
    pub(crate) world: World,
    desk: Arc<Mutex<Desk>>,
}

pub(crate) fn key() -> PublishableKey {
    PublishableKey::new(KeyKind::Development, "demo.localhost:4400").unwrap()
}

impl Room {
    pub(crate) fn open() -> Self {
        let desk = Desk {
            client: Client { id: "client_1".into(), ..Client::default() },
            exists: false,
            broken: None,
            banned: false,
            down: false,
            dev_browsers: Vec::new(),
            lifetime: 60,
            hands_out_tokens: true,
            environment: Environment::default(),
            minted: Vec::new(),
            made: 0,
        };
        let (world, desk) = (World::new(), Arc::new(Mutex::new(desk)));
        let (inside, served) = (world.clone(), desk.clone());
        world.serve(move |request| served.lock().unwrap().answer(request, inside.now()));
        Self { world, desk }
    }

    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }

    /// A tab with its engine, not loaded.
    pub(crate) fn engine(&self) -> (frontdesk_sdk::platform::test::TestPlatform, Frontdesk) {
        let tab = self.world.tab();
        let frontdesk = Frontdesk::builder(key().as_str()).platform(tab.clone()).build().unwrap();
        (tab, frontdesk)
    }

    /// A tab with its engine, loaded.
    pub(crate) fn tab(&self) -> Frontdesk {
        let (_, frontdesk) = self.engine();
        self.world.run(frontdesk.load()).unwrap();
        self.world.run_until_stalled();
        frontdesk
    }

    /// A tab in which Ada has signed in.
    pub(crate) fn signed_in(&self) -> Frontdesk {
        let frontdesk = self.tab();
        self.sign_in(&frontdesk);
        frontdesk
    }

    pub(crate) fn sign_in(&self, frontdesk: &Frontdesk) {
        let attempt = self.world.run(frontdesk.sign_in().with_password("ada@example.com", "correct horse")).unwrap();
        let session = attempt.created_session_id.unwrap();
        self.world.run(frontdesk.set_active(frontdesk_sdk::SetActive::session(session))).unwrap();
        self.world.run_until_stalled();
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.world.cookie(name).map(|cookie| cookie.value)
    }

    pub(crate) fn suffixed(&self, name: &str) -> Option<String> {
        self.cookie(&[name, "_", &key().cookie_suffix()].concat())
    }
}

impl Desk {
    fn answer(&mut self, request: &Request, now: Timestamp) -> Result<Response, FetchError> {
        if self.down {
            return Err(FetchError::new(FetchErrorKind::Unreachable, "down"));
        }
        let (address, query) = request.url.split_once('?').unwrap();
        let path = &address[address.find("/v1").unwrap()..];
        let is_broken = |part: &str| match part.strip_suffix('$') {
            Some(end) => path.ends_with(end),
            None => path.contains(part),
        };
        if let Some((_, status)) = self.broken.filter(|(part, _)| is_broken(part)) {
            return Ok(refusal(status, "internal_clerk_error"));
        }
        if self.banned && !matches!(path, "/v1/client" | "/v1/environment") {
            return Ok(refusal(403, "user_banned"));
        }
        let query = percent::split(query);
        let of_query = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let unknown = |token: &str| !self.dev_browsers.iter().any(|known| known == token);
        if of_query("__clerk_db_jwt").is_some_and(unknown) {
            return Ok(refusal(401, "dev_browser_unauthenticated"));
        }
        let form = percent::split(request.body.as_ref().map_or("", Body::text));
        let method = of_query("_method").unwrap_or(request.method);
        Ok(self.route(method, path, form, now))
    }

    fn route(&mut self, method: &str, path: &str, form: Vec<(String, String)>, now: Timestamp) -> Response {
        let named = path.strip_prefix("/v1/client/sessions/").and_then(|rest| rest.split('/').next());
        if named.is_some_and(|id| !self.client.sessions.iter().any(|session| session.id.as_str() == id)) {
            return refusal(401, "authentication_invalid");
        }
        match (method, path) {
            ("POST", "/v1/dev_browser") => {
                let id = self.id("dvb");
                self.dev_browsers.push(id.clone());
                json(&serde_json::json!({ "id": id }))
            }
            ("GET" | "PATCH", "/v1/environment") => json(&self.environment),
            ("GET", "/v1/client") => {
                let response = self.exists.then(|| self.shown(now));
                json(&Reply { response, client: None })
            }
            ("POST", "/v1/client/sign_ins") => {
                let ask: CreateSignIn = codec::decode(path, form).unwrap();
                if ask.password.is_none_or(|password| password.expose() != "correct horse") {
                    return refusal(422, "form_password_incorrect");
                }
                let session_id = self.id("sess");
                self.exists = true;
                self.client.updated_at = now;
                self.client.sessions.push(session(&session_id, now));
                let done = SignIn {
                    id: "sia_1".into(),
                    status: SignInStatus::Complete,
                    created_session_id: Some(session_id.into()),
                    ..SignIn::default()
                };
                json(&Reply { response: Some(done), client: Some(self.shown(now)) })
            }
            ("DELETE", "/v1/client/sessions") => {
                self.client.sessions.clear();
                self.client.last_active_session_id = None;
                self.client.updated_at = now;
                json(&Reply { response: Some(self.shown(now)), client: None })
            }
            ("POST", _) if path.ends_with("/remove") => {
                let id = path.split('/').nth(4).unwrap().to_owned();
                let place = self.client.sessions.iter().position(|session| session.id.as_str() == id).unwrap();
                let removed = Session { status: SessionStatus::Removed, ..self.client.sessions.remove(place) };
                json(&Reply { response: Some(removed), client: Some(self.shown(now)) })
            }
            ("POST", _) if path.ends_with("/touch") => {
                let ask: TouchSession = codec::decode(path, form).unwrap();
                self.client.last_active_session_id = Some(ask.session_id.clone());
                let session = self.client.sessions.iter_mut().find(|session| session.id == ask.session_id).unwrap();
                session.last_active_organization_id =
                    ask.active_organization_id.filter(|id| !id.is_empty()).map(Into::into);
                let touched = session.clone();
                json(&Reply { response: Some(touched), client: Some(self.shown(now)) })
            }
            ("POST", _) if path.contains("/tokens") => {
                let (path, template) = match path.split_once("/tokens/") {
                    Some((head, template)) => ([head, "/tokens"].concat(), Some(template)),
                    None => (path.to_owned(), None),
                };
                let ask: CreateSessionToken = codec::decode(&path, form).unwrap();
                // What a token is asked for becomes the session's own, as the protocol has it.
                let session = self.client.sessions.iter_mut().find(|session| session.id == ask.session_id).unwrap();
                if let Some(wanted) = ask.organization_id {
                    session.last_active_organization_id = Some(wanted).filter(|id| !id.is_empty()).map(Into::into);
                }
                let organization = session.last_active_organization_id.as_ref().map(ToString::to_string);
                let lifetime = if template.is_some() { 600 } else { self.lifetime };
                let at = now.seconds();
                self.minted.push((now.0, format!("{} in {organization:?}", ask.session_id)));
                let jwt = unsigned_token(ask.session_id.as_str(), organization.as_deref(), at, at + lifetime, Some(at));
                json(&Token::new(jwt))
            }
            _ => refusal(404, "resource_not_found"),
        }
    }

    fn shown(&self, now: Timestamp) -> Client {
        let mut client = self.client.clone();
        let at = now.seconds();
        for session in client.sessions.iter_mut().filter(|_| self.hands_out_tokens) {
            let organization = session.last_active_organization_id.as_ref().map(|id| id.as_str());
            let jwt = unsigned_token(session.id.as_str(), organization, at, at + self.lifetime, Some(at));
            session.last_active_token = Some(Token::new(jwt));
        }
        client
    }

    fn id(&mut self, prefix: &str) -> String {
        self.made += 1;
        format!("{prefix}_{}", self.made)
    }
}

fn session(id: &str, now: Timestamp) -> Session {
    let member = |id: &str, name: &str, slug: &str, role: &str| OrganizationMembership {
        role: role.into(),
        organization: Organization {
            id: id.into(),
            name: name.into(),
            slug: Some(slug.into()),
            ..Organization::default()
        },
        ..OrganizationMembership::default()
    };
    let user = User {
        id: "user_1".into(),
        first_name: Some("Ada".into()),
        organization_memberships: vec![
            member("org_1", "Acme", "acme", "org:admin"),
            member("org_2", "Globex", "globex", "org:member"),
        ],
        ..User::default()
    };
    Session { id: id.into(), status: SessionStatus::Active, user: Some(user), created_at: now, ..Session::default() }
}

fn json(body: &impl Serialize) -> Response {
    Response { status: 200, body: serde_json::to_string(body).unwrap(), ..Response::default() }
}

fn refusal(status: u16, code: &str) -> Response {
    let body = serde_json::json!({
        "errors": [{"code": code, "message": code, "long_message": code}], "clerk_trace_id": "trace_1",
    });
    let headers = if status == 429 { vec![("retry-after".to_owned(), "7".to_owned())] } else { Vec::new() };
    Response { status, headers, body: body.to_string() }
}

/// The seconds that the cookie's token is good for.
pub(crate) fn seconds_left(room: &Room) -> i64 {
    let jwt = frontdesk_sdk::Jwt::from(room.cookie("__session").unwrap());
    jwt.claims().unwrap().expires_at - room.world.now().seconds()
}
