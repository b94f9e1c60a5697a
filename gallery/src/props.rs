//! What each component takes, made from the doc comments of its code by `cargo xtask props`.

/// A property of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prop {
    /// The component: `SignIn`.
    pub component: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: &'static str,
    /// What it is without more said; empty where it has to be said.
    pub default: &'static str,
    /// What it is for.
    pub about: &'static str,
}

/// One line for each, its cells divided by tabs.
const TABLE: &str = include_str!("../props.txt");

/// All of them, component by component.
pub fn all() -> impl Iterator<Item = Prop> {
    TABLE.lines().filter_map(read)
}

/// Those of one component.
pub fn of(component: &str) -> Vec<Prop> {
    all().filter(|prop| prop.component == component).collect()
}

fn read(line: &'static str) -> Option<Prop> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    Some(Prop { component: next()?, name: next()?, kind: next()?, default: next()?, about: next()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_property_with_words_about_it() {
        assert_eq!(all().count(), TABLE.lines().count());
        for prop in all() {
            assert!(!prop.about.is_empty() && !prop.kind.is_empty(), "{prop:?}");
        }
    }

    #[test]
    fn a_form_says_where_one_goes_afterwards() {
        assert!(of("SignIn").iter().any(|prop| prop.name == "after_sign_in_url" && prop.kind == "String"));
    }
}
