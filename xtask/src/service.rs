//! A program that runs beside us until we end it.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use crate::clock::now;
use crate::stop::Stop;
use crate::workspace::show;

/// How often a state is looked at.
pub(crate) const TICK: Duration = Duration::from_millis(50);

/// A started program; dropping it ends it.
pub(crate) struct Service {
    /// What we call it when we speak of it.
    pub(crate) name: &'static str,
    child: Child,
    log: PathBuf,
    ended_by: Signal,
}

impl Service {
    /// Starts a program in a process group of its own, so that Ctrl-C reaches us alone. What it says goes to `log`.
    pub(crate) fn start(name: &'static str, command: &mut Command, log: &Path) -> Result<Self> {
        let file = File::create(log).with_context(|| format!("creating {}", log.display()))?;
        let copy = file.try_clone().with_context(|| format!("opening {}", log.display()))?;
        command.process_group(0).stdin(Stdio::null()).stdout(file).stderr(copy);
        let child = command.spawn().with_context(|| format!("starting {name}: `{}`", show(command)))?;
        Ok(Self { name, child, log: log.to_owned(), ended_by: Signal::TERM })
    }

    /// Chooses the signal that means "finish now" to this program.
    pub(crate) fn ended_by(mut self, signal: Signal) -> Self {
        self.ended_by = signal;
        self
    }

    /// How it ended, if it did.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Waits until `ready` says so; fails when the program ends first, when time is up or when we are to stop.
    pub(crate) fn wait_until(&mut self, stop: &Stop, limit: Duration, ready: impl Fn() -> bool) -> Result<()> {
        let started = now();
        while !ready() {
            if let Some(status) = self.ended() {
                bail!("{} ended while starting ({status}). It said:\n{}", self.name, self.last_words());
            }
            if stop.requested() {
                bail!("stopped");
            }
            if started.elapsed() > limit {
                bail!(
                    "{} did not answer within {} seconds. It said:\n{}",
                    self.name,
                    limit.as_secs(),
                    self.last_words()
                );
            }
            std::thread::sleep(TICK);
        }
        Ok(())
    }

    /// The end of what it wrote.
    pub(crate) fn last_words(&self) -> String {
        let written = fs::read(&self.log).unwrap_or_default();
        let written = String::from_utf8_lossy(&written);
        let lines: Vec<&str> = written.lines().collect();
        let mut said = String::new();
        for line in &lines[lines.len().saturating_sub(20)..] {
            said.push_str("  | ");
            said.push_str(line);
            said.push('\n');
        }
        said.push_str(&format!("  (all of it: {})", self.log.display()));
        said
    }

    /// Asks it to finish, and insists after five seconds.
    pub(crate) fn stop(&mut self) {
        if self.ended().is_some() {
            return;
        }
        if let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) {
            let _ = kill_process(pid, self.ended_by);
        }
        let asked = now();
        while self.ended().is_none() {
            if asked.elapsed() > Duration::from_secs(5) {
                let _ = self.child.kill();
                let _ = self.child.wait();
                return;
            }
            std::thread::sleep(TICK);
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Whether a GET of this path answers 200.
pub(crate) fn answers(address: SocketAddr, path: &str) -> bool {
    status(address, path).is_some_and(|code| code == 200)
}

fn status(address: SocketAddr, path: &str) -> Option<u16> {
    let limit = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&address, limit).ok()?;
    stream.set_read_timeout(Some(limit)).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").ok()?;
    let mut head = [0; 12];
    stream.read_exact(&mut head).ok()?;
    std::str::from_utf8(&head[9..12]).ok()?.parse().ok()
}
