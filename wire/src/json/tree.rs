//! A JSON value as a tree, and how it is written.

use super::reader;
use std::fmt;

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
        reader::read(text)
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
