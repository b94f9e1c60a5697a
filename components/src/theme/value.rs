//! Whether a text is one CSS value.

/// Whether a value, written into a declaration of a sheet, ends where it ends: nothing in it closes the declaration, the rule or
/// the element, and nothing is left open that would swallow what follows.
pub(super) fn is_one_value(value: &str) -> bool {
    let mut open = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for c in value.chars() {
        match (quote, c) {
            (_, '\\' | '\n' | '\r' | '\x0c' | '<') => return false,
            (Some(end), c) if c == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') if open.pop() != Some(c) => return false,
            (None, ';' | '{' | '}' | '!') => return false,
            (None, '*') if before == '/' => return false,
            _ => {}
        }
        before = c;
    }
    quote.is_none() && open.is_empty() && !value.trim().is_empty()
}
