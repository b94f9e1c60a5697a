//! `cargo xtask test`: every test of the project, in one run, on two cores.
//!
//! The build machine is small, so nothing heavy is compiled twice. Cargo unifies features over the packages that one
//! command names; a different set means different dependencies. Therefore all native crates are built by one command,
//! and their test programs are then run one by one, as often as needed.

pub(crate) mod native;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::browser_assets::axe;
use crate::bundle::{Effort, build};
use crate::conformance;
use crate::elements;
use crate::gallery;
use crate::hosts;
use crate::interop;
use crate::output::{Counts, watch};
use crate::packages::{CHROMEDRIVER, CHROMIUM, POSTGRES, ensure};
use crate::page_size;
use crate::postgres::Cluster;
use crate::props;
use crate::stop::Stop;
use crate::summary::{Summary, must_count, must_succeed};
use crate::workspace::{WASM_TARGET, cargo, ensure_lint_tools, ensure_wasm_target, target_dir};

use native::{BROWSER, NATIVE, TestPrograms, build_servers};

/// `cargo xtask test`
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Formatting, lints and native tests on SQLite: no browser, no PostgreSQL, no release build.
    #[arg(long)]
    fast: bool,
    /// Only the steps whose name contains this text; may be given several times.
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let stop = Stop::listen()?;
    let mut run = Run { options, stop, summary: Summary::default() };
    run.steps();
    Ok(run.summary.finish())
}

struct Run<'a> {
    options: &'a Options,
    stop: Stop,
    summary: Summary,
}

impl Run<'_> {
    fn steps(&mut self) {
        self.tools();
        self.lints();
        self.native_tests();
        if !self.options.fast {
            self.browser_tests();
            self.page_sizes();
            self.story();
            self.gallery();
            self.interop();
        }
    }

    fn wants(&self, name: &str) -> bool {
        let chosen = &self.options.only;
        !self.stop.requested() && (chosen.is_empty() || chosen.iter().any(|text| name.contains(text.as_str())))
    }

    fn check(&mut self, name: &str, run: impl FnOnce(&Stop) -> Result<()>) {
        if self.wants(name) {
            let stop = self.stop.clone();
            self.summary.check(name, || run(&stop));
        }
    }

    fn tests(&mut self, name: &str, run: impl FnOnce(&Stop) -> Result<Counts>) {
        if self.wants(name) {
            let stop = self.stop.clone();
            self.summary.tests(name, || run(&stop));
        }
    }

    fn tools(&mut self) {
        let fast = self.options.fast;
        self.check("tools", |_| {
            ensure_lint_tools()?;
            ensure_wasm_target()?;
            if fast { Ok(()) } else { ensure(&[&CHROMIUM, &CHROMEDRIVER, &POSTGRES]) }
        });
    }

    fn lints(&mut self) {
        self.check("format", |stop| must_succeed(&watch(cargo().args(["fmt", "--all", "--check"]), stop)?));
        self.check("conformance", |_| conformance::check());
        self.check("properties", |_| props::check());
        self.check("clippy, native", |stop| {
            let mut command = cargo();
            command.arg("clippy").args(NATIVE.arguments()).args(["--package", "xtask", "--all-targets"]);
            must_succeed(&watch(command.args(["--", "-D", "warnings"]), stop)?)
        });
        self.check("clippy, browser", |stop| {
            let mut command = cargo();
            command.args(["clippy", "--target", WASM_TARGET]).args(BROWSER.arguments());
            command.args(["--package", "frontdesk-demo", "--package", "frontdesk-hand-made-form"]);
            command.args(["--package", "frontdesk-gallery", "--features", "frontdesk-gallery/csr"]);
            command.args(["--package", "frontdesk-elements", "--package", "frontdesk-yew"]);
            command.args(["--package", "frontdesk-yew-example", "--package", "frontdesk-leptos-csr"]);
            command.args(["--all-targets", "--", "-D", "warnings"]);
            must_succeed(&watch(&mut command, stop)?)
        });
        if self.options.fast {
            return;
        }
        self.check("docs", |stop| {
            let mut command = cargo();
            command.args(["doc", "--no-deps"]).args(NATIVE.arguments()).env("RUSTDOCFLAGS", "-D warnings");
            must_succeed(&watch(&mut command, stop)?)?;
            let mut command = cargo();
            command.args(["doc", "--no-deps", "--target", WASM_TARGET]).args(BROWSER.arguments());
            must_succeed(&watch(command.env("RUSTDOCFLAGS", "-D warnings"), stop)?)
        });
    }

    fn native_tests(&mut self) {
        const CRATES: &[(&str, &str)] = &[
            ("wire", "wire"),
            ("domain", "domain"),
            ("backend", "backend"),
            ("server", "server"),
            ("sdk", "sdk"),
            ("send wrapper", "send-wrapper"),
            ("components", "components"),
            ("elements", "elements"),
            ("gallery", "gallery"),
            ("demo back end", "demo-app/backend"),
        ];
        const SQLITE: &str = "integration, SQLite";
        const POSTGRESQL: &str = "integration, PostgreSQL";
        const DOCUMENTATION: &str = "documentation examples";

        let wanted = CRATES.iter().any(|(name, _)| self.wants(name)) || self.wants(SQLITE) || self.wants(POSTGRESQL);
        let mut programs = None;
        if wanted && !self.stop.requested() {
            let stop = self.stop.clone();
            self.summary.check("build of the native tests", || {
                programs = Some(TestPrograms::build(&NATIVE, None, &stop)?);
                Ok(())
            });
        }
        if let Some(programs) = programs {
            for (name, folder) in CRATES {
                self.tests(name, |stop| programs.run(folder, &[], stop));
            }
            let server = if self.wants(SQLITE) || self.wants(POSTGRESQL) { self.server_to_kill() } else { None };
            let server = server.as_deref().unwrap_or_default();
            self.tests(SQLITE, |stop| programs.run("tests", &[("FRONTDESK_BIN", server)], stop));
            if !self.options.fast {
                self.tests(POSTGRESQL, |stop| {
                    let cluster = Cluster::start(stop)?;
                    let environment = [("FRONTDESK_BIN", server), ("FRONTDESK_TEST_DATABASE", &cluster.url())];
                    let counts = programs.run("tests", &environment, stop);
                    cluster.stop();
                    counts
                });
            }
        }
        self.tests(DOCUMENTATION, |stop| {
            must_count(watch(cargo().args(["test", "--doc", "--no-fail-fast"]).args(NATIVE.arguments()), stop)?)
        });
        let fast = self.options.fast;
        self.tests("xtask", |stop| {
            let mut command = cargo();
            command.args(["test", "--package", "xtask"]);
            if !fast {
                // The cluster's own test: PostgreSQL is there by now.
                command.args(["--", "--include-ignored"]);
            }
            must_count(watch(&mut command, stop)?)
        });
    }

    /// The server that the integration tests start and kill.
    fn server_to_kill(&mut self) -> Option<String> {
        let stop = self.stop.clone();
        let mut server = None;
        self.summary.check("build of the server", || {
            let program = build_servers(&stop)?.join("frontdesk");
            server = Some(program.to_str().context("a path that is not Unicode")?.to_owned());
            Ok(())
        });
        server
    }

    fn browser_tests(&mut self) {
        const CRATES: &[(&str, &str)] = &[("sdk in Chromium", "sdk"), ("components in Chromium", "components")];
        if !CRATES.iter().any(|(name, _)| self.wants(name)) {
            return;
        }
        let stop = self.stop.clone();
        let mut programs = None;
        self.summary.check("build of the browser tests", || {
            CHROMIUM.require()?;
            CHROMEDRIVER.require()?;
            programs = Some(TestPrograms::build(&BROWSER, Some(WASM_TARGET), &stop)?);
            Ok(())
        });
        if let Some(programs) = programs {
            for (name, folder) in CRATES {
                self.tests(name, |stop| programs.run(folder, &[("WASM_BINDGEN_TEST_TIMEOUT", "120")], stop));
            }
        }
    }

    fn page_sizes(&mut self) {
        self.check("page sizes", |_| {
            if page_size::report(&build(Effort::Release)?, &elements::is_tested)? {
                Ok(())
            } else {
                bail!("a page is over its budget; the table is above")
            }
        });
    }

    /// The published JavaScript packages against this server.
    fn interop(&mut self) {
        let chosen = &self.options.only;
        let wants = |name: &str| chosen.is_empty() || chosen.iter().any(|text| name.contains(text.as_str()));
        interop::steps(&mut self.summary, &self.stop, &interop::Corpus::default(), wants);
    }

    /// Every component in every state, in Chromium, without a server.
    fn gallery(&mut self) {
        const NAME: &str = "gallery in Chromium";
        if !self.wants(NAME) {
            return;
        }
        let axe = axe();
        if let Err(reason) = &axe {
            self.summary.skip("accessibility checks of the gallery by axe-core", reason);
        }
        self.tests(NAME, |stop| {
            let environment = gallery::environment(axe)?;
            let tests = TestPrograms::build(&NATIVE, None, stop)?;
            let environment: Vec<(&str, &str)> =
                environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
            tests.run_ignored("tests/e2e", &|name| name == gallery::TESTS, &environment, stop)
        });
    }

    /// The story of a visitor, in Chromium, with the pages as they are released.
    fn story(&mut self) {
        const NAME: &str = "end to end in Chromium";
        if !self.wants(NAME) {
            return;
        }
        let axe = axe();
        if let Err(reason) = &axe {
            self.summary.skip("accessibility checks by axe-core", reason);
        }
        self.tests(NAME, |stop| {
            let chromium = CHROMIUM.require()?;
            let folder = build(Effort::Release)?.folder;
            let servers = build_servers(stop)?;
            let tests = TestPrograms::build(&NATIVE, None, stop)?;
            let path = |path: std::path::PathBuf| path.into_os_string().into_string();
            let text = |value: std::path::PathBuf| path(value).ok().context("a path that is not Unicode");
            let mut environment = vec![
                ("FRONTDESK_E2E_SERVER", text(servers.join("frontdesk"))?),
                ("FRONTDESK_E2E_DEMO", text(servers.join("frontdesk-demo"))?),
                ("FRONTDESK_E2E_DIST", text(folder)?),
                ("FRONTDESK_E2E_HOSTS", text(hosts::build("")?)?),
                ("FRONTDESK_E2E_CHROMIUM", text(chromium)?),
                ("FRONTDESK_E2E_SCREENS", text(target_dir().join("screens"))?),
            ];
            if let Ok(script) = axe {
                environment.push(("FRONTDESK_E2E_AXE", text(script)?));
            }
            let environment: Vec<(&str, &str)> =
                environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
            tests.run_ignored("tests/e2e", &|name| name != gallery::TESTS, &environment, stop)
        });
    }
}
