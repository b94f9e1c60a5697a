use frontdesk_components::{OrganizationList, SignedIn, SignedOut, use_auth, use_user};
use leptos::prelude::*;

/// `/organizations`: where the person is a member, and the way to work there.
#[component]
pub(crate) fn Organizations() -> impl IntoView {
    view! {
        <h1 class="demo-title">"Your organizations"</h1>
        <p class="demo-lead">
            "Each tab works in one place at a time. The token names it, so a back end knows for whom a call is made. "
            "Choose one here or from the switcher at the top."
        </p>
        <SignedIn>
            <Places />
        </SignedIn>
        <SignedOut>
            <div class="demo-actions">
                <a class="demo-button" data-variant="primary" href="/sign-in?redirect_url=%2Forganizations">"Sign in"</a>
                <a class="demo-button" href="/sign-up">"Create an account"</a>
            </div>
        </SignedOut>
    }
}

#[component]
fn Places() -> impl IntoView {
    let auth = use_auth();
    let user = use_user();
    let here = Memo::new(move |_| {
        let current = auth.organization_id();
        let memberships = user.get().map(|user| user.organization_memberships).unwrap_or_default();
        let found = memberships.into_iter().find(|one| current.as_deref() == Some(one.organization.id.as_str()));
        found.map_or_else(|| "Personal workspace".to_owned(), |one| one.organization.name)
    });
    view! {
        <div class="demo-profile" style:margin-block-start="2rem">
            <OrganizationList create_organization_url="/organizations/new" />
        </div>
        <p class="demo-lead" data-tab-place=move || here.get()>
            "This tab works in " <strong>{move || here.get()}</strong> ". Another tab may work elsewhere at the same time: "
            <a href="/organizations" target="_blank" rel="noopener">"open a second tab"</a>
            ", choose another place there, and this one stays where it is. "
            <a href="/organization">"See the organization"</a>
            " with its members."
        </p>
    }
}
