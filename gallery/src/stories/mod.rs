//! All stories. A new one is one entry in the list of its file.

mod create_organization;
mod organization_list;
mod organization_profile;
mod organization_switcher;
mod primitives;
mod proof;
mod sign_in;
mod sign_up;
mod user_button;
mod user_profile;

use crate::Story;

/// The lists, in the order in which they are shown.
const LISTS: &[&[Story]] = &[
    sign_in::STORIES,
    sign_up::STORIES,
    user_button::STORIES,
    user_profile::STORIES,
    proof::STORIES,
    organization_switcher::STORIES,
    organization_profile::STORIES,
    organization_list::STORIES,
    create_organization::STORIES,
    primitives::STORIES,
];

/// Every story.
pub fn all() -> impl Iterator<Item = &'static Story> {
    LISTS.iter().copied().flatten()
}

/// The story with this path.
pub fn find(path: &str) -> Option<&'static Story> {
    all().find(|story| story.path() == path)
}

/// What is shown before anything is chosen.
pub fn first() -> &'static Story {
    &sign_in::STORIES[0]
}

/// The components that have stories, in their order.
pub fn components() -> Vec<&'static str> {
    let mut components: Vec<&'static str> = all().map(|story| story.component).collect();
    components.dedup();
    components
}
