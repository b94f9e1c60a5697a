//! Instances: an application in one environment, with its keys and settings. The request's host chooses one.

use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Context, bail};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_domain::{CodeKey, Environment, Settings};
use frontdesk_wire::key::is_loopback_host;
use frontdesk_wire::{InstanceId, KeyKind, PublishableKey, Timestamp};
use url::Url;

use crate::app::App;
use crate::ids;
use crate::keys::SigningKey;
use crate::rng::Rng;
use crate::secret::{InstanceSecret, token_hash};
use crate::store::instances::{self, InstanceRow, KeyRow, SecretKeyRow};
use crate::store::{Store, is_duplicate};

/// What another process changed is seen after this many milliseconds at the latest.
const HELD: i64 = 3_000;

/// An application in one environment.
#[derive(Debug)]
pub struct Instance {
    /// Its id, which is also the name of its signing key.
    pub id: InstanceId,
    /// Its name, shown to people.
    pub name: String,
    /// Two words and a number, unique enough to be recognised.
    pub slug: String,
    /// The host of its Frontend API, port included.
    pub frontend_api: String,
    /// The key that pages carry.
    pub publishable_key: PublishableKey,
    /// Origins of its pages.
    pub allowed_origins: Vec<String>,
    /// What it allows.
    pub settings: Settings,
    /// The secret that keys what must be recomputed but never guessed.
    pub secret: InstanceSecret,
    /// The key under which codes are kept.
    pub codes: CodeKey,
    /// The key that signs.
    pub key: SigningKey,
    /// Keys that signed before and are still published.
    pub former_keys: Vec<SigningKey>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Instance {
    /// Whether this is a development instance.
    pub fn is_development(&self) -> bool {
        self.settings.environment == Environment::Development
    }

    /// Whether this host (port included) is the instance's own.
    pub fn answers_on(&self, host: &str) -> bool {
        self.frontend_api.eq_ignore_ascii_case(host) || self.satellite_at(host).is_some()
    }

    /// The satellite whose Frontend API this host is. There are none in development: all share one Frontend API.
    pub fn satellite_at(&self, host: &str) -> Option<&str> {
        let name = host.split(':').next().unwrap_or_default();
        self.satellites().find(|domain| satellite_host(domain).eq_ignore_ascii_case(name))
    }

    /// The satellite that this host is a page of.
    pub fn satellite_of_page(&self, host: &str) -> Option<&str> {
        let below =
            |domain: &&str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        self.satellites().find(below)
    }

    fn satellites(&self) -> impl Iterator<Item = &str> {
        let listed = self.settings.satellites.iter().filter(|_| !self.is_development());
        // A mistake in the list must not make everybody's pages the app's own.
        listed.map(String::as_str).filter(|domain| psl::domain_str(domain).is_some())
    }

    /// The issuer of its tokens: `https://` and the host of the publishable key.
    pub fn issuer(&self) -> String {
        self.publishable_key.issuer()
    }

    /// Where its Frontend API is reached.
    pub fn frontend_api_url(&self) -> String {
        self.publishable_key.frontend_api_origin()
    }

    /// The domain that the application and the Frontend API share: the host without its first label and its port.
    /// None where a cookie cannot span it, as with addresses and single labels, or where strangers live under it, as
    /// under `co.uk` and `github.io` (the public suffix list knows).
    pub fn parent_domain(&self) -> Option<&str> {
        let host = self.frontend_api.split(':').next().unwrap_or_default();
        let (_, parent) = host.split_once('.')?;
        let is_name = host.chars().any(char::is_alphabetic) && !is_loopback_host(host);
        (is_name && psl::domain_str(parent).is_some()).then_some(parent)
    }

    /// Whether pages of this origin may use the Frontend API.
    pub fn allows_origin(&self, origin: &str) -> bool {
        let Ok(url) = Url::parse(origin) else { return false };
        if !matches!(url.scheme(), "http" | "https") {
            return false;
        }
        if self.is_development() || self.allowed_origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin)) {
            return true;
        }
        let Some(host) = url.host_str() else { return false };
        let below = |parent: &str| host.strip_suffix(parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        let own = self.parent_domain().is_some_and(below) || self.satellite_of_page(host).is_some();
        url.scheme() == "https" && url.port().is_none() && own
    }

    fn from_rows(row: InstanceRow, keys: &[KeyRow]) -> anyhow::Result<Self> {
        let mut own = keys.iter().filter(|key| key.instance_id == row.id);
        let newest = own.next().with_context(|| format!("the instance {} has no signing key", row.id))?;
        let settings: Settings = serde_json::from_str(&row.settings).context("reading an instance's settings")?;
        let kind = match settings.environment {
            Environment::Development => KeyKind::Development,
            Environment::Production => KeyKind::Production,
        };
        let secret = InstanceSecret::new(row.secret);
        Ok(Self {
            publishable_key: PublishableKey::new(kind, &row.frontend_api)
                .map_err(|error| anyhow::anyhow!("{}: {error}", row.frontend_api))?,
            key: SigningKey::from_pem(&newest.id, &newest.private_pem)?,
            former_keys: own
                .map(|key| SigningKey::from_pem(&key.id, &key.private_pem))
                .collect::<anyhow::Result<_>>()?,
            codes: code_key(&secret),
            id: row.id.into(),
            name: row.name,
            slug: row.slug,
            frontend_api: row.frontend_api,
            allowed_origins: serde_json::from_str(&row.allowed_origins).context("reading an instance's origins")?,
            settings,
            secret,
            created_at: Timestamp(row.created_at),
        })
    }
}

/// The host of a satellite's Frontend API.
pub(crate) fn satellite_host(domain: &str) -> String {
    format!("clerk.{domain}")
}

/// The key under which codes are kept, derived from the instance's secret.
fn code_key(secret: &InstanceSecret) -> CodeKey {
    let mut bytes = [0; 32];
    let derived = URL_SAFE_NO_PAD.decode(secret.mac("codes", "")).unwrap_or_default();
    for (byte, from) in bytes.iter_mut().zip(derived) {
        *byte = from;
    }
    CodeKey::new(bytes)
}

/// The instances, held parsed for a moment so that a request needs no query for them.
#[derive(Debug, Default)]
pub struct Instances {
    held: RwLock<Option<Held>>,
}

#[derive(Debug, Clone)]
struct Held {
    all: Arc<Vec<Arc<Instance>>>,
    read_at: Timestamp,
}

impl Instances {
    /// All instances, oldest first.
    pub async fn all(&self, store: &Store, now: Timestamp) -> anyhow::Result<Arc<Vec<Arc<Instance>>>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(held) = held.filter(|held| now.millis_since(held.read_at).abs() < HELD) {
            return Ok(held.all);
        }
        let (rows, keys) = {
            let mut conn = store.read().await?;
            (instances::all(&mut conn).await?, instances::signing_keys(&mut conn).await?)
        };
        let all: Vec<_> =
            rows.into_iter().map(|row| Instance::from_rows(row, &keys).map(Arc::new)).collect::<anyhow::Result<_>>()?;
        let all = Arc::new(all);
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(Held { all: all.clone(), read_at: now });
        Ok(all)
    }

    /// The instance that a host chooses. A lone instance answers on any host, and a host whose port was changed on the
    /// way (by a container, say) is known by its name, where one instance alone has it.
    pub(crate) async fn by_host(
        &self,
        store: &Store,
        now: Timestamp,
        host: &str,
    ) -> anyhow::Result<Option<Arc<Instance>>> {
        let all = self.all(store, now).await?;
        if let Some(named) = all.iter().find(|instance| instance.answers_on(host)) {
            return Ok(Some(named.clone()));
        }
        let name = |host: &str| host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase();
        let mut alike = all.iter().filter(|instance| all.len() == 1 || name(&instance.frontend_api) == name(host));
        let found = alike.next();
        Ok(found.filter(|_| alike.next().is_none()).cloned())
    }

    /// The instance with this id.
    pub async fn by_id(&self, store: &Store, now: Timestamp, id: &InstanceId) -> anyhow::Result<Option<Arc<Instance>>> {
        Ok(self.all(store, now).await?.iter().find(|instance| instance.id == *id).cloned())
    }

    /// Forgets what is held, after a change.
    pub fn forget(&self) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// What an operator says of a new instance.
#[derive(Debug, Clone)]
pub struct NewInstance {
    /// Its name.
    pub name: String,
    /// Development or production.
    pub environment: Environment,
    /// The host of its Frontend API, port included; a development instance gets one where it is absent.
    pub frontend_api: Option<String>,
    /// Origins of its pages.
    pub allowed_origins: Vec<String>,
    /// Domains of apps that share its people, in production.
    pub satellites: Vec<String>,
}

/// The keys of an instance, as an operator needs them.
#[derive(Debug, Clone)]
pub struct InstanceKeys {
    /// For pages.
    pub publishable_key: String,
    /// For the application's own servers. A secret.
    pub secret_key: String,
    /// Where pages reach the Frontend API.
    pub frontend_api_url: String,
    /// Where servers reach the Backend API.
    pub backend_api_url: String,
    /// For verifying tokens without a network.
    pub jwt_public_key_pem: String,
}

impl App {
    /// Makes an instance with a signing key and a secret key.
    pub async fn create_instance(&self, new: NewInstance) -> anyhow::Result<Arc<Instance>> {
        self.make_instance(new, false).await
    }

    async fn make_instance(&self, new: NewInstance, only_as_first: bool) -> anyhow::Result<Arc<Instance>> {
        let now = self.now();
        let slug = slug(&self.rng);
        let frontend_api = match (new.frontend_api, new.environment) {
            (Some(host), _) => host.to_ascii_lowercase(),
            (None, Environment::Development) => format!("{slug}.localhost:{}", self.config.server.fapi_bind.port()),
            (None, Environment::Production) => bail!("a production instance needs the host of its Frontend API"),
        };
        let kind = match new.environment {
            Environment::Development => KeyKind::Development,
            Environment::Production => KeyKind::Production,
        };
        PublishableKey::new(kind, &frontend_api)
            .ok()
            .filter(|_| Url::parse(&format!("https://{frontend_api}/")).is_ok_and(|url| url.path() == "/"))
            .with_context(|| format!("{frontend_api:?} cannot be the host of a Frontend API: give a name with a dot, such as clerk.example.com"))?;
        for origin in &new.allowed_origins {
            let url = Url::parse(origin).with_context(|| format!("{origin:?} is no origin"))?;
            if url.origin().ascii_serialization() != *origin || !matches!(url.scheme(), "http" | "https") {
                bail!("{origin:?} is no origin: give scheme, host and port alone, such as https://app.example.com");
            }
        }
        for domain in &new.satellites {
            let is_host = Url::parse(&format!("https://{domain}/")).is_ok_and(|url| url.host_str() == Some(domain));
            if !is_host || psl::domain_str(domain).is_none() {
                bail!("{domain:?} is no domain of a satellite: give a name such as other.example");
            }
        }
        let pems = tokio::task::spawn_blocking(SigningKey::generate).await.context("the key generator stopped")??;
        let id: InstanceId = ids::new(InstanceId::PREFIX, now, &self.rng);
        let live = if new.environment == Environment::Production { "live" } else { "test" };
        let secret_key = format!("sk_{live}_{}", self.rng.token());
        let mut settings = Settings { environment: new.environment, ..Settings::default() };
        settings.display.application_name.clone_from(&new.name);
        settings.satellites = new.satellites;
        let row = InstanceRow {
            id: id.to_string(),
            name: new.name,
            slug,
            environment: if live == "live" { "production" } else { "development" }.to_owned(),
            frontend_api: frontend_api.clone(),
            allowed_origins: serde_json::to_string(&new.allowed_origins)?,
            settings: serde_json::to_string(&settings)?,
            secret: self.rng.token(),
            created_at: now.0,
        };
        let key = KeyRow {
            id: id.to_string(),
            instance_id: id.to_string(),
            private_pem: pems.private,
            public_pem: pems.public,
            created_at: now.0,
        };
        let secret = SecretKeyRow {
            id: ids::new("key_", now, &self.rng),
            instance_id: id.to_string(),
            secret_hash: token_hash(&secret_key),
            secret: secret_key,
            created_at: now.0,
        };
        let mut tx = self.store.write().await?;
        if only_as_first {
            self.store.lock_setup(&mut tx).await?;
            if let Some(first) = instances::all(&mut tx).await?.into_iter().next() {
                drop(tx);
                let first = self.instances.by_id(&self.store, now, &first.id.into()).await?;
                return first.context("the first instance is not there");
            }
        }
        match instances::insert(&mut tx, &row, &key, &secret).await {
            Err(error) if is_duplicate(&error) => bail!("an instance already answers on {frontend_api}"),
            outcome => outcome?,
        }
        tx.commit().await?;
        self.instances.forget();
        let made = self.instances.by_id(&self.store, now, &id).await?;
        made.context("the new instance is not there")
    }

    /// Makes the development instance of a first start, unless there is an instance already. Several processes may
    /// start at once on one database: a lock lets one of them make it.
    pub async fn ensure_instance(&self) -> anyhow::Result<Arc<Instance>> {
        if let Some(first) = self.instances.all(&self.store, self.now()).await?.first() {
            return Ok(first.clone());
        }
        let first = NewInstance {
            name: self.config.instance.name.clone(),
            environment: Environment::Development,
            frontend_api: None,
            allowed_origins: Vec::new(),
            satellites: Vec::new(),
        };
        self.make_instance(first, true).await
    }

    /// Replaces what an instance allows. Other processes follow within seconds.
    pub async fn set_settings(&self, id: &InstanceId, settings: &Settings) -> anyhow::Result<()> {
        let mut tx = self.store.write().await?;
        instances::set_settings(&mut tx, id, &serde_json::to_string(settings)?, self.now().0).await?;
        tx.commit().await?;
        self.instances.forget();
        Ok(())
    }

    /// The keys of an instance.
    pub async fn instance_keys(&self, instance: &Instance) -> anyhow::Result<InstanceKeys> {
        let mut conn = self.store.read().await?;
        let secret = instances::secret_key(&mut conn, &instance.id).await?;
        let pem = instances::public_pem(&mut conn, &instance.id).await?;
        Ok(InstanceKeys {
            publishable_key: instance.publishable_key.as_str().to_owned(),
            secret_key: secret.context("the instance has no secret key")?,
            frontend_api_url: instance.frontend_api_url(),
            backend_api_url: self.config.server.backend_api_url.clone(),
            jwt_public_key_pem: pem.context("the instance has no signing key")?,
        })
    }

    /// The instance that a secret key opens.
    pub async fn instance_by_secret_key(&self, secret_key: &str) -> anyhow::Result<Option<Arc<Instance>>> {
        let found = instances::by_secret_hash(&mut *self.store.read().await?, &token_hash(secret_key)).await?;
        match found {
            Some(id) => self.instances.by_id(&self.store, self.now(), &id).await,
            None => Ok(None),
        }
    }
}

/// A name such as `calm-otter-42`.
fn slug(rng: &Rng) -> String {
    const MOODS: [&str; 16] = [
        "amber", "brave", "bright", "calm", "clever", "gentle", "golden", "happy", "kind", "lively", "merry", "quiet",
        "rapid", "silver", "sunny", "warm",
    ];
    const ANIMALS: [&str; 16] = [
        "badger", "beaver", "crane", "dolphin", "falcon", "fox", "hare", "heron", "lynx", "marten", "otter", "owl",
        "puffin", "robin", "seal", "wren",
    ];
    let pick = |words: [&'static str; 16]| words[rng.below(16) as usize];
    format!("{}-{}-{}", pick(MOODS), pick(ANIMALS), 10 + rng.below(90))
}
