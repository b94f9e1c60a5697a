//! What is left over once bindgen has bound a module to its glue.
//!
//! bindgen tells what a module imports and exports apart by hashes, which stand in both files and do not compress. It leaves the
//! linker's notes about places in the source, and functions in the tables that only its descriptions led to.

use std::collections::HashMap;

use anyhow::{Context, Result};
use walrus::ir::Unreachable;
use walrus::{ElementItems, FunctionBuilder, Module, ModuleConfig, passes};

/// What JavaScript calls in a closure, by its name as it is linked: glue calls it by an export, if it does.
const INVOKE: &str = "_ZN12wasm_bindgen7convert8closures1_6invoke";

/// The same glue and module, smaller. The module has its names, and loses them.
pub(crate) fn tidy(script: &str, module: &[u8]) -> Result<(String, Vec<u8>)> {
    let mut module = ModuleConfig::new()
        .generate_producers_section(false)
        .generate_name_section(false)
        .parse(module)
        .context("reading the bound module")?;
    // No browser reads any of them.
    let notes: Vec<_> = module.customs.iter().map(|(id, _)| id).collect();
    for id in notes {
        module.customs.delete(id);
    }
    forget_invocations(&mut module);
    let mut names = HashMap::new();
    for import in module.imports.iter_mut() {
        rename(&mut import.name, &mut names);
    }
    for export in module.exports.iter_mut() {
        rename(&mut export.name, &mut names);
    }
    Ok((replaced(script, &names), module.emit_wasm()))
}

/// Their places in the tables were for bindgen to find them.
fn forget_invocations(module: &mut Module) {
    let trap = {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.func_body().instr(Unreachable {});
        builder.finish(Vec::new(), &mut module.funcs)
    };
    for element in module.elements.iter_mut() {
        if let ElementItems::Functions(items) = &mut element.items {
            for item in items {
                if module.funcs.get(*item).name.as_ref().is_some_and(|name| name.starts_with(INVOKE)) {
                    *item = trap;
                }
            }
        }
    }
    passes::gc::run(module);
}

/// Gives a name of bindgen's a short one. Names that a person has chosen stay.
fn rename(name: &mut String, names: &mut HashMap<String, String>) {
    if name.starts_with("__wb") || name.starts_with("__externref") || name.starts_with("_ZN") {
        let number = names.len();
        let short = names.entry(name.clone()).or_insert_with(|| format!("${number:x}"));
        name.clone_from(short);
    }
}

/// A script with other words for some.
fn replaced(script: &str, names: &HashMap<String, String>) -> String {
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    let in_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    while let Some(start) = rest.find(in_word) {
        let (between, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|letter| !in_word(letter)).unwrap_or(from.len()));
        out.push_str(between);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{ConstExpr, ElementKind, RawCustomSection, RefType};

    #[test]
    fn both_sides_call_the_same_by_the_same_short_name() {
        let mut module = Module::default();
        let ty = module.types.add(&[], &[]);
        let (push, _) = module.add_import_func("./a_bg.js", "__wbg_push_c9f4893fc209f768", ty);
        let (chosen, _) = module.add_import_func("./a_bg.js", "chosen", ty);
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.func_body().call(push).call(chosen);
        let body = builder.finish(Vec::new(), &mut module.funcs);
        module.exports.add("_ZN4main17habcE", body);
        module.exports.add("main", body);
        let script = "__wbg_push_c9f4893fc209f768: f, chosen; wasm._ZN4main17habcE(__wbg_init, `${main}`)";

        let (script, shorter) = tidy(script, &module.emit_wasm()).unwrap();

        assert_eq!(script, "$0: f, chosen; wasm.$1(__wbg_init, `${main}`)");
        let module = Module::from_buffer(&shorter).unwrap();
        let imports: Vec<_> = module.imports.iter().map(|import| import.name.as_str()).collect();
        let exports: Vec<_> = module.exports.iter().map(|export| export.name.as_str()).collect();
        assert_eq!((imports, exports), (vec!["$0", "chosen"], vec!["$1", "main"]));
    }

    #[test]
    fn what_only_bindgen_read_is_gone() {
        let mut module = Module::default();
        module.customs.add(RawCustomSection { name: "reloc..debug_info".to_owned(), data: vec![1, 2, 3] });
        let mut function = |name: &str| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.func_body().i32_const(name.len() as i32).drop();
            let id = builder.finish(Vec::new(), &mut module.funcs);
            module.funcs.get_mut(id).name = Some(name.to_owned());
            id
        };
        let items = [&[INVOKE, "1"].concat(), &[INVOKE, "2"].concat(), "called"].map(&mut function);
        module.exports.add("_ZN6invoke2", items[1]);
        let table = module.tables.add_local(false, 3, None, RefType::FUNCREF);
        module.exports.add("table", table);
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(walrus::ir::Value::I32(0)) };
        module.elements.add(kind, ElementItems::Functions(items.to_vec()));

        let (_, tidied) = tidy("", &module.emit_wasm()).unwrap();

        let module = Module::from_buffer(&tidied).unwrap();
        assert_eq!(module.customs.iter().count(), 0);
        assert_eq!(module.funcs.iter().count(), 3, "the exported one, the one that is called, and a trap");
    }
}
