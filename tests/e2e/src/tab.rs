use std::future::Future;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use chromiumoxide::Page;
use chromiumoxide::cdp::browser_protocol::emulation::SetFocusEmulationEnabledParams;
use chromiumoxide::cdp::browser_protocol::input::InsertTextParams;
use chromiumoxide::cdp::browser_protocol::network;
use chromiumoxide::cdp::browser_protocol::page::ReloadParams;
use chromiumoxide::cdp::js_protocol::debugger;
use chromiumoxide::cdp::js_protocol::runtime::{EvaluateParams, EventConsoleApiCalled, EventExceptionThrown};
use chromiumoxide::error::CdpError;
use chromiumoxide::layout::Point;
use chromiumoxide::types::Command;
use futures::StreamExt;
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::{Instant, sleep, timeout};

use crate::given::Given;

/// How long a person would wait before calling it broken.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long one step of the browser's may take. It gives up by itself before, most of the time.
const LONGEST_STEP: Duration = Duration::from_secs(45);

/// How often a page is looked at while waiting.
const TICK: Duration = Duration::from_millis(60);

const SCRIPT: &str = include_str!("page.js");

/// One tab.
pub struct Tab {
    pub(crate) page: Page,
    pub(crate) given: Given,
    complaints: Arc<Mutex<Vec<String>>>,
    warnings: Arc<Mutex<Vec<String>>>,
}

impl Tab {
    pub(crate) async fn new(page: Page, given: Given, url: &str) -> Result<Self> {
        // Every tab believes that it is looked at, as the tab of a person in front of it does.
        bounded("focusing a tab", page.execute(SetFocusEmulationEnabledParams::new(true))).await?;
        bounded("preparing a tab", page.evaluate_on_new_document(SCRIPT)).await?;
        let complaints = Arc::new(Mutex::new(Vec::new()));
        let warnings = Arc::new(Mutex::new(Vec::new()));
        listen(&page, &complaints, &warnings).await?;
        let tab = Self { page, given, complaints, warnings };
        tab.show_size(1280, 900).await?;
        tab.open(url).await?;
        Ok(tab)
    }

    /// Goes to an address.
    pub async fn open(&self, url: &str) -> Result<()> {
        bounded(&format!("opening {url}"), self.page.goto(url)).await.map(drop)
    }

    /// Loads the page again, until its document stands there. Waiting for the page itself to say so cannot be bounded, and may
    /// be answered by the page that is about to go.
    pub async fn reload(&self) -> Result<()> {
        self.ask("window.__old = true").await?;
        self.execute("loading the page again", ReloadParams::default()).await?;
        self.wait("!window.__old && document.readyState === 'complete'", "the page to load again").await.map(drop)
    }

    /// Cuts this tab off from every network, or connects it again.
    #[expect(deprecated, reason = "what replaces it is not in every Chromium yet")]
    pub async fn set_offline(&self, offline: bool) -> Result<()> {
        let params = network::EmulateNetworkConditionsParams::new(offline, 0.0, -1.0, -1.0);
        self.execute("cutting the network", params).await
    }

    /// Puts the tab to sleep, as a closed lid does: nothing in it runs any more, while time goes on. Chromium's own freezing
    /// lets the timers of a page go on that believes it is looked at.
    pub async fn fall_asleep(&self) -> Result<()> {
        bounded("reaching the tab's scripts", self.page.execute(debugger::EnableParams::default())).await?;
        self.execute("stopping the tab's scripts", debugger::PauseParams::default()).await
    }

    /// Wakes the tab: what was due meanwhile runs now.
    pub async fn wake_up(&self) -> Result<()> {
        self.execute("letting the tab's scripts go on", debugger::DisableParams::default()).await
    }

    /// Gives the browser an order whose answer says nothing.
    pub(crate) async fn execute<C: Command>(&self, what: &str, order: C) -> Result<()> {
        bounded(what, self.page.execute(order)).await.map(drop)
    }

    /// The path that the address bar shows.
    pub async fn path(&self) -> Result<String> {
        self.text_of_script("location.pathname").await
    }

    /// Presses a button, a link or a menu item with this name.
    pub async fn press(&self, name: &str) -> Result<()> {
        self.press_by("press", name).await
    }

    /// Presses the first visible element that a selector finds.
    pub async fn press_at(&self, selector: &str) -> Result<()> {
        self.press_by("selector", selector).await
    }

    async fn press_by(&self, kind: &str, wanted: &str) -> Result<()> {
        let script = format!("__story.point({}, {})", quote(kind), quote(wanted));
        let point = self.wait(&script, &format!("something to press called “{wanted}”")).await?;
        let (Some(x), Some(y)) = (point["x"].as_f64(), point["y"].as_f64()) else { bail!("no point: {point}") };
        bounded(&format!("pressing “{wanted}”"), self.page.click(Point::new(x, y))).await.map(drop)
    }

    /// Replaces what is in the field with this name.
    pub async fn fill(&self, name: &str, text: &str) -> Result<()> {
        let script = format!("__story.focusField({})", quote(name));
        self.wait(&script, &format!("a field called “{name}”")).await?;
        self.insert(text).await
    }

    /// Types or pastes where the cursor is.
    pub async fn insert(&self, text: &str) -> Result<()> {
        self.execute("typing", InsertTextParams::new(text)).await
    }

    /// Presses a key, by the name that the DOM gives it.
    pub async fn key(&self, key: &str) -> Result<()> {
        let focused = bounded("finding what has the focus", self.page.find_element(":focus")).await?;
        bounded(&format!("pressing {key}"), focused.press_key(key)).await.map(drop)
    }

    /// Waits until the page says this.
    pub async fn sees(&self, text: &str) -> Result<()> {
        let script = format!("__story.text().includes({})", quote(text));
        self.wait(&script, &format!("the text “{text}”")).await.map(drop)
    }

    /// Waits until the page no longer says this.
    pub async fn no_longer_sees(&self, text: &str) -> Result<()> {
        let script = format!("!__story.text().includes({})", quote(text));
        self.wait(&script, &format!("the text “{text}” to go")).await.map(drop)
    }

    /// Waits until something with this name can be pressed.
    pub async fn offers(&self, name: &str) -> Result<()> {
        let script = format!("__story.exists('press', {})", quote(name));
        self.wait(&script, &format!("something to press called “{name}”")).await.map(drop)
    }

    /// Whether something with this name can be pressed now.
    pub async fn has(&self, name: &str) -> Result<bool> {
        Ok(self.ask(&format!("__story.exists('press', {})", quote(name))).await? == Value::Bool(true))
    }

    /// The session's cookie for the app's own server; empty when there is none.
    pub async fn session_cookie(&self) -> Result<String> {
        self.text_of_script("document.cookie.split('; ').find((c) => c.startsWith('__session='))?.slice(10) ?? ''")
            .await
    }

    /// Waits for an element.
    pub async fn shows(&self, selector: &str) -> Result<()> {
        let script = format!("__story.exists('selector', {})", quote(selector));
        self.wait(&script, &format!("`{selector}`")).await.map(drop)
    }

    /// The visible text of an element.
    pub async fn text(&self, selector: &str) -> Result<String> {
        let found = self.wait(&format!("__story.textOf({})", quote(selector)), &format!("`{selector}`")).await?;
        Ok(found.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until an expression gives something true, and returns it.
    pub async fn wait(&self, script: &str, what: &str) -> Result<Value> {
        self.wait_for(script, what, PATIENCE).await
    }

    /// Waits as long as said until an expression gives something true, and returns it.
    pub async fn wait_for(&self, script: &str, what: &str, patience: Duration) -> Result<Value> {
        let limit = Instant::now() + patience;
        loop {
            // A page that is just being replaced has no context to ask in; ask again.
            let answer = self.ask(script).await;
            if let Ok(value) = &answer
                && !matches!(value, Value::Null | Value::Bool(false))
            {
                return answer;
            }
            if Instant::now() > limit {
                bail!("waited in vain for {what}.\n{}", self.describe(answer.err()).await);
            }
            sleep(TICK).await;
        }
    }

    /// The value of an expression.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        let params = EvaluateParams::builder()
            .expression(script)
            .await_promise(true)
            .return_by_value(true)
            .build()
            .map_err(|reason| anyhow::anyhow!("asking the page: {reason}"))?;
        let result = bounded(&format!("asking the page `{script}`"), self.page.execute(params)).await?;
        if let Some(thrown) = &result.exception_details {
            let text = thrown.exception.as_ref().and_then(|object| object.description.clone());
            bail!("the page threw at `{script}`: {}", text.unwrap_or_else(|| thrown.text.clone()));
        }
        Ok(result.result.result.value.unwrap_or(Value::Null))
    }

    /// The text that an expression gives.
    pub async fn text_of_script(&self, script: &str) -> Result<String> {
        Ok(self.ask(script).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Notes something that is wrong with the page.
    pub(crate) fn complain(&self, what: String) {
        self.complaints.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    /// What is wrong with the page: errors and panics in its console, and what its pictures showed.
    pub fn complaints(&self) -> Vec<String> {
        self.complaints.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the page's console warned of.
    pub fn warnings(&self) -> Vec<String> {
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn describe(&self, error: Option<anyhow::Error>) -> String {
        let url = self.text_of_script("location.href").await.unwrap_or_default();
        let text = self.text_of_script("window.__story ? __story.text() : document.body?.innerText").await;
        let names = self.ask("window.__story ? __story.names() : []").await.unwrap_or_default();
        let picture = self.save_failure().await.map(|path| path.display().to_string()).unwrap_or_default();
        let error = error.map(|error| format!("error: {error:#}\n")).unwrap_or_default();
        format!(
            "{error}at {url}\nthe page says: {}\nit offers: {names}\nits console: {:#?}\npicture: {picture}",
            text.unwrap_or_default(),
            self.complaints()
        )
    }
}

/// A step of the browser's, with its name. Each has an end: a story that cannot go on says where it stood.
pub(crate) async fn bounded<T>(what: &str, step: impl Future<Output = Result<T, CdpError>>) -> Result<T> {
    match timeout(LONGEST_STEP, step).await {
        Ok(done) => done.with_context(|| what.to_owned()),
        Err(_) => bail!("{what}: the browser gave no answer for {} seconds", LONGEST_STEP.as_secs()),
    }
}

/// Keeps errors and panics that the page reports, and its warnings.
async fn listen(page: &Page, complaints: &Arc<Mutex<Vec<String>>>, warnings: &Arc<Mutex<Vec<String>>>) -> Result<()> {
    let mut calls = page.event_listener::<EventConsoleApiCalled>().await?;
    let mut thrown = page.event_listener::<EventExceptionThrown>().await?;
    let (bad, doubtful) = (Arc::clone(complaints), Arc::clone(warnings));
    tokio::spawn(async move {
        while let Some(call) = calls.next().await {
            let kept = match call.r#type.as_ref() {
                "error" | "assert" => Some(&bad),
                "warning" => Some(&doubtful),
                _ => None,
            };
            if let Some(kept) = kept {
                let words: Vec<String> = call
                    .args
                    .iter()
                    .map(|arg| match &arg.value {
                        Some(Value::String(text)) => text.clone(),
                        Some(value) => value.to_string(),
                        None => arg.description.clone().unwrap_or_default(),
                    })
                    .collect();
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(words.join(" "));
            }
        }
    });
    let kept = Arc::clone(complaints);
    tokio::spawn(async move {
        while let Some(event) = thrown.next().await {
            let details = &event.exception_details;
            let text = details.exception.as_ref().and_then(|object| object.description.clone());
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(text.unwrap_or_else(|| details.text.clone()));
        }
    });
    Ok(())
}

fn quote(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}
