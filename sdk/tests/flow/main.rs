//! The flows, screen by screen. No engine, no server, no time: answers are made up here.

#![cfg(not(target_arch = "wasm32"))]

mod create_organization;
mod sign_in;
mod sign_up;

use frontdesk_sdk::flow::{Answer, Event, Field};
use frontdesk_sdk::wire::environment::{Attribute, Environment};
use frontdesk_sdk::wire::error::ErrorMeta;
use frontdesk_sdk::wire::{ApiError, ErrorCode, Timestamp};
use frontdesk_sdk::{ApiFailure, Error};
use std::sync::Arc;

pub(crate) const NOW: Timestamp = Timestamp(1_700_000_000_000);

pub(crate) fn later(seconds: i64) -> Timestamp {
    Timestamp(NOW.0 + seconds * 1_000)
}

/// An instance with e-mail address, password and optional names.
pub(crate) fn environment() -> Arc<Environment> {
    let mut environment = Environment::default();
    let attribute = |required| Attribute { enabled: true, required, ..Attribute::default() };
    let attributes = &mut environment.user_settings.attributes;
    attributes.insert("email_address", attribute(true));
    attributes.insert("password", attribute(true));
    attributes.insert("first_name", attribute(false));
    attributes.insert("username", Attribute::default());
    environment.user_settings.sign_up.mode = "public".into();
    environment.organization_settings.enabled = true;
    Arc::new(environment)
}

pub(crate) fn typed(field: Field, value: &str) -> Event {
    Event::Typed(field, value.to_owned())
}

pub(crate) fn refused(status: u16, code: ErrorCode, field: Option<&str>) -> Error {
    let meta = field.map(|name| ErrorMeta { param_name: Some(name.into()), ..ErrorMeta::default() });
    let error = ApiError { code, message: "no".into(), long_message: "No, because.".into(), meta };
    let retry_after = (status == 429).then_some(20);
    Error::Api(Arc::new(ApiFailure { status, errors: vec![error], retry_after, trace_id: None }))
}

pub(crate) fn activated() -> Event {
    Event::Answered(Answer::Activated(Ok(())))
}
