//! `cargo xtask phones FILE`: what the phone input knows of the world's numbers, out of the metadata that libphonenumber
//! publishes (`PhoneNumberMetadata.xml`).
//!
//! The whole metadata is a megabyte and wants a general engine of regular expressions. What a person's typing needs of it, how
//! digits are grouped and which numbers a country has, is some thirty kilobytes of text, which few bytes of code can read.

mod xml;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{fs, io};

use anyhow::{Context, Result, ensure};
use xml::Node;

use crate::workspace::root;

const TARGET: &str = "components/src/ui/phone_input/numbers.txt";

/// What is said at the top of the file.
const HEAD: &str = "\
# How the world's telephone numbers are written. `cargo xtask phones` makes this file; the facts are those of Google's
# libphonenumber (Apache License 2.0).
# +CODE, then a line for each country with that calling code, the main one first: COUNTRY, trunk prefix, least and most digits,
# which numbers there are, and which of them are its own, the first country that these are the own ones of. Then how digits are
# grouped: >GROUPS and the first digits that this is for; the first line that fits counts.
";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The published metadata.
    file: PathBuf,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let text = fs::read_to_string(&options.file).with_context(|| format!("reading {}", options.file.display()))?;
    let table = table(&xml::read(&text)?)?;
    let target = root().join(TARGET);
    if fs::read_to_string(&target).map_err(|error| error.kind()) != Err(io::ErrorKind::NotFound) {
        println!("replacing {TARGET}");
    }
    fs::write(&target, table).with_context(|| format!("writing {}", target.display()))?;
    println!("wrote {TARGET}");
    Ok(ExitCode::SUCCESS)
}

/// The file out of the metadata.
fn table(metadata: &Node) -> Result<String> {
    let mut codes: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
    for territory in metadata.all("territory") {
        // "001" is no country: toll-free numbers of the whole world, and satellites.
        if territory.attribute("id") != "001" {
            codes.entry(territory.attribute("countryCode")).or_default().push(territory);
        }
    }
    ensure!(!codes.is_empty(), "no <territory> is in this file");
    let mut table = HEAD.to_owned();
    for (code, mut territories) in codes {
        territories
            .sort_by_key(|territory| (territory.attribute("mainCountryForCode") != "true", territory.attribute("id")));
        writeln!(table, "+{code}")?;
        // Where the others are told by their leading digits, what is left is the main one's.
        let told = territories.iter().skip(1).all(|other| !other.attribute("leadingDigits").is_empty());
        for (place, territory) in territories.iter().enumerate() {
            let own = if place == 0 && told { String::new() } else { own(territory) };
            let (least, most) = lengths(territory);
            let (id, trunk) = (territory.attribute("id"), territory.attribute("nationalPrefix"));
            writeln!(table, "{id}\t{trunk}\t{least}-{most}\t{}\t{own}", pattern(territory, "generalDesc"))?;
        }
        for format in territories.first().into_iter().flat_map(|main| main.all("numberFormat")) {
            let layout = format.all("intlFormat").next().or_else(|| format.all("format").next());
            // "NA": at home only.
            let Some(layout) = layout.map(|layout| layout.text.as_str()).filter(|layout| *layout != "NA") else {
                continue;
            };
            let leading = format.all("leadingDigits").last().map(Node::pattern).unwrap_or_default();
            writeln!(table, ">{}\t{leading}", groups(format.attribute("pattern"), layout)?)?;
        }
    }
    Ok(table)
}

fn pattern(territory: &Node, of: &str) -> String {
    let of = territory.all(of).next().and_then(|of| of.all("nationalNumberPattern").next());
    of.map(Node::pattern).unwrap_or_default()
}

/// What tells numbers of this country from those of others with its calling code.
fn own(territory: &Node) -> String {
    match territory.attribute("leadingDigits") {
        "" => {
            let kinds = ["fixedLine", "mobile"].map(|kind| pattern(territory, kind));
            kinds.into_iter().filter(|kind| !kind.is_empty()).collect::<Vec<_>>().join("|")
        }
        leading => format!("(?:{leading})\\d{{0,14}}"),
    }
}

/// The fewest and the most digits that any kind of number has.
fn lengths(territory: &Node) -> (usize, usize) {
    let mut all = Vec::new();
    for kind in territory.children.iter().filter(|kind| kind.name != "noInternationalDialling") {
        for lengths in kind.all("possibleLengths") {
            let national = lengths.attribute("national");
            all.extend(national.split(|c: char| !c.is_ascii_digit()).filter_map(|count| count.parse::<usize>().ok()));
        }
    }
    (all.iter().copied().min().unwrap_or(2), all.iter().copied().max().unwrap_or(15))
}

/// `(\d{3})(\d{3,4})` and `$1-$2` as `3-3,4`.
fn groups(pattern: &str, layout: &str) -> Result<String> {
    let mut groups = layout.to_owned();
    let widths = pattern.trim_start_matches('(').trim_end_matches(')').split(")(");
    for (place, width) in widths.enumerate() {
        let width = width.strip_prefix("\\d").with_context(|| format!("{pattern} is not of digits alone"))?;
        let width = if width.is_empty() { "1" } else { width.trim_matches(['{', '}']) };
        let name = format!("${}", place + 1);
        ensure!(groups.matches(&name).count() == 1, "{layout} is not {pattern} in its order");
        groups = groups.replace(&name, width);
    }
    Ok(groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_typing_needs_is_taken_out_of_the_metadata() {
        let metadata = r#"<?xml version="1.0"?><!DOCTYPE phoneNumberMetadata [ <!ELEMENT a (b)> ]>
            <phoneNumberMetadata><territories>
              <!-- One that has another's calling code. -->
              <territory id="JM" countryCode="1" leadingDigits="658|876" nationalPrefix="1"><generalDesc>
                <nationalNumberPattern>(?:[58]\d\d|658)\d{7}</nationalNumberPattern></generalDesc>
                <fixedLine><possibleLengths national="10" localOnly="7"/></fixedLine></territory>
              <territory id="US" countryCode="1" mainCountryForCode="true" nationalPrefix="1">
                <availableFormats>
                  <numberFormat pattern="(\d{3})(\d{4})"><leadingDigits>310</leadingDigits><format>$1-$2</format>
                    <intlFormat>NA</intlFormat></numberFormat>
                  <numberFormat pattern="(\d{3})(\d{3,4})(\d)"><leadingDigits>2</leadingDigits><leadingDigits>
                    2[0-9]|
                    3</leadingDigits><format>($1) $2-$3</format><intlFormat>$1 $2-$3</intlFormat></numberFormat>
                </availableFormats>
                <generalDesc><nationalNumberPattern>[2-9]\d{9}</nationalNumberPattern></generalDesc>
                <mobile><possibleLengths national="[8-10],12"/></mobile></territory>
              <territory id="001" countryCode="800"/>
            </territories></phoneNumberMetadata>"#;

        let table = table(&xml::read(metadata).unwrap()).unwrap();

        let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(
            lines,
            [
                "+1",
                "US\t1\t8-12\t[2-9]\\d{9}\t",
                "JM\t1\t10-10\t(?:[58]\\d\\d|658)\\d{7}\t(?:658|876)\\d{0,14}",
                ">3 3,4-1\t2[0-9]|3",
            ]
        );
    }
}
