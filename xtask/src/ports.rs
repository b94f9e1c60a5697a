//! Ports on this machine.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use anyhow::{Context, Result, bail};

/// The address of a port on the loopback interface.
pub(crate) fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

/// Fails when another program has the port, and says which flag chooses another.
pub(crate) fn require_free(port: u16, what: &str, flag: &str) -> Result<()> {
    if let Err(error) = TcpListener::bind(loopback(port)) {
        bail!(
            "port {port}, meant for {what}, is taken ({error}).\n       \
             Stop the program that has it, or choose another port: cargo xtask demo {flag} {}",
            free().unwrap_or(port.saturating_add(100))
        );
    }
    Ok(())
}

/// A port that nobody has at this moment.
pub(crate) fn free() -> Result<u16> {
    let listener = TcpListener::bind(loopback(0)).context("looking for a free port")?;
    Ok(listener.local_addr().context("reading the port")?.port())
}
