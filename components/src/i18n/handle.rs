use super::group::{Group, Members};
use super::live::Live;
use super::{Direction, Locale, Translation};
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
pub struct Messages(Source);

#[derive(Clone, Default)]
enum Source {
    #[default]
    English,
    Fixed(Arc<Set>),
    Live(Arc<Live>),
}

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
    pub const ENGLISH: Self = Self(Source::English);

    /// In a language that is compiled into the program.
    pub fn of(locale: Locale, translation: &'static Translation) -> Self {
        Self::fixed(Set { locale, translation: Some(translation), ..Set::default() })
    }

    /// In the language of a file, such as `components/locales/de.json`; nothing when it is no JSON. What it lacks is English.
    pub fn read(file: &str) -> Option<Self> {
        let file = Json::parse(file)?;
        let said = |name: &str| file.get(name).and_then(Json::as_str).unwrap_or_default();
        let direction = if said("direction") == "rtl" { Direction::RightToLeft } else { Direction::LeftToRight };
        let locale = Locale::new(said("locale").to_owned().leak(), direction);
        Some(Self::fixed(Set { locale, files: vec![file], ..Set::default() }))
    }

    /// With a group of the app's own.
    #[must_use]
    pub fn with(self, group: impl Group) -> Self {
        let mut set = self.copied();
        set.own.insert(0, Box::leak(Box::new(group)));
        Self::fixed(set)
    }

    /// With a file of the app's own, which holds as few keys as it likes; nothing when it is no JSON. Over words that change with
    /// the language it stays.
    #[must_use]
    pub fn overlay(self, file: &str) -> Option<Self> {
        let file = Json::parse(file)?;
        Some(match &self.0 {
            Source::Live(live) => Self(Source::Live(Arc::new(live.under(file)))),
            Source::English | Source::Fixed(_) => self.with_file(file),
        })
    }

    pub(super) fn with_file(self, file: Json) -> Self {
        let mut set = self.copied();
        set.files.push(file);
        Self::fixed(set)
    }

    /// Whether these are the very same words.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Source::English, Source::English) => true,
            (Source::Fixed(set), Source::Fixed(other)) => Arc::ptr_eq(set, other),
            _ => false,
        }
    }

    /// Words that are exchanged while the program runs, beginning with these.
    pub(crate) fn live(first: Self) -> Self {
        Self(Source::Live(Arc::new(Live::new(first))))
    }

    pub(crate) fn as_live(&self) -> Option<&Live> {
        if let Source::Live(live) = &self.0 { Some(live) } else { None }
    }

    /// A number that changes with the language while the program runs; reading it subscribes. What is drawn is drawn anew when
    /// it changes.
    pub fn revision(&self) -> u32 {
        self.as_live().map_or(0, Live::revision)
    }

    /// Whether other words are on their way; reading it subscribes.
    pub fn waits(&self) -> bool {
        self.as_live().is_some_and(Live::waits)
    }

    /// The language.
    pub fn locale(&self) -> Locale {
        self.chosen().unwrap_or_default()
    }

    /// The language, if it was chosen; nothing while there is only the English inside.
    pub fn chosen(&self) -> Option<Locale> {
        match &self.0 {
            Source::English => None,
            Source::Fixed(set) => Some(set.locale),
            Source::Live(live) => live.now().chosen(),
        }
    }

    /// A group of texts.
    pub fn group<G: Group>(&self) -> &'static G {
        let set = match &self.0 {
            Source::English => return G::english(),
            Source::Fixed(set) => set,
            Source::Live(live) => return live.now().group(),
        };
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

    fn fixed(set: Set) -> Self {
        Self(Source::Fixed(Arc::new(set)))
    }

    fn copied(&self) -> Set {
        match &self.0 {
            Source::English => Set::default(),
            Source::Fixed(set) => Set {
                locale: set.locale,
                translation: set.translation,
                files: set.files.clone(),
                own: set.own.clone(),
                read: Mutex::default(),
            },
            Source::Live(live) => live.now().copied(),
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
        let file = r#"{"locale": "sv", "common": {"back": "Tillbaka", "made_up_later": "x", "close": 7}, "made_up": [], "sign_in": 1}"#;
        let swedish = Messages::read(file).unwrap();

        assert_eq!(swedish.common().back, "Tillbaka");
        assert_eq!(swedish.common().close, "Close");
        assert_eq!(swedish.sign_in().start_title_plain, "Sign in");
        assert_eq!(swedish.locale(), Locale::new("sv", Direction::LeftToRight));
        assert!(Messages::read("{").is_none());
    }

    #[test]
    fn a_group_is_read_from_a_file_once() {
        let messages = Messages::read(r#"{"common": {"back": "Return"}}"#).unwrap();

        assert!(std::ptr::eq(messages.common(), messages.clone().common()));
    }

    #[test]
    fn the_app_has_the_last_word() {
        let file = r#"{"common": {"back": "Return", "close": "Shut"}}"#;
        let messages = Messages::read(file).unwrap();
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
