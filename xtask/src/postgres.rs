//! A PostgreSQL cluster of our own, for as long as a test runs.

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Signal, geteuid};
use tempfile::TempDir;

use crate::packages::{POSTGRES, postgres_programs};
use crate::ports::{free, loopback};
use crate::service::Service;
use crate::stop::Stop;
use crate::workspace::answer;

/// The account that Debian's package creates. PostgreSQL refuses to run as root.
const ACCOUNT: &str = "postgres";

/// A running cluster; dropping it stops it and deletes its files.
pub(crate) struct Cluster {
    service: Service,
    _folder: TempDir,
    port: u16,
}

impl Cluster {
    /// Creates and starts a cluster that answers on the loopback interface alone and keeps nothing on disk for long.
    pub(crate) fn start(stop: &Stop) -> Result<Self> {
        POSTGRES.require()?;
        let programs = postgres_programs().context("PostgreSQL is missing")?;
        let folder = tempfile::Builder::new()
            .prefix("frontdesk-postgres-")
            .tempdir_in("/tmp")
            .context("creating a folder for PostgreSQL")?;
        let account = Account::choose()?;
        if let Some(account) = &account {
            chown(folder.path(), Some(account.uid), Some(account.gid)).context("handing the folder to PostgreSQL")?;
            std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700))?;
        }
        let data = folder.path().join("data");

        let created = as_account(account.as_ref(), &programs.join("initdb"))
            .current_dir(folder.path())
            .arg("--pgdata")
            .arg(&data)
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"])
            .stdin(Stdio::null())
            .output()
            .context("starting initdb")?;
        if !created.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&created.stderr).trim());
        }

        let port = free()?;
        let mut command = as_account(account.as_ref(), &programs.join("postgres"));
        command.current_dir(folder.path()).arg("-D").arg(&data).args(["-p", &port.to_string()]);
        let sockets = format!("unix_socket_directories={}", folder.path().display());
        for setting in [
            "listen_addresses=127.0.0.1",
            &sockets,
            "max_connections=200",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ] {
            command.args(["-c", setting]);
        }
        // SIGINT is PostgreSQL's "fast shutdown": it does not wait for idle connections.
        let log = folder.path().join("log");
        let mut service = Service::start("PostgreSQL", &mut command, &log)?.ended_by(Signal::INT);
        let ready = || {
            answer(Command::new(programs.join("pg_isready")).args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]))
                .is_some()
        };
        service.wait_until(stop, Duration::from_secs(30), ready)?;
        Ok(Self { service, _folder: folder, port })
    }

    /// What `FRONTDESK_TEST_DATABASE` takes.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@{}/postgres", loopback(self.port))
    }

    /// Stops it; its files go with it.
    pub(crate) fn stop(mut self) {
        self.service.stop();
    }
}

/// Whom PostgreSQL runs as when we are root.
struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    fn choose() -> Result<Option<Self>> {
        if !geteuid().is_root() {
            return Ok(None);
        }
        let number = |flag: &str| -> Result<u32> {
            answer(Command::new("id").args([flag, ACCOUNT]))
                .and_then(|text| text.parse().ok())
                .with_context(|| format!("there is no account `{ACCOUNT}`, and PostgreSQL refuses to run as root"))
        };
        Ok(Some(Self { uid: number("-u")?, gid: number("-g")? }))
    }
}

/// `setpriv` replaces itself by the program, so the process that we started is the one that we end.
fn as_account(account: Option<&Account>, program: &Path) -> Command {
    let Some(account) = account else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command
        .arg(format!("--reuid={}", account.uid))
        .arg(format!("--regid={}", account.gid))
        .args(["--clear-groups", "--"])
        .arg(program);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[ignore = "needs the programs of PostgreSQL"]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        let stop = Stop::listen().unwrap();

        let cluster = Cluster::start(&stop).unwrap();
        let folder = cluster._folder.path().to_owned();
        let address = loopback(cluster.port);
        assert!(std::net::TcpStream::connect(address).is_ok());
        cluster.stop();

        assert!(std::net::TcpStream::connect(address).is_err());
        assert!(!folder.exists());
    }
}
