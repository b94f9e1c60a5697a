//! What a decision asks for, turned into rows and jobs of the same transaction.

use frontdesk_domain::effect::NewUser;
use frontdesk_domain::{Effect, PasswordHash};
use frontdesk_wire::EmailId;
use frontdesk_wire::ErrorCode;

use crate::credential::Credential;
use crate::cx::Cx;
use crate::failure::Failure;
use crate::ids;
use crate::jobs::{self, Job};
use crate::mail;
use crate::store::clients::{self, Client};
use crate::store::email_addresses::{self, EmailAddress};
use crate::store::satellites;
use crate::store::sessions::{self, StoredSession};
use crate::store::users::{self, User};
use crate::store::{Conn, is_duplicate};

/// Applies effects in their order. Changes to the client are made to the row at hand, which the caller saves; the
/// credential to hand out, if it changed, is returned.
pub(crate) async fn apply(
    cx: &Cx,
    conn: &mut Conn,
    client: &mut Client,
    effects: Vec<Effect>,
) -> Result<Option<Credential>, Failure> {
    let instance = cx.instance_id();
    let mut issued = None;
    for effect in effects {
        match effect {
            Effect::SendCode { to, code, purpose } => {
                let id: EmailId = ids::new(EmailId::PREFIX, cx.now, &cx.app.rng);
                let app = &cx.rules().display.application_name;
                let mail = mail::code_message(id.as_str(), app, to.as_str(), code.reveal(), purpose);
                jobs::enqueue(conn, instance, &Job::SendMail(mail), cx.now, &cx.app.rng).await?;
            }
            Effect::SendNotice { to, notice } => {
                let id: EmailId = ids::new(EmailId::PREFIX, cx.now, &cx.app.rng);
                let mail = mail::notice_message(id.as_str(), &cx.rules().display, to.as_str(), &notice);
                jobs::enqueue(conn, instance, &Job::SendMail(mail), cx.now, &cx.app.rng).await?;
            }
            Effect::CreateUser(new) => create_user(cx, conn, new).await?,
            Effect::CreateSession(session) => {
                client.last_active_session = Some(session.id.clone());
                client.updated_at = cx.now;
                let stored = StoredSession {
                    session,
                    client: client.id.clone(),
                    actor: None,
                    activity: cx.activity(),
                    version: 1,
                };
                sessions::insert(conn, instance, &stored).await?;
            }
            Effect::RotateClient if cx.is_replaced() => {
                return Err(Failure::code(ErrorCode::CLIENT_STATE_INVALID));
            }
            Effect::RotateClient => {
                // What was there before somebody signed in is worth nothing on satellites, either.
                satellites::forget(conn, instance, &client.id).await?;
                issued = Some(cx.rotate(client));
            }
            Effect::SetPassword { user, hash } => {
                users::set_password(conn, instance, &user, hash.reveal(), cx.now).await?;
            }
            Effect::RemovePassword { user } => users::remove_password(conn, instance, &user, cx.now).await?,
            Effect::NoteSignIn { user, at } => users::note_sign_in(conn, instance, &user, at).await?,
            Effect::VerifyEmail { user, address } => {
                email_addresses::verify(conn, instance, &user, &address, "email_code", cx.now)
                    .await
                    .map_err(claimed)?;
                users::adopt_primary_email(conn, instance, &user, &address).await?;
            }
            Effect::CountFailure { user, limit, locked_until } => {
                users::count_failure(conn, instance, &user, i64::from(limit), locked_until).await?;
            }
            Effect::ClearFailures { user } => users::clear_failures(conn, instance, &user).await?,
            Effect::RevokeOtherSessions { user, keep } => {
                for mut stored in sessions::open_of_user(conn, instance, &user).await? {
                    if stored.session.id == keep {
                        continue;
                    }
                    stored.session = stored.session.end(frontdesk_domain::session::Ending::Revoke, cx.now);
                    sessions::save(conn, instance, &stored, cx.now).await?;
                    // Its browser is told that who is signed in has changed; the caller's own is at hand.
                    if stored.client != client.id
                        && let Some(mut other) = clients::find(conn, instance, &stored.client).await?
                    {
                        other.updated_at = cx.now;
                        clients::save(conn, instance, &other).await?;
                    }
                }
            }
        }
    }
    Ok(issued)
}

async fn create_user(cx: &Cx, conn: &mut Conn, new: NewUser) -> Result<(), Failure> {
    let instance = cx.instance_id();
    let user = User {
        id: new.id.clone(),
        first_name: new.first_name,
        last_name: new.last_name,
        password_updated_at: new.password.as_ref().map(|_| new.created_at),
        password_hash: new.password.as_ref().map(PasswordHash::reveal).map(str::to_owned),
        primary_email: new.email.as_ref().map(|email| email.id.clone()),
        unsafe_metadata: new.unsafe_metadata,
        locale: new.locale,
        legal_accepted_at: new.legal_accepted_at,
        created_at: new.created_at,
        updated_at: new.created_at,
        ..User::default()
    };
    users::insert(conn, instance, &user).await?;
    let Some(email) = new.email else { return Ok(()) };
    let address = EmailAddress {
        id: email.id,
        user: new.id,
        address: email.address.to_string(),
        verified_at: email.verified_at,
        verified_by: email.verified_at.map(|_| "email_code".to_owned()),
        code: None,
        created_at: new.created_at,
        updated_at: new.created_at,
    };
    email_addresses::insert(conn, instance, &address).await.map_err(claimed)
}

/// Somebody else proved the address first: the database has the last word.
fn claimed(error: sqlx::Error) -> Failure {
    if is_duplicate(&error) { Failure::code(ErrorCode::IDENTIFICATION_CLAIMED) } else { error.into() }
}
