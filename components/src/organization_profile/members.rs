//! The page with the members: a search, a table, and the question whether one is to go.

use super::state::{
    Member, MembersStage, OrganizationAct, OrganizationEditing, OrganizationMay, OrganizationRow, OrganizationWork,
};
use super::view::Profile;
use crate::i18n::fill;
use crate::profile::{Open, editor_actions, news, open_button};
use crate::step::Act;
use crate::ui::alert::alert;
use crate::ui::avatar::{FaceSize, avatar};
use crate::ui::badge::{Tone, badge};
use crate::ui::button::{Button, button};
use crate::ui::dialog::{Dialog, DialogName, DialogSize, dialog, dialog_head};
use crate::ui::element::{effect, el, key_of, keyed, nothing, several};
use crate::ui::field::Typed;
use crate::ui::icon::{Icon, icon};
use crate::ui::search::{Search, search};
use crate::ui::section::{Entry, entry};
use crate::ui::select::{Select, select};
use crate::ui::skeleton;
use crate::ui::table::{Column, ColumnKind, Pages, Table, pages, table};
use leptos::prelude::*;
use std::sync::Arc;

/// Draws the page.
pub(super) fn members(profile: &Profile, may: OrganizationMay) -> AnyView {
    let words = profile.words();
    if !may.see_members {
        return notice(profile, Icon::LOCK, words.members_hidden_title, words.members_hidden_text, None);
    }
    let act = profile.view.act.clone();
    // In a page only: a server asks nobody.
    effect(move || untrack(|| act(OrganizationAct::ShowMembers)));
    let list = profile.part(
        |state| key_of(&state.members.stage),
        move |profile| match profile.peek(|state| state.members.stage) {
            MembersStage::Loading => loading(profile),
            MembersStage::Failed => {
                let words = profile.words();
                let again = profile.press(OrganizationAct::RetryMembers);
                notice(profile, Icon::OFFLINE, words.members_failed_title, words.members_failed_text, Some(again))
            }
            MembersStage::Known => known(profile, may.manage_members),
        },
    );
    let error = profile.error(OrganizationRow::Members);
    el("div")
        .class("fd-members")
        .attr("id", profile.id(OrganizationRow::Members.name()))
        .child(tools(profile))
        .child(alert(move || error(), profile.press(OrganizationAct::RetryMembers)))
        .child(news(profile.said(OrganizationRow::Members)))
        .child(list)
        .child(may.manage_members.then(|| removal(profile)))
        .build()
}

/// What stands there instead of a table.
fn notice(
    profile: &Profile,
    which: Icon,
    title: &'static str,
    text: &'static str,
    again: Option<crate::ui::button::Press>,
) -> AnyView {
    let again = again.map(|again| {
        let label = profile.view.messages.common().try_again;
        button(Button { wide: false, ..Button::secondary(label, again) })
    });
    el("div")
        .class("fd-members-notice")
        .attr("role", "status")
        .child(el("div").class("fd-notice").child(icon(which)))
        .child(el("strong").text(title))
        .child(el("p").class("fd-profile-subtitle").text(text))
        .child(again)
        .build()
}

fn tools(profile: &Profile) -> AnyView {
    let words = profile.words();
    let (sought, works, count) = (profile.view.state.clone(), profile.view.state.clone(), profile.view.state.clone());
    let act = profile.view.act.clone();
    let field = search(Search {
        id: profile.id("members-search"),
        label: words.search.to_owned(),
        clear: words.search_clear.to_owned(),
        value: Arc::new(move || sought.with(|state| state.members.query.clone())),
        on_input: Arc::new(move |query| act(OrganizationAct::Seek(query))),
        busy: Arc::new(move || works.with(|state| state.members.busy && !state.members.query.is_empty())),
    });
    let count = el("span")
        .class("fd-members-count")
        .attr("role", "status")
        .live_text(move || count.with(|state| state.members.count.clone()));
    el("div").class("fd-table-tools").child(field).child(count).build()
}

fn loading(profile: &Profile) -> AnyView {
    let row = |_| {
        let lines = el("span").class("fd-entry-lines").child(skeleton::shapes(&["label", "text"]));
        el("div").class("fd-entry").child(skeleton::shapes(&["circle"])).child(lines).build()
    };
    el("div")
        .class("fd-members-waits")
        .attr("role", "status")
        .attr("aria-label", profile.view.messages.common().loading)
        .child((0..3).map(row).collect::<Vec<_>>())
        .build()
}

fn known(profile: &Profile, manages: bool) -> AnyView {
    let words = profile.words();
    let mut columns: Vec<Column> = [
        (words.column_member, ColumnKind::Head),
        (words.column_joined, ColumnKind::Value),
        (words.column_role, ColumnKind::Value),
    ]
    .into_iter()
    .map(|(label, kind)| Column { label: label.to_owned(), kind })
    .collect();
    if manages {
        columns.push(Column { label: words.column_actions.to_owned(), kind: ColumnKind::Actions });
    }
    let name = profile.peek(|state| state.face.name.clone());
    let (rows, works, drawn) = (profile.view.state.clone(), profile.view.state.clone(), profile.clone());
    let none = profile.clone();
    let list = table(Table {
        id: profile.id("members-table"),
        label: fill(words.members, &[("name", &name)]),
        columns,
        rows: Arc::new(move || rows.with(|state| state.members.rows.iter().map(|row| row.key.clone()).collect())),
        cells: Arc::new(move |key| cells(&drawn, key, manages)),
        empty: Arc::new(move || {
            let words = none.words();
            let query = none.peek(|state| state.members.query.clone());
            let said = if query.is_empty() {
                words.members_empty.to_owned()
            } else {
                fill(words.members_found_none, &[("query", &query)])
            };
            el("span").text(said).build()
        }),
        busy: Arc::new(move || works.with(|state| state.members.busy)),
    });
    let (key, foot) = (profile.view.state.clone(), profile.clone());
    let turning = keyed(
        move || key.with(|state| u64::from(state.members.pages > 1)),
        move || if foot.peek(|state| state.members.pages > 1) { turning(&foot) } else { nothing() },
    );
    several(vec![list, turning])
}

fn turning(profile: &Profile) -> AnyView {
    let words = profile.words();
    let (page, count, shown) = (profile.view.state.clone(), profile.view.state.clone(), profile.view.state.clone());
    let act = profile.view.act.clone();
    pages(Pages {
        label: words.pages.to_owned(),
        page: Arc::new(move || page.with(|state| state.members.page)),
        count: Arc::new(move || count.with(|state| state.members.pages)),
        shown: Arc::new(move || shown.with(|state| state.members.shown.clone())),
        previous: words.pages_previous.to_owned(),
        next: words.pages_next.to_owned(),
        on_page: Arc::new(move |page| act(OrganizationAct::Page(page))),
    })
}

/// A member by the user's id, as far as the page still has one.
fn find<R: Default>(rows: &[Member], key: &str, read: impl FnOnce(&Member) -> R) -> R {
    rows.iter().find(|row| row.key == key).map(read).unwrap_or_default()
}

fn cells(profile: &Profile, key: &str, manages: bool) -> Vec<AnyView> {
    let words = profile.words();
    let member = profile.peek(|state| find(&state.members.rows, key, Member::clone));
    let badges = if member.you { vec![badge(words.you.to_owned(), Tone::Neutral)] } else { Vec::new() };
    let details = [member.address.clone()].into_iter().filter(|line| !line.is_empty()).collect();
    let leading = Some(avatar(&member.face, FaceSize::Medium));
    let who = entry(Entry { leading, title: member.face.name.clone(), badges, details, action: None });
    let joined = el("span").text(member.joined.clone()).build();
    let mut cells = vec![who, joined, role(profile, &member, manages)];
    if manages {
        cells.push(if member.you { nothing() } else { remove(profile, &member) });
    }
    cells
}

fn role(profile: &Profile, member: &Member, manages: bool) -> AnyView {
    let words = profile.words();
    let (shown, key) = (profile.view.state.clone(), member.key.clone());
    let plain = move || shown.with(|state| find(&state.members.rows, &key, |row| row.role_name.clone()));
    if !manages || member.you {
        let why = manages.then_some(words.own_role);
        let more = why.map(|why| el("span").class("fd-visually-hidden").text([" ", why].concat()));
        return el("span").maybe("title", why).child(el("span").live_text(plain)).child(more).build();
    }
    let (of, choices, works) = (profile.view.state.clone(), profile.view.state.clone(), profile.view.state.clone());
    let (own, chosen, work) = (member.key.clone(), member.key.clone(), OrganizationWork::Role(member.key.clone()));
    let (listed, fallback) = (member.key.clone(), profile.view.state.clone());
    let act = profile.view.act.clone();
    select(Select {
        id: profile.id(&["role-", &member.key].concat()),
        name: "role",
        label: fill(words.role_of, &[("name", &member.face.name)]),
        bare: true,
        choices: Arc::new(move || {
            let roles = choices.with(|state| state.members.roles.clone());
            if !roles.is_empty() {
                return roles;
            }
            // Until the roles are known there is only the one that the member has.
            fallback.with(|state| {
                find(&state.members.rows, &listed, |row| {
                    vec![crate::ui::select::Choice { value: row.role.clone(), label: row.role_name.clone() }]
                })
            })
        }),
        typed: Arc::new(move || Typed::new(of.with(|state| find(&state.members.rows, &own, |row| row.role.clone())))),
        on_input: Arc::new(move |role| act(OrganizationAct::SetRole(chosen.clone(), role))),
        busy: Arc::new(move || works.with(|state| state.work.as_ref() == Some(&work))),
    })
}

fn remove(profile: &Profile, member: &Member) -> AnyView {
    let id = profile.id(&["remove-", &member.key].concat());
    let what = OrganizationAct::Edit(OrganizationEditing::RemoveMember(member.key.clone()));
    let press = profile.press_from(id.clone(), OrganizationRow::Members, what);
    open_button(Open { danger: true, ..Open::new(id, profile.words().remove, &member.face.name, press) })
}

/// The question whether a member is to go.
fn removal(profile: &Profile) -> AnyView {
    let view = profile.step("remove");
    let (state, drawn) = (profile.view.state.clone(), profile.clone());
    let open =
        Arc::new(move || state.with(|state| matches!(state.editing, Some(OrganizationEditing::RemoveMember(_)))));
    let close = profile.press(OrganizationAct::Form(Act::Close));
    let parts = Dialog {
        id: view.id("dialog"),
        // The title, which names the member, is there once it is open.
        name: DialogName::Words(profile.words().remove_confirm.to_owned()),
        size: DialogSize::Small,
        open,
        on_close: close.clone(),
        close: None,
    };
    dialog(parts, move || {
        let words = drawn.words();
        let name = drawn.peek(|state| state.removes.clone());
        let title = fill(words.remove_title, &[("name", &name)]);
        let about = Some(fill(words.remove_about, &[("name", &name)]));
        let view = drawn.step("remove");
        let head = dialog_head(view.id("title"), title, about, view.messages.common().close.to_owned(), close.clone());
        let form = view.form(Vec::new(), vec![editor_actions(&view, words.remove_confirm, true)]);
        el("div").class("fd-dialog-body fd-step").child(head).child(form).build()
    })
}
