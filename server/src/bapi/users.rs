//! Users, as the application's own servers see and change them.

use frontdesk_domain::{Email, Field, name, password};
use frontdesk_wire::field::Secret;
use frontdesk_wire::{DeletedObject, EmailAddressId, ErrorCode, Metadata, Timestamp, UserId};
use serde_json::{Value, json};

use super::ask::Ask;
use super::fields::{Change, checked};
use super::sessions;
use crate::failure::{Failure, transact};
use crate::fapi::present::Person;
use crate::ids;
use crate::password::is_readable;
use crate::store::email_addresses::{self, EmailAddress};
use crate::store::users::{self, User};
use crate::store::{Conn, SaveError, is_duplicate};

/// `GET /v1/users/{id}`
pub(super) async fn get(ask: &Ask, id: &UserId) -> Result<Value, Failure> {
    let mut conn = ask.app.store.read().await?;
    show(ask, &mut conn, id).await
}

/// `POST /v1/users`: an account whose addresses count as verified, since the application vouches for them.
pub(super) async fn create(ask: &Ask) -> Result<Value, Failure> {
    let rules = &ask.instance.settings;
    for param in ["phone_number", "username", "web3_wallet", "totp_secret"] {
        if ask.body.has(param) && ask.body.texts(param)?.iter().any(|value| !value.is_empty()) {
            return Err(Failure::field(param, ErrorCode::FORM_PARAM_UNKNOWN));
        }
    }
    let mut addresses: Vec<Email> = Vec::new();
    for typed in ask.body.texts("email_address")? {
        let address = Email::parse_field(&typed, Field::EmailAddress)?;
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    let verified = match ask.body.given("email_address_identification_status")?.as_deref() {
        None | Some("verified") => true,
        Some("unverified") => false,
        Some(_) => {
            return Err(Failure::field("email_address_identification_status", ErrorCode::FORM_PARAM_VALUE_INVALID));
        }
    };
    let password = new_password(ask)?;
    let without_password = ask.body.flag("skip_password_requirement")? || ask.body.flag("skip_user_requirement")?;
    let mut missing = Vec::new();
    if addresses.is_empty() && rules.sign_up.email_address.is_required() && !ask.body.flag("skip_user_requirement")? {
        missing.push("email_address");
    }
    if password.is_none() && rules.sign_up.password.is_required() && !without_password {
        missing.push("password");
    }
    if !missing.is_empty() {
        let names = missing.join(", ");
        return Err(frontdesk_domain::Refusal::new(ErrorCode::FORM_DATA_MISSING).say("names", names).into());
    }

    let (now, rng) = (ask.now, &ask.app.rng);
    let id: UserId = ids::new(UserId::PREFIX, now, rng);
    // A user's addresses are shown by age: a millisecond between them keeps the order in which they were given.
    let addresses: Vec<EmailAddress> = (0..)
        .zip(addresses)
        .map(|(later, address)| EmailAddress {
            id: ids::new(EmailAddressId::PREFIX, now, rng),
            user: id.clone(),
            address: address.to_string(),
            verified_at: verified.then_some(now),
            verified_by: verified.then(|| "admin".to_owned()),
            code: None,
            created_at: Timestamp(now.0 + later),
            updated_at: now,
        })
        .collect();
    let mut user = User {
        id: id.clone(),
        primary_email: addresses.first().map(|address| address.id.clone()),
        locale: ask.body.given("locale")?,
        created_at: now,
        updated_at: now,
        ..User::default()
    };
    change_profile(ask, &mut user)?;
    change_metadata(ask, &mut user)?;
    // Hashing is slow, so it comes after everything that may be refused.
    if let Some(password) = password {
        user.password_hash = Some(password.hash(ask).await?);
        user.password_updated_at = Some(now);
    }
    transact!(ask.app.store, |tx| {
        users::insert(&mut tx, &ask.instance.id, &user).await.map_err(taken("external_id"))?;
        for address in &addresses {
            // Only proven addresses are unique in the database; an account made here also yields to a mere claim.
            if email_addresses::owner(&mut tx, &ask.instance.id, &address.address).await?.is_some() {
                return Err(Failure::field("email_address", ErrorCode::FORM_IDENTIFIER_EXISTS));
            }
            email_addresses::insert(&mut tx, &ask.instance.id, address).await.map_err(taken("email_address"))?;
        }
        Ok(())
    })?;
    let mut conn = ask.app.store.read().await?;
    show(ask, &mut conn, &id).await
}

/// `PATCH /v1/users/{id}`
pub(super) async fn update(ask: &Ask, id: &UserId) -> Result<Value, Failure> {
    let password = new_password(ask)?;
    let primary = ask.body.given("primary_email_address_id")?.map(EmailAddressId::from);
    let sign_out = ask.body.flag("sign_out_of_other_sessions")?;
    for param in ["username", "primary_phone_number_id", "primary_web3_wallet_id", "totp_secret"] {
        if ask.body.given(param)?.is_some() {
            return Err(Failure::field(param, ErrorCode::FORM_PARAM_UNKNOWN));
        }
    }
    change_profile(ask, &mut User::default())?;
    change_metadata(ask, &mut User::default())?;
    let password = match password {
        Some(password) => Some(password.hash(ask).await?),
        None => None,
    };
    let sign_out = if sign_out && password.is_some() { SignOut::Everywhere } else { SignOut::Nowhere };
    save(ask, id, sign_out, |user, addresses| {
        change_profile(ask, user)?;
        change_metadata(ask, user)?;
        if let Some(id) = &primary {
            user.primary_email = Some(verified(addresses, id)?);
        }
        if let Some(hash) = &password {
            user.password_hash = Some(hash.clone());
            user.password_updated_at = Some(ask.now);
        }
        Ok(())
    })
    .await
}

/// `PATCH /v1/users/{id}/metadata`: merged into what is there; `null` removes a key.
pub(super) async fn merge_metadata(ask: &Ask, id: &UserId) -> Result<Value, Failure> {
    let patches = metadata_fields(ask)?;
    save(ask, id, SignOut::Nowhere, |user, _| {
        for ((name, patch), kept) in patches.iter().zip(metadata_of(user)) {
            if let Change::Set(patch) = patch {
                kept.merge(patch);
                checked(kept.clone(), name)?;
            }
        }
        Ok(())
    })
    .await
}

/// `PUT /v1/users/{id}/metadata`: each one given takes the place of what is there.
pub(super) async fn replace_metadata(ask: &Ask, id: &UserId) -> Result<Value, Failure> {
    save(ask, id, SignOut::Nowhere, |user, _| change_metadata(ask, user)).await
}

/// `POST /v1/users/{id}/ban`: the user is signed out everywhere and does not sign in again.
pub(super) async fn ban(ask: &Ask, id: &UserId) -> Result<Value, Failure> {
    save(ask, id, SignOut::Everywhere, |user, _| {
        user.banned_at = user.banned_at.or(Some(ask.now));
        Ok(())
    })
    .await
}

/// `POST /v1/users/{id}/unban`
pub(super) async fn unban(ask: &Ask, id: &UserId) -> Result<Value, Failure> {
    save(ask, id, SignOut::Nowhere, |user, _| {
        user.banned_at = None;
        Ok(())
    })
    .await
}

/// `DELETE /v1/users/{id}`: the sessions go with the account.
pub(super) async fn delete(ask: &Ask, id: &UserId) -> Result<Value, Failure> {
    transact!(ask.app.store, |tx| {
        sessions::revoke_all(ask, &mut tx, id).await?;
        if users::delete(&mut tx, &ask.instance.id, id).await? { Ok(()) } else { Err(Failure::not_found()) }
    })?;
    let gone = DeletedObject { object: "user".to_owned(), id: Some(id.to_string()), slug: None, deleted: true };
    Ok(json!(gone))
}

/// A user as the application's own servers see it: with what is private.
pub(super) async fn present(ask: &Ask, conn: &mut Conn, user: User) -> Result<Value, Failure> {
    let addresses = email_addresses::of_user(conn, &ask.instance.id, &user.id).await?;
    let private = (user.private_metadata.clone(), user.locale.clone());
    let person = Person { user, addresses, memberships: Vec::new() };
    let mut document = json!(person.user(&ask.instance, ask.now));
    if let Value::Object(fields) = &mut document {
        fields.remove("organization_memberships");
        fields.insert("private_metadata".to_owned(), json!(private.0));
        fields.insert("locale".to_owned(), json!(private.1));
        fields.insert("bypass_client_trust".to_owned(), json!(false));
    }
    Ok(document)
}

async fn show(ask: &Ask, conn: &mut Conn, id: &UserId) -> Result<Value, Failure> {
    let user = users::find(conn, &ask.instance.id, id).await?.ok_or_else(Failure::not_found)?;
    present(ask, conn, user).await
}

/// What becomes of the user's sessions when a change is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SignOut {
    Nowhere,
    Everywhere,
}

/// Loads a user, changes it, saves it, all or nothing.
async fn save(
    ask: &Ask,
    id: &UserId,
    sign_out: SignOut,
    change: impl Fn(&mut User, &[EmailAddress]) -> Result<(), Failure> + Send + Sync,
) -> Result<Value, Failure> {
    transact!(ask.app.store, |tx| {
        let mut user = users::find(&mut tx, &ask.instance.id, id).await?.ok_or_else(Failure::not_found)?;
        let addresses = email_addresses::of_user(&mut tx, &ask.instance.id, id).await?;
        change(&mut user, &addresses)?;
        user.updated_at = ask.now;
        if sign_out == SignOut::Everywhere {
            sessions::revoke_all(ask, &mut tx, id).await?;
        }
        match users::save(&mut tx, &ask.instance.id, &user).await {
            Err(SaveError::Database(error)) => Err(taken("external_id")(error)),
            outcome => Ok(outcome?),
        }
    })?;
    get(ask, id).await
}

fn change_profile(ask: &Ask, user: &mut User) -> Result<(), Failure> {
    for (field, kept) in [(Field::FirstName, &mut user.first_name), (Field::LastName, &mut user.last_name)] {
        match ask.body.text(field.as_str())? {
            Change::Keep => {}
            Change::Clear => *kept = None,
            Change::Set(typed) => *kept = name::parse(&typed, field)?,
        }
    }
    match ask.body.text("external_id")? {
        Change::Keep => {}
        Change::Clear => user.external_id = None,
        Change::Set(id) => {
            let id = name::parse(&id, Field::Named("external_id"))?;
            user.external_id = id;
        }
    }
    Ok(())
}

fn change_metadata(ask: &Ask, user: &mut User) -> Result<(), Failure> {
    for ((_, change), kept) in metadata_fields(ask)?.into_iter().zip(metadata_of(user)) {
        match change {
            Change::Keep => {}
            Change::Clear => *kept = Metadata::default(),
            Change::Set(metadata) => *kept = metadata,
        }
    }
    Ok(())
}

fn metadata_fields(ask: &Ask) -> Result<[(&'static str, Change<Metadata>); 3], Failure> {
    let read = |name| Ok::<_, Failure>((name, ask.body.metadata(name)?));
    Ok([read("public_metadata")?, read("private_metadata")?, read("unsafe_metadata")?])
}

/// In the order of [`metadata_fields`].
fn metadata_of(user: &mut User) -> [&mut Metadata; 3] {
    [&mut user.public_metadata, &mut user.private_metadata, &mut user.unsafe_metadata]
}

/// A password that came along.
enum NewPassword {
    /// As typed; its form was judged.
    Plain(Secret),
    /// A hash that another system made.
    Digest(String),
}

impl NewPassword {
    async fn hash(self, ask: &Ask) -> Result<String, Failure> {
        match self {
            Self::Plain(password) => Ok(ask.app.passwords.hash(&password, &ask.app.rng).await?),
            Self::Digest(digest) => Ok(digest),
        }
    }
}

fn new_password(ask: &Ask) -> Result<Option<NewPassword>, Failure> {
    if let Some(digest) = ask.body.given("password_digest")? {
        let hasher = ask.body.given("password_hasher")?;
        if hasher.as_deref() != Some("argon2id") {
            return Err(Failure::field("password_hasher", ErrorCode::FORM_PARAM_VALUE_INVALID));
        }
        // Found out now: later, the person whose hash it is could not sign in and nobody would know why.
        if !is_readable(&digest) {
            return Err(Failure::field("password_digest", ErrorCode::FORM_PARAM_VALUE_INVALID));
        }
        return Ok(Some(NewPassword::Digest(digest)));
    }
    let Some(password) = ask.body.given("password")? else { return Ok(None) };
    if !ask.body.flag("skip_password_checks")? {
        password::check_policy(&password, &ask.instance.settings.password, Field::Password)?;
        password::check_not_obvious(&password, None, Field::Password)?;
    }
    Ok(Some(NewPassword::Plain(Secret::from(password))))
}

/// Only an address that is known to be the user's can be the primary one: it is where messages go.
fn verified(addresses: &[EmailAddress], id: &EmailAddressId) -> Result<EmailAddressId, Failure> {
    const FIELD: &str = "primary_email_address_id";
    let found = addresses.iter().find(|address| address.id == *id);
    match found.map(|address| address.verified_at) {
        Some(Some(_)) => Ok(id.clone()),
        Some(None) => Err(Failure::field(FIELD, ErrorCode::FORM_VERIFICATION_NEEDED)),
        None => Err(Failure::field(FIELD, ErrorCode::FORM_RESOURCE_NOT_FOUND)),
    }
}

/// What the database holds once is refused at its field, whoever was first.
fn taken(field: &'static str) -> impl Fn(sqlx::Error) -> Failure {
    move |error| {
        if is_duplicate(&error) { Failure::field(field, ErrorCode::FORM_IDENTIFIER_EXISTS) } else { error.into() }
    }
}
