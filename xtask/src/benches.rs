//! Figures, for people.

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::{cargo, complete};

/// Runs the criterion benchmarks of token minting and verifying.
pub(crate) fn run() -> Result<ExitCode> {
    complete(cargo().args(["bench", "--package", "frontdesk-tests", "--benches"]))?;
    Ok(ExitCode::SUCCESS)
}
