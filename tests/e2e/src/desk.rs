use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use crate::front::{APPS, FRONTEND_API, Front};
use crate::given::Given;

/// How long a program may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// How the demo app reaches the Frontend API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// On another site, as in development: the dev-browser token carries the client.
    OtherSite,
    /// Under the app's own origin: the cookie alone carries it.
    Proxy,
    /// A production instance with TLS: two hosts of the app, and the Frontend API on a third one beside them.
    Production,
    /// From another app than the demo, on another site: see [`Site`](crate::Site).
    OtherApp,
}

/// A server and a demo app of their own, on free ports, with fresh data. Dropping it ends both.
pub struct Desk {
    given: Given,
    mode: Mode,
    folder: TempDir,
    fapi: SocketAddr,
    bapi: SocketAddr,
    app: SocketAddr,
    frontend_api: String,
    secret_key: String,
    front: Option<Front>,
    keys: Value,
    server: Option<Child>,
    demo: Option<Child>,
}

impl Desk {
    /// Starts both programs and waits until they answer.
    pub async fn open(given: &Given, mode: Mode) -> Result<Self> {
        let folder = TempDir::with_prefix("frontdesk-e2e-").context("creating a data folder")?;
        let [fapi, bapi, app] = free_addresses()?;
        let mut desk = Self {
            given: given.clone(),
            mode,
            folder,
            fapi,
            bapi,
            app,
            frontend_api: String::new(),
            secret_key: String::new(),
            front: None,
            keys: Value::Null,
            server: None,
            demo: None,
        };
        if mode == Mode::Production {
            desk.make_production_instance().await?;
            desk.front = Some(Front::open(fapi, app).await?);
        }
        desk.start_server().await?;
        desk.read_keys().await?;
        if mode != Mode::OtherApp {
            desk.start_demo().await?;
        }
        Ok(desk)
    }

    /// The address of a page of the demo app.
    pub fn page(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.app.port())
    }

    /// What the browser is started with, beside what every browser is.
    pub(crate) fn browser_arguments(&self) -> Vec<(&'static str, String)> {
        self.front.iter().flat_map(Front::arguments).collect()
    }

    /// Makes an account, as an app's own server does.
    pub async fn make_user(&self, address: &str, password: &str) -> Result<()> {
        let body = json!({ "email_address": [address], "password": password }).to_string();
        let head = format!(
            "POST /v1/users HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.bapi,
            self.secret_key,
            body.len()
        );
        let ask = async {
            let mut stream = TcpStream::connect(self.bapi).await?;
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(body.as_bytes()).await?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await?;
            std::io::Result::Ok(answer)
        };
        let answer = timeout(PATIENCE, ask).await.context("making an account took too long")?;
        let answer = answer.context("making an account")?;
        ensure!(answer.starts_with("HTTP/1.1 200"), "making an account: {answer}");
        Ok(())
    }

    async fn make_production_instance(&self) -> Result<()> {
        let mut command = Command::new(&self.given.server);
        command
            .args(["instance", "create", "--name", "Frontdesk demo", "--environment", "production"])
            .args(["--frontend-api", FRONTEND_API, "--data"])
            .arg(self.data())
            .kill_on_drop(true);
        for host in APPS {
            command.args(["--allowed-origin", &format!("https://{host}")]);
        }
        let output = timeout(PATIENCE, command.output()).await.context("making an instance took too long")?;
        let output = output.context("making an instance")?;
        ensure!(output.status.success(), "making an instance: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// The address of the development inbox.
    pub fn inbox(&self) -> String {
        format!("{}/dev/inbox", self.frontend_api)
    }

    /// Starts the server; its data survives between starts.
    pub async fn start_server(&mut self) -> Result<()> {
        let mut command = Command::new(&self.given.server);
        command.env("FRONTDESK_INSTANCE__NAME", "Frontdesk demo").arg("serve").arg("--data").arg(self.data()).args([
            "--fapi-bind",
            &self.fapi.to_string(),
            "--bapi-bind",
            &self.bapi.to_string(),
        ]);
        self.server = Some(start(&mut command, &self.log("server.log"))?);
        self.wait_for(self.fapi, "/v1/health", "server.log").await
    }

    /// Ends the server at once, as a power cut would.
    pub async fn kill_server(&mut self) -> Result<()> {
        if let Some(mut server) = self.server.take() {
            server.kill().await.context("ending the server")?;
        }
        Ok(())
    }

    /// What the server wrote, for the message of a test that failed.
    pub fn server_log(&self) -> String {
        fs::read_to_string(self.log("server.log")).unwrap_or_default()
    }

    async fn read_keys(&mut self) -> Result<()> {
        let keys = Command::new(&self.given.server)
            .args(["keys", "--json", "--data"])
            .arg(self.data())
            .kill_on_drop(true)
            .output();
        let output = timeout(PATIENCE, keys).await.context("asking for the keys took too long")?;
        let output = output.context("asking for the keys")?;
        if !output.status.success() {
            bail!("asking for the keys: {}", String::from_utf8_lossy(&output.stderr));
        }
        self.keys = serde_json::from_slice(&output.stdout).context("reading the keys")?;
        self.frontend_api = self.key("frontend_api_url")?;
        self.secret_key = self.key("secret_key")?;
        Ok(())
    }

    /// One of the instance's keys, by the name that `frontdesk keys --json` gives it.
    pub(crate) fn key(&self, name: &str) -> Result<String> {
        self.keys[name].as_str().map(str::to_owned).with_context(|| format!("no `{name}`"))
    }

    async fn start_demo(&mut self) -> Result<()> {
        let mut command = Command::new(&self.given.demo);
        command
            .args(["--bind", &self.app.to_string()])
            .arg("--dist")
            .arg(&self.given.dist)
            .env("FRONTDESK_PUBLISHABLE_KEY", self.key("publishable_key")?)
            .env("FRONTDESK_JWT_KEY", self.key("jwt_public_key_pem")?)
            .env("FRONTDESK_FRONTEND_API", &self.frontend_api);
        match self.mode {
            Mode::OtherSite | Mode::OtherApp => {}
            Mode::Proxy => drop(command.arg("--proxy")),
            Mode::Production => {
                for host in APPS {
                    command.args(["--origin", &format!("https://{host}")]);
                }
            }
        }
        self.demo = Some(start(&mut command, &self.log("demo.log"))?);
        self.wait_for(self.app, "/healthz", "demo.log").await
    }

    async fn wait_for(&self, address: SocketAddr, path: &str, log: &str) -> Result<()> {
        let limit = Instant::now() + PATIENCE;
        while !answers(address, path).await {
            if Instant::now() > limit {
                bail!("{address} does not answer: {}", fs::read_to_string(self.log(log)).unwrap_or_default());
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn start(command: &mut Command, log: &Path) -> Result<Child> {
    let file = File::options().create(true).append(true).open(log).context("opening a log")?;
    let copy = file.try_clone().context("opening a log")?;
    command
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(copy)
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("starting {:?}", command.as_std().get_program()))
}

/// Three ports that nobody has at this moment, taken together so that they differ.
fn free_addresses() -> Result<[SocketAddr; 3]> {
    let listeners = [0, 1, 2].map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
    let mut addresses = Vec::new();
    for listener in &listeners {
        match listener {
            Ok(listener) => addresses.push(listener.local_addr().context("reading a port")?),
            Err(error) => bail!("looking for a free port: {error}"),
        }
    }
    <[SocketAddr; 3]>::try_from(addresses).ok().context("three listeners have three addresses")
}

async fn answers(address: SocketAddr, path: &str) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(address).await.ok()?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut head = [0; 12];
        stream.read_exact(&mut head).await.ok()?;
        Some(head.ends_with(b"200"))
    };
    matches!(tokio::time::timeout(Duration::from_secs(2), ask).await, Ok(Some(true)))
}
