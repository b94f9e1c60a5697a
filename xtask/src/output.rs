//! Running a command while reading what its tests say.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::service::TICK;
use crate::stop::Stop;
use crate::workspace::show;

/// What a run of tests came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// The names of the tests that failed.
    pub(crate) failing: Vec<String>,
}

impl Counts {
    /// Adds another run.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.failing.extend(other.failing);
    }

    /// Reads a line that a test harness printed.
    fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            for part in result.split([';', '.']) {
                let mut words = part.split_whitespace();
                match (words.next().and_then(|word| word.parse::<u64>().ok()), words.next()) {
                    (Some(count), Some("passed")) => self.passed += count,
                    (Some(count), Some("failed")) => self.failed += count,
                    _ => {}
                }
            }
        } else if let Some(name) = line.strip_prefix("test ").and_then(failing_name) {
            self.failing.push(name.to_owned());
        }
    }
}

fn failing_name(line: &str) -> Option<&str> {
    let (name, outcome) = line.rsplit_once(" ... ")?;
    outcome.to_ascii_uppercase().starts_with("FAIL").then_some(name)
}

/// How a command that was watched went.
pub(crate) struct Watched {
    pub(crate) counts: Counts,
    pub(crate) success: bool,
}

/// Runs a command to its end, shows what it prints and counts its tests. A wish to stop ends it and all it started.
pub(crate) fn watch(command: &mut Command, stop: &Stop) -> Result<Watched> {
    let shown = show(command);
    println!("$ {shown}");
    let mut child = spawn(command, &shown)?;
    let stdout = child.stdout.take().context("the command has no output")?;
    let reader = std::thread::spawn(move || read(stdout));
    let success = wait(&mut child, stop)?;
    let counts = reader.join().map_err(|_| anyhow!("reading the output of `{shown}`"))?;
    Ok(Watched { counts, success })
}

/// Runs a command to its end and returns what it printed; its messages are shown.
pub(crate) fn capture(command: &mut Command, stop: &Stop) -> Result<String> {
    let shown = show(command);
    println!("$ {shown}");
    let mut child = spawn(command, &shown)?;
    let mut stdout = child.stdout.take().context("the command has no output")?;
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stdout.read_to_end(&mut bytes).map(|_| String::from_utf8_lossy(&bytes).into_owned())
    });
    let success = wait(&mut child, stop)?;
    let text = reader.join().map_err(|_| anyhow!("reading the output of `{shown}`"))??;
    if !success {
        bail!("`{shown}` failed");
    }
    Ok(text)
}

fn spawn(command: &mut Command, shown: &str) -> Result<Child> {
    command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped());
    command.spawn().with_context(|| format!("starting `{shown}`"))
}

fn wait(child: &mut Child, stop: &Stop) -> Result<bool> {
    loop {
        if let Some(status) = child.try_wait().context("waiting for a command")? {
            return Ok(status.success());
        }
        if stop.requested() {
            if let Some(group) = Pid::from_raw(child.id().cast_signed()) {
                let _ = kill_process_group(group, Signal::TERM);
            }
            let _ = child.wait();
            bail!("stopped");
        }
        std::thread::sleep(TICK);
    }
}

fn read(stdout: impl Read) -> Counts {
    let mut counts = Counts::default();
    for line in BufReader::new(stdout).split(b'\n') {
        let Ok(line) = line else { break };
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        counts.read(&line);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_of_several_harnesses_are_added() {
        let printed = b"running 3 tests\n\
            test one ... ok\n\
            test two::three ... FAILED\n\
            test four ... ok\n\
            test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: ok. 5 passed; 0 failed; 1 ignored; 0 filtered out; finished in 0.10s\n";

        let counts = read(&printed[..]);

        assert_eq!(counts, Counts { passed: 7, failed: 1, failing: vec!["two::three".to_owned()] });
    }

    #[test]
    fn other_lines_count_nothing() {
        let counts = read(&b"test result\nlatest test results: 4 passed\ntesting FAILED\n"[..]);

        assert_eq!(counts, Counts::default());
    }
}
