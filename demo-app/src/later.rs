//! Parts of the app that are downloaded when they are first shown. The sign-in page is the one that strangers wait for;
//! it should not bring the rest along.

use std::future::Future;

use frontdesk_components::{OrganizationSwitcher, UserButton};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::pages::{Home, Missing, Organizations, Protected, SignUpPage};

/// Draws something that has arrived.
pub(crate) type Draw = fn() -> AnyView;

/// What people see who have an account, and the way there. Whoever needs one of these soon needs the others.
#[derive(Clone, Copy)]
pub(crate) struct Inside {
    pub(crate) home: Draw,
    pub(crate) protected: Draw,
    pub(crate) organizations: Draw,
    pub(crate) missing: Draw,
    /// Where they work and who they are, for the head of the page.
    pub(crate) desk: Draw,
}

/// Everything but the two forms.
#[lazy]
pub(crate) fn inside() -> Inside {
    Inside {
        home: || view! { <Home /> }.into_any(),
        protected: || view! { <Protected /> }.into_any(),
        organizations: || view! { <Organizations /> }.into_any(),
        missing: || view! { <Missing /> }.into_any(),
        desk: || {
            view! {
                <OrganizationSwitcher />
                <UserButton />
            }
            .into_any()
        },
    }
}

/// The form for a new account.
#[lazy]
pub(crate) fn sign_up() -> Draw {
    || view! { <SignUpPage /> }.into_any()
}

/// Shows something as soon as it is here. It is drawn where it stands, so it finds the contexts around it.
pub(crate) fn show(draw: impl Future<Output = Draw> + 'static) -> AnyView {
    let arrived = RwSignal::new(None::<Draw>);
    spawn_local(async move {
        let draw = draw.await;
        // The person may have gone on meanwhile.
        let _ = arrived.try_set(Some(draw));
    });
    (move || arrived.get().map(|draw| draw())).into_any()
}
