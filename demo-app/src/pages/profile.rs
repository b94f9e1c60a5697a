//! The account on a page of its own, with the page in the path: `/profile/security`.

use frontdesk_components::sdk::navigation::Routing;
use frontdesk_components::{RedirectToSignIn, SignedIn, SignedOut, UserProfile};
use leptos::prelude::*;

use crate::router::PROFILE;

/// The account.
#[component]
pub(crate) fn Profile() -> impl IntoView {
    view! {
        <SignedIn>
            <div class="demo-profile">
                <UserProfile routing=Routing::Path(PROFILE.to_owned()) />
            </div>
        </SignedIn>
        <SignedOut>
            <RedirectToSignIn />
        </SignedOut>
    }
}
