use crate::samples::{workspace, workspaces};
use crate::{Stage, Story};
use frontdesk_components::organization_switcher::{OrganizationSwitcherState, organization_switcher_view};
use frontdesk_components::shown::Shown;
use leptos::prelude::*;
use std::sync::Arc;

const SWITCHER: &str = "OrganizationSwitcher";

pub(super) const STORIES: &[Story] = &[
    Story::new(SWITCHER, "closed", "The organization in which one works.", |stage| switcher(stage, workspaces())),
    Story::menu(SWITCHER, "open", "The current one is marked; the workspace of one’s own is last.", |stage| {
        switcher(stage, workspaces())
    }),
    Story::menu(SWITCHER, "many", "Many organizations are searched.", |stage| {
        let names = ["Acme", "Bletchley", "Harbor Books", "Lovelace Labs", "Nine Elms", "Orchard", "Pier 9", "Quay"];
        let organizations = names.map(|name| workspace(name, name)).into_iter().collect();
        switcher(stage, OrganizationSwitcherState { organizations, current: "Quay".to_owned(), ..workspaces() })
    }),
    Story::menu(SWITCHER, "personal", "One works in the workspace of one’s own.", |stage| {
        switcher(stage, OrganizationSwitcherState { current: String::new(), ..workspaces() })
    }),
    Story::new(SWITCHER, "loading", "Nothing is known yet: a shape keeps the place.", |stage| {
        switcher(stage, OrganizationSwitcherState::default())
    }),
];

fn switcher(stage: &Stage, state: OrganizationSwitcherState) -> AnyView {
    let (id, act, messages) = ("fd-switcher".to_owned(), Arc::new(|_| ()), stage.messages.clone());
    organization_switcher_view(id, Shown::always(state), act, messages, &stage.appearance, ().into_any())
}
