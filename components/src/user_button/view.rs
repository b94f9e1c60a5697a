use super::state::{Account, UserAct, UserButtonState};
use crate::i18n::{Messages, fill};
use crate::theme::Appearance;
use crate::ui::avatar::{FaceSize, avatar};
use crate::ui::icon::Icon;
use crate::ui::menu::{Leading, Menu, MenuGroup, MenuItem, menu};
use crate::ui::{card, skeleton};
use leptos::{html, prelude::*};
use std::sync::Arc;

const ADD: &str = "+add";
const SIGN_OUT: &str = "+sign-out";
const SIGN_OUT_ALL: &str = "+sign-out-all";

/// Draws `<UserButton>` from its state: a circle while loading, nothing when nobody is signed in.
pub fn user_button_view(
    id: String,
    state: Signal<UserButtonState>,
    act: Callback<UserAct>,
    messages: Arc<Messages>,
    appearance: Appearance,
) -> AnyView {
    let current = Memo::new(move |_| state.with(|state| (state.loaded, state.current.clone())));
    let drawn = move || match current.get() {
        (false, _) => view! { <span class="fd-user-button">{skeleton::shapes(&["circle"])}</span> }.into_any(),
        (true, None) => ().into_any(),
        (true, Some(account)) => draw(id.clone(), &account, state, act, messages.clone()),
    };
    card::root(&appearance, "fd-root fd-inline", NodeRef::<html::Div>::new(), drawn.into_any())
}

fn draw(
    id: String,
    account: &Account,
    state: Signal<UserButtonState>,
    act: Callback<UserAct>,
    messages: Arc<Messages>,
) -> AnyView {
    let words = &messages.user_button;
    let name = if account.face.name.is_empty() { &account.address } else { &account.face.name };
    let label = fill(&words.trigger, &[("name", name)]);
    let address = (account.address != *name).then(|| account.address.clone());
    let head = view! {
        <div class="fd-popover-head">
            {avatar(&account.face, FaceSize::Large)}
            <div class="fd-lines"><strong>{name.clone()}</strong>{address.map(|address| view! { <span>{address}</span> })}</div>
        </div>
    };
    let menu_label = words.menu.to_string();
    let groups = Signal::derive(move || state.with(|state| groups(state, &messages)));
    menu(Menu {
        id,
        label: menu_label,
        trigger_class: "fd-user-button",
        trigger_label: Signal::stored(label),
        trigger: avatar(&account.face, FaceSize::Medium),
        align_end: true,
        head: head.into_any(),
        groups,
        on_press: Callback::new(move |key: String| {
            act.run(match key.as_str() {
                SIGN_OUT => UserAct::SignOut,
                SIGN_OUT_ALL => UserAct::SignOutAll,
                _ => UserAct::Switch(key),
            });
        }),
    })
}

fn groups(state: &UserButtonState, messages: &Messages) -> Vec<MenuGroup> {
    let words = &messages.user_button;
    let others: Vec<MenuItem> = state
        .others
        .iter()
        .map(|account| {
            let named = !account.face.name.is_empty() && account.face.name != account.address;
            MenuItem {
                key: account.key.clone(),
                leading: Leading::Face(account.face.clone()),
                title: if named { account.face.name.clone() } else { account.address.clone() },
                detail: named.then(|| account.address.clone()),
                checked: None,
                href: None,
            }
        })
        .collect();
    let mut accounts =
        MenuGroup { heading: (!others.is_empty()).then(|| words.other_accounts.to_string()), items: others };
    if !state.add_account_url.is_empty() {
        let href = Some(state.add_account_url.clone());
        accounts.items.push(MenuItem { href, ..MenuItem::action(ADD, Icon::Plus, words.add_account.clone()) });
    }
    let mut leave =
        MenuGroup { heading: None, items: vec![MenuItem::action(SIGN_OUT, Icon::SignOut, words.sign_out.clone())] };
    if !state.others.is_empty() {
        leave.items.push(MenuItem::action(SIGN_OUT_ALL, Icon::SignOut, words.sign_out_all.clone()));
    }
    [accounts, leave].into_iter().filter(|group| !group.items.is_empty()).collect()
}
