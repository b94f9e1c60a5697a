//! The files that are made from the words.

use crate::meaning::texts;
use frontdesk_components::Messages;
use frontdesk_components::i18n::{Category, Direction, Entry, Locale, Translation, locales};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A line for each text: what differs between two versions can be read.
fn file(locale: Locale, translation: &Translation) -> String {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    translation.each(&mut |group, key, entry| {
        if groups.last().is_none_or(|(last, _)| *last != group) {
            groups.push((group, Vec::new()));
        }
        let value = match entry {
            Entry::Text(text) => serde_json::to_string(text).unwrap(),
            Entry::Plural(plural) => {
                let forms = Category::ALL.into_iter().filter(|category| plural.has(*category));
                let forms = forms
                    .map(|form| format!("{:?}: {}", form.name(), serde_json::to_string(plural.get(form)).unwrap()));
                format!("{{{}}}", forms.collect::<Vec<_>>().join(", "))
            }
        };
        groups.last_mut().unwrap().1.push(format!("    {key:?}: {value}"));
    });
    let mut lines = vec![format!("  \"locale\": {:?}", locale.tag)];
    if locale.direction == Direction::RightToLeft {
        lines.push("  \"direction\": \"rtl\"".to_owned());
    }
    lines.extend(groups.iter().map(|(group, texts)| format!("  {group:?}: {{\n{}\n  }}", texts.join(",\n"))));
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

fn all() -> impl Iterator<Item = (Locale, &'static Translation)> {
    [(Locale::ENGLISH, &Translation::ENGLISH)].into_iter().chain(locales::ALL.iter().copied())
}

fn table() -> String {
    let mut table = String::from(
        "# Words\n\nEvery text of the components: where it stands in `Messages` and in the files of `components/locales/`, and what\n\
         it says in English. Written by `cargo xtask words`; a test says when it is old.\n",
    );
    let mut last = "";
    Translation::ENGLISH.each(&mut |group, key, entry| {
        if group != last {
            table += &format!("\n## `{group}`\n\n| key | English |\n|---|---|\n");
            last = group;
        }
        let english = match entry {
            Entry::Text(text) => text.to_owned(),
            Entry::Plural(plural) => {
                let forms = Category::ALL.into_iter().filter(|category| plural.has(*category));
                forms.map(|form| format!("*{}:* {}", form.name(), plural.get(form))).collect::<Vec<_>>().join(" · ")
            }
        };
        table += &format!("| `{key}` | {english} |\n");
    });
    table
}

pub(crate) fn current(path: &Path, content: &str) {
    if std::env::var_os("FRONTDESK_WORDS").is_some_and(|what| what == "write") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    assert!(
        fs::read_to_string(path).is_ok_and(|found| found == content),
        "{} is old: `cargo xtask words` writes it",
        path.display()
    );
}

#[test]
fn the_files_and_the_table_are_current() {
    let components = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (locale, translation) in all() {
        current(&components.join("locales").join(format!("{}.json", locale.tag)), &file(locale, translation));
    }
    current(&components.join("../docs/words.md"), &table());
}

#[test]
fn a_file_says_the_same_as_the_program() {
    for (locale, translation) in all() {
        let read = Messages::read(&file(locale, translation)).unwrap();

        assert_eq!(read.locale(), locale);
        let mut all = BTreeMap::new();
        read.each(&mut |group, key, entry| assert!(all.insert(format!("{group}.{key}"), entry).is_none()));
        assert_eq!(all, texts(translation));
    }
}
