//! Patterns of digits as the table has them: digits, classes, groups, alternatives and counts. A browser has an engine for
//! expressions of every kind, and a server would have to carry one; this is a hundred lines, and the same in both.

/// How digits stand to a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    /// The pattern is these digits, all of them.
    pub(super) whole: bool,
    /// The pattern is the first of these digits.
    pub(super) begins: bool,
    /// It may become so when more digits follow.
    pub(super) open: bool,
}

/// Holds digits against a pattern.
pub(super) fn held_against(pattern: &str, digits: &str) -> Match {
    let mut reader = Reader { pattern: pattern.as_bytes(), at: 0, digits: digits.as_bytes(), open: false };
    let reached = reader.alternatives(1);
    let whole = digits.len() < 32 && reached & (1 << digits.len()) != 0;
    Match { whole, begins: reached != 0, open: reader.open }
}

/// Reads a pattern once, and with it all the ways that the digits can go: a set bit is a number of digits that are used up.
struct Reader<'a> {
    pattern: &'a [u8],
    at: usize,
    digits: &'a [u8],
    /// A way wanted another digit where there was none.
    open: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.pattern.get(self.at).copied()
    }

    fn takes(&mut self, what: u8) -> bool {
        let found = self.peek() == Some(what);
        self.at += usize::from(found);
        found
    }

    fn alternatives(&mut self, from: u32) -> u32 {
        let mut reached = self.sequence(from);
        while self.takes(b'|') {
            reached |= self.sequence(from);
        }
        reached
    }

    fn sequence(&mut self, mut at: u32) -> u32 {
        while !matches!(self.peek(), None | Some(b'|' | b')')) {
            at = self.counted(at);
        }
        at
    }

    /// One thing, as often as its count says.
    fn counted(&mut self, from: u32) -> u32 {
        let begin = self.at;
        let mut at = self.one(from);
        let (least, most) = self.count();
        let end = self.at;
        let mut reached = if least == 0 { from } else { 0 };
        for times in 1..=most {
            if times >= least {
                reached |= at;
            }
            if at == 0 || times == most {
                break;
            }
            self.at = begin;
            at = self.one(at);
        }
        self.at = end;
        reached
    }

    fn count(&mut self) -> (u32, u32) {
        if self.takes(b'?') {
            return (0, 1);
        }
        if !self.takes(b'{') {
            return (1, 1);
        }
        let least = self.number();
        let most = if self.takes(b',') { self.number() } else { least };
        self.takes(b'}');
        (least, most)
    }

    fn number(&mut self) -> u32 {
        let mut number = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            number = number * 10 + u32::from(digit - b'0');
            self.at += 1;
        }
        number
    }

    /// A group, a class, any digit, or this one.
    fn one(&mut self, from: u32) -> u32 {
        if self.takes(b'(') {
            if self.takes(b'?') {
                self.takes(b':');
            }
            let reached = self.alternatives(from);
            self.takes(b')');
            return reached;
        }
        let mut may = 0_u16;
        if self.takes(b'[') {
            let mut last = b'0';
            while let Some(c) = self.peek().filter(|c| *c != b']') {
                self.at += 1;
                if c == b'-' {
                    let to = self.peek().unwrap_or(last);
                    (last..=to).for_each(|digit| may |= bit(digit));
                } else {
                    may |= bit(c);
                    last = c;
                }
            }
            self.takes(b']');
        } else if self.takes(b'\\') {
            self.at += 1;
            may = 0x3ff;
        } else if let Some(digit) = self.peek() {
            self.at += 1;
            may = bit(digit);
        }
        let mut reached = 0;
        for used in (0..self.digits.len()).filter(|used| from & (1 << used) != 0) {
            if may & bit(self.digits[used]) != 0 {
                reached |= 1 << (used + 1);
            }
        }
        self.open |= from & (1 << self.digits.len()) != 0;
        reached
    }
}

fn bit(digit: u8) -> u16 {
    if digit.is_ascii_digit() { 1 << (digit - b'0') } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_held_against_patterns() {
        for (pattern, digits, whole, begins, open) in [
            ("", "12", false, true, false),
            ("12", "12", true, true, false),
            ("12", "123", false, true, false),
            ("12", "1", false, false, true),
            ("12", "2", false, false, false),
            (r"\d{3}", "123", true, true, false),
            (r"\d{3,5}", "1234", true, true, true),
            (r"\d{3,5}", "123456", false, true, false),
            ("[2-47]1?", "3", true, true, true),
            ("[2-47]1?", "71", true, true, false),
            ("[2-47]1?", "51", false, false, false),
            (r"3[02]|40|[68]9", "6", false, false, true),
            (r"3[02]|40|[68]9", "699", false, true, false),
            (r"(?:1|22)3|4", "223", true, true, false),
            (r"(?:1|22)3|4", "23", false, false, false),
            (r"(?:1|22){2}3", "1221", false, false, false),
            (r"(?:1|22){2}3", "1223", true, true, false),
            (r"(?:12)?3", "3", true, true, false),
            (r"49(?:[34]0|69|8\d)\d\d?", "498712", true, true, false),
        ] {
            assert_eq!(held_against(pattern, digits), Match { whole, begins, open }, "{pattern} and {digits}");
        }
    }
}
