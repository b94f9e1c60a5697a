//! The organization that one works in, with the page in the path: `/organization/members`; and the page where one is made.

use frontdesk_components::sdk::navigation::Routing;
use frontdesk_components::{CreateOrganization, OrganizationProfile, RedirectToSignIn, SignedIn, SignedOut};
use leptos::prelude::*;

use crate::router::ORGANIZATION;

/// The organization.
#[component]
pub(crate) fn Organization() -> impl IntoView {
    view! {
        <SignedIn>
            <div class="demo-profile">
                <OrganizationProfile routing=Routing::Path(ORGANIZATION.to_owned()) />
            </div>
        </SignedIn>
        <SignedOut>
            <RedirectToSignIn />
        </SignedOut>
    }
}

/// A new organization.
#[component]
pub(crate) fn NewOrganization() -> impl IntoView {
    view! {
        <SignedIn>
            <div class="demo-profile">
                <CreateOrganization after_create_url=ORGANIZATION autofocus=true />
            </div>
        </SignedIn>
        <SignedOut>
            <RedirectToSignIn />
        </SignedOut>
    }
}
