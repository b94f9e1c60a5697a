//! The demo app as a browser downloads it: WASM, its JavaScript glue, the page and the styles, with `.br` beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::bound::tidy;
use crate::slim::slim;
use crate::squeeze;
use crate::workspace::{WASM_TARGET, cargo, complete, ensure_wasm_target, on_path, root, target_dir};

const PACKAGE: &str = "frontdesk-demo";

/// A program of the demo, and the page that loads it.
struct Program {
    /// What cargo calls it.
    binary: &'static str,
    /// What its files are called, and the page: `sign-in.html`, `sign-in_bg.wasm`, …
    name: &'static str,
    /// What the tab says before the program runs.
    title: &'static str,
    /// Whether it is one form, with the rest of the page as plain HTML around it.
    form: bool,
}

/// The pages behind the forms.
const APP: Program = Program { binary: "demo-app", name: "index", title: "Frontdesk demo", form: false };

const PROGRAMS: [Program; 3] = [
    Program { binary: "demo-sign-in", name: "sign-in", title: "Sign in – Frontdesk demo", form: true },
    Program { binary: "demo-sign-up", name: "sign-up", title: "Create an account – Frontdesk demo", form: true },
    APP,
];

/// The engine without a page.
const HEADLESS: &str = "demo-headless";

/// Sheets of components that no form shows.
pub(crate) const BEHIND_THE_FORMS: &[&str] = &[
    "ui/link/external.css",
    "ui/badge/tones.css",
    "ui/button/danger.css",
    "ui/menu/menu.css",
    "ui/dialog/dialog.css",
    "ui/tabs/tabs.css",
    "ui/section/section.css",
    "ui/search/search.css",
    "ui/select/select.css",
    "ui/progress/progress.css",
    "ui/table/table.css",
    "ui/toast/toast.css",
    "ui/chips/chips.css",
    "ui/combobox/combobox.css",
    "ui/phone_input/phone_input.css",
    "ui/file_drop/file_drop.css",
    "ui/avatar_upload/avatar_upload.css",
    "profile/profile.css",
    "organization_profile/organization_profile.css",
    "organization_list/organization_list.css",
    "user_button/user_button.css",
    "organization_switcher/organization_switcher.css",
    "create_organization/create_organization.css",
];

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
    /// The folder with the pages and `assets/`.
    pub(crate) folder: PathBuf,
    /// What each page loads before a person does anything, itself included, relative to the folder.
    pub(crate) pages: BTreeMap<&'static str, Vec<String>>,
}

/// Builds the bundle into `target/demo/dist`.
pub(crate) fn build(effort: Effort) -> Result<Bundle> {
    ensure_wasm_target()?;
    eprintln!("• building the demo app for the browser");
    let compiled = compile(&[PACKAGE], &PROGRAMS.map(|program| program.binary), effort)?;
    let folder = target_dir().join("demo/dist");
    let fresh = target_dir().join("demo/fresh");
    clear(&folder)?;
    clear(&fresh)?;
    fs::create_dir_all(&fresh).with_context(|| format!("creating {}", fresh.display()))?;

    for program in &PROGRAMS {
        bind(&compiled, program.binary, program.name, &fresh, effort, true)?;
    }
    let bundle = write_pages(&fresh, folder)?;
    if effort == Effort::Release {
        eprintln!("• compressing");
        for file in bundle.files() {
            compress(&bundle.folder.join(file))?;
        }
    }
    Ok(bundle)
}

/// Builds the engine alone, as a page would download it that brings its own looks, and gives its files. It is no part of
/// the demo's bundle.
pub(crate) fn build_headless() -> Result<Vec<PathBuf>> {
    ensure_wasm_target()?;
    eprintln!("• building the engine alone for the browser");
    let compiled = compile(&[PACKAGE], &[HEADLESS], Effort::Release)?;
    let folder = target_dir().join("demo/headless");
    clear(&folder)?;
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    bind(&compiled, HEADLESS, "headless", &folder, Effort::Release, true)?;
    Ok(files_below(&folder)?.iter().map(|file| folder.join(file)).collect())
}

/// Compiles programs of packages for the browser; the folder where they are.
pub(crate) fn compile(packages: &[&str], binaries: &[&str], effort: Effort) -> Result<PathBuf> {
    let (profile, profile_folder) = match effort {
        Effort::Release => ("wasm-release", "wasm-release"),
        Effort::Dev => ("dev", "debug"),
    };
    let mut command = cargo();
    command.args(["build", "--target", WASM_TARGET, "--profile", profile]);
    for package in packages {
        command.args(["--package", package]);
    }
    for binary in binaries {
        command.args(["--bin", binary]);
    }
    if effort == Effort::Release {
        command.arg("--config").arg(release_flags()?);
    }
    complete(&mut command)?;
    Ok(target_dir().join(WASM_TARGET).join(profile_folder))
}

/// Writes the compressed form beside a file.
pub(crate) fn compress(file: &Path) -> Result<()> {
    let content = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let mut packed = file.as_os_str().to_owned();
    packed.push(".br");
    write(Path::new(&packed), brotli(&content)?)
}

pub(crate) fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("clearing {}", folder.display()))?;
    }
    Ok(())
}

impl Bundle {
    /// Every file, once.
    pub(crate) fn files(&self) -> BTreeSet<&str> {
        self.pages.values().flatten().map(String::as_str).collect()
    }
}

/// What the compiler is told for a release, as cargo's configuration: to leave the linker's notes in the modules, which
/// `slim` reads, and to name source files without the folders of the machine that builds, which are nobody's business.
fn release_flags() -> Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let registry = home.context("there is no home folder")?.join("registry/src");
    let mut flags = vec!["-Clink-arg=--emit-relocs".to_owned()];
    flags.extend([registry.as_path(), root()].map(|path| format!("--remap-path-prefix={}=", path.display())));
    Ok(format!("target.{WASM_TARGET}.rustflags={}", serde_json::to_string(&flags).context("writing the flags")?))
}

/// Writes a program's `.js` and `_bg.wasm`. It starts by itself where nobody else starts it.
pub(crate) fn bind(
    compiled: &Path,
    binary: &str,
    name: &str,
    fresh: &Path,
    effort: Effort,
    starts_itself: bool,
) -> Result<()> {
    eprintln!("• binding {binary} to JavaScript");
    let compiled = compiled.join(format!("{binary}.wasm"));
    let mut module = fs::read(&compiled).with_context(|| format!("reading {}", compiled.display()))?;
    if effort == Effort::Release {
        module = slim(&module).with_context(|| format!("slimming {}", compiled.display()))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(name, module)
        .out_name(name)
        .web(true)
        .map_err(|error| anyhow!("choosing the bindgen target: {error:#}"))?
        .typescript(false)
        .debug(effort == Effort::Dev)
        .demangle(false)
        .remove_producers_section(true);
    bindgen.generate(fresh).map_err(|error| anyhow!("binding {}: {error:#}", compiled.display()))?;

    let glue = fresh.join(format!("{name}.js"));
    let mut script = fs::read_to_string(&glue).context("reading the glue")?;
    if starts_itself {
        let start = format!("\n__wbg_init({{ module_or_path: new URL(\"{name}_bg.wasm\", import.meta.url) }});\n");
        script.push_str(&start);
    }
    if effort == Effort::Release {
        let bound = fresh.join(format!("{name}_bg.wasm"));
        let module = fs::read(&bound).context("reading the bound module")?;
        let started =
            squeeze::one_start(&squeeze::script(&script)).context("bindgen's script starts in another way")?;
        let (shorter, module) = tidy(&started, &module)?;
        script = shorter;
        write(&bound, module)?;
        optimize(&bound)?;
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
/// writes the pages that load them. No script stands in a page itself: it works under
/// `script-src 'self' 'wasm-unsafe-eval'`.
fn write_pages(fresh: &Path, folder: PathBuf) -> Result<Bundle> {
    let sources = root().join("demo-app/assets");
    fs::copy(sources.join("icon.svg"), fresh.join("icon.svg")).context("copying icon.svg")?;
    let own = |name: &str| sources.join(name);
    write(&fresh.join("form.css"), style(&[own("demo.css")], BEHIND_THE_FORMS)?)?;
    write(&fresh.join("app.css"), style(&[own("demo.css"), own("pages.css")], &[])?)?;
    let names = files_below(fresh)?;
    let mut hasher = DefaultHasher::new();
    for name in &names {
        name.hash(&mut hasher);
        fs::read(fresh.join(name)).with_context(|| format!("reading {name}"))?.hash(&mut hasher);
    }
    let assets = format!("assets/{:016x}", hasher.finish());
    fs::create_dir_all(folder.join("assets")).with_context(|| format!("creating {}", folder.display()))?;
    fs::rename(fresh, folder.join(&assets)).context("moving the assets to their place")?;

    let template = fs::read_to_string(sources.join("index.html")).context("reading index.html")?;
    let mut pages = BTreeMap::new();
    for program in &PROGRAMS {
        let file = format!("{}.html", program.name);
        write(&folder.join(&file), page(&template, &sources, program)?.replace("{{assets}}", &format!("/{assets}")))?;
        let own = own_files(program);
        // What belongs to no program belongs to all.
        let shared = names.iter().filter(|name| !PROGRAMS.iter().any(|other| own_files(other).contains(name)));
        let loads = own.iter().chain(shared).map(|name| format!("{assets}/{name}"));
        pages.insert(program.name, std::iter::once(file).chain(loads).collect());
    }
    Ok(Bundle { folder, pages })
}

/// What only pages of this kind load.
fn own_files(program: &Program) -> [String; 3] {
    [format!("{}.js", program.name), format!("{}_bg.wasm", program.name), format!("{}.css", sheet(program))]
}

fn sheet(program: &Program) -> &'static str {
    if program.form { "form" } else { "app" }
}

/// A program's page, in which the names of the assets and what the server knows are still to come.
fn page(template: &str, sources: &Path, program: &Program) -> Result<String> {
    let read = |name: &str| fs::read_to_string(sources.join(name)).with_context(|| format!("reading {name}"));
    let (main, desk) =
        if program.form { (read("form.html")?, read("desk.html")?) } else { (read("app.html")?, String::new()) };
    // Whoever fills in a form soon needs the app.
    let ahead = if program.form {
        let links = own_files(&APP).map(|file| format!("<link rel=\"prefetch\" href=\"{{{{assets}}}}/{file}\">"));
        format!("\n<template id=\"ahead\">{}</template>", links.concat())
    } else {
        String::new()
    };
    let mut page = template.to_owned();
    for (place, content) in [
        ("{{main}}", main.trim_end()),
        ("{{desk}}", desk.trim_end()),
        ("{{ahead}}", &ahead),
        ("{{title}}", program.title),
        ("{{program}}", program.name),
        ("{{style}}", sheet(program)),
    ] {
        page = page.replace(place, content);
    }
    Ok(page)
}

/// The sheet of the components, then the app's own. As a file it is there before the app is, unlike `<Styles/>`.
pub(crate) fn style(own: &[PathBuf], without: &[&str]) -> Result<String> {
    let components = root().join("components/src");
    let list = components.join("theme/stylesheet.rs");
    let list = fs::read_to_string(&list).with_context(|| format!("reading {}", list.display()))?;
    let mut sheet = "@layer frontdesk {".to_owned();
    // The order of the sheets is written down once, where `STYLESHEET` is put together.
    for name in list.split('"').filter(|name| name.ends_with(".css") && !without.contains(name)) {
        sheet.push_str(&fs::read_to_string(components.join(name)).with_context(|| format!("reading {name}"))?);
    }
    sheet.push('}');
    for file in own {
        sheet.push_str(&fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?);
    }
    Ok(squeeze::style(&sheet))
}

/// The files in a folder and the folders in it, by their paths from there.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<String>> {
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

pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
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
