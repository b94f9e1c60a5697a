//! An app that is not the demo: one of the examples, served on a port of its own.

use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tower_http::services::ServeDir;

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
    /// Serves an example of plain files, by its folder's name, with the desk's key in its pages.
    pub async fn of_files(example: &str, desk: &Desk) -> Result<Self> {
        let folder = Given::read()?.hosts.join(example);
        let key = desk.key("publishable_key")?;
        let mut app = Router::new();
        for file in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = file?.path();
            let Some(name) = path.file_stem().filter(|_| path.extension().is_some_and(|end| end == "html")) else {
                continue;
            };
            let page = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            let page = page.replace(PLACE_OF_THE_KEY, &key);
            let route = if name == "index" { "/".to_owned() } else { format!("/{}", name.display()) };
            app = app.merge(Router::new().route(&route, get(show)).with_state(page));
        }
        Self::serve(app, &folder).await
    }

    /// Serves a folder as it is.
    pub async fn of_folder(folder: &Path) -> Result<Self> {
        Self::serve(Router::new(), folder).await
    }

    async fn serve(app: Router, folder: &Path) -> Result<Self> {
        let app = app.fallback_service(ServeDir::new(folder).precompressed_br());
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

async fn show(State(page): State<String>) -> Html<String> {
    Html(page)
}
