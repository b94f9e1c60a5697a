//! What a page weighs, and what it may weigh.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;

use crate::bundle::{Bundle, Effort, brotli, build, gzip};

/// The most that a page may weigh, in bytes after brotli. A change that needs more says here why.
const BUDGETS: &[(&str, usize)] = &[("sign-in", 150_000)];

/// The pages of the demo app. All of them are drawn by the same bundle.
const PAGES: &[&str] = &["home", "sign-in", "sign-up", "protected", "organizations"];

/// `cargo xtask size`
#[derive(Args)]
pub(crate) struct Options {
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Default)]
struct Weight {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Weight {
    fn of(content: &[u8]) -> Result<Self> {
        Ok(Self { raw: content.len(), gzip: gzip(content)?.len(), brotli: brotli(content)?.len() })
    }

    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let bundle = build(Effort::Release)?;
    if options.json {
        let page = total(&weigh(&bundle)?);
        let pages: serde_json::Map<String, serde_json::Value> = PAGES
            .iter()
            .map(|name| ((*name).to_owned(), json!({ "raw": page.raw, "gzip": page.gzip, "brotli": page.brotli })))
            .collect();
        println!("{}", json!({ "pages": pages }));
        return Ok(ExitCode::SUCCESS);
    }
    Ok(if report(&bundle)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints the tables; whether every page is within its budget.
pub(crate) fn report(bundle: &Bundle) -> Result<bool> {
    let files = weigh(bundle)?;
    let page = total(&files);
    line("file", "raw", "gzip", "brotli");
    for (name, weight) in &files {
        weight_line(name, *weight);
    }
    println!();
    line("page", "raw", "gzip", "brotli");
    for name in PAGES {
        weight_line(name, page);
    }
    println!();

    let mut within = true;
    for (name, most) in BUDGETS {
        let fits = page.brotli <= *most;
        within &= fits;
        println!(
            "{name}: {} of {most} bytes after brotli — {}",
            page.brotli,
            if fits { "within the budget" } else { "over the budget" }
        );
    }
    Ok(within)
}

fn total(files: &[(String, Weight)]) -> Weight {
    files.iter().fold(Weight::default(), |sum, (_, weight)| sum.plus(*weight))
}

fn weigh(bundle: &Bundle) -> Result<Vec<(String, Weight)>> {
    let mut files = Vec::new();
    for file in &bundle.files {
        let content = fs::read(bundle.folder.join(file)).with_context(|| format!("reading {file}"))?;
        files.push((file.clone(), Weight::of(&content)?));
    }
    Ok(files)
}

fn weight_line(name: &str, weight: Weight) {
    line(name, &weight.raw.to_string(), &weight.gzip.to_string(), &weight.brotli.to_string());
}

fn line(name: &str, raw: &str, gzip: &str, brotli: &str) {
    println!("{name:<36} {raw:>10} {gzip:>10} {brotli:>10}");
}
