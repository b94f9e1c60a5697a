//! Builds, runs and tests everything: `cargo xtask demo`, `cargo xtask test`.

mod benches;
mod bound;
mod browser_assets;
mod bundle;
mod clock;
mod conformance;
mod demo;
mod elements;
mod gallery;
mod hosts;
mod interop;
mod openapi;
mod output;
mod packages;
mod page_size;
mod phones;
mod ports;
mod postgres;
mod props;
mod service;
mod slim;
mod squeeze;
mod stop;
mod suite;
mod summary;
mod words;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about = "Builds, runs and tests Frontdesk", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds everything, starts a server and the demo app, and prints one URL.
    Demo(demo::Options),
    /// Runs every test of the project and ends with a summary.
    Test(suite::Options),
    /// What continuous integration runs: the same as `test`.
    Ci,
    /// Builds the demo's release bundle and prints what a browser downloads.
    Size(page_size::Options),
    /// Builds the custom elements into target/elements: one script tag for pages of plain HTML.
    Elements(elements::Options),
    /// Builds the examples that show components, into target/hosts.
    Hosts(hosts::Options),
    /// Builds and serves every component in every state, and prints one URL.
    Gallery(gallery::Options),
    /// Writes what components take, from their doc comments: docs/components.md, and what the gallery shows.
    Props,
    /// Writes docs/conformance.md: which behaviour is shown by which test.
    Conformance(conformance::Options),
    /// Writes what is made from the components' words: a file for each language, and docs/words.md.
    Words,
    /// Runs the published JavaScript packages, unmodified, against this server and beside this verifier.
    Interop(interop::Options),
    /// Holds what our client asks for against a published description of the Frontend API.
    Openapi(openapi::Options),
    /// Writes what the phone input knows of numbers, out of the metadata that libphonenumber publishes.
    Phones(phones::Options),
    /// Measures verifying and minting tokens; prints figures, asserts nothing.
    Bench,
    /// Runs a compiled WASM test in a headless browser; cargo calls this.
    #[command(hide = true)]
    WasmTestRunner {
        /// The compiled test and its arguments.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Demo(options) => demo::run(&options),
        Command::Test(options) => suite::run(&options),
        Command::Ci => suite::run(&suite::Options::default()),
        Command::Size(options) => page_size::run(&options),
        Command::Elements(options) => elements::run(&options),
        Command::Hosts(options) => hosts::run(&options),
        Command::Gallery(options) => gallery::run(&options),
        Command::Props => props::run(),
        Command::Conformance(options) => conformance::run(&options),
        Command::Words => words::run(),
        Command::Interop(options) => interop::run(&options),
        Command::Openapi(options) => openapi::run(&options),
        Command::Phones(options) => phones::run(&options),
        Command::Bench => benches::run(),
        Command::WasmTestRunner { arguments } => run_wasm_test(arguments),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The test runner of wasm-bindgen as a library, so that its version is the one in Cargo.lock and nobody installs it.
fn run_wasm_test(arguments: Vec<OsString>) -> anyhow::Result<ExitCode> {
    let program = OsString::from("wasm-bindgen-test-runner");
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::iter::once(program).chain(arguments))?;
    Ok(ExitCode::SUCCESS)
}
