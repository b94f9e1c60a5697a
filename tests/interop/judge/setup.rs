//! How the apps are set up whose requests are judged.

use anyhow::{Context, Result};
use frontdesk_backend::{Authenticator, Clock, OrganizationSync, PublishableKey, Satellite, Timestamp, Verifier};
use serde::Deserialize;
use std::collections::BTreeMap;

use crate::api::KnownAnswers;

/// The first line.
#[derive(Deserialize)]
pub(crate) struct Opening {
    /// The moment at which everything is judged, in seconds.
    now: i64,
    /// The instance's public key.
    public_key: String,
    setups: Vec<Setup>,
}

#[derive(Deserialize)]
struct Setup {
    name: String,
    publishable_key: String,
    /// None given is any.
    authorized_parties: Vec<String>,
    /// What the Backend API answers, where there is one.
    api: Option<KnownAnswers>,
    proxy_url: Option<String>,
    satellite: Option<SatelliteSetup>,
    #[serde(default)]
    organization_patterns: Vec<String>,
    #[serde(default)]
    personal_patterns: Vec<String>,
    #[serde(default)]
    allowed_redirect_origins: Vec<String>,
}

#[derive(Deserialize)]
struct SatelliteSetup {
    domain: String,
    sign_in_url: String,
    auto_sync: bool,
}

impl Opening {
    /// The apps by the names of their set-ups.
    pub(crate) fn apps(self) -> Result<BTreeMap<String, Authenticator>> {
        let now = Timestamp::from_seconds(self.now);
        self.setups.into_iter().map(|setup| Ok((setup.name.clone(), setup.app(&self.public_key, now)?))).collect()
    }
}

impl Setup {
    fn app(self, public_key: &str, now: Timestamp) -> Result<Authenticator> {
        let verifier = Verifier::from_pem(public_key).context("reading the public key")?;
        let verifier = match self.authorized_parties {
            parties if parties.is_empty() => verifier.any_authorized_party(),
            parties => verifier.authorized_parties(parties),
        };
        let key = PublishableKey::parse(&self.publishable_key).context("reading a publishable key")?;
        let mut sync = OrganizationSync::new();
        for pattern in self.organization_patterns {
            sync = sync.organization(pattern);
        }
        for pattern in self.personal_patterns {
            sync = sync.personal(pattern);
        }
        let mut app = Authenticator::new(key, verifier.clock(Clock::given(move || now)))
            .organization_sync(sync)
            .allowed_redirect_origins(self.allowed_redirect_origins);
        if let Some(api) = self.api {
            app = app.backend_api(api);
        }
        if let Some(url) = self.proxy_url {
            app = app.proxy_url(&url)?;
        }
        if let Some(SatelliteSetup { domain, sign_in_url, auto_sync }) = self.satellite {
            app = app.satellite(Satellite { domain, sign_in_url, auto_sync })?;
        }
        Ok(app)
    }
}
