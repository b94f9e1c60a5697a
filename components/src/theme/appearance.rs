use std::borrow::Cow;

/// Which colour scheme the components use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// What the page around them uses (its `color-scheme`).
    #[default]
    Inherit,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// What the person's system asks for.
    System,
}

impl Scheme {
    /// The value of `data-scheme` on the component's root; nothing when the page decides.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Inherit => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
            Self::System => Some("system"),
        }
    }
}

/// What an app sets to make the components its own. Setting `primary` and `radius` is enough to look designed.
///
/// Every value is a CSS value and is written to the token of the same name on the component's root.
/// An app with a strict content security policy sets the tokens in its own sheet instead:
/// `:root { --fd-color-primary: rebeccapurple; }`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Appearance {
    /// The one accent, `--fd-color-primary`. Text on it is chosen by the sheet.
    pub primary: Option<Cow<'static, str>>,
    /// `--fd-radius`; the other radii scale with it.
    pub radius: Option<Cow<'static, str>>,
    /// `--fd-font`, a font stack.
    pub font: Option<Cow<'static, str>>,
    /// Light, dark, or what the page or the system says.
    pub scheme: Scheme,
    /// A logo for the card's head. Without one, the environment's logo or the first letter of the name is shown.
    pub logo_url: Option<Cow<'static, str>>,
}

impl Appearance {
    /// Only another accent.
    pub fn primary(color: impl Into<Cow<'static, str>>) -> Self {
        Self { primary: Some(color.into()), ..Self::default() }
    }

    /// The tokens that this appearance sets, as one `style` value; nothing when it sets none.
    pub fn style(&self) -> Option<String> {
        let mut style = String::new();
        for (token, value) in
            [("--fd-color-primary:", &self.primary), ("--fd-radius:", &self.radius), ("--fd-font:", &self.font)]
        {
            if let Some(value) = value {
                if !style.is_empty() {
                    style.push(';');
                }
                style.push_str(token);
                // A value cannot end its declaration, so nothing else can be smuggled in.
                style.extend(value.chars().filter(|c| !matches!(c, ';' | '{' | '}')));
            }
        }
        (!style.is_empty()).then_some(style)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_set_is_written() {
        let appearance = Appearance { radius: Some("4px".into()), ..Appearance::primary("rebeccapurple; color: red") };

        assert_eq!(appearance.style().as_deref(), Some("--fd-color-primary:rebeccapurple color: red;--fd-radius:4px"));
        assert_eq!(Appearance::default().style(), None);
    }
}
