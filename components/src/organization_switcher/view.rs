use super::state::{OrganizationSwitcherState, SwitcherAct};
use crate::i18n::{Messages, fill};
use crate::theme::Appearance;
use crate::ui::avatar::{Face, FaceSize, avatar};
use crate::ui::icon::{Icon, icon};
use crate::ui::menu::{Leading, Menu, MenuGroup, MenuItem, menu};
use crate::ui::{card, skeleton};
use leptos::{html, prelude::*};
use std::sync::Arc;

const CREATE: &str = "+create";

/// Draws `<OrganizationSwitcher>` from its state, with the dialog that makes an organization beside it.
pub fn organization_switcher_view(
    id: String,
    state: Signal<OrganizationSwitcherState>,
    act: Callback<SwitcherAct>,
    messages: Arc<Messages>,
    appearance: Appearance,
    create_dialog: AnyView,
) -> AnyView {
    let shape = Memo::new(move |_| state.with(|state| (state.loaded, state.shown)));
    let drawn = move || match shape.get() {
        (false, _) => skeleton::shapes(&["chip"]),
        (true, false) => ().into_any(),
        (true, true) => draw(id.clone(), state, act, messages.clone()),
    };
    let children = view! { {drawn}{create_dialog} }.into_any();
    card::root(&appearance, "fd-root fd-inline", NodeRef::<html::Div>::new(), children)
}

fn draw(
    id: String,
    state: Signal<OrganizationSwitcherState>,
    act: Callback<SwitcherAct>,
    messages: Arc<Messages>,
) -> AnyView {
    let words = messages.organization_switcher.clone();
    let (personal, none, trigger) = (words.personal.to_string(), words.none.to_string(), words.trigger.to_string());
    let current = Memo::new(move |_| state.with(|state| current(state, &personal, &none)));
    let face = move || {
        let (name, face) = current.get();
        view! {
            {avatar(&face, FaceSize::Small)}
            <span class="fd-switcher-name">{name}</span>
        }
        .into_any()
    };
    menu(Menu {
        id,
        label: words.menu.to_string(),
        trigger_class: "fd-switcher",
        trigger_label: Signal::derive(move || current.with(|(name, _)| fill(&trigger, &[("name", name)]))),
        trigger: view! { {face}{icon(Icon::UpDown)} }.into_any(),
        align_end: false,
        head: ().into_any(),
        groups: Signal::derive(move || state.with(|state| groups(state, &messages))),
        on_press: Callback::new(move |key: String| {
            act.run(if key == CREATE { SwitcherAct::Create } else { SwitcherAct::Choose(key) });
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
    let words = &messages.organization_switcher;
    let personal = state.personal.iter().map(|face| MenuItem {
        key: String::new(),
        leading: Leading::Face(face.clone()),
        title: words.personal.to_string(),
        detail: Some(words.personal_detail.to_string()),
        checked: Some(state.current.is_empty()),
        href: None,
    });
    let organizations = state.organizations.iter().map(|workspace| MenuItem {
        key: workspace.key.clone(),
        leading: Leading::Face(workspace.face.clone()),
        title: workspace.face.name.clone(),
        detail: Some(workspace.role.clone()).filter(|role| !role.is_empty()),
        checked: Some(workspace.key == state.current),
        href: None,
    });
    let choose = MenuGroup { heading: None, items: personal.chain(organizations).collect() };
    let mut make = MenuGroup::default();
    if state.may_create {
        make.items.push(MenuItem::action(CREATE, Icon::Plus, words.create.clone()));
    }
    [choose, make].into_iter().filter(|group| !group.items.is_empty()).collect()
}
