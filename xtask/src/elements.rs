//! The custom elements as a page downloads them: one script, and the programs that it chooses from.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::json;

use crate::bundle::{BEHIND_THE_FORMS, Effort, bind, clear, compile, compress, files_below, style, write};
use crate::squeeze;
use crate::workspace::{ensure_wasm_target, root, target_dir};

const PACKAGE: &str = "frontdesk-elements";

/// The program that has every element.
const ALL: &str = "all";

/// The programs that every run of the tests builds: the one with a budget, and the one that takes over where more is needed. The
/// others have nothing that these two have not, and each takes as long to link.
const TESTED: [&str; 2] = ["sign-in", ALL];

/// `cargo xtask elements`
#[derive(Args)]
pub(crate) struct Options {
    /// Build quickly instead of small.
    #[arg(long)]
    dev: bool,
    /// Only the programs whose names contain this text; pages with other elements get none.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

/// A program, and the elements that it has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Program {
    pub(crate) name: String,
    tags: Vec<String>,
}

impl Program {
    /// What its lines in the table of sizes are called: one for each element, since a page with that element alone loads the
    /// program; and one for the program that has them all.
    pub(crate) fn lines(&self) -> Vec<String> {
        if self.name == ALL {
            return vec![format!("element {ALL}")];
        }
        self.tags.iter().map(|tag| tag.replace("frontdesk-", "element ")).collect()
    }
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let effort = if options.dev { Effort::Dev } else { Effort::Release };
    let only = options.only.as_deref().unwrap_or_default();
    let folder = build(effort, &|name| name.contains(only))?;
    println!("{}", folder.display());
    Ok(ExitCode::SUCCESS)
}

/// Whether every run of the tests builds this program.
pub(crate) fn is_tested(name: &str) -> bool {
    TESTED.contains(&name)
}

/// Builds the script, the wanted programs and the sheets, into `target/elements`.
pub(crate) fn build(effort: Effort, wanted: &dyn Fn(&str) -> bool) -> Result<PathBuf> {
    ensure_wasm_target()?;
    eprintln!("• building the custom elements");
    let programs: Vec<Program> = programs()?.into_iter().filter(|program| wanted(&program.name)).collect();
    ensure!(!programs.is_empty(), "there is no such program");
    let binaries: Vec<String> = programs.iter().map(|program| format!("elements-{}", program.name)).collect();
    let compiled = compile(&[PACKAGE], &binaries.iter().map(String::as_str).collect::<Vec<_>>(), effort)?;
    let folder = target_dir().join("elements");
    clear(&folder)?;
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;

    for (program, binary) in programs.iter().zip(&binaries) {
        bind(&compiled, binary, &program.name, &folder, effort, false)?;
    }
    let sources = root().join("elements/src");
    let own = [sources.join("elements.css")];
    write(&folder.join("form.css"), style(&own, BEHIND_THE_FORMS)?)?;
    write(&folder.join("frontdesk.css"), style(&own, &[])?)?;
    let themes = root().join("components/src/theme/themes");
    fs::create_dir_all(folder.join("themes")).context("creating the folder of themes")?;
    for file in files_below(&themes)?.iter().filter(|file| file.ends_with(".css")) {
        let sheet = fs::read_to_string(themes.join(file)).with_context(|| format!("reading {file}"))?;
        write(&folder.join("themes").join(file), squeeze::style(&["@layer frontdesk {", &sheet, "}"].concat()))?;
    }
    let words = root().join("components/locales");
    fs::create_dir_all(folder.join("locales")).context("creating the folder of words")?;
    for file in files_below(&words)? {
        fs::copy(words.join(&file), folder.join("locales").join(&file)).with_context(|| format!("copying {file}"))?;
    }
    let script = fs::read_to_string(sources.join("frontdesk.js")).context("reading frontdesk.js")?;
    let script = script.replace("{{programs}}", &table(&programs));
    write(&folder.join("frontdesk.js"), squeeze::script(&script))?;
    if effort == Effort::Release {
        for file in files_below(&folder)? {
            compress(&folder.join(file))?;
        }
    }
    Ok(folder)
}

/// What a page downloads that has elements of this program alone.
pub(crate) fn files(program: &str) -> [String; 4] {
    let sheet = if matches!(program, "sign-in" | "sign-up") { "form" } else { "frontdesk" };
    ["frontdesk.js".to_owned(), format!("{program}.js"), format!("{program}_bg.wasm"), format!("{sheet}.css")]
}

/// The programs and their elements, the smaller ones first. They are written down once, in the crate's list.
pub(crate) fn programs() -> Result<Vec<Program>> {
    let list = fs::read_to_string(root().join("elements/src/list.rs")).context("reading the list of elements")?;
    Ok(read(&list))
}

fn read(list: &str) -> Vec<Program> {
    let mut programs = Vec::new();
    let mut all = Vec::new();
    for part in list.split("pub const ").skip(1) {
        let Some((name, rest)) = part.split_once(": &[Element]") else { continue };
        let tags: Vec<String> =
            rest.split('"').filter(|text| text.starts_with("frontdesk-")).map(str::to_owned).collect();
        all.extend(tags.iter().cloned());
        programs.push(Program { name: name.to_ascii_lowercase().replace('_', "-"), tags });
    }
    programs.push(Program { name: ALL.to_owned(), tags: all });
    programs
}

/// The programs as the script knows them.
fn table(programs: &[Program]) -> String {
    let entries: Vec<String> =
        programs.iter().map(|program| format!("{:?}:{}", program.name, json!(program.tags))).collect();
    format!("{{{}}}", entries.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_says_which_program_has_which_elements() {
        let list = "/// x\npub const SIGN_IN: &[Element] = &[Element::new(\"frontdesk-sign-in\", |h| a(\"fd-x\"))];\n\
                    pub const DESK: &[Element] = &[Element::around(\"frontdesk-a\", b), Element::new(\"frontdesk-b\", c)];\n\
                    pub const ALL: &[&[Element]] = &[SIGN_IN, DESK];";

        assert_eq!(
            table(&read(list)),
            r#"{"sign-in":["frontdesk-sign-in"],"desk":["frontdesk-a","frontdesk-b"],"all":["frontdesk-sign-in","frontdesk-a","frontdesk-b"]}"#
        );
    }

    #[test]
    fn each_element_has_a_line_in_the_table_of_sizes() {
        let lines: Vec<String> = programs().unwrap().iter().flat_map(Program::lines).collect();

        for line in ["element sign-in", "element user-avatar", "element organization-profile", "element all"] {
            assert_eq!(lines.iter().filter(|own| *own == line).count(), 1, "{line}: {lines:?}");
        }
    }

    #[test]
    fn every_program_of_the_list_is_one_of_the_crate() {
        let manifest = fs::read_to_string(root().join("elements/Cargo.toml")).unwrap();

        for program in programs().unwrap() {
            assert!(manifest.contains(&format!("name = \"elements-{}\"", program.name)), "{program:?}");
            assert!(!program.tags.is_empty(), "{program:?}");
        }
    }
}
