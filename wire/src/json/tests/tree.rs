//! The tree against `serde_json`.

use crate::Client;
use crate::json::{Json, tree};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn of_two_equal_names_the_last_counts() {
    assert_eq!(crate::json::read::<Client>(r#"{"id": "one", "id": "two"}"#).unwrap().id.as_str(), "two");
}

#[test]
fn depth_has_a_limit() {
    let deep = |levels: usize| ["[".repeat(levels), "]".repeat(levels)].concat();

    assert!(tree(&deep(127)).is_some());
    assert!(tree(&deep(128)).is_none());
    assert!(tree(&deep(100_000)).is_none());
    assert!(tree(&format!("[{}]", [deep(126), deep(126)].join(","))).is_some(), "depth is not length");
}

#[test]
fn whole_numbers_are_whole_and_fit() {
    let number = |text: &str| tree(text).unwrap().as_i64();

    assert_eq!(number("-9223372036854775808"), Some(i64::MIN));
    assert_eq!(number("9223372036854775807"), Some(i64::MAX));
    for text in ["9223372036854775808", "-9223372036854775809", "1.0", "1e3", "\"1\"", "true"] {
        assert_eq!(number(text), None, "{text}");
    }
}

#[test]
fn a_tree_shows_no_content() {
    let tree = tree(r#"{"jwt": "a.b.c"}"#).unwrap();

    assert_eq!(format!("{tree:?} {:?}", tree.get("jwt")), "object […] Some(text […])");
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::collection::vec(0u8..=255, 0..8).prop_map(|bytes| bytes
            .into_iter()
            .map(char::from)
            .collect::<String>()
            .into()),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Pieces that texts of JSON, and of what is nearly JSON, are made of.
fn any_piece() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        " ",
        "\n",
        "\t",
        "\r",
        "\u{b}",
        "\"",
        "\"a\"",
        "\"\"",
        "\"b\":",
        "null",
        "true",
        "false",
        "nul",
        "0",
        "-",
        "1",
        "20",
        ".",
        ".5",
        "e",
        "E",
        "e+1",
        "E-2",
        "+",
        "\\",
        "\\\"",
        "\\n",
        "\\x",
        "\\u",
        "\\u00e9",
        "\\ud83d",
        "\\ude00",
        "\\uD83D\\uDE00",
        "\\udfff",
        "\\u12",
        "é",
        "\u{1f600}",
        "\0",
        "\u{1f}",
        "/",
        "\\/",
    ];
    prop_oneof![6 => prop::sample::select(KNOWN).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

/// The tree says of every value what `serde_json` says.
fn same(ours: &Json, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Json::Null, Value::Null) => true,
        (Json::Bool(ours), Value::Bool(theirs)) => ours == theirs,
        (Json::Text(ours), Value::String(theirs)) => ours == theirs,
        (Json::Number(text), Value::Number(_)) => {
            // Ours alone takes minus zero for zero.
            let zero = text == "-0" && ours.as_i64() == Some(0);
            (ours.as_i64() == theirs.as_i64() || zero) && serde_json::from_str::<f64>(text).ok() == theirs.as_f64()
        }
        (Json::List(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Json::Object(members), Value::Object(theirs)) => {
            members.iter().all(|(name, _)| theirs.contains_key(name))
                && theirs.iter().all(|(name, value)| ours.get(name).is_some_and(|ours| same(ours, value)))
        }
        _ => false,
    }
}

/// Accepted or refused alike, and read alike.
fn agrees(text: &str) -> Result<(), TestCaseError> {
    match (tree(text), serde_json::from_str::<Value>(text)) {
        (Some(ours), Ok(theirs)) => prop_assert!(same(&ours, &theirs), "{text:?}"),
        // Ours does not look at the size of a number.
        (Some(_), Err(error)) => prop_assert!(error.to_string().starts_with("number out of range"), "{text:?} {error}"),
        (None, theirs) => prop_assert!(theirs.is_err(), "{text:?}"),
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_value_is_read_and_written_as_everywhere(value in any_value()) {
        for text in [serde_json::to_string(&value).unwrap(), serde_json::to_string_pretty(&value).unwrap()] {
            let ours = tree(&text).unwrap();
            let read: Value = serde_json::from_str(&text).unwrap();
            prop_assert!(same(&ours, &read), "{text}");
            prop_assert_eq!(serde_json::from_str::<Value>(&ours.to_text()).unwrap(), read);
        }
    }

    #[test]
    fn any_text_is_accepted_or_refused_as_everywhere(pieces in prop::collection::vec(any_piece(), 0..8)) {
        agrees(&pieces.concat())?;
        agrees(&format!("\"{}\"", pieces.concat()))?;
    }

    #[test]
    fn any_number_is_accepted_or_refused_as_everywhere(text in "-?[0-9]{0,20}(\\.[0-9]{0,2})?([eE][+-]?[0-9]{0,3})?") {
        agrees(&text)?;
    }

    #[test]
    fn a_changed_text_does_no_harm(value in any_value(), at in any::<prop::sample::Index>(), with in any_piece()) {
        let mut letters: Vec<String> = value.to_string().chars().map(String::from).collect();
        let at = at.index(letters.len());
        letters[at] = with;
        agrees(&letters.concat())?;
        agrees(&letters[..at].concat())?;
    }
}
