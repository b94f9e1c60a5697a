//! Everything but the two forms, downloaded when it is first shown. Strangers wait for the sign-in page; it should not
//! bring the rest along. One part is enough: whoever needs one of these pages soon needs the others.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::desk::Desk;
use crate::pages::{Home, Missing, Organizations, Protected};

/// What is inside.
#[derive(Clone, Copy)]
pub(crate) struct Inside {
    pub(crate) home: fn() -> AnyView,
    pub(crate) protected: fn() -> AnyView,
    pub(crate) organizations: fn() -> AnyView,
    pub(crate) missing: fn() -> AnyView,
    /// What stands at the top for people who are signed in.
    pub(crate) desk: fn() -> AnyView,
}

/// The part of the module that holds all this.
#[lazy]
fn inside() -> Inside {
    Inside {
        home: || view! { <Home /> }.into_any(),
        protected: || view! { <Protected /> }.into_any(),
        organizations: || view! { <Organizations /> }.into_any(),
        missing: || view! { <Missing /> }.into_any(),
        desk: || view! { <Desk /> }.into_any(),
    }
}

/// Shows one of these things as soon as it is here. It is drawn where it stands, so it finds the contexts around it.
pub(crate) fn show(which: fn(Inside) -> fn() -> AnyView) -> AnyView {
    let arrived = RwSignal::new(None::<Inside>);
    spawn_local(async move {
        let inside = inside().await;
        // The person may have gone on meanwhile.
        let _ = arrived.try_set(Some(inside));
    });
    (move || arrived.get().map(|inside| which(inside)())).into_any()
}
