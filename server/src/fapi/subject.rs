//! Who a request is about, loaded for a decision.

use frontdesk_domain::{Client, Email, UserFactors};
use frontdesk_wire::UserId;

use super::present::Person;
use crate::cx::Cx;
use crate::failure::Failure;
use crate::store::{Conn, clients, email_addresses, sessions};

/// The client as the rules see it.
pub(super) async fn client(cx: &Cx, conn: &mut Conn, row: &clients::Client) -> Result<Client, Failure> {
    let stored = sessions::of_client(conn, cx.instance_id(), &row.id).await?;
    Ok(Client {
        id: row.id.clone(),
        sessions: stored.into_iter().map(|stored| stored.session).collect(),
        last_active_session: row.last_active_session.clone(),
    })
}

/// A user's factors and the hash of the password.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) factors: UserFactors,
    pub(super) password_hash: Option<String>,
}

/// The user with this id.
pub(super) async fn user(cx: &Cx, conn: &mut Conn, id: &UserId) -> Result<Option<Subject>, Failure> {
    let person = Person::load(conn, cx.instance_id(), id).await?;
    Ok(person.map(|person| Subject { factors: person.factors(), password_hash: person.user.password_hash }))
}

/// The user whom an address names.
pub(super) async fn named(cx: &Cx, conn: &mut Conn, identifier: &Email) -> Result<Option<Subject>, Failure> {
    match email_addresses::owner(conn, cx.instance_id(), identifier.as_str()).await? {
        Some(id) => user(cx, conn, &id).await,
        None => Ok(None),
    }
}
