//! Numbers, plurals and times as a language writes them: the browser's own `Intl`, which costs a page nothing, and natively what a
//! server can know.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
use browser as platform;
#[cfg(not(target_arch = "wasm32"))]
use native as platform;

use super::{Category, Messages, Plural, fill};
use frontdesk_wire::Timestamp;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Messages {
    /// A text that depends on a number, with the number in its `{count}`.
    ///
    /// ```
    /// use frontdesk_components::{Messages, plural};
    ///
    /// let members = plural! { one: "{count} member", other: "{count} members" };
    /// assert_eq!(Messages::ENGLISH.plural(&members, 1), "1 member");
    /// assert_eq!(Messages::ENGLISH.plural(&members, 12), "12 members");
    /// ```
    pub fn plural(&self, text: &Plural, count: u64) -> String {
        self.plural_with(text, count, &[])
    }

    /// The same, with values for other places too.
    pub fn plural_with(&self, text: &Plural, count: u64, values: &[(&str, &str)]) -> String {
        let number = self.number(count);
        let mut all = vec![("count", number.as_str())];
        all.extend_from_slice(values);
        fill(text.get(self.category(count)), &all)
    }

    /// Which form of a text this number takes.
    pub fn category(&self, count: u64) -> Category {
        platform::category(self.locale().tag, count)
    }

    /// A number, with digits as they stand in codes and addresses.
    pub fn number(&self, number: u64) -> String {
        platform::number(self.locale().tag, number)
    }

    /// The name of a country by its two letters: "Germany". A server, which knows no names, says the letters.
    pub fn region(&self, id: &str) -> String {
        platform::region(self.locale().tag, id).unwrap_or_else(|| id.to_owned())
    }

    /// A day: "Nov 23, 2026". On a server, which does not know where its reader is, the day in UTC: "2026-11-23".
    pub fn day(&self, at: Timestamp) -> String {
        platform::format(self.locale().tag, at, platform::Style::Day)
    }

    /// A day and a time, near ones by name: "Today at 6:18 AM", "Nov 23, 2026 at 6:18 AM". On a server in UTC.
    pub fn day_and_time(&self, at: Timestamp, now: Timestamp) -> String {
        let tag = self.locale().tag;
        let days = platform::local_day(at) - platform::local_day(now);
        let day = match days {
            -1..=1 => platform::day_by_name(tag, days),
            _ => None,
        };
        let day = day.unwrap_or_else(|| self.day(at));
        let time = platform::format(tag, at, platform::Style::Time);
        fill(self.time().day_and_time, &[("day", &day), ("time", &time)])
    }

    /// How long ago: "5 minutes ago", "yesterday". On a server the day in UTC.
    pub fn ago(&self, at: Timestamp, now: Timestamp) -> String {
        let past = (now.0 - at.0).max(0);
        let (size, unit) = match past {
            ..MINUTE => (MINUTE, "second"),
            MINUTE..HOUR => (MINUTE, "minute"),
            HOUR..DAY => (HOUR, "hour"),
            _ => (DAY, "day"),
        };
        if past >= 30 * DAY {
            return self.day(at);
        }
        platform::relative(self.locale().tag, -(past / size), unit).unwrap_or_else(|| self.day(at))
    }
}

/// The languages that the person reads, as the browser has them, the best first.
pub(super) fn languages() -> Vec<String> {
    platform::languages()
}
