//! Mail really leaves: through a mail server on this machine, into a folder, into the inbox.

use frontdesk_server::config::{Delivery, Encryption};
use frontdesk_tests::Desk;
use frontdesk_tests::visitor::PASSWORD;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// A mail server that takes every message, after refusing the first `busy` connections. It ends with the test.
async fn mail_server(busy: usize) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let received = Arc::new(Mutex::new(Vec::new()));
    let messages = received.clone();
    tokio::spawn(async move {
        let mut busy = busy;
        while let Ok((stream, _)) = listener.accept().await {
            let (read, mut write) = stream.into_split();
            if busy > 0 {
                busy -= 1;
                write.write_all(b"421 busy\r\n").await.unwrap();
                continue;
            }
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"220 test\r\n").await.unwrap();
            let mut message = String::new();
            let mut in_message = false;
            while let Ok(Some(line)) = lines.next_line().await {
                let reply: &[u8] = if in_message && line == "." {
                    in_message = false;
                    messages.lock().unwrap().push(std::mem::take(&mut message));
                    b"250 taken\r\n"
                } else if in_message {
                    message.push_str(&line);
                    message.push('\n');
                    continue;
                } else if line == "DATA" {
                    in_message = true;
                    b"354 go on\r\n"
                } else if line == "QUIT" {
                    b"221 bye\r\n"
                } else {
                    b"250 ok\r\n"
                };
                if write.write_all(reply).await.is_err() {
                    break;
                }
            }
        }
    });
    (port, received)
}

async fn desk_with_smtp(port: u16) -> Desk {
    Desk::open_with(|config| {
        config.mail.delivery = Delivery::Smtp;
        config.mail.smtp.host = "127.0.0.1".to_owned();
        config.mail.smtp.port = port;
        config.mail.smtp.encryption = Encryption::None;
    })
    .await
}

#[tokio::test]
async fn a_code_goes_out_through_a_mail_server() {
    let (port, received) = mail_server(0).await;
    let desk = desk_with_smtp(port).await;

    desk.visitor().await.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();
    desk.run_jobs().await;

    let messages = received.lock().unwrap().clone();
    assert_eq!(messages.len(), 1);
    let subject = messages[0].lines().find(|line| line.starts_with("Subject:")).unwrap();
    assert!(subject.chars().filter(char::is_ascii_digit).count() >= 6, "the code is in the subject: {subject}");
    assert!(messages[0].contains("ada@example.com"));
    assert!(messages[0].contains("text/plain") && messages[0].contains("text/html"));
}

#[tokio::test]
async fn a_busy_mail_server_is_asked_again_later_and_once() {
    let (port, received) = mail_server(1).await;
    let desk = desk_with_smtp(port).await;
    desk.visitor().await.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();

    desk.run_jobs().await;
    assert!(received.lock().unwrap().is_empty());
    for _ in 0..10 {
        desk.clock.advance_seconds(60).await;
        desk.run_jobs().await;
    }

    assert_eq!(received.lock().unwrap().len(), 1, "it is sent, and not twice");
}

#[tokio::test]
async fn a_folder_takes_mail_as_files() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = folder.path().to_owned();
    let desk = Desk::open_with(|config| {
        config.mail.delivery = Delivery::File;
        config.mail.folder = Some(outbox);
    })
    .await;

    desk.visitor().await.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();
    desk.run_jobs().await;

    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
