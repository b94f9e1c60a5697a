//! `<UserAvatar>`: the picture of who is signed in.

use crate::provider::Desk;
use crate::theme::Appearance;
use crate::ui::avatar::{Face, FaceSize, avatar};
use crate::ui::element::{el, key_of, keyed, nothing};
use crate::ui::{card, skeleton};
use crate::user_button::controller::face;
use leptos::prelude::*;

/// Shows the picture of who is signed in, or the letters of the name. While loading it keeps its place; signed out it is nothing.
#[component]
pub fn UserAvatar(
    /// How large.
    #[prop(optional)]
    size: FaceSize,
    /// Other looks than the provider's.
    #[prop(optional)]
    appearance: Option<Appearance>,
) -> impl IntoView {
    let desk = Desk::expect();
    let snapshot = desk.snapshot;
    let read = move || -> Option<Option<Face>> {
        snapshot.with(|snapshot| snapshot.is_loaded().then(|| snapshot.user().map(face)))
    };
    let drawn = keyed(move || key_of(&read()), move || user_avatar_view(read(), size));
    card::root(&desk.looks(appearance), "fd-root fd-inline", None, vec![drawn])
}

/// Draws `<UserAvatar>`: nothing known yet, nobody, or somebody.
pub fn user_avatar_view(face: Option<Option<Face>>, size: FaceSize) -> AnyView {
    match face {
        None => skeleton::shapes(&["circle"]),
        Some(None) => nothing(),
        Some(Some(face)) => el("span")
            .class("fd-user-avatar")
            .attr("role", "img")
            .attr("aria-label", face.name.clone())
            .child(avatar(&face, size))
            .build(),
    }
}
