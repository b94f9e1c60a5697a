//! Free-form JSON objects that apps attach to users and organizations.

use crate::field::{FieldError, FieldFault, FieldValue, Fields};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A JSON object of the app's own making.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Metadata(pub Map<String, Value>);

impl Metadata {
    /// Applies a JSON merge patch (RFC 7396): `null` removes a key, objects merge, everything else replaces.
    pub fn merge(&mut self, patch: &Self) {
        merge(&mut self.0, &patch.0);
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

impl FieldValue for Metadata {
    fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>) {
        out.push((name, Value::Object(self.0.clone()).to_string()));
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

    #[test]
    fn a_merge_patch_removes_merges_and_replaces() {
        let mut kept = object(json!({"a": "b", "c": {"d": "e", "f": "g"}, "h": 1}));

        kept.merge(&object(json!({"a": "z", "c": {"f": null}, "h": {"i": {"j": null}}})));

        assert_eq!(kept, object(json!({"a": "z", "c": {"d": "e"}, "h": {"i": {}}})));
    }
}
