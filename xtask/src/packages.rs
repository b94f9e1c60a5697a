//! Programs from the system's packages that tests need.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace::{complete, on_path};

/// A program that a test starts.
pub(crate) struct Tool {
    name: &'static str,
    package: &'static str,
    find: fn() -> Option<PathBuf>,
}

/// The browser of the end-to-end and WASM tests.
pub(crate) const CHROMIUM: Tool = Tool { name: "Chromium", package: "chromium", find: chromium };
/// What the WASM test runner steers the browser with.
pub(crate) const CHROMEDRIVER: Tool =
    Tool { name: "ChromeDriver", package: "chromium-driver", find: || on_path(&["chromedriver"]) };
/// The second database of the integration tests.
pub(crate) const POSTGRES: Tool = Tool {
    name: "PostgreSQL",
    package: "postgresql",
    find: || postgres_programs().map(|folder| folder.join("postgres")),
};
/// What runs the JavaScript of the interop tests.
pub(crate) const NODE: Tool = Tool { name: "Node.js", package: "nodejs", find: || on_path(&["node"]) };
/// What fetches their packages.
pub(crate) const NPM: Tool = Tool { name: "npm", package: "npm", find: || on_path(&["npm"]) };

impl Tool {
    /// Where it is, or what to do so that it is there.
    pub(crate) fn require(&self) -> Result<PathBuf> {
        match (self.find)() {
            Some(path) => Ok(path),
            None => bail!("{} is missing: install the package `{}`", self.name, self.package),
        }
    }
}

/// Installs what is missing through apt on Debian as root; elsewhere says exactly what to install.
pub(crate) fn ensure(tools: &[&Tool]) -> Result<()> {
    let missing: Vec<&&Tool> = tools.iter().filter(|tool| (tool.find)().is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|tool| tool.name).collect();
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    let by_hand = format!("apt-get update && apt-get install -y --no-install-recommends {}", packages.join(" "));

    if !Path::new("/etc/debian_version").exists() || on_path(&["apt-get"]).is_none() {
        bail!("missing: {}. Install them with your system's packages; on Debian: {by_hand}", names.join(", "));
    }
    if !rustix::process::geteuid().is_root() {
        bail!("missing: {}. As root, run: {by_hand}", names.join(", "));
    }
    println!("installing {}", packages.join(", "));
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-o", "DPkg::Lock::Timeout=300"]);
        command
    };
    complete(apt().arg("update"))?;
    complete(apt().args(["install", "-y", "--no-install-recommends"]).args(&packages))?;
    for tool in tools {
        tool.require()?;
    }
    Ok(())
}

fn chromium() -> Option<PathBuf> {
    on_path(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
}

/// The folder with `initdb` and `postgres`. Debian keeps them off the PATH, one folder for each version.
pub(crate) fn postgres_programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let folder = entry.ok()?.path();
            let version = folder.file_name()?.to_str()?.parse().ok()?;
            Some((version, folder.join("bin")))
        })
        .filter(|(_, programs)| programs.join("initdb").is_file() && programs.join("postgres").is_file())
        .collect();
    versions.sort();
    versions.pop().map(|(_, programs)| programs).or_else(|| {
        let programs = on_path(&["postgres"])?.parent()?.to_owned();
        programs.join("initdb").is_file().then_some(programs)
    })
}
