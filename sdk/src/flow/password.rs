//! The rules of a new password, checked while it is typed. The server decides; this only tells early.

use frontdesk_wire::environment::PasswordSettings;

/// One rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRule {
    /// At least this many characters.
    MinLength(u32),
    /// At most this many characters. Listed only when it is broken.
    MaxLength(u32),
    /// A small letter.
    Lowercase,
    /// A capital letter.
    Uppercase,
    /// A digit.
    Number,
    /// A special character.
    Special,
}

/// A rule and whether a password keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleCheck {
    /// The rule.
    pub rule: PasswordRule,
    /// Whether it is kept.
    pub met: bool,
}

/// A rough measure of a password, for a bar under the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Breaks a rule, or is easily guessed.
    Weak,
    /// Will do.
    Fair,
    /// Good.
    Strong,
}

/// The rules of an instance.
#[derive(Debug, Clone)]
pub struct PasswordRules {
    settings: PasswordSettings,
}

impl PasswordRules {
    /// Takes the rules from the environment's `user_settings.password_settings`, within the bounds of the protocol.
    pub fn new(settings: &PasswordSettings) -> Self {
        let mut settings = settings.clone();
        settings.min_length = settings.min_length.max(8);
        settings.max_length = if settings.max_length == 0 { 72 } else { settings.max_length.min(72) };
        Self { settings }
    }

    /// Each rule with whether the password keeps it, in the order to show them.
    pub fn check(&self, password: &str) -> Vec<RuleCheck> {
        let settings = &self.settings;
        let length = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
        let mut checks =
            vec![RuleCheck { rule: PasswordRule::MinLength(settings.min_length), met: length >= settings.min_length }];
        if length > settings.max_length {
            checks.push(RuleCheck { rule: PasswordRule::MaxLength(settings.max_length), met: false });
        }
        let mut ask = |wanted: bool, rule, met| {
            if wanted {
                checks.push(RuleCheck { rule, met });
            }
        };
        let kinds = Kinds::of(password);
        ask(settings.require_lowercase, PasswordRule::Lowercase, kinds.lowercase || kinds.beyond_ascii);
        ask(settings.require_uppercase, PasswordRule::Uppercase, kinds.uppercase || kinds.beyond_ascii);
        ask(settings.require_numbers, PasswordRule::Number, kinds.number);
        ask(
            settings.require_special_char,
            PasswordRule::Special,
            shares(password, &settings.allowed_special_characters),
        );
        checks
    }

    /// The first rule that is broken.
    pub fn broken(&self, password: &str) -> Option<PasswordRule> {
        self.check(password).into_iter().find(|check| !check.met).map(|check| check.rule)
    }

    /// A rough measure: length counts most, then variety.
    pub fn strength(&self, password: &str) -> Strength {
        if self.broken(password).is_some() {
            return Strength::Weak;
        }
        let mut length = 0;
        let mut seen: Vec<char> = Vec::new();
        for letter in password.chars() {
            length += 1;
            if !seen.contains(&letter) {
                seen.push(letter);
            }
        }
        let has = Kinds::of(password);
        let kinds = [has.lowercase, has.uppercase, has.number, has.other, has.beyond_ascii];
        let kinds = kinds.into_iter().filter(|has| *has).count();
        match (seen.len(), length + 2 * kinds) {
            (0..=4, _) | (_, 0..=11) => Strength::Weak,
            (5..=8, _) | (_, 12..=17) => Strength::Fair,
            _ => Strength::Strong,
        }
    }
}

/// Whether two texts have a character in common.
fn shares(text: &str, characters: &str) -> bool {
    for letter in text.chars() {
        for character in characters.chars() {
            if letter == character {
                return true;
            }
        }
    }
    false
}

/// The kinds of characters in a password.
#[derive(Default)]
struct Kinds {
    lowercase: bool,
    uppercase: bool,
    number: bool,
    other: bool,
    /// Characters of all scripts. Which of them are small or capital letters takes tables that no page should download for
    /// this: they pass here, and the server decides.
    beyond_ascii: bool,
}

impl Kinds {
    fn of(password: &str) -> Self {
        let mut kinds = Self::default();
        for byte in password.bytes() {
            match byte {
                b'a'..=b'z' => kinds.lowercase = true,
                b'A'..=b'Z' => kinds.uppercase = true,
                b'0'..=b'9' => kinds.number = true,
                0x80.. => kinds.beyond_ascii = true,
                _ => kinds.other = true,
            }
        }
        kinds
    }
}

impl PasswordRule {
    /// The server's code and words for a password that breaks this rule.
    pub(super) const fn refusal(self) -> (&'static str, &'static str) {
        match self {
            Self::MinLength(_) => ("form_password_length_too_short", "The password is too short."),
            Self::MaxLength(_) => ("form_password_length_too_long", "The password is too long."),
            Self::Lowercase => ("form_password_no_lowercase", "The password needs a small letter."),
            Self::Uppercase => ("form_password_no_uppercase", "The password needs a capital letter."),
            Self::Number => ("form_password_no_number", "The password needs a digit."),
            Self::Special => ("form_password_no_special_char", "The password needs a special character."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_kept_within_the_bounds_of_the_protocol() {
        let rules =
            PasswordRules::new(&PasswordSettings { min_length: 4, max_length: 0, ..PasswordSettings::default() });

        assert_eq!(rules.broken("1234567"), Some(PasswordRule::MinLength(8)));
        assert_eq!(rules.broken("12345678"), None);
        assert_eq!(rules.broken(&"x".repeat(73)), Some(PasswordRule::MaxLength(72)));
    }

    #[test]
    fn each_required_kind_of_character_is_a_rule() {
        let rules = PasswordRules::new(&PasswordSettings {
            require_lowercase: true,
            require_uppercase: true,
            require_numbers: true,
            require_special_char: true,
            ..PasswordSettings::default()
        });

        let met = |password: &str| rules.check(password).iter().map(|check| check.met).collect::<Vec<_>>();

        assert_eq!(met("abcdefgh"), [true, true, false, false, false]);
        assert_eq!(met("Abcdefg1!"), [true; 5]);
        assert_eq!(met("ÄÖÜßéèçñ1!"), [true; 5], "letters of other alphabets are left to the server");
    }

    #[test]
    fn repeating_one_letter_is_weak_and_a_long_phrase_is_strong() {
        let rules = PasswordRules::new(&PasswordSettings::default());

        assert_eq!(rules.strength("aaaaaaaaaaaaaaaa"), Strength::Weak);
        assert_eq!(rules.strength("correct horse battery"), Strength::Strong);
        assert!(rules.strength("tulip-42x") >= Strength::Fair);
    }
}
