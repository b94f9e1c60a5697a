//! What is shown to whom, and who it is.

use crate::mounted::use_desk;
use frontdesk_components::sdk::{Frontdesk, Snapshot, Status};
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

fn shown(shown: bool, props: &ControlProps) -> Html {
    if shown { props.children.clone() } else { Html::default() }
}
