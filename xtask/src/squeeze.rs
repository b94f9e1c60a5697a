//! Sheets and scripts without what only their authors read.

/// A sheet without comments and without space that nothing needs. A space before a colon may separate selectors, so
/// spaces around colons stay.
pub(crate) fn style(sheet: &str) -> String {
    let mut squeezed = String::with_capacity(sheet.len());
    for (index, piece) in sheet.split("/*").enumerate() {
        let kept = if index == 0 { piece } else { piece.split_once("*/").map_or("", |(_, after)| after) };
        for word in kept.split_whitespace() {
            let glued = squeezed.ends_with(['{', '}', ';', ',']) || word.starts_with(['{', '}', ';']);
            if !glued && !squeezed.is_empty() {
                squeezed.push(' ');
            }
            squeezed.push_str(word);
        }
    }
    squeezed
}

/// A script of bindgen's without indentation and documentation.
pub(crate) fn script(script: &str) -> String {
    let mut squeezed = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        in_comment |= line.starts_with("/**");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            squeezed.push_str(line);
            squeezed.push('\n');
        }
        in_comment &= !line.ends_with("*/");
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_loses_comments_and_space_but_no_meaning() {
        let sheet =
            "/* why */\n.a :where(b, c) {\n  color: red;\n  inset: calc(1px + 2px) auto;\n}\n\n.d /* x */ { }\n";

        assert_eq!(style(sheet), ".a :where(b,c){color: red;inset: calc(1px + 2px) auto;}.d{}");
    }

    #[test]
    fn a_script_loses_documentation_and_indentation() {
        let source =
            "/**\n * Says it.\n */\nexport function f() {\n    // why\n    return `/** x`;\n}\n/** one line */\nf();\n";

        assert_eq!(script(source), "export function f() {\nreturn `/** x`;\n}\nf();\n");
    }
}
