//! What a server knows: the rules of plurals, from Unicode's own crate, and no time zone but UTC.

use crate::i18n::Category;
use frontdesk_wire::Timestamp;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

pub(super) enum Style {
    Day,
    Time,
}

pub(super) fn category(tag: &str, count: u64) -> Category {
    let locale = Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN);
    let Ok(rules) = PluralRules::try_new(locale.into(), Default::default()) else { return Category::Other };
    match rules.category_for(count) {
        PluralCategory::Zero => Category::Zero,
        PluralCategory::One => Category::One,
        PluralCategory::Two => Category::Two,
        PluralCategory::Few => Category::Few,
        PluralCategory::Many => Category::Many,
        PluralCategory::Other => Category::Other,
    }
}

pub(super) fn number(_tag: &str, number: u64) -> String {
    number.to_string()
}

pub(super) fn local_day(at: Timestamp) -> i64 {
    at.0.div_euclid(super::DAY)
}

/// None: what is today here may be yesterday there.
pub(super) fn day_by_name(_tag: &str, _days: i64) -> Option<String> {
    None
}

pub(super) fn relative(_tag: &str, _amount: i64, _unit: &str) -> Option<String> {
    None
}

pub(super) fn format(_tag: &str, at: Timestamp, style: Style) -> String {
    match style {
        Style::Day => {
            let (year, month, day) = civil(local_day(at));
            format!("{year:04}-{month:02}-{day:02}")
        }
        Style::Time => {
            let minutes = at.0.rem_euclid(super::DAY) / super::MINUTE;
            format!("{:02}:{:02} UTC", minutes / 60, minutes % 60)
        }
    }
}

pub(super) fn languages() -> Vec<String> {
    Vec::new()
}

/// Year, month and day of a day since 1970-01-01, counted in years that begin in March.
fn civil(day: i64) -> (i64, i64, i64) {
    let days = day + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let first = (153 * month + 2) / 5;
    let month_of_year = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month_of_year <= 2), month_of_year, of_year - first + 1)
}

pub(super) fn region(_tag: &str, _id: &str) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use crate::Messages;
    use frontdesk_wire::Timestamp;

    #[test]
    fn a_server_says_days_and_times_in_utc() {
        let english = Messages::ENGLISH;

        for (at, day) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (951_782_400_000, "2000-02-29"),
            (1_709_251_199_999, "2024-02-29"),
            (1_795_413_600_000, "2026-11-23"),
        ] {
            assert_eq!(english.day(Timestamp(at)), day);
            assert_eq!(english.ago(Timestamp(at), Timestamp(at)), day);
        }
        assert_eq!(
            english.day_and_time(Timestamp(1_795_414_680_000), Timestamp(1_795_414_680_000)),
            "2026-11-23 at 06:18 UTC"
        );
    }
}
