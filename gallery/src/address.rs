//! The address of what is shown: the story and every switch, so that a link shows the same to somebody else.

use crate::Stage;
use crate::stories;
use crate::story::Story;
use frontdesk_components::i18n::Messages;
use frontdesk_components::theme::THEMES;
use frontdesk_components::{Appearance, Direction, Locale, Scheme};

/// What the address says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Address {
    /// The story; the first one without more said.
    pub story: &'static Story,
    /// The theme, or the default looks.
    pub theme: Option<&'static str>,
    /// Light or dark; without more said what the system asks for.
    pub scheme: Scheme,
    /// Where lines begin; without more said as the language does.
    pub direction: Option<Direction>,
    /// The language.
    pub locale: Locale,
    /// How wide the frame is, in pixels; as wide as there is room without more said.
    pub width: Option<u32>,
    /// Whether there is only the story, as pictures and tests want it.
    pub bare: bool,
    /// Whether nothing moves, as pictures that are compared want it.
    pub still: bool,
}

impl PartialEq for Story {
    fn eq(&self, other: &Self) -> bool {
        (self.component, self.state) == (other.component, other.state)
    }
}

impl Default for Address {
    fn default() -> Self {
        Self {
            story: stories::first(),
            theme: None,
            scheme: Scheme::System,
            direction: None,
            locale: Locale::ENGLISH,
            width: None,
            bare: false,
            still: false,
        }
    }
}

impl Address {
    /// Reads a query such as `?story=sign-in/password&scheme=dark`. What it does not know is as if it were not said.
    pub fn read(query: &str) -> Self {
        let mut address = Self::default();
        for part in query.trim_start_matches('?').split('&') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let value = value.replace("%2F", "/").replace("%2f", "/");
            match name {
                "story" => address.story = stories::find(&value).unwrap_or(address.story),
                "theme" => address.theme = THEMES.iter().map(|(theme, _)| *theme).find(|theme| *theme == value),
                "scheme" => {
                    address.scheme = match value.as_str() {
                        "light" => Scheme::Light,
                        "dark" => Scheme::Dark,
                        _ => Scheme::System,
                    };
                }
                "dir" => {
                    let known = [Direction::LeftToRight, Direction::RightToLeft];
                    address.direction = known.into_iter().find(|one| one.name() == value);
                }
                "locale" => address.locale = Locale::find(&value).unwrap_or_default(),
                "width" => address.width = value.parse().ok().filter(|width| (240..=2400).contains(width)),
                "bare" => address.bare = true,
                "still" => address.still = true,
                _ => {}
            }
        }
        address
    }

    /// The query that says it.
    pub fn query(&self) -> String {
        let mut query = ["?story=", &self.story.path()].concat();
        let mut say = |name: &str, value: &str| query.extend(["&", name, "=", value]);
        if let Some(theme) = self.theme {
            say("theme", theme);
        }
        if let Scheme::Light | Scheme::Dark = self.scheme {
            say("scheme", self.scheme.attribute().unwrap_or_default());
        }
        if let Some(direction) = self.direction {
            say("dir", direction.name());
        }
        if self.locale != Locale::ENGLISH {
            say("locale", self.locale.tag);
        }
        if let Some(width) = self.width {
            say("width", &width.to_string());
        }
        for (name, said) in [("&bare", self.bare), ("&still", self.still)] {
            if said {
                query.push_str(name);
            }
        }
        query
    }

    /// Where lines begin.
    pub fn direction(&self) -> Direction {
        self.direction.unwrap_or(self.locale.direction)
    }

    /// What the story is drawn with.
    pub fn stage(&self) -> Stage {
        Stage {
            messages: words(self.locale),
            appearance: Appearance { theme: self.theme, scheme: self.scheme, ..Appearance::default() },
            direction: self.direction(),
            locale: self.locale,
        }
    }
}

fn words(locale: Locale) -> Messages {
    #[cfg(feature = "locales")]
    if locale != Locale::ENGLISH {
        return Messages::in_locale(locale);
    }
    let _ = locale;
    Messages::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_all_and_is_read_back() {
        let query = "?story=sign-in/password&theme=linen&scheme=dark&dir=rtl&locale=de&width=390&bare&still";
        let address = Address::read(query);

        assert_eq!(address.query(), query);
        assert_eq!(address.stage().appearance.theme, Some("linen"));
        assert_eq!(Address::read("?story=sign-in%2Fpassword").story, address.story);
    }

    #[test]
    fn what_is_unknown_is_not_said() {
        let address = Address::read("?story=no/such&theme=x&scheme=y&dir=z&locale=tlh&width=9&more");

        assert_eq!(address, Address::default());
    }

    #[test]
    fn lines_begin_where_the_language_begins_them() {
        assert_eq!(Address::read("?locale=he").direction(), Direction::RightToLeft);
        assert_eq!(Address::read("?locale=he&dir=ltr").direction(), Direction::LeftToRight);
    }
}
