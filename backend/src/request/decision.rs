//! The decision, in the order that the protocol prescribes.

use super::arrival::{Arrival, param, with};
use super::authenticator::{Satellite, Setup};
use super::cookies::Chosen;
use super::organization::Target;
use super::peek::Peek;
use super::reason::RequestReason;
use super::state::{AuthenticateError, RequestState};
use super::{handshake, referrer, refresh};
use crate::{Auth, Reason};
use url::Url;

/// A request under decision.
struct Case<'a> {
    setup: &'a Setup,
    arrival: &'a Arrival,
    chosen: Chosen,
}

/// Decides who a request comes from.
pub(super) async fn decide(setup: &Setup, arrival: &Arrival) -> Result<RequestState, AuthenticateError> {
    let chosen = Chosen::among(&arrival.cookies, &setup.key, setup.verifier.now());
    let case = Case { setup, arrival, chosen };
    match &arrival.bearer {
        Some(token) => Ok(case.by_header(token).await),
        None => case.by_cookies().await,
    }
}

impl Case<'_> {
    /// With a token in the header, cookies say nothing.
    async fn by_header(&self, token: &str) -> RequestState {
        let Some(peek) = Peek::at(token) else { return RequestState::signed_out(Reason::TokenInvalid) };
        if peek.is_of_another_kind() {
            return RequestState::signed_out(RequestReason::TokenTypeMismatch);
        }
        match self.setup.verifier.verify_online(token).await {
            Ok(auth) => self.admit(auth, token),
            Err(reason) => self.refuse(token, reason, self.target().as_ref()).await,
        }
    }

    async fn by_cookies(&self) -> Result<RequestState, AuthenticateError> {
        if let Some(state) = handshake::resolve(self.setup, self.arrival, &self.chosen).await? {
            return Ok(state);
        }
        if let Some(state) = self.satellite().or_else(|| self.development()) {
            return Ok(state);
        }
        let is_signed_in = self.chosen.client_uat != 0;
        Ok(match (is_signed_in, self.chosen.session.as_deref()) {
            (false, None) => RequestState::signed_out(RequestReason::SessionTokenAndUatMissing),
            (false, Some(_)) => self.ask(RequestReason::SessionTokenButNoClientUat),
            (true, None) => self.ask(RequestReason::ClientUatButNoSessionToken),
            (true, Some(token)) => self.by_cookie(token).await,
        })
    }

    async fn by_cookie(&self, token: &str) -> RequestState {
        let Some(peek) = Peek::at(token) else { return RequestState::signed_out(Reason::TokenInvalid) };
        if peek.is_of_another_kind() {
            return RequestState::signed_out(RequestReason::TokenTypeMismatch);
        }
        if peek.issued_at().is_some_and(|issued| issued < self.chosen.client_uat) {
            return self.ask(RequestReason::SessionTokenIatBeforeClientUat);
        }
        let auth = match self.setup.verifier.verify_online(token).await {
            Ok(auth) => auth,
            Err(reason) => return self.refuse(token, reason, self.target().as_ref()).await,
        };
        if self.comes_from_a_stranger() {
            return self.ask(RequestReason::PrimaryDomainCrossOriginSync);
        }
        let elsewhere = self.target().filter(|target| !target.is_active(&auth));
        if elsewhere.is_some() && !self.is_pending(&auth) {
            let state = self.ask(RequestReason::ActiveOrganizationMismatch);
            // Where no handshake is possible, or three were in vain, the page itself says what it makes of it.
            if state.location().is_some() {
                return state;
            }
        }
        self.admit(auth, token)
    }

    /// What a satellite does before anything else.
    fn satellite(&self) -> Option<RequestState> {
        let satellite = self.setup.satellite.as_ref()?;
        let synced = self.arrival.query(param::SYNCED);
        if !self.arrival.is_document() || synced.as_deref() == Some("true") {
            return None;
        }
        if self.chosen.client_uat != 0 || self.chosen.session.is_some() {
            // After signing in at the primary app, the cookies here are old news.
            if synced.as_deref() != Some("false") {
                return None;
            }
        } else if !satellite.auto_sync && synced.as_deref() != Some("false") {
            return Some(RequestState::signed_out(RequestReason::SessionTokenAndUatMissing));
        }
        Some(if self.setup.is_development() {
            self.ask_primary(satellite)
        } else {
            self.ask(RequestReason::SatelliteNeedsSyncing)
        })
    }

    /// In development a satellite asks the primary app itself.
    fn ask_primary(&self, satellite: &Satellite) -> RequestState {
        let reason = RequestReason::SatelliteNeedsSyncing;
        let Ok(sign_in) = Url::parse(&satellite.sign_in_url) else { return RequestState::signed_out(reason) };
        let location = with(&sign_in, param::REDIRECT_URL, self.arrival.url.as_str());
        handshake::redirect(self.arrival, &self.chosen, reason, location.as_str())
    }

    /// What concerns development alone.
    fn development(&self) -> Option<RequestState> {
        if !self.setup.is_development() {
            return None;
        }
        if self.setup.satellite.is_none()
            && let Some(state) = self.answer_satellite()
        {
            return Some(state);
        }
        if self.arrival.has_query(param::DEV_BROWSER) {
            return Some(self.ask(RequestReason::DevBrowserSync));
        }
        self.chosen.dev_browser.is_none().then(|| self.ask(RequestReason::DevBrowserMissing))
    }

    /// The primary app sends a satellite's visitor back, with the development browser's token. Only satellites may have
    /// it; an address that is none of theirs is ignored.
    fn answer_satellite(&self) -> Option<RequestState> {
        let asked = Url::parse(&self.arrival.query(param::REDIRECT_URL)?).ok()?;
        if !self.setup.answers_satellite(&asked) {
            return None;
        }
        let mut back = with(&asked, param::SYNCED, "true");
        if let Some(token) = handshake::dev_browser(self.setup, self.arrival, &self.chosen) {
            back = with(&back, param::DEV_BROWSER, &token);
        }
        let reason = RequestReason::PrimaryRespondsToSyncing;
        Some(handshake::redirect(self.arrival, &self.chosen, reason, back.as_str()))
    }

    /// A token that does not hold: renewed, sent to the handshake, or signed out.
    async fn refuse(&self, token: &str, reason: Reason, organization: Option<&Target>) -> RequestState {
        let reason = match reason {
            Reason::TokenExpired => match refresh::attempt(self.setup, self.arrival, &self.chosen, token).await {
                Ok(state) => return state,
                Err(fault) => RequestReason::SessionTokenExpired(fault),
            },
            Reason::TokenNotActiveYet => RequestReason::SessionTokenNbf,
            Reason::TokenIatInTheFuture => RequestReason::SessionTokenIatInTheFuture,
            other => return RequestState::signed_out(other),
        };
        handshake::ask(self.setup, self.arrival, &self.chosen, reason, organization.map(Target::as_param))
    }

    fn ask(&self, reason: RequestReason) -> RequestState {
        let target = self.target();
        handshake::ask(self.setup, self.arrival, &self.chosen, reason, target.as_ref().map(Target::as_param))
    }

    fn admit(&self, auth: Auth, token: &str) -> RequestState {
        if self.is_pending(&auth) {
            return RequestState::signed_out(Reason::SessionPending);
        }
        RequestState::signed_in(auth, token)
    }

    fn is_pending(&self, auth: &Auth) -> bool {
        auth.claims().pending && !self.setup.pending_is_signed_in
    }

    fn target(&self) -> Option<Target> {
        self.setup.sync.target(self.arrival.url.path())
    }

    fn comes_from_a_stranger(&self) -> bool {
        let Some(referer) = &self.arrival.referer else { return false };
        self.setup.satellite.is_none()
            && self.arrival.is_document()
            && self.chosen.redirects == 0
            && referrer::is_stranger(
                referer,
                &self.arrival.url,
                self.setup.key.frontend_api(),
                self.setup.is_development(),
            )
    }
}
