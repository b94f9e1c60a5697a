//! Mail: what is sent, and the ways for it to leave.

mod message;
mod notice;
mod outbox;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};

use crate::config::{Delivery, Encryption, MailConfig};
pub(crate) use message::code_message;
pub(crate) use notice::notice_message;

/// A message to one person. `Debug` shows no address and no content.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its id, which makes sending it twice harmless where the receiver can tell.
    pub id: String,
    /// The address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
    /// The code that it carries, for the development inbox.
    pub code: Option<String>,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mail {} […]", self.id)
    }
}

/// How mail leaves.
#[derive(Clone)]
pub enum Mailer {
    /// Through a mail server.
    Smtp {
        /// The connection pool.
        transport: AsyncSmtpTransport<Tokio1Executor>,
        /// The sender.
        from: Mailbox,
    },
    /// Into a folder, one file each.
    File {
        /// The folder.
        folder: std::path::PathBuf,
        /// The sender.
        from: Mailbox,
    },
    /// Into the table that the page `/dev/inbox` shows.
    Inbox,
    /// Into memory, for tests.
    Memory(Arc<Mutex<Vec<Mail>>>),
    /// Nowhere.
    Off,
}

impl Mailer {
    /// The configured way.
    pub fn open(config: &MailConfig) -> anyhow::Result<Self> {
        let from =
            || config.from.parse::<Mailbox>().with_context(|| format!("mail.from is no address: {}", config.from));
        Ok(match config.delivery {
            Delivery::Inbox => Self::Inbox,
            Delivery::Memory => Self::Memory(Arc::default()),
            Delivery::Off => Self::Off,
            Delivery::File => {
                Self::File { folder: config.folder.clone().context("mail.folder is missing")?, from: from()? }
            }
            Delivery::Smtp => {
                let smtp = &config.smtp;
                let builder = match smtp.encryption {
                    Encryption::Starttls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&smtp.host),
                    Encryption::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&smtp.host),
                    Encryption::None => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)),
                };
                let mut builder = builder.context("mail.smtp.host")?.timeout(Some(Duration::from_secs(10)));
                if smtp.port != 0 {
                    builder = builder.port(smtp.port);
                }
                if !smtp.username.is_empty() {
                    builder = builder.credentials(Credentials::new(smtp.username.clone(), smtp.password.clone()));
                }
                Self::Smtp { transport: builder.build(), from: from()? }
            }
        })
    }

    /// Sends one message. The inbox is written by the job that calls this, since it has the database at hand.
    pub async fn send(&self, mail: &Mail) -> anyhow::Result<()> {
        match self {
            Self::Smtp { transport, from } => {
                transport.send(letter(mail, from)?).await.context("the mail server refused")?;
            }
            Self::File { folder, from } => outbox::write(folder, &mail.id, &letter(mail, from)?.formatted()).await?,
            Self::Memory(sent) => {
                let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
                // A job may run twice when its process dies between sending and noting it.
                if !sent.iter().any(|earlier| earlier.id == mail.id) {
                    sent.push(mail.clone());
                }
            }
            Self::Inbox | Self::Off => {}
        }
        Ok(())
    }

    /// What was sent into memory so far.
    pub fn sent(&self) -> Vec<Mail> {
        match self {
            Self::Memory(sent) => sent.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Self::Smtp { .. } | Self::File { .. } | Self::Inbox | Self::Off => Vec::new(),
        }
    }
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Smtp { .. } => "Mailer::Smtp",
            Self::File { .. } => "Mailer::File",
            Self::Inbox => "Mailer::Inbox",
            Self::Memory(_) => "Mailer::Memory",
            Self::Off => "Mailer::Off",
        })
    }
}

fn letter(mail: &Mail, from: &Mailbox) -> anyhow::Result<Message> {
    let to: Mailbox = mail.to.parse().context("the recipient is no address")?;
    Message::builder()
        .from(from.clone())
        .to(to)
        .subject(&mail.subject)
        .message_id(Some(format!("<{}@frontdesk>", mail.id)))
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .context("writing the message")
}
