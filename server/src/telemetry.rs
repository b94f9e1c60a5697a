//! Logs: one line per event, short for eyes or JSON for programs, with no secret in them.

use std::io::IsTerminal as _;

use anyhow::Context;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::config::{LogConfig, LogFormat};

/// Starts logging to standard error; standard output is left for what a command was asked to print.
pub(crate) fn start(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.level).context("log.level cannot be read")?;
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_span_events(FmtSpan::NONE).with_writer(std::io::stderr);
    let short = match config.format {
        LogFormat::Auto => std::io::stderr().is_terminal(),
        LogFormat::Short => true,
        LogFormat::Json => false,
    };
    let started = if short {
        builder.compact().with_target(false).without_time().try_init()
    } else {
        builder.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
    };
    started.map_err(|error| anyhow::anyhow!("starting the log: {error}"))
}
