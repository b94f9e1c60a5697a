use super::state::{OrganizationSwitcherState, SwitcherAct};
use crate::i18n::{Messages, fill};
use crate::shown::Shown;
use crate::theme::Appearance;
use crate::ui::avatar::{Face, FaceSize, avatar};
use crate::ui::element::{el, key_of, keyed, nothing, several};
use crate::ui::icon::{Icon, icon};
use crate::ui::menu::{Menu, MenuGroup, MenuItem, MenuSearch, menu};
use crate::ui::{card, skeleton};
use leptos::prelude::*;
use std::sync::Arc;

const CREATE: &str = "+create";
const MANAGE: &str = "+manage";

/// What the view tells when something is chosen.
type Acts = Arc<dyn Fn(SwitcherAct) + Send + Sync>;

/// Draws `<OrganizationSwitcher>` from its state, with the dialog that makes an organization beside it.
pub fn organization_switcher_view(
    id: String,
    state: Shown<OrganizationSwitcherState>,
    act: Acts,
    messages: Messages,
    appearance: &Appearance,
    create_dialog: AnyView,
) -> AnyView {
    let (key, words) = (state.clone(), messages.clone());
    let drawn = keyed(
        move || key.with(|state| key_of(&(state.loaded, state.shown, words.revision()))),
        move || match state.peek(|state| (state.loaded, state.shown)) {
            (false, _) => skeleton::shapes(&["chip"]),
            (true, false) => nothing(),
            (true, true) => draw(id.clone(), state.clone(), act.clone(), messages.clone()),
        },
    );
    card::root(appearance, "fd-root fd-inline", None, vec![drawn, create_dialog])
}

fn draw(id: String, state: Shown<OrganizationSwitcherState>, act: Acts, messages: Messages) -> AnyView {
    let words = messages.organization_switcher();
    let trigger_words = words.trigger.to_owned();
    let (personal, none, shown) = (words.personal.to_owned(), words.none.to_owned(), state.clone());
    let current = Arc::new(move || shown.with(|state| current(state, &personal, &none)));
    let (key, named) = (current.clone(), current.clone());
    let face = keyed(
        move || key_of(&key()),
        move || {
            let (name, face) = current();
            several(vec![avatar(&face, FaceSize::Small), el("span").class("fd-switcher-name").text(name).build()])
        },
    );
    menu(Menu {
        id,
        label: words.menu.to_owned(),
        trigger_class: "fd-switcher",
        trigger_label: Arc::new(move || fill(&trigger_words, &[("name", &named().0)])),
        trigger: several(vec![face, icon(Icon::UP_DOWN)]),
        align_end: false,
        head: None,
        search: Some(MenuSearch { label: words.search.to_owned(), nothing: words.nothing_found.to_owned() }),
        small: false,
        groups: Arc::new(move || state.with(|state| groups(state, &messages))),
        on_press: Arc::new(move |key| {
            act(match key.as_str() {
                CREATE => SwitcherAct::Create,
                MANAGE => SwitcherAct::Manage,
                _ => SwitcherAct::Choose(key),
            });
        }),
    })
}

/// The name and the picture of where the person works.
fn current(state: &OrganizationSwitcherState, personal: &str, none: &str) -> (String, Face) {
    if let Some(workspace) = state.organizations.iter().find(|workspace| workspace.key == state.current) {
        return (workspace.face.name.clone(), workspace.face.clone());
    }
    match &state.personal {
        Some(face) => (personal.to_owned(), face.clone()),
        None => (none.to_owned(), Face { square: true, ..Face::default() }),
    }
}

fn groups(state: &OrganizationSwitcherState, messages: &Messages) -> Vec<MenuGroup> {
    let words = messages.organization_switcher();
    let personal = state.personal.iter().map(|face| MenuItem {
        detail: Some(words.personal_detail.to_owned()),
        checked: Some(state.current.is_empty()),
        ..MenuItem::face("", face.clone(), words.personal)
    });
    let organizations = state.organizations.iter().map(|workspace| MenuItem {
        detail: Some(workspace.role.clone()).filter(|role| !role.is_empty()),
        checked: Some(workspace.key == state.current),
        ..MenuItem::face(&workspace.key, workspace.face.clone(), &workspace.face.name)
    });
    let choose = MenuGroup { heading: None, items: personal.chain(organizations).collect() };
    let mut make = MenuGroup::default();
    if state.manages && !state.current.is_empty() {
        let href = Some(state.manage_url.clone()).filter(|url| !url.is_empty());
        make.items.push(MenuItem { href, ..MenuItem::action(MANAGE, Icon::GEAR, words.manage) });
    }
    if state.may_create {
        make.items.push(MenuItem::action(CREATE, Icon::PLUS, words.create));
    }
    [choose, make].into_iter().filter(|group| !group.items.is_empty()).collect()
}
