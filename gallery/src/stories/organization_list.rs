use crate::samples::places;
use crate::{Stage, Story};
use frontdesk_components::organization_list::{OrganizationListState, OrganizationListView, organization_list_view};
use frontdesk_components::profile::FrameStage;
use frontdesk_components::shown::Shown;
use frontdesk_components::ui::alert::Alert;
use frontdesk_components::ui::element::nothing;
use leptos::prelude::*;
use std::sync::Arc;

const NAME: &str = "OrganizationList";

pub(super) const STORIES: &[Story] = &[
    Story::new(NAME, "places", "Every place with one’s role in it, and where one is.", |stage| draw(stage, places())),
    Story::new(NAME, "opening", "The chosen one shows the work.", |stage| {
        draw(stage, OrganizationListState { opening: Some("org_2".to_owned()), ..places() })
    }),
    Story::new(NAME, "refused", "One that cannot be opened now.", |stage| {
        let alert = Some(Alert::error("This one can’t be opened right now."));
        draw(stage, OrganizationListState { alert, ..places() })
    }),
    Story::new(NAME, "first", "There is no organization yet; the first one can be made.", |stage| {
        draw(stage, OrganizationListState { organizations: Vec::new(), current: String::new(), ..places() })
    }),
    Story::new(NAME, "only-asked", "There is none, and one may make none.", |stage| {
        let (organizations, current) = (Vec::new(), String::new());
        draw(stage, OrganizationListState { organizations, current, may_create: false, ..places() })
    }),
    Story::new(NAME, "loading", "Nothing is known yet: shapes keep the size.", |stage| {
        draw(stage, OrganizationListState::default())
    }),
    Story::new(NAME, "failed", "Nothing could be learnt from the server.", |stage| {
        draw(stage, OrganizationListState { stage: FrameStage::Failed, ..places() })
    }),
];

fn draw(stage: &Stage, state: OrganizationListState) -> AnyView {
    let view = OrganizationListView {
        id: "fd-organization-list".to_owned(),
        state: Shown::always(state),
        act: Arc::new(|_| ()),
        messages: stage.messages.clone(),
        appearance: stage.appearance.clone(),
    };
    organization_list_view(view, nothing())
}
