//! The server as a process of its own, for what only a process can show: being killed.

use anyhow::{Context, bail, ensure};
use frontdesk_wire::{Endpoint, Method, codec, percent};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// A running `frontdesk serve`. It is killed when dropped.
pub struct Process {
    child: Child,
    /// Where the Frontend API is.
    pub fapi: String,
    /// Where the Backend API is.
    pub bapi: String,
    http: reqwest::Client,
}

/// The `frontdesk` binary of this build; made when it is missing.
///
/// # Panics
/// When it cannot be built.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(given) = std::env::var_os("FRONTDESK_BIN") {
            return given.into();
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built =
            Command::new(cargo).args(["build", "--quiet", "-p", "frontdesk-server", "--bin", "frontdesk"]).status();
        assert!(built.is_ok_and(|status| status.success()), "the frontdesk binary cannot be built");
        let test = std::env::current_exe().expect("a running test has a file");
        let folder = test.ancestors().nth(2).expect("tests lie in target/<profile>/deps");
        folder.join("frontdesk")
    })
}

/// Two ports that nobody listens on.
///
/// # Errors
/// When the machine gives none.
pub fn free_ports() -> anyhow::Result<(u16, u16)> {
    let first = std::net::TcpListener::bind("127.0.0.1:0")?;
    let second = std::net::TcpListener::bind("127.0.0.1:0")?;
    Ok((first.local_addr()?.port(), second.local_addr()?.port()))
}

impl Process {
    /// Starts the server on a data folder and waits until it answers.
    ///
    /// # Errors
    /// When it does not answer within half a minute.
    pub async fn start(data: &Path, (fapi, bapi): (u16, u16)) -> anyhow::Result<Self> {
        let child = Command::new(binary())
            .arg("serve")
            .arg("--data")
            .arg(data)
            .args(["--fapi-bind", &format!("127.0.0.1:{fapi}"), "--bapi-bind", &format!("127.0.0.1:{bapi}")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting the server")?;
        let mut started = Self {
            child,
            fapi: format!("http://127.0.0.1:{fapi}"),
            bapi: format!("http://127.0.0.1:{bapi}"),
            http: reqwest::Client::builder().no_proxy().build()?,
        };
        for _ in 0..600 {
            if started
                .http
                .get(format!("{}/v1/health", started.fapi))
                .send()
                .await
                .is_ok_and(|reply| reply.status() == 200)
            {
                return Ok(started);
            }
            if let Some(status) = started.child.try_wait()? {
                bail!("the server stopped at once: {status}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("the server does not answer")
    }

    /// Ends the process as a power cut would (SIGKILL) and waits until it is gone.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill().context("killing the server")?;
        self.child.wait().context("waiting for the server's end")?;
        Ok(())
    }

    /// Sends one request of the protocol as a browser on another site does.
    ///
    /// # Errors
    /// When there is no answer, or one that is not JSON.
    pub async fn send<E: Endpoint>(&self, request: &E, dev_browser: Option<&str>) -> anyhow::Result<(u16, Value)> {
        let bytes = codec::encode(request);
        let mut query: Vec<(&str, &str)> = vec![("__clerk_api_version", frontdesk_wire::API_VERSION)];
        query.extend(bytes.query.iter().map(|(name, value)| (*name, value.as_str())));
        query.extend(dev_browser.map(|token| ("__clerk_db_jwt", token)));
        if !matches!(bytes.method, Method::Get | Method::Post) {
            query.push(("_method", bytes.method.as_str()));
        }
        let url = format!("{}{}?{}", self.fapi, bytes.path, percent::join(query));
        let form = percent::join(bytes.form.iter().map(|(name, value)| (*name, value.as_str())));
        let request = match bytes.method {
            Method::Get => self.http.get(url),
            Method::Post | Method::Patch | Method::Put | Method::Delete => {
                self.http.post(url).header("content-type", "application/x-www-form-urlencoded").body(form)
            }
        };
        let reply = request.header("origin", crate::APP_ORIGIN).send().await?;
        Ok((reply.status().as_u16(), reply.json().await?))
    }

    /// Asks for a JSON document of the server's pages.
    ///
    /// # Errors
    /// When the answer is not 200 and JSON.
    pub async fn json(&self, url: &str, secret_key: Option<&str>) -> anyhow::Result<Value> {
        let mut request = self.http.get(url).header("accept", "application/json");
        if let Some(key) = secret_key {
            request = request.bearer_auth(key);
        }
        let reply = request.send().await?;
        ensure!(reply.status() == 200, "{url} answers {}", reply.status());
        Ok(reply.json().await?)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be gone already.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// The keys of the instance in a data folder, as `frontdesk keys --json` prints them.
///
/// # Errors
/// When the command fails or prints something else.
pub fn keys(data: &Path) -> anyhow::Result<Value> {
    let output = Command::new(binary()).args(["keys", "--json", "--data"]).arg(data).output()?;
    ensure!(output.status.success(), "frontdesk keys: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).context("frontdesk keys prints JSON")
}
