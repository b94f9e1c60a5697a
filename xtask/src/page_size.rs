//! What a page weighs, and what it may weigh.

use std::collections::BTreeMap;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;

use crate::bundle::{Bundle, Effort, brotli, build, build_headless, gzip};
use crate::elements;

/// What a page may weigh with all that it loads, in bytes after brotli.
struct Budget {
    page: &'static str,
    /// Where it should be. The table says when it is not.
    goal: usize,
    /// Where it is, with a little room: more than this fails. It goes down with each saving, never up.
    ceiling: usize,
}

const BUDGETS: &[Budget] = &[
    Budget { page: HEADLESS, goal: 60_000, ceiling: 60_000 },
    Budget { page: "sign-in", goal: 118_000, ceiling: 118_500 },
    Budget { page: "element sign-in", goal: 110_000, ceiling: 110_000 },
];

/// The engine alone, as `demo-app/src/bin/headless.rs` uses it.
const HEADLESS: &str = "headless";

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
    /// Weigh the engine alone, without the demo's pages.
    #[arg(long)]
    engine: bool,
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
    if options.engine {
        let pages = BTreeMap::from([(HEADLESS.to_owned(), headless()?)]);
        let within = verdict(&pages, &BUDGETS[..1])?;
        return Ok(if within { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let bundle = build(Effort::Release)?;
    let within = if options.json {
        let pages = pages(&bundle, &weigh(&bundle)?, &|_| true)?;
        println!("{}", as_json(&pages));
        within(&pages, BUDGETS)?
    } else {
        report(&bundle, &|_| true)?
    };
    Ok(if within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints the tables, with these programs of the custom elements; whether every page is within its budget.
pub(crate) fn report(bundle: &Bundle, elements: &dyn Fn(&str) -> bool) -> Result<bool> {
    let files = weigh(bundle)?;
    let pages = pages(bundle, &files, elements)?;
    line("file", "raw", "gzip", "brotli");
    for (name, weight) in &files {
        weight_line(name.rsplit('/').next().unwrap_or(name), *weight);
    }
    println!();
    line("page, with all that it loads", "raw", "gzip", "brotli");
    for (name, weight) in &pages {
        weight_line(name, *weight);
    }
    println!();
    verdict(&pages, BUDGETS)
}

/// Says how pages stand; whether each is within its budget.
fn verdict(pages: &BTreeMap<String, Weight>, budgets: &[Budget]) -> Result<bool> {
    for Budget { page, goal, ceiling } in budgets {
        let brotli = weight_of(pages, page)?.brotli;
        let verdict = if brotli <= *goal {
            "meets its goal"
        } else if brotli <= *ceiling {
            "OVER ITS GOAL, under the ceiling"
        } else {
            "OVER THE CEILING"
        };
        println!("{page}: {brotli} bytes after brotli; goal {goal}, ceiling {ceiling}: {verdict}");
    }
    within(pages, budgets)
}

fn within(pages: &BTreeMap<String, Weight>, budgets: &[Budget]) -> Result<bool> {
    for Budget { page, ceiling, .. } in budgets {
        if weight_of(pages, page)?.brotli > *ceiling {
            return Ok(false);
        }
    }
    Ok(true)
}

fn weight_of(pages: &BTreeMap<String, Weight>, name: &str) -> Result<Weight> {
    pages.get(name).copied().with_context(|| format!("there is no page `{name}`"))
}

fn as_json(pages: &BTreeMap<String, Weight>) -> serde_json::Value {
    let budgets: BTreeMap<&str, &Budget> = BUDGETS.iter().map(|budget| (budget.page, budget)).collect();
    let pages: serde_json::Map<String, serde_json::Value> = pages
        .iter()
        .map(|(name, Weight { raw, gzip, brotli })| {
            let budget = budgets.get(name.as_str());
            let (goal, ceiling) = (budget.map(|budget| budget.goal), budget.map(|budget| budget.ceiling));
            (name.clone(), json!({ "raw": raw, "gzip": gzip, "brotli": brotli, "goal": goal, "ceiling": ceiling }))
        })
        .collect();
    json!({ "pages": pages })
}

/// What each page loads.
fn pages(
    bundle: &Bundle,
    files: &BTreeMap<String, Weight>,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<BTreeMap<String, Weight>> {
    let mut pages = BTreeMap::from([(HEADLESS.to_owned(), headless()?)]);
    let folder = elements::build(Effort::Release, wanted)?;
    for program in elements::programs()?.into_iter().filter(|program| wanted(&program.name)) {
        let mut sum = Weight::default();
        for file in elements::files(&program.name) {
            let content = fs::read(folder.join(&file)).with_context(|| format!("reading {file}"))?;
            sum = sum.plus(Weight::of(&content)?);
        }
        pages.extend(program.lines().into_iter().map(|line| (line, sum)));
    }
    for (name, file) in PAGES {
        let loads = bundle.pages.get(file).with_context(|| format!("the demo has no file `{file}.html`"))?;
        let sum = loads.iter().filter_map(|file| files.get(file)).fold(Weight::default(), |sum, one| sum.plus(*one));
        pages.insert((*name).to_owned(), sum);
    }
    Ok(pages)
}

/// The engine's module and its glue.
fn headless() -> Result<Weight> {
    let mut sum = Weight::default();
    for file in build_headless()? {
        let content = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        sum = sum.plus(Weight::of(&content)?);
    }
    Ok(sum)
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
