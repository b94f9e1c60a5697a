//! Organizations, by their members.

use frontdesk_domain::organization::{self, NewOrganization};
use frontdesk_domain::{Membership, Role};
use frontdesk_wire::endpoints::{
    CreateOrganization, DeleteOrganization, GetOrganization, ListRoles, UpdateOrganization,
};
use frontdesk_wire::{DeletedObject, ErrorCode, OrganizationId, Page};
use serde_json::json;

use super::present;
use super::reply::Answer;
use crate::cx::Cx;
use crate::failure::{Failure, transact};
use crate::store::organizations::{self, StoredOrganization};
use crate::store::{Conn, is_duplicate, memberships};

/// A slug that was made from a name may be taken; this many others are tried.
const SLUG_TRIES: usize = 5;

/// `POST /v1/organizations`
pub(super) async fn create(cx: Cx, ask: CreateOrganization) -> Result<Answer, Failure> {
    let new = NewOrganization { name: ask.name, slug: ask.slug };
    let id = transact!(cx.app.store, |tx| {
        let user = cx.session(&mut tx).await?.session.user;
        let made = organizations::made_by(&mut tx, cx.instance_id(), &user).await?;
        let mut founded = cx.decide(|at| organization::create(&new, &user, made, cx.rules(), at))?;
        let mut tries = 0;
        while is_taken(&cx, &mut tx, founded.organization.slug.as_deref(), None).await? {
            tries += 1;
            if !founded.slug_is_free_choice || tries > SLUG_TRIES {
                return Err(slug_taken());
            }
            founded = cx.decide(|at| founded.with_another_slug(at));
        }
        let inserted = organizations::insert(&mut tx, cx.instance_id(), &founded.organization).await;
        inserted.map_err(|error| match taken_meanwhile(error) {
            // Whoever left the slug to us is not told that it is taken: deciding again finds another one.
            Failure::Refused(_) if founded.slug_is_free_choice => Failure::Lost,
            failure => failure,
        })?;
        memberships::insert(&mut tx, cx.instance_id(), &founded.membership).await?;
        Ok(founded.organization.id)
    })?;
    shown(&cx, &id).await
}

/// `GET /v1/organizations/{organization_id}`
pub(super) async fn get(cx: Cx, ask: GetOrganization) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let (stored, _) = own(&cx, &mut conn, &ask.organization_id).await?;
    Answer::read(present::organization(&cx.instance, &stored))
}

/// `PATCH /v1/organizations/{organization_id}`
pub(super) async fn update(cx: Cx, ask: UpdateOrganization) -> Result<Answer, Failure> {
    transact!(cx.app.store, |tx| {
        let (mut stored, by) = own(&cx, &mut tx, &ask.organization_id).await?;
        let slug = ask.slug.as_deref().filter(|slug| !slug.is_empty());
        stored.organization = stored.organization.rename(ask.name.as_deref(), slug, &by, cx.now)?;
        if is_taken(&cx, &mut tx, stored.organization.slug.as_deref(), Some(&stored.organization.id)).await? {
            return Err(slug_taken());
        }
        organizations::save(&mut tx, cx.instance_id(), &stored).await.map_err(|error| match error {
            crate::store::SaveError::Database(error) => taken_meanwhile(error),
            lost @ crate::store::SaveError::Lost => lost.into(),
        })
    })?;
    shown(&cx, &ask.organization_id).await
}

/// `DELETE /v1/organizations/{organization_id}`
pub(super) async fn delete(cx: Cx, ask: DeleteOrganization) -> Result<Answer, Failure> {
    let slug = transact!(cx.app.store, |tx| {
        let (stored, by) = own(&cx, &mut tx, &ask.organization_id).await?;
        stored.organization.check_may_delete(&by)?;
        organizations::delete(&mut tx, cx.instance_id(), &ask.organization_id).await?;
        Ok(stored.organization.slug)
    })?;
    let id = Some(ask.organization_id.to_string());
    Answer::changed(DeletedObject { object: "organization".to_owned(), id, slug, deleted: true })
}

/// `GET /v1/organizations/{organization_id}/roles`
pub(super) async fn list_roles(cx: Cx, ask: ListRoles) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    own(&cx, &mut conn, &ask.organization_id).await?;
    let (limit, offset) = (ask.limit.unwrap_or(10).min(500) as usize, ask.offset.unwrap_or(0) as usize);
    let all = Role::ALL.into_iter().skip(offset).take(limit).map(|role| present::role(&cx.instance, role));
    let page = Page { data: all.collect(), total_count: Role::ALL.len() as i64 };
    let mut page = json!(page);
    page["has_role_set_migration"] = json!(false);
    Answer::changed(page)
}

/// The organization and the asker's place in it. One that the asker does not belong to is not there.
pub(super) async fn own(
    cx: &Cx,
    conn: &mut Conn,
    id: &OrganizationId,
) -> Result<(StoredOrganization, Membership), Failure> {
    organization::check_enabled(cx.rules())?;
    let user = cx.session(conn).await?.session.user;
    let not_there = || Failure::code(ErrorCode::ORGANIZATION_NOT_FOUND_OR_UNAUTHORIZED);
    let membership = memberships::find(conn, cx.instance_id(), id, &user).await?.ok_or_else(not_there)?;
    let stored = organizations::find(conn, cx.instance_id(), id).await?.ok_or_else(not_there)?;
    Ok((stored, membership.membership))
}

async fn is_taken(cx: &Cx, conn: &mut Conn, slug: Option<&str>, own: Option<&OrganizationId>) -> Result<bool, Failure> {
    let Some(slug) = slug else { return Ok(false) };
    let owner = organizations::by_slug(conn, cx.instance_id(), slug).await?;
    Ok(owner.is_some_and(|owner| Some(&owner) != own))
}

fn slug_taken() -> Failure {
    Failure::field("slug", ErrorCode::FORM_IDENTIFIER_EXISTS)
}

/// Somebody took the slug between the look and the insert: the database has the last word.
fn taken_meanwhile(error: sqlx::Error) -> Failure {
    if is_duplicate(&error) { slug_taken() } else { error.into() }
}

async fn shown(cx: &Cx, id: &OrganizationId) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let stored = organizations::find(&mut conn, cx.instance_id(), id).await?.ok_or_else(Failure::not_found)?;
    Answer::changed(present::organization(&cx.instance, &stored))
}
