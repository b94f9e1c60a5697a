//! A menu button: the panel is a native popover, the keys are those of a menu.

use super::avatar::{Face, FaceSize, avatar};
use super::icon::{Icon, icon};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What stands before an item's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leading {
    /// A picture.
    Face(Face),
    /// An icon.
    Icon(Icon),
}

/// One line of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    pub trigger_label: Signal<String>,
    /// What the trigger shows.
    pub trigger: AnyView,
    /// Whether the panel's end stands at the trigger's end.
    pub align_end: bool,
    /// Above the items.
    pub head: AnyView,
    /// The items.
    pub groups: Signal<Vec<MenuGroup>>,
    /// What choosing an item does; the menu is closed by then.
    pub on_press: Callback<String>,
}

/// Draws the trigger and its panel.
pub fn menu(menu: Menu) -> AnyView {
    let Menu { id, label, trigger_class, trigger_label, trigger, align_end, head, groups, on_press } = menu;
    let trigger_node = NodeRef::<html::Button>::new();
    let panel_node = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let groups = Memo::new(move |_| groups.get());
    let place = Panel { trigger: trigger_node, panel: panel_node };

    let toggled = move |_: ev::Event| {
        let is_open = place.is_open();
        open.set(is_open);
        if is_open {
            place.stand_by_trigger();
            if !place.holds_focus() {
                place.focus(Move::Chosen);
            }
        } else if nothing_has_focus() {
            place.focus_trigger();
        }
    };
    let key_on_trigger = move |event: ev::KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowDown" => Move::Chosen,
            "ArrowUp" => Move::Last,
            _ => return,
        };
        event.prevent_default();
        place.show();
        place.focus(to);
    };
    let key_in_menu = move |event: ev::KeyboardEvent| {
        let key = event.key();
        let to = match key.as_str() {
            "ArrowDown" => Move::By(1),
            "ArrowUp" => Move::By(-1),
            "Home" => Move::First,
            "End" => Move::Last,
            "Escape" => {
                event.prevent_default();
                place.hide();
                place.focus_trigger();
                return;
            }
            // Focus goes on from the trigger, as if the menu had not been there.
            "Tab" => {
                place.hide();
                place.focus_trigger();
                return;
            }
            _ => match key.chars().next() {
                Some(letter) if key.chars().count() == 1 && letter != ' ' && !event.ctrl_key() && !event.meta_key() => {
                    Move::To(letter)
                }
                _ => return,
            },
        };
        event.prevent_default();
        place.focus(to);
    };
    let pressed = Callback::new(move |key: String| {
        place.hide();
        place.focus_trigger();
        on_press.run(key);
    });

    view! {
        <button
            type="button"
            class=trigger_class
            node_ref=trigger_node
            popovertarget=id.clone()
            aria-haspopup="menu"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-label=move || trigger_label.get()
            on:keydown=key_on_trigger
        >
            {trigger}
        </button>
        <div
            class="fd-popover"
            id=id
            popover="auto"
            data-align=align_end.then_some("end")
            node_ref=panel_node
            on:toggle=toggled
            on:keydown=key_in_menu
        >
            {head}
            <div class="fd-menu" role="menu" aria-label=label>
                {move || groups.get().into_iter().map(|group| draw_group(group, pressed)).collect::<Vec<_>>()}
            </div>
        </div>
    }
    .into_any()
}

fn draw_group(group: MenuGroup, pressed: Callback<String>) -> AnyView {
    let name = group.heading.clone();
    view! {
        <div class="fd-menu-group" role="group" aria-label=name>
            {group.heading.map(|heading| view! { <span class="fd-menu-heading" aria-hidden="true">{heading}</span> })}
            {group.items.into_iter().map(|item| draw_item(item, pressed)).collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}

fn draw_item(item: MenuItem, pressed: Callback<String>) -> AnyView {
    let MenuItem { key, leading, title, detail, checked, href } = item;
    let leading = match leading {
        Leading::Face(face) => avatar(&face, FaceSize::Medium),
        Leading::Icon(which) => icon(which),
    };
    let words = view! {
        <span class="fd-menu-leading">{leading}</span>
        <span class="fd-lines">
            {if detail.is_some() { view! { <strong>{title}</strong> }.into_any() } else { view! { <b>{title}</b> }.into_any() }}
            {detail.map(|detail| view! { <span>{detail}</span> })}
        </span>
        {(checked == Some(true)).then(|| view! { <span class="fd-menu-check">{icon(Icon::Check)}</span> })}
    };
    match href {
        Some(href) => view! {
            <a class="fd-menu-item" role="menuitem" tabindex="-1" href=href>{words}</a>
        }
        .into_any(),
        None => view! {
            <button
                type="button"
                class="fd-menu-item"
                role=if checked.is_some() { "menuitemradio" } else { "menuitem" }
                aria-checked=checked.map(|checked| if checked { "true" } else { "false" })
                tabindex="-1"
                on:click=move |_| pressed.run(key.clone())
            >
                {words}
            </button>
        }
        .into_any(),
    }
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

/// The two elements of a menu button, and what one does with them.
#[derive(Clone, Copy)]
struct Panel {
    trigger: NodeRef<html::Button>,
    panel: NodeRef<html::Div>,
}

impl Panel {
    fn is_open(self) -> bool {
        self.panel.get_untracked().is_some_and(|panel| panel.matches(":popover-open").unwrap_or(false))
    }

    fn show(self) {
        if let (false, Some(panel)) = (self.is_open(), self.panel.get_untracked()) {
            // A browser without popovers shows the panel in its place; there is nothing to open.
            let _ = panel.show_popover();
        }
    }

    fn hide(self) {
        if let (true, Some(panel)) = (self.is_open(), self.panel.get_untracked()) {
            let _ = panel.hide_popover();
        }
    }

    fn focus_trigger(self) {
        if let Some(trigger) = self.trigger.get_untracked() {
            let _ = trigger.focus();
        }
    }

    fn holds_focus(self) -> bool {
        let focused = document().active_element();
        self.panel.get_untracked().is_some_and(|panel| panel.contains(focused.as_deref()))
    }

    fn items(self) -> Vec<HtmlElement> {
        let Some(panel) = self.panel.get_untracked() else { return Vec::new() };
        let Ok(found) = panel.query_selector_all("[role^=menuitem]") else { return Vec::new() };
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    fn focus(self, to: Move) {
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
        let _ = HtmlElement::focus(&items[index]);
    }

    /// Browsers that cannot anchor a panel get its place from here.
    fn stand_by_trigger(self) {
        let (Some(trigger), Some(panel)) = (self.trigger.get_untracked(), self.panel.get_untracked()) else { return };
        if web_sys::css::supports_with_value("position-area", "block-end").unwrap_or(true) {
            return;
        }
        let (at, size) = (trigger.get_bounding_client_rect(), panel.get_bounding_client_rect());
        let wide = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default();
        let left = if at.left() + size.width() > wide - 8.0 { (at.right() - size.width()).max(8.0) } else { at.left() };
        let put = |name: &str, value: f64| {
            let mut text = (value as i32).to_string();
            text.push_str("px");
            let _ = HtmlElement::style(&panel).set_property(name, &text);
        };
        put("left", left);
        put("top", at.bottom());
    }
}

fn nothing_has_focus() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}
