//! TLS in front of a production instance, on this machine: the browser is told that the hosts' addresses are here.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// The Frontend API of the production instance.
pub(crate) const FRONTEND_API: &str = "auth.frontdesk.test";

/// The app's pages: the root of the site, and a host below it.
pub(crate) const APPS: [&str; 2] = ["frontdesk.test", "app.frontdesk.test"];

/// Listens with a certificate of its own making and leads each host to its program. Dropping it ends it.
pub(crate) struct Front {
    address: SocketAddr,
    listening: JoinHandle<()>,
}

impl Front {
    /// Begins to listen.
    pub(crate) async fn open(fapi: SocketAddr, app: SocketAddr) -> Result<Self> {
        let acceptor = TlsAcceptor::from(Arc::new(configuration()?));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("listening for TLS")?;
        let address = listener.local_addr().context("reading the port")?;
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    // A connection that fails is the browser's to make again.
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let for_server = stream.get_ref().1.server_name() == Some(FRONTEND_API);
                    let Ok(mut there) = TcpStream::connect(if for_server { fapi } else { app }).await else { return };
                    let _ = copy_bidirectional(&mut stream, &mut there).await;
                });
            }
        });
        Ok(Self { address, listening })
    }

    /// What the browser is started with, so that the hosts lead here and no other name leads anywhere.
    pub(crate) fn arguments(&self) -> [(&'static str, String); 2] {
        let mut rules: Vec<String> =
            APPS.iter().chain([&FRONTEND_API]).map(|host| format!("MAP {host} {}", self.address)).collect();
        rules.push("MAP * ~NOTFOUND".to_owned());
        rules.push("EXCLUDE localhost".to_owned());
        rules.push("EXCLUDE 127.0.0.1".to_owned());
        [("host-resolver-rules", rules.join(",")), ("ignore-certificate-errors", String::new())]
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

fn configuration() -> Result<ServerConfig> {
    let names: Vec<String> = APPS.iter().chain([&FRONTEND_API]).map(|&host| host.to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names).context("making a certificate")?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .context("choosing protocol versions")?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .context("using the certificate")
}
