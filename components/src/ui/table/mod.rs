//! A table of things that there may be many of. On a narrow place each row becomes a card, so that no column is cut.

mod pages;

use super::button::Whether;
use super::element::{effect, el, key_of, keyed, several, watch};
use super::focus::{by_id, soon};
use super::progress::progress;
use leptos::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

pub use pages::{Pages, pages};

const NOWHERE: usize = usize::MAX;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Column {
    /// Its words; on a card they stand before the value.
    pub label: String,
    /// What its cells hold.
    pub kind: ColumnKind,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ColumnKind {
    /// What the row is about: the head of its card.
    Head,
    /// A value.
    #[default]
    Value,
    /// What one can do: the corner of the card. Its label is only heard.
    Actions,
}

impl ColumnKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Value => "value",
            Self::Actions => "actions",
        }
    }
}

/// Draws the cells of a row, by what the row is known by.
pub type Cells = Arc<dyn Fn(&str) -> Vec<AnyView> + Send + Sync>;

/// What a table is.
pub struct Table {
    /// What ids begin with.
    pub id: String,
    /// What it lists.
    pub label: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The rows by what the one who acts knows them by, each once.
    pub rows: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
    /// Draws the cells of a row, one for each column. It is drawn once; what changes in it reads what changes.
    pub cells: Cells,
    /// What stands there when there are no rows.
    pub empty: Arc<dyn Fn() -> AnyView + Send + Sync>,
    /// Whether other rows are under way; those that are there stay until then.
    pub busy: Whether,
}

/// Draws a table.
pub fn table(table: Table) -> AnyView {
    let Table { id, label, columns, rows, cells, empty, busy } = table;
    let body_id = [&id, "-rows"].concat();
    let heads: Vec<AnyView> = columns.iter().map(draw_head).collect();
    let draw = move |key: String| draw_row(&columns, cells(&key));
    let draw: Arc<dyn Fn(String) -> AnyView + Send + Sync> = Arc::new(draw);
    let each = rows.clone();
    // A row that stays is not drawn anew, so that focus and open menus stay in it.
    let body = For(ForProps {
        each: Box::new(move || each()) as Box<dyn Fn() -> Vec<String> + Send + Sync>,
        key: String::clone as fn(&String) -> String,
        children: move |key| draw(key),
    })
    .into_any();
    let reached = keep_focus(&body_id, rows.clone());
    let count = rows.clone();
    let nothing = keyed(
        move || u64::from(count().is_empty()),
        move || {
            if rows().is_empty() {
                el("div").class("fd-table-empty").child(empty()).build()
            } else {
                several(Vec::new())
            }
        },
    );
    let works = busy.clone();
    let head = el("thead").attr("role", "rowgroup").child(el("tr").attr("role", "row").child(heads));
    let body = el("tbody").attr("role", "rowgroup").attr("id", body_id).on("focusin", reached).child(body);
    // Drawn as a grid, an element is no table any more for some readers; its role says that it is.
    let element = el("table").class("fd-table").attr("role", "table").attr("aria-label", label).child(head).child(body);
    el("div")
        .class("fd-table-box")
        .attr("id", id)
        .attr("tabindex", "-1")
        .live_flag("aria-busy", move || works(), "true")
        .child(progress(busy))
        .child(element)
        .child(nothing)
        .build()
}

fn draw_head(column: &Column) -> AnyView {
    let hidden = column.kind == ColumnKind::Actions;
    el("th")
        .attr("role", "columnheader")
        .attr("scope", "col")
        .attr("data-kind", column.kind.name())
        .child(
            el("span").class(if hidden { "fd-visually-hidden" } else { "fd-table-label" }).text(column.label.clone()),
        )
        .build()
}

fn draw_row(columns: &[Column], cells: Vec<AnyView>) -> AnyView {
    let cells: Vec<AnyView> = columns
        .iter()
        .zip(cells)
        .map(|(column, cell)| {
            let label = (column.kind == ColumnKind::Value).then(|| column.label.clone());
            el("td")
                .attr("role", "cell")
                .attr("data-kind", column.kind.name())
                .maybe("data-label", label)
                .child(cell)
                .build()
        })
        .collect();
    el("tr").class("fd-table-row").attr("role", "row").child(cells).build()
}

/// When the row that has the focus goes, the one in its place takes it, or else the table. Gives what hears where it is.
fn keep_focus(body_id: &str, rows: Arc<dyn Fn() -> Vec<String> + Send + Sync>) -> impl Fn(web_sys::Event) + use<> {
    let at = Arc::new(AtomicUsize::new(NOWHERE));
    let changed = watch(move || key_of(&rows()));
    let (body, place) = (body_id.to_owned(), at.clone());
    effect(move || {
        changed.get();
        let (body, place) = (body.clone(), place.clone());
        soon(move || {
            let row = place.load(Ordering::Relaxed);
            let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
            if row != NOWHERE && lost {
                focus_row(&body, row);
            }
        });
    });
    move |event| {
        let row = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("tr").ok()?);
        let mut before = 0;
        let mut sibling = row.and_then(|row| row.previous_element_sibling());
        while let Some(one) = sibling {
            before += 1;
            sibling = one.previous_element_sibling();
        }
        at.store(before, Ordering::Relaxed);
    }
}

fn focus_row(body_id: &str, row: usize) {
    let Some(body) = by_id::<HtmlElement>(body_id) else { return };
    let last = (body.child_element_count() as usize).checked_sub(1);
    let row = last.and_then(|last| body.children().item(row.min(last) as u32));
    let control = row.and_then(|row| row.query_selector("button, a[href], select, input").ok().flatten());
    let control = control.or_else(|| body.closest(".fd-table-box").ok().flatten());
    if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
        let _ = control.focus();
    }
}
