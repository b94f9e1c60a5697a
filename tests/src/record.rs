//! Writes down what the SDK sends, for the comparison with the published description (`cargo xtask openapi`).

use frontdesk_sdk::platform::Body;
use frontdesk_wire::percent;
use serde_json::json;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Appends a request to the file that `FRONTDESK_RECORD` names, if it names one. What a `POST` means is its verb.
pub(crate) fn record(method: &str, path: &str, query: &str, body: Option<&Body>) {
    static FILE: OnceLock<Option<Mutex<File>>> = OnceLock::new();
    let file = FILE.get_or_init(|| {
        let name = std::env::var_os("FRONTDESK_RECORD")?;
        let file = OpenOptions::new().create(true).append(true).open(name).expect("the record can be written");
        Some(Mutex::new(file))
    });
    let Some(file) = file else { return };
    let (meant, query): (Vec<_>, Vec<_>) = percent::split(query).into_iter().partition(|(name, _)| name == "_method");
    let method = meant.first().map_or(method, |(_, verb)| verb.as_str());
    // A file is no field.
    let form = body.filter(|body| body.content_type == "application/x-www-form-urlencoded");
    let form = percent::split(form.map_or("", Body::text));
    let line = json!({"method": method, "path": path, "query": query, "form": form}).to_string();
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    // One write a line: several test programs may append at once.
    file.write_all(format!("{line}\n").as_bytes()).expect("the record can be written");
}
