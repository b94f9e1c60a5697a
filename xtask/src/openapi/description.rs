//! A description in OpenAPI, as far as requests go.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use yaml_rust2::{Yaml, YamlLoader};

/// What every request may carry besides, whatever it asks for: versions, the session and the development browser.
const TRANSPORT: &[&str] =
    &["__clerk_api_version", "_clerk_js_version", "_clerk_session_id", "__clerk_db_jwt", "_is_native"];

/// How deep schemas may refer to each other.
const DEPTH: usize = 20;

/// Paths with their verbs.
pub(super) struct Description {
    paths: BTreeMap<String, BTreeMap<String, Operation>>,
}

/// What one verb of one path takes.
#[derive(Default)]
pub(super) struct Operation {
    pub(super) query: BTreeMap<String, Field>,
    pub(super) form: BTreeMap<String, Field>,
}

/// A parameter.
#[derive(Clone, Default)]
pub(super) struct Field {
    pub(super) required: bool,
    kind: String,
    nullable: bool,
    choices: Vec<String>,
}

impl Field {
    /// Whether a value fits, as far as its text says.
    pub(super) fn takes(&self, value: &str) -> bool {
        let of_kind = match self.kind.as_str() {
            "integer" => value.parse::<i64>().is_ok(),
            "boolean" => matches!(value, "true" | "false"),
            _ => self.choices.is_empty() || self.choices.iter().any(|choice| choice == value),
        };
        // Null is written as nothing.
        of_kind || value.is_empty() && self.nullable
    }
}

impl Operation {
    /// Whether a parameter belongs to the transport and to no request in particular.
    pub(super) fn of_transport(name: &str) -> bool {
        TRANSPORT.contains(&name)
    }
}

impl Description {
    pub(super) fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        Self::parse(&text).with_context(|| format!("reading {}", file.display()))
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let documents = YamlLoader::load_from_str(text).context("this is not YAML")?;
        let document = documents.first().context("there is no document")?;
        let paths = document["paths"].as_hash().context("there are no paths")?;
        let mut read = BTreeMap::new();
        for (path, verbs) in paths {
            let path = path.as_str().context("a path is text")?.to_owned();
            let mut operations = BTreeMap::new();
            for (verb, operation) in verbs.as_hash().into_iter().flatten() {
                let verb = verb.as_str().unwrap_or_default().to_ascii_uppercase();
                if matches!(verb.as_str(), "GET" | "POST" | "PUT" | "PATCH" | "DELETE") {
                    operations.insert(verb, read_operation(document, &verbs["parameters"], operation));
                }
            }
            read.insert(path, operations);
        }
        Ok(Self { paths: read })
    }

    /// The pattern that a path fits, and its verbs. A pattern with fewer names is the closer one.
    pub(super) fn path(&self, path: &str) -> Option<(&str, &BTreeMap<String, Operation>)> {
        let fits = self.paths.iter().filter(|(pattern, _)| fits(pattern, path));
        fits.min_by_key(|(pattern, _)| pattern.matches('{').count()).map(|(pattern, verbs)| (pattern.as_str(), verbs))
    }
}

fn fits(pattern: &str, path: &str) -> bool {
    let path = path.strip_suffix('/').unwrap_or(path);
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(want), Some(segment)) if want == segment || want.starts_with('{') && !segment.is_empty() => {}
            _ => return false,
        }
    }
}

fn read_operation(document: &Yaml, shared: &Yaml, operation: &Yaml) -> Operation {
    let mut read = Operation::default();
    for parameter in [shared, &operation["parameters"]].into_iter().flat_map(|list| list.as_vec().into_iter().flatten())
    {
        let parameter = resolve(document, parameter);
        if parameter["in"].as_str() == Some("query") {
            let mut field = read_field(document, &parameter["schema"]);
            field.required = parameter["required"].as_bool() == Some(true);
            read.query.insert(parameter["name"].as_str().unwrap_or_default().to_owned(), field);
        }
    }
    let content = &resolve(document, &operation["requestBody"])["content"];
    for (_, body) in content.as_hash().into_iter().flatten() {
        read_properties(document, &body["schema"], &mut read.form, true, DEPTH);
    }
    read
}

/// The properties of a schema and of those that it is put together from. What stands in one of several alternatives is
/// required in none.
fn read_properties(document: &Yaml, schema: &Yaml, into: &mut BTreeMap<String, Field>, strict: bool, depth: usize) {
    let schema = resolve(document, schema);
    if depth == 0 {
        return;
    }
    for (name, property) in schema["properties"].as_hash().into_iter().flatten() {
        if let Some(name) = name.as_str() {
            into.insert(name.to_owned(), read_field(document, property));
        }
    }
    for (list, strict) in [("allOf", strict), ("oneOf", false), ("anyOf", false)] {
        for part in schema[list].as_vec().into_iter().flatten() {
            read_properties(document, part, into, strict, depth - 1);
        }
    }
    if strict {
        for name in schema["required"].as_vec().into_iter().flatten().filter_map(Yaml::as_str) {
            into.entry(name.to_owned()).or_default().required = true;
        }
    }
}

fn read_field(document: &Yaml, schema: &Yaml) -> Field {
    let schema = resolve(document, schema);
    let choices = schema["enum"].as_vec().into_iter().flatten().filter_map(Yaml::as_str).map(str::to_owned).collect();
    Field {
        required: false,
        kind: schema["type"].as_str().unwrap_or_default().to_owned(),
        nullable: schema["nullable"].as_bool() == Some(true),
        choices,
    }
}

fn resolve<'y>(document: &'y Yaml, node: &'y Yaml) -> &'y Yaml {
    let mut node = node;
    for _ in 0..DEPTH {
        let Some(name) = node["$ref"].as_str() else { break };
        node = name.trim_start_matches("#/").split('/').fold(document, |at, key| &at[key]);
    }
    node
}
