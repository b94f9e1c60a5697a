//! The page of organizations: what a prop changes is drawn anew, and callbacks say what happened.

use frontdesk_yew::{
    CreateOrganization, FaceSize, OrganizationList, OrganizationProfile, OrganizationSwitcher, UserAvatar, use_snapshot,
};
use yew::prelude::*;

#[component]
pub(crate) fn Organizations() -> Html {
    let alone = use_state(|| false);
    let making = use_state(|| false);
    let told = use_state(String::new);
    let tell = |what: &'static str| {
        let told = told.clone();
        Callback::from(move |()| told.set(what.to_owned()))
    };
    let made = {
        let (making, tell) = (making.clone(), tell("An organization was made."));
        Callback::from(move |()| {
            making.set(false);
            tell.emit(());
        })
    };
    let (turn, begin) = (alone.clone(), making.clone());
    let works_in_one = use_snapshot().organization_id().is_some();
    html! {
        <>
            <p role="status">{(*told).clone()}</p>
            <UserAvatar size={FaceSize::Large} />
            <OrganizationSwitcher hide_personal={*alone} on_switched={tell("Switched by the menu.")} />
            <p>
                <label>
                    <input type="checkbox" checked={*alone} onchange={move |_| turn.set(!*turn)} />
                    {"Without the personal workspace"}
                </label>
                <button onclick={move |_| begin.set(true)}>{"Make one"}</button>
            </p>
            if *making {
                <CreateOrganization on_created={made} />
            } else {
                <OrganizationList hide_personal={*alone} on_selected={tell("Chosen from the list.")} />
            }
            if works_in_one {
                <OrganizationProfile on_left={tell("You have left.")} />
            }
        </>
    }
}
