//! The demo app as a browser downloads it: WASM, its JavaScript glue, the page and the styles, with `.br` beside them.

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
    /// What every page loads, relative to the folder. The demo has one bundle, so the list is the same for all pages.
    pub(crate) files: Vec<String>,
}

/// Builds the bundle into `target/demo/dist`.
pub(crate) fn build(effort: Effort) -> Result<Bundle> {
    ensure_wasm_target()?;
    let (profile, profile_folder) = match effort {
        Effort::Release => ("wasm-release", "wasm-release"),
        Effort::Dev => ("dev", "debug"),
    };
    eprintln!("• building the demo app for the browser ({profile})");
    complete(cargo().args(["build", "--target", WASM_TARGET, "--profile", profile, "--package", PACKAGE]))?;
    let compiled = target_dir().join(WASM_TARGET).join(profile_folder).join(format!("{BINARY}.wasm"));

    let folder = target_dir().join("demo/dist");
    let assets = folder.join("assets");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("clearing {}", folder.display()))?;
    }
    fs::create_dir_all(&assets).with_context(|| format!("creating {}", assets.display()))?;

    bind(&compiled, &assets, effort)?;
    if effort == Effort::Release {
        optimize(&assets.join("app_bg.wasm"))?;
    }
    let files = write_page(&folder)?;
    if effort == Effort::Release {
        eprintln!("• compressing");
        for file in &files {
            let path = folder.join(file);
            let content = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            write(&folder.join(format!("{file}.br")), brotli(&content)?)?;
        }
    }
    Ok(Bundle { folder, files })
}

/// Writes `app.js`, `app_bg.wasm` and the snippets that the glue imports.
fn bind(compiled: &Path, assets: &Path, effort: Effort) -> Result<()> {
    eprintln!("• binding it to JavaScript");
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name("app")
        .web(true)
        .map_err(|error| anyhow!("choosing the bindgen target: {error:#}"))?
        .typescript(false)
        .omit_default_module_path(true)
        .debug(effort == Effort::Dev)
        .remove_producers_section(effort == Effort::Release)
        .remove_name_section(effort == Effort::Release);
    bindgen.generate(assets).map_err(|error| anyhow!("binding {}: {error:#}", compiled.display()))
}

/// Lets `wasm-opt` shrink the module where one is installed; the budget is met without it.
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

/// Gives every asset a name that changes with its content, so that browsers may keep them for ever, and writes the
/// page that loads them. No script stands in the page itself: it works under `script-src 'self' 'wasm-unsafe-eval'`.
fn write_page(folder: &Path) -> Result<Vec<String>> {
    let assets = folder.join("assets");
    let module = named_by_content(&assets, "app_bg.wasm", fs::read(assets.join("app_bg.wasm"))?)?;

    let mut glue = fs::read_to_string(assets.join("app.js")).context("reading the glue")?;
    glue.push_str(&format!(
        "\n__wbg_init({{ module_or_path: new URL({:?}, import.meta.url) }});\n",
        module.trim_start_matches("assets/")
    ));
    let glue = named_by_content(&assets, "app.js", glue.into_bytes())?;

    let sources = root().join("demo-app/assets");
    let style = named_by_content(&assets, "demo.css", fs::read(sources.join("demo.css")).context("reading demo.css")?)?;
    let icon = named_by_content(&assets, "icon.svg", fs::read(sources.join("icon.svg")).context("reading icon.svg")?)?;

    let page = fs::read_to_string(sources.join("index.html")).context("reading index.html")?;
    let page = page
        .replace("{{module}}", &format!("/{module}"))
        .replace("{{glue}}", &format!("/{glue}"))
        .replace("{{style}}", &format!("/{style}"))
        .replace("{{icon}}", &format!("/{icon}"));
    write(&folder.join("index.html"), page)?;

    let mut files = vec!["index.html".to_owned(), glue, module, style, icon];
    files.extend(snippets(&assets)?);
    Ok(files)
}

/// Small scripts that Rust crates bring along keep their names: the glue imports them by path.
fn snippets(assets: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![assets.join("snippets")];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(inside) = path.strip_prefix(assets) {
                found.push(format!("assets/{}", inside.display()));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn named_by_content(assets: &Path, name: &str, content: Vec<u8>) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let (stem, extension) = name.split_once('.').expect("our assets have an extension");
    let named = format!("{stem}-{:08x}.{extension}", hasher.finish() & 0xffff_ffff);
    write(&assets.join(&named), content)?;
    let original = assets.join(name);
    if original.exists() {
        fs::remove_file(&original).with_context(|| format!("removing {}", original.display()))?;
    }
    Ok(format!("assets/{named}"))
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
