//! Lists of users: filters, order, parts, and how many there are.

use std::collections::BTreeSet;

use frontdesk_domain::Email;
use frontdesk_domain::name::MAX_NAME;
use frontdesk_wire::{ErrorCode, UserId};
use serde_json::{Value, json};

use super::ask::Ask;
use super::{not_offered, users as shown};
use crate::failure::Failure;
use crate::store::users::{self, Order, OrderBy, User, UserFilter};
use crate::store::{Conn, email_addresses};

/// The most values of one filter.
const MAX_VALUES: usize = 100;

/// Filters of the protocol that ask for something this server does not have.
const NOT_OFFERED: [&str; 18] = [
    "organization_id",
    "email_address_query",
    "phone_number_query",
    "username_query",
    "name_query",
    "banned",
    "provider",
    "provider_user_id",
    "last_active_at_before",
    "last_active_at_after",
    "last_active_at_since",
    "created_at_before",
    "created_at_after",
    "last_sign_in_at_before",
    "last_sign_in_at_after",
    "phone_number",
    "web3_wallet",
    "starting_after",
];

/// `GET /v1/users`: a bare list.
pub(super) async fn list(ask: &Ask) -> Result<Value, Failure> {
    let part = ask.part()?;
    let order = order(ask)?;
    let mut conn = ask.app.store.read().await?;
    let found = match picked(ask, &mut conn).await? {
        Some(mut picked) => {
            order.sort(&mut picked);
            part.of(picked)
        }
        None => {
            let filter = UserFilter { limit: part.limit, offset: part.offset, ..filter(ask)? };
            users::list_in_order(&mut conn, &ask.instance.id, &filter, order).await?
        }
    };
    let mut list = Vec::with_capacity(found.len());
    for user in found {
        list.push(shown::present(ask, &mut conn, user).await?);
    }
    Ok(Value::Array(list))
}

/// `GET /v1/users/count`
pub(super) async fn count(ask: &Ask) -> Result<Value, Failure> {
    let mut conn = ask.app.store.read().await?;
    let total = match picked(ask, &mut conn).await? {
        Some(picked) => i64::try_from(picked.len()).unwrap_or(i64::MAX),
        None => users::count(&mut conn, &ask.instance.id, &filter(ask)?).await?,
    };
    Ok(json!({ "object": "total_count", "total_count": total }))
}

fn filter(ask: &Ask) -> Result<UserFilter, Failure> {
    if let Some(param) = NOT_OFFERED.into_iter().find(|param| ask.first(param).is_some()) {
        return Err(not_offered(param));
    }
    let query = ask.first("query").unwrap_or_default().trim().to_lowercase();
    // Nothing that is searched is longer, and SQLite refuses very long patterns.
    if query.chars().count() > MAX_NAME {
        return Err(Failure::field("query", ErrorCode::FORM_PARAM_EXCEEDS_ALLOWED_SIZE));
    }
    Ok(UserFilter { query, ..UserFilter::default() })
}

/// The users that are named one by one, by id, address, user name or the app's own id; `None` when nobody is.
///
/// Each name is looked up by its index. A user must fit every filter that is given.
async fn picked(ask: &Ask, conn: &mut Conn) -> Result<Option<Vec<User>>, Failure> {
    let instance = &ask.instance.id;
    let rest = filter(ask)?;
    let mut sets: Vec<BTreeSet<UserId>> = Vec::new();
    for param in ["user_id", "email_address", "username", "external_id"] {
        let values = ask.all(param);
        if values.is_empty() {
            continue;
        }
        if values.len() > MAX_VALUES {
            return Err(Failure::field(param, ErrorCode::FORM_PARAM_EXCEEDS_ALLOWED_SIZE));
        }
        let mut ids = BTreeSet::new();
        for value in values {
            match param {
                "user_id" if value.starts_with('-') => return Err(not_offered("user_id")),
                "user_id" => ids.extend([UserId::from(value)]),
                "email_address" => {
                    // What is no address is nobody's.
                    if let Some(address) = Email::parse(value) {
                        ids.extend(email_addresses::holders(conn, instance, address.as_str()).await?);
                    }
                }
                named => {
                    let mut one = UserFilter { limit: 1, ..UserFilter::default() };
                    *(if named == "username" { &mut one.username } else { &mut one.external_id }) = value.to_owned();
                    ids.extend(users::list(conn, instance, &one).await?.into_iter().map(|user| user.id));
                }
            }
        }
        sets.push(ids);
    }
    let Some(ids) = sets.into_iter().reduce(|all, more| &all & &more) else { return Ok(None) };
    let mut picked = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(user) = users::find(conn, instance, &id).await?
            && fits(&user, &rest.query)
        {
            picked.push(user);
        }
    }
    Ok(Some(picked))
}

/// Whether a user who was named also fits a free text.
fn fits(user: &User, query: &str) -> bool {
    let name = [&user.first_name, &user.last_name].map(|part| part.clone().unwrap_or_default()).join(" ");
    let username = user.username.clone().unwrap_or_default();
    query.is_empty()
        || user.id.as_str() == query
        || [name, username].iter().any(|text| text.to_lowercase().contains(query))
}

fn order(ask: &Ask) -> Result<Order, Failure> {
    let Some(text) = ask.first("order_by") else { return Ok(Order::default()) };
    // A plus that was not encoded arrives as a space.
    let text = text.trim_start();
    let (descending, name) = match text.strip_prefix('-') {
        Some(name) => (true, name),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let by = match name {
        "created_at" => OrderBy::CreatedAt,
        "updated_at" => OrderBy::UpdatedAt,
        "last_sign_in_at" => OrderBy::LastSignInAt,
        "last_active_at" => OrderBy::LastActiveAt,
        "first_name" => OrderBy::FirstName,
        "last_name" => OrderBy::LastName,
        "username" => OrderBy::Username,
        _ => return Err(Failure::field("order_by", ErrorCode::FORM_PARAM_VALUE_INVALID)),
    };
    Ok(Order { by, descending })
}
