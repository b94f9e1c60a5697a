//! What our client asks for: by the endpoint table, and as it was recorded.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Names and values; a value may be unknown.
pub(super) type Pairs = Vec<(String, Option<String>)>;

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asked {
    /// Where it is from: a line of the table, or the record.
    pub(super) origin: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: Pairs,
    pub(super) form: Pairs,
}

impl Asked {
    /// The path without what looks like an id, so that equal deviations look equal.
    pub(super) fn pattern(&self) -> String {
        let segments = self.path.split('/').map(|segment| {
            let is_id = segment.split_once('_').is_some_and(|(_, rest)| rest.len() > 20);
            if is_id { "{…}" } else { segment }
        });
        segments.collect::<Vec<_>>().join("/")
    }
}

/// Every line of the endpoint table with all its fields, read from its source: `Verb "path" Name -> Reply { fields }`.
pub(super) fn table(file: &Path) -> Result<Vec<Asked>> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let mut lines: Vec<Asked> = Vec::new();
    for line in text.lines().map(str::trim) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [verb @ ("Get" | "Post" | "Put" | "Patch" | "Delete"), path, name, "->", ..] = words[..] {
            lines.push(Asked {
                origin: name.to_owned(),
                method: verb.to_ascii_uppercase(),
                path: path.trim_matches('"').to_owned(),
                query: Vec::new(),
                form: Vec::new(),
            });
        } else if let (Some(request), Some((field, _))) = (lines.last_mut(), line.split_once(": ")) {
            let is_field = field.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
            if is_field && line.ends_with(',') && !request.path.contains(&format!("{{{field}}}")) {
                let pairs = if request.method == "GET" { &mut request.query } else { &mut request.form };
                pairs.push((field.to_owned(), None));
            }
        }
    }
    if lines.is_empty() {
        bail!("there is no endpoint in {}", file.display());
    }
    Ok(lines)
}

/// The different requests of a record.
pub(super) fn recorded(file: &Path) -> Result<BTreeSet<Asked>> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let asked: Result<BTreeSet<Asked>> = text
        .lines()
        .map(|line| {
            let entry: Value = serde_json::from_str(line).with_context(|| format!("`{line}` is no request"))?;
            let word = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
            let pairs = |name: &str| -> Pairs {
                let list = entry[name].as_array().into_iter().flatten();
                list.filter_map(|pair| Some((pair[0].as_str()?.to_owned(), Some(pair[1].as_str()?.to_owned()))))
                    .collect()
            };
            Ok(Asked {
                origin: "recorded".to_owned(),
                method: word("method"),
                path: word("path"),
                query: pairs("query"),
                form: pairs("form"),
            })
        })
        .collect();
    let asked = asked?;
    if asked.is_empty() {
        bail!("{} holds no request", file.display());
    }
    Ok(asked)
}
