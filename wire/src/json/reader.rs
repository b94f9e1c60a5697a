//! From text to tree: strict JSON, in few bytes.

use super::Json;

/// How deep lists and objects may lie in each other, so that no text can exhaust the stack.
const MAX_DEPTH: u8 = 127;

/// The tree of a text; nothing when it is not JSON.
pub(super) fn read(text: &str) -> Option<Json> {
    let mut reader = Reader { text, at: 0, depth: 0, failed: false };
    let value = reader.value();
    reader.after_space();
    (!reader.failed && reader.at == text.len()).then_some(value)
}

/// Reads without looking back: what follows a fault reads as the end of the text, and whoever began asks for faults at last.
/// That is less code than to ask after each step.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
    failed: bool,
}

impl Reader<'_> {
    /// The next byte; zero at the end, which is not allowed anywhere in JSON.
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    /// The next byte that is not space.
    fn after_space(&mut self) -> u8 {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.peek()
    }

    #[inline(never)]
    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    #[inline(never)]
    fn need(&mut self, byte: u8) {
        if !self.skip(byte) {
            self.fail();
        }
    }

    fn fail(&mut self) {
        self.failed = true;
        self.at = self.text.len();
    }

    fn value(&mut self) -> Json {
        match self.after_space() {
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'"' => Json::Text(self.string()),
            b'[' => {
                let mut items = Vec::new();
                self.open();
                while self.another(b']', items.is_empty()) {
                    items.push(self.value());
                }
                Json::List(items)
            }
            b'{' => {
                let mut members = Vec::new();
                self.open();
                while self.another(b'}', members.is_empty()) {
                    self.after_space();
                    let name = self.string();
                    self.after_space();
                    self.need(b':');
                    members.push((name, self.value()));
                }
                Json::Object(members)
            }
            _ => Json::Number(self.number()),
        }
    }

    fn open(&mut self) {
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.fail();
        }
    }

    /// Whether there is one more in a list or an object.
    fn another(&mut self, close: u8, first: bool) -> bool {
        self.after_space();
        if self.skip(close) {
            self.depth -= 1;
            return false;
        }
        if !first {
            self.need(b',');
        }
        !self.failed
    }

    fn word(&mut self, word: &str, value: Json) -> Json {
        for byte in word.bytes() {
            self.need(byte);
        }
        value
    }

    fn number(&mut self) -> String {
        let start = self.at;
        self.skip(b'-');
        // No number but zero itself begins with zero.
        if !self.skip(b'0') {
            self.digits();
        }
        if self.skip(b'.') {
            self.digits();
        }
        if self.skip(b'e') || self.skip(b'E') {
            if !self.skip(b'-') {
                self.skip(b'+');
            }
            self.digits();
        }
        self.since(start).to_owned()
    }

    fn digits(&mut self) {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start {
            self.fail();
        }
    }

    fn since(&self, start: usize) -> &str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn string(&mut self) -> String {
        let mut out = String::new();
        self.need(b'"');
        while !self.failed {
            let start = self.at;
            while !matches!(self.peek(), b'"' | b'\\' | 0..=31) {
                self.at += 1;
            }
            out.push_str(self.since(start));
            if self.skip(b'"') {
                break;
            }
            self.need(b'\\');
            out.push(self.escaped());
        }
        out
    }

    fn escaped(&mut self) -> char {
        let letter = self.peek();
        self.at += 1;
        let code = match letter {
            b'"' | b'\\' | b'/' => letter.into(),
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'u' => {
                let unit = self.unit();
                if unit >> 10 == 0x36 {
                    // Half of a pair: the other half must follow.
                    self.need(b'\\');
                    self.need(b'u');
                    let low = self.unit();
                    if low >> 10 == 0x37 { 0x1_0000 + ((unit & 0x3ff) << 10 | low & 0x3ff) } else { u32::MAX }
                } else {
                    unit
                }
            }
            _ => u32::MAX,
        };
        char::from_u32(code).unwrap_or_else(|| {
            self.fail();
            char::default()
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> u32 {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit << 4 | char::from(self.peek()).to_digit(16).unwrap_or(u32::MAX);
            self.at += 1;
        }
        unit
    }
}
