use super::group::{Group, Members};
use super::{Locale, Translation};
use frontdesk_wire::json::Json;
use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

/// The words of the components, in one language: English, unless an app says otherwise.
///
/// A component asks for its own group, so that a page downloads the English words of what it shows and no others. An app
/// overrides single ones:
///
/// ```
/// use frontdesk_components::{Messages, SignInMessages};
///
/// let messages = Messages::default()
///     .with(SignInMessages { start_title: "Welcome to {app}", ..SignInMessages::ENGLISH });
///
/// assert_eq!(messages.sign_in().start_title, "Welcome to {app}");
/// assert_eq!(messages.sign_up().title, "Create your account");
/// ```
///
/// Words live as long as the program: make a value once for each language, not once for each page.
#[derive(Clone, Default)]
pub struct Messages(Option<Arc<Set>>);

#[derive(Default)]
struct Set {
    locale: Locale,
    translation: Option<&'static Translation>,
    /// Later ones lie over earlier ones.
    files: Vec<Json>,
    /// The app's own groups, the newest first.
    own: Vec<&'static Known>,
    /// The groups that were read from the files.
    read: Mutex<Vec<&'static Known>>,
}

type Known = dyn Any + Send + Sync;

fn find<G: Group>(known: &[&'static Known]) -> Option<&'static G> {
    for group in known {
        if let Some(group) = group.downcast_ref() {
            return Some(group);
        }
    }
    None
}

impl Messages {
    /// In English.
    pub const ENGLISH: Self = Self(None);

    /// In a language that is compiled into the program.
    pub fn of(locale: Locale, translation: &'static Translation) -> Self {
        Self(Some(Arc::new(Set { locale, translation: Some(translation), ..Set::default() })))
    }

    /// In the language of a file; nothing when the file is no JSON. What it lacks is English.
    pub fn read(locale: Locale, file: &str) -> Option<Self> {
        Self(Some(Arc::new(Set { locale, ..Set::default() }))).overlay(file)
    }

    /// With a group of the app's own.
    #[must_use]
    pub fn with(self, group: impl Group) -> Self {
        let mut set = self.copied();
        set.own.insert(0, Box::leak(Box::new(group)));
        Self(Some(Arc::new(set)))
    }

    /// With a file of the app's own, which holds as few keys as it likes; nothing when it is no JSON.
    #[must_use]
    pub fn overlay(self, file: &str) -> Option<Self> {
        let mut set = self.copied();
        set.files.push(Json::parse(file)?);
        Some(Self(Some(Arc::new(set))))
    }

    /// The language.
    pub fn locale(&self) -> Locale {
        self.0.as_ref().map(|set| set.locale).unwrap_or_default()
    }

    /// A group of texts.
    pub fn group<G: Group>(&self) -> &'static G {
        let Some(set) = &self.0 else { return G::english() };
        if let Some(own) = find(&set.own) {
            return own;
        }
        let base = set.translation.map_or_else(G::english, G::of);
        if set.files.is_empty() {
            return base;
        }
        let mut read = set.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(group) = find(&read) {
            return group;
        }
        let mut group = *base;
        for file in &set.files {
            if let Some(members) = file.get(G::NAME) {
                group.read(&mut Members::of(members));
            }
        }
        let group: &'static G = Box::leak(Box::new(group));
        read.push(group);
        group
    }

    fn copied(&self) -> Set {
        match &self.0 {
            Some(set) => Set {
                locale: set.locale,
                translation: set.translation,
                files: set.files.clone(),
                own: set.own.clone(),
                read: Mutex::default(),
            },
            None => Set::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::i18n::{Direction, Locale, Messages};
    use crate::{CommonMessages, SignInMessages};

    #[test]
    fn without_more_said_the_words_are_english() {
        assert_eq!(Messages::default().common().back, "Back");
        assert_eq!(Messages::default().locale(), Locale::ENGLISH);
    }

    #[test]
    fn a_file_says_what_it_says_and_english_the_rest() {
        let file = r#"{"common": {"back": "Tillbaka", "made_up_later": "x", "close": 7}, "made_up": [], "sign_in": 1}"#;
        let swedish = Messages::read(Locale::new("sv", Direction::LeftToRight), file).unwrap();

        assert_eq!(swedish.common().back, "Tillbaka");
        assert_eq!(swedish.common().close, "Close");
        assert_eq!(swedish.sign_in().start_title_plain, "Sign in");
        assert_eq!(swedish.locale().tag, "sv");
        assert!(Messages::read(Locale::ENGLISH, "{").is_none());
    }

    #[test]
    fn a_group_is_read_from_a_file_once() {
        let messages = Messages::read(Locale::ENGLISH, r#"{"common": {"back": "Return"}}"#).unwrap();

        assert!(std::ptr::eq(messages.common(), messages.clone().common()));
    }

    #[test]
    fn the_app_has_the_last_word() {
        let file = r#"{"common": {"back": "Return", "close": "Shut"}}"#;
        let messages = Messages::read(Locale::ENGLISH, file).unwrap();
        assert_eq!(messages.common().back, "Return");

        let overlaid = messages.overlay(r#"{"common": {"close": "Off"}}"#).unwrap();
        assert_eq!((overlaid.common().back, overlaid.common().close), ("Return", "Off"));

        let own = overlaid
            .with(CommonMessages { back: "Left", ..CommonMessages::ENGLISH })
            .with(CommonMessages { back: "Behind", ..CommonMessages::ENGLISH });
        assert_eq!((own.common().back, own.common().close), ("Behind", "Close"));
        assert_eq!(own.sign_in().start_title, SignInMessages::ENGLISH.start_title);
    }
}
