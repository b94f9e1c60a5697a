//! The signed-in user's own account.

use frontdesk_domain::{Field, name, sign_up};
use frontdesk_wire::endpoints::{GetMe, UpdateMe, UpdateMyMetadata};
use frontdesk_wire::{DeletedObject, EmailAddressId, ErrorCode, Metadata, UserId};

use super::present::Person;
use super::reply::{Answer, Call};
use crate::cx::Cx;
use crate::failure::{Failure, transact};
use crate::store::users::{self, User};
use crate::store::{Conn, email_addresses};

/// `GET /v1/me`
pub(super) async fn get(cx: Cx, _: GetMe) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let user = cx.session(&mut conn).await?.session.user;
    Answer::read(person(&cx, &mut conn, &user).await?.user(&cx.instance, cx.now))
}

/// `PATCH /v1/me`
pub(super) async fn update(cx: Cx, ask: UpdateMe) -> Result<Answer, Failure> {
    if ask.username.as_deref().is_some_and(|username| !username.is_empty()) {
        return Err(Failure::field("username", ErrorCode::FORM_PARAM_UNKNOWN));
    }
    change(cx, |user, addresses| {
        if let Some(typed) = &ask.first_name {
            user.first_name = name::parse(typed, Field::FirstName)?;
        }
        if let Some(typed) = &ask.last_name {
            user.last_name = name::parse(typed, Field::LastName)?;
        }
        if let Some(id) = &ask.primary_email_address_id {
            user.primary_email = Some(verified(addresses, id)?);
        }
        if let Some(metadata) = &ask.unsafe_metadata {
            user.unsafe_metadata = checked(metadata.clone())?;
        }
        Ok(())
    })
    .await
}

/// `PATCH /v1/me/metadata`
pub(super) async fn update_metadata(cx: Cx, ask: UpdateMyMetadata) -> Result<Answer, Failure> {
    let patch = ask.unsafe_metadata.unwrap_or_default();
    change(cx, |user, _| {
        user.unsafe_metadata.merge(&patch);
        checked(user.unsafe_metadata.clone()).map(drop)
    })
    .await
}

/// `DELETE /v1/me`
pub(super) async fn delete(cx: Cx, _: Call) -> Result<Answer, Failure> {
    if !cx.rules().users.delete_self {
        return Err(Failure::code(ErrorCode::USER_DELETE_SELF_NOT_ENABLED));
    }
    let user = transact!(cx.app.store, |tx| {
        let user = cx.session(&mut tx).await?.session.user;
        users::delete(&mut tx, cx.instance_id(), &user).await?;
        Ok(user)
    })?;
    let id = Some(user.to_string());
    Answer::changed(DeletedObject { object: "user".to_owned(), id, slug: None, deleted: true })
}

fn checked(metadata: Metadata) -> Result<Metadata, Failure> {
    sign_up::check_metadata(&metadata, Field::UnsafeMetadata)?;
    Ok(metadata)
}

/// Only an address that is known to be the user's can be the primary one: it is where messages go.
fn verified(addresses: &[email_addresses::EmailAddress], id: &EmailAddressId) -> Result<EmailAddressId, Failure> {
    const FIELD: &str = "primary_email_address_id";
    let found = addresses.iter().find(|address| address.id == *id);
    match found.map(|address| address.verified_at) {
        Some(Some(_)) => Ok(id.clone()),
        Some(None) => Err(Failure::field(FIELD, ErrorCode::FORM_VERIFICATION_NEEDED)),
        None => Err(Failure::field(FIELD, ErrorCode::FORM_RESOURCE_NOT_FOUND)),
    }
}

async fn change(
    cx: Cx,
    change: impl Fn(&mut User, &[email_addresses::EmailAddress]) -> Result<(), Failure> + Send + Sync,
) -> Result<Answer, Failure> {
    let id = transact!(cx.app.store, |tx| {
        let id = cx.session(&mut tx).await?.session.user;
        let mut user = users::find(&mut tx, cx.instance_id(), &id).await?.ok_or_else(Failure::not_found)?;
        let addresses = email_addresses::of_user(&mut tx, cx.instance_id(), &id).await?;
        change(&mut user, &addresses)?;
        user.updated_at = cx.now;
        users::save(&mut tx, cx.instance_id(), &user).await?;
        Ok(id)
    })?;
    let mut conn = cx.app.store.read().await?;
    Answer::changed(person(&cx, &mut conn, &id).await?.user(&cx.instance, cx.now))
}

async fn person(cx: &Cx, conn: &mut Conn, id: &UserId) -> Result<Person, Failure> {
    Person::load(conn, cx.instance_id(), id).await?.ok_or_else(Failure::not_found)
}
