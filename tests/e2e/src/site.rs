//! An app that is not the demo: one of the examples, served on a port of its own.

use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::Html;
use axum::routing::get;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::desk::Desk;
use crate::given::Given;

/// What stands in the examples where people paste their key.
const PLACE_OF_THE_KEY: &str = "pk_test_…";

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A served example. Dropping it ends it.
pub struct Site {
    origin: String,
    _serving: Serving,
}

enum Serving {
    Files(JoinHandle<()>),
    Program(#[expect(dead_code, reason = "dropping it ends the program")] Child),
}

impl Site {
    /// Serves an example of plain files, by its folder's name, with the desk's key in its pages, under a policy that lets them run
    /// and load what is theirs and nothing else.
    pub async fn of_files(example: &str, desk: &Desk) -> Result<Self> {
        let folder = Given::read()?.hosts.join(example);
        let key = desk.key("publishable_key")?;
        let policy = policy(&desk.key("frontend_api_url")?)?;
        let mut app = Router::new();
        for file in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = file?.path();
            let Some(name) = path.file_stem().filter(|_| path.extension().is_some_and(|end| end == "html")) else {
                continue;
            };
            let page = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            let page = page.replace(PLACE_OF_THE_KEY, &key);
            let file = format!("/{}.html", name.display());
            let short = if name == "index" { "/" } else { file.trim_end_matches(".html") };
            app = app.merge(Router::new().route(short, get(show)).route(&file, get(show)).with_state(page));
        }
        let app = app.fallback_service(files(&folder));
        Self::serve(app.layer(SetResponseHeaderLayer::overriding(CONTENT_SECURITY_POLICY, policy))).await
    }

    /// Serves a folder as it is.
    pub async fn of_folder(folder: &Path) -> Result<Self> {
        Self::serve(Router::new().fallback_service(files(folder))).await
    }

    async fn serve(app: Router) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("looking for a free port")?;
        let origin = format!("http://localhost:{}", listener.local_addr().context("reading a port")?.port());
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                eprintln!("the example is no longer served: {error}");
            }
        });
        Ok(Self { origin, _serving: Serving::Files(serving) })
    }

    /// Starts the server of an example, by its folder's name, with the desk's keys.
    pub async fn of_server(example: &str, desk: &Desk) -> Result<Self> {
        let folder = Given::read()?.hosts.join(example);
        let mut server = Command::new(folder.join("server"))
            .env("SITE", folder.join("site"))
            .env("ADDRESS", "127.0.0.1:0")
            .env("FRONTDESK_PUBLISHABLE_KEY", desk.key("publishable_key")?)
            .env("FRONTDESK_JWT_KEY", desk.key("jwt_public_key_pem")?)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting the server of {example}"))?;
        let said = server.stdout.take().context("a server says where it answers")?;
        let mut lines = BufReader::new(said).lines();
        let line = timeout(PATIENCE, lines.next_line()).await.context("the server says nothing")??;
        let line = line.with_context(|| format!("the server of {example} ended"))?;
        let origin = line.split_whitespace().last().context("a line of words")?.to_owned();
        Ok(Self { origin, _serving: Serving::Program(server) })
    }

    /// The address of one of its pages.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Self::Files(serving) = self {
            serving.abort();
        }
    }
}

fn files(folder: &Path) -> ServeDir {
    ServeDir::new(folder).precompressed_br()
}

/// A policy as strict as pages can have it: no inline script, no inline style, nothing from elsewhere but the instance's server.
fn policy(instance: &str) -> Result<HeaderValue> {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self' {instance}; img-src 'self' data: blob: {instance}; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).context("writing the policy of a site")
}

async fn show(State(page): State<String>) -> Html<String> {
    Html(page)
}
