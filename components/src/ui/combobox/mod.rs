//! A choice among many: what is typed leaves what matches. As a field, or behind a button.

mod field;
mod found;
mod list;
mod pick;

pub use field::{Combobox, combobox};
pub use pick::{Pick, pick};

use std::sync::Arc;

/// One of the things to choose among.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Choice {
    /// What the one who acts knows it by.
    pub value: String,
    /// Its words.
    pub label: String,
    /// A quieter word at the line's end.
    pub detail: String,
    /// Words that it is also found by, unseen.
    pub also: String,
}

impl Choice {
    /// One with words alone.
    pub fn new(value: &str, label: impl Into<String>) -> Self {
        Self { value: value.to_owned(), label: label.into(), ..Self::default() }
    }
}

/// Reads what there is to choose among; reading it subscribes.
pub type Choices = Arc<dyn Fn() -> Vec<Choice> + Send + Sync>;
