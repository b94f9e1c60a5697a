//! Finding the tags: a line `// conformance: A01, A04` directly above a test; attributes and comments may come between.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// One behaviour that one test shows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) id: String,
    /// The file, from the root.
    pub(crate) file: String,
    /// The test's name.
    pub(crate) name: String,
    pub(crate) level: Level,
}

impl Tag {
    /// Where the test is.
    pub(crate) fn place(&self) -> String {
        format!("{}::{}", self.file, self.name)
    }
}

/// How much of the system a test runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// A function.
    Pure,
    /// The client engine in a browser in memory.
    Engine,
    /// The real engine and the real server in one process.
    Story,
    /// A real browser.
    Browser,
    /// Clients that we did not write.
    Interop,
}

impl Level {
    /// Its name on the page.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pure => "pure",
            Self::Engine => "engine",
            Self::Story => "story",
            Self::Browser => "browser",
            Self::Interop => "interop",
        }
    }

    /// By where the file lies, and by the attribute of tests that run in a page.
    fn of(file: &str, in_page: bool) -> Self {
        if in_page || file.starts_with("tests/e2e/") || file.starts_with("components/tests/web") {
            Self::Browser
        } else if file.starts_with("tests/interop/") {
            Self::Interop
        } else if file.starts_with("tests/") {
            Self::Story
        } else if file.starts_with("sdk/tests/") && !file.starts_with("sdk/tests/flow/") {
            Self::Engine
        } else {
            Self::Pure
        }
    }
}

/// What was found, and what is wrong with it.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) tags: Vec<Tag>,
    pub(crate) faults: Vec<String>,
}

const SKIPPED: [&str; 4] = ["target", "node_modules", "dist", "frontdesk-data"];

/// Reads every source file below the root.
pub(crate) fn read(root: &Path) -> Result<Found> {
    let mut found = Found::default();
    let mut folders = vec![root.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if entry.file_type()?.is_dir() {
                if !name.starts_with('.') && !SKIPPED.contains(&name.as_ref()) {
                    folders.push(path);
                }
            } else if name.ends_with(".rs") || name.ends_with(".mjs") || name.ends_with(".js") || name.ends_with(".ts")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    for path in files {
        let file = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        // The examples in this tool's own tests are not tests.
        if !file.starts_with("xtask/src/conformance") {
            let text = fs::read_to_string(&path).with_context(|| format!("reading {file}"))?;
            scan(&file, &text, &mut found);
        }
    }
    Ok(found)
}

/// Reads one source file.
pub(crate) fn scan(file: &str, text: &str, found: &mut Found) {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for (number, line) in lines.iter().enumerate() {
        let Some(ids) = line.strip_prefix("// conformance:") else { continue };
        let ids = ids.split(',').map(str::trim);
        match test_below(&lines, number + 1) {
            Some((name, in_page)) => {
                for id in ids {
                    let level = Level::of(file, in_page);
                    found.tags.push(Tag { id: id.to_owned(), file: file.to_owned(), name: name.clone(), level });
                }
            }
            None => found.faults.push(format!("{file}:{}: a tag stands above something that is no test", number + 1)),
        }
    }
}

/// The name of the test that begins here, and whether it runs in a page.
fn test_below(lines: &[&str], start: usize) -> Option<(String, bool)> {
    // A test may have been tagged already, or carry its attribute above the tag.
    let above = lines[..start - 1].iter().rev().take_while(|line| line.starts_with("#[") || line.starts_with("//"));
    let mut attributes: String = above.copied().filter(|line| line.starts_with("#[")).collect();
    let mut depth = 0_i32;
    for line in &lines[start..] {
        if depth > 0 || line.starts_with("#[") {
            depth += count(line, '[') - count(line, ']');
            attributes.push_str(line);
            continue;
        }
        if line.starts_with("//") || line.is_empty() {
            continue;
        }
        if let Some(name) = script_test(line) {
            return Some((name, false));
        }
        let after = line.split("fn ").nth(1).filter(|_| !line.starts_with("mod "))?;
        let name: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let in_page = attributes.contains("wasm_bindgen_test");
        let is_test = in_page || attributes.contains("#[test") || attributes.contains("::test");
        return (is_test && !name.is_empty()).then_some((name, in_page));
    }
    None
}

/// The name in `test("…"`, as test runners for scripts have it.
fn script_test(line: &str) -> Option<String> {
    let line = line.strip_prefix("await ").unwrap_or(line);
    let rest = ["test(", "it(", "check("].iter().find_map(|start| line.strip_prefix(start))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    rest[1..].split(quote).next().map(str::to_owned)
}

fn count(line: &str, wanted: char) -> i32 {
    line.chars().filter(|c| *c == wanted).count() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(file: &str, text: &str) -> (Vec<(String, String, Level)>, usize) {
        let mut found = Found::default();
        scan(file, text, &mut found);
        (found.tags.into_iter().map(|tag| (tag.id, tag.name, tag.level)).collect(), found.faults.len())
    }

    #[test]
    fn tags_stand_above_tests_of_every_kind() {
        let text = "
            // conformance: A01, A04
            #[test]
            fn one() {}

            // conformance: F06
            #[wasm_bindgen_test]
            async fn two() {}

            #[tokio::test(flavor = \"current_thread\")]
            // conformance: N01
            async fn three() {}

            proptest! {
                // conformance: H15
                /// Whatever is given.
                #[test]
                #[expect(
                    clippy::unwrap_used,
                )]
                fn four(url in \".*\") {}
            }
        ";
        let (tags, faults) = scanned("sdk/src/navigation.rs", text);

        let expected = [
            ("A01", "one", Level::Pure),
            ("A04", "one", Level::Pure),
            ("F06", "two", Level::Browser),
            ("N01", "three", Level::Pure),
            ("H15", "four", Level::Pure),
        ];
        assert_eq!(tags, expected.map(|(id, name, level)| (id.to_owned(), name.to_owned(), level)));
        assert_eq!(faults, 0);
    }

    #[test]
    fn a_tag_above_something_else_is_a_fault() {
        for text in [
            "// conformance: A01\nfn helper() {}",
            "// conformance: A01\nmod tests {\n #[test]\n fn one() {}\n}",
            "// conformance: A01",
            "// conformance: A01\nlet fn_pointer = 1;\n#[test]\nfn one() {}",
        ] {
            assert_eq!(scanned("sdk/src/lib.rs", text), (Vec::new(), 1), "{text}");
        }
    }

    #[test]
    fn the_level_is_where_the_file_lies() {
        let level = |file: &str| scanned(file, "// conformance: A01\n#[test]\nfn one() {}").0[0].2;

        assert_eq!(level("sdk/src/token/cache.rs"), Level::Pure);
        assert_eq!(level("sdk/tests/flow/sign_in.rs"), Level::Pure);
        assert_eq!(level("sdk/tests/engine/token.rs"), Level::Engine);
        assert_eq!(level("tests/tests/all/sessions.rs"), Level::Story);
        assert_eq!(level("tests/e2e/tests/story.rs"), Level::Browser);
        let script = scanned("tests/interop/load.test.mjs", "// conformance: G01\nawait test('loads', async () => {");
        assert_eq!(script.0, [("G01".to_owned(), "loads".to_owned(), Level::Interop)]);
    }
}
