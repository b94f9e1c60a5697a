//! Pictures of people and organizations: uploading, removing and serving them.

use axum::body::Body;
use axum::response::Response;
use frontdesk_domain::Permission;
use frontdesk_domain::organization;
use frontdesk_wire::codec::match_path;
use frontdesk_wire::endpoints::{DeleteOrganizationLogo, DeleteProfileImage, SetOrganizationLogo, SetProfileImage};
use frontdesk_wire::{DeletedObject, ErrorCode, Image};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::organizations::own;
use super::present;
use super::reply::{Answer, Call};
use super::upload::{File, Incoming};
use crate::cx::Cx;
use crate::failure::{Failure, transact};
use crate::pictures::Refused;
use crate::store::pictures::{self, Owner, Picture};
use crate::store::{organizations, users};

/// `POST /v1/me/profile_image`
pub(super) async fn set_mine(cx: Cx, _: SetProfileImage, incoming: Incoming) -> Result<Answer, Failure> {
    let user = cx.session(&mut *cx.app.store.read().await?).await?.session.user;
    let (picture, file) = drawn(&cx, user.as_str(), incoming).await?;
    let name = name(&cx, Owner::User(&user), &picture);
    transact!(cx.app.store, |tx| {
        // Asked again: a session may end while a file arrives.
        let user = cx.session(&mut tx).await?.session.user;
        let mut stored = users::find(&mut tx, cx.instance_id(), &user).await?.ok_or_else(Failure::not_found)?;
        pictures::replace(&mut tx, cx.instance_id(), Owner::User(&user), &name, &picture, cx.now).await?;
        stored.picture = Some(name.clone());
        stored.updated_at = cx.now;
        Ok(users::save(&mut tx, cx.instance_id(), &stored).await?)
    })?;
    let id = name.split('.').next().unwrap_or_default();
    Answer::changed(Image {
        object: "image".to_owned(),
        id: format!("img_{id}"),
        name: file,
        public_url: present::picture_url(&cx.instance, &name),
    })
}

/// `DELETE /v1/me/profile_image`
pub(super) async fn delete_mine(cx: Cx, _: DeleteProfileImage) -> Result<Answer, Failure> {
    let gone = transact!(cx.app.store, |tx| {
        let user = cx.session(&mut tx).await?.session.user;
        let mut stored = users::find(&mut tx, cx.instance_id(), &user).await?.ok_or_else(Failure::not_found)?;
        let gone = stored.picture.take().ok_or_else(no_picture)?;
        stored.updated_at = cx.now;
        pictures::delete(&mut tx, cx.instance_id(), Owner::User(&user)).await?;
        users::save(&mut tx, cx.instance_id(), &stored).await?;
        Ok(gone)
    })?;
    let id = gone.split('.').next().map(|id| format!("img_{id}"));
    Answer::changed(DeletedObject { object: "image".to_owned(), id, slug: None, deleted: true })
}

/// `PUT /v1/organizations/{organization_id}/logo`
pub(super) async fn set_logo(cx: Cx, ask: SetOrganizationLogo, incoming: Incoming) -> Result<Answer, Failure> {
    let id = ask.organization_id;
    let user = {
        let mut conn = cx.app.store.read().await?;
        let (_, by) = own(&cx, &mut conn, &id).await?;
        organization::check_permission(&by, Permission::ManageProfile)?;
        by.user
    };
    let (picture, _) = drawn(&cx, user.as_str(), incoming).await?;
    let name = name(&cx, Owner::Organization(&id), &picture);
    let shown = transact!(cx.app.store, |tx| {
        let (mut stored, by) = own(&cx, &mut tx, &id).await?;
        organization::check_permission(&by, Permission::ManageProfile)?;
        pictures::replace(&mut tx, cx.instance_id(), Owner::Organization(&id), &name, &picture, cx.now).await?;
        stored.picture = Some(name.clone());
        stored.organization.updated_at = cx.now;
        organizations::save(&mut tx, cx.instance_id(), &stored).await?;
        Ok(present::organization(&cx.instance, &stored))
    })?;
    Answer::changed(shown)
}

/// `DELETE /v1/organizations/{organization_id}/logo`: answers with the organization, which clients show again, and with
/// the word that something is gone, which the published description has.
pub(super) async fn delete_logo(cx: Cx, ask: DeleteOrganizationLogo) -> Result<Answer, Failure> {
    let id = ask.organization_id;
    let shown = transact!(cx.app.store, |tx| {
        let (mut stored, by) = own(&cx, &mut tx, &id).await?;
        organization::check_permission(&by, Permission::ManageProfile)?;
        stored.picture.take().ok_or_else(no_picture)?;
        stored.organization.updated_at = cx.now;
        pictures::delete(&mut tx, cx.instance_id(), Owner::Organization(&id)).await?;
        organizations::save(&mut tx, cx.instance_id(), &stored).await?;
        Ok(present::organization(&cx.instance, &stored))
    })?;
    let mut shown = json!(shown);
    shown["deleted"] = json!(true);
    Answer::changed(shown)
}

/// `GET /v1/pictures/{name}`: the name is made from what is in the file and whose it is, so it is never another file.
pub(super) async fn get(cx: Cx, call: Call) -> Result<Answer, Failure> {
    let values = match_path("/v1/pictures/{name}", &call.path).unwrap_or_default();
    let name = values.into_iter().next().map(|(_, name)| name).unwrap_or_default();
    let found = pictures::find(&mut *cx.app.store.read().await?, cx.instance_id(), &name).await?;
    let picture = found.ok_or_else(|| Failure::code(ErrorCode::IMAGE_NOT_FOUND))?;
    let tag = format!("\"{name}\"");
    let known = call.headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let known = known.into_iter().any(|tags| tags.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let mut response = Response::new(if known { Body::empty() } else { Body::from(picture.bytes) });
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).map_err(|error| Failure::Internal(error.into()));
    headers.insert(CONTENT_TYPE, value(&picture.content_type)?);
    headers.insert(ETAG, value(&tag)?);
    for_everybody(headers);
    Ok(Answer::Whole(response))
}

/// The headers of a picture that never changes and that pages of other sites show.
pub(super) fn for_everybody(headers: &mut HeaderMap) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
}

/// Reads a file, unless this person or address has sent too many, and draws it anew.
async fn drawn(cx: &Cx, user: &str, incoming: Incoming) -> Result<(Picture, Option<String>), Failure> {
    cx.app.limiter.picture(cx.instance_id().as_str(), cx.address, user)?;
    let busy = || Failure::code(ErrorCode::SERVICE_UNAVAILABLE);
    let _place = cx.app.pictures.place().ok_or_else(busy)?;
    let File { name, bytes } = incoming.read().await?;
    let picture = cx.app.pictures.draw(bytes).await?.map_err(|refused| match refused {
        Refused::Unreadable => Failure::code(ErrorCode::REQUEST_BODY_INVALID),
        Refused::TooLarge => Failure::code(ErrorCode::IMAGE_TOO_LARGE),
    })?;
    Ok((picture, name))
}

/// Nobody finds a picture by guessing, and the same picture of two people does not tell that it is the same.
fn name(cx: &Cx, owner: Owner<'_>, picture: &Picture) -> String {
    let content: String = Sha256::digest(&picture.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let name = cx.instance.secret.mac("picture", &format!("{} {content}", owner.id()));
    let kind = if picture.content_type == "image/png" { "png" } else { "jpg" };
    format!("{}.{kind}", &name[..32])
}

fn no_picture() -> Failure {
    Failure::code(ErrorCode::IMAGE_NOT_FOUND)
}
