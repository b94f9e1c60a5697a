//! `cargo xtask words`: the files that are made from the components' words.
//!
//! What writes them is the test that otherwise compares them (`components/tests/words/files.rs`): only a program that has the
//! components in it knows their words.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::workspace::root;

pub(crate) fn run() -> Result<ExitCode> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["test", "--quiet", "--package", "frontdesk-components", "--no-default-features"])
        .args(["--features", "ssr,locales", "--test", "words"])
        .env("FRONTDESK_WORDS", "write")
        .current_dir(root())
        .status()
        .context("running cargo")?;
    if !status.success() {
        bail!("the words do not hold, see above");
    }
    println!("wrote components/locales/*.json, components/tests/words/forms.txt and docs/words.md");
    Ok(ExitCode::SUCCESS)
}
