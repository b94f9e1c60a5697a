//! Claims in words.

use js_sys::Date;
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// What it means.
    pub(crate) meaning: &'static str,
    /// Its name in the token.
    pub(crate) name: String,
    /// Its value, for people.
    pub(crate) value: String,
    /// Its value as it stands in the token, where that differs.
    pub(crate) raw: Option<String>,
}

/// The claims in the order in which a person asks for them; ones that this page does not know come last.
pub(crate) fn in_words(claims: &Map<String, Value>) -> Vec<Claim> {
    const KNOWN: &[(&str, &str)] = &[
        ("sub", "Who"),
        ("sid", "Session"),
        ("o.id", "Organization"),
        ("o.slg", "Its address name"),
        ("o.rol", "Role in it"),
        ("o.per", "Permissions in it"),
        ("azp", "Made for"),
        ("iss", "Made by"),
        ("iat", "Made at"),
        ("nbf", "Valid from"),
        ("exp", "Valid until"),
        ("fva", "Minutes since each factor was proven"),
        ("sts", "State of the session"),
        ("jti", "Number of this token"),
        ("v", "Version of the claims"),
    ];
    let flat = flatten(claims);
    let known = KNOWN.iter().filter_map(|(name, meaning)| flat.get(*name).map(|value| claim(meaning, name, value)));
    let others = flat
        .iter()
        .filter(|(name, _)| !KNOWN.iter().any(|(known, _)| known == name))
        .map(|(name, value)| claim("Also in it", name, value));
    known.chain(others).collect()
}

/// The organization's claims stand in an object of their own; here they are lines like the others.
fn flatten(claims: &Map<String, Value>) -> Map<String, Value> {
    let mut flat = Map::new();
    for (name, value) in claims {
        match value {
            Value::Object(inner) => {
                for (inner_name, inner_value) in inner {
                    flat.insert([name.as_str(), ".", inner_name].concat(), inner_value.clone());
                }
            }
            other => {
                flat.insert(name.clone(), other.clone());
            }
        }
    }
    flat
}

fn claim(meaning: &'static str, name: &str, value: &Value) -> Claim {
    let plain = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (value, raw) = match (name, value) {
        ("iat" | "nbf" | "exp", Value::Number(seconds)) => {
            (seconds.as_f64().map_or_else(|| plain.clone(), time_of_day), Some(plain))
        }
        ("fva", Value::Array(ages)) => (factor_ages(ages), Some(plain)),
        _ => (plain, None),
    };
    Claim { meaning, name: name.to_owned(), value, raw }
}

/// The time of day of a moment in seconds since the epoch, as the person's device writes it.
pub(crate) fn time_of_day(seconds: f64) -> String {
    Date::new(&JsValue::from_f64(seconds * 1000.0)).to_locale_time_string("default").into()
}

fn factor_ages(ages: &[Value]) -> String {
    let age = |index: usize| match ages.get(index).and_then(Value::as_i64) {
        None | Some(-1) => "never".to_owned(),
        Some(0) => "just now".to_owned(),
        Some(minutes) => [&minutes.to_string(), " min ago"].concat(),
    };
    ["first: ", &age(0), ", second: ", &age(1)].concat()
}
