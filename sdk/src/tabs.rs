//! What tabs of one browser tell each other: short texts on one channel per instance.

use crate::client_tree::remove_sessions;
use crate::decimal;
use crate::frontdesk::Frontdesk;
use crate::state::{Pick, Status};
use crate::token::{Entry, TokenKey};
use frontdesk_wire::{Jwt, SessionId, Timestamp};

impl Frontdesk {
    /// Someone signed in here, or another session is shown: the others ask the server.
    pub(crate) fn tell_changed(&self) {
        self.inner.platform.broadcast(&self.channel(), "client");
    }

    /// These sessions are over; the others need not ask to know.
    pub(crate) fn tell_signed_out(&self, sessions: &[SessionId]) {
        let mut message = String::from("signout");
        for session in sessions {
            message.push(' ');
            message.push_str(session.as_str());
        }
        self.inner.platform.broadcast(&self.channel(), &message);
    }

    /// A new token, so that the others need not mint one.
    pub(crate) fn tell_token(&self, key: &TokenKey, jwt: &Jwt, sent: Timestamp) {
        if key.template.is_some() {
            return;
        }
        let organization = key.organization.as_ref().map_or("-", |id| id.as_str());
        let message =
            ["token ", key.session.as_str(), " ", organization, " ", jwt.expose(), " ", &decimal::text(sent.0)]
                .concat();
        self.inner.platform.broadcast(&self.channel(), &message);
    }

    pub(crate) fn heard(&self, message: &str) {
        let mut words = message.split(' ');
        match words.next() {
            Some("client") => self.refresh(),
            Some("signout") => {
                let mut over = Vec::new();
                for session in words {
                    over.push(SessionId::from(session));
                }
                self.forget_sessions(&over);
            }
            Some("token") => {
                if let (Some(session), Some(organization), Some(jwt), Some(sent)) =
                    (words.next(), words.next(), words.next(), words.next())
                    && let Some(keeping) = self.inner.keeping
                {
                    (keeping.heard_token)(self, [session, organization, jwt, sent]);
                }
            }
            _ => {}
        }
    }

    /// Signed out at once, without waiting for the server: another tab has its word already.
    fn forget_sessions(&self, over: &[SessionId]) {
        let mut client = self.state().client.tree.clone();
        if client.is_null() {
            return;
        }
        remove_sessions(&mut client, over);
        self.take_change(client, &Pick::Keep);
    }

    /// Takes a token from another tab if it is what it claims to be and not older than ours. It is not told on. When it was
    /// asked for comes along: this tab may have been frozen since it was sent.
    pub(crate) fn heard_token(&self, [session, organization, jwt, sent]: [&str; 4]) {
        let Ok(sent) = sent.parse().map(Timestamp) else { return };
        let jwt = Jwt::from(jwt);
        let organization = if organization == "-" { None } else { Some(organization.into()) };
        let key = TokenKey { session: session.into(), organization, template: None };
        if let Some(entry) = Entry::of(&key, jwt, sent) {
            self.keep_token(&key, entry);
            if self.snapshot().status == Status::Degraded {
                // The other tab reaches the server; with its token this one would have no reason to ask before a minute.
                self.refresh();
            }
        }
    }
}
