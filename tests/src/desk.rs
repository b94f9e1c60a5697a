//! A server in this process, with everything that it needs handed in.

use crate::browser::{Browser, Site};
use crate::clock::TestClock;
use crate::raw::{Answer, Raw};
use crate::visitor::Visitor;
use crate::{APP_ORIGIN, database};
use axum::Router;
use frontdesk_domain::{Environment, Settings};
use frontdesk_server::config::{Config, Delivery};
use frontdesk_server::{App, Clock, Instance, NewInstance, Rng};
use frontdesk_wire::PublishableKey;
use std::sync::atomic::{AtomicU64, Ordering};

/// A server with its own database, clock, randomness and mail.
pub struct Desk {
    /// The server.
    pub app: App,
    /// The time of the server and of all its visitors.
    pub clock: TestClock,
    /// The Frontend API.
    pub fapi: Router,
    /// The Backend API.
    pub bapi: Router,
    /// The development instance's keys.
    pub keys: Keys,
    _folder: tempfile::TempDir,
}

/// The keys of an instance.
#[derive(Clone)]
pub struct Keys {
    /// The instance.
    pub instance_id: String,
    /// For pages.
    pub publishable: PublishableKey,
    /// For backends.
    pub secret: String,
    /// For verifying without network.
    pub pem: String,
}

impl Keys {
    async fn of(app: &App, instance: &Instance) -> Self {
        let keys = app.instance_keys(instance).await.expect("an instance has keys");
        Self {
            instance_id: instance.id.to_string(),
            publishable: instance.publishable_key.clone(),
            secret: keys.secret_key,
            pem: keys.jwt_public_key_pem,
        }
    }
}

impl Desk {
    /// A desk with the defaults.
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// A desk with some of the configuration changed.
    ///
    /// # Panics
    /// When the server does not open.
    pub async fn open_with(change: impl FnOnce(&mut Config)) -> Self {
        static SEED: AtomicU64 = AtomicU64::new(1);
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let clock = TestClock::default();
        let mut config =
            Config { data: folder.path().to_owned(), database: database::fresh(folder.path()), ..Config::default() };
        config.mail.delivery = Delivery::Inbox;
        change(&mut config);
        let rng = Rng::seeded(SEED.fetch_add(1, Ordering::Relaxed));
        let app = App::open_with(config, Clock::Test(clock.hand()), rng).await.expect("the server opens");
        let first = app.ensure_instance().await.expect("the first instance is made");
        let keys = Keys::of(&app, &first).await;
        Self {
            fapi: frontdesk_server::fapi_router(app.clone()),
            bapi: frontdesk_server::bapi_router(app.clone()),
            keys,
            app,
            clock,
            _folder: folder,
        }
    }

    /// A browser with one tab, on another site than the server: the development browser names its client.
    pub async fn visitor(&self) -> Visitor {
        self.browser(Site::Cross).load().await
    }

    /// A browser on this desk; on the same site it reaches the server through a proxy, and the server's cookie names its client.
    pub fn browser(&self, site: Site) -> Visitor {
        let browser = Browser::new(self.clock.clone(), self.fapi.clone(), site, APP_ORIGIN);
        Visitor::new(browser, self.keys.publishable.as_str())
    }

    /// Another instance in the same server.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn create_instance(&self, name: &str, environment: Environment, host: &str, origins: &[&str]) -> Keys {
        let new = NewInstance {
            name: name.to_owned(),
            environment,
            frontend_api: Some(host.to_owned()),
            allowed_origins: origins.iter().map(|&origin| origin.to_owned()).collect(),
            satellites: Vec::new(),
        };
        let made = self.app.create_instance(new).await.expect("the instance is made");
        Keys::of(&self.app, &made).await
    }

    /// Runs the jobs that are due, and waits for quiet.
    ///
    /// # Panics
    /// When a job's table cannot be read.
    pub async fn run_jobs(&self) {
        self.app.run_jobs().await.expect("jobs run");
    }

    /// Runs the jobs, then reads the last code that was sent to an address.
    ///
    /// # Panics
    /// When none was sent.
    pub async fn code(&self, address: &str) -> String {
        let address = address.trim().to_lowercase();
        let messages = self.inbox().await;
        let message = messages.iter().find(|message| message["to"] == address.as_str() && message["code"].is_string());
        let message = message.unwrap_or_else(|| panic!("no code for {address} among {} messages", messages.len()));
        message["code"].as_str().expect("the message carries a code").to_owned()
    }

    /// Runs the jobs, then reads the development inbox, newest first.
    ///
    /// # Panics
    /// When the inbox is not shown.
    pub async fn inbox(&self) -> Vec<serde_json::Value> {
        self.run_jobs().await;
        // Mail takes a moment, so that no two messages are equally new.
        self.clock.advance(1).await;
        let inbox = self.get("/dev/inbox.json").await;
        inbox.json()["data"].as_array().expect("the inbox is a list").clone()
    }

    /// Changes what the instance allows.
    ///
    /// # Panics
    /// When the settings are not saved.
    pub async fn set(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = Settings::default();
        change(&mut settings);
        let instance = self.keys.instance_id.as_str().into();
        self.app.set_settings(&instance, &settings).await.expect("the settings are saved");
    }

    /// Runs the jobs, then says the subjects of the messages to an address that carry no code, newest first.
    pub async fn notices(&self, address: &str) -> Vec<String> {
        let to = |message: &serde_json::Value| message["to"] == address && message["code"].is_null();
        let subject = |message: &serde_json::Value| message["subject"].as_str().unwrap_or_default().to_owned();
        self.inbox().await.iter().filter(|message| to(message)).map(subject).collect()
    }

    /// A code that is surely wrong for an address.
    pub async fn wrong_code(&self, address: &str) -> String {
        if self.code(address).await == "000000" { "000001".to_owned() } else { "000000".to_owned() }
    }

    /// A `GET` without any credential, on the development instance's host.
    pub async fn get(&self, path: &str) -> Answer {
        Raw::get(path).header("host", self.keys.publishable.frontend_api()).send(&self.fapi).await
    }

    /// A request to the Backend API with the secret key.
    pub async fn backend(&self, method: &str, path: &str, body: serde_json::Value) -> Answer {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        Raw::new(method, path)
            .header("host", "127.0.0.1:4401")
            .header("authorization", &format!("Bearer {}", self.keys.secret))
            .header("content-type", "application/json")
            .body(&text)
            .send(&self.bapi)
            .await
    }
}
