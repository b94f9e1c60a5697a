//! What a test run came to, step by step.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::clock::now;
use crate::output::{Counts, Watched};

/// How a step ended.
enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

struct Step {
    name: String,
    outcome: Outcome,
    counts: Counts,
    took: Duration,
}

/// The steps so far.
#[derive(Default)]
pub(crate) struct Summary {
    steps: Vec<Step>,
}

impl Summary {
    /// Runs a step whose tests are counted.
    pub(crate) fn tests(&mut self, name: &str, run: impl FnOnce() -> Result<Counts>) {
        println!("\n━━ {name}");
        let started = now();
        let (outcome, counts) = match run() {
            Ok(counts) if counts.failed == 0 => (Outcome::Passed, counts),
            Ok(counts) => (Outcome::Failed(format!("{} failed", counts.failed)), counts),
            Err(error) => {
                println!("{error:#}");
                // The reason of the first line is enough for the table; the rest stands above.
                let text = format!("{error:#}");
                (Outcome::Failed(text.lines().next().unwrap_or("failed").to_owned()), Counts::default())
            }
        };
        self.steps.push(Step { name: name.to_owned(), outcome, counts, took: started.elapsed() });
    }

    /// Runs a step that holds or does not.
    pub(crate) fn check(&mut self, name: &str, run: impl FnOnce() -> Result<()>) {
        self.tests(name, || run().map(|()| Counts::default()));
    }

    /// Notes a step that was left out, and why.
    pub(crate) fn skip(&mut self, name: &str, reason: &str) {
        let outcome = Outcome::Skipped(reason.to_owned());
        self.steps.push(Step { name: name.to_owned(), outcome, counts: Counts::default(), took: Duration::ZERO });
    }

    /// Prints the table, the tests that failed, and the totals alone on the last line.
    pub(crate) fn finish(self) -> ExitCode {
        println!("\n━━ summary\n");
        println!("{:<34} {:<8} {:>7} {:>8}", "step", "result", "tests", "seconds");
        let mut passed = 0;
        let mut failed = 0;
        for step in &self.steps {
            let (word, reason) = match &step.outcome {
                Outcome::Passed => ("ok", None),
                Outcome::Failed(reason) => ("FAILED", Some(reason)),
                Outcome::Skipped(reason) => ("skipped", Some(reason)),
            };
            let tests = step.counts.passed + step.counts.failed;
            let tests = if tests == 0 { String::new() } else { tests.to_string() };
            println!("{:<34} {word:<8} {tests:>7} {:>8.1}", step.name, step.took.as_secs_f64());
            if let Some(reason) = reason {
                println!("    {reason}");
            }
            for name in &step.counts.failing {
                println!("    failed: {name}");
            }
            passed += step.counts.passed;
            failed += step.counts.failed;
            // A step that failed without a failing test, such as one that does not compile, counts as one.
            if matches!(step.outcome, Outcome::Failed(_)) && step.counts.failed == 0 {
                failed += 1;
            }
        }
        let total: Duration = self.steps.iter().map(|step| step.took).sum();
        println!("{:<34} {:<8} {:>7} {:>8.1}", "all", "", passed + failed, total.as_secs_f64());
        println!();
        println!("{passed} passed, {failed} failed");
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// A command that must succeed.
pub(crate) fn must_succeed(watched: &Watched) -> Result<()> {
    if !watched.success {
        bail!("the command failed; its messages are above");
    }
    Ok(())
}

/// The tests of a command; one that fails without a failing test did not come to an end.
pub(crate) fn must_count(watched: Watched) -> Result<Counts> {
    if !watched.success && watched.counts.failed == 0 {
        bail!("the tests did not come to an end; the messages are above");
    }
    Ok(watched.counts)
}
