use super::value::is_one_value;
use crate::ui::element::{El, Text};

/// Values of tokens, each a CSS value. Setting `primary` and `radius` is enough to look designed.
///
/// In a browser they are set through the object model on the component's root, which `style-src 'self'` allows. A server sends
/// no `style` attribute: there [`css`](Self::css) is the text for a sheet, or for `<Styles variables nonce/>`.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    set: Vec<(Text, Text)>,
    // Only here, so that a page whose looks are in its sheet does not carry what sets them.
    put: Option<fn(El, &Variables) -> El>,
}

impl Variables {
    /// Sets nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn set(mut self, token: &'static str, value: Text) -> Self {
        self.put = Some(|root, variables| root.styles(variables.set.clone()));
        self.set.push((Text::Borrowed(token), value));
        self
    }

    /// The tokens as a rule for a sheet. A value that would reach beyond its own declaration is left out.
    pub fn css(&self, selector: &str) -> String {
        let mut rule = [selector, "{"].concat();
        for (token, value) in self.set.iter().filter(|(_, value)| is_one_value(value)) {
            if !rule.ends_with('{') {
                rule.push(';');
            }
            rule.extend([token, ":", value]);
        }
        rule.push('}');
        rule
    }

    /// Whether it sets nothing.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    pub(super) fn over(mut self, below: &Self) -> Self {
        if !below.set.is_empty() {
            // The later of two values of one token is the one that counts.
            self.set.splice(0..0, below.set.iter().cloned());
            self.put = self.put.or(below.put);
        }
        self
    }

    /// Sets them on a component's root.
    pub(crate) fn put(&self, root: El) -> El {
        match self.put {
            Some(put) => put(root, self),
            None => root,
        }
    }
}

/// A method for each token, and the list of them all.
macro_rules! tokens {
    ($($method:ident $token:literal $doc:literal,)*) => {
        impl Variables {
            $(#[doc = concat!($doc, " (`", $token, "`)")]
            pub fn $method(self, value: impl Into<Text>) -> Self {
                self.set($token, value.into())
            })*
        }

        /// Every token with what it is for.
        pub const TOKENS: &[(&str, &str)] = &[$(($token, $doc),)*];
    };
}

tokens! {
    background "--fd-color-background" "The page behind embedded pages.",
    surface "--fd-color-surface" "Cards.",
    surface_sunken "--fd-color-surface-sunken" "Strips at the foot, side bars, fields in the dark.",
    surface_raised "--fd-color-surface-raised" "Menus and dialogs.",
    text "--fd-color-text" "Text.",
    text_muted "--fd-color-text-muted" "Quieter text.",
    text_on_primary "--fd-color-text-on-primary" "Text on the accent; else black or white, whichever reads better.",
    border "--fd-color-border" "Hairlines.",
    border_strong "--fd-color-border-strong" "Outlines of fields.",
    primary "--fd-color-primary" "The one accent.",
    primary_hover "--fd-color-primary-hover" "The accent under the pointer; else it moves away from its text.",
    primary_soft "--fd-color-primary-soft" "A faint surface in the accent; else made from it.",
    link "--fd-color-link" "Links; else the accent, as dark or light as reading it asks for.",
    danger "--fd-color-danger" "What is wrong or cannot be undone.",
    danger_soft "--fd-color-danger-soft" "A faint surface of that; else made from it.",
    success "--fd-color-success" "What went well.",
    success_soft "--fd-color-success-soft" "A faint surface of that; else made from it.",
    warning "--fd-color-warning" "What asks for care.",
    warning_soft "--fd-color-warning-soft" "A faint surface of that; else made from it.",
    focus "--fd-color-focus" "The ring of what has the focus; else made from the accent.",
    focus_soft "--fd-color-focus-soft" "The halo around that ring; else made from it.",
    scrim "--fd-color-scrim" "What lies over the page behind a dialog.",
    font "--fd-font" "The font stack.",
    font_mono "--fd-font-mono" "The font stack of codes.",
    text_xs "--fd-text-xs" "Small print, 13 px.",
    text_sm "--fd-text-sm" "Text, fields and buttons, 14 px.",
    text_md "--fd-text-md" "Larger text, 16 px.",
    text_lg "--fd-text-lg" "Titles, 20 px.",
    text_xl "--fd-text-xl" "Titles of pages, 24 px.",
    space_1 "--fd-space-1" "4 px.",
    space_2 "--fd-space-2" "8 px.",
    space_3 "--fd-space-3" "12 px.",
    space_4 "--fd-space-4" "16 px.",
    space_5 "--fd-space-5" "20 px.",
    space_6 "--fd-space-6" "24 px.",
    space_7 "--fd-space-7" "28 px.",
    space_8 "--fd-space-8" "32 px.",
    space_9 "--fd-space-9" "36 px.",
    space_10 "--fd-space-10" "40 px.",
    radius "--fd-radius" "Corners of fields and buttons; the other two scale with it.",
    radius_sm "--fd-radius-sm" "Corners of small parts; else from the radius.",
    radius_lg "--fd-radius-lg" "Corners of cards; else from the radius.",
    control_height "--fd-control-height" "Height of fields and buttons.",
    card_width "--fd-card-width" "Width of a card.",
    shadow_sm "--fd-shadow-sm" "Under buttons.",
    shadow_md "--fd-shadow-md" "Under cards.",
    shadow_lg "--fd-shadow-lg" "Under menus and dialogs.",
    motion "--fd-motion" "How long a change takes; nothing where less motion is asked for.",
    ease "--fd-ease" "How a change runs.",
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::STYLESHEET;

    #[test]
    fn a_value_stays_in_its_declaration() {
        let variables = Variables::new()
            .primary("red; color: blue")
            .font("\"Inter, sans-serif")
            .link("calc(1px")
            .danger("red}body{display:none")
            .success("</style><script>")
            .warning("red /* and")
            .surface("light-dark(#fff, oklch(0.2 0 0))")
            .radius("4px");

        assert_eq!(
            variables.css(":root"),
            ":root{--fd-color-surface:light-dark(#fff, oklch(0.2 0 0));--fd-radius:4px}"
        );
    }

    #[test]
    fn the_sheet_knows_every_token_and_no_other() {
        for (token, _) in TOKENS {
            assert!(STYLESHEET.contains(token), "{token} is not in the sheet");
        }
        for part in STYLESHEET.split("var(--fd-").skip(1) {
            let name = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
            let token = ["--fd-", name].concat();
            // How wide the scrollbar is, is written by the dialog and not by an app.
            assert!(token == "--fd-scrollbar" || TOKENS.iter().any(|(known, _)| *known == token), "{token}");
        }
    }
}
