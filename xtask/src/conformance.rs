//! `cargo xtask conformance`: which behaviour of the protocol's clients is shown by which test.
//!
//! The behaviours stand in `docs/conformance/<area>.txt`, the tests say theirs in a line `// conformance: A01, A04` above
//! themselves, and `docs/conformance.md` is written from both. Nobody edits that page by hand, so it cannot promise more than
//! the tests hold.

mod behaviours;
mod page;
mod tags;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::workspace::root;
use behaviours::{Area, Remark};
use tags::Tag;

/// The folder of the behaviours.
const LISTS: &str = "docs/conformance";
/// The page that is written.
const PAGE: &str = "docs/conformance.md";

/// `cargo xtask conformance`
#[derive(Args, Default)]
pub(crate) struct Options {
    /// Write nothing; fail when the page is not what would be written.
    #[arg(long)]
    check: bool,
}

/// Writes the page, or checks it.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    if options.check {
        check()?;
    } else {
        let table = Table::read(root())?;
        table.must_hold()?;
        fs::write(root().join(PAGE), table.page()).with_context(|| format!("writing {PAGE}"))?;
        println!("{}", table.summary());
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails when the lists and the tests disagree, or when the page is not made from them.
pub(crate) fn check() -> Result<()> {
    let table = Table::read(root())?;
    table.must_hold()?;
    let written = fs::read_to_string(root().join(PAGE)).unwrap_or_default();
    if written != table.page() {
        bail!("{PAGE} is stale: run `cargo xtask conformance`");
    }
    println!("{}", table.summary());
    Ok(())
}

/// All behaviours with their tests.
struct Table {
    areas: Vec<Area>,
    tests: BTreeMap<String, Vec<Tag>>,
    faults: Vec<String>,
}

/// How many behaviours are in which state.
#[derive(Default, PartialEq, Eq, Debug, Clone, Copy)]
struct Tally {
    shown: usize,
    in_part: usize,
    not_ours: usize,
    comes: usize,
    not_yet: usize,
}

impl Tally {
    fn all(self) -> usize {
        self.shown + self.in_part + self.not_ours + self.comes + self.not_yet
    }

    fn plus(self, other: Self) -> Self {
        Self {
            shown: self.shown + other.shown,
            in_part: self.in_part + other.in_part,
            not_ours: self.not_ours + other.not_ours,
            comes: self.comes + other.comes,
            not_yet: self.not_yet + other.not_yet,
        }
    }
}

impl Table {
    fn read(root: &Path) -> Result<Self> {
        let areas = behaviours::read(&root.join(LISTS))?;
        let found = tags::read(root)?;
        Ok(Self::join(areas, found.tags, found.faults))
    }

    /// Puts the tests to their behaviours and notes what does not fit.
    fn join(areas: Vec<Area>, found: Vec<Tag>, mut faults: Vec<String>) -> Self {
        let mut tests: BTreeMap<String, Vec<Tag>> = BTreeMap::new();
        for tag in found {
            tests.entry(tag.id.clone()).or_default().push(tag);
        }
        let known = |id: &str| areas.iter().any(|area| area.behaviours.iter().any(|behaviour| behaviour.id == id));
        for (id, tags) in &tests {
            if !known(id) {
                faults.extend(tags.iter().map(|tag| format!("{} names {id}, which no list has", tag.place())));
            }
        }
        for behaviour in areas.iter().flat_map(|area| &area.behaviours) {
            let id = &behaviour.id;
            let tested = tests.contains_key(id);
            match (&behaviour.remark, tested) {
                (None, false) => faults.push(format!("{id} has neither a test nor a reason")),
                (Some(Remark::Open(_)), false) => {
                    faults.push(format!("{id} says what its tests leave open and has none"))
                }
                (Some(Remark::NotOurs(_) | Remark::Comes(_) | Remark::NotYet(_)), true) => {
                    faults.push(format!("{id} has a test: its reason for having none goes, or becomes `open:`"));
                }
                (None, true) | (Some(_), _) => {}
            }
        }
        Self { areas, tests, faults }
    }

    fn must_hold(&self) -> Result<()> {
        if self.faults.is_empty() { Ok(()) } else { bail!("conformance:\n  {}", self.faults.join("\n  ")) }
    }

    fn tally(area: &Area) -> Tally {
        let mut tally = Tally::default();
        for behaviour in &area.behaviours {
            match behaviour.remark {
                None => tally.shown += 1,
                Some(Remark::Open(_)) => tally.in_part += 1,
                Some(Remark::NotOurs(_)) => tally.not_ours += 1,
                Some(Remark::Comes(_)) => tally.comes += 1,
                Some(Remark::NotYet(_)) => tally.not_yet += 1,
            }
        }
        tally
    }

    fn total(&self) -> Tally {
        self.areas.iter().map(Self::tally).fold(Tally::default(), Tally::plus)
    }

    fn summary(&self) -> String {
        let Tally { shown, in_part, not_ours, comes, not_yet } = self.total();
        let tests: usize = self.tests.values().map(Vec::len).sum();
        format!(
            "conformance: {} behaviours: {shown} shown, {in_part} shown in part, {not_ours} do not apply, \
             {comes} come with what is not there, {not_yet} not yet ({tests} tags)",
            self.total().all()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(list: &str, source: &str) -> Table {
        let areas = vec![behaviours::parse("A", list).unwrap()];
        let mut found = tags::Found::default();
        tags::scan("sdk/tests/engine/token.rs", source, &mut found);
        Table::join(areas, found.tags, found.faults)
    }

    #[test]
    fn a_behaviour_has_a_test_or_a_reason() {
        let fit = table(
            "Cache\n\nA01 One.\nA02 Two.\n  comes with templates\n",
            "// conformance: A01\n#[test]\nfn one() {}\n",
        );
        assert!(fit.must_hold().is_ok());
        assert_eq!(fit.total(), Tally { shown: 1, comes: 1, ..Tally::default() });

        let faults = |list: &str, source: &str| table(list, source).must_hold().unwrap_err().to_string();
        assert!(faults("Cache\n\nA01 One.\n", "").contains("A01 has neither"));
        assert!(faults("Cache\n\nA01 One.\n", "// conformance: A02\n#[test]\nfn one() {}\n").contains("names A02"));
        let tagged = "// conformance: A01\n#[test]\nfn one() {}\n";
        assert!(faults("Cache\n\nA01 One.\n  not yet: soon\n", tagged).contains("A01 has a test"));
        assert!(faults("Cache\n\nA01 One.\n  open: the rest\n", "").contains("leave open"));
    }

    #[test]
    fn what_tests_leave_open_is_counted_apart() {
        let part = table("Cache\n\nA01 One.\n  open: in a worker\n", "// conformance: A01\n#[test]\nfn one() {}\n");

        assert!(part.must_hold().is_ok());
        assert_eq!(part.total(), Tally { in_part: 1, ..Tally::default() });
        assert!(part.summary().contains("1 behaviours: 0 shown, 1 shown in part"));
    }
}
