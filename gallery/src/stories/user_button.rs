use crate::samples::{ada, one_account, two_accounts};
use crate::{Stage, Story};
use frontdesk_components::shown::Shown;
use frontdesk_components::ui::avatar::FaceSize;
use frontdesk_components::ui::card;
use frontdesk_components::ui::icon::Icon;
use frontdesk_components::ui::menu::MenuItem;
use frontdesk_components::user_avatar::user_avatar_view;
use frontdesk_components::user_button::{UserButtonState, user_button_view};
use leptos::prelude::*;
use std::sync::Arc;

const NAME: &str = "UserButton";
const AVATAR: &str = "UserAvatar";

pub(super) const STORIES: &[Story] = &[
    Story::new(NAME, "closed", "The button alone.", |stage| draw(stage, one_account())),
    Story::menu(NAME, "one-account", "The menu of somebody with one account.", |stage| {
        draw(stage, UserButtonState { manages: true, ..one_account() })
    }),
    Story::menu(NAME, "several-accounts", "The menu of a browser with two accounts.", |stage| {
        draw(stage, UserButtonState { manages: true, ..two_accounts() })
    }),
    Story::menu(NAME, "own-items", "Items of the app’s own above the way out.", |stage| {
        let billing = MenuItem { href: Some("#".to_owned()), ..MenuItem::action("+own-0", Icon::KEY, "Billing") };
        draw(stage, UserButtonState { own: vec![billing], ..one_account() })
    }),
    Story::new(NAME, "loading", "Nothing is known yet: a shape keeps the place.", |stage| {
        draw(stage, UserButtonState::default())
    }),
    Story::new(AVATAR, "sizes", "Small, medium and large.", |stage| {
        let sizes = [FaceSize::Small, FaceSize::Medium, FaceSize::Large];
        let faces = sizes.map(|size| user_avatar_view(Some(Some(ada().face)), size));
        card::root(&stage.appearance, "fd-root gallery-row", None, faces.into_iter().collect())
    }),
    Story::new(AVATAR, "loading", "Nothing is known yet: a shape keeps the place.", |stage| {
        let face = user_avatar_view(None, FaceSize::Large);
        card::root(&stage.appearance, "fd-root gallery-row", None, vec![face])
    }),
];

fn draw(stage: &Stage, state: UserButtonState) -> AnyView {
    let act = Arc::new(|_| ());
    user_button_view("fd-user-button".to_owned(), Shown::always(state), act, stage.messages.clone(), &stage.appearance)
}
