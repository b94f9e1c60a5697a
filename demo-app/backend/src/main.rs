//! The demo app's own server, as an app of yours would have one: it serves the pages and a protected API, and it
//! verifies session tokens by itself, with the public key of its Frontdesk instance and no network.

mod gallery;
mod me;
mod pages;
mod proxy;
mod settings;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use clap::Parser;

use settings::Settings;

#[tokio::main]
async fn main() -> Result<()> {
    let settings = Settings::parse();
    let address = settings.bind;
    let app = app(&settings)?;
    let listener = tokio::net::TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
    println!("the demo app answers on http://localhost:{}", address.port());
    axum::serve(listener, app).with_graceful_shutdown(stopped()).await.context("serving")
}

/// Everything that this server answers.
fn app(settings: &Settings) -> Result<Router> {
    let mut app = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .merge(gallery::routes(settings))
        .merge(me::routes(settings)?)
        .merge(pages::routes(settings)?);
    if settings.proxy {
        app = app.merge(proxy::routes(settings)?);
    }
    Ok(app)
}

/// Resolves at Ctrl-C and at SIGTERM.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, Response, StatusCode};
    use frontdesk_wire::{KeyKind, PublishableKey};
    use tower::ServiceExt;

    use super::*;

    struct Served {
        app: Router,
        _dist: tempfile::TempDir,
    }

    impl Served {
        fn new() -> Self {
            let dist = tempfile::tempdir().unwrap();
            std::fs::create_dir(dist.path().join("assets")).unwrap();
            for page in ["index", "sign-in", "sign-up"] {
                let html = format!("<head>\n{{{{meta}}}}\n</head>{page}{{{{hint}}}}");
                std::fs::write(dist.path().join(format!("{page}.html")), html).unwrap();
            }
            std::fs::write(dist.path().join("assets/app-1.js"), "plain").unwrap();
            std::fs::write(dist.path().join("assets/app-1.js.br"), "packed").unwrap();
            std::fs::write(dist.path().join("assets/app-1.wasm"), "module").unwrap();
            std::fs::create_dir(dist.path().join("gallery")).unwrap();
            std::fs::write(dist.path().join("gallery/index.html"), "every component").unwrap();
            std::fs::write(dist.path().join("gallery/gallery.wasm"), "its program").unwrap();
            let key = PublishableKey::new(KeyKind::Development, "quiet-fox-1.localhost:4400").unwrap();
            let settings = Settings {
                bind: "127.0.0.1:4402".parse().unwrap(),
                dist: dist.path().to_owned(),
                gallery: Some(dist.path().join("gallery")),
                publishable_key: key.as_str().to_owned(),
                jwt_key: frontdesk_backend::EXAMPLE_PUBLIC_KEY.to_owned(),
                frontend_api: None,
                origins: Vec::new(),
                proxy: false,
            };
            Self { app: app(&settings).unwrap(), _dist: dist }
        }

        async fn get(&self, path: &str) -> Response<Body> {
            let request = Request::get(path).header("accept-encoding", "br").body(Body::empty()).unwrap();
            self.app.clone().oneshot(request).await.unwrap()
        }

        async fn text(&self, path: &str) -> String {
            let body = to_bytes(self.get(path).await.into_body(), 100_000).await.unwrap();
            String::from_utf8(body.to_vec()).unwrap()
        }
    }

    fn header<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
        response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[tokio::test]
    async fn every_path_of_the_app_is_its_page_with_the_key_in_it() {
        let served = Served::new();

        for (path, name) in [
            ("/", "index"),
            ("/sign-in", "sign-in"),
            ("/sign-up/", "sign-up"),
            ("/sign-in/x", "index"),
            ("/organizations", "index"),
        ] {
            let response = served.get(path).await;
            assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
            assert_eq!(header(&response, "cache-control"), "no-cache");
            let page = served.text(path).await;
            assert!(page.contains(&format!("</head>{name}<p class=\"demo-note\">")), "{path}: {page}");
            assert!(page.contains("<meta name=\"frontdesk-publishable-key\" content=\"pk_test_"), "{page}");
            assert!(page.contains("content=\"http://quiet-fox-1.localhost:4400/dev/inbox\""), "{page}");
        }
    }

    #[tokio::test]
    async fn no_script_but_ours_runs_and_only_the_two_servers_are_asked() {
        let response = Served::new().get("/").await;

        let policy = header(&response, "content-security-policy");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        assert!(policy.contains("connect-src 'self' http://quiet-fox-1.localhost:4400;"), "{policy}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    }

    #[tokio::test]
    async fn the_gallery_is_a_page_that_frames_itself() {
        let served = Served::new();

        assert_eq!(header(&served.get("/gallery").await, "location"), "/gallery/");
        assert_eq!(served.text("/gallery/?story=sign-in/start").await, "every component");
        let program = served.get("/gallery/gallery.wasm").await;
        assert_eq!(header(&program, "content-type"), "application/wasm");
        assert_eq!(header(&program, "x-frame-options"), "SAMEORIGIN");
        assert_eq!(header(&program, "content-security-policy"), "frame-ancestors 'self'");
        assert_eq!(served.get("/gallery/gone.js").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(header(&served.get("/").await, "x-frame-options"), "DENY");
    }

    #[tokio::test]
    async fn assets_are_sent_compressed_and_kept() {
        let served = Served::new();

        let script = served.get("/assets/app-1.js").await;
        assert_eq!(header(&script, "content-encoding"), "br");
        assert_eq!(header(&script, "content-type"), "text/javascript");
        assert!(header(&script, "cache-control").contains("immutable"));
        assert_eq!(header(&served.get("/assets/app-1.wasm").await, "content-type"), "application/wasm");
        let missing = served.get("/assets/gone.js").await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND);
        assert!(!header(&missing, "cache-control").contains("immutable"));
    }

    #[tokio::test]
    async fn whoever_is_not_signed_in_is_told_why() {
        let served = Served::new();

        let response = served.get("/api/me").await;

        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert!(served.text("/api/me").await.contains("session-token-missing"));
        assert_eq!(served.get("/api/other").await.status(), StatusCode::NOT_FOUND);
    }
}
