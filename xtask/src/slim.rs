//! Takes out of a module what nobody will see once it runs in a browser.
//!
//! A program that ends when it panics (`panic = "abort"`) prints nothing in a browser: the reason of a panic, the place
//! where it happened and the code that puts both into words are downloaded and never read. The release bundle traps
//! instead; a bundle for working on the demo says everything.

mod unused;

use std::collections::HashSet;

use anyhow::{Context, Result};
use unused::{Notes, drop_unused};
use walrus::ir::{Block, Call, Instr, InstrSeqId, Unreachable, Value};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module, ModuleConfig, ValType};

/// Functions that panic, by what their names begin with: each returns to nobody.
const PANICS: &[&str] = &[
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::cell::panic_already_",
    "core::slice::index::slice_",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::str::slice_error_fail",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "alloc::alloc::handle_alloc_error",
    "std::alloc::rust_oom",
    "std::thread::local::panic_access_error",
];

/// Classes for JavaScript that a framework exports whether an app streams anything or not.
const UNUSED_CLASS: &str = "intounderlying";

/// The section in which `#[wasm_bindgen]` describes imports and exports.
const BINDINGS: &str = "__wasm_bindgen_unstable";

/// A smaller module that does the same.
pub(crate) fn slim(module: &[u8]) -> Result<Vec<u8>> {
    let notes = Notes::read(module).context("reading the linker's notes")?;
    let mut module =
        ModuleConfig::new().generate_producers_section(false).parse(module).context("reading the module")?;
    drop_unused_classes(&mut module)?;
    silence_debug(&mut module);
    trap_instead_of_panicking(&mut module);
    drop_unused(&mut module, &notes)?;
    Ok(module.emit_wasm())
}

/// Takes the exports of classes that nothing uses away, and their descriptions; what only they need goes with them.
fn drop_unused_classes(module: &mut Module) -> Result<()> {
    let unused: Vec<_> =
        module.exports.iter().filter(|export| export.name.contains(UNUSED_CLASS)).map(|export| export.id()).collect();
    for id in unused {
        module.exports.delete(id);
    }
    while let Some(mut section) = module.customs.remove_raw(BINDINGS) {
        section.data = without_class(&section.data).context("reading the bindings' section")?;
        // Another name until all are read, or else this would never end.
        section.name = "kept".to_owned();
        module.customs.add(section);
    }
    while let Some(mut section) = module.customs.remove_raw("kept") {
        section.name = BINDINGS.to_owned();
        module.customs.add(section);
    }
    Ok(())
}

/// The section holds pairs for each crate: the version, then what the crate binds. Both say first how long they are.
fn without_class(section: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(section.len());
    let mut rest = section;
    while !rest.is_empty() {
        let version = sized(rest)?;
        let bound = version + sized(rest.get(version..)?)?;
        let pair = rest.get(..bound)?;
        let lower = pair.to_ascii_lowercase();
        if !lower.windows(UNUSED_CLASS.len()).any(|window| window == UNUSED_CLASS.as_bytes()) {
            kept.extend_from_slice(pair);
        }
        rest = &rest[bound..];
    }
    Some(kept)
}

/// How many bytes a length and what it measures take.
fn sized(bytes: &[u8]) -> Option<usize> {
    let length = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    (bytes.len() >= 4 + length).then_some(4 + length)
}

/// `{:?}` is for those who read panics and logs, and writes nothing here.
fn silence_debug(module: &mut Module) {
    let silent: Vec<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| name(module, *id).is_some_and(|name| name.contains("core::fmt::Debug>::fmt")))
        .map(|(id, _)| id)
        .collect();
    for id in silent {
        let ty = module.types.get(module.funcs.get(id).ty());
        if ty.params() == [ValType::I32, ValType::I32] && ty.results() == [ValType::I32] {
            // Zero is `Ok(())`.
            replace_body(module, id, |body| {
                body.push(Instr::Const(walrus::ir::Const { value: Value::I32(0) }));
            });
        }
    }
}

fn replace_body(module: &mut Module, id: FunctionId, write: impl FnOnce(&mut Vec<Instr>)) {
    let ty = module.types.get(module.funcs.get(id).ty());
    let (params, results) = (ty.params().to_vec(), ty.results().to_vec());
    let args = params.iter().map(|ty| module.locals.add(*ty)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let mut instrs = Vec::new();
    write(&mut instrs);
    for instr in instrs {
        builder.func_body().instr(instr);
    }
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(args));
}

/// A function's name as a person writes it, without hashes.
fn name(module: &Module, id: FunctionId) -> Option<String> {
    let mangled = module.funcs.get(id).name.as_deref()?;
    Some(format!("{:#}", rustc_demangle::demangle(mangled)))
}

/// Puts a trap where a panic begins, and takes away what only leads there.
fn trap_instead_of_panicking(module: &mut Module) {
    let mut never: HashSet<FunctionId> = module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|id| name(module, *id).is_some_and(|name| PANICS.iter().any(|panic| name.starts_with(panic))))
        .collect();
    for id in never.clone() {
        replace_body(module, id, |body| body.push(Instr::Unreachable(Unreachable {})));
    }
    // A function that does nothing but call one of these is one of these.
    loop {
        let mut more = Vec::new();
        for (id, function) in module.funcs.iter_local_mut() {
            for block in blocks(function) {
                cut(function, block, &never);
            }
            if is_trap(function, function.entry_block()) && !never.contains(&id) {
                more.push(id);
            }
        }
        if more.is_empty() {
            return;
        }
        never.extend(more);
    }
}

/// Every block of a function, the inner ones first.
fn blocks(function: &walrus::LocalFunction) -> Vec<InstrSeqId> {
    let mut found = vec![function.entry_block()];
    let mut next = 0;
    while let Some(block) = found.get(next) {
        let inner: Vec<InstrSeqId> = function
            .block(*block)
            .instrs
            .iter()
            .flat_map(|(instr, _)| match instr {
                Instr::Block(block) => vec![block.seq],
                Instr::Loop(block) => vec![block.seq],
                Instr::IfElse(either) => vec![either.consequent, either.alternative],
                _ => Vec::new(),
            })
            .collect();
        found.extend(inner);
        next += 1;
    }
    found.reverse();
    found
}

/// Ends a block at its first trap, without what was only made ready for it.
fn cut(function: &mut walrus::LocalFunction, block: InstrSeqId, never: &HashSet<FunctionId>) {
    let end = function.block(block).instrs.iter().position(|(instr, _)| match instr {
        Instr::Unreachable(_) => true,
        Instr::Call(Call { func }) => never.contains(func),
        Instr::Block(Block { seq }) => is_trap(function, *seq),
        _ => false,
    });
    let Some(end) = end else { return };
    let instrs = &mut function.block_mut(block).instrs;
    let location = instrs[end].1;
    instrs.truncate(end);
    while instrs.last().is_some_and(|(instr, _)| is_only_for_what_follows(instr)) {
        instrs.pop();
    }
    instrs.push((Instr::Unreachable(Unreachable {}), location));
}

fn is_trap(function: &walrus::LocalFunction, block: InstrSeqId) -> bool {
    matches!(function.block(block).instrs.first(), Some((Instr::Unreachable(_), _)))
}

/// What has no effect outside of this call of this function. Writing to memory in the moment before the end is no effect.
fn is_only_for_what_follows(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::Const(_)
            | Instr::LocalGet(_)
            | Instr::LocalSet(_)
            | Instr::LocalTee(_)
            | Instr::GlobalGet(_)
            | Instr::GlobalSet(_)
            | Instr::Load(_)
            | Instr::Store(_)
            | Instr::Binop(_)
            | Instr::Unop(_)
            | Instr::Select(_)
            | Instr::Drop(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(module: &mut Module, name: &str, write: impl FnOnce(&mut walrus::InstrSeqBuilder<'_>)) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.name(name.to_owned());
        write(&mut builder.func_body());
        builder.finish(Vec::new(), &mut module.funcs)
    }

    fn instrs(module: &Module, id: FunctionId) -> Vec<Instr> {
        let function = module.funcs.get(id).kind.unwrap_local();
        function.block(function.entry_block()).instrs.iter().map(|(instr, _)| instr.clone()).collect()
    }

    #[test]
    fn what_only_leads_to_a_panic_is_a_trap_and_the_rest_stays() {
        let mut module = Module::default();
        let panic = function(&mut module, "_ZN4core9panicking9panic_fmt17h0123456789abcdefE", |body| {
            body.i32_const(1).drop();
        });
        let cold = function(&mut module, "cold", |body| {
            body.i32_const(7).drop().call(panic).i32_const(8).drop();
        });
        let busy = function(&mut module, "busy", |_| ());
        let works = function(&mut module, "works", |body| {
            body.call(busy)
                .i32_const(1)
                .if_else(
                    None,
                    |then| {
                        then.i32_const(2).drop().call(cold);
                    },
                    |_| (),
                )
                .call(busy);
        });
        let ends = function(&mut module, "ends", |body| {
            body.call(busy)
                .i32_const(2)
                .drop()
                .block(None, |block| {
                    block.call(cold);
                })
                .call(busy);
        });

        trap_instead_of_panicking(&mut module);

        let calls = |id| instrs(&module, id).iter().filter(|instr| matches!(instr, Instr::Call(_))).count();
        assert!(matches!(instrs(&module, panic)[..], [Instr::Unreachable(_)]));
        assert!(matches!(instrs(&module, cold)[..], [Instr::Unreachable(_)]));
        assert!(matches!(instrs(&module, ends)[..], [Instr::Call(_), Instr::Unreachable(_)]));
        assert_eq!(calls(works), 2, "what comes after a branch that panics is still done");
        assert!(instrs(&module, works).iter().any(|instr| matches!(instr, Instr::IfElse(_))));
    }

    #[test]
    fn debug_texts_are_empty_and_other_texts_are_written() {
        let mut module = Module::default();
        let write = |module: &mut Module, name: &str| {
            let args = [module.locals.add(ValType::I32), module.locals.add(ValType::I32)];
            let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32; 2], &[ValType::I32]);
            builder.name(name.to_owned()).func_body().i32_const(1);
            builder.finish(args.to_vec(), &mut module.funcs)
        };
        let debug = write(&mut module, "_ZN45_$LT$app..Key$u20$as$u20$core..fmt..Debug$GT$3fmt17h0123456789abcdefE");
        let display =
            write(&mut module, "_ZN47_$LT$app..Key$u20$as$u20$core..fmt..Display$GT$3fmt17h0123456789abcdefE");
        let says = |module: &Module, id| match instrs(module, id)[..] {
            [Instr::Const(walrus::ir::Const { value: Value::I32(said) })] => said,
            _ => -1,
        };

        silence_debug(&mut module);

        assert_eq!((says(&module, debug), says(&module, display)), (0, 1));
    }

    #[test]
    fn only_the_pair_with_the_unused_class_leaves_the_bindings() {
        let sized = |text: &str| [&(text.len() as u32).to_le_bytes(), text.as_bytes()].concat();
        let (ours, theirs) = (sized("{}1").into_iter().chain(sized("frontdesk")), sized("{}2").into_iter());
        let ours: Vec<u8> = ours.collect();
        let section: Vec<u8> = theirs.chain(sized("xIntoUnderlyingSinky")).chain(ours.clone()).collect();

        assert_eq!(without_class(&section), Some(ours));
        assert_eq!(without_class(&section[..section.len() - 1]), None);
    }
}
