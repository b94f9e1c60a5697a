//! What is known of the world's telephone numbers: calling codes, how many digits there are, how they are grouped.

use super::pattern::held_against;

/// One text, which is read where it is needed: nothing is unpacked, and nothing kept.
const TABLE: &str = include_str!("numbers.txt");

/// A country, or a territory with its own numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// What ISO 3166 calls it: `DE`.
    pub id: &'static str,
    /// The calling code: `49`.
    pub code: &'static str,
    /// What stands before a number at home: `0`.
    trunk: &'static str,
    /// The fewest and the most digits.
    length: (usize, usize),
    /// Which numbers there are.
    numbers: &'static str,
    /// Which of them are its own, where it shares the calling code with a larger one.
    own: &'static str,
    /// How digits are grouped.
    layouts: &'static str,
}

/// What is to say of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Validity {
    /// There is none.
    #[default]
    Empty,
    /// Digits are missing.
    TooShort,
    /// There are too many digits.
    TooLong,
    /// No number of the country begins like this.
    Unknown,
    /// There are such numbers. Whether this one is somebody's only a message to it can tell.
    Valid,
}

/// The blocks of the table, one for each calling code.
fn blocks() -> impl Iterator<Item = &'static str> {
    TABLE.split("\n+").skip(1)
}

fn read(block: &'static str) -> impl Iterator<Item = Country> {
    let (head, layouts) = block.split_once("\n>").unwrap_or((block, ""));
    let mut lines = head.lines();
    let code = lines.next().unwrap_or_default();
    lines.map(move |line| {
        let mut parts = line.split('\t');
        let mut part = || parts.next().unwrap_or_default();
        let (id, trunk, length, numbers, own) = (part(), part(), part(), part(), part());
        let (least, most) = length.split_once('-').unwrap_or_default();
        let length = (least.parse().unwrap_or_default(), most.parse().unwrap_or_default());
        Country { id, code, trunk, length, numbers, own, layouts }
    })
}

/// All countries, in no order that a person would expect.
pub fn countries() -> impl Iterator<Item = Country> {
    blocks().flat_map(read)
}

/// The country with this name in ISO 3166.
pub fn country(id: &str) -> Option<Country> {
    countries().find(|country| country.id.eq_ignore_ascii_case(id))
}

/// The country of a number that begins with its calling code, and what stands behind that. Several share a code: then it is the
/// one whose own numbers these are, or else `near` if it is among them, or else the largest.
pub fn of_international(digits: &str, near: Option<Country>) -> Option<(Country, &str)> {
    let block = blocks().find(|block| {
        let code = block.lines().next().unwrap_or_default();
        digits.starts_with(code)
    })?;
    let main = read(block).next()?;
    let national = digits.get(main.code.len()..).unwrap_or_default();
    let own = read(block).find(|country| !country.own.is_empty() && held_against(country.own, national).whole);
    Some((own.or(near.filter(|near| near.code == main.code)).unwrap_or(main), national))
}

impl Country {
    /// What was typed, without what stands before a number at home only.
    pub fn national<'d>(&self, digits: &'d str) -> &'d str {
        let Some(rest) = digits.strip_prefix(self.trunk).filter(|_| !self.trunk.is_empty()) else { return digits };
        let (all, behind) = (held_against(self.numbers, digits), held_against(self.numbers, rest));
        // It may be the number's own first digit.
        if all.whole || all.open && !behind.whole { digits } else { rest }
    }

    /// The number for the whole world: `+4915112345678`. Without digits it is empty.
    pub fn e164(&self, digits: &str) -> String {
        match self.national(digits) {
            "" => String::new(),
            national => ["+", self.code, national].concat(),
        }
    }

    /// What is to say of these digits.
    pub fn validity(&self, digits: &str) -> Validity {
        let national = self.national(digits);
        let (least, most) = self.length;
        let held = held_against(self.numbers, national);
        match national.len() {
            0 => Validity::Empty,
            count if count > most => Validity::TooLong,
            count if held.whole && count >= least => Validity::Valid,
            _ if held.open => Validity::TooShort,
            _ if held.begins => Validity::TooLong,
            _ => Validity::Unknown,
        }
    }

    /// The digits as they are written in this country, as far as they go.
    pub fn written(&self, digits: &str) -> String {
        let national = self.national(digits);
        let trunk = digits.strip_suffix(national).unwrap_or_default();
        let gap = if trunk.is_empty() || trunk == "0" || national.is_empty() { "" } else { " " };
        let mut text = [trunk, gap].concat();
        match self.layout(national) {
            Some(widths) => grouped(national, &widths, &mut text),
            None => text.push_str(national),
        }
        text
    }

    /// The widths of the groups that these digits are written in, each with what stands before it.
    fn layout(&self, digits: &str) -> Option<Vec<(&'static str, usize)>> {
        let mut while_typing = None;
        for line in self.layouts.lines() {
            let (groups, leading) = line.trim_start_matches('>').split_once('\t').unwrap_or((line, ""));
            if !held_against(leading, digits).begins {
                continue;
            }
            let groups: Vec<Group> = groups_of(groups);
            let least: usize = groups.iter().map(|group| group.least).sum();
            let most: usize = groups.iter().map(|group| group.most).sum();
            if (least..=most).contains(&digits.len()) {
                return Some(shared_out(&groups, digits.len(), least));
            }
            if digits.len() < most && while_typing.is_none() {
                while_typing = Some(groups.iter().map(|group| (group.before, group.most)).collect());
            }
        }
        while_typing
    }
}

/// A group of digits.
struct Group {
    before: &'static str,
    least: usize,
    most: usize,
}

/// Reads `3 3,4-4`.
fn groups_of(text: &'static str) -> Vec<Group> {
    let is_width = |c: char| c.is_ascii_digit() || c == ',';
    let (mut groups, mut rest) = (Vec::with_capacity(4), text);
    while let Some(start) = rest.find(is_width) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_width(c)).unwrap_or(from.len());
        let (width, after) = from.split_at(end);
        let (least, most) = width.split_once(',').unwrap_or((width, width));
        groups.push(Group { before, least: least.parse().unwrap_or_default(), most: most.parse().unwrap_or_default() });
        rest = after;
    }
    groups
}

/// Gives each group as many digits as leave enough for those behind it.
fn shared_out(groups: &[Group], count: usize, least: usize) -> Vec<(&'static str, usize)> {
    let mut spare = count - least;
    let share = |group: &Group| {
        let more = spare.min(group.most - group.least);
        spare -= more;
        (group.before, group.least + more)
    };
    groups.iter().map(share).collect()
}

fn grouped(digits: &str, widths: &[(&str, usize)], text: &mut String) {
    let mut rest = digits;
    for (before, width) in widths {
        if rest.is_empty() {
            return;
        }
        let (group, after) = rest.split_at((*width).min(rest.len()));
        text.push_str(before);
        text.push_str(group);
        rest = after;
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers as another implementation writes them, with their countries.
    const EXAMPLES: &str = include_str!("examples.txt");

    #[test]
    fn every_country_writes_its_numbers_as_libphonenumber_does_and_takes_them() {
        let mut seen = std::collections::BTreeSet::new();
        for line in EXAMPLES.lines().filter(|line| !line.starts_with('#')) {
            let (id, written) = line.split_once('\t').unwrap();
            let country = country(id).unwrap();
            let digits: String = written.chars().filter(char::is_ascii_digit).collect();
            let national = digits.strip_prefix(country.code).unwrap();

            assert_eq!(["+", country.code, " ", &country.written(national)].concat(), written, "{id}");
            assert_eq!(country.validity(national), Validity::Valid, "{id}");
            assert_eq!(country.e164(national), ["+", &digits].concat(), "{id}");
            seen.insert(id);
        }
        assert_eq!(seen.len(), countries().count(), "every country has an example");
    }

    #[test]
    fn a_number_is_never_worse_while_digits_are_missing_than_too_short() {
        for line in EXAMPLES.lines().filter(|line| !line.starts_with('#')) {
            let (id, written) = line.split_once('\t').unwrap();
            let country = country(id).unwrap();
            let digits: String = written.chars().filter(char::is_ascii_digit).collect();
            let national = digits.strip_prefix(country.code).unwrap();
            for count in 1..national.len() {
                let part = national.get(..count).unwrap();
                let validity = country.validity(part);
                assert!(matches!(validity, Validity::TooShort | Validity::Valid), "{id} {part}: {validity:?}");
                let again: String = country.written(part).chars().filter(char::is_ascii_digit).collect();
                assert_eq!(again, part, "{id}: no digit is lost or made up");
            }
        }
    }

    #[test]
    fn what_is_wrong_with_a_number_is_told_apart() {
        for (id, digits, validity) in [
            ("US", "", Validity::Empty),
            ("US", "201555012", Validity::TooShort),
            ("US", "20155501234", Validity::TooLong),
            ("US", "1234", Validity::TooShort),
            ("FR", "0012345678", Validity::Unknown),
            ("DE", "0", Validity::Empty),
        ] {
            assert_eq!(country(id).unwrap().validity(digits), validity, "{id} {digits}");
        }
    }

    #[test]
    fn a_whole_number_belongs_to_the_country_whose_own_it_is() {
        for (digits, id) in [
            ("12015550123", "US"),
            ("15062345678", "CA"),
            ("18762101234", "JM"),
            ("447400123456", "GB"),
            ("447781123456", "GG"),
            ("79123456789", "RU"),
            ("77710009998", "KZ"),
            ("61412345678", "AU"),
        ] {
            assert_eq!(of_international(digits, None).map(|(country, _)| country.id), Some(id), "{digits}");
        }
        assert_eq!(of_international("999", None), None);
    }
}
