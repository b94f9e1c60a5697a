//! The forms that numbers take.

use crate::meaning::texts;
use crate::samples::SAMPLES;
use frontdesk_components::Messages;
use frontdesk_components::i18n::{Category, Entry, Locale, Translation, locales};
use std::collections::BTreeSet;
use std::path::Path;

static ENGLISH: Translation = Translation::ENGLISH;

fn form(locale: Locale, count: u64) -> &'static str {
    Messages::of(locale, &ENGLISH).category(count).name()
}

/// The forms that counts of things take in a language, by the rules of the crate. Millions, for which some languages have a form
/// too, are not what we count.
fn needed(locale: Locale) -> BTreeSet<&'static str> {
    (0..=200).map(|count| form(locale, count)).chain(["other"]).collect()
}

#[test]
fn every_language_has_the_forms_that_it_needs_and_no_others() {
    for (locale, translation) in locales::ALL {
        let needed = needed(*locale);
        for (key, entry) in texts(translation) {
            let Entry::Plural(plural) = entry else { continue };
            let given: BTreeSet<&str> =
                Category::ALL.into_iter().filter(|category| plural.has(*category)).map(Category::name).collect();
            assert_eq!(given, needed, "{} {key}", locale.tag);
        }
    }
}

/// The forms of some counts, as the crate has them here and as every browser has to have them (`tests/web`).
#[test]
fn the_crate_and_the_browsers_agree_on_the_forms() {
    let mut table = String::new();
    for locale in Locale::ALL {
        let forms: Vec<&str> = SAMPLES.iter().map(|count| form(*locale, *count)).collect();
        table += &format!("{} {}\n", locale.tag, forms.join(" "));
    }
    crate::files::current(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/words/forms.txt"), &table);
}
