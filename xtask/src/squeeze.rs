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

/// Where bindgen teaches text encoders what every browser's can that knows the colours of our sheets.
const OLD_ENCODERS: &str = "if (!('encodeInto' in cachedTextEncoder)) {";

/// Fetches a module and starts it, once: by stream where a server says what it sends, else when all of it is there.
const START: &str = "\
let __wbg_init_promise;
export default function __wbg_init({ module_or_path }) {
return __wbg_init_promise ??= __wbg_load(module_or_path).catch((e) => {
__wbg_init_promise = undefined;
throw e;
});
}
async function __wbg_load(given) {
given = await given;
if (!(given instanceof Response)) given = await fetch(given);
if (!given.ok) throw new Error(`${given.status} ${given.url}`);
const imports = __wbg_get_imports();
const { instance, module } = await (given.headers.get('Content-Type') === 'application/wasm'
? WebAssembly.instantiateStreaming(given, imports)
: WebAssembly.instantiate(await given.arrayBuffer(), imports));
return __wbg_finalize_init(instance, module);
}
";

/// A squeezed script of bindgen's that starts its module in one way, the one in which our pages start it: bindgen also has a
/// start that blocks, former parameters, and a warning in many words. Nothing, if bindgen writes scripts in another form.
pub(crate) fn one_start(script: &str) -> Option<String> {
    let (before, rest) = script.split_once("async function __wbg_load(")?;
    let (_, rest) = rest.split_once("let __wbg_init_promise;\n")?;
    let (_, after) = rest.split_once("export { initSync, __wbg_init as default };\n")?;
    let (before, lesson) = before.split_once(OLD_ENCODERS).unwrap_or((before, ""));
    let (_, rest) = lesson.split_once("};\n}\n").unwrap_or_default();
    Some([before, rest, START, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_starts_in_one_way() {
        let script = "const a = 1;\nif (!('encodeInto' in cachedTextEncoder)) {\nold = function () {\nreturn {\n};\n};\n}\nlet b;\nasync function __wbg_load(module, imports) {\nlong();\n}\nfunction initSync(module) {\n\
                      blocks();\n}\nlet __wbg_init_promise;\nasync function __wbg_init(given) {\nonce();\n}\n\
                      export { initSync, __wbg_init as default };\n__wbg_init({});\n";

        assert_eq!(one_start(script), Some(format!("const a = 1;\nlet b;\n{START}__wbg_init({{}});\n")));
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
