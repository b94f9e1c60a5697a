//! What a running server holds: one cheap handle that every request clones.

use std::ops::Deref;
use std::sync::Arc;

use anyhow::Context;
use frontdesk_wire::Timestamp;
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::config::Config;
use crate::data_dir;
use crate::instance::Instances;
use crate::limit::Limiter;
use crate::mail::Mailer;
use crate::password::Passwords;
use crate::pictures::Pictures;
use crate::rng::Rng;
use crate::store::Store;
use crate::tokens::TokenCache;

/// The server's parts. Cloning is cheap: every clone is the same server.
#[derive(Debug, Clone)]
pub struct App(Arc<Parts>);

/// The parts of an [`App`].
#[derive(Debug)]
pub struct Parts {
    /// What the operator decided.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// Where time comes from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub rng: Rng,
    /// How mail leaves.
    pub mailer: Mailer,
    /// How often strangers may try.
    pub limiter: Limiter,
    /// The pool that hashes passwords.
    pub passwords: Passwords,
    /// The pool that draws uploaded pictures anew.
    pub pictures: Pictures,
    /// The instances with their keys, held for a moment.
    pub instances: Instances,
    /// Session tokens minted just now.
    pub tokens: TokenCache,
    /// Wakes the worker when a job was inserted.
    pub wake: Notify,
}

impl App {
    /// Opens the server with the system's clock and randomness.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        Self::open_with(config, Clock::System, Rng::System).await
    }

    /// Opens the server with a clock and randomness of the caller's; tests bring their own.
    pub async fn open_with(config: Config, clock: Clock, rng: Rng) -> anyhow::Result<Self> {
        let config = config.completed();
        data_dir::create(&config.data)
            .with_context(|| format!("creating the data folder {}", config.data.display()))?;
        let store = Store::open(&config.database).await?;
        Ok(Self(Arc::new(Parts {
            mailer: Mailer::open(&config.mail)?,
            limiter: Limiter::new(&config.limits, &clock),
            passwords: Passwords::new(config.password.concurrency),
            pictures: Pictures::default(),
            instances: Instances::default(),
            tokens: TokenCache::default(),
            wake: Notify::new(),
            store,
            clock,
            rng,
            config,
        })))
    }

    /// Now, by the server's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
