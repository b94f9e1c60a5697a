//! What a request of the Frontend API brings: its instance, its client, where it comes from.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use frontdesk_domain::{Moment, Settings};
use frontdesk_wire::{ClientId, ErrorCode, InstanceId, SessionId, Timestamp, UserId};

use crate::app::App;
use crate::cookies;
use crate::credential::{Credential, Worth};
use crate::failure::{Failure, transact};
use crate::ids;
use crate::instance::Instance;
use crate::secret::token_hash;
use crate::store::clients::{self, Client};
use crate::store::sessions::{self, Activity, StoredSession};
use crate::store::{Conn, dev_browsers, satellites, users};

/// How the client's credential travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// As a development browser's token in the query; the hash of it.
    DevBrowser(String),
    /// In the cookie `__client`.
    Cookie,
    /// In the header `Authorization`, of an app that is no browser.
    Native,
}

/// A request's surroundings. Cloning is cheap.
#[derive(Debug, Clone)]
pub(crate) struct Cx(Arc<Parts>);

/// The parts of a [`Cx`].
#[derive(Debug)]
pub(crate) struct Parts {
    /// The server.
    pub app: App,
    /// Whose request it is.
    pub instance: Arc<Instance>,
    /// When it came.
    pub now: Timestamp,
    /// Its id in log and errors.
    pub trace_id: String,
    /// The origin that tokens are minted for.
    pub party: Option<String>,
    /// The client's address.
    pub address: IpAddr,
    /// The client's browser, as it names itself.
    pub user_agent: String,
    /// How the credential travels.
    pub carrier: Carrier,
    /// The session that acts, when the request names one.
    pub acting: Option<SessionId>,
    /// The satellite whose Frontend API was asked.
    pub satellite: Option<String>,
    slot: Mutex<Slot>,
}

/// What changes while a request is answered.
#[derive(Debug, Default)]
struct Slot {
    client: Option<ClientId>,
    issued: Option<Credential>,
    forgotten: bool,
    /// The credential to hand out on a satellite.
    linked: Option<String>,
    /// The credential is the one before the current one.
    replaced: bool,
}

/// Where a request comes from, before its client is known.
#[derive(Debug)]
pub(crate) struct Arrival {
    /// The server.
    pub app: App,
    /// Whose request it is.
    pub instance: Arc<Instance>,
    /// When it came.
    pub now: Timestamp,
    /// Its id in log and errors.
    pub trace_id: String,
    /// The origin that tokens are minted for.
    pub party: Option<String>,
    /// The client's address.
    pub address: IpAddr,
    /// The client's browser.
    pub user_agent: String,
    /// The session that acts, when the request names one.
    pub acting: Option<SessionId>,
    /// The satellite whose Frontend API was asked.
    pub satellite: Option<String>,
}

/// The credential that a request presents.
pub(crate) enum Presented {
    /// A development browser's token.
    DevBrowser(String),
    /// The cookie's value, if there is one.
    Cookie(Option<String>),
    /// The header's value, empty before the first.
    Native(String),
}

impl Cx {
    /// Finds the client behind the presented credential.
    pub(crate) async fn open(arrival: Arrival, presented: Presented) -> Result<Self, Failure> {
        let Arrival { app, instance, now, trace_id, party, address, user_agent, acting, satellite } = arrival;
        let carrier = match &presented {
            Presented::DevBrowser(token) => Carrier::DevBrowser(token_hash(token)),
            Presented::Cookie(_) => Carrier::Cookie,
            Presented::Native(_) => Carrier::Native,
        };
        let slot = Mutex::default();
        let cx = Self(Arc::new(Parts {
            app,
            instance,
            now,
            trace_id,
            party,
            address,
            user_agent,
            carrier,
            acting,
            satellite,
            slot,
        }));
        match presented {
            Presented::DevBrowser(_) => cx.find_dev_browser().await?,
            Presented::Cookie(Some(text)) if cx.satellite.is_some() => cx.find_on_satellite(&text).await?,
            Presented::Cookie(Some(text)) => cx.find_credential(&text).await?,
            Presented::Native(text) if !text.is_empty() => cx.find_credential(&text).await?,
            Presented::Cookie(None) | Presented::Native(_) => {}
        }
        Ok(cx)
    }

    async fn find_dev_browser(&self) -> Result<(), Failure> {
        let Carrier::DevBrowser(hash) = &self.carrier else { return Ok(()) };
        let found = {
            let mut conn = self.app.store.read().await?;
            match dev_browsers::find(&mut conn, self.instance_id(), hash).await? {
                None => None,
                Some(browser) => {
                    // A client that is over leaves its development browser without one.
                    let client = match &browser.client {
                        Some(id) => clients::find(&mut conn, self.instance_id(), id).await?,
                        None => None,
                    };
                    Some((browser, client))
                }
            }
        };
        let Some((browser, client)) = found else {
            return Err(Failure::code(ErrorCode::DEV_BROWSER_UNAUTHENTICATED));
        };
        if self.now.millis_since(browser.last_seen_at) > 86_400_000 {
            let mut tx = self.app.store.write().await?;
            dev_browsers::seen(&mut tx, self.instance_id(), hash, self.now).await?;
            tx.commit().await?;
        }
        self.slot().client = client.map(|client| client.id);
        Ok(())
    }

    async fn find_credential(&self, text: &str) -> Result<(), Failure> {
        let Some(credential) = Credential::read(text, &self.instance) else {
            self.slot().forgotten = true;
            return Ok(());
        };
        let found = clients::find(&mut *self.app.store.read().await?, self.instance_id(), &credential.id).await?;
        let Some(client) = found else {
            self.slot().forgotten = true;
            return Ok(());
        };
        match credential.judge(&client, &self.asker(), self.now) {
            Worth::Current => self.slot().client = Some(client.id),
            Worth::JustReplaced => {
                let mut slot = self.slot();
                slot.client = Some(client.id);
                slot.replaced = true;
            }
            Worth::Outdated => {
                tracing::warn!(
                    client.id = client.id.as_str(),
                    "an outdated credential was presented; the client is over"
                );
                let id = client.id;
                transact!(self.app.store, |tx| {
                    self.end_client(&mut tx, &id, frontdesk_domain::session::Ending::Revoke).await
                })?;
                self.slot().forgotten = true;
            }
        }
        Ok(())
    }

    /// What a browser presents on a satellite is good or worth nothing: that it ended with a sign-in elsewhere accuses nobody.
    async fn find_on_satellite(&self, text: &str) -> Result<(), Failure> {
        let Some(domain) = &self.satellite else { return Ok(()) };
        let mut conn = self.app.store.read().await?;
        let known = satellites::client(&mut conn, self.instance_id(), domain, &token_hash(text)).await?;
        let client = match known {
            Some(id) => clients::find(&mut conn, self.instance_id(), &id).await?,
            None => None,
        };
        let mut slot = self.slot();
        slot.forgotten = client.is_none();
        slot.client = client.map(|client| client.id);
        Ok(())
    }

    /// Ends a client and its sessions.
    pub(crate) async fn end_client(
        &self,
        conn: &mut Conn,
        id: &ClientId,
        ending: frontdesk_domain::session::Ending,
    ) -> Result<(), Failure> {
        let Some(mut client) = clients::find(conn, self.instance_id(), id).await? else { return Ok(()) };
        for mut stored in sessions::of_client(conn, self.instance_id(), id).await? {
            if stored.session.is_open(self.now) {
                stored.session = stored.session.end(ending, self.now);
                sessions::save(conn, self.instance_id(), &stored, self.now).await?;
            }
        }
        client.ended_at = Some(self.now);
        client.last_active_session = None;
        client.updated_at = self.now;
        Ok(clients::save(conn, self.instance_id(), &client).await?)
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The instance's id, which every query binds.
    pub(crate) fn instance_id(&self) -> &InstanceId {
        &self.instance.id
    }

    /// What the instance allows.
    pub(crate) fn rules(&self) -> &Settings {
        &self.instance.settings
    }

    /// Calls with the moment at which this request is decided.
    pub(crate) fn decide<T>(&self, decision: impl FnOnce(&mut Moment<'_>) -> T) -> T {
        let mut rng = self.app.rng.clone();
        decision(&mut Moment::new(self.now, &mut rng, &self.instance.codes))
    }

    /// The client, if there is one yet.
    pub(crate) fn client_id(&self) -> Option<ClientId> {
        self.slot().client.clone()
    }

    /// The client; a request that needs one and has none is about something that is not there.
    pub(crate) fn client(&self) -> Result<ClientId, Failure> {
        self.client_id().ok_or_else(Failure::not_found)
    }

    /// A hash of the address and browser that ask: what tells the same browser from another.
    pub(crate) fn asker(&self) -> String {
        token_hash(&format!("{} {}", self.address, self.user_agent))
    }

    /// The device of this request, as far as it tells.
    pub(crate) fn activity(&self) -> Activity {
        crate::device::read(&self.user_agent, self.address)
    }

    /// The client, made now where there is none yet. Call [`Cx::adopt`] with it once the transaction is committed.
    pub(crate) async fn ensure_client(&self, conn: &mut Conn) -> Result<NewOrKnown, Failure> {
        let known = match &self.carrier {
            // Two first requests of one page run side by side: the second one finds the client of the first.
            // Noting the use takes the row, so that they follow each other.
            Carrier::DevBrowser(hash) => {
                dev_browsers::seen(conn, self.instance_id(), hash, self.now).await?;
                dev_browsers::find(conn, self.instance_id(), hash).await?.and_then(|browser| browser.client)
            }
            Carrier::Cookie | Carrier::Native => self.client_id(),
        };
        if let Some(id) = known
            && let Some(client) = clients::find(conn, self.instance_id(), &id).await?
        {
            return Ok(NewOrKnown { client, issued: None });
        }
        let token = self.app.rng.token();
        let client = Client {
            id: ids::new(ClientId::PREFIX, self.now, &self.app.rng),
            rotating_token_hash: token_hash(&token),
            cookie_expires_at: (self.carrier == Carrier::Cookie).then(|| cookies::expiry(self.now)),
            version: 1,
            created_at: self.now,
            updated_at: self.now,
            ..Client::default()
        };
        clients::insert(conn, self.instance_id(), &client).await?;
        if let Carrier::DevBrowser(hash) = &self.carrier {
            dev_browsers::bind(conn, self.instance_id(), hash, &client.id).await?;
        }
        let issued = Some(Credential { id: client.id.clone(), rotating_token: token });
        Ok(NewOrKnown { client, issued })
    }

    /// Whether the presented credential is the one before the current one. Such a request may read on, but it must
    /// not be handed the next credential: whoever planted the old one would then hold the new one.
    pub(crate) fn is_replaced(&self) -> bool {
        self.slot().replaced
    }

    /// Gives the client a new rotating token. A development browser's token stands for the client by itself and
    /// exists in development alone, so there it changes nothing that travels.
    pub(crate) fn rotate(&self, client: &mut Client) -> Credential {
        let token = self.app.rng.token();
        client.previous_token_hash = Some(std::mem::replace(&mut client.rotating_token_hash, token_hash(&token)));
        client.rotated_at = Some(self.now);
        client.rotated_by = Some(self.asker());
        if self.carrier == Carrier::Cookie {
            client.cookie_expires_at = Some(cookies::expiry(self.now));
        }
        Credential { id: client.id.clone(), rotating_token: token }
    }

    /// Notes which client the request now has, and the credential to hand out, if it is a new one.
    pub(crate) fn adopt(&self, client: ClientId, issued: Option<Credential>) {
        let mut slot = self.slot();
        slot.client = Some(client);
        slot.forgotten = false;
        if issued.is_some() {
            slot.issued = issued;
        }
    }

    /// Notes which client the browser has on a satellite, and the credential to hand out there.
    pub(crate) fn adopt_on_satellite(&self, client: ClientId, credential: String) {
        self.adopt(client, None);
        self.slot().linked = Some(credential);
    }

    /// The credential to hand out on a satellite.
    pub(crate) fn linked(&self) -> Option<String> {
        self.slot().linked.clone()
    }

    /// The domain on which the app's pages and this Frontend API share cookies.
    pub(crate) fn cookie_domain(&self) -> Option<&str> {
        self.satellite.as_deref().or_else(|| self.instance.parent_domain())
    }

    /// Notes that the client is over.
    pub(crate) fn forget(&self) {
        *self.slot() = Slot { forgotten: true, ..Slot::default() };
    }

    /// The credential to hand out.
    pub(crate) fn issued(&self) -> Option<Credential> {
        self.slot().issued.clone()
    }

    /// Whether the credential that the browser holds is worth nothing any more.
    pub(crate) fn is_forgotten(&self) -> bool {
        self.slot().forgotten
    }

    /// The session that acts: the one that the request names, or the client's last active one. It is of this client
    /// and open, or the request is not authenticated.
    pub(crate) async fn session(&self, conn: &mut Conn) -> Result<StoredSession, Failure> {
        let refused = || Failure::code(ErrorCode::AUTHENTICATION_INVALID);
        let client = self.client_id().ok_or_else(refused)?;
        let all = sessions::of_client(conn, self.instance_id(), &client).await?;
        let wanted = match &self.acting {
            Some(id) => Some(id.clone()),
            None => {
                let row = clients::find(conn, self.instance_id(), &client).await?;
                let known = frontdesk_domain::Client {
                    id: client,
                    sessions: all.iter().map(|stored| stored.session.clone()).collect(),
                    last_active_session: row.and_then(|row| row.last_active_session),
                };
                known.active_session(self.now).map(|session| session.id.clone())
            }
        };
        let found = all.into_iter().find(|stored| Some(&stored.session.id) == wanted.as_ref()).ok_or_else(refused)?;
        if found.session.is_open(self.now) {
            return Ok(found);
        }
        self.check_not_banned(conn, &found.session.user).await?;
        Err(refused())
    }

    /// Whoever was banned is told so, in the place of that the session is over.
    pub(crate) async fn check_not_banned(&self, conn: &mut Conn, user: &UserId) -> Result<(), Failure> {
        let user = users::find(conn, self.instance_id(), user).await?;
        let banned = user.is_some_and(|user| user.banned_at.is_some());
        if banned { Err(Failure::code(ErrorCode::USER_BANNED)) } else { Ok(()) }
    }
}

/// A client that a request uses, and the credential for it if it was just made.
#[derive(Debug)]
pub(crate) struct NewOrKnown {
    /// The client.
    pub client: Client,
    /// What to hand out.
    pub issued: Option<Credential>,
}

impl Deref for Cx {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
