use frontdesk_components::{SignedIn, SignedOut, use_auth, use_frontdesk, use_user};
use frontdesk_sdk::SetActive;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// `/organizations`: where the person is a member, and the way to work there.
#[component]
pub(crate) fn Organizations() -> impl IntoView {
    view! {
        <h1 class="demo-title">"Your organizations"</h1>
        <p class="demo-lead">
            "Each tab works in one place at a time. The token names it, so a back end knows for whom a call is made. "
            "Create a new one from the switcher at the top."
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

/// A place to work: the personal workspace, or an organization.
#[derive(Clone, PartialEq)]
struct Place {
    id: Option<String>,
    name: String,
    role: String,
    current: bool,
}

#[component]
fn Places() -> impl IntoView {
    let auth = use_auth();
    let user = use_user();
    let places = Memo::new(move |_| {
        let current = auth.organization_id();
        let memberships = user.get().map(|user| user.organization_memberships).unwrap_or_default();
        let personal = Place {
            id: None,
            name: "Personal workspace".to_owned(),
            role: "Only you".to_owned(),
            current: current.is_none(),
        };
        let organizations = memberships.into_iter().map(|membership| Place {
            current: current.as_deref() == Some(membership.organization.id.as_str()),
            id: Some(membership.organization.id.to_string()),
            name: membership.organization.name,
            role: membership.role_name,
        });
        std::iter::once(personal).chain(organizations).collect::<Vec<_>>()
    });
    let here = Memo::new(move |_| {
        places.with(|places| {
            places.iter().find(|place| place.current).map(|place| place.name.clone()).unwrap_or_default()
        })
    });
    let problem = RwSignal::new(None::<String>);
    view! {
        <section class="demo-panel" aria-label="Places to work" style:margin-block-start="2rem">
            <ul class="demo-list">
                {move || places.get().into_iter().map(|place| view! { <Line place problem /> }).collect_view()}
            </ul>
        </section>
        <p class="demo-lead" data-tab-place=move || here.get()>
            "This tab works in " <strong>{move || here.get()}</strong> ". Another tab may work elsewhere at the same time: "
            <a href="/organizations" target="_blank" rel="noopener">"open a second tab"</a>
            ", choose another place there, and this one stays where it is."
        </p>
        <p class="demo-lead" role="alert">{move || problem.get()}</p>
    }
}

#[component]
fn Line(place: Place, problem: RwSignal<Option<String>>) -> impl IntoView {
    let frontdesk = use_frontdesk();
    let busy = RwSignal::new(false);
    let Place { id, name, role, current } = place;
    let shape = id.is_none().then_some("round");
    let first: String = name.chars().next().into_iter().collect();
    let label = ["Work here: ", &name].concat();
    let switch = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let frontdesk = frontdesk.clone();
        let next = id.clone().map_or_else(SetActive::personal, SetActive::organization);
        spawn_local(async move {
            problem.set(frontdesk.set_active(next).await.err().map(|error| error.to_string()));
            // The line may be gone: the list is drawn anew after a switch.
            let _ = busy.try_set(false);
        });
    };
    view! {
        <li>
            <span class="demo-badge" data-shape=shape aria-hidden="true">{first}</span>
            <div>
                <strong>{name}</strong>
                <span>{role}</span>
            </div>
            {if current {
                view! { <span class="demo-status" data-kind="good">"You work here"</span> }.into_any()
            } else {
                view! {
                    <button
                        class="demo-button"
                        data-size="small"
                        aria-label=label
                        aria-busy=move || busy.get().to_string()
                        on:click=switch
                    >
                        "Work here"
                    </button>
                }
                .into_any()
            }}
        </li>
    }
}
