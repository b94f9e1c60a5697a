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

/// Fetches and starts a module: by stream where a server says what it sends, else once all of it is there.
const LOAD: &str = "\
async function __wbg_load(module, imports) {
if (!module.ok) throw new Error(`${module.status} ${module.url}`);
if (module.headers.get('Content-Type') === 'application/wasm') return WebAssembly.instantiateStreaming(module, imports);
return WebAssembly.instantiate(await module.arrayBuffer(), imports);
}
";

/// A squeezed script of bindgen's that starts its module in one way, the one in which our pages start it: bindgen also has a
/// start that blocks, former parameters, and a warning in many words.
pub(crate) fn one_start(script: &str) -> Option<String> {
    let (before, rest) = script.split_once("async function __wbg_load(")?;
    let (_, rest) = rest.split_once("function initSync(")?;
    let (_, after) = rest.split_once("let __wbg_init_promise;\n")?;
    let after = after.replace("export { initSync, __wbg_init as default };", "export { __wbg_init as default };");
    let after = after.lines().filter(|line| !line.starts_with("console.warn('using deprecated parameters"));
    let after: String = after.flat_map(|line| [line, "\n"]).collect();
    Some([before, LOAD, "let __wbg_init_promise;\n", &after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_starts_in_one_way() {
        let script = "const a = 1;\nasync function __wbg_load(module, imports) {\nlong();\n}\nfunction initSync(module) {\n\
                      blocks();\n}\nlet __wbg_init_promise;\nasync function __wbg_init(given) {\nif (old) {\n\
                      console.warn('using deprecated parameters for it');\n}\n}\nexport { initSync, __wbg_init as default };\n";

        let shorter = one_start(script).unwrap();

        assert!(shorter.starts_with("const a = 1;\nasync function __wbg_load(module, imports) {\nif (!module.ok)"));
        assert!(
            shorter
                .ends_with("async function __wbg_init(given) {\nif (old) {\n}\n}\nexport { __wbg_init as default };\n")
        );
        assert_eq!(one_start("let nothing;"), None, "a script of another version is told as such");
    }

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
