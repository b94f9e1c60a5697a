use crate::Stage;
use leptos::prelude::AnyView;

/// What a person would press first to see what the story is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// It is there from the beginning.
    Nothing,
    /// The first menu of the story is opened.
    Menu,
    /// Nothing: a person plays it, so that it looks like this for a moment only.
    Played,
}

/// A component in one state.
#[derive(Debug, Clone, Copy)]
pub struct Story {
    /// The component, as code calls it: `SignIn`.
    pub component: &'static str,
    /// The state, as addresses call it: `wrong-password`.
    pub state: &'static str,
    /// What one sees, in a line.
    pub shows: &'static str,
    /// What is opened once it is drawn.
    pub opens: Opens,
    /// Draws it.
    pub draw: fn(&Stage) -> AnyView,
}

impl Story {
    /// A story that is whole as it is drawn.
    pub const fn new(
        component: &'static str,
        state: &'static str,
        shows: &'static str,
        draw: fn(&Stage) -> AnyView,
    ) -> Self {
        Self { component, state, shows, opens: Opens::Nothing, draw }
    }

    /// A story about an open menu.
    pub const fn menu(
        component: &'static str,
        state: &'static str,
        shows: &'static str,
        draw: fn(&Stage) -> AnyView,
    ) -> Self {
        Self { opens: Opens::Menu, ..Self::new(component, state, shows, draw) }
    }

    /// A story that a person plays.
    pub const fn played(
        component: &'static str,
        state: &'static str,
        shows: &'static str,
        draw: fn(&Stage) -> AnyView,
    ) -> Self {
        Self { opens: Opens::Played, ..Self::new(component, state, shows, draw) }
    }

    /// The name in addresses: `sign-in/wrong-password`.
    pub fn path(&self) -> String {
        [&kebab(self.component), "/", self.state].concat()
    }
}

/// `SignIn` as `sign-in`.
fn kebab(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::stories::all;
    use std::collections::BTreeSet;

    #[test]
    fn a_path_is_the_components_name_and_the_states() {
        let story = all().find(|story| story.component == "UserButton").unwrap();
        assert!(story.path().starts_with("user-button/"), "{}", story.path());
    }

    #[test]
    fn every_path_leads_to_one_story() {
        let paths: Vec<String> = all().map(|story| story.path()).collect();
        let different: BTreeSet<&String> = paths.iter().collect();
        assert_eq!(different.len(), paths.len());
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-/".contains(c);
        assert!(paths.iter().all(|path| path.chars().all(plain)), "{paths:?}");
    }

    #[test]
    fn every_story_says_what_it_shows() {
        for story in all() {
            assert!(story.shows.ends_with('.') && story.shows.len() > 10, "{}", story.path());
        }
    }
}
