//! A browser's cookies, as far as the system depends on them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The cookies of one host. Ages count from the time that is handed in.
#[derive(Default)]
pub struct Jar(Mutex<BTreeMap<String, Kept>>);

struct Kept {
    value: String,
    ends: Option<i64>,
    attributes: String,
}

impl Jar {
    /// Takes a `Set-Cookie` header or a `document.cookie` assignment.
    pub fn set(&self, text: &str, now: i64) {
        let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
        let (name, value) = pair.trim().split_once('=').unwrap_or((pair.trim(), ""));
        let age = attributes.split(';').find_map(|attribute| {
            let (key, seconds) = attribute.trim().split_once('=')?;
            key.eq_ignore_ascii_case("max-age").then(|| seconds.parse::<i64>().ok()).flatten()
        });
        let mut cookies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if age.is_some_and(|age| age <= 0) {
            cookies.remove(name);
            return;
        }
        let kept = Kept {
            value: value.to_owned(),
            ends: age.map(|age| now + age * 1000),
            attributes: attributes.trim().to_owned(),
        };
        cookies.insert(name.to_owned(), kept);
    }

    /// A cookie's value, if it is there and not over.
    pub fn get(&self, name: &str, now: i64) -> Option<String> {
        let cookies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = cookies.get(name)?;
        kept.ends.is_none_or(|ends| ends > now).then(|| kept.value.clone())
    }

    /// A cookie's attributes as they were set.
    pub fn attributes(&self, name: &str) -> Option<String> {
        let cookies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.get(name).map(|kept| kept.attributes.clone())
    }

    /// What a request sends as `Cookie`, or nothing.
    pub fn header(&self, now: i64) -> Option<String> {
        let cookies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let live = cookies.iter().filter(|(_, kept)| kept.ends.is_none_or(|ends| ends > now));
        let pairs: Vec<String> = live.map(|(name, kept)| format!("{name}={}", kept.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// The names of all cookies that are there.
    pub fn names(&self, now: i64) -> Vec<String> {
        let cookies = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cookies
            .iter()
            .filter(|(_, kept)| kept.ends.is_none_or(|ends| ends > now))
            .map(|(name, _)| name.clone())
            .collect()
    }
}
