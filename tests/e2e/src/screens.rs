//! Pictures of a screen, light and dark, wide and narrow, and what axe-core says about it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use chromiumoxide::cdp::browser_protocol::emulation::{MediaFeature, SetDeviceMetricsOverrideParams};
use chromiumoxide::cdp::browser_protocol::page::{CaptureScreenshotFormat, CaptureScreenshotParams};
use serde_json::Value;

use crate::tab::{Tab, bounded};

/// The widths that the design is made for.
const SIZES: [(&str, i64, i64); 2] = [("1280", 1280, 900), ("390", 390, 844)];

impl Tab {
    /// Takes four pictures of the screen, and notes what axe-core finds that keeps people out.
    pub async fn picture(&self, name: &str) -> Result<()> {
        for scheme in ["light", "dark"] {
            self.prefer(scheme).await?;
            for (size, width, height) in SIZES {
                self.show_size(width, height).await?;
                self.save(&format!("{name}-{scheme}-{size}.png")).await?;
                if size == "390" {
                    self.fits(name).await?;
                }
            }
            self.show_size(SIZES[0].1, SIZES[0].2).await?;
            self.check_accessibility(&format!("{name}, {scheme}")).await?;
        }
        self.prefer("light").await
    }

    /// A picture of a page where a test gave up.
    pub(crate) async fn save_failure(&self) -> Result<PathBuf> {
        self.save("failure.png").await
    }

    /// Gives the page this many pixels.
    pub async fn show_size(&self, width: i64, height: i64) -> Result<()> {
        self.execute("sizing the window", SetDeviceMetricsOverrideParams::new(width, height, 1.0, false)).await
    }

    async fn prefer(&self, scheme: &str) -> Result<()> {
        let wish = vec![MediaFeature::new("prefers-color-scheme", scheme)];
        bounded("choosing colours", self.page.emulate_media_features(wish)).await.map(drop)
    }

    /// Takes a picture of what is seen, once it stands still.
    pub async fn save(&self, file: &str) -> Result<PathBuf> {
        fs::create_dir_all(&self.given.screens).context("creating the folder for pictures")?;
        let path = self.given.screens.join(file);
        self.ask("window.__story ? __story.still() : true").await?;
        fs::write(&path, self.seen().await?).with_context(|| format!("writing {}", path.display()))?;
        Ok(path)
    }

    /// A picture of what is in the window now.
    pub async fn seen(&self) -> Result<Vec<u8>> {
        let params = CaptureScreenshotParams::builder().format(CaptureScreenshotFormat::Png).build();
        bounded("taking a picture", self.page.screenshot(params)).await
    }

    /// Nothing may be wider than a phone.
    pub async fn fits(&self, name: &str) -> Result<()> {
        let over = self.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth").await?;
        if over.as_f64().unwrap_or_default() > 0.5 {
            self.complain(format!("the screen “{name}” is {over} px wider than a phone"));
        }
        Ok(())
    }

    /// Notes what axe-core finds that keeps people out.
    pub async fn check_accessibility(&self, name: &str) -> Result<()> {
        self.check_accessibility_but(name, &[]).await
    }

    /// The same without these rules.
    pub async fn check_accessibility_but(&self, name: &str, without: &[&str]) -> Result<()> {
        let Some(script) = &self.given.axe else { return Ok(()) };
        if self.ask("typeof axe === 'undefined'").await? == Value::Bool(true) {
            let script = fs::read_to_string(script).context("reading axe-core")?;
            self.ask(&format!("{script};true")).await?;
        }
        let without: serde_json::Map<String, Value> =
            without.iter().map(|rule| ((*rule).to_owned(), serde_json::json!({ "enabled": false }))).collect();
        let found = self
            .ask(
                &"axe.run(document, { rules: {{without}}, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })\
                 .then((r) => r.violations.map((v) => `${v.impact} ${v.id}: ${v.help}\\n    ${v.nodes.map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? n.all[0]?.message ?? '')).join('\\n    ')}`))"
                    .replace("{{without}}", &Value::Object(without).to_string()),
            )
            .await
            .with_context(|| format!("checking “{name}”"))?;
        let found: Vec<&str> = found.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        // The story goes on, so that one run tells all that there is to mend; it fails at its end.
        for one in found {
            self.complain(format!("axe-core on “{name}”: {one}"));
        }
        Ok(())
    }
}
