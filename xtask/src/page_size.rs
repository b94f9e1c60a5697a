//! What a page weighs, and what it may weigh.

use std::collections::BTreeMap;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;

use crate::bundle::{Bundle, Effort, brotli, build, gzip};

/// What a page may weigh, in bytes after brotli.
struct Budget {
    page: &'static str,
    /// Where it should be. The table says how far it is from there.
    goal: usize,
    /// Where it is, with a little room: more than this fails. It goes down with each saving, never up.
    ceiling: usize,
}

const BUDGETS: &[Budget] = &[Budget { page: "sign-in", goal: 130_000, ceiling: 130_000 }];

/// The pages of the demo app, and the HTML file that each of them is.
const PAGES: &[(&str, &str)] = &[
    ("sign-in", "sign-in"),
    ("sign-up", "sign-up"),
    ("home", "index"),
    ("protected", "index"),
    ("organizations", "index"),
];

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
        let pages: serde_json::Map<String, serde_json::Value> = pages(&bundle, &weigh(&bundle)?)?
            .into_iter()
            .map(|(name, page)| (name, json!({ "raw": page.raw, "gzip": page.gzip, "brotli": page.brotli })))
            .collect();
        println!("{}", json!({ "pages": pages }));
        return Ok(ExitCode::SUCCESS);
    }
    Ok(if report(&bundle)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints the tables; whether every page is under its ceiling.
pub(crate) fn report(bundle: &Bundle) -> Result<bool> {
    let files = weigh(bundle)?;
    line("file", "raw", "gzip", "brotli");
    for (name, weight) in &files {
        weight_line(name.rsplit('/').next().unwrap_or(name), *weight);
    }
    println!();
    let pages = pages(bundle, &files)?;
    line("page, with all that it loads", "raw", "gzip", "brotli");
    for (name, weight) in &pages {
        weight_line(name, *weight);
    }
    println!();

    let mut within = true;
    for Budget { page: name, goal, ceiling } in BUDGETS {
        let brotli = pages.get(*name).with_context(|| format!("the demo has no page `{name}`"))?.brotli;
        within &= brotli <= *ceiling;
        let verdict = if brotli <= *goal {
            "meets its goal"
        } else if brotli <= *ceiling {
            "OVER ITS GOAL, under the ceiling"
        } else {
            "OVER THE CEILING"
        };
        println!("{name}: {brotli} bytes after brotli; goal {goal}, ceiling {ceiling}: {verdict}");
    }
    Ok(within)
}

/// What each page loads.
fn pages(bundle: &Bundle, files: &BTreeMap<String, Weight>) -> Result<BTreeMap<String, Weight>> {
    let mut pages = BTreeMap::new();
    for (name, file) in PAGES {
        let loads = bundle.pages.get(file).with_context(|| format!("the demo has no file `{file}.html`"))?;
        let sum = loads.iter().filter_map(|file| files.get(file)).fold(Weight::default(), |sum, one| sum.plus(*one));
        pages.insert((*name).to_owned(), sum);
    }
    Ok(pages)
}

fn weigh(bundle: &Bundle) -> Result<BTreeMap<String, Weight>> {
    let mut files = BTreeMap::new();
    for file in bundle.files() {
        let content = fs::read(bundle.folder.join(file)).with_context(|| format!("reading {file}"))?;
        files.insert(file.to_owned(), Weight::of(&content)?);
    }
    Ok(files)
}

fn weight_line(name: &str, weight: Weight) {
    line(name, &weight.raw.to_string(), &weight.gzip.to_string(), &weight.brotli.to_string());
}

fn line(name: &str, raw: &str, gzip: &str, brotli: &str) {
    println!("{name:<36} {raw:>10} {gzip:>10} {brotli:>10}");
}
