//! Sets of packages that are built by one command, and the test programs that come out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::output::{Counts, capture, watch};
use crate::stop::Stop;
use crate::summary::{must_count, must_succeed};
use crate::workspace::{cargo, root, target_dir};

/// Packages that always go together, with the same features, so that their dependencies are built once.
pub(crate) struct PackageSet {
    packages: &'static [&'static str],
    features: &'static str,
}

/// What runs on this machine. The SDK's own default is the browser; here it has no platform but the tests'.
pub(crate) const NATIVE: PackageSet = PackageSet {
    packages: &[
        "frontdesk-wire",
        "frontdesk-domain",
        "frontdesk-sdk",
        "send_wrapper",
        "frontdesk-components",
        "frontdesk-elements",
        "frontdesk-gallery",
        "frontdesk-backend",
        "frontdesk-server",
        "frontdesk-demo-backend",
        "frontdesk-tests",
        "frontdesk-e2e",
        "frontdesk-interop",
        "frontdesk-command-line",
        "frontdesk-leptos-ssr",
        "frontdesk-leptos-islands",
    ],
    features: "frontdesk-components/ssr,frontdesk-components/locales,frontdesk-backend/axum,frontdesk-backend/jwks,\
               frontdesk-leptos-ssr/ssr,frontdesk-leptos-islands/ssr",
};

/// What runs in a browser.
pub(crate) const BROWSER: PackageSet = PackageSet {
    packages: &["frontdesk-sdk", "frontdesk-components"],
    features: "frontdesk-components/csr,frontdesk-sdk/browser",
};

impl PackageSet {
    /// The arguments that name the set to cargo.
    pub(crate) fn arguments(&self) -> Vec<&'static str> {
        let mut arguments = vec!["--no-default-features", "--features", self.features];
        for package in self.packages {
            arguments.extend(["--package", package]);
        }
        arguments
    }
}

/// Builds the programs that tests start and returns the folder that holds them. With the tests among what is built, features
/// are those of their build, and nothing is compiled a second time; a released server would be.
pub(crate) fn build_servers(stop: &Stop) -> Result<PathBuf> {
    let mut command = cargo();
    command.arg("build").args(NATIVE.arguments()).arg("--tests");
    for program in ["frontdesk", "frontdesk-demo", "frontdesk-judge"] {
        command.args(["--bin", program]);
    }
    must_succeed(&watch(&mut command, stop)?)?;
    Ok(target_dir().join("debug"))
}

/// Test programs by the folder of their package.
pub(crate) struct TestPrograms {
    programs: BTreeMap<PathBuf, Vec<PathBuf>>,
    in_browser: bool,
}

impl TestPrograms {
    /// Builds the tests of a set.
    pub(crate) fn build(set: &PackageSet, target: Option<&str>, stop: &Stop) -> Result<Self> {
        Self::build_with(set, target, &[], stop)
    }

    /// Builds one test program of a set, with everything that the set's dependencies are built with.
    pub(crate) fn build_one(set: &PackageSet, program: &str, stop: &Stop) -> Result<Self> {
        Self::build_with(set, None, &["--test", program], stop)
    }

    fn build_with(set: &PackageSet, target: Option<&str>, more: &[&str], stop: &Stop) -> Result<Self> {
        let mut command = cargo();
        command.args(["test", "--no-run", "--message-format", "json-render-diagnostics"]).args(set.arguments());
        command.args(more);
        if let Some(target) = target {
            command.args(["--target", target]);
        }
        let messages = capture(&mut command, stop)?;
        let mut programs: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for message in messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
                continue;
            }
            let (Some(manifest), Some(program)) = (message["manifest_path"].as_str(), message["executable"].as_str())
            else {
                continue;
            };
            let folder = Path::new(manifest).parent().context("a manifest lies in a folder")?;
            programs.entry(folder.to_owned()).or_default().push(PathBuf::from(program));
        }
        Ok(Self { programs, in_browser: target.is_some() })
    }

    /// Runs the tests of one package.
    pub(crate) fn run(&self, folder: &str, environment: &[(&str, &str)], stop: &Stop) -> Result<Counts> {
        self.run_with(folder, &|_| true, environment, &[], stop)
    }

    /// Runs the tests of one package that need more than `cargo test` gives them, and are marked so, in the programs with
    /// these names. Two at a time: a browser's story mostly waits for time to pass.
    pub(crate) fn run_ignored(
        &self,
        folder: &str,
        wanted: &dyn Fn(&str) -> bool,
        environment: &[(&str, &str)],
        stop: &Stop,
    ) -> Result<Counts> {
        let arguments = ["--include-ignored", "--nocapture", "--test-threads=2"];
        self.run_with(folder, wanted, environment, &arguments, stop)
    }

    /// Runs one test of those, by its name.
    pub(crate) fn run_one(
        &self,
        folder: &str,
        program: &str,
        test: &str,
        environment: &[(&str, &str)],
        stop: &Stop,
    ) -> Result<Counts> {
        let arguments = ["--include-ignored", "--nocapture", "--exact", test];
        self.run_with(folder, &|name| name == program, environment, &arguments, stop)
    }

    fn run_with(
        &self,
        folder: &str,
        wanted: &dyn Fn(&str) -> bool,
        environment: &[(&str, &str)],
        arguments: &[&str],
        stop: &Stop,
    ) -> Result<Counts> {
        let folder = root().join(folder);
        let Some(programs) = self.programs.get(&folder) else { bail!("no tests were built in {}", folder.display()) };
        let mut sum = Counts::default();
        let mut unfinished = Vec::new();
        for program in programs.iter().filter(|program| wanted(name_of(program))) {
            let mut command = self.call(program)?;
            command.args(arguments);
            command.current_dir(&folder);
            command.env("CARGO_MANIFEST_DIR", &folder).env("INSTA_WORKSPACE_ROOT", root()).env("INSTA_UPDATE", "no");
            // A failed assertion says where it stands; the way there through an async runtime helps nobody.
            command.env("RUST_LIB_BACKTRACE", "0");
            command.envs(environment.iter().copied());
            match must_count(watch(&mut command, stop)?) {
                Ok(counts) => sum.add(counts),
                Err(error) => unfinished.push(format!("{}: {error}", program.display())),
            }
        }
        if !unfinished.is_empty() && sum.failed == 0 {
            bail!("{}", unfinished.join("; "));
        }
        Ok(sum)
    }

    fn call(&self, program: &Path) -> Result<Command> {
        if !self.in_browser {
            return Ok(Command::new(program));
        }
        let mut command = Command::new(std::env::current_exe().context("finding xtask itself")?);
        command.arg("wasm-test-runner").arg(program);
        Ok(command)
    }
}

/// What a test program is called: cargo puts a hash behind it.
fn name_of(program: &Path) -> &str {
    let stem = program.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    stem.rsplit_once('-').map_or(stem, |(name, _)| name)
}
