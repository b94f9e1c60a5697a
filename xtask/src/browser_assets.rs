//! What the tests use in a browser and is no part of the product, where npm can fetch it: axe-core, the accessibility checker.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::workspace::{answer, on_path, target_dir};

/// A file of a published package, at one version.
struct Asset {
    package: &'static str,
    version: &'static str,
    file: &'static str,
}

/// The script of axe-core, fetched once; or why there is none.
pub(crate) fn axe() -> Result<PathBuf, String> {
    Asset { package: "axe-core", version: "4.11.0", file: "axe.min.js" }.fetch()
}

impl Asset {
    fn fetch(&self) -> Result<PathBuf, String> {
        let Self { package, version, file } = self;
        let folder = target_dir().join("e2e").join(package.replace(['@', '/'], "-")).join(version);
        let found = folder.join("package").join(file);
        if found.is_file() {
            return Ok(found);
        }
        if on_path(&["npm"]).is_none() {
            return Err(format!("npm is not installed, so {package} cannot be fetched"));
        }
        fs::create_dir_all(&folder).map_err(|error| format!("creating {}: {error}", folder.display()))?;
        let named = format!("{package}@{version}");
        let archive =
            answer(Command::new("npm").current_dir(&folder).stdin(Stdio::null()).args(["pack", "--silent", &named]))
                .and_then(|text| text.lines().last().map(str::to_owned))
                .ok_or_else(|| format!("`npm pack {named}` failed"))?;
        let inside = format!("package/{file}");
        answer(Command::new("tar").current_dir(&folder).args(["xzf", &archive, &inside]))
            .ok_or_else(|| format!("unpacking {archive} failed"))?;
        Ok(found)
    }
}
