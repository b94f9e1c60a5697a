use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use frontdesk_wire::{PublishableKey, key::KeyKind};

/// The demo app's own server.
#[derive(Parser, Clone, Debug)]
#[command(name = "frontdesk-demo", version)]
pub(crate) struct Settings {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:4402")]
    pub(crate) bind: SocketAddr,
    /// The folder with the built pages.
    #[arg(long)]
    pub(crate) dist: PathBuf,
    /// The folder with the built gallery of components, which is then under /gallery/.
    #[arg(long)]
    pub(crate) gallery: Option<PathBuf>,
    /// The publishable key of the Frontdesk instance; the pages learn it from this server.
    #[arg(long, env = "FRONTDESK_PUBLISHABLE_KEY")]
    pub(crate) publishable_key: String,
    /// The public key that session tokens are verified with, as PEM.
    #[arg(long, env = "FRONTDESK_JWT_KEY")]
    pub(crate) jwt_key: String,
    /// Where the Frontend API answers [default: the host in the publishable key].
    #[arg(long, env = "FRONTDESK_FRONTEND_API")]
    pub(crate) frontend_api: Option<String>,
    /// Origins of the app; tokens made for other origins are refused [default: localhost and 127.0.0.1 with the port].
    #[arg(long = "origin", value_name = "ORIGIN")]
    pub(crate) origins: Vec<String>,
    /// Answer for the Frontend API under /__clerk, so that browsers meet one origin only.
    #[arg(long)]
    pub(crate) proxy: bool,
}

impl Settings {
    /// The publishable key, read.
    pub(crate) fn key(&self) -> Result<PublishableKey> {
        PublishableKey::parse(&self.publishable_key).context("the publishable key")
    }

    /// The origins that tokens may be made for.
    pub(crate) fn authorized_parties(&self) -> Vec<String> {
        if !self.origins.is_empty() {
            return self.origins.clone();
        }
        ["localhost", "127.0.0.1"].iter().map(|host| format!("http://{host}:{}", self.bind.port())).collect()
    }

    /// Where the Frontend API answers.
    pub(crate) fn frontend_api_origin(&self) -> Result<String> {
        match &self.frontend_api {
            Some(url) => Ok(url.trim_end_matches('/').to_owned()),
            None => Ok(self.key()?.frontend_api_origin()),
        }
    }

    /// Where a development instance shows the mail that it would have sent.
    pub(crate) fn inbox(&self) -> Result<Option<String>> {
        let development = self.key()?.kind() == KeyKind::Development;
        Ok(if development { Some(format!("{}/dev/inbox", self.frontend_api_origin()?)) } else { None })
    }
}
