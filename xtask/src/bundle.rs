//! The demo app as a browser downloads it: WASM, its JavaScript glue, the page and the styles, with `.br` beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::workspace::{WASM_TARGET, cargo, complete, ensure_wasm_target, on_path, root, target_dir};

const PACKAGE: &str = "frontdesk-demo";
const BINARY: &str = "demo-app";

/// How much work goes into the bundle.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Small and slow to build: what people download.
    Release,
    /// Quick to build, for working on the demo.
    Dev,
}

/// A built bundle.
pub(crate) struct Bundle {
    /// The folder with `index.html` and `assets/`.
    pub(crate) folder: PathBuf,
    /// What every page loads, relative to the folder.
    pub(crate) shared: Vec<String>,
    /// What is loaded later, by the name of the `#[lazy]` function that brings it.
    pub(crate) parts: BTreeMap<String, Vec<String>>,
}

/// Builds the bundle into `target/demo/dist`.
pub(crate) fn build(effort: Effort) -> Result<Bundle> {
    ensure_wasm_target()?;
    let (profile, profile_folder) = match effort {
        Effort::Release => ("wasm-release", "wasm-release"),
        Effort::Dev => ("dev", "debug"),
    };
    eprintln!("• building the demo app for the browser ({profile})");
    let mut command = cargo();
    command.args(["build", "--target", WASM_TARGET, "--profile", profile, "--package", PACKAGE]);
    if effort == Effort::Release {
        command.arg("--config").arg(nameless_paths()?);
    }
    complete(&mut command)?;
    let compiled = target_dir().join(WASM_TARGET).join(profile_folder).join(format!("{BINARY}.wasm"));

    let folder = target_dir().join("demo/dist");
    let fresh = target_dir().join("demo/fresh");
    for old in [&folder, &fresh] {
        if old.exists() {
            fs::remove_dir_all(old).with_context(|| format!("clearing {}", old.display()))?;
        }
    }
    fs::create_dir_all(&fresh).with_context(|| format!("creating {}", fresh.display()))?;

    let parts = take_apart(&compiled, &fresh)?;
    bind(&fresh, effort)?;
    if effort == Effort::Release {
        for module in parts.values().flatten().chain([&"app_bg".to_owned()]) {
            optimize(&fresh.join(format!("{module}.wasm")))?;
        }
    }
    let bundle = write_pages(&fresh, folder, &parts)?;
    if effort == Effort::Release {
        eprintln!("• compressing");
        for file in bundle.files() {
            let path = bundle.folder.join(file);
            let content = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            write(&bundle.folder.join(format!("{file}.br")), brotli(&content)?)?;
        }
    }
    Ok(bundle)
}

impl Bundle {
    /// Every file, once.
    pub(crate) fn files(&self) -> BTreeSet<&str> {
        self.shared.iter().chain(self.parts.values().flatten()).map(String::as_str).collect()
    }
}

/// Panics name the file that they come from. Where that file lies on the machine that builds is nobody's business, and
/// shorter names are less to download.
fn nameless_paths() -> Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let registry = home.context("there is no home folder")?.join("registry/src");
    let flags: Vec<String> =
        [registry.as_path(), root()].iter().map(|path| format!("--remap-path-prefix={}=", path.display())).collect();
    Ok(format!("target.{WASM_TARGET}.rustflags={}", serde_json::to_string(&flags).context("writing the flags")?))
}

/// Splits the module where the app says `#[lazy]`: `app.wasm`, the parts, and the script that loads them. The result
/// names the modules that each lazy function needs.
fn take_apart(compiled: &Path, fresh: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    eprintln!("• taking it apart into pages");
    let whole = fs::read(compiled).with_context(|| format!("reading {}", compiled.display()))?;
    let main = fresh.join("app.wasm");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = fresh;
    options.main_out_path = &main;
    options.main_module = "./app.js";
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("taking {} apart: {error:#}", compiled.display()))?;
    for part in &split.split_modules {
        let content = fs::read(part).with_context(|| format!("reading {}", part.display()))?;
        write(part, without_custom_sections(&content).with_context(|| format!("reading {}", part.display()))?)?;
    }
    // A function's part is called by its name and a number.
    let named = |part: &str| part.rsplit_once('_').map_or(part, |(name, _)| name).to_owned();
    Ok(split.prefetch_map.into_iter().map(|(part, modules)| (named(&part), modules)).collect())
}

/// Names and relocations are for tools; a browser does not need to download them.
fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    const HEADER: usize = 8;
    const CUSTOM: u8 = 0;
    let mut kept = module.get(..HEADER).context("too short for a module")?.to_vec();
    let mut at = HEADER;
    while at < module.len() {
        let (length, digits) = leb128(&module[at + 1..]).context("a section without a length")?;
        let end = at + 1 + digits + length;
        let section = module.get(at..end).context("a section that is cut off")?;
        if section[0] != CUSTOM {
            kept.extend_from_slice(section);
        }
        at = end;
    }
    Ok(kept)
}

/// A number as modules write it, and how many bytes it takes.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

/// Writes `app.js`, `app_bg.wasm` and the snippets that the glue imports.
fn bind(fresh: &Path, effort: Effort) -> Result<()> {
    eprintln!("• binding it to JavaScript");
    let main = fresh.join("app.wasm");
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&main)
        .out_name("app")
        .web(true)
        .map_err(|error| anyhow!("choosing the bindgen target: {error:#}"))?
        .typescript(false)
        .debug(effort == Effort::Dev)
        // The parts find their imports by these exports.
        .keep_lld_exports(true)
        .demangle(false)
        .remove_producers_section(true)
        .remove_name_section(effort == Effort::Release);
    bindgen.generate(fresh).map_err(|error| anyhow!("binding {}: {error:#}", main.display()))?;
    fs::remove_file(&main).context("removing the unbound module")?;

    let glue = fresh.join("app.js");
    let mut script = fs::read_to_string(&glue).context("reading the glue")?;
    script.push_str("\n__wbg_init({ module_or_path: new URL(\"app_bg.wasm\", import.meta.url) });\n");
    if effort == Effort::Release {
        script = squeeze_script(&script);
        let loader = fresh.join("__wasm_split.js");
        write(&loader, squeeze_script(&fs::read_to_string(&loader).context("reading the loader")?))?;
    }
    write(&glue, script)
}

/// Lets `wasm-opt` shrink the module where one is installed; the figures are those without it.
fn optimize(module: &Path) -> Result<()> {
    let Some(program) = on_path(&["wasm-opt"]) else { return Ok(()) };
    eprintln!("• shrinking it with {}", program.display());
    let smaller = module.with_extension("opt");
    let done = complete(Command::new(program).arg("-Oz").arg("--all-features").arg(module).arg("-o").arg(&smaller));
    match done {
        Ok(()) => fs::rename(&smaller, module).context("replacing the module by the smaller one"),
        Err(error) => {
            eprintln!("  left as it is: {error:#}");
            Ok(())
        }
    }
}

/// Puts every asset into a folder whose name changes with the content, so that browsers may keep them for ever, and
/// writes the page that loads them. No script stands in the page itself: it works under
/// `script-src 'self' 'wasm-unsafe-eval'`.
fn write_pages(fresh: &Path, folder: PathBuf, parts: &BTreeMap<String, Vec<String>>) -> Result<Bundle> {
    let sources = root().join("demo-app/assets");
    fs::copy(sources.join("icon.svg"), fresh.join("icon.svg")).context("copying icon.svg")?;
    write(&fresh.join("style.css"), style(&sources)?)?;
    let names = files_below(fresh)?;
    let mut hasher = DefaultHasher::new();
    for name in &names {
        name.hash(&mut hasher);
        fs::read(fresh.join(name)).with_context(|| format!("reading {name}"))?.hash(&mut hasher);
    }
    let assets = format!("assets/{:016x}", hasher.finish());
    fs::create_dir_all(folder.join("assets")).with_context(|| format!("creating {}", folder.display()))?;
    fs::rename(fresh, folder.join(&assets)).context("moving the assets to their place")?;

    let page = fs::read_to_string(sources.join("index.html")).context("reading index.html")?;
    write(&folder.join("index.html"), page.replace("{{assets}}", &format!("/{assets}")))?;

    let parts: BTreeMap<String, Vec<String>> = parts
        .iter()
        .map(|(part, modules)| (part.clone(), modules.iter().map(|module| format!("{assets}/{module}.wasm")).collect()))
        .collect();
    let later: BTreeSet<&String> = parts.values().flatten().collect();
    let shared = names.iter().map(|name| format!("{assets}/{name}")).filter(|file| !later.contains(file));
    let shared = std::iter::once("index.html".to_owned()).chain(shared).collect();
    Ok(Bundle { folder, shared, parts })
}

/// The sheet of the components, then the app's own. As a file it is there before the app is, unlike `<Styles/>`.
fn style(sources: &Path) -> Result<String> {
    let components = root().join("components/src");
    let list = components.join("theme/stylesheet.rs");
    let list = fs::read_to_string(&list).with_context(|| format!("reading {}", list.display()))?;
    let mut sheet = "@layer frontdesk {".to_owned();
    // The order of the sheets is written down once, where `STYLESHEET` is put together.
    for name in list.split('"').filter(|name| name.ends_with(".css")) {
        sheet.push_str(&fs::read_to_string(components.join(name)).with_context(|| format!("reading {name}"))?);
    }
    sheet.push('}');
    sheet.push_str(&fs::read_to_string(sources.join("demo.css")).context("reading demo.css")?);
    Ok(squeeze_style(&sheet))
}

/// A sheet without comments and without space that nothing needs. A space before a colon may separate selectors, so
/// spaces around colons stay.
fn squeeze_style(sheet: &str) -> String {
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
fn squeeze_script(script: &str) -> String {
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

/// The files in a folder and the folders in it, by their paths from there.
fn files_below(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("reading {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(inside) = path.strip_prefix(folder) {
                found.push(inside.display().to_string());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    fs::write(path, content).with_context(|| format!("writing {}", path.display()))
}

/// Brotli at its best quality.
pub(crate) fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: content.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut packed, &parameters).context("compressing with brotli")?;
    Ok(packed)
}

/// Gzip at its best level.
pub(crate) fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).context("compressing with gzip")?;
    encoder.finish().context("compressing with gzip")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_loses_comments_and_space_but_no_meaning() {
        let sheet =
            "/* why */\n.a :where(b, c) {\n  color: red;\n  inset: calc(1px + 2px) auto;\n}\n\n.d /* x */ { }\n";

        assert_eq!(squeeze_style(sheet), ".a :where(b,c){color: red;inset: calc(1px + 2px) auto;}.d{}");
    }

    #[test]
    fn a_script_loses_documentation_and_indentation() {
        let script =
            "/**\n * Says it.\n */\nexport function f() {\n    // why\n    return `/** x`;\n}\n/** one line */\nf();\n";

        assert_eq!(squeeze_script(script), "export function f() {\nreturn `/** x`;\n}\nf();\n");
    }

    #[test]
    fn custom_sections_go_and_the_others_stay() {
        let module = b"\0asm\x01\0\0\0\x00\x03\x01xy\x01\x02ab\x00\x01\x00";

        assert_eq!(without_custom_sections(module).unwrap(), b"\0asm\x01\0\0\0\x01\x02ab");
        assert!(without_custom_sections(b"\0asm\x01\0\0\0\x01\x09ab").is_err());
    }
}
