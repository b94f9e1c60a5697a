//! The examples of `examples/` that show components in a browser, as their pages load them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::bundle::{Effort, bind, clear, compile, files_below, write};
use crate::elements;
use crate::suite::native::NATIVE;
use crate::workspace::{WASM_TARGET, cargo, complete, ensure_wasm_target, root, target_dir};

/// A folder of `examples/` and the package in it.
type Example = (&'static str, &'static str);

/// Apps that run in the browser alone, by folder and package.
const IN_BROWSER: &[Example] = &[("leptos-csr", "frontdesk-leptos-csr"), ("yew", "frontdesk-yew-example")];

/// Apps that a server renders and the browser takes over, by folder and package. Their servers are built with all else that runs
/// on this machine.
const ON_A_SERVER: &[Example] =
    &[("leptos-ssr", "frontdesk-leptos-ssr"), ("leptos-islands", "frontdesk-leptos-islands")];

/// What trunk puts its own script in place of.
const TRUNK: &str = r#"<link data-trunk rel="rust" data-wasm-opt="0">"#;

/// `cargo xtask hosts`
#[derive(Args)]
pub(crate) struct Options {
    /// Only the examples whose folders contain this text.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    println!("{}", build(options.only.as_deref().unwrap_or_default())?.display());
    Ok(ExitCode::SUCCESS)
}

/// Builds the examples whose folders contain this text quickly, into `target/hosts`; the custom elements as they are shipped.
pub(crate) fn build(only: &str) -> Result<PathBuf> {
    ensure_wasm_target()?;
    let folder = target_dir().join("hosts");
    if "plain-html".contains(only) {
        plain_html(&folder.join("plain-html"))?;
    }
    in_browser(&folder, only)?;
    on_a_server(&folder, only)?;
    Ok(folder)
}

/// The examples whose folders contain the text.
fn chosen<'a>(all: &'a [Example], only: &str) -> Vec<&'a Example> {
    all.iter().filter(|(example, _)| example.contains(only)).collect()
}

fn in_browser(folder: &Path, only: &str) -> Result<()> {
    let examples = chosen(IN_BROWSER, only);
    if examples.is_empty() {
        return Ok(());
    }
    eprintln!("• building the examples that run in a browser");
    let packages: Vec<&str> = examples.iter().map(|(_, package)| *package).collect();
    let compiled = compile(&packages, &packages, Effort::Dev)?;
    for (example, package) in examples {
        let place = folder.join(example);
        fs::create_dir_all(&place).with_context(|| format!("creating {}", place.display()))?;
        bind(&compiled, package, "app", &place, Effort::Dev, true)?;
        let page = root().join("examples").join(example).join("index.html");
        let page = fs::read_to_string(&page).with_context(|| format!("reading {}", page.display()))?;
        write(&place.join("index.html"), page.replace(TRUNK, r#"<script type="module" src="/app.js"></script>"#))?;
    }
    Ok(())
}

/// Each folder has the server, `server`, and the folder with what its pages load, `site`.
fn on_a_server(folder: &Path, only: &str) -> Result<()> {
    let examples = chosen(ON_A_SERVER, only);
    if examples.is_empty() {
        return Ok(());
    }
    eprintln!("• building the examples that a server renders");
    let mut browser = cargo();
    browser.args(["build", "--target", WASM_TARGET, "--lib", "--no-default-features"]);
    let mut server = cargo();
    // With the tests among what is built, features are those of their build, and nothing is compiled a second time.
    server.arg("build").args(NATIVE.arguments()).arg("--tests");
    for (_, package) in &examples {
        browser.args(["--package", package, "--features", &format!("{package}/hydrate")]);
        server.args(["--bin", package]);
    }
    complete(&mut browser)?;
    complete(&mut server)?;
    for (example, package) in examples {
        let place = folder.join(example);
        let pages = place.join("site/pkg");
        fs::create_dir_all(&pages).with_context(|| format!("creating {}", pages.display()))?;
        let compiled = target_dir().join(WASM_TARGET).join("debug");
        bind(&compiled, &package.replace('-', "_"), example, &pages, Effort::Dev, false)?;
        let program = target_dir().join("debug").join(package);
        fs::copy(&program, place.join("server")).with_context(|| format!("copying {}", program.display()))?;
    }
    Ok(())
}

fn plain_html(place: &Path) -> Result<()> {
    clear(place)?;
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
