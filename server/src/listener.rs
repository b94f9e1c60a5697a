//! One listener: connections that have to say what they want in time, and are let finish when the server stops.
//!
//! A client that opens connections and sends a byte now and then would otherwise hold them, and the memory behind them, for
//! as long as it likes.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt as _;

/// How long the head of a request may take, from the connection, or the end of the one before, on: longer than proxies keep a
/// connection that they may use again.
pub(crate) const HEAD: Duration = Duration::from_secs(75);

/// After an accept that failed, as when there are no more file descriptors.
const BREATH: Duration = Duration::from_millis(200);

/// Serves until told to stop, and finishes what is under way.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    head: Duration,
    mut stopped: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
        };
        match accepted {
            Ok((stream, peer)) => connection(stream, peer, router.clone(), head, &graceful),
            // The connection was gone before it was taken.
            Err(error) if is_of_the_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
    Ok(())
}

fn connection(stream: TcpStream, peer: SocketAddr, router: Router, head: Duration, graceful: &GracefulShutdown) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(axum::body::Body::new))
    });
    // Answers are small and shall not wait for more.
    if let Err(error) = stream.set_nodelay(true).context("setting TCP_NODELAY") {
        tracing::debug!(%error, "a connection is gone");
        return;
    }
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

fn is_of_the_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    async fn open(head: Duration) -> (SocketAddr, watch::Sender<bool>, tokio::task::JoinHandle<anyhow::Result<()>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asks = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() };
        let (stop, stopped) = watch::channel(false);
        let router = Router::new().route("/", get(asks));
        (address, stop, tokio::spawn(serve(listener, router, head, stopped)))
    }

    async fn said(stream: &mut TcpStream) -> String {
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await.unwrap();
        String::from_utf8(all).unwrap()
    }

    #[tokio::test]
    async fn a_request_is_answered_and_told_who_asks() {
        let (address, _stop, _serving) = open(HEAD).await;
        let mut stream = TcpStream::connect(address).await.unwrap();

        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();

        let answer = said(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n127.0.0.1"), "{answer}");
    }

    #[tokio::test]
    async fn whoever_does_not_say_what_they_want_is_let_go() {
        let (address, _stop, _serving) = open(Duration::from_millis(50)).await;
        for begun in ["", "GET / HTTP/1.1\r\nHost: a\r\nX-Slow"] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(begun.as_bytes()).await.unwrap();

            let answer = said(&mut stream).await;

            assert!(!answer.contains("200 OK"), "{answer}");
        }
    }

    #[tokio::test]
    async fn a_stop_lets_nobody_in_and_lets_idle_connections_go() {
        let (address, stop, serving) = open(HEAD).await;
        let mut idle = TcpStream::connect(address).await.unwrap();
        idle.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        let mut some = [0; 12];
        idle.read_exact(&mut some).await.unwrap();
        assert_eq!(&some, b"HTTP/1.1 200");

        stop.send_replace(true);

        serving.await.unwrap().unwrap();
        said(&mut idle).await;
        assert!(TcpStream::connect(address).await.is_err());
    }
}
