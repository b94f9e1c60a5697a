//! The outbox folder: a message is a file, complete or absent.

use std::path::Path;

use anyhow::Context;

/// Writes one message. The file appears under its name only when it is complete.
pub(super) async fn write(folder: &Path, id: &str, message: &[u8]) -> anyhow::Result<()> {
    tokio::fs::create_dir_all(folder).await.with_context(|| format!("creating {}", folder.display()))?;
    let unfinished = folder.join(format!(".{id}.part"));
    tokio::fs::write(&unfinished, message).await.context("writing a message")?;
    tokio::fs::rename(&unfinished, folder.join(format!("{id}.eml"))).await.context("naming a message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_message_sent_twice_is_one_file() {
        let dir = tempfile::tempdir().unwrap();

        write(dir.path(), "ema_1", b"Subject: a").await.unwrap();
        write(dir.path(), "ema_1", b"Subject: a").await.unwrap();

        let names: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["ema_1.eml"]);
    }
}
