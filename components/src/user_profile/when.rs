//! How long ago something was, in the words of the browser, which knows all languages.

use crate::i18n::Messages;
use frontdesk_sdk::wire::Timestamp;

const MINUTE: i64 = 60_000;

/// Whether something was a moment ago.
pub(super) fn is_now(now: Timestamp, then: Timestamp) -> bool {
    now.millis_since(then) < 2 * MINUTE
}

/// “5 minutes ago”. On a server there are no such words, and nothing is said.
pub(super) fn ago(now: Timestamp, then: Timestamp, messages: &Messages) -> String {
    let (count, unit) = measure(now.millis_since(then).max(0));
    words(count, unit, messages.locale().tag)
}

/// The largest unit that fits.
fn measure(millis: i64) -> (i64, &'static str) {
    const UNITS: [(i64, &str); 5] = [
        (365 * 24 * 60 * MINUTE, "year"),
        (30 * 24 * 60 * MINUTE, "month"),
        (24 * 60 * MINUTE, "day"),
        (60 * MINUTE, "hour"),
        (MINUTE, "minute"),
    ];
    for (length, unit) in UNITS {
        if millis >= length {
            return (millis / length, unit);
        }
    }
    (millis / 1000, "second")
}

#[cfg(target_arch = "wasm32")]
fn words(count: i64, unit: &str, locale: &str) -> String {
    use wasm_bindgen::prelude::*;
    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = Intl)]
        type RelativeTimeFormat;
        #[wasm_bindgen(constructor, js_namespace = Intl)]
        fn new(locale: &str) -> RelativeTimeFormat;
        #[wasm_bindgen(method)]
        fn format(this: &RelativeTimeFormat, count: f64, unit: &str) -> String;
    }
    RelativeTimeFormat::new(locale).format(-(count as f64), unit)
}

#[cfg(not(target_arch = "wasm32"))]
fn words(_count: i64, _unit: &str, _locale: &str) -> String {
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_unit_that_fits_is_taken() {
        for (millis, expected) in [
            (0, (0, "second")),
            (59_999, (59, "second")),
            (60_000, (1, "minute")),
            (3_599_999, (59, "minute")),
            (3 * 3_600_000, (3, "hour")),
            (26 * 3_600_000, (1, "day")),
            (40 * 86_400_000, (1, "month")),
            (800 * 86_400_000, (2, "year")),
        ] {
            assert_eq!(measure(millis), expected, "{millis}");
        }
    }
}
