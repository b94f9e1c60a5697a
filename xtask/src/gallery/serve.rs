//! A server of a few files, for whoever sits at this machine.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::ports::loopback;
use crate::service::TICK;
use crate::stop::Stop;

/// How long a browser may take to ask.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves the files of one folder.
pub(super) struct Server {
    folder: Arc<Path>,
    listener: TcpListener,
}

impl Server {
    pub(super) fn bind(folder: PathBuf, port: u16) -> Result<Self> {
        let listener = TcpListener::bind(loopback(port)).with_context(|| format!("listening on port {port}"))?;
        Ok(Self { folder: folder.into(), listener })
    }

    pub(super) fn url(&self) -> Result<String> {
        Ok(format!("http://localhost:{}", self.listener.local_addr().context("reading the port")?.port()))
    }

    /// Serves until somebody asks to stop.
    pub(super) fn run(&self, stop: &Stop) -> Result<()> {
        self.listener.set_nonblocking(true).context("listening")?;
        while !stop.requested() {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    let folder = Arc::clone(&self.folder);
                    // A browser that goes away in the middle is no concern of ours.
                    thread::spawn(move || answer(stream, &folder).ok());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(TICK),
                Err(error) => return Err(error).context("waiting for a browser"),
            }
        }
        Ok(())
    }
}

fn answer(mut stream: TcpStream, folder: &Path) -> Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let asked = line.split(' ').nth(1).unwrap_or_default().to_owned();
    // What else the browser says is read, so that it does not find the door shut in the middle of a word.
    while reader.read_line(&mut line)? > 2 {}
    let file = file(&asked).map(|name| (name, fs::read(folder.join(name))));
    match file {
        Some((name, Ok(content))) => {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n",
                kind(name),
                content.len()
            );
            stream.write_all(head.as_bytes())?;
            stream.write_all(&content)?;
        }
        _ => stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?,
    }
    Ok(())
}

/// The file for an address: one of the folder itself, whatever dots and slashes are in it.
fn file(asked: &str) -> Option<&str> {
    let path = asked.split(['?', '#']).next().unwrap_or_default();
    match path.strip_prefix('/')? {
        "" => Some("index.html"),
        name if name.contains(['/', '\\', '%']) || name.starts_with('.') => None,
        name => Some(name),
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_folder_itself_are_given() {
        assert_eq!(file("/?story=sign-in/start"), Some("index.html"));
        assert_eq!(file("/gallery.css"), Some("gallery.css"));
        assert_eq!(kind("gallery_bg.wasm"), "application/wasm");
        for outside in ["/../Cargo.toml", "/..%2fCargo.toml", "//etc/passwd", "/.git", "Cargo.toml", ""] {
            assert_eq!(file(outside), None, "{outside}");
        }
    }

    #[test]
    fn a_browser_gets_the_page() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("index.html"), "here").unwrap();
        let server = Server::bind(folder.path().to_owned(), 0).unwrap();
        let mut asking = TcpStream::connect(server.listener.local_addr().unwrap()).unwrap();
        asking.write_all(b"GET /?bare HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let (stream, _) = server.listener.accept().unwrap();
        answer(stream, &server.folder).unwrap();

        let mut lines = BufReader::new(asking).lines().map_while(Result::ok);
        assert_eq!(lines.next().as_deref(), Some("HTTP/1.1 200 OK"));
        assert_eq!(lines.last().as_deref(), Some("here"));
    }
}
