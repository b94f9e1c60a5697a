//! `cargo xtask interop`: the published JavaScript packages, unmodified, against this server and beside this verifier.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::output::{Counts, watch};
use crate::packages::{CHROMIUM, NODE, NPM, ensure};
use crate::stop::Stop;
use crate::suite::native::build_servers;
use crate::summary::{Summary, must_count, must_succeed};
use crate::workspace::{answer, root, target_dir};

/// The packages ask for it.
const OLDEST_NODE: u32 = 20;

/// A step, and the script that is it.
const STEPS: &[(&str, &str)] = &[
    ("interop, browser client", "browser.mjs"),
    ("interop, account", "account.mjs"),
    ("interop, profiles", "profiles.mjs"),
    ("interop, back-end client", "backend.mjs"),
    ("interop, handshake", "handshake.mjs"),
    ("interop, corpus", CORPUS),
];

/// The script that takes [`Corpus`] as its arguments.
const CORPUS: &str = "corpus.mjs";

/// `cargo xtask interop`
#[derive(Args)]
pub(crate) struct Options {
    /// Only the steps whose name contains this text; may be given several times.
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,
    #[command(flatten)]
    corpus: Corpus,
}

/// How much is judged twice.
#[derive(Args)]
pub(crate) struct Corpus {
    /// How many requests the two verifiers judge.
    #[arg(long, default_value_t = Self::default().cases)]
    cases: u64,
    /// Where chance begins: the same seed makes the same requests.
    #[arg(long, default_value_t = Self::default().seed)]
    seed: u64,
}

impl Default for Corpus {
    fn default() -> Self {
        Self { cases: 100_000, seed: 1 }
    }
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let stop = Stop::listen()?;
    let mut summary = Summary::default();
    let wants = |name: &str| options.only.is_empty() || options.only.iter().any(|text| name.contains(text.as_str()));
    steps(&mut summary, &stop, &options.corpus, wants);
    Ok(summary.finish())
}

/// Runs the steps that are wanted.
pub(crate) fn steps(summary: &mut Summary, stop: &Stop, corpus: &Corpus, wants: impl Fn(&str) -> bool) {
    let wanted: Vec<_> = STEPS.iter().filter(|(name, _)| !stop.requested() && wants(name)).collect();
    if wanted.is_empty() {
        return;
    }
    if let Err(error) = node() {
        for (name, _) in wanted {
            summary.skip(name, &format!("{error:#}"));
        }
        return;
    }
    let mut bench = None;
    summary.check("build of the interop tests", || {
        bench = Some(Bench::prepare(stop)?);
        Ok(())
    });
    let Some(bench) = bench else { return };
    for (name, script) in wanted {
        summary.tests(name, || bench.run(script, corpus, stop));
    }
}

/// Node.js and npm, of an age that the packages take; or why there are none.
fn node() -> Result<()> {
    ensure(&[&NODE, &NPM])?;
    let version = answer(Command::new("node").arg("--version")).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!("Node.js {OLDEST_NODE} or newer is needed; this is {version}"),
    }
}

/// The scripts beside their packages, and the programs that they start.
struct Bench {
    folder: PathBuf,
    programs: PathBuf,
}

impl Bench {
    /// Builds the programs, copies the scripts out of the source tree and fetches the packages that the lock file names.
    fn prepare(stop: &Stop) -> Result<Self> {
        let programs = build_servers(stop)?;
        let folder = target_dir().join("interop");
        let sources = root().join("tests/interop");
        let scripts = folder.join("scripts");
        if scripts.exists() {
            fs::remove_dir_all(&scripts).context("removing the former copy of the scripts")?;
        }
        copy(&sources, &scripts)?;
        let wanted = fs::read(sources.join("package-lock.json")).context("reading package-lock.json")?;
        let fetched = folder.join("fetched");
        if fs::read(&fetched).ok().as_ref() != Some(&wanted) {
            for file in ["package.json", "package-lock.json"] {
                fs::copy(sources.join(file), folder.join(file)).with_context(|| format!("copying {file}"))?;
            }
            let mut command = Command::new("npm");
            command.current_dir(&folder).args([
                "ci",
                "--ignore-scripts",
                "--legacy-peer-deps",
                "--no-audit",
                "--no-fund",
            ]);
            must_succeed(&watch(&mut command, stop)?)?;
            fs::write(&fetched, wanted).context("noting what was fetched")?;
        }
        Ok(Self { folder: scripts, programs })
    }

    /// Runs one script to its end and counts its checks.
    fn run(&self, script: &str, corpus: &Corpus, stop: &Stop) -> Result<Counts> {
        let mut command = Command::new("node");
        command.current_dir(&self.folder).arg(script);
        if script == CORPUS {
            command.args(["--cases", &corpus.cases.to_string(), "--seed", &corpus.seed.to_string()]);
        }
        for (name, program) in [("FRONTDESK_BIN", "frontdesk"), ("FRONTDESK_JUDGE", "frontdesk-judge")] {
            command.env(name, self.programs.join(program));
        }
        command.env("CHROMIUM", CHROMIUM.require()?);
        must_count(watch(&mut command, stop)?)
    }
}

/// Copies the scripts of a folder and of the folders in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("creating {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else if path.extension().is_some_and(|kind| kind == "mjs") {
            fs::copy(&path, &target).with_context(|| format!("copying {}", path.display()))?;
        }
    }
    Ok(())
}
