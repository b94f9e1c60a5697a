//! The development inbox: messages that a development instance shows instead of sending, as a page and as JSON.

use axum::body::Body;
use axum::response::Response;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::body::fields;
use super::reply::{Answer, Call};
use crate::cx::Cx;
use crate::failure::Failure;
use crate::html::escape;
use crate::store::inbox::{self, InboxMessage};

/// So many messages are shown.
const SHOWN: i64 = 100;

const STYLE: &str = include_str!("inbox.css");
const SCRIPT: &str = include_str!("inbox.js");

/// `GET /dev/inbox`
pub(super) async fn get(cx: Cx, call: Call) -> Result<Answer, Failure> {
    let wants_json = fields(&call.fields).first("format") == Some("json")
        || call
            .headers
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|accept| accept.contains("application/json") && !accept.contains("text/html"));
    if wants_json {
        return get_json(cx, call).await;
    }
    let messages = newest(&cx).await?;
    let nonce = cx.app.rng.token();
    let mut response = Response::new(Body::from(page(&cx, &messages, &nonce)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(HeaderName::from_static("x-frame-options"), HeaderValue::from_static("DENY"));
    Ok(Answer::Whole(response))
}

/// `GET /dev/inbox.json`: the same for programs.
pub(super) async fn get_json(cx: Cx, _: Call) -> Result<Answer, Failure> {
    let data: Vec<Value> = newest(&cx).await?.iter().map(shown).collect();
    Answer::bare(json!({ "data": data, "total_count": data.len() }))
}

fn shown(message: &InboxMessage) -> Value {
    json!({
        "object": "email",
        "id": message.id,
        "to": message.recipient,
        "subject": message.subject,
        "text": message.body_text,
        "html": message.body_html,
        "code": message.code,
        "created_at": message.created_at,
    })
}

/// Only a development instance has an inbox.
async fn newest(cx: &Cx) -> Result<Vec<InboxMessage>, Failure> {
    if !cx.instance.is_development() {
        return Err(Failure::not_found());
    }
    Ok(inbox::newest(&mut *cx.app.store.read().await?, cx.instance_id(), SHOWN).await?)
}

fn page(cx: &Cx, messages: &[InboxMessage], nonce: &str) -> String {
    let app = escape(&cx.rules().display.application_name);
    let list = if messages.is_empty() {
        "<p class=\"empty\">No messages yet. Codes that your app asks for appear here.</p>".to_owned()
    } else {
        messages.iter().map(|message| card(message, cx.now.0)).collect()
    };
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Inbox · {app}</title>
<style nonce="{nonce}">{STYLE}</style>
</head>
<body>
<header><h1>Inbox</h1><p>Messages that <strong>{app}</strong> would have sent. This page belongs to development.</p></header>
<main id="messages" aria-live="polite">{list}</main>
<noscript><p class="empty">Reload the page to see new messages.</p></noscript>
<script nonce="{nonce}">{SCRIPT}</script>
</body>
</html>
"#
    )
}

fn card(message: &InboxMessage, now: i64) -> String {
    let code = message.code.as_deref().map_or_else(String::new, |code| {
        let code = escape(code);
        format!(
            r#"<p class="code"><output>{code}</output><button type="button" data-copy="{code}" aria-label="Copy the code {code}">Copy</button></p>"#
        )
    });
    format!(
        r#"<article data-id="{id}"><p class="meta"><span class="to">{to}</span><time data-at="{at}">{ago}</time></p><h2>{subject}</h2>{code}<details><summary>Message</summary><pre>{text}</pre></details></article>"#,
        id = escape(&message.id),
        to = escape(&message.recipient),
        at = message.created_at,
        ago = ago(now - message.created_at),
        subject = escape(&message.subject),
        text = escape(&message.body_text),
    )
}

fn ago(milliseconds: i64) -> String {
    match milliseconds / 1000 {
        ..10 => "just now".to_owned(),
        seconds @ 10..60 => format!("{seconds} s ago"),
        seconds @ 60..3600 => format!("{} min ago", seconds / 60),
        seconds @ 3600..86_400 => format!("{} h ago", seconds / 3600),
        seconds => format!("{} d ago", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_by_mail_stays_text() {
        let message = InboxMessage {
            id: "ema_1".to_owned(),
            recipient: "\"><script>@example.com".to_owned(),
            subject: "<b>".to_owned(),
            body_text: "</pre><script>".to_owned(),
            body_html: String::new(),
            code: Some("123456".to_owned()),
            created_at: 0,
        };

        let card = card(&message, 120_000);

        assert!(!card.contains("<script>") && !card.contains("<b>"));
        assert!(card.contains("2 min ago") && card.contains("123456"));
    }
}
