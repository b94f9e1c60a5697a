//! The widest domain of a page's cookies, which only a browser knows: it keeps the list of public suffixes.

/// The widest domain of the host that takes a cookie, from the right: `co.uk` refuses, `example.co.uk` takes it. Nothing for
/// addresses and single names, and where nothing is taken: cookies are then the host's own.
pub(super) fn widest(host: &str, takes: &dyn Fn(&str) -> bool) -> Option<String> {
    let bytes = host.as_bytes();
    // Addresses end in a digit or a bracket.
    if !bytes.last()?.is_ascii_alphabetic() || host.ends_with(".localhost") {
        return None;
    }
    let mut labels = 0;
    for at in (0..bytes.len()).rev() {
        if at > 0 && bytes[at - 1] != b'.' {
            continue;
        }
        labels += 1;
        let Some(domain) = host.get(at..).filter(|_| labels > 1) else { continue };
        if takes(domain) {
            return Some(domain.to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::widest;
    use std::cell::RefCell;

    /// What is found, and what was tried, in a browser that knows these public suffixes.
    fn of(host: &str) -> (Option<String>, Vec<String>) {
        let tried = RefCell::new(Vec::new());
        let found = widest(host, &|domain| {
            tried.borrow_mut().push(domain.to_owned());
            !["com", "co.uk", "pages.example"].contains(&domain)
        });
        (found, tried.into_inner())
    }

    // conformance: F06
    #[test]
    fn the_first_domain_from_the_right_that_takes_a_cookie_is_the_widest() {
        assert_eq!(of("app.example.com"), (Some("example.com".into()), vec!["example.com".into()]));
        assert_eq!(of("a.b.example.co.uk").0.as_deref(), Some("example.co.uk"));
        assert_eq!(of("a.b.example.co.uk").1, ["co.uk", "example.co.uk"]);
        assert_eq!(of("one.pages.example").0.as_deref(), Some("one.pages.example"));
        assert_eq!(of("pages.example").0, None, "nothing takes one: the host keeps its own");
    }

    // conformance: F06
    #[test]
    fn addresses_and_single_names_are_not_tried() {
        for host in ["localhost", "intranet", "127.0.0.1", "[::1]", "quiet-fox-1.localhost", ""] {
            assert_eq!(of(host), (None, Vec::new()), "{host}");
        }
    }
}
