//! Texts that depend on a number.

/// Which form of a text a number takes in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// Arabic: nothing at all.
    Zero,
    /// English: one.
    One,
    /// Arabic, Hebrew: two.
    Two,
    /// Polish: two to four; Arabic: three to ten.
    Few,
    /// Polish: five and more; Arabic: eleven to ninety-nine.
    Many,
    /// Whatever has no form of its own.
    Other,
}

impl Category {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Zero, Self::One, Self::Two, Self::Few, Self::Many, Self::Other];

    /// Its name in the rules of all languages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    /// By its name; whatever is unknown is `Other`.
    pub fn named(name: &str) -> Self {
        let mut found = Self::Other;
        for category in Self::ALL {
            if category.name() == name {
                found = category;
            }
        }
        found
    }
}

/// A text in the forms that a number may take, written with [`plural!`](crate::plural).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plural {
    /// By category; empty where it is said as `other`.
    pub(crate) cases: [&'static str; 6],
}

impl Plural {
    /// By form; the program does not compile when `other` is missing in a constant.
    ///
    /// # Panics
    /// When `other` is missing.
    pub const fn new(forms: &[(Category, &'static str)]) -> Self {
        let mut cases = [""; 6];
        let mut at = 0;
        while at < forms.len() {
            cases[forms[at].0 as usize] = forms[at].1;
            at += 1;
        }
        assert!(!cases[Category::Other as usize].is_empty(), "a plural text has the form `other`");
        Self { cases }
    }

    /// The form for a category.
    pub fn get(&self, category: Category) -> &'static str {
        match self.cases[category as usize] {
            "" => self.cases[Category::Other as usize],
            text => text,
        }
    }

    /// Whether a category has a form of its own.
    pub fn has(&self, category: Category) -> bool {
        !self.cases[category as usize].is_empty()
    }
}

/// A [`Plural`] by the names of its forms; one of them is `other`.
///
/// ```
/// use frontdesk_components::{plural, i18n::{Category, Plural}};
///
/// const MEMBERS: Plural = plural! { one: "{count} member", other: "{count} members" };
/// assert_eq!(MEMBERS.get(Category::One), "{count} member");
/// assert_eq!(MEMBERS.get(Category::Few), "{count} members");
/// ```
#[macro_export]
macro_rules! plural {
    ($($case:ident: $text:literal),+ $(,)?) => {
        $crate::i18n::Plural::new(&[$(($crate::plural!(@ $case), $text)),+])
    };
    (@ zero) => { $crate::i18n::Category::Zero };
    (@ one) => { $crate::i18n::Category::One };
    (@ two) => { $crate::i18n::Category::Two };
    (@ few) => { $crate::i18n::Category::Few };
    (@ many) => { $crate::i18n::Category::Many };
    (@ other) => { $crate::i18n::Category::Other };
}

#[cfg(test)]
mod tests {
    use super::Category;

    #[test]
    fn a_form_that_is_missing_is_said_as_other() {
        let files = plural! { other: "{count} plików", few: "{count} pliki" };

        assert_eq!(files.get(Category::Few), "{count} pliki");
        assert_eq!(files.get(Category::Many), "{count} plików");
        assert!(files.has(Category::Few) && !files.has(Category::Many));
    }

    #[test]
    fn categories_are_found_by_name() {
        for category in Category::ALL {
            assert_eq!(Category::named(category.name()), category);
        }
        assert_eq!(Category::named("dual"), Category::Other);
    }
}
