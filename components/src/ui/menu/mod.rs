//! A menu button: the panel is a native popover, the keys are those of a menu.

mod panel;

use super::avatar::{Face, FaceSize, avatar};
use super::element::{el, key_of, keyed, several};
use super::icon::{Icon, icon};
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
}

impl MenuItem {
    /// An item with an icon.
    pub fn action(key: &str, icon: Icon, title: impl Into<String>) -> Self {
        Self {
            key: key.to_owned(),
            leading: Leading::Icon(icon),
            title: title.into(),
            detail: None,
            checked: None,
            href: None,
        }
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
    /// The items.
    pub groups: Arc<dyn Fn() -> Vec<MenuGroup> + Send + Sync>,
    /// What choosing an item does; the menu is closed by then.
    pub on_press: Arc<dyn Fn(String) + Send + Sync>,
}

/// Draws the trigger and its panel.
pub fn menu(menu: Menu) -> AnyView {
    let Menu { id, label, trigger_class, trigger_label, trigger, align_end, head, groups, on_press } = menu;
    let open = RwSignal::new(0_u32);
    let place = Arc::new(Panel { trigger: [&id, "-trigger"].concat(), panel: id.clone() });

    let (toggled, on_trigger, on_menu, pressed) = (place.clone(), place.clone(), place.clone(), place.clone());
    let trigger = el("button")
        .attr("type", "button")
        .class(trigger_class)
        .attr("id", place.trigger.clone())
        .attr("popovertarget", id.clone())
        .attr("aria-haspopup", "menu")
        .live("aria-expanded", move || Some(if open.get() == 1 { "true" } else { "false" }.into()))
        .live("aria-label", move || Some(trigger_label().into()))
        .on("keydown", move |event| on_trigger.key_on_trigger(event.unchecked_ref()))
        .child(trigger);
    let pressed: Arc<dyn Fn(String) + Send + Sync> = Arc::new(move |key| {
        pressed.hide();
        pressed.focus_trigger();
        on_press(key);
    });
    let key = groups.clone();
    let items = keyed(
        move || key_of(&key()),
        move || several(groups().into_iter().map(|group| draw_group(group, &pressed)).collect()),
    );
    let panel = el("div")
        .class("fd-popover")
        .attr("id", id)
        .attr("popover", "auto")
        .maybe("data-align", align_end.then_some("end"))
        .on("toggle", move |_| open.set(u32::from(toggled.toggled())))
        .on("keydown", move |event| on_menu.key_in_menu(event.unchecked_ref()))
        .child(head)
        .child(el("div").class("fd-menu").attr("role", "menu").attr("aria-label", label).child(items));
    several(vec![trigger.build(), panel.build()])
}

fn draw_group(group: MenuGroup, pressed: &Arc<dyn Fn(String) + Send + Sync>) -> AnyView {
    let heading = group.heading.clone();
    let heading = heading.map(|heading| el("span").class("fd-menu-heading").attr("aria-hidden", "true").text(heading));
    el("div")
        .class("fd-menu-group")
        .attr("role", "group")
        .maybe("aria-label", group.heading)
        .child(heading)
        .child(group.items.into_iter().map(|item| draw_item(item, pressed)).collect::<Vec<_>>())
        .build()
}

fn draw_item(item: MenuItem, pressed: &Arc<dyn Fn(String) + Send + Sync>) -> AnyView {
    let MenuItem { key, leading, title, detail, checked, href } = item;
    let leading = match leading {
        Leading::Face(face) => avatar(&face, FaceSize::Medium),
        Leading::Icon(which) => icon(which),
    };
    let lines = el("span")
        .class("fd-lines")
        .child(el(if detail.is_some() { "strong" } else { "b" }).text(title))
        .child(detail.map(|detail| el("span").text(detail)));
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
        .child(el("span").class("fd-menu-leading").child(leading))
        .child(lines)
        .child((checked == Some(true)).then(|| el("span").class("fd-menu-check").child(icon(Icon::CHECK))))
        .build()
}
