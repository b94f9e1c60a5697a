//! Free-form JSON: what apps attach to users and organizations, and what only some other client understands.
//!
//! It is kept as text. Most pages never look into it, and so a browser downloads nothing that could.

use crate::field::{FieldError, FieldFault, FieldValue, Fields};
use crate::json::Json;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use std::fmt;

/// Any JSON value, kept as text.
///
/// The default is `null`.
#[derive(Clone, PartialEq, Default)]
pub struct JsonText(
    /// Empty for the default: making one costs no allocation then, and so no code in every type that has one.
    String,
);

impl JsonText {
    /// The text: JSON without any space.
    pub fn as_str(&self) -> &str {
        if self.0.is_empty() { "null" } else { &self.0 }
    }

    /// The value as a tree.
    pub fn json(&self) -> Json {
        Json::parse(self.as_str()).unwrap_or_default()
    }

    /// The value for `serde_json`.
    pub fn value(&self) -> Value {
        serde_json::from_str(self.as_str()).unwrap_or_default()
    }
}

impl From<&Json> for JsonText {
    fn from(value: &Json) -> Self {
        Self(if value.is_null() { String::new() } else { value.to_text() })
    }
}

impl From<Value> for JsonText {
    fn from(value: Value) -> Self {
        Self(if value.is_null() { String::new() } else { value.to_string() })
    }
}

impl fmt::Debug for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for JsonText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}

/// A JSON object of the app's own making, kept as text.
///
/// The default is an empty object.
///
/// ```
/// use frontdesk_wire::Metadata;
///
/// let mut metadata = Metadata::default();
/// metadata.set("theme", "dark");
/// assert_eq!(metadata.as_str(), r#"{"theme":"dark"}"#);
/// assert_eq!(metadata.get("theme").unwrap(), "dark");
/// ```
#[derive(Clone, PartialEq, Default)]
pub struct Metadata(
    /// Empty for the default.
    String,
);

impl Metadata {
    /// The text: a JSON object without any space.
    pub fn as_str(&self) -> &str {
        if self.0.is_empty() { "{}" } else { &self.0 }
    }

    /// The object as a tree; reads little code into a page.
    pub fn json(&self) -> Json {
        Json::parse(self.as_str()).unwrap_or_default()
    }

    /// The object for `serde_json`.
    pub fn to_map(&self) -> Map<String, Value> {
        self.read().unwrap_or_default()
    }

    /// The object as a type of the app's own.
    ///
    /// # Errors
    /// When it has another shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.as_str())
    }

    /// One value of the object.
    pub fn get(&self, key: &str) -> Option<Value> {
        self.to_map().remove(key)
    }

    /// Sets one value of the object.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        let mut map = self.to_map();
        map.insert(key.to_owned(), value.into());
        *self = map.into();
    }

    /// Applies a JSON merge patch (RFC 7396): `null` removes a key, objects merge, everything else replaces.
    pub fn merge(&mut self, patch: &Self) {
        let mut map = self.to_map();
        merge(&mut map, &patch.to_map());
        *self = map.into();
    }

    /// The JSON merge patch (RFC 7396) that makes this into another one: only what differs, and `null` for what is gone. A
    /// `null` of the other one cannot be said so, and is gone too. Empty when nothing differs.
    #[must_use]
    pub fn patch_to(&self, wanted: &Self) -> Self {
        Self::from_tree(&Json::Object(difference(&self.json(), &wanted.json())))
    }

    /// The object in a tree; what is no object counts as an empty one.
    pub fn from_tree(tree: &Json) -> Self {
        match tree {
            Json::Object(members) if !members.is_empty() => Self(tree.to_text()),
            _ => Self::default(),
        }
    }
}

impl From<Map<String, Value>> for Metadata {
    fn from(map: Map<String, Value>) -> Self {
        if map.is_empty() { Self::default() } else { Self(Value::Object(map).to_string()) }
    }
}

impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_map().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self::from)
    }
}

fn merge(into: &mut Map<String, Value>, patch: &Map<String, Value>) {
    for (key, value) in patch {
        match value {
            Value::Null => {
                into.remove(key);
            }
            Value::Object(inner) => {
                let slot = into.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
                if !slot.is_object() {
                    *slot = Value::Object(Map::new());
                }
                if let Value::Object(target) = slot {
                    merge(target, inner);
                }
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                into.insert(key.clone(), value.clone());
            }
        }
    }
}

fn difference(from: &Json, to: &Json) -> Vec<(String, Json)> {
    let (Json::Object(from), Json::Object(wanted)) = (from, to) else { return Vec::new() };
    let mut patch = Vec::new();
    for (key, value) in from {
        let (is, known) = (!value.is_null(), to.get(key).is_some_and(|value| !value.is_null()));
        if is && !known {
            patch.push((key.clone(), Json::Null));
        }
    }
    for (key, value) in wanted.iter().filter(|(_, value)| !value.is_null()) {
        let before = from.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        match before {
            Some(before) if before.is_object() && value.is_object() => {
                let inner = difference(before, value);
                if !inner.is_empty() {
                    patch.push((key.clone(), Json::Object(inner)));
                }
            }
            Some(before) if before == value => {}
            Some(_) | None => patch.push((key.clone(), value.clone())),
        }
    }
    patch
}

impl FieldValue for Metadata {
    fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>) {
        out.push((name, self.as_str().to_owned()));
    }

    fn take(name: &'static str, fields: &Fields) -> Result<Self, FieldError> {
        let text = String::take(name, fields)?;
        if text.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_str(&text).map_err(|_| FieldError { name, fault: FieldFault::Type })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Metadata {
        serde_json::from_value(value).unwrap()
    }

    // conformance: L05
    #[test]
    fn a_merge_patch_removes_merges_and_replaces() {
        let mut kept = object(json!({"a": "b", "c": {"d": "e", "f": "g"}, "h": 1}));

        kept.merge(&object(json!({"a": "z", "c": {"f": null}, "h": {"i": {"j": null}}})));

        assert_eq!(kept, object(json!({"a": "z", "c": {"d": "e"}, "h": {"i": {}}})));
    }

    // conformance: L06
    #[test]
    fn a_patch_says_what_differs_and_leads_there() {
        for (from, to, patch) in [
            (json!({}), json!({}), json!({})),
            (json!({"a": 1, "b": {"c": 2}}), json!({"b": {"c": 2}, "a": 1}), json!({})),
            (json!({"a": 1, "b": 2}), json!({"a": 1}), json!({"b": null})),
            (json!({"a": {"b": 1, "c": 2}}), json!({"a": {"b": 3, "d": 4}}), json!({"a": {"c": null, "b": 3, "d": 4}})),
            (json!({"a": [1, 2]}), json!({"a": [2]}), json!({"a": [2]})),
            (json!({"a": 1}), json!({"a": {"b": 1}}), json!({"a": {"b": 1}})),
            (json!({"a": {"b": 1}}), json!({"a": {}}), json!({"a": {"b": null}})),
        ] {
            let (from, to) = (object(from), object(to));
            let found = from.patch_to(&to);
            assert_eq!(found.to_map(), object(patch).to_map());
            let mut led = from.clone();
            led.merge(&found);
            assert_eq!(led.to_map(), to.to_map());
        }
    }

    #[test]
    fn nothing_is_an_empty_object_and_no_value_is_null() {
        let empty = Metadata::default();
        assert_eq!((empty.as_str(), serde_json::to_string(&empty).unwrap()), ("{}", "{}".to_owned()));
        for same in [object(json!({})), Map::new().into(), Metadata::from_tree(&Json::Object(Vec::new()))] {
            assert_eq!(same, empty);
        }

        let none = JsonText::default();
        assert_eq!((none.as_str(), none.value(), none.json()), ("null", Value::Null, Json::Null));
        assert_eq!(JsonText::from(Value::Null), none);
        assert_eq!(JsonText::from(&Json::Null), none);
    }

    #[test]
    fn what_is_kept_goes_over_the_wire_as_json() {
        let metadata = object(json!({"a": [1, 2.5], "b": {"c": "d"}}));

        assert_eq!(serde_json::to_value(&metadata).unwrap(), json!({"a": [1, 2.5], "b": {"c": "d"}}));
        assert_eq!(metadata.read::<std::collections::HashMap<String, Value>>().unwrap()["b"], json!({"c": "d"}));
        assert_eq!(metadata.json().get("b").and_then(|b| b.get("c")).and_then(Json::as_str), Some("d"));
        assert_eq!(serde_json::to_value(JsonText::from(json!({"sub": "user_1"}))).unwrap(), json!({"sub": "user_1"}));
        assert!(serde_json::from_value::<Metadata>(json!([1])).is_err(), "only an object is metadata");
    }
}
