//! How far the device's clock is from the server's.

use crate::state::ClockSkew;
use frontdesk_wire::Timestamp;

/// Differences up to this many milliseconds are latency and rounding, not a wrong clock.
const NOISE: i64 = 2_000;
/// An answer that took longer than this says little about the time.
const SLOW: i64 = 10_000;
/// From this many milliseconds on, a person is warned.
const WARN: i64 = 30_000;

/// What is known about the difference. Lifetimes are counted on the server's clock, so a device that is hours off works.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Clock {
    /// Server minus device, in milliseconds.
    offset: i64,
    exact: bool,
}

impl Clock {
    /// The server's time when the device's clock shows `device`.
    pub(crate) fn server_now(self, device: Timestamp) -> Timestamp {
        Timestamp(device.0.saturating_add(self.offset))
    }

    /// A server said its time, to the second, in an answer that was awaited from `sent` to `received`.
    pub(crate) fn observe(&mut self, server_seconds: i64, sent: Timestamp, received: Timestamp) {
        if !(0..=SLOW).contains(&received.millis_since(sent)) {
            // The tab slept, or the clock was set, while the answer was on its way: nobody knows when the server wrote it.
            return;
        }
        let middle = sent.0 + (received.0 - sent.0) / 2;
        let offset = server_seconds.saturating_mul(1000).saturating_add(500).saturating_sub(middle);
        self.offset = if offset.abs() <= NOISE { 0 } else { offset };
        self.exact = true;
    }

    /// A server gave out a token that is valid in this span, just now but perhaps not made just now.
    pub(crate) fn observe_span(&mut self, issued_at: i64, expires_at: i64, sent: Timestamp, received: Timestamp) {
        let now = self.server_now(received).seconds();
        // Before its issue nobody can have a token, whatever was known. After its end it may be an old one.
        if now + 1 < issued_at || (!self.exact && now >= expires_at) {
            self.observe(issued_at, sent, received);
            self.exact = false;
        }
    }

    /// The warning that is due. A change of a few seconds is no news.
    pub(crate) fn skew(self, known: Option<ClockSkew>) -> Option<ClockSkew> {
        if self.offset.abs() <= WARN {
            return None;
        }
        let device_ahead = -self.offset / 1000;
        known.filter(|known| (known.device_ahead - device_ahead).abs() <= 5).or(Some(ClockSkew { device_ahead }))
    }
}

/// Seconds since the epoch of an HTTP date, which has its parts in fixed places (`Sun, 06 Nov 1994 08:49:37 GMT`).
pub(crate) fn http_date(text: &str) -> Option<i64> {
    let text = text.as_bytes();
    let name = text.get(8..11)?;
    let month = b"JanFebMarAprMayJunJulAugSepOctNovDec".chunks_exact(3).position(|month| month == name)? as i64 + 1;
    let (day, year) = (number(text, 5, 2)?, number(text, 12, 4)?);
    let seconds = number(text, 17, 2)? * 3600 + number(text, 20, 2)? * 60 + number(text, 23, 2)?;
    // Days since the epoch, counting years from March so that the leap day comes last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468;
    Some(days * 86_400 + seconds)
}

/// The number in these digits.
fn number(text: &[u8], at: usize, digits: usize) -> Option<i64> {
    let mut number = 0;
    for digit in text.get(at..at + digits)? {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i64::from(digit - b'0');
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latency_is_not_a_wrong_clock() {
        let mut clock = Clock::default();

        clock.observe(1_000, Timestamp(1_000_100), Timestamp(1_001_900));

        assert_eq!(clock.server_now(Timestamp(1_002_000)), Timestamp(1_002_000));
        assert_eq!(clock.skew(None), None);
    }

    #[test]
    fn a_device_hours_ahead_is_counted_back_and_warned_about_once() {
        let mut clock = Clock::default();
        let device = Timestamp::from_seconds(1_000 + 7_200);

        clock.observe(1_000, device, device);

        assert_eq!(clock.server_now(device).seconds(), 1_000);
        let warning = clock.skew(None);
        assert_eq!(warning.map(|skew| skew.device_ahead / 10), Some(719));
        assert_eq!(clock.skew(Some(ClockSkew { device_ahead: 7_202 })), Some(ClockSkew { device_ahead: 7_202 }));
    }

    #[test]
    fn a_token_that_cannot_be_valid_now_tells_of_a_wrong_clock() {
        let mut clock = Clock::default();
        let device = Timestamp::from_seconds(90_000);

        clock.observe_span(1_000, 1_060, device, device);

        assert_eq!(clock.server_now(device).seconds(), 1_000);
        clock.observe_span(1_010, 1_070, device, device);
        assert_eq!(clock.server_now(device).seconds(), 1_010);
    }

    #[test]
    fn http_dates_are_read() {
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(http_date("Thu, 29 Feb 2024 12:00:00 GMT"), Some(1_709_208_000));
        assert_eq!(http_date("yesterday"), None);
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:3"), None);
        assert_eq!(http_date("Sun, 6 Nov 1994 08:49:37 GMT"), None);
    }
}
