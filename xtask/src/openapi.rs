//! `cargo xtask openapi`: what our client asks for, held against a published description of the Frontend API.
//!
//! The description is not ours and not in the repository, so its path is an argument and no step of `cargo xtask test`
//! needs it. Compared are the endpoint table (every verb, path and field that the client can send) and what it really
//! sent while the integration tests ran.

mod description;
mod requests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::stop::Stop;
use crate::suite::native::{NATIVE, TestPrograms};
use crate::workspace::{root, target_dir};

use description::{Description, Operation};
use requests::{Asked, recorded, table};

/// Deviations that are meant, one a line: what is printed, a tab, and the reason.
const DELIBERATE: &str = "xtask/src/openapi/deliberate.txt";

/// `cargo xtask openapi`
#[derive(Args)]
pub(crate) struct Options {
    /// The description of the Frontend API, in YAML.
    #[arg(long, value_name = "FILE")]
    fapi: PathBuf,
    /// Requests recorded before, instead of running the integration tests now.
    #[arg(long, value_name = "FILE")]
    recorded: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let description = Description::read(&options.fapi)?;
    let record = match &options.recorded {
        Some(file) => file.clone(),
        None => record()?,
    };
    let mut asked = table(&root().join("wire/src/endpoints.rs"))?;
    let lines = asked.len();
    let sent = recorded(&record)?;
    let requests = sent.len();
    asked.extend(sent);

    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for request in &asked {
        for deviation in deviations(&description, request) {
            found.entry(deviation).or_default().insert(request.origin.clone());
        }
    }
    let text = fs::read_to_string(root().join(DELIBERATE)).with_context(|| format!("reading {DELIBERATE}"))?;
    let meant: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once('\t')).collect();
    let unmet: Vec<&&str> = meant.keys().filter(|name| !found.contains_key(**name)).collect();

    println!("{lines} lines of the endpoint table and {requests} recorded requests against {}", options.fapi.display());
    let mut failed = 0;
    for (deviation, origins) in &found {
        match meant.get(deviation.as_str()) {
            Some(reason) => println!("  on purpose  {deviation}: {reason}"),
            None => {
                failed += 1;
                let origins: Vec<&str> = origins.iter().map(String::as_str).take(3).collect();
                println!("  DEVIATES    {deviation} ({})", origins.join(", "));
            }
        }
    }
    for name in &unmet {
        println!("  OUTDATED    {name}: {DELIBERATE} names it, and nothing deviates so");
    }
    println!("{failed} deviations, {} on purpose", found.len() - failed);
    Ok(if failed == 0 && unmet.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs the integration tests and has them write down what the SDK sends.
fn record() -> Result<PathBuf> {
    let stop = Stop::listen()?;
    let folder = target_dir().join("openapi");
    fs::create_dir_all(&folder).context("creating a folder for the record")?;
    let file = folder.join("requests.jsonl");
    if file.exists() {
        fs::remove_file(&file).context("removing the former record")?;
    }
    let name = file.to_str().context("a path that is not Unicode")?;
    TestPrograms::build(&NATIVE, None, &stop)?.run("tests", &[("FRONTDESK_RECORD", name)], &stop)?;
    Ok(file)
}

/// In what a request is not as described.
fn deviations(description: &Description, asked: &Asked) -> Vec<String> {
    let Asked { method, path, .. } = asked;
    let Some((pattern, operations)) = description.path(path) else {
        return vec![format!("{method} {} is not described", asked.pattern())];
    };
    let Some(operation) = operations.get(method.as_str()) else {
        return vec![format!("{method} {pattern}: the verb is not described")];
    };
    let mut found = Vec::new();
    for (kind, given, described) in [("query", &asked.query, &operation.query), ("form", &asked.form, &operation.form)]
    {
        for (name, value) in given {
            match described.get(name) {
                None => found.push(match kind {
                    "query" if Operation::of_transport(name) => format!("query {name}"),
                    _ => format!("{method} {pattern}: {kind} {name} is not described"),
                }),
                Some(field) => {
                    if let Some(value) = value.as_deref().filter(|value| !field.takes(value)) {
                        found.push(format!("{method} {pattern}: {kind} {name} does not take \"{value}\""));
                    }
                }
            }
        }
        let missing =
            described.iter().filter(|(name, field)| field.required && !given.iter().any(|(key, _)| key == *name));
        found.extend(missing.map(|(name, _)| format!("{method} {pattern}: {kind} {name} is required")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: &str = r##"
paths:
  /v1/things/{thing_id}:
    post:
      parameters:
        - {name: thing_id, in: path, required: true, schema: {type: string}}
        - $ref: "#/components/parameters/Limit"
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              allOf: [{$ref: "#/components/schemas/Thing"}]
              properties: {kind: {type: string, enum: [big, small]}}
  /v1/things/all: {get: {}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer}}
  schemas:
    Thing: {type: object, required: [name], properties: {name: {type: string}, open: {type: boolean}}}
"##;

    fn deviations_of(method: &str, path: &str, query: &[(&str, &str)], form: &[(&str, &str)]) -> Vec<String> {
        let own = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), Some((*value).to_owned()))).collect()
        };
        let asked = Asked {
            origin: "test".to_owned(),
            method: method.to_owned(),
            path: path.to_owned(),
            query: own(query),
            form: own(form),
        };
        deviations(&Description::parse(YAML).unwrap(), &asked)
    }

    #[test]
    fn what_is_described_does_not_deviate() {
        assert!(deviations_of("GET", "/v1/things/all", &[], &[]).is_empty());
        let form = [("name", "x"), ("open", "true"), ("kind", "big")];
        assert!(deviations_of("POST", "/v1/things/t_1", &[("limit", "5")], &form).is_empty());
    }

    #[test]
    fn paths_verbs_parameters_and_values_are_held_against_the_description() {
        let post = "POST /v1/things/{thing_id}: ";
        assert_eq!(deviations_of("GET", "/v1/other", &[], &[]), ["GET /v1/other is not described"]);
        assert_eq!(
            deviations_of("DELETE", "/v1/things/t_1", &[], &[]),
            ["DELETE /v1/things/{thing_id}: the verb is not described"]
        );
        assert_eq!(
            deviations_of(
                "POST",
                "/v1/things/t_1",
                &[("limit", "x"), ("page", "1")],
                &[("kind", "odd"), ("size", "1")]
            ),
            [
                format!("{post}query limit does not take \"x\""),
                format!("{post}query page is not described"),
                format!("{post}form kind does not take \"odd\""),
                format!("{post}form size is not described"),
                format!("{post}form name is required"),
            ]
        );
    }
}
