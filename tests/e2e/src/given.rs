use std::path::PathBuf;

use anyhow::{Context, Result};

/// What `cargo xtask test` built and found.
#[derive(Clone, Debug)]
pub struct Given {
    /// The program `frontdesk`.
    pub server: PathBuf,
    /// The program `frontdesk-demo`.
    pub demo: PathBuf,
    /// The folder with the built pages.
    pub dist: PathBuf,
    /// The folder with the built examples, one folder for each.
    pub hosts: PathBuf,
    /// The browser.
    pub chromium: PathBuf,
    /// Where pictures of the screens go.
    pub screens: PathBuf,
    /// The script of axe-core, where it could be fetched.
    pub axe: Option<PathBuf>,
}

impl Given {
    /// Reads the environment of a test that needs a browser and no server; the paths of programs are empty.
    pub fn of_browser() -> Result<Self> {
        let nothing = PathBuf::new;
        Ok(Self {
            server: nothing(),
            demo: nothing(),
            dist: nothing(),
            hosts: nothing(),
            chromium: path("FRONTDESK_E2E_CHROMIUM")?,
            screens: path("FRONTDESK_E2E_SCREENS")?,
            axe: path("FRONTDESK_E2E_AXE").ok(),
        })
    }

    /// Reads the environment.
    pub fn read() -> Result<Self> {
        Ok(Self {
            server: path("FRONTDESK_E2E_SERVER")?,
            demo: path("FRONTDESK_E2E_DEMO")?,
            dist: path("FRONTDESK_E2E_DIST")?,
            hosts: path("FRONTDESK_E2E_HOSTS")?,
            chromium: path("FRONTDESK_E2E_CHROMIUM")?,
            screens: path("FRONTDESK_E2E_SCREENS")?,
            axe: path("FRONTDESK_E2E_AXE").ok(),
        })
    }
}

/// A path that the environment names.
pub fn path(name: &str) -> Result<PathBuf> {
    std::env::var_os(name)
        .map(PathBuf::from)
        .with_context(|| format!("{name} is not set; run these tests with `cargo xtask test --only Chromium`"))
}
