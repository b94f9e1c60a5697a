//! A menu button: the panel is a native popover, the keys are those of a menu.

use super::avatar::{Face, FaceSize, avatar};
use super::element::{el, key_of, keyed, several};
use super::focus::by_id;
use super::icon::{Icon, icon};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

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

/// Where focus goes inside a menu.
#[derive(Clone, Copy)]
enum Move {
    /// The chosen one, or else the first.
    Chosen,
    First,
    Last,
    By(i32),
    To(char),
}

/// The two elements of a menu button, by id, and what one does with them.
struct Panel {
    trigger: String,
    panel: String,
}

impl Panel {
    fn panel(&self) -> Option<HtmlElement> {
        by_id(&self.panel)
    }

    fn is_open(&self) -> bool {
        self.panel().is_some_and(|panel| panel.matches(":popover-open").unwrap_or(false))
    }

    fn show(&self) {
        if let (false, Some(panel)) = (self.is_open(), self.panel()) {
            // A browser without popovers shows the panel in its place; there is nothing to open.
            let _ = panel.show_popover();
        }
    }

    fn hide(&self) {
        if let (true, Some(panel)) = (self.is_open(), self.panel()) {
            let _ = panel.hide_popover();
        }
    }

    fn focus_trigger(&self) {
        if let Some(trigger) = by_id::<HtmlElement>(&self.trigger) {
            let _ = trigger.focus();
        }
    }

    /// The panel has opened or closed; says which.
    fn toggled(&self) -> bool {
        let is_open = self.is_open();
        if is_open {
            self.stand_by_trigger();
            let focused = document().active_element();
            if !self.panel().is_some_and(|panel| panel.contains(focused.as_deref())) {
                self.focus(Move::Chosen);
            }
        } else if document().active_element().is_none_or(|element| element.tag_name() == "BODY") {
            self.focus_trigger();
        }
        is_open
    }

    fn key_on_trigger(&self, event: &KeyboardEvent) {
        let to = match event.key().as_str() {
            "ArrowDown" => Move::Chosen,
            "ArrowUp" => Move::Last,
            _ => return,
        };
        event.prevent_default();
        self.show();
        self.focus(to);
    }

    fn key_in_menu(&self, event: &KeyboardEvent) {
        let key = event.key();
        let mut letters = key.chars();
        let to = match (key.as_str(), letters.next(), letters.next()) {
            ("ArrowDown", ..) => Move::By(1),
            ("ArrowUp", ..) => Move::By(-1),
            ("Home", ..) => Move::First,
            ("End", ..) => Move::Last,
            ("Escape", ..) => {
                event.prevent_default();
                self.hide();
                return self.focus_trigger();
            }
            // Focus goes on from the trigger, as if the menu had not been there.
            ("Tab", ..) => {
                self.hide();
                return self.focus_trigger();
            }
            (_, Some(letter), None) if letter != ' ' && !event.ctrl_key() && !event.meta_key() => Move::To(letter),
            _ => return,
        };
        event.prevent_default();
        self.focus(to);
    }

    fn items(&self) -> Vec<HtmlElement> {
        let Some(panel) = self.panel() else { return Vec::new() };
        let Ok(found) = panel.query_selector_all("[role^=menuitem]") else { return Vec::new() };
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    fn focus(&self, to: Move) {
        let items = self.items();
        if items.is_empty() {
            return;
        }
        let focused = document().active_element();
        let at = items.iter().position(|item| focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(item))));
        let count = items.len();
        let index = match to {
            Move::Chosen => items
                .iter()
                .position(|item| item.get_attribute("aria-checked").as_deref() == Some("true"))
                .unwrap_or_default(),
            Move::First => 0,
            Move::Last => count - 1,
            Move::By(step) => at.map_or(0, |at| (at as i32 + step).rem_euclid(count as i32) as usize),
            Move::To(letter) => {
                let from = at.map_or(0, |at| at + 1);
                let begins = |index: &usize| {
                    let words =
                        items[*index].query_selector(".fd-lines").ok().flatten().and_then(|words| words.text_content());
                    let first = words.and_then(|words| words.trim_start().chars().next());
                    first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
                };
                match (from..from + count).map(|index| index % count).find(begins) {
                    Some(index) => index,
                    None => return,
                }
            }
        };
        let _ = items[index].focus();
    }

    /// Browsers that cannot anchor a panel get its place from here.
    fn stand_by_trigger(&self) {
        let (Some(trigger), Some(panel)) = (by_id::<HtmlElement>(&self.trigger), self.panel()) else { return };
        if web_sys::css::supports_with_value("position-area", "block-end").unwrap_or(true) {
            return;
        }
        let (at, size) = (trigger.get_bounding_client_rect(), panel.get_bounding_client_rect());
        let wide = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default();
        let left = if at.left() + size.width() > wide - 8.0 { (at.right() - size.width()).max(8.0) } else { at.left() };
        let put = |name: &str, value: f64| {
            let mut text = (value as i32).to_string();
            text.push_str("px");
            let _ = panel.style().set_property(name, &text);
        };
        put("left", left);
        put("top", at.bottom());
    }
}
