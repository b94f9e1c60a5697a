use crate::ui::element::{El, Text};

/// Where the logo and the words of the head stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Logo {
    /// At the start of the line, and so are the words.
    #[default]
    Start,
    /// In the middle, and so are the words.
    Center,
    /// There is none.
    Hidden,
}

/// Whether a card lies on the page or is part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Elevation {
    /// With border and shadow.
    #[default]
    Raised,
    /// Without both, for a page that is itself the card.
    Flush,
}

/// A link at the foot of a card, in the app's own words: terms, privacy, help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FootLink {
    /// Its words.
    pub label: Text,
    /// Where it leads.
    pub href: Text,
}

impl FootLink {
    /// A link.
    pub fn new(label: impl Into<Text>, href: impl Into<Text>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// What is shown, and where. What is left open is as it is by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Where the logo stands.
    pub logo: Option<Logo>,
    /// The logo's address; else the instance's logo, else the first letter of the app's name.
    pub logo_url: Option<Text>,
    /// Where the logo leads; else it is no link.
    pub logo_link: Option<Text>,
    /// Links at the foot of sign-in and sign-up; else none.
    pub foot_links: Vec<FootLink>,
    /// Whether sign-up shows fields that may be left empty; else it does.
    pub optional_fields: Option<bool>,
    /// Whether the first field takes the focus as soon as it is there; else it does not.
    pub autofocus: Option<bool>,
    /// Whether a card lies on the page; else it does.
    pub elevation: Option<Elevation>,
    /// Whether anything moves; else what the person's system asks for.
    pub animations: Option<bool>,
}

impl Layout {
    pub(super) fn over(self, below: &Self) -> Self {
        Self {
            logo: self.logo.or(below.logo),
            logo_url: self.logo_url.or_else(|| below.logo_url.clone()),
            logo_link: self.logo_link.or_else(|| below.logo_link.clone()),
            foot_links: if self.foot_links.is_empty() { below.foot_links.clone() } else { self.foot_links },
            optional_fields: self.optional_fields.or(below.optional_fields),
            autofocus: self.autofocus.or(below.autofocus),
            elevation: self.elevation.or(below.elevation),
            animations: self.animations.or(below.animations),
        }
    }

    /// Tells the sheet, on a component's root.
    pub(crate) fn put(&self, root: El) -> El {
        root.maybe("data-logo", (self.logo == Some(Logo::Center)).then_some("center"))
            .maybe("data-elevation", (self.elevation == Some(Elevation::Flush)).then_some("flush"))
            .maybe("data-motion", (self.animations == Some(false)).then_some("off"))
    }
}
