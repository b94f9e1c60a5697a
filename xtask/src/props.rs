//! `cargo xtask props`: what each component takes, from the doc comments of its code.
//!
//! They are written to `gallery/props.txt`, which the gallery shows, and into `docs/components.md` between two marks. Nobody
//! edits either by hand; the suite fails when they are not what the code says.

mod read;

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::bundle::{files_below, write};
use crate::workspace::root;
use read::{Component, components};

/// What the gallery shows.
const TABLE: &str = "gallery/props.txt";
/// What people read.
const PAGE: &str = "docs/components.md";
const BEGIN: &str = "<!-- made by `cargo xtask props` -->";
const END: &str = "<!-- the end of what is made -->";

pub(crate) fn run() -> Result<ExitCode> {
    let components = all()?;
    write(&root().join(TABLE), table(&components))?;
    write(&root().join(PAGE), page(&read_page()?, &components)?)?;
    println!("wrote {TABLE} and {PAGE}: {} components", components.len());
    Ok(ExitCode::SUCCESS)
}

/// Fails when what is written is not what the code says.
pub(crate) fn check() -> Result<()> {
    let components = all()?;
    let written = fs::read_to_string(root().join(TABLE)).unwrap_or_default();
    let described = read_page()?;
    if written != table(&components) || described != page(&described, &components)? {
        bail!("{TABLE} or {PAGE} is stale: run `cargo xtask props`");
    }
    println!("the properties of {} components are written down", components.len());
    Ok(())
}

fn read_page() -> Result<String> {
    fs::read_to_string(root().join(PAGE)).with_context(|| format!("reading {PAGE}"))
}

fn all() -> Result<Vec<Component>> {
    let sources = root().join("components/src");
    let mut found = Vec::new();
    for file in files_below(&sources)?.iter().filter(|file| file.ends_with(".rs")) {
        let source = fs::read_to_string(sources.join(file)).with_context(|| format!("reading {file}"))?;
        found.extend(components(&source).with_context(|| format!("understanding {file}"))?);
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn table(components: &[Component]) -> String {
    let mut lines = String::new();
    for component in components {
        for prop in &component.props {
            let cells = [&component.name, &prop.name, &prop.kind, &prop.default, &prop.about];
            lines.push_str(&cells.map(String::as_str).join("\t"));
            lines.push('\n');
        }
    }
    lines
}

fn page(described: &str, components: &[Component]) -> Result<String> {
    let (before, rest) = described.split_once(BEGIN).with_context(|| format!("{PAGE} has no `{BEGIN}`"))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("{PAGE} has no `{END}`"))?;
    let mut made = String::new();
    for component in components {
        made.push_str(&format!("\n### `<{}>`\n\n{}\n", component.name, component.about));
        if component.props.is_empty() {
            continue;
        }
        made.push_str("\n| property | type | without it | what it is for |\n|---|---|---|---|\n");
        for prop in &component.props {
            let cell = |text: &str| text.replace('|', "\\|");
            let default = match prop.default.as_str() {
                "" => "needed".to_owned(),
                default => format!("`{}`", cell(default)),
            };
            made.push_str(&format!(
                "| `{}` | `{}` | {default} | {} |\n",
                prop.name,
                cell(&prop.kind),
                cell(&prop.about)
            ));
        }
    }
    Ok([before, BEGIN, "\n", &made, "\n", END, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_what_stands_around_the_tables() {
        let source = "/// Signs in.\n#[component]\npub fn SignIn(\n/// Where to.\n#[prop(optional, into)]\nurl: Option<String>,\n) -> impl IntoView {}";
        let components = components(source).unwrap();

        let once = page(&format!("before {BEGIN} old {END} after"), &components).unwrap();
        assert!(once.starts_with("before ") && once.ends_with(" after") && !once.contains("old"));
        assert!(once.contains("| `url` | `String` | `nothing` | Where to. |"), "{once}");
        assert_eq!(page(&once, &components).unwrap(), once);
    }

    #[test]
    fn what_is_written_is_what_the_code_says() {
        check().unwrap();
    }
}
