//! A menu button: the panel is a native popover, the keys are those of a menu.

mod panel;

use super::avatar::{Face, FaceSize, avatar};
use super::element::{el, key_of, keyed, several};
use super::icon::{Icon, icon};
use super::search::matches;
use leptos::prelude::*;
use panel::Panel;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// What stands before an item's words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Leading {
    /// A picture.
    Face(Face),
    /// An icon.
    Icon(Icon),
    /// Nothing, in a menu where no item has anything there.
    Nothing,
}

/// One line of a menu.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MenuItem {
    /// What the one who acts knows it by.
    pub key: String,
    /// What stands before its words.
    pub leading: Leading,
    /// Its words.
    pub title: String,
    /// A second, quieter line.
    pub detail: Option<String>,
    /// Whether it is the chosen one, for items that one chooses among.
    pub checked: Option<bool>,
    /// A link instead of an action.
    pub href: Option<String>,
    /// Whether it takes something away.
    pub danger: bool,
}

impl MenuItem {
    /// An item with a picture.
    pub fn face(key: &str, face: Face, title: impl Into<String>) -> Self {
        Self { leading: Leading::Face(face), ..Self::words(key, title) }
    }

    /// An item that is words alone.
    pub fn words(key: &str, title: impl Into<String>) -> Self {
        Self {
            key: key.to_owned(),
            leading: Leading::Nothing,
            title: title.into(),
            detail: None,
            checked: None,
            href: None,
            danger: false,
        }
    }

    /// An item with an icon.
    pub fn action(key: &str, icon: Icon, title: impl Into<String>) -> Self {
        Self { leading: Leading::Icon(icon), ..Self::words(key, title) }
    }
}

/// Items that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct MenuGroup {
    /// What they have in common.
    pub heading: Option<String>,
    /// The items.
    pub items: Vec<MenuItem>,
}

/// A field above the items that leaves those which match. It is there from eight items on: fewer are seen at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuSearch {
    /// The field's name.
    pub label: String,
    /// What is said when nothing matches.
    pub nothing: String,
}

/// From how many items on a menu can be searched.
const MANY: usize = 8;

/// What a menu button is.
pub struct Menu {
    /// The panel's id.
    pub id: String,
    /// The menu's name.
    pub label: String,
    /// The trigger's class.
    pub trigger_class: &'static str,
    /// The trigger's name.
    pub trigger_label: Arc<dyn Fn() -> String + Send + Sync>,
    /// What the trigger shows.
    pub trigger: AnyView,
    /// Whether the panel's end stands at the trigger's end.
    pub align_end: bool,
    /// Above the items.
    pub head: Option<AnyView>,
    /// Searches among the items, where they are many.
    pub search: Option<MenuSearch>,
    /// No wider than its items: a few words each.
    pub small: bool,
    /// The items.
    pub groups: Arc<dyn Fn() -> Vec<MenuGroup> + Send + Sync>,
    /// What choosing an item does; the menu is closed by then.
    pub on_press: Arc<dyn Fn(String) + Send + Sync>,
}

/// Draws a button of three dots, and behind it what one can do with the thing beside it.
pub fn icon_menu(
    id: String,
    name: String,
    groups: Arc<dyn Fn() -> Vec<MenuGroup> + Send + Sync>,
    on_press: Arc<dyn Fn(String) + Send + Sync>,
) -> AnyView {
    let label = name.clone();
    menu(Menu {
        id,
        label,
        trigger_class: "fd-icon-button",
        trigger_label: Arc::new(move || name.clone()),
        trigger: icon(Icon::DOTS),
        align_end: true,
        head: None,
        search: None,
        small: true,
        groups,
        on_press,
    })
}

/// Draws the trigger and its panel.
pub fn menu(menu: Menu) -> AnyView {
    let Menu { id, label, trigger_class, trigger_label, trigger, align_end, head, search, small, groups, on_press } =
        menu;
    let open = RwSignal::new(0_u32);
    let query = RwSignal::new(String::new());
    let place = Arc::new(Panel { trigger: [&id, "-trigger"].concat(), panel: id.clone() });
    let searches = search.is_some();

    let (toggled, on_trigger, on_menu, pressed) = (place.clone(), place.clone(), place.clone(), place.clone());
    let trigger = el("button")
        .attr("type", "button")
        .class(trigger_class)
        .attr("id", place.trigger.clone())
        .attr("popovertarget", id.clone())
        .attr("aria-haspopup", if searches { "dialog" } else { "menu" })
        .live("aria-expanded", move || Some(if open.get() == 1 { "true" } else { "false" }.into()))
        .live("aria-label", move || Some(trigger_label().into()))
        .on("keydown", move |event| on_trigger.key_on_trigger(event.unchecked_ref()))
        .child(trigger);
    let pressed: Arc<dyn Fn(String) + Send + Sync> = Arc::new(move |key| {
        pressed.hide();
        pressed.focus_trigger();
        on_press(key);
    });
    let list_id = [&id, "-list"].concat();
    let search = search.map(|search| draw_search(search, [&id, "-search"].concat(), &list_id, query, groups.clone()));
    let key = groups.clone();
    let items = keyed(
        move || key_of(&key()),
        move || several(groups().into_iter().map(|group| draw_group(group, query, &pressed)).collect()),
    );
    let list = el("div").class("fd-menu").attr("id", list_id).attr("role", "menu").attr("aria-label", label.clone());
    let panel = el("div")
        .class("fd-popover")
        .attr("id", id)
        .attr("popover", "auto")
        // A field is nothing that a menu may have inside, so what holds both is a dialog.
        .maybe("role", searches.then_some("dialog"))
        .maybe("aria-label", searches.then_some(label))
        .maybe("data-align", align_end.then_some("end"))
        .maybe("data-size", small.then_some("sm"))
        .on("toggle", move |_| {
            query.set(String::new());
            open.set(u32::from(toggled.toggled()));
        })
        .on("keydown", move |event| on_menu.key_in_menu(event.unchecked_ref()))
        .child(head)
        .child(search)
        .child(list.child(items));
    several(vec![trigger.build(), panel.build()])
}

/// The field that searches, while there are many items, and what is said when it leaves none.
fn draw_search(
    search: MenuSearch,
    id: String,
    list_id: &str,
    query: RwSignal<String>,
    groups: Arc<dyn Fn() -> Vec<MenuGroup> + Send + Sync>,
) -> AnyView {
    let MenuSearch { label, nothing: none } = search;
    let list_id = list_id.to_owned();
    let all = groups.clone();
    let many = move || all().iter().map(|group| group.items.len()).sum::<usize>() >= MANY;
    let field = keyed(move || u64::from(many()), {
        let groups = groups.clone();
        move || {
            if groups().iter().map(|group| group.items.len()).sum::<usize>() < MANY {
                return super::element::nothing();
            }
            let input = el("input")
                .class("fd-menu-search")
                .attr("id", id.clone())
                .attr("type", "search")
                .attr("name", "search")
                .attr("autocomplete", "off")
                .attr("spellcheck", "false")
                .attr("enterkeyhint", "go")
                .attr("aria-controls", list_id.clone())
                .attr("placeholder", label.clone())
                .value(move || query.get())
                .on("input", move |event| query.set(event_target_value(&event)));
            let name = el("label").class("fd-visually-hidden").attr("for", id.clone()).text(label.clone());
            el("div").class("fd-menu-search-box").child(name).child(icon(Icon::SEARCH)).child(input).build()
        }
    });
    let words = move || {
        let found = |item: &MenuItem| item.checked.is_some() && shows(item, &query.get());
        let any = groups().iter().any(|group| group.items.iter().any(found));
        if any || query.with(String::is_empty) { String::new() } else { none.clone() }
    };
    // The live region is there before there is something to say; what it says takes the room.
    let said = keyed(
        {
            let words = words.clone();
            move || key_of(&words())
        },
        move || match words() {
            words if words.is_empty() => super::element::nothing(),
            words => el("p").class("fd-menu-none").text(words).build(),
        },
    );
    several(vec![field, el("div").attr("role", "status").child(said).build()])
}

/// Whether an item is left by a search. What is not chosen among, but done, always is.
fn shows(item: &MenuItem, query: &str) -> bool {
    let detail = item.detail.as_deref().unwrap_or_default();
    item.checked.is_none() || matches(&item.title, query) || matches(detail, query)
}

fn draw_group(group: MenuGroup, query: RwSignal<String>, pressed: &Arc<dyn Fn(String) + Send + Sync>) -> AnyView {
    let heading = group.heading.clone();
    let heading = heading.map(|heading| el("span").class("fd-menu-heading").attr("aria-hidden", "true").text(heading));
    let items = group.items.clone();
    el("div")
        .class("fd-menu-group")
        .attr("role", "group")
        .maybe("aria-label", group.heading)
        .live_flag("hidden", move || query.with(|query| !items.iter().any(|item| shows(item, query))), "")
        .child(heading)
        .child(group.items.into_iter().map(|item| draw_item(item, query, pressed)).collect::<Vec<_>>())
        .build()
}

fn draw_item(item: MenuItem, query: RwSignal<String>, pressed: &Arc<dyn Fn(String) + Send + Sync>) -> AnyView {
    let sought = item.clone();
    let MenuItem { key, leading, title, detail, checked, href, danger } = item;
    let leading = match leading {
        Leading::Face(face) => Some(avatar(&face, FaceSize::Medium)),
        Leading::Icon(which) => Some(icon(which)),
        Leading::Nothing => None,
    };
    let lines = el("span")
        .class("fd-lines")
        .child(el(if detail.is_some() { "strong" } else { "b" }).child(el("bdi").text(title)))
        .child(detail.map(|detail| el("span").child(el("bdi").text(detail))));
    let pressed = pressed.clone();
    let item = match href {
        Some(href) => el("a").attr("role", "menuitem").attr("href", href),
        None => el("button")
            .attr("type", "button")
            .attr("role", if checked.is_some() { "menuitemradio" } else { "menuitem" })
            .maybe("aria-checked", checked.map(|checked| if checked { "true" } else { "false" }))
            .on_click(move || pressed(key.clone())),
    };
    item.class("fd-menu-item")
        .attr("tabindex", "-1")
        .flag("data-danger", danger)
        .live_flag("hidden", move || query.with(|query| !shows(&sought, query)), "")
        .child(leading.map(|leading| el("span").class("fd-menu-leading").child(leading)))
        .child(lines)
        .child((checked == Some(true)).then(|| el("span").class("fd-menu-check").child(icon(Icon::CHECK))))
        .build()
}
