//! Reads requests as JSON, one a line, and prints what `frontdesk-backend` says of each: verdict, reason, who, and where
//! a handshake goes. The first line says how the apps are set up, under which key, and what time it is.

mod api;
mod setup;

use anyhow::{Context, Result};
use frontdesk_backend::Authenticator;
use http::Request;
use http::request::Parts;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, BufWriter, Write};

use setup::Opening;

/// A request, and the set-up that it arrives at.
#[derive(Deserialize)]
struct Line {
    setup: String,
    method: String,
    url: String,
    headers: Vec<(String, String)>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut input = BufReader::with_capacity(1 << 20, io::stdin().lock());
    let mut output = BufWriter::new(io::stdout().lock());
    let mut text = String::new();
    input.read_line(&mut text).context("reading the set-ups")?;
    let opening: Opening = serde_json::from_str(&text).context("the first line describes the set-ups")?;
    let apps = opening.apps()?;

    loop {
        text.clear();
        if input.read_line(&mut text).context("reading a request")? == 0 {
            return Ok(());
        }
        let line: Line = serde_json::from_str(&text).context("a line is a request")?;
        let app = apps.get(&line.setup).with_context(|| format!("there is no set-up named {}", line.setup))?;
        let said = match request(&line) {
            Some(parts) => judge(app, &parts).await,
            // What HTTP itself refuses never reaches an app.
            None => json!({"status": "throws", "reason": null, "user": null, "organization": null, "location": null}),
        };
        writeln!(output, "{said}").context("answering")?;
        // Whoever waits for an answer has sent everything that it sends before.
        if input.buffer().is_empty() {
            output.flush().context("answering")?;
        }
    }
}

async fn judge(app: &Authenticator, parts: &Parts) -> Value {
    let state = match app.authenticate(parts).await {
        Ok(state) => state,
        Err(fault) => {
            return json!({"status": "throws", "reason": null, "user": null, "organization": null, "location": null,
                          "error": fault.to_string()});
        }
    };
    let auth = state.auth();
    json!({
        "status": state.status(),
        "reason": state.reason().map(|reason| reason.as_str()),
        "user": auth.map(|auth| auth.user_id().as_str()),
        "organization": auth.and_then(|auth| auth.organization()).map(|organization| organization.id.as_str()),
        "location": if state.status() == "handshake" { state.location().and_then(|to| to.to_str().ok()) } else { None },
    })
}

fn request(line: &Line) -> Option<Parts> {
    let mut request = Request::builder().method(line.method.as_str()).uri(&line.url);
    for (name, value) in &line.headers {
        request = request.header(name, value.trim());
    }
    request.body(()).ok().map(|request| request.into_parts().0)
}
