use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use chromiumoxide::browser::{Browser, BrowserConfig};
use chromiumoxide::cdp::browser_protocol::target::{CreateBrowserContextParams, CreateTargetParams};
use chromiumoxide::error::CdpError;
use futures::StreamExt;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::given::Given;
use crate::tab::{Tab, bounded};

/// How long the browser may take to end.
const LONGEST_GOODBYE: Duration = Duration::from_secs(15);

/// A headless Chromium with a profile of its own. Its tabs share their cookies, as a person's tabs do.
pub struct Chromium {
    browser: Browser,
    given: Given,
    handler: JoinHandle<()>,
    _profile: TempDir,
}

impl Chromium {
    /// Starts the browser, with these arguments beside the usual ones.
    pub async fn launch(given: &Given, more: &[(&'static str, String)]) -> Result<Self> {
        let profile = TempDir::with_prefix("frontdesk-chromium-").context("creating a profile")?;
        let config = BrowserConfig::builder()
            .chrome_executable(&given.chromium)
            .user_data_dir(profile.path())
            // Chromium refuses its sandbox to root, and the pages are ours.
            .no_sandbox()
            .new_headless_mode()
            .viewport(None)
            .window_size(1280, 900)
            .args(more.iter().map(|(name, value)| match value.as_str() {
                "" => (*name).to_owned(),
                value => [name, "=", value].concat(),
            }))
            .build()
            .map_err(|reason| anyhow!("configuring Chromium: {reason}"))?;
        let (browser, mut events) = Browser::launch(config).await.context("starting Chromium")?;
        let handler = tokio::spawn(async move { while events.next().await.is_some() {} });
        Ok(Self { browser, given: given.clone(), handler, _profile: profile })
    }

    /// Opens a tab at an address.
    pub async fn open(&self, url: &str) -> Result<Tab> {
        let page = bounded("opening a tab", self.browser.new_page("about:blank")).await?;
        Tab::new(page, self.given.clone(), url).await
    }

    /// Opens a tab in which a script runs before any of the page's.
    pub async fn open_with(&self, script: &str, url: &str) -> Result<Tab> {
        let page = bounded("opening a tab", self.browser.new_page("about:blank")).await?;
        bounded("preparing a tab", page.evaluate_on_new_document(script)).await?;
        Tab::new(page, self.given.clone(), url).await
    }

    /// Opens a tab that shares nothing with the others: another person's browser.
    pub async fn open_for_another_person(&self, url: &str) -> Result<Tab> {
        let context =
            bounded("making a profile", self.browser.create_browser_context(CreateBrowserContextParams::default()))
                .await?;
        let target = CreateTargetParams::builder()
            .url("about:blank")
            .browser_context_id(context)
            .build()
            .map_err(|reason| anyhow!("opening a tab: {reason}"))?;
        let page = bounded("opening a tab", self.browser.new_page(target)).await?;
        Tab::new(page, self.given.clone(), url).await
    }

    /// Ends the browser; one that does not go is ended by force, since what it was for is over.
    pub async fn close(mut self) -> Result<()> {
        let gone = async {
            self.browser.close().await?;
            self.browser.wait().await?;
            Ok::<(), CdpError>(())
        };
        if !matches!(timeout(LONGEST_GOODBYE, gone).await, Ok(Ok(()))) {
            eprintln!("Chromium did not close by itself");
            self.browser.kill().await.transpose().context("ending Chromium")?;
        }
        self.handler.abort();
        Ok(())
    }
}
