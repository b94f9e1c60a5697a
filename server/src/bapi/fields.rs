//! The fields of a JSON body. A wrong type is refused at the field; `null` is told apart from absent.

use frontdesk_domain::{Field, sign_up};
use frontdesk_wire::{ErrorCode, Metadata};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// The fields of a JSON body.
#[derive(Debug, Default)]
pub(super) struct Fields(Map<String, Value>);

/// What a request does to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change<T> {
    /// Nothing: the field is absent.
    Keep,
    /// The field is `null`.
    Clear,
    /// The field has a value.
    Set(T),
}

impl Fields {
    pub(super) const fn new(object: Map<String, Value>) -> Self {
        Self(object)
    }

    /// Whether a field is there, `null` or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A text. Apart from numbers, which some callers send for ids, nothing else is taken for one.
    pub(super) fn text(&self, name: &'static str) -> Result<Change<String>, Failure> {
        match self.0.get(name) {
            None => Ok(Change::Keep),
            Some(Value::Null) => Ok(Change::Clear),
            // PostgreSQL keeps no NUL in a text.
            Some(Value::String(text)) if text.contains('\0') => {
                Err(Failure::field(name, ErrorCode::FORM_PARAM_FORMAT_INVALID))
            }
            Some(Value::String(text)) => Ok(Change::Set(text.clone())),
            Some(_) => Err(Failure::field(name, ErrorCode::FORM_PARAM_TYPE_INVALID)),
        }
    }

    /// A text, where absent, `null` and empty mean the same.
    pub(super) fn given(&self, name: &'static str) -> Result<Option<String>, Failure> {
        match self.text(name)? {
            Change::Set(text) if !text.is_empty() => Ok(Some(text)),
            Change::Keep | Change::Clear | Change::Set(_) => Ok(None),
        }
    }

    /// A list of texts; a single text is a list of one.
    pub(super) fn texts(&self, name: &'static str) -> Result<Vec<String>, Failure> {
        let wrong = || Failure::field(name, ErrorCode::FORM_PARAM_TYPE_INVALID);
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::String(text)) => Ok(vec![text.clone()]),
            Some(Value::Array(items)) => {
                items.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
            }
            Some(_) => Err(wrong()),
        }
    }

    /// A yes or no; absent and `null` mean no.
    pub(super) fn flag(&self, name: &'static str) -> Result<bool, Failure> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(Failure::field(name, ErrorCode::FORM_PARAM_TYPE_INVALID)),
        }
    }

    /// Metadata of bounded size; `null` empties it.
    pub(super) fn metadata(&self, name: &'static str) -> Result<Change<Metadata>, Failure> {
        match self.0.get(name) {
            None => Ok(Change::Keep),
            Some(Value::Null) => Ok(Change::Clear),
            Some(Value::Object(object)) => checked(object.clone().into(), name).map(Change::Set),
            Some(_) => Err(Failure::field(name, ErrorCode::FORM_PARAM_TYPE_INVALID)),
        }
    }
}

/// Refuses metadata that is too large.
pub(super) fn checked(metadata: Metadata, name: &'static str) -> Result<Metadata, Failure> {
    sign_up::check_metadata(&metadata, Field::Named(name))?;
    Ok(metadata)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> Fields {
        let Value::Object(object) = value else { panic!("not an object") };
        Fields::new(object)
    }

    fn refusal<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> (String, ErrorCode) {
        let refusal = outcome.unwrap_err().refusal();
        (refusal.meta.param_name.clone().unwrap_or_default(), refusal.code)
    }

    #[test]
    fn absent_null_and_given_are_three_things() {
        let fields = fields(json!({"a": null, "b": "text", "c": ""}));

        assert_eq!(fields.text("none").unwrap(), Change::Keep);
        assert_eq!(fields.text("a").unwrap(), Change::Clear);
        assert_eq!(fields.text("b").unwrap(), Change::Set("text".to_owned()));
        assert_eq!(fields.given("c").unwrap(), None);
    }

    #[test]
    fn a_wrong_type_is_refused_at_the_field() {
        let fields =
            fields(json!({"name": 7, "list": ["a", 1], "yes": "yes", "data": [], "large": {"a": "x".repeat(9000)}}));
        let wrong = |name: &str| (name.to_owned(), ErrorCode::FORM_PARAM_TYPE_INVALID);

        assert_eq!(refusal(fields.text("name")), wrong("name"));
        assert_eq!(refusal(fields.texts("list")), wrong("list"));
        assert_eq!(refusal(fields.flag("yes")), wrong("yes"));
        assert_eq!(refusal(fields.metadata("data")), wrong("data"));
        assert_eq!(refusal(fields.metadata("large")).1, ErrorCode::FORM_PARAM_EXCEEDS_ALLOWED_SIZE);
    }

    #[test]
    fn one_text_is_a_list_of_one() {
        let fields = fields(json!({"one": "a", "two": ["a", "b"]}));

        assert_eq!(fields.texts("one").unwrap(), ["a"]);
        assert_eq!(fields.texts("two").unwrap(), ["a", "b"]);
        assert!(fields.texts("none").unwrap().is_empty());
    }
}
