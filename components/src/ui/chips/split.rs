//! Addresses in a text that somebody typed or pasted.

/// The addresses in a text, each once: `a@x.org, b@x.org`, one on each line, or as a mail program writes them,
/// `Ada Lovelace <ada@x.org>; …`. What is no address comes back too, to be judged.
pub fn split(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |address: &str| {
        let address = address.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>'));
        if !address.is_empty() && !found.iter().any(|other| other.eq_ignore_ascii_case(address)) {
            found.push(address.to_owned());
        }
    };
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        let (inside, behind) = after.split_once('>').unwrap_or((after, ""));
        // The words right before the bracket are a name; what stands before the last separator is not.
        let names = before.rfind([',', ';', '\n', '\t', '\r']).map_or("", |end| &before[..end]);
        names.split(separates).for_each(&mut add);
        add(inside);
        rest = behind;
    }
    rest.split(separates).for_each(&mut add);
    found
}

fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '、' | '，' | '；')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_whatever_is_pasted() {
        for (text, found) in [
            ("ada@example.com", vec!["ada@example.com"]),
            ("ada@example.com, grace@example.com", vec!["ada@example.com", "grace@example.com"]),
            (
                "ada@example.com grace@example.com;alan@example.com\n",
                vec!["ada@example.com", "grace@example.com", "alan@example.com"],
            ),
            (
                "Ada Lovelace <ada@example.com>, \"Hopper, Grace\" <grace@example.com>",
                vec!["ada@example.com", "Hopper", "grace@example.com"],
            ),
            (
                "Ada Lovelace <ada@example.com>\nGrace Hopper <grace@example.com>",
                vec!["ada@example.com", "grace@example.com"],
            ),
            ("alan@example.com, Ada <ada@example.com", vec!["alan@example.com", "ada@example.com"]),
            ("ada@example.com ADA@example.com", vec!["ada@example.com"]),
            ("nobody", vec!["nobody"]),
            (" ,; \n", vec![]),
        ] {
            assert_eq!(split(text), found, "{text}");
        }
    }
}
