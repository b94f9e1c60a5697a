//! From the tree into typed places.

use super::Json;

/// A place that can be filled from a JSON tree.
///
/// It is used as `dyn Fill`, so that reading a field costs a browser one call and no code of its own.
pub trait Fill {
    /// Takes over the value; false when it is of another kind, such as a text where an object is expected, and the place
    /// stays as it was.
    fn fill(&mut self, value: &Json) -> bool;
}

/// A type that can be read from a JSON tree: whatever can be made empty and then filled.
pub trait FromJson: Fill + Default {
    /// Reads the value; nothing when it is of another kind.
    fn from_json(value: &Json) -> Option<Self> {
        let mut place = Self::default();
        place.fill(value).then_some(place)
    }
}

impl<T: Fill + Default> FromJson for T {}

/// The fields of an object, filled one after the other.
pub(crate) struct Members<'a> {
    object: &'a Json,
    names: &'static str,
}

impl<'a> Members<'a> {
    /// Of this value, with these names, each followed by a space; nothing when it is not an object.
    pub(crate) fn of(object: &'a Json, names: &'static str) -> Option<Self> {
        matches!(object, Json::Object(_)).then_some(Self { object, names })
    }

    /// Fills the place of the next name, which stays as it is when the field is absent or of another kind.
    #[inline(never)]
    pub(crate) fn next(&mut self, place: &mut dyn Fill) {
        let Some((name, rest)) = self.names.split_once(' ') else { return };
        self.names = rest;
        if let Some(value) = self.object.get(name) {
            place.fill(value);
        }
    }
}

impl Fill for Json {
    fn fill(&mut self, value: &Json) -> bool {
        self.clone_from(value);
        true
    }
}

impl Fill for String {
    fn fill(&mut self, value: &Json) -> bool {
        let text = value.as_str();
        if let Some(text) = text {
            *self = text.to_owned();
        }
        text.is_some()
    }
}

impl Fill for bool {
    fn fill(&mut self, value: &Json) -> bool {
        let flag = value.as_bool();
        *self = flag.unwrap_or(*self);
        flag.is_some()
    }
}

impl Fill for i64 {
    fn fill(&mut self, value: &Json) -> bool {
        let number = value.as_i64();
        *self = number.unwrap_or(*self);
        number.is_some()
    }
}

impl Fill for u32 {
    fn fill(&mut self, value: &Json) -> bool {
        let number = value.as_i64().and_then(|number| Self::try_from(number).ok());
        *self = number.unwrap_or(*self);
        number.is_some()
    }
}

impl Fill for [i64; 2] {
    fn fill(&mut self, value: &Json) -> bool {
        let mut both = [0, 0];
        let filled = match value.as_array().map(Vec::as_slice) {
            Some([first, second, ..]) => both[0].fill(first) && both[1].fill(second),
            _ => false,
        };
        if filled {
            *self = both;
        }
        filled
    }
}

impl<T: Fill + Default> Fill for Option<T> {
    fn fill(&mut self, value: &Json) -> bool {
        let null = value.is_null();
        // In place: a value on the stack would be moved twice.
        let filled = !null && self.insert(T::default()).fill(value);
        if !filled {
            *self = None;
        }
        null || filled
    }
}

impl<T: Fill + Default> Fill for Vec<T> {
    fn fill(&mut self, value: &Json) -> bool {
        let Json::List(items) = value else { return false };
        self.clear();
        for item in items {
            if !self.push_mut(T::default()).fill(item) {
                self.pop();
            }
        }
        true
    }
}
