//! A JSON value as a tree, its reader and its writer.

use std::fmt;

/// How deep lists and objects may lie in each other, so that no text can exhaust the stack.
const MAX_DEPTH: u8 = 127;

/// A JSON value.
#[derive(Clone, PartialEq, Default)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written: reading it is for whoever knows what it counts.
    Number(String),
    /// A text.
    Text(String),
    /// Values in order.
    List(Vec<Json>),
    /// Values with names, in the order in which they came.
    Object(Vec<(String, Json)>),
}

impl fmt::Debug for Json {
    /// The kind only: a client's tree has session tokens in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Bool(_) => "bool […]",
            Self::Number(_) => "number […]",
            Self::Text(_) => "text […]",
            Self::List(_) => "list […]",
            Self::Object(_) => "object […]",
        })
    }
}

impl Json {
    /// Reads a text; nothing when it is not JSON, or deeper than 127 levels.
    pub fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader { text, at: 0, depth: 0, failed: false };
        let value = reader.value();
        reader.after_space();
        (!reader.failed && reader.at == text.len()).then_some(value)
    }

    /// The value of this name in an object. Of two equal names the last one counts.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        for (key, value) in members.iter().rev() {
            if key == name {
                return Some(value);
            }
        }
        None
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else { return None };
        for (key, value) in members.iter_mut().rev() {
            if key == name {
                return Some(value);
            }
        }
        None
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The yes or no, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(flag) = self { Some(*flag) } else { None }
    }

    /// The whole number, if it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        let Self::Number(text) = self else { return None };
        let mut negative: i64 = 0;
        for byte in text.bytes() {
            match byte {
                b'-' => {}
                // Compared first: a multiplication that is checked is a function of its own in a browser.
                b'0'..=b'9' if negative >= i64::MIN / 10 => {
                    negative = (negative * 10).checked_sub(i64::from(byte & 15))?;
                }
                _ => return None,
            }
        }
        if text.starts_with('-') { Some(negative) } else { negative.checked_neg() }
    }

    /// The values of a list, if it is one.
    pub fn as_array(&self) -> Option<&Vec<Self>> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    /// The same, to be changed.
    pub fn as_array_mut(&mut self) -> Option<&mut Vec<Self>> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    /// The value as text without any space.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Number(text) => out.push_str(text),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                let mut before = '[';
                for item in items {
                    out.push(before);
                    item.write(out);
                    before = ',';
                }
                out.push_str(if before == '[' { "[]" } else { "]" });
            }
            Self::Object(members) => {
                let mut before = '{';
                for (name, value) in members {
                    out.push(before);
                    write_text(name, out);
                    out.push(':');
                    value.write(out);
                    before = ',';
                }
                out.push_str(if before == '{' { "{}" } else { "}" });
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.push('\\'),
            '\0'..='\x1f' => {
                out.push_str(if letter < '\x10' { "\\u000" } else { "\\u001" });
                out.push(char::from(b"0123456789abcdef"[usize::from(letter as u8 & 15)]));
                continue;
            }
            _ => {}
        }
        out.push(letter);
    }
    out.push('"');
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
