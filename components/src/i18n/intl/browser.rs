//! The browser's `Intl`, asked by name: what it lacks, and what a language tag that it does not know asks for, is said plainly.

use crate::i18n::Category;
use frontdesk_wire::Timestamp;
use js_sys::{Array, Function, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

pub(super) enum Style {
    Day,
    Time,
}

pub(super) fn category(tag: &str, count: u64) -> Category {
    let rules = intl("PluralRules", tag, &[]);
    Category::named(&call(&rules, "select", &[JsValue::from(count as f64)]).as_string().unwrap_or_default())
}

pub(super) fn number(tag: &str, number: u64) -> String {
    let format = intl("NumberFormat", tag, LATIN);
    call(&format, "format", &[JsValue::from(number as f64)]).as_string().unwrap_or_else(|| number.to_string())
}

/// The number of the day on the calendar of whoever looks.
pub(super) fn local_day(at: Timestamp) -> i64 {
    let offset = call(&date(at), "getTimezoneOffset", &[]).as_f64().unwrap_or_default();
    (at.0 - offset as i64 * super::MINUTE).div_euclid(super::DAY)
}

/// "Today", "Yesterday", with the capital letter that a line begins with.
pub(super) fn day_by_name(tag: &str, days: i64) -> Option<String> {
    let name = relative(tag, days, "day")?;
    let first = name.chars().next()?;
    let upper = String::from(JsString::from(String::from(first)).to_locale_upper_case(Some(tag)));
    Some([upper.as_str(), name.get(first.len_utf8()..)?].concat())
}

pub(super) fn relative(tag: &str, amount: i64, unit: &str) -> Option<String> {
    let format = intl("RelativeTimeFormat", tag, &[("numeric", "auto"), LATIN[0]]);
    call(&format, "format", &[JsValue::from(amount as f64), unit.into()]).as_string()
}

pub(super) fn format(tag: &str, at: Timestamp, style: Style) -> String {
    let style = match style {
        Style::Day => ("dateStyle", "medium"),
        Style::Time => ("timeStyle", "short"),
    };
    let format = intl("DateTimeFormat", tag, &[style, LATIN[0]]);
    let said = call(&format, "format", &[date(at)]).as_string();
    said.or_else(|| call(&date(at), "toISOString", &[]).as_string()).unwrap_or_default()
}

pub(super) fn languages() -> Vec<String> {
    let named = get(&get(&js_sys::global(), "navigator"), "languages");
    named.dyn_ref::<Array>().map(|tags| tags.iter().filter_map(|tag| tag.as_string()).collect()).unwrap_or_default()
}

const LATIN: &[(&str, &str)] = &[("numberingSystem", "latn")];

pub(super) fn region(tag: &str, id: &str) -> Option<String> {
    let names = intl("DisplayNames", tag, &[("type", "region")]);
    call(&names, "of", &[id.into()]).as_string()
}

fn date(at: Timestamp) -> JsValue {
    make(&get(&js_sys::global(), "Date"), &[JsValue::from(at.0 as f64)])
}

/// One of the formatters, or `undefined`.
fn intl(class: &str, tag: &str, options: &[(&str, &str)]) -> JsValue {
    let given = Object::new();
    for (name, value) in options {
        let _ = Reflect::set(&given, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let class = get(&get(&js_sys::global(), "Intl"), class);
    make(&class, &[tag.into(), given.into()])
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

fn call(of: &JsValue, method: &str, given: &[JsValue]) -> JsValue {
    let Ok(method) = get(of, method).dyn_into::<Function>() else { return JsValue::UNDEFINED };
    Reflect::apply(&method, of, &given.iter().collect::<Array>()).unwrap_or(JsValue::UNDEFINED)
}

fn make(class: &JsValue, given: &[JsValue]) -> JsValue {
    let Some(class) = class.dyn_ref::<Function>() else { return JsValue::UNDEFINED };
    Reflect::construct(class, &given.iter().collect::<Array>()).unwrap_or(JsValue::UNDEFINED)
}
