//! What a translation has to keep.

use frontdesk_components::i18n::{Entry, Locale, Translation, locales};
use std::collections::{BTreeMap, BTreeSet};

/// Texts that are rightly the same as in English, by language.
const SAME: &[(&str, &str)] = &[
    ("de", "Admin"),
    ("de", "Logo"),
    ("de", "Name"),
    ("de", "optional"),
    ("es", "General"),
    ("fr", "Actions"),
    ("fr", "Logo"),
    ("it", "Account"),
    ("it", "Account: {name}"),
    ("it", "Logo"),
    ("it", "Password"),
    ("nl", "Account"),
    ("nl", "Account: {name}"),
    ("nl", "Logo"),
    ("pl", "Logo"),
    ("tr", "Logo"),
];

type Texts = BTreeMap<String, Entry>;

pub(crate) fn texts(translation: &Translation) -> Texts {
    let mut all = Texts::new();
    translation.each(&mut |group, key, entry| assert!(all.insert(format!("{group}.{key}"), entry).is_none()));
    all
}

fn forms(entry: &Entry) -> Vec<&'static str> {
    match entry {
        Entry::Text(text) => vec![text],
        Entry::Plural(plural) => frontdesk_components::i18n::Category::ALL
            .into_iter()
            .filter(|category| plural.has(*category))
            .map(|category| plural.get(category))
            .collect(),
    }
}

fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn every_language_is_there_once() {
    let tags: Vec<&str> = locales::ALL.iter().map(|(locale, _)| locale.tag).collect();
    let all: Vec<&str> = Locale::ALL.iter().map(|locale| locale.tag).filter(|tag| *tag != "en").collect();
    assert_eq!(tags, all);
}

#[test]
fn every_place_of_the_english_text_is_in_every_language() {
    let mut wrong = Vec::new();
    let english = texts(&Translation::ENGLISH);
    for (locale, translation) in locales::ALL {
        for (key, entry) in texts(translation) {
            let wanted = forms(&english[&key]).into_iter().flat_map(places).collect::<BTreeSet<_>>();
            for text in forms(&entry) {
                let mut found = places(text);
                // "One day" and "two days" need no digits in some languages.
                if matches!(entry, Entry::Plural(_)) && wanted.contains("count") {
                    found.insert("count");
                }
                if found != wanted {
                    wrong.push(format!("{} {key}: {text}", locale.tag));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "places differ from the English text:\n{}", wrong.join("\n"));
}

#[test]
fn no_text_is_english_by_accident() {
    let mut same = BTreeSet::new();
    let english = texts(&Translation::ENGLISH);
    for (locale, translation) in locales::ALL {
        for (key, entry) in texts(translation) {
            let said = forms(&entry).concat();
            // Something that is only places has no words.
            let words = places(&said).into_iter().fold(said.clone(), |left, place| left.replace(place, ""));
            if entry == english[&key] && words.contains(char::is_alphabetic) {
                same.insert((locale.tag, said));
            }
        }
    }
    let allowed: BTreeSet<(&str, String)> = SAME.iter().map(|(tag, text)| (*tag, (*text).to_owned())).collect();
    let accidents: Vec<_> = same.difference(&allowed).collect();
    assert!(accidents.is_empty(), "English in another language: {accidents:#?}");
    let needless: Vec<_> = allowed.difference(&same).collect();
    assert!(needless.is_empty(), "no longer the same: {needless:#?}");
}

#[test]
fn texts_are_written_as_typographers_want_them() {
    let mut wrong = Vec::new();
    let all = [(Locale::ENGLISH, &Translation::ENGLISH)].into_iter().chain(locales::ALL.iter().copied());
    for (locale, translation) in all {
        for (key, entry) in texts(translation) {
            for text in forms(&entry) {
                let trimmed = text.trim() != text || text.is_empty() || text.contains("  ");
                // Straight quotes and three dots are what a keyboard has.
                let typed = text.contains(['\'', '"']) || text.contains("...");
                // Directions are set on elements, by `bdi`, where names are put in.
                let marks = text.contains(['\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{2066}', '\u{2067}']);
                if trimmed || typed || marks {
                    wrong.push(format!("{} {key}: {text}", locale.tag));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
