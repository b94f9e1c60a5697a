//! The place of a panel in browsers that cannot anchor it.

use super::focus::by_id;
use leptos::prelude::*;
use web_sys::HtmlElement;

/// Puts a panel below its anchor, or above it where there is more room, unless the browser knows this property with this value
/// and the sheet does it. `as_wide` makes it as wide as the anchor.
pub(crate) fn stand_beside(anchor: &str, panel: &str, unless: (&str, &str), as_wide: bool) {
    let (Some(anchor), Some(panel)) = (by_id::<HtmlElement>(anchor), by_id::<HtmlElement>(panel)) else { return };
    if web_sys::css::supports_with_value(unless.0, unless.1).unwrap_or(true) {
        return;
    }
    let put = |name: &str, value: f64| {
        let mut text = (value as i32).to_string();
        text.push_str("px");
        let _ = panel.style().set_property(name, &text);
    };
    let at = anchor.get_bounding_client_rect();
    if as_wide {
        put("inline-size", at.width());
    }
    let size = panel.get_bounding_client_rect();
    let room = |of: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
        of.ok().and_then(|length| length.as_f64()).unwrap_or_default()
    };
    let (wide, high) = (room(window().inner_width()), room(window().inner_height()));
    let left = if at.left() + size.width() > wide - 8.0 { (at.right() - size.width()).max(8.0) } else { at.left() };
    let below = at.bottom() + size.height() <= high || at.top() < size.height();
    put("left", left);
    put("top", if below { at.bottom() } else { at.top() - size.height() });
}
