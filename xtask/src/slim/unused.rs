//! Finds what a module still holds and nothing leads to any more, by the linker's own notes (`--emit-relocs`): they say
//! which word of the code and of the data is an address, and of what.
//!
//! The linker has already left out what nothing led to. This is for what panics and unused exports led to.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result, bail};
use walrus::ir::{Instr, Unreachable, Visitor, dfs_in_order};
use walrus::{ElementItems, ExportItem, FunctionBuilder, FunctionId, FunctionKind, InstrLocId, Module};
use wasmparser::{
    DataKind, KnownCustom, Linking, LinkingSectionReader, Parser, Payload, RelocationEntry, RelocationType, SymbolInfo,
};

/// The sections with the linker's notes. They fit the module as it was linked and no other.
const NOTES: [&str; 3] = ["linking", "reloc.CODE", "reloc.DATA"];

/// What an address leads to.
#[derive(Clone, Copy)]
enum Symbol {
    /// A function, by its index.
    Function(u32),
    /// A piece of data, by the place in the segments put one after another.
    Data { start: usize, end: usize },
    /// Something that is never taken out.
    Other,
}

/// The linker's notes.
pub(crate) struct Notes {
    symbols: Vec<Symbol>,
    /// What the code says, by the offset in the file.
    in_code: HashMap<u32, u32>,
    /// What the data says, by the place in the segments put one after another; sorted.
    in_data: Vec<(usize, u32)>,
    /// Where each segment begins in the segments put one after another.
    segments: Vec<usize>,
}

impl Notes {
    /// Reads them from a module as it was linked.
    pub(crate) fn read(module: &[u8]) -> Result<Self> {
        let (mut infos, mut code, mut data) = (Vec::new(), Vec::new(), Vec::new());
        let (mut code_starts, mut data_starts, mut index) = (0, 0, 0);
        // Where each segment's content lies in the file.
        let mut contents: Vec<Range<usize>> = Vec::new();
        let mut section_of_code = None;
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload.context("reading the module")?;
            match &payload {
                Payload::CodeSectionStart { range, .. } => {
                    code_starts = range.start;
                    section_of_code = Some(index);
                }
                Payload::DataSection(reader) => {
                    data_starts = reader.range().start;
                    for segment in reader.clone() {
                        let segment = segment.context("reading a segment")?;
                        if !matches!(segment.kind, DataKind::Active { .. }) {
                            bail!("a segment without a place of its own");
                        }
                        contents.push(segment.range.end - segment.data.len()..segment.range.end);
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(reader) => infos = symbols(&reader)?,
                    KnownCustom::Reloc(reader) => {
                        let entries = reader.entries().into_iter().collect::<Result<Vec<_>, _>>();
                        let entries = entries.context("reading the relocations")?;
                        if Some(reader.section_index()) == section_of_code { &mut code } else { &mut data }
                            .extend(entries);
                    }
                    _ => {}
                },
                _ => {}
            }
            if payload.as_section().is_some() {
                index += 1;
            }
        }
        if infos.is_empty() || code.is_empty() {
            bail!("the linker left no notes: is it told --emit-relocs?");
        }

        let mut segments = Vec::new();
        let mut length = 0;
        for content in &contents {
            segments.push(length);
            length += content.len();
        }
        let symbols = infos
            .into_iter()
            .map(|info| match info {
                Info::Function(index) => Symbol::Function(index),
                Info::Data { segment, offset, size } => match segments.get(segment) {
                    Some(begin) => Symbol::Data { start: begin + offset, end: begin + offset + size },
                    None => Symbol::Other,
                },
                Info::Other => Symbol::Other,
            })
            .collect();
        let in_code = code.iter().map(|entry| (code_starts as u32 + entry.offset, entry)).filter_map(address).collect();
        let place = |entry: &RelocationEntry| {
            let at = data_starts + entry.offset as usize;
            let (index, content) = contents.iter().enumerate().find(|(_, content)| content.contains(&at))?;
            Some(segments[index] + at - content.start)
        };
        let mut in_data: Vec<(usize, u32)> = data.iter().filter_map(|entry| address((place(entry)?, entry))).collect();
        in_data.sort_unstable();
        Ok(Self { symbols, in_code, in_data, segments })
    }
}

/// A symbol as the linker writes it.
enum Info {
    Function(u32),
    Data { segment: usize, offset: usize, size: usize },
    Other,
}

fn symbols(linking: &LinkingSectionReader<'_>) -> Result<Vec<Info>> {
    let mut found = Vec::new();
    for part in linking.subsections() {
        let Linking::SymbolTable(table) = part.context("reading the symbols")? else { continue };
        for symbol in table {
            found.push(match symbol.context("reading a symbol")? {
                SymbolInfo::Func { index, .. } => Info::Function(index),
                SymbolInfo::Data { symbol: Some(data), .. } => {
                    Info::Data { segment: data.index as usize, offset: data.offset as usize, size: data.size as usize }
                }
                _ => Info::Other,
            });
        }
    }
    Ok(found)
}

/// A relocation that takes the address of something.
fn address<P>((place, entry): (P, &RelocationEntry)) -> Option<(P, u32)> {
    use RelocationType::{MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb, TableIndexI32, TableIndexSleb};
    matches!(entry.ty, MemoryAddrI32 | MemoryAddrLeb | MemoryAddrSleb | TableIndexI32 | TableIndexSleb)
        .then_some((place, entry.index))
}

/// Empties all data that nothing leads to, and takes the functions that nothing leads to out of the tables; whoever writes the
/// module leaves out what is in no table and is not called.
pub(crate) fn drop_unused(module: &mut Module, notes: &Notes) -> Result<()> {
    for name in NOTES {
        while module.customs.remove_raw(name).is_some() {}
    }
    // Functions in the order of their indices, as the module was read.
    let functions: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    let live = Live::of(module, notes, &functions);

    let trap = {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.func_body().instr(Unreachable {});
        builder.finish(Vec::new(), &mut module.funcs)
    };
    for element in module.elements.iter_mut() {
        if let ElementItems::Functions(items) = &mut element.items {
            for item in items.iter_mut().filter(|item| !live.in_tables.contains(*item)) {
                *item = trap;
            }
        }
    }

    let mut keep: Vec<bool> = Vec::new();
    let ids: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for id in &ids {
        keep.resize(keep.len() + module.data.get(*id).value.len(), true);
    }
    for (live, symbol) in live.symbols.iter().zip(&notes.symbols).map(|(live, symbol)| (*live, *symbol)) {
        if let (false, Symbol::Data { start, end }) = (live, symbol) {
            keep.get_mut(start..end).context("a symbol outside of the data")?.fill(false);
        }
    }
    // Two symbols may share a place.
    for (live, symbol) in live.symbols.iter().zip(&notes.symbols).map(|(live, symbol)| (*live, *symbol)) {
        if let (true, Symbol::Data { start, end }) = (live, symbol) {
            keep[start..end].fill(true);
        }
    }
    for (id, begin) in ids.iter().zip(&notes.segments) {
        for (offset, byte) in module.data.get_mut(*id).value.iter_mut().enumerate() {
            if !keep[begin + offset] {
                *byte = 0;
            }
        }
    }
    Ok(())
}

/// What something leads to.
struct Live {
    symbols: Vec<bool>,
    in_tables: HashSet<FunctionId>,
}

impl Live {
    fn of(module: &Module, notes: &Notes, functions: &[FunctionId]) -> Self {
        let mut live = Self { symbols: vec![false; notes.symbols.len()], in_tables: HashSet::new() };
        let mut called: HashSet<FunctionId> = HashSet::new();
        let mut bodies: Vec<FunctionId> = module.start.into_iter().collect();
        bodies.extend(module.exports.iter().filter_map(|export| match export.item {
            ExportItem::Function(function) => Some(function),
            _ => None,
        }));
        // What symbols do not cover is kept, and leads on as well.
        let mut covered: Vec<(usize, usize)> = notes
            .symbols
            .iter()
            .filter_map(|symbol| match symbol {
                Symbol::Data { start, end } => Some((*start, *end)),
                _ => None,
            })
            .collect();
        covered.sort_unstable();
        let mut addresses: Vec<u32> = Vec::new();
        let mut reached = 0;
        let mut next = covered.iter().peekable();
        for (at, symbol) in &notes.in_data {
            while let Some((_, end)) = next.next_if(|(start, _)| start <= at) {
                reached = reached.max(*end);
            }
            if *at >= reached {
                addresses.push(*symbol);
            }
        }

        while !(bodies.is_empty() && addresses.is_empty()) {
            if let Some(function) = bodies.pop() {
                if called.insert(function)
                    && let FunctionKind::Local(local) = &module.funcs.get(function).kind
                {
                    let mut leads = Leads { notes, calls: &mut bodies, addresses: &mut addresses };
                    dfs_in_order(&mut leads, local, local.entry_block());
                }
                continue;
            }
            let Some(symbol) = addresses.pop().map(|symbol| symbol as usize) else { continue };
            if live.symbols.get(symbol).copied() != Some(false) {
                continue;
            }
            live.symbols[symbol] = true;
            match notes.symbols[symbol] {
                Symbol::Function(index) => {
                    if let Some(function) = functions.get(index as usize) {
                        live.in_tables.insert(*function);
                        bodies.push(*function);
                    }
                }
                Symbol::Data { start, end } => {
                    let first = notes.in_data.partition_point(|(at, _)| *at < start);
                    let inside = notes.in_data[first..].iter().take_while(|(at, _)| *at < end);
                    addresses.extend(inside.map(|(_, symbol)| *symbol));
                }
                Symbol::Other => {}
            }
        }
        live
    }
}

/// Collects what a function leads to.
struct Leads<'a> {
    notes: &'a Notes,
    calls: &'a mut Vec<FunctionId>,
    addresses: &'a mut Vec<u32>,
}

impl<'instr> Visitor<'instr> for Leads<'_> {
    fn visit_instr(&mut self, instr: &'instr Instr, location: &'instr InstrLocId) {
        // An address stands behind the operation's code, and in loads and stores behind the alignment too.
        let behind = match instr {
            Instr::Call(call) => return self.calls.push(call.func),
            Instr::ReturnCall(call) => return self.calls.push(call.func),
            Instr::RefFunc(reference) => return self.calls.push(reference.func),
            Instr::Const(_) => 1,
            Instr::Load(_) | Instr::Store(_) => 2,
            _ => return,
        };
        if !location.is_default() {
            self.addresses.extend(self.notes.in_code.get(&(location.data() + behind)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{ConstExpr, ElementKind, RefType, ir::Value};

    /// One function that takes the address of the first piece of data, which holds the address of the second function.
    fn linked() -> Vec<u8> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let offset = ConstExpr::Value(Value::I32(1024));
        let kind = walrus::DataKind::Active { memory, offset };
        module.data.add(kind, b"leads..notdone..".to_vec());
        let mut function = |address| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.func_body().i32_const(address).drop();
            builder.finish(Vec::new(), &mut module.funcs)
        };
        let items = ElementItems::Functions(vec![function(1), function(2), function(3)]);
        let ElementItems::Functions(functions) = &items else { unreachable!() };
        module.exports.add("start", functions[0]);
        let table = module.tables.add_local(false, 3, None, RefType::FUNCREF);
        module.elements.add(ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(0)) }, items);
        module.emit_wasm()
    }

    #[test]
    fn what_nothing_leads_to_is_emptied_and_leaves_the_tables() {
        let mut module = Module::from_buffer(&linked()).unwrap();
        let functions: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        let first = module.funcs.get(functions[0]).kind.unwrap_local();
        let at = first.block(first.entry_block()).instrs[0].1.data();
        let data = |start, end| Symbol::Data { start, end };
        let symbols = vec![data(0, 7), Symbol::Function(1), data(7, 14), data(12, 14), Symbol::Function(2)];
        let notes =
            Notes { symbols, in_code: HashMap::from([(at + 1, 0)]), in_data: vec![(4, 1), (8, 4)], segments: vec![0] };

        drop_unused(&mut module, &notes).unwrap();

        let left = module.data.iter().next().unwrap();
        assert_eq!(left.value, b"leads..\0\0\0\0\0\0\0..", "what no symbol covers stays");
        let ElementItems::Functions(items) = &module.elements.iter().next().unwrap().items else { panic!("functions") };
        assert_eq!(items[1], functions[1], "the data leads to it");
        assert!(!functions.contains(&items[0]) && !functions.contains(&items[2]), "{items:?}");
    }

    #[test]
    fn a_module_without_notes_is_refused() {
        assert!(Notes::read(&linked()).is_err());
    }
}
