use super::state::{Account, UserAct, UserButtonState};
use crate::i18n::{Messages, fill};
use crate::own_page::OWN;
use crate::shown::Shown;
use crate::theme::{Appearance, dressed};
use crate::ui::avatar::{FaceSize, avatar};
use crate::ui::element::{el, key_of, keyed, nothing};
use crate::ui::icon::Icon;
use crate::ui::menu::{Menu, MenuGroup, MenuItem, menu};
use crate::ui::{card, skeleton};
use leptos::prelude::*;
use std::sync::Arc;

const ADD: &str = "+add";
const MANAGE: &str = "+manage";
const SIGN_OUT: &str = "+sign-out";
const SIGN_OUT_ALL: &str = "+sign-out-all";

/// What the view tells when something is chosen.
type Acts = Arc<dyn Fn(UserAct) + Send + Sync>;

/// Draws `<UserButton>` from its state: a circle while loading, nothing when nobody is signed in.
pub fn user_button_view(
    id: String,
    state: Shown<UserButtonState>,
    act: Acts,
    messages: Messages,
    appearance: &Appearance,
) -> AnyView {
    dressed(appearance, move || root(id, state, act, messages, appearance))
}

fn root(id: String, state: Shown<UserButtonState>, act: Acts, messages: Messages, appearance: &Appearance) -> AnyView {
    let (key, words) = (state.clone(), messages.clone());
    let drawn = keyed(
        move || key.with(|state| key_of(&(state.loaded, &state.current, words.revision()))),
        move || match state.peek(|state| (state.loaded, state.current.clone())) {
            (false, _) => el("span").class("fd-user-button").child(skeleton::shapes(&["circle"])).build(),
            (true, None) => nothing(),
            (true, Some(account)) => draw(id.clone(), &account, state.clone(), act.clone(), messages.clone()),
        },
    );
    card::root(appearance, "fd-root fd-inline", None, vec![drawn])
}

fn draw(id: String, account: &Account, state: Shown<UserButtonState>, act: Acts, messages: Messages) -> AnyView {
    let words = messages.user_button();
    let name = if account.face.name.is_empty() { &account.address } else { &account.face.name };
    // A page that a server renders knows that somebody is signed in before it knows the name.
    let label = if name.is_empty() { words.menu.to_owned() } else { fill(words.trigger, &[("name", name)]) };
    let address = (account.address != *name).then(|| account.address.clone());
    let lines = el("div")
        .class("fd-lines")
        .child(el("strong").child(el("bdi").text(name.clone())))
        .child(address.map(|address| el("span").child(el("bdi").text(address))));
    let head = el("div").class("fd-popover-head").child(avatar(&account.face, FaceSize::Large)).child(lines);
    menu(Menu {
        id,
        label: words.menu.to_owned(),
        trigger_class: "fd-user-button",
        trigger_label: Arc::new(move || label.clone()),
        trigger: avatar(&account.face, FaceSize::Medium),
        align_end: true,
        head: Some(head.build()),
        search: None,
        small: false,
        groups: Arc::new(move || state.with(|state| groups(state, &messages))),
        on_press: Arc::new(move |key| {
            act(match key.as_str() {
                SIGN_OUT => UserAct::SignOut,
                SIGN_OUT_ALL => UserAct::SignOutAll,
                MANAGE => UserAct::Manage,
                key if key.starts_with(OWN) => {
                    // A key of ours that is no number does not exist.
                    UserAct::Own(key.trim_start_matches(OWN).parse().unwrap_or_default())
                }
                _ => UserAct::Switch(key),
            });
        }),
    })
}

fn groups(state: &UserButtonState, messages: &Messages) -> Vec<MenuGroup> {
    let words = messages.user_button();
    let others: Vec<MenuItem> = state
        .others
        .iter()
        .map(|account| {
            let named = !account.face.name.is_empty() && account.face.name != account.address;
            let title = if named { &account.face.name } else { &account.address };
            let detail = named.then(|| account.address.clone());
            MenuItem { detail, ..MenuItem::face(&account.key, account.face.clone(), title) }
        })
        .collect();
    let mut accounts =
        MenuGroup { heading: (!others.is_empty()).then(|| words.other_accounts.to_owned()), items: others };
    if !state.add_account_url.is_empty() {
        let href = Some(state.add_account_url.clone());
        accounts.items.push(MenuItem { href, ..MenuItem::action(ADD, Icon::PLUS, words.add_account) });
    }
    let mut manage = MenuGroup::default();
    if state.manages {
        let href = Some(state.manage_url.clone()).filter(|url| !url.is_empty());
        manage.items.push(MenuItem { href, ..MenuItem::action(MANAGE, Icon::GEAR, words.manage) });
    }
    let mut leave =
        MenuGroup { heading: None, items: vec![MenuItem::action(SIGN_OUT, Icon::SIGN_OUT, words.sign_out)] };
    if !state.others.is_empty() {
        leave.items.push(MenuItem::action(SIGN_OUT_ALL, Icon::SIGN_OUT, words.sign_out_all));
    }
    let own = MenuGroup { heading: None, items: state.own.clone() };
    [manage, accounts, own, leave].into_iter().filter(|group| !group.items.is_empty()).collect()
}
