use super::{Elements, Layout, Variables};
use crate::ui::element::Text;

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

/// What an app sets to make the components its own: on the provider for all of them, on one component for that one, which is
/// then laid over the provider's.
///
/// ```
/// use frontdesk_components::{Appearance, Elements, Layout, Logo, Variables, slot};
///
/// let appearance = Appearance {
///     variables: Variables::new().primary("rebeccapurple").radius("4px"),
///     layout: Layout { logo: Some(Logo::Center), ..Layout::default() },
///     elements: Elements::new().class(slot::CARD, "shadow-xl").style(slot::TITLE, "font-weight", "800"),
///     ..Appearance::default()
/// };
/// ```
#[derive(Debug, Clone, Default)]
pub struct Appearance {
    /// The name of a theme whose sheet is in the page, such as [`crate::theme::LINEN`]; it is written to `data-theme`.
    pub theme: Option<&'static str>,
    /// Light, dark, or what the page or the system says.
    pub scheme: Scheme,
    /// Values of tokens.
    pub variables: Variables,
    /// What is shown, and where.
    pub layout: Layout,
    /// Classes and style declarations for single parts.
    pub elements: Elements,
}

impl Appearance {
    /// Only another accent.
    pub fn primary(color: impl Into<Text>) -> Self {
        Self { variables: Variables::new().primary(color), ..Self::default() }
    }

    /// This laid over another one: what this sets wins, what it leaves open stays.
    pub(crate) fn over(self, below: &Self) -> Self {
        Self {
            theme: self.theme.or(below.theme),
            scheme: if self.scheme == Scheme::Inherit { below.scheme } else { self.scheme },
            variables: self.variables.over(&below.variables),
            layout: self.layout.over(&below.layout),
            elements: self.elements.over(&below.elements),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_components_own_looks_lie_over_the_providers() {
        let below = Appearance {
            theme: Some("linen"),
            scheme: Scheme::Dark,
            layout: Layout { animations: Some(false), autofocus: Some(true), ..Layout::default() },
            ..Appearance::primary("red")
        };
        let own = Appearance {
            variables: Variables::new().primary("blue"),
            layout: Layout { animations: Some(true), ..Layout::default() },
            ..Appearance::default()
        };
        let both = own.over(&below);

        assert_eq!((both.theme, both.scheme), (Some("linen"), Scheme::Dark));
        assert_eq!((both.layout.animations, both.layout.autofocus), (Some(true), Some(true)));
        assert_eq!(both.variables.css(":root"), ":root{--fd-color-primary:red;--fd-color-primary:blue}");
    }
}
