//! The signed-in user's own account.

use frontdesk_domain::account::{self, Left};
use frontdesk_domain::{Effect, Field, Session, UserFactors, email_address, sign_up};
use frontdesk_wire::endpoints::{DeleteMe, GetMe, UpdateMe, UpdateMyMetadata};
use frontdesk_wire::{DeletedObject, ErrorCode, Metadata, UserId};

use super::account::{apply, locked, shown};
use super::present::Person;
use super::reply::Answer;
use crate::cx::Cx;
use crate::failure::{Failure, transact};
use crate::store::users::{self, User};
use crate::store::{Conn, memberships, organizations};

/// `GET /v1/me`
pub(super) async fn get(cx: Cx, _: GetMe) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let user = cx.session(&mut conn).await?.session.user;
    let person = Person::load(&mut conn, cx.instance_id(), &user).await?.ok_or_else(Failure::not_found)?;
    Answer::read(person.user(&cx.instance, cx.now))
}

/// `PATCH /v1/me`
pub(super) async fn update(cx: Cx, ask: UpdateMe) -> Result<Answer, Failure> {
    if ask.username.as_deref().is_some_and(|username| !username.is_empty()) {
        return Err(Failure::field("username", ErrorCode::FORM_PARAM_UNKNOWN));
    }
    let asked = cx.rules().sign_up;
    change(&cx, |user, factors, session| {
        let mut effects = Vec::new();
        if let Some(typed) = &ask.first_name {
            user.first_name = account::profile_name(typed, Field::FirstName, asked.first_name)?;
        }
        if let Some(typed) = &ask.last_name {
            user.last_name = account::profile_name(typed, Field::LastName, asked.last_name)?;
        }
        if let Some(id) = &ask.primary_email_address_id {
            session.check_proven_lately(cx.rules(), cx.now)?;
            effects = email_address::make_primary(id, factors, cx.rules())?;
            user.primary_email = Some(id.clone());
        }
        if let Some(metadata) = &ask.unsafe_metadata {
            user.unsafe_metadata = checked(metadata.clone())?;
        }
        Ok(effects)
    })
    .await
}

/// `PATCH /v1/me/metadata`
pub(super) async fn update_metadata(cx: Cx, ask: UpdateMyMetadata) -> Result<Answer, Failure> {
    let patch = ask.unsafe_metadata.unwrap_or_default();
    change(&cx, |user, _, _| {
        user.unsafe_metadata.merge(&patch);
        checked(user.unsafe_metadata.clone()).map(|_| Vec::new())
    })
    .await
}

/// `DELETE /v1/me`
pub(super) async fn delete(cx: Cx, _: DeleteMe) -> Result<Answer, Failure> {
    let user = transact!(cx.app.store, |tx| {
        let (acting, subject) = locked(&cx, &mut tx).await?;
        let user = acting.session.user.clone();
        acting.session.check_proven_lately(cx.rules(), cx.now)?;
        let left = left(&cx, &mut tx, &user).await?;
        let deletion = account::delete(&subject.factors, &left, cx.rules())?;
        let mut effects = deletion.effects;
        // The other browsers are told; their sessions go with the account.
        effects.push(Effect::RevokeOtherSessions { user: user.clone(), keep: acting.session.id.clone() });
        apply(&cx, &mut tx, &acting, effects).await?;
        for organization in &deletion.organizations {
            organizations::delete(&mut tx, cx.instance_id(), organization).await?;
        }
        users::delete(&mut tx, cx.instance_id(), &user).await?;
        Ok(user)
    })?;
    cx.app.wake.notify_one();
    let id = Some(user.to_string());
    Answer::changed(DeletedObject { object: "user".to_owned(), id, slug: None, deleted: true })
}

/// The organizations that a user is about to leave. Their rows are taken until the transaction ends, in the order of
/// their ids: of two administrators who leave at once, the second one sees that the first is gone.
async fn left(cx: &Cx, conn: &mut Conn, user: &UserId) -> Result<Vec<Left>, Failure> {
    let mut own: Vec<_> = memberships::of_user(conn, cx.instance_id(), user)
        .await?
        .into_iter()
        .map(|stored| stored.membership.organization)
        .collect();
    own.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
    let mut all = Vec::new();
    for id in own {
        organizations::lock(conn, cx.instance_id(), &id).await?;
        let Some(stored) = organizations::find(conn, cx.instance_id(), &id).await? else { continue };
        let members = memberships::of_organization(conn, cx.instance_id(), &id).await?;
        let members = members.into_iter().map(|stored| stored.membership).collect();
        all.push(Left { organization: id, admin_delete: stored.organization.admin_delete, members });
    }
    Ok(all)
}

fn checked(metadata: Metadata) -> Result<Metadata, Failure> {
    sign_up::check_metadata(&metadata, Field::UnsafeMetadata)?;
    Ok(metadata)
}

async fn change(
    cx: &Cx,
    change: impl Fn(&mut User, &UserFactors, &Session) -> Result<Vec<Effect>, Failure> + Send + Sync,
) -> Result<Answer, Failure> {
    let id = transact!(cx.app.store, |tx| {
        let (acting, subject) = locked(cx, &mut tx).await?;
        let id = acting.session.user.clone();
        let mut user = users::find(&mut tx, cx.instance_id(), &id).await?.ok_or_else(Failure::not_found)?;
        let effects = change(&mut user, &subject.factors, &acting.session)?;
        user.updated_at = cx.now;
        users::save(&mut tx, cx.instance_id(), &user).await?;
        apply(cx, &mut tx, &acting, effects).await?;
        Ok(id)
    })?;
    cx.app.wake.notify_one();
    shown(cx, &id).await
}
