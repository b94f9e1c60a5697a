//! How code uses each component. They are one page of documentation, so that each of them is compiled.

const PAGE: &str = include_str!("../snippets.md");

/// The code for a component.
pub fn of(component: &str) -> Option<&'static str> {
    let heading = ["\n## ", component, "\n"].concat();
    let (_, section) = PAGE.split_once(&heading)?;
    let (_, code) = section.split_once("```rust\n")?;
    code.split_once("\n```").map(|(code, _)| code)
}

#[doc = include_str!("../snippets.md")]
#[cfg(doctest)]
struct Compiled;

#[cfg(test)]
mod tests {
    use crate::stories;

    #[test]
    fn every_component_has_code_to_copy() {
        let told = stories::components().into_iter().filter(|component| *component != "Primitives");
        for component in told.chain(["FrontdeskProvider"]) {
            let code = super::of(component).unwrap_or_else(|| panic!("{component} has no code"));
            assert!(code.contains(component), "{component}: {code}");
        }
    }
}
