//! The examples of `examples/` that show components in a browser, as their pages load them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::bundle::{Effort, bind, clear, compile, files_below, write};
use crate::elements;
use crate::workspace::{ensure_wasm_target, root, target_dir};

/// Apps that run in the browser alone, by folder and package.
const IN_BROWSER: &[(&str, &str)] = &[("leptos-csr", "frontdesk-leptos-csr"), ("yew", "frontdesk-yew-example")];

/// What trunk puts its own script in place of.
const TRUNK: &str = r#"<link data-trunk rel="rust" data-wasm-opt="0">"#;

/// Builds them quickly, into `target/hosts`; the custom elements as they are shipped.
pub(crate) fn build() -> Result<PathBuf> {
    ensure_wasm_target()?;
    let folder = target_dir().join("hosts");
    clear(&folder)?;
    plain_html(&folder.join("plain-html"))?;
    eprintln!("• building the examples that run in a browser");
    let packages: Vec<&str> = IN_BROWSER.iter().map(|(_, package)| *package).collect();
    let compiled = compile(&packages, &packages, Effort::Dev)?;
    for (example, package) in IN_BROWSER {
        let place = folder.join(example);
        fs::create_dir_all(&place).with_context(|| format!("creating {}", place.display()))?;
        bind(&compiled, package, "app", &place, Effort::Dev, true)?;
        let page = root().join("examples").join(example).join("index.html");
        let page = fs::read_to_string(&page).with_context(|| format!("reading {}", page.display()))?;
        write(&place.join("index.html"), page.replace(TRUNK, r#"<script type="module" src="/app.js"></script>"#))?;
    }
    Ok(folder)
}

fn plain_html(place: &Path) -> Result<()> {
    let source = root().join("examples/plain-html");
    let pages = files_below(&source)?.into_iter().filter(|file| !file.contains('/') && !file.ends_with(".md"));
    copy(&source, pages, place)?;
    let programs = elements::build(Effort::Release, &elements::is_tested)?;
    copy(&programs, files_below(&programs)?, &place.join("frontdesk"))
}

fn copy(from: &Path, files: impl IntoIterator<Item = String>, to: &Path) -> Result<()> {
    for file in files {
        let place = to.join(&file);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        }
        fs::copy(from.join(&file), place).with_context(|| format!("copying {file}"))?;
    }
    Ok(())
}
