//! What is being typed into a phone input, and where the caret goes.

use super::numbers::{Country, Validity, countries, country, of_international};
use crate::ui::otp_input::digits;

/// More than any number has: 15 digits, and what stands before them at home.
const MOST: usize = 17;

/// A number while it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) country: Country,
    /// The digits, without a calling code.
    pub(super) digits: String,
    /// Whether they are the beginning of a calling code that is not known yet.
    pub(super) plus: bool,
}

/// What took something away: the key in front of the caret, the one behind it, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deletes {
    Nothing,
    Backward,
    Forward,
}

impl Entry {
    /// An empty one in this country, or in the first that there is.
    pub(super) fn in_country(id: &str) -> Option<Self> {
        let country = country(id).or_else(|| countries().next())?;
        Some(Self { country, digits: String::new(), plus: false })
    }

    /// A whole number, such as `+4915112345678`; without one, none.
    pub(super) fn of_whole(&self, number: &str) -> Self {
        let digits = digits(number);
        match of_international(&digits, Some(self.country)) {
            Some((country, national)) => Self { country, digits: national.to_owned(), plus: false },
            None => Self { country: self.country, digits: String::new(), plus: false },
        }
    }

    /// The same number in another country.
    pub(super) fn moved_to(&self, country: Country) -> Self {
        Self { country, digits: self.country.national(&self.digits).to_owned(), plus: false }
    }

    /// As it stands in the input.
    pub(super) fn written(&self) -> String {
        if self.plus { ["+", &self.digits].concat() } else { self.country.written(&self.digits) }
    }

    pub(super) fn e164(&self) -> String {
        if self.plus { String::new() } else { self.country.e164(&self.digits) }
    }

    pub(super) fn validity(&self) -> Validity {
        if self.plus { Validity::TooShort } else { self.country.validity(&self.digits) }
    }

    /// After a key, a paste or autofill: the input holds `raw` now, with the caret behind so many of its characters. What comes
    /// back is the next entry and the place of the caret in it.
    pub(super) fn after(&self, raw: &str, caret: usize, deletes: Deletes) -> (Self, usize) {
        // "tel:+49-30-123;ext=5", "030 123 ext. 5": what follows the number is not of it.
        let number = raw.split([';', 'x', 'X', 'e', 'E']).find(|part| !digits(part).is_empty()).unwrap_or(raw);
        let mut typed = digits(number);
        let before_caret: String = raw.chars().take(caret).collect();
        let mut place = digits(&before_caret).len().min(typed.len());
        let begins =
            number.find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '＋')).and_then(|at| number.get(at..));
        let plus = begins.is_some_and(|number| number.starts_with(['+', '＋']));
        // From many countries one dials the whole world behind two zeros.
        let zeros = !plus && typed.starts_with("00") && typed.len() > 8;
        if plus || zeros {
            if zeros {
                typed.drain(..2);
                place = place.saturating_sub(2);
            }
            typed.truncate(MOST);
            return match of_international(&typed, Some(self.country)) {
                Some((country, national)) => {
                    let place = place.saturating_sub(country.code.len());
                    (Self { country, digits: national.to_owned(), plus: false }, place).placed()
                }
                None => (Self { country: self.country, digits: typed, plus: true }, place).placed(),
            };
        }
        // A space or dash was taken away, which would come back at once: the digit beside it is meant.
        if typed == self.digits && !self.plus {
            match deletes {
                Deletes::Backward if place > 0 => {
                    place -= 1;
                    typed.remove(place);
                }
                Deletes::Forward if place < typed.len() => drop(typed.remove(place)),
                _ => {}
            }
        }
        typed.truncate(MOST);
        (Self { country: self.country, digits: typed, plus: false }, place).placed()
    }
}

trait Placed {
    fn placed(self) -> (Entry, usize);
}

impl Placed for (Entry, usize) {
    /// From behind so many digits to behind so many characters.
    fn placed(self) -> (Entry, usize) {
        let (entry, digits) = self;
        let (mut left, mut place) = (digits, usize::from(entry.plus));
        for (at, c) in entry.written().chars().enumerate() {
            if left == 0 {
                break;
            }
            if c.is_ascii_digit() {
                left -= 1;
                place = at + 1;
            }
        }
        (entry, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, digits: &str) -> Entry {
        Entry { digits: digits.to_owned(), ..Entry::in_country(id).unwrap() }
    }

    /// What the input shows once it holds `raw`; `|` is the caret in both.
    fn after(before: &Entry, raw: &str, deletes: Deletes) -> (Entry, String) {
        let caret = raw.chars().position(|c| c == '|').unwrap();
        let (entry, caret) = before.after(&raw.replace('|', ""), caret, deletes);
        let mut shown: Vec<char> = entry.written().chars().collect();
        shown.insert(caret, '|');
        (entry, shown.into_iter().collect())
    }

    #[test]
    fn digits_are_grouped_as_they_are_typed_and_the_caret_stays_where_it_was() {
        let us = entry("US", "2015550123");
        assert_eq!(us.written(), "201-555-0123");
        for (raw, shown) in [
            ("201-555-0123|", "201-555-0123|"),
            ("2016|-555-0123", "2016|5550123"),
            ("20|-555-0123", "20|5-550-123"),
            ("|201-555-0123", "|201-555-0123"),
            ("٢٠١٥٥٥|", "201-555|"),
        ] {
            assert_eq!(after(&us, raw, Deletes::Nothing).1, shown, "{raw}");
        }
    }

    #[test]
    fn deleting_a_dash_deletes_the_digit_beside_it() {
        let us = entry("US", "2015550123");
        assert_eq!(after(&us, "201|555-0123", Deletes::Backward).1, "20|5-550-123");
        assert_eq!(after(&us, "201|555-0123", Deletes::Forward).1, "201|-550-123");
        assert_eq!(after(&us, "|", Deletes::Backward).1, "|");
    }

    #[test]
    fn a_whole_number_brings_its_country() {
        let us = entry("US", "");
        for (raw, country, shown, e164) in [
            ("+49 1511 2345678|", "DE", "1511 2345678|", "+4915112345678"),
            ("tel:+49-30-901820;ext=5|", "DE", "30 901820|", "+4930901820"),
            ("0049 30 901820|", "DE", "30 901820|", "+4930901820"),
            ("＋44 7400 123456|", "GB", "7400 123456|", "+447400123456"),
            ("+1 (876) 210-1234|", "JM", "876-210-1234|", "+18762101234"),
            ("+1 506 234 5678|", "CA", "506-234-5678|", "+15062345678"),
            ("+1 201 555 0123|", "US", "201-555-0123|", "+12015550123"),
            ("+39 06 1234 5678|", "IT", "06 1234 5678|", "+390612345678"),
        ] {
            let (entry, text) = after(&us, raw, Deletes::Nothing);
            assert_eq!((entry.country.id, text.as_str(), entry.e164().as_str()), (country, shown, e164), "{raw}");
            assert_eq!(entry.validity(), Validity::Valid, "{raw}");
        }
    }

    #[test]
    fn a_calling_code_is_waited_for_and_a_plus_alone_is_no_number() {
        let us = entry("US", "");
        let (plus, shown) = after(&us, "+|", Deletes::Nothing);
        assert_eq!((shown.as_str(), plus.e164().as_str(), plus.validity()), ("+|", "", Validity::TooShort));
        let (four, shown) = after(&plus, "+4|", Deletes::Nothing);
        assert_eq!((shown.as_str(), four.country.id), ("+4|", "US"));
        let (german, shown) = after(&four, "+49|", Deletes::Nothing);
        assert_eq!((shown.as_str(), german.country.id, german.plus), ("|", "DE", false));
        // The plus taken away again.
        assert_eq!(after(&plus, "|", Deletes::Backward).1, "|");
    }

    #[test]
    fn what_stands_before_a_number_at_home_is_shown_and_not_sent() {
        let germany = entry("DE", "015112345678");
        assert_eq!((germany.written().as_str(), germany.e164().as_str()), ("01511 2345678", "+4915112345678"));
        let moved = germany.moved_to(country("AT").unwrap());
        assert_eq!(moved.e164(), "+4315112345678");
        let russia = entry("RU", "89123456789");
        assert_eq!((russia.written().as_str(), russia.e164().as_str()), ("8 912 345-67-89", "+79123456789"));
    }

    #[test]
    fn what_is_set_from_outside_is_taken_apart() {
        let canada = entry("CA", "");
        // A number of nobody's own among those with this calling code leaves the country as it is.
        let same = canada.of_whole("+18005550199");
        assert_eq!((same.country.id, same.written().as_str()), ("CA", "800-555-0199"));
        assert_eq!(canada.of_whole("+12015550123").country.id, "US");
        assert_eq!(canada.of_whole("").country.id, "CA");
        assert_eq!(canada.of_whole("+44").country.id, "GB");
    }
}
