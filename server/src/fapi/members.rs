//! Members of organizations, and the organizations of the signed-in user.

use frontdesk_domain::name::MAX_NAME;
use frontdesk_domain::organization;
use frontdesk_domain::{Field, Membership, Permission, Refusal, Role};
use frontdesk_wire::codec::match_path;
use frontdesk_wire::endpoints::{
    AddMember, LeaveOrganization, ListMembers, ListMyMemberships, RemoveMember, UpdateMember,
};
use frontdesk_wire::{
    DeletedObject, ErrorCode, MembershipId, OrganizationId, OrganizationMembership, Page, Timestamp, UserId,
};

use super::organizations::own;
use super::present::{self, Person};
use super::reply::{Answer, Call};
use crate::cx::Cx;
use crate::failure::{Failure, transact};
use crate::ids;
use crate::store::memberships::{self, MemberFilter, StoredMembership};
use crate::store::organizations::{self, StoredOrganization};
use crate::store::{Conn, is_duplicate, users};

/// Where an organization's invitations are listed.
pub(super) const INVITATIONS: &str = "/v1/organizations/{organization_id}/invitations";

/// Where those who ask to join are listed.
pub(super) const REQUESTS: &str = "/v1/organizations/{organization_id}/membership_requests";

/// Where an organization's domains are listed.
pub(super) const DOMAINS: &str = "/v1/organizations/{organization_id}/domains";

/// The most that one part of a list holds.
const MOST: u32 = 500;

/// `GET /v1/me/organization_memberships`
pub(super) async fn list_mine(cx: Cx, ask: ListMyMemberships) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let user = cx.session(&mut conn).await?.session.user;
    let person = Person::load(&mut conn, cx.instance_id(), &user).await?.ok_or_else(Failure::not_found)?;
    let (limit, offset) = (ask.limit.unwrap_or(10).min(MOST) as usize, ask.offset.unwrap_or(0) as usize);
    let public = person.public(&cx.instance);
    let part = person.memberships.iter().skip(offset).take(limit);
    let data: Vec<_> = part
        .map(|(membership, organization)| {
            present::membership(&cx.instance, membership, organization, Some(public.clone()))
        })
        .collect();
    if ask.paginated == Some(false) {
        return Answer::read(data);
    }
    Answer::read(Page { data, total_count: person.memberships.len() as i64 })
}

/// `DELETE /v1/me/organization_memberships/{organization_id}`: leaves an organization.
pub(super) async fn leave(cx: Cx, ask: LeaveOrganization) -> Result<Answer, Failure> {
    let id = transact!(cx.app.store, |tx| {
        let (_, by) = locked(&cx, &mut tx, &ask.organization_id).await?;
        let user = by.user.clone();
        take_out(&cx, &mut tx, &ask.organization_id, &by, &user).await?;
        Ok(by.id)
    })?;
    let id = Some(id.to_string());
    Answer::changed(DeletedObject { object: "organization_membership".to_owned(), id, slug: None, deleted: true })
}

/// `GET /v1/organizations/{organization_id}/memberships`
pub(super) async fn list(cx: Cx, ask: ListMembers) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let (stored, by) = own(&cx, &mut conn, &ask.organization_id).await?;
    organization::check_permission(&by, Permission::ReadMemberships)?;
    let query = ask.query.unwrap_or_default();
    if query.chars().count() > MAX_NAME {
        return Err(Refusal::field(Field::Named("query"), ErrorCode::FORM_PARAM_MAX_LENGTH_EXCEEDED)
            .say("count", MAX_NAME)
            .into());
    }
    let filter = MemberFilter {
        query,
        roles: ask.role.iter().map(|key| Role::parse(key)).collect::<Result<_, _>>()?,
        limit: i64::from(ask.limit.unwrap_or(10).min(MOST)),
        offset: i64::from(ask.offset.unwrap_or(0)),
    };
    let (part, total_count) = memberships::list(&mut conn, cx.instance_id(), &ask.organization_id, &filter).await?;
    let mut data = Vec::with_capacity(part.len());
    for membership in &part {
        data.push(shown(&cx, &mut conn, membership, &stored).await?);
    }
    Answer::read(Page { data, total_count })
}

/// `POST /v1/organizations/{organization_id}/memberships`
pub(super) async fn add(cx: Cx, ask: AddMember) -> Result<Answer, Failure> {
    transact!(cx.app.store, |tx| {
        let (stored, by) = locked(&cx, &mut tx, &ask.organization_id).await?;
        organization::check_permission(&by, Permission::ManageMemberships)?;
        let role = Role::parse(&ask.role)?;
        stored.organization.check_has_room(u32::try_from(stored.members).unwrap_or(u32::MAX))?;
        let whom = users::find(&mut tx, cx.instance_id(), &ask.user_id).await?;
        let whom = whom.ok_or_else(|| Failure::field("user_id", ErrorCode::FORM_RESOURCE_NOT_FOUND))?;
        let membership = Membership {
            id: ids::new(MembershipId::PREFIX, cx.now, &cx.app.rng),
            organization: ask.organization_id.clone(),
            slug: stored.organization.slug.clone(),
            user: whom.id,
            role,
            created_at: cx.now,
        };
        memberships::insert(&mut tx, cx.instance_id(), &membership).await.map_err(|error| {
            if is_duplicate(&error) { Failure::code(ErrorCode::ALREADY_A_MEMBER_IN_ORGANIZATION) } else { error.into() }
        })
    })?;
    answer(&cx, &ask.organization_id, &ask.user_id).await
}

/// `PATCH /v1/organizations/{organization_id}/memberships/{user_id}`
pub(super) async fn update(cx: Cx, ask: UpdateMember) -> Result<Answer, Failure> {
    transact!(cx.app.store, |tx| {
        let (_, by) = locked(&cx, &mut tx, &ask.organization_id).await?;
        let role = Role::parse(&ask.role)?;
        let members = all(&cx, &mut tx, &ask.organization_id).await?;
        organization::check_may_change_role(&by, &ask.user_id, role, &members)?;
        let at: Timestamp = cx.now;
        Ok(memberships::set_role(&mut tx, cx.instance_id(), &ask.organization_id, &ask.user_id, role, at).await?)
    })?;
    answer(&cx, &ask.organization_id, &ask.user_id).await
}

/// `DELETE /v1/organizations/{organization_id}/memberships/{user_id}`
pub(super) async fn remove(cx: Cx, ask: RemoveMember) -> Result<Answer, Failure> {
    let gone = transact!(cx.app.store, |tx| {
        let (stored, by) = locked(&cx, &mut tx, &ask.organization_id).await?;
        let membership = memberships::find(&mut tx, cx.instance_id(), &ask.organization_id, &ask.user_id).await?;
        let gone = match &membership {
            Some(membership) => Some(shown(&cx, &mut tx, membership, &stored).await?),
            None => None,
        };
        take_out(&cx, &mut tx, &ask.organization_id, &by, &ask.user_id).await?;
        Ok(gone)
    })?;
    Answer::changed(gone)
}

/// `GET /v1/me/organization_invitations` and `…/organization_suggestions`: there are none, and pages ask.
pub(super) async fn no_invitations(cx: Cx, _: Call) -> Result<Answer, Failure> {
    cx.session(&mut *cx.app.store.read().await?).await?;
    Answer::read(Page::<()>::default())
}

/// `GET` of an organization's invitations or requests to join: there are none, and the page of the members asks.
pub(super) async fn no_candidates(cx: Cx, call: Call) -> Result<Answer, Failure> {
    nothing(&cx, &call, Permission::ManageMemberships).await
}

/// `GET` of an organization's domains: there are none, and the page of the organization asks.
pub(super) async fn no_domains(cx: Cx, call: Call) -> Result<Answer, Failure> {
    nothing(&cx, &call, Permission::ReadDomains).await
}

async fn nothing(cx: &Cx, call: &Call, needed: Permission) -> Result<Answer, Failure> {
    let values = [INVITATIONS, REQUESTS, DOMAINS].iter().find_map(|pattern| match_path(pattern, &call.path));
    let (_, id) = values.and_then(|values| values.into_iter().next()).ok_or_else(Failure::not_found)?;
    let (_, by) = own(cx, &mut *cx.app.store.read().await?, &id.as_str().into()).await?;
    organization::check_permission(&by, needed)?;
    Answer::read(Page::<()>::default())
}

/// The organization and the asker's place in it, held until the transaction ends: the rule about the last
/// administrator looks at all members at once.
async fn locked(cx: &Cx, conn: &mut Conn, id: &OrganizationId) -> Result<(StoredOrganization, Membership), Failure> {
    own(cx, conn, id).await?;
    organizations::lock(conn, cx.instance_id(), id).await?;
    own(cx, conn, id).await
}

async fn all(cx: &Cx, conn: &mut Conn, id: &OrganizationId) -> Result<Vec<Membership>, Failure> {
    let stored = memberships::of_organization(conn, cx.instance_id(), id).await?;
    Ok(stored.into_iter().map(|stored| stored.membership).collect())
}

async fn take_out(
    cx: &Cx,
    conn: &mut Conn,
    id: &OrganizationId,
    by: &Membership,
    whom: &UserId,
) -> Result<(), Failure> {
    let members = all(cx, conn, id).await?;
    organization::check_may_remove(by, whom, &members)?;
    Ok(memberships::delete(conn, cx.instance_id(), id, whom).await?)
}

async fn shown(
    cx: &Cx,
    conn: &mut Conn,
    membership: &StoredMembership,
    organization: &StoredOrganization,
) -> Result<OrganizationMembership, Failure> {
    let person = Person::load(conn, cx.instance_id(), &membership.membership.user).await?;
    let public = person.map(|person| person.public(&cx.instance));
    Ok(present::membership(&cx.instance, membership, organization, public))
}

async fn answer(cx: &Cx, id: &OrganizationId, user: &UserId) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let membership = memberships::find(&mut conn, cx.instance_id(), id, user).await?.ok_or_else(Failure::not_found)?;
    let stored = organizations::find(&mut conn, cx.instance_id(), id).await?.ok_or_else(Failure::not_found)?;
    Answer::changed(shown(cx, &mut conn, &membership, &stored).await?)
}
