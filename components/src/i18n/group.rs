//! What all groups of texts can do, and how they are read from a file.

use super::{Category, Plural};
use frontdesk_wire::json::Json;

/// A group of texts, such as those of `<SignIn>`.
pub trait Group: Texts {
    /// Its name in [`super::Messages`] and in files.
    const NAME: &'static str;

    /// The group in a whole language.
    fn of(translation: &'static super::Translation) -> &'static Self;
}

/// What a group is made of.
pub trait Texts: Copy + Send + Sync + 'static {
    /// In English.
    fn english() -> &'static Self;

    /// Takes over what a file says.
    fn read(&mut self, from: &mut Members<'_>);

    /// Tells each key and its text.
    fn each(&self, tell: &mut dyn FnMut(&'static str, Entry));
}

/// A text of either kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// One text.
    Text(&'static str),
    /// One that depends on a number.
    Plural(Plural),
}

impl From<&'static str> for Entry {
    fn from(text: &'static str) -> Self {
        Self::Text(text)
    }
}

impl From<Plural> for Entry {
    fn from(plural: Plural) -> Self {
        Self::Plural(plural)
    }
}

/// A key as a page knows it: the names themselves would be a sixth of what all words weigh. A test sees to it that no two keys
/// of a group share a number.
pub(crate) const fn key_of(name: &str) -> u16 {
    let bytes = name.as_bytes();
    let mut hash: u32 = 0x811c_9dc5;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash >> 16) as u16 ^ hash as u16
}

/// A group in a file, read field by field.
pub struct Members<'a> {
    object: &'a [(String, Json)],
    keys: &'static [u16],
}

impl<'a> Members<'a> {
    /// Of this value; empty when it is not an object.
    pub(super) fn of(value: &'a Json) -> Self {
        let object = match value {
            Json::Object(members) => members.as_slice(),
            _ => &[],
        };
        Self { object, keys: &[] }
    }

    /// With these keys.
    pub fn begin(&mut self, keys: &'static [u16]) {
        self.keys = keys;
    }

    /// Fills the place of the next key, which stays as it is where the file says nothing.
    #[inline(never)]
    pub fn next(&mut self, place: &mut dyn Place) {
        let Some((key, rest)) = self.keys.split_first() else { return };
        self.keys = rest;
        for (name, value) in self.object {
            if key_of(name) == *key {
                place.take(value);
            }
        }
    }
}

/// Where a text goes.
pub trait Place {
    /// Takes over a file's value, if it is of the right kind.
    fn take(&mut self, value: &Json);
}

impl Place for &'static str {
    fn take(&mut self, value: &Json) {
        if let Some(text) = value.as_str() {
            // A file is read once, and its words live as long as the page.
            *self = text.to_owned().leak();
        }
    }
}

impl Place for Plural {
    fn take(&mut self, value: &Json) {
        let Json::Object(cases) = value else { return };
        self.cases = [""; 6];
        for (name, text) in cases {
            self.cases[Category::named(name) as usize].take(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::key_of;
    use crate::i18n::Translation;
    use std::collections::BTreeMap;

    #[test]
    fn no_two_keys_of_a_group_look_the_same_to_a_page() {
        let mut seen = BTreeMap::new();
        Translation::ENGLISH.each(&mut |group, key, _| {
            let other = seen.insert((group, key_of(key)), key);
            assert_eq!(other, None, "{group}.{key}: give one of the two another name");
        });
        assert!(!seen.is_empty());
    }
}
