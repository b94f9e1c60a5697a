//! The lists: one file per area, a title, then a line per behaviour and, where there is something to say, an indented one.
//!
//! ```text
//! Token cache
//!
//! A01 A token that is good for a while is given again without a request.
//! A02 Whoever asks while a request is under way waits for its answer.
//!   not yet: …
//! ```

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// A group of behaviours.
#[derive(Debug)]
pub(crate) struct Area {
    pub(crate) letter: String,
    pub(crate) title: String,
    pub(crate) behaviours: Vec<Behaviour>,
}

/// What a client does, in our words.
#[derive(Debug)]
pub(crate) struct Behaviour {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) remark: Option<Remark>,
}

/// Why there is no test, or what the tests leave open.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Remark {
    /// `does not apply: …`
    NotOurs(String),
    /// `comes with …`
    Comes(String),
    /// `not yet: …`
    NotYet(String),
    /// `open: …`, beside tests.
    Open(String),
}

impl Remark {
    fn parse(text: &str) -> Option<Self> {
        let after =
            |start: &str| text.strip_prefix(start).map(|rest| rest.trim().to_owned()).filter(|rest| !rest.is_empty());
        let not_ours = after("does not apply:").map(Self::NotOurs);
        let comes = || after("comes with").map(Self::Comes);
        let not_yet = || after("not yet:").map(Self::NotYet);
        not_ours.or_else(comes).or_else(not_yet).or_else(|| after("open:").map(Self::Open))
    }
}

/// Reads the lists of a folder, by name.
pub(crate) fn read(folder: &Path) -> Result<Vec<Area>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            files.push(path);
        }
    }
    files.sort();
    let mut areas = Vec::new();
    for path in files {
        let letter = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        areas.push(parse(letter, &text).with_context(|| format!("in {}", path.display()))?);
    }
    Ok(areas)
}

/// Reads one list.
pub(crate) fn parse(letter: &str, text: &str) -> Result<Area> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, title) = lines.next().context("the list is empty")?;
    let mut behaviours: Vec<Behaviour> = Vec::new();
    for (number, line) in lines {
        let number = number + 1;
        if line.starts_with(' ') {
            let behaviour = behaviours.last_mut().with_context(|| format!("line {number} belongs to nothing"))?;
            if behaviour.remark.is_some() {
                bail!("line {number}: {} has two remarks", behaviour.id);
            }
            behaviour.remark = Some(Remark::parse(line.trim()).with_context(|| {
                format!("line {number} begins neither with `does not apply:`, `comes with`, `not yet:` nor `open:`")
            })?);
            continue;
        }
        let (id, text) = line.split_once(' ').with_context(|| format!("line {number} is an id without a text"))?;
        if !id.strip_prefix(letter).is_some_and(|digits| digits.len() == 2 && digits.parse::<u8>().is_ok()) {
            bail!("line {number}: {id} is not an id of area {letter}");
        }
        if behaviours.last().is_some_and(|before| before.id.as_str() >= id) {
            bail!("line {number}: {id} is out of order");
        }
        behaviours.push(Behaviour { id: id.to_owned(), text: text.trim().to_owned(), remark: None });
    }
    Ok(Area { letter: letter.to_owned(), title: title.trim().to_owned(), behaviours })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_a_title_and_lines() {
        let area = parse("B", "Freshness\n\nB01 Newer wins.\nB02 Ties go to the later.\n  open: in workers\n").unwrap();

        assert_eq!((area.title.as_str(), area.behaviours.len()), ("Freshness", 2));
        assert_eq!(area.behaviours[0].text, "Newer wins.");
        assert_eq!(area.behaviours[1].remark, Some(Remark::Open("in workers".to_owned())));
    }

    #[test]
    fn what_is_no_list_says_where() {
        for (text, where_) in [
            ("", "empty"),
            ("T\nC01 Text.\n", "line 2: C01 is not an id of area B"),
            ("T\nB02 x\nB01 y\n", "line 3: B01 is out of order"),
            ("T\nB01 x\nB01 y\n", "out of order"),
            ("T\n  not yet: x\n", "line 2 belongs to nothing"),
            ("T\nB01 x\n  perhaps\n", "line 3 begins neither"),
            ("T\nB01 x\n  not yet:\n", "line 3 begins neither"),
            ("T\nB01 x\n  not yet: x\n  not yet: y\n", "two remarks"),
        ] {
            let said = format!("{:#}", parse("B", text).unwrap_err());
            assert!(said.contains(where_), "{text:?}: {said}");
        }
    }
}
