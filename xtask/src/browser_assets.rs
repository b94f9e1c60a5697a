//! axe-core, the accessibility checker. It is no part of the product: the tests use it where npm can fetch it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::workspace::{answer, on_path, target_dir};

const VERSION: &str = "4.11.0";

/// The script, fetched once; or why there is none.
pub(crate) fn axe() -> Result<PathBuf, String> {
    let folder = target_dir().join("e2e");
    let script = folder.join("package/axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    if on_path(&["npm"]).is_none() {
        return Err("npm is not installed, so axe-core cannot be fetched".to_owned());
    }
    fs::create_dir_all(&folder).map_err(|error| format!("creating {}: {error}", folder.display()))?;
    let package = format!("axe-core@{VERSION}");
    let archive =
        answer(Command::new("npm").current_dir(&folder).stdin(Stdio::null()).args(["pack", "--silent", &package]))
            .and_then(|text| text.lines().last().map(str::to_owned))
            .ok_or_else(|| format!("`npm pack {package}` failed"))?;
    answer(Command::new("tar").current_dir(&folder).args(["xzf", &archive, "package/axe.min.js"]))
        .ok_or_else(|| format!("unpacking {archive} failed"))?;
    Ok(script)
}
