//! `cargo xtask demo`: from a checkout to one URL.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;

use crate::bundle::{Effort, build};
use crate::gallery;
use crate::ports::{loopback, require_free};
use crate::service::{Service, TICK, answers};
use crate::stop::Stop;
use crate::workspace::{cargo, complete, root, target_dir};

const FAPI_PORT: u16 = 4400;

/// `cargo xtask demo`
#[derive(Args)]
pub(crate) struct Options {
    /// The port of the demo app.
    #[arg(long, default_value_t = 4402)]
    port: u16,
    /// The port that browsers ask for sign-ins and sessions (FAPI).
    #[arg(long, default_value_t = FAPI_PORT)]
    fapi_port: u16,
    /// The port that back ends ask (BAPI).
    #[arg(long, default_value_t = 4401)]
    bapi_port: u16,
    /// Where the server keeps its data between runs [default: .demo].
    #[arg(long)]
    data: Option<PathBuf>,
    /// Build the pages quickly instead of small.
    #[arg(long)]
    dev: bool,
}

impl Options {
    /// The publishable key names the port, so another port is another instance with a folder of its own.
    fn data(&self) -> PathBuf {
        match &self.data {
            Some(chosen) => std::path::absolute(chosen).unwrap_or_else(|_| chosen.clone()),
            None if self.fapi_port == FAPI_PORT => root().join(".demo"),
            None => root().join(".demo").join(format!("port-{}", self.fapi_port)),
        }
    }
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    require_free(options.port, "the demo app", "--port")?;
    require_free(options.fapi_port, "the server's Frontend API", "--fapi-port")?;
    require_free(options.bapi_port, "the server's Backend API", "--bapi-port")?;

    let bundle = build(if options.dev { Effort::Dev } else { Effort::Release })?;
    let programs = build_programs()?;
    let data = options.data();
    fs::create_dir_all(&data).with_context(|| format!("creating {}", data.display()))?;
    let logs = target_dir().join("demo");

    let stop = Stop::listen()?;
    eprintln!("• starting the server, data in {}", data.display());
    let mut server = Service::start(
        "the server",
        Command::new(programs.join("frontdesk"))
            .current_dir(root())
            .env("FRONTDESK_INSTANCE__NAME", "Frontdesk demo")
            .arg("serve")
            .arg("--data")
            .arg(&data)
            .args(["--fapi-bind", &loopback(options.fapi_port).to_string()])
            .args(["--bapi-bind", &loopback(options.bapi_port).to_string()]),
        &logs.join("server.log"),
    )?;
    server.wait_until(&stop, Duration::from_secs(30), || answers(loopback(options.fapi_port), "/v1/health"))?;

    let keys = Keys::read(&programs.join("frontdesk"), &data)?;
    eprintln!("• starting the demo app");
    let mut app = Service::start(
        "the demo app",
        Command::new(programs.join("frontdesk-demo"))
            .current_dir(root())
            .args(["--bind", &loopback(options.port).to_string()])
            .arg("--dist")
            .arg(&bundle.folder)
            .arg("--gallery")
            .arg(gallery::folder())
            .env("FRONTDESK_PUBLISHABLE_KEY", &keys.publishable_key)
            .env("FRONTDESK_JWT_KEY", &keys.jwt_public_key_pem)
            .env("FRONTDESK_FRONTEND_API", &keys.frontend_api_url),
        &logs.join("app.log"),
    )?;
    app.wait_until(&stop, Duration::from_secs(15), || answers(loopback(options.port), "/healthz"))?;

    println!();
    println!("  Open  http://localhost:{}", options.port);
    println!();
    println!("  Mail to new accounts lands in {}/dev/inbox.", keys.frontend_api_url);
    println!("  Other programs sign in with {}", keys.publishable_key);
    println!();
    println!("  Ctrl-C ends the demo.");
    println!();

    // Nobody has to wait for it: its page is there once it is built.
    let place = format!("http://localhost:{}/gallery/", options.port);
    std::thread::spawn(move || match gallery::build() {
        Ok(_) => println!("  Every component in every state: {place}"),
        Err(error) => eprintln!("the gallery could not be built: {error:#}"),
    });

    watch(&stop, &mut [&mut server, &mut app])?;
    eprintln!("• stopping");
    app.stop();
    server.stop();
    Ok(ExitCode::SUCCESS)
}

/// Waits for the wish to stop; fails when one of the programs ends by itself.
fn watch(stop: &Stop, services: &mut [&mut Service]) -> Result<()> {
    while !stop.requested() {
        for service in &mut *services {
            if let Some(status) = service.ended() {
                bail!("{} ended by itself ({status}). It said:\n{}", service.name, service.last_words());
            }
        }
        std::thread::sleep(TICK);
    }
    Ok(())
}

/// Builds the server and the demo's own back end; the folder that holds them. Not as they are released: that takes minutes
/// more before anybody sees anything, and what must be quick in them is optimized in any build.
fn build_programs() -> Result<PathBuf> {
    eprintln!("• building the server and the demo's back end");
    let mut command = cargo();
    command.args(["build", "--package", "frontdesk-server", "--package", "frontdesk-demo-backend", "--bins"]);
    complete(&mut command)?;
    Ok(target_dir().join("debug"))
}

/// What an app needs to know about its instance.
struct Keys {
    publishable_key: String,
    jwt_public_key_pem: String,
    frontend_api_url: String,
}

impl Keys {
    fn read(program: &std::path::Path, data: &std::path::Path) -> Result<Self> {
        let output = Command::new(program)
            .args(["keys", "--json", "--data"])
            .arg(data)
            .output()
            .context("asking the server for its keys")?;
        if !output.status.success() {
            bail!("asking the server for its keys: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let keys: Value = serde_json::from_slice(&output.stdout).context("reading the server's keys")?;
        let text = |name: &str| {
            keys[name].as_str().map(str::to_owned).with_context(|| format!("the server's keys have no `{name}`"))
        };
        Ok(Self {
            publishable_key: text("publishable_key")?,
            jwt_public_key_pem: text("jwt_public_key_pem")?,
            frontend_api_url: text("frontend_api_url")?,
        })
    }
}
