//! Configuration: one TOML file, `FRONTDESK_*` variables over it, flags over both.
//!
//! Every field has a default, so that `frontdesk serve` works with none of it. A field's variable is its path in
//! capitals: `FRONTDESK_SERVER_FAPI_BIND` is `server.fapi_bind` (two underscores for the dot are fine too).
//! `frontdesk.example.toml` lists every field.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything that an operator can decide.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The folder for the database and the outbox. Default `./frontdesk-data`.
    pub data: PathBuf,
    /// Listeners and proxies.
    pub server: ServerConfig,
    /// Where everything is kept.
    pub database: DatabaseConfig,
    /// How mail leaves.
    pub mail: MailConfig,
    /// How often strangers may try.
    pub limits: LimitsConfig,
    /// How passwords are hashed.
    pub password: PasswordConfig,
    /// The instance that the first start creates.
    pub instance: InstanceConfig,
    /// What is logged, and how.
    pub log: LogConfig,
}

/// Listeners and proxies.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    /// Where the Frontend API listens. Default `127.0.0.1:4400`.
    pub fapi_bind: SocketAddr,
    /// Where the Backend API listens. Default `127.0.0.1:4401`.
    pub bapi_bind: SocketAddr,
    /// The Backend API's address as backends reach it; `http://` and the listener's address when empty. Default empty.
    pub backend_api_url: String,
    /// Proxies whose `X-Forwarded-*` and `Clerk-Proxy-Url` headers are believed: addresses or ranges such as
    /// `10.0.0.0/8`. A request from this machine is believed in development. Default none.
    pub trusted_proxies: Vec<Network>,
    /// The largest accepted request body in bytes. Default 1 MiB.
    pub body_limit: usize,
    /// How long a stopping server waits for requests under way, in seconds. Default 10.
    pub shutdown_seconds: u64,
}

/// Where everything is kept.
#[derive(Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `sqlite:<file>` or `postgres://user:password@host/name`. Default: `frontdesk.db` in the data folder.
    pub url: String,
    /// PostgreSQL only: a schema of its own, created when absent. Default: the connection's own.
    pub schema: Option<String>,
    /// Most connections at once. Default 8.
    pub max_connections: u32,
}

/// How mail leaves.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// `inbox` (a page of the development instance), `smtp`, `file`, `memory` (tests) or `off`. Default `inbox`.
    pub delivery: Delivery,
    /// The sender. Default `Frontdesk <no-reply@localhost>`.
    pub from: String,
    /// With `file`: the folder that receives messages. Default `outbox` in the data folder.
    pub folder: Option<PathBuf>,
    /// With `smtp`: the mail server.
    pub smtp: SmtpConfig,
}

/// Ways for mail to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// Kept for the page `/dev/inbox` of a development instance.
    Inbox,
    /// Sent through a mail server.
    Smtp,
    /// Written into a folder.
    File,
    /// Kept in memory, for tests.
    Memory,
    /// Not sent at all.
    Off,
}

/// The mail server.
#[derive(Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SmtpConfig {
    /// Its name. Default `localhost`.
    pub host: String,
    /// Its port; 0 for the usual one of the encryption. Default 0.
    pub port: u16,
    /// `starttls`, `tls` or `none`. Default `starttls`.
    pub encryption: Encryption,
    /// User name; empty for none. Default empty.
    pub username: String,
    /// Password. Default empty.
    pub password: String,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// Begins in the clear and must turn encrypted.
    Starttls,
    /// Encrypted from the first byte.
    Tls,
    /// In the clear; for a mail server on the same machine.
    None,
}

/// How often strangers may try, per five minutes unless said otherwise. 0 turns a limit off.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    /// Sign-ins and their attempts, per client address. Default 600.
    pub sign_in_per_address: u32,
    /// Sign-ins and their attempts, per identifier from one client address; five times as many from all together. Default 60.
    pub sign_in_per_identifier: u32,
    /// Sign-ups and their attempts, per client address. Default 600.
    pub sign_up_per_address: u32,
    /// Sign-ups, per identifier from one client address; five times as many from all together. Default 60.
    pub sign_up_per_identifier: u32,
    /// Codes sent, per client address. Default 300.
    pub codes_per_address: u32,
    /// Codes sent, per identifier; half of them to what one client address asks for. Default 20.
    pub codes_per_identifier: u32,
    /// Codes sent, per identifier, in a day. Default 200.
    pub codes_per_identifier_and_day: u32,
    /// Pictures uploaded, per client address. Default 120.
    pub pictures_per_address: u32,
    /// Pictures uploaded, per user. Default 20.
    pub pictures_per_user: u32,
    /// Development browsers created, per client address. Default 1200.
    pub dev_browsers_per_address: u32,
    /// Handshakes, per client address. Default 1200.
    pub handshakes_per_address: u32,
    /// Requests of the Backend API, per instance, in ten seconds. Default 1000.
    pub backend_per_instance: u32,
    /// Requests of the Backend API, with whatever key, per address that is no trusted proxy, in ten seconds. Default 2000.
    pub backend_per_address: u32,
}

/// How passwords are hashed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordConfig {
    /// How many are hashed at once, each taking 19 MiB; 0 for one per processor. Default 0.
    pub concurrency: usize,
}

/// The instance that the first start creates.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct InstanceConfig {
    /// Its name, shown on the sign-in page. Default `My app`.
    pub name: String,
}

/// What is logged, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// `auto` (short on a terminal, JSON elsewhere), `short` or `json`. Default `auto`.
    pub format: LogFormat,
    /// `error`, `warn`, `info`, `debug`, or a filter such as `info,frontdesk_server=debug`. Default `info`.
    pub level: String,
}

/// The shape of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Short on a terminal, JSON elsewhere.
    Auto,
    /// For eyes.
    Short,
    /// For programs.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("./frontdesk-data"),
            server: ServerConfig::default(),
            database: DatabaseConfig::default(),
            mail: MailConfig::default(),
            limits: LimitsConfig::default(),
            password: PasswordConfig { concurrency: 0 },
            instance: InstanceConfig::default(),
            log: LogConfig { format: LogFormat::Auto, level: "info".to_owned() },
        }
    }
}

impl Default for PasswordConfig {
    fn default() -> Self {
        Config::default().password
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Config::default().log
    }
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            fapi_bind: SocketAddr::from(([127, 0, 0, 1], 4400)),
            bapi_bind: SocketAddr::from(([127, 0, 0, 1], 4401)),
            backend_api_url: String::new(),
            trusted_proxies: Vec::new(),
            body_limit: 1024 * 1024,
            shutdown_seconds: 10,
        }
    }
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self { url: String::new(), schema: None, max_connections: 8 }
    }
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            delivery: Delivery::Inbox,
            from: "Frontdesk <no-reply@localhost>".to_owned(),
            folder: None,
            smtp: SmtpConfig::default(),
        }
    }
}

impl Default for SmtpConfig {
    fn default() -> Self {
        Self {
            host: "localhost".to_owned(),
            port: 0,
            encryption: Encryption::Starttls,
            username: String::new(),
            password: String::new(),
        }
    }
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            sign_in_per_address: 600,
            sign_in_per_identifier: 60,
            sign_up_per_address: 600,
            sign_up_per_identifier: 60,
            codes_per_address: 300,
            codes_per_identifier: 20,
            codes_per_identifier_and_day: 200,
            pictures_per_address: 120,
            pictures_per_user: 20,
            dev_browsers_per_address: 1200,
            handshakes_per_address: 1200,
            backend_per_instance: 1000,
            backend_per_address: 2000,
        }
    }
}

impl Default for InstanceConfig {
    fn default() -> Self {
        Self { name: "My app".to_owned() }
    }
}

impl fmt::Debug for DatabaseConfig {
    /// Without the URL, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseConfig").field("url", &"[…]").field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl fmt::Debug for SmtpConfig {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpConfig").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// What flags say; each beats file and variables.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--data`
    pub data: Option<PathBuf>,
    /// `--fapi-bind`
    pub fapi_bind: Option<SocketAddr>,
    /// `--bapi-bind`
    pub bapi_bind: Option<SocketAddr>,
    /// `--config`; without it `frontdesk.toml` is read where it exists.
    pub config: Option<PathBuf>,
}

impl Config {
    /// Reads file, variables and flags, in that order of growing weight.
    pub fn load(flags: &Overrides) -> anyhow::Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        match &flags.config {
            Some(file) if !file.is_file() => bail!("there is no configuration file {}", file.display()),
            Some(file) => figment = figment.merge(Toml::file_exact(file)),
            None if Path::new("frontdesk.toml").is_file() => {
                figment = figment.merge(Toml::file_exact("frontdesk.toml"))
            }
            None => {}
        }
        let fields = Self::variables();
        let variables = Env::prefixed("FRONTDESK_").filter_map(move |key| {
            let name = key.as_str().to_ascii_lowercase().replace("__", "_");
            match fields.get(&name) {
                Some(path) => Some(path.clone().into()),
                // Other programs read FRONTDESK_* variables too (a publishable key, say). Two underscores are ours alone.
                None => key.as_str().contains("__").then(|| key.as_str().replace("__", ".").into()),
            }
        });
        let mut config: Self = figment.merge(variables).extract().map_err(explain)?;
        config.data = flags.data.clone().unwrap_or(config.data);
        config.server.fapi_bind = flags.fapi_bind.unwrap_or(config.server.fapi_bind);
        config.server.bapi_bind = flags.bapi_bind.unwrap_or(config.server.bapi_bind);
        Ok(config.completed())
    }

    /// The variable of every field, without its prefix and in small letters, and the field's path.
    fn variables() -> BTreeMap<String, String> {
        fn collect(path: &str, value: &Value, into: &mut BTreeMap<String, String>) {
            match value {
                Value::Object(fields) => {
                    for (name, value) in fields {
                        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                        collect(&path, value, into);
                    }
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                    into.insert(path.replace('.', "_"), path.to_owned());
                }
            }
        }
        let mut names = BTreeMap::new();
        collect("", &serde_json::to_value(Self::default()).unwrap_or_default(), &mut names);
        names
    }

    /// The configuration with the defaults that depend on the data folder filled in.
    #[must_use]
    pub fn completed(mut self) -> Self {
        if self.database.url.is_empty() {
            // `?mode=rwc` creates the file; the path is escaped since a folder's name may hold a question mark.
            let file = self.data.join("frontdesk.db");
            let path = file.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            self.database.url = format!("sqlite:{path}?mode=rwc");
        }
        if self.mail.folder.is_none() {
            self.mail.folder = Some(self.data.join("outbox"));
        }
        if self.server.backend_api_url.is_empty() {
            self.server.backend_api_url = format!("http://{}", reachable(self.server.bapi_bind));
        }
        self
    }

    /// A configuration for a data folder, all else by default.
    pub fn in_folder(data: &Path) -> Self {
        Self { data: data.to_owned(), ..Self::default() }.completed()
    }
}

/// An address that a client can connect to: a listener on every interface is reached on this machine.
fn reachable(bind: SocketAddr) -> SocketAddr {
    let ip = match bind.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        ip => ip,
    };
    SocketAddr::new(ip, bind.port())
}

/// Says which field is wrong and where it came from, one line each.
fn explain(error: figment::Error) -> anyhow::Error {
    let lines: Vec<String> = error
        .into_iter()
        .map(|fault| {
            let path = fault.path.join(".");
            let source = fault.metadata.as_ref().map_or_else(String::new, |metadata| {
                metadata.source.as_ref().map_or_else(|| metadata.name.to_string(), |source| format!("{source}"))
            });
            format!("{}{} {}", if path.is_empty() { "" } else { "in " }, path, fault.kind).trim().to_owned()
                + &if source.is_empty() { String::new() } else { format!(" ({source})") }
        })
        .collect();
    anyhow::anyhow!("the configuration has a mistake: {}", lines.join("; "))
}

/// One address or a range of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether an address lies in the range.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => same_bits(&own.octets(), &other.octets(), self.bits),
            (IpAddr::V6(own), IpAddr::V6(other)) => same_bits(&own.octets(), &other.octets(), self.bits),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

fn same_bits(a: &[u8], b: &[u8], bits: u8) -> bool {
    let whole = usize::from(bits / 8);
    let rest = bits % 8;
    let mask = if rest == 0 { 0 } else { 0xff_u8 << (8 - rest) };
    a[..whole] == b[..whole] && (rest == 0 || (a[whole] ^ b[whole]) & mask == 0)
}

impl std::str::FromStr for Network {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (address, bits) = text.split_once('/').unwrap_or((text, ""));
        let address: IpAddr = address.parse().with_context(|| format!("{text:?} is no network address"))?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = if bits.is_empty() {
            most
        } else {
            bits.parse().ok().filter(|bits| *bits <= most).context("the range is too long")?
        };
        Ok(Self { address, bits })
    }
}

impl Serialize for Network {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}/{}", self.address, self.bits))
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_file_shows_every_default() {
        let example = include_str!("../frontdesk.example.toml");
        let read: Config = Figment::from(Toml::string(example)).extract().unwrap();

        assert_eq!(serde_json::to_value(&read).unwrap(), serde_json::to_value(Config::default()).unwrap());
    }

    #[test]
    fn a_mistake_names_the_field() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("frontdesk.toml");
        std::fs::write(&file, "[server]\nfapi_bnd = \"127.0.0.1:1\"\n").unwrap();

        let refused = Config::load(&Overrides { config: Some(file), ..Overrides::default() }).unwrap_err().to_string();

        assert!(refused.contains("fapi_bnd"), "{refused}");
    }

    #[test]
    fn flags_beat_the_file_and_the_folder_decides_the_database() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("own.toml");
        std::fs::write(&file, "[server]\nfapi_bind = \"127.0.0.1:1\"\nbapi_bind = \"127.0.0.1:2\"\n").unwrap();

        let flags = Overrides {
            config: Some(file),
            fapi_bind: Some("127.0.0.1:3".parse().unwrap()),
            data: Some(PathBuf::from("/srv/desk")),
            bapi_bind: None,
        };
        let config = Config::load(&flags).unwrap();

        assert_eq!(config.server.fapi_bind.port(), 3);
        assert_eq!(config.server.backend_api_url, "http://127.0.0.1:2");
        assert_eq!(config.database.url, "sqlite:/srv/desk/frontdesk.db?mode=rwc");
    }

    #[test]
    fn every_field_has_a_variable_of_its_own() {
        let names = Config::variables();

        assert_eq!(names["database_url"], "database.url");
        assert_eq!(names["mail_smtp_password"], "mail.smtp.password");
        assert_eq!(names["server_fapi_bind"], "server.fapi_bind");
        let paths: std::collections::BTreeSet<_> = names.values().collect();
        assert_eq!(paths.len(), names.len());
    }

    #[test]
    fn ranges_hold_their_addresses_only() {
        let range: Network = "10.1.0.0/20".parse().unwrap();

        assert!(range.contains("10.1.15.255".parse().unwrap()));
        assert!(!range.contains("10.1.16.0".parse().unwrap()));
        assert!(!range.contains("::1".parse().unwrap()));
        assert!("10.0.0.0/33".parse::<Network>().is_err());
        assert!("::/0".parse::<Network>().unwrap().contains("fe80::1".parse().unwrap()));
    }
}
