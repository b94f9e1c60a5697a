//! What is shown to whom, and who it is.

use crate::mounted::{any, use_desk, use_mounted};
use frontdesk_components::sdk::authorization::Requirement;
use frontdesk_components::sdk::{Frontdesk, Snapshot, Status};
use leptos::prelude::view;
use std::sync::Arc;
use yew::prelude::*;

/// The engine itself.
#[hook]
pub fn use_frontdesk() -> Frontdesk {
    use_desk().0.frontdesk().clone()
}

/// What is known now; the component is drawn again with each change.
#[hook]
pub fn use_snapshot() -> Arc<Snapshot> {
    let desk = use_desk();
    let frontdesk = desk.0.frontdesk().clone();
    let changed = use_force_update();
    let engine = frontdesk.clone();
    use_effect_with(desk, move |_| {
        let subscription = engine.subscribe(move |_| changed.force_update());
        move || drop(subscription)
    });
    frontdesk.snapshot()
}

/// The props of the components that show or hide what is inside.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ControlProps {
    /// What they see.
    #[prop_or_default]
    pub children: Html,
}

/// Shows its children to people who are signed in.
#[component]
pub fn SignedIn(props: &ControlProps) -> Html {
    let snapshot = use_snapshot();
    shown(snapshot.is_loaded() && snapshot.is_signed_in(), props)
}

/// Shows its children to people who are not signed in.
#[component]
pub fn SignedOut(props: &ControlProps) -> Html {
    let snapshot = use_snapshot();
    shown(snapshot.is_loaded() && !snapshot.is_signed_in(), props)
}

/// Shows its children until it is known who is signed in.
#[component]
pub fn AuthLoading(props: &ControlProps) -> Html {
    let snapshot = use_snapshot();
    shown(snapshot.status == Status::Loading, props)
}

/// The props of [`Protect`]. Everything that is named must hold; without anything named, being signed in is enough.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ProtectProps {
    /// Only for this role in the organization, such as `org:admin`.
    #[prop_or_default]
    pub role: Option<AttrValue>,
    /// Only for those who have this permission in the organization, such as `org:invoices:read`.
    #[prop_or_default]
    pub permission: Option<AttrValue>,
    /// Only for those who have this feature, such as `org:beta`.
    #[prop_or_default]
    pub feature: Option<AttrValue>,
    /// Only for those who have this plan.
    #[prop_or_default]
    pub plan: Option<AttrValue>,
    /// What all others see.
    #[prop_or_default]
    pub fallback: Html,
    /// What those who may see it see.
    #[prop_or_default]
    pub children: Html,
}

/// Shows its children to people who may see them, and the fallback to all others.
///
/// This hides; it does not guard. Whatever must not be read is checked by the app's server.
#[component]
pub fn Protect(props: &ProtectProps) -> Html {
    let (snapshot, frontdesk) = (use_snapshot(), use_frontdesk());
    let text = |text: &Option<AttrValue>| text.as_deref().map(str::to_owned);
    let wanted = Requirement {
        role: text(&props.role),
        permission: text(&props.permission),
        feature: text(&props.feature),
        plan: text(&props.plan),
        ..Requirement::default()
    };
    let allowed = if wanted == Requirement::default() { snapshot.is_signed_in() } else { frontdesk.has(&wanted) };
    match (snapshot.is_loaded(), allowed) {
        (false, _) => Html::default(),
        (true, true) => props.children.clone(),
        (true, false) => props.fallback.clone(),
    }
}

/// Shows its children once it is known who is signed in.
#[component]
pub fn AuthLoaded(props: &ControlProps) -> Html {
    let snapshot = use_snapshot();
    shown(snapshot.is_loaded(), props)
}

/// Shows its children while the server cannot be reached and the last good state is shown. They go by themselves.
#[component]
pub fn AuthDegraded(props: &ControlProps) -> Html {
    let snapshot = use_snapshot();
    shown(snapshot.status == Status::Degraded, props)
}

/// Shows its children when it cannot be known who is signed in. The engine goes on trying.
#[component]
pub fn AuthFailed(props: &ControlProps) -> Html {
    let snapshot = use_snapshot();
    shown(snapshot.status == Status::Failed, props)
}

/// Sends whoever is signed out to the app's sign-in page, and back here afterwards.
#[component]
pub fn RedirectToSignIn() -> Html {
    use_mounted(&(), |()| any(view! { <frontdesk_components::RedirectToSignIn /> }), |page, ()| page)
}

/// Sends whoever is signed out to the app's sign-up page, and back here afterwards.
#[component]
pub fn RedirectToSignUp() -> Html {
    use_mounted(&(), |()| any(view! { <frontdesk_components::RedirectToSignUp /> }), |page, ()| page)
}

fn shown(shown: bool, props: &ControlProps) -> Html {
    if shown { props.children.clone() } else { Html::default() }
}
