//! `cargo xtask gallery`: every component in every state, without a server.

mod serve;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::bundle::{Effort, bind, clear, style, write};
use crate::packages::CHROMIUM;
use crate::stop::Stop;
use crate::suite::native::{NATIVE, TestPrograms};
use crate::workspace::{WASM_TARGET, cargo, complete, ensure_wasm_target, root, target_dir};

const PACKAGE: &str = "frontdesk-gallery";

/// The test program about the gallery, among those in `tests/e2e`.
pub(crate) const TESTS: &str = "gallery";

/// The test in it that takes the pictures.
const PICTURES: &str = "every_story_looks_as_it_was_accepted_and_fits_a_phone";

/// `cargo xtask gallery`
#[derive(Args)]
pub(crate) struct Options {
    /// The port of the page; else one that is free.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Takes the pictures of every story and makes them those that the tests compare with: gallery/references.
    #[arg(long)]
    accept: bool,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let stop = Stop::listen()?;
    if options.accept {
        return accept(&stop);
    }
    let folder = build()?;
    let server = serve::Server::bind(folder, options.port)?;
    println!();
    println!("  Open  {}", server.url()?);
    println!();
    println!("  Ctrl-C ends the gallery.");
    println!();
    server.run(&stop)?;
    Ok(ExitCode::SUCCESS)
}

/// Takes the pictures anew. Those that look as they did stay as they are.
fn accept(stop: &Stop) -> Result<ExitCode> {
    let mut environment = environment(Err("pictures need no checks".to_owned()))?;
    environment.push(("FRONTDESK_E2E_ACCEPT", "yes".to_owned()));
    let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let tests = TestPrograms::build_one(&NATIVE, TESTS, stop)?;
    let taken = tests.run_one("tests/e2e", TESTS, PICTURES, &environment, stop)?;
    if taken.failed > 0 {
        return Ok(ExitCode::FAILURE);
    }
    println!("\n  The accepted pictures are in gallery/references: look at what `git status` shows there.");
    Ok(ExitCode::SUCCESS)
}

/// Builds it, and tells the tests where it is and with what to look at it.
pub(crate) fn environment(axe: Result<PathBuf, String>) -> Result<Vec<(&'static str, String)>> {
    let text = |path: PathBuf| path.into_os_string().into_string().ok().context("a path that is not Unicode");
    let mut environment = vec![
        ("FRONTDESK_E2E_GALLERY", text(build()?)?),
        ("FRONTDESK_E2E_CHROMIUM", text(CHROMIUM.require()?)?),
        ("FRONTDESK_E2E_SCREENS", text(target_dir().join("screens"))?),
    ];
    if let Ok(file) = axe {
        environment.push(("FRONTDESK_E2E_AXE", text(file)?));
    }
    Ok(environment)
}

/// Where it is once it is built.
pub(crate) fn folder() -> PathBuf {
    target_dir().join("gallery")
}

/// Builds it quickly.
pub(crate) fn build() -> Result<PathBuf> {
    ensure_wasm_target()?;
    eprintln!("• building the gallery for the browser");
    let mut command = cargo();
    command.args(["build", "--target", WASM_TARGET, "--package", PACKAGE, "--features", "csr,locales"]);
    complete(&mut command)?;
    let folder = folder();
    clear(&folder)?;
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    let compiled = target_dir().join(WASM_TARGET).join("debug");
    bind(&compiled, PACKAGE, "gallery", &folder, Effort::Dev, true)?;
    let sources = root().join("gallery/assets");
    fs::copy(sources.join("index.html"), folder.join("index.html")).context("copying index.html")?;
    let layered = themes()?;
    let own = fs::read_to_string(sources.join("gallery.css")).context("reading gallery.css")?;
    fs::copy(sources.join("letters.woff2"), folder.join("letters.woff2")).context("copying the letters of pictures")?;
    write(&folder.join("gallery.css"), [style(&[], &[])?, layered, own].concat())?;
    Ok(folder)
}

/// The sheets of all themes, each in the layer in which an app links it.
fn themes() -> Result<String> {
    let folder = root().join("components/src/theme/themes");
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        files.push(entry?.path());
    }
    files.retain(|file| file.extension().is_some_and(|end| end == "css"));
    files.sort();
    let mut sheets = String::new();
    for file in files {
        let sheet = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        sheets.extend(["@layer frontdesk {\n", &sheet, "}\n"]);
    }
    Ok(sheets)
}
