//! An app that is not the demo: one of the examples, served on a port of its own.

use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;

use crate::desk::Desk;
use crate::given::Given;

/// What stands in the examples where people paste their key.
const PLACE_OF_THE_KEY: &str = "pk_test_…";

/// A served example. Dropping it ends it.
pub struct Site {
    origin: String,
    serving: JoinHandle<()>,
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
        Ok(Self { origin, serving })
    }

    /// The address of one of its pages.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn show(State(page): State<String>) -> Html<String> {
    Html(page)
}
