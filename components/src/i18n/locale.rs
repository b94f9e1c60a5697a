//! Languages, and which of them a person reads.

/// Where lines begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// English and most others.
    #[default]
    LeftToRight,
    /// Arabic, Hebrew.
    RightToLeft,
}

impl Direction {
    /// The value of a `dir` attribute.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// A language, perhaps of one country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locale {
    /// Its tag: `de`, `pt-BR`.
    pub tag: &'static str,
    /// Where its lines begin.
    pub direction: Direction,
}

impl Default for Locale {
    fn default() -> Self {
        Self::ENGLISH
    }
}

macro_rules! locales {
    ($($(#[doc = $doc:literal])* $name:ident = $tag:literal $own:literal $direction:ident,)*) => {
        $($(#[doc = $doc])* pub const $name: Self = Self::new($tag, Direction::$direction);)*

        /// All languages that come with the components, in the order of their tags.
        pub const ALL: &'static [Self] = &[$(Self::$name),*];

        /// What its speakers call it, for a list to choose from.
        pub fn own_name(self) -> &'static str {
            match self.tag {
                $($tag => $own,)*
                tag => tag,
            }
        }
    };
}

impl Locale {
    locales! {
        /// Arabic.
        ARABIC = "ar" "العربية" RightToLeft,
        /// German.
        GERMAN = "de" "Deutsch" LeftToRight,
        /// English, which every page has in it.
        ENGLISH = "en" "English" LeftToRight,
        /// Spanish.
        SPANISH = "es" "Español" LeftToRight,
        /// French.
        FRENCH = "fr" "Français" LeftToRight,
        /// Hebrew.
        HEBREW = "he" "עברית" RightToLeft,
        /// Hindi.
        HINDI = "hi" "हिन्दी" LeftToRight,
        /// Italian.
        ITALIAN = "it" "Italiano" LeftToRight,
        /// Japanese.
        JAPANESE = "ja" "日本語" LeftToRight,
        /// Korean.
        KOREAN = "ko" "한국어" LeftToRight,
        /// Dutch.
        DUTCH = "nl" "Nederlands" LeftToRight,
        /// Polish.
        POLISH = "pl" "Polski" LeftToRight,
        /// Portuguese as it is written in Brazil.
        PORTUGUESE_BRAZIL = "pt-BR" "Português (Brasil)" LeftToRight,
        /// Turkish.
        TURKISH = "tr" "Türkçe" LeftToRight,
        /// Chinese in simplified characters.
        CHINESE_SIMPLIFIED = "zh-CN" "简体中文" LeftToRight,
    }

    /// A language of the app's own.
    pub const fn new(tag: &'static str, direction: Direction) -> Self {
        Self { tag, direction }
    }

    /// The language for a tag: the same one, or else one of the same language, so that `de-AT` is German and `pt` the
    /// Portuguese that there is. Chinese in traditional characters is not the simplified one.
    pub fn find(tag: &str) -> Option<Self> {
        let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let wanted = tag.replace('_', "-");
        let traditional = ["zh-TW", "zh-HK", "zh-MO", "zh-Hant"];
        let begins = |tag: &&str| wanted.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        if traditional.iter().any(begins) {
            return None;
        }
        let same = Self::ALL.iter().find(|locale| locale.tag.eq_ignore_ascii_case(&wanted));
        same.or_else(|| Self::ALL.iter().find(|locale| language(locale.tag) == language(tag))).copied()
    }

    /// The first language that the person's browser names and that there is; English where nobody can be asked, as on a server,
    /// which reads `Accept-Language` and says [`Self::choose`].
    pub fn of_reader() -> Self {
        let tags = super::intl::languages();
        Self::choose(tags.iter().map(String::as_str))
    }

    /// The first language of a list that there is: the list that a browser has of its person, or `Accept-Language` of a
    /// request, in their order. English when none of them is there.
    pub fn choose<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::find).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_finds_its_language() {
        for (tag, found) in [
            ("de", Some("de")),
            ("DE-at", Some("de")),
            ("pt", Some("pt-BR")),
            ("pt_PT", Some("pt-BR")),
            ("zh-Hans-SG", Some("zh-CN")),
            ("zh", Some("zh-CN")),
            ("zh-Hant-TW", None),
            ("zh-hk", None),
            ("den", None),
            ("", None),
            ("日本", None),
        ] {
            assert_eq!(Locale::find(tag).map(|locale| locale.tag), found, "{tag}");
        }
    }

    #[test]
    fn the_first_language_that_there_is_is_chosen() {
        assert_eq!(Locale::choose(["sv-SE", "fr-CA", "de"]), Locale::FRENCH);
        assert_eq!(Locale::choose(["sv"]), Locale::ENGLISH);
        assert_eq!(Locale::choose([]), Locale::ENGLISH);
    }

    #[test]
    fn languages_stand_in_order_and_have_names_of_their_own() {
        assert!(Locale::ALL.is_sorted_by_key(|locale| locale.tag));
        for locale in Locale::ALL {
            assert_ne!(locale.own_name(), locale.tag);
        }
    }
}
