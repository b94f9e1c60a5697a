//! The page, as Markdown.

use std::fmt::Write as _;

use super::behaviours::{Area, Behaviour, Remark};
use super::{Table, Tally};

const HEAD: &str = "\
# Conformance

Which behaviour that apps expect of a client (and of a back end) is shown by which test. This page is written by
`cargo xtask conformance` from the lists in `docs/conformance/` and the lines `// conformance: …` above the tests; to change
it, change those. *Level*: `pure` is a function, `engine` the client engine in a browser in memory, `story` engine and server
together, `browser` a real browser, `interop` clients that we did not write.
";

impl Table {
    /// The page.
    pub(super) fn page(&self) -> String {
        let mut page = HEAD.to_owned();
        page.push_str("\n| area | behaviours | shown | in part | does not apply | comes with | not yet |\n");
        page.push_str("|---|--:|--:|--:|--:|--:|--:|\n");
        for area in &self.areas {
            row(&mut page, &format!("{}. {}", area.letter, area.title), Self::tally(area));
        }
        row(&mut page, "**all**", self.total());
        for area in &self.areas {
            self.area(&mut page, area);
        }
        page
    }

    fn area(&self, page: &mut String, area: &Area) {
        let _ = write!(
            page,
            "\n## {}. {}\n\n| id | behaviour | tests, or why there is none |\n|---|---|---|\n",
            area.letter, area.title
        );
        for behaviour in &area.behaviours {
            let _ = writeln!(page, "| {} | {} | {} |", behaviour.id, cell(&behaviour.text), self.proof(behaviour));
        }
    }

    fn proof(&self, behaviour: &Behaviour) -> String {
        let tags = self.tests.get(&behaviour.id).map(Vec::as_slice).unwrap_or_default();
        let mut parts: Vec<String> = tags.iter().map(|tag| format!("{} `{}`", tag.level.name(), tag.place())).collect();
        match &behaviour.remark {
            None => {}
            Some(Remark::NotOurs(why)) => parts.push(format!("does not apply: {}", cell(why))),
            Some(Remark::Comes(what)) => parts.push(format!("comes with {}", cell(what))),
            Some(Remark::NotYet(why)) => parts.push(format!("**not yet**: {}", cell(why))),
            Some(Remark::Open(what)) => parts.push(format!("open: {}", cell(what))),
        }
        parts.join("<br>")
    }
}

fn row(page: &mut String, name: &str, tally: Tally) {
    let Tally { shown, in_part, not_ours, comes, not_yet } = tally;
    let all = tally.all();
    let _ = writeln!(page, "| {name} | {all} | {shown} | {in_part} | {not_ours} | {comes} | {not_yet} |");
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
