//! Where an app that is no browser keeps what outlives it.

use crate::wait::held;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Texts by name. One of them is the client's credential: whoever reads it is signed in.
pub trait Storage: Send + Sync + 'static {
    /// The text of this name.
    fn load(&self, key: &str) -> Option<String>;

    /// Keeps a text, or forgets it.
    ///
    /// # Errors
    /// When it cannot be kept. It then counts until the app ends.
    fn store(&self, key: &str, value: Option<&str>) -> io::Result<()>;
}

type Texts = BTreeMap<String, String>;

/// What is kept until the app ends.
#[derive(Default)]
pub struct MemoryStorage(Mutex<Texts>);

impl Storage for MemoryStorage {
    fn load(&self, key: &str) -> Option<String> {
        held(&self.0).get(key).cloned()
    }

    fn store(&self, key: &str, value: Option<&str>) -> io::Result<()> {
        put(&mut held(&self.0), key, value);
        Ok(())
    }
}

impl std::fmt::Debug for MemoryStorage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemoryStorage")
    }
}

/// A file that its owner alone can read. It is written whole and put in the place of the old one, so that it is never half
/// there.
pub struct FileStorage {
    path: PathBuf,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    texts: Texts,
    /// Whether the file has something else, because it could not be written.
    ahead: bool,
}

impl FileStorage {
    /// The file at this path; one that is not there is made with the first text, with the folders on its way. What is in a
    /// file that cannot be understood is forgotten.
    ///
    /// # Errors
    /// When there is a file that cannot be read.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let texts = match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::NotFound => Texts::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { path, kept: Mutex::new(Kept { texts, ahead: false }) })
    }

    fn write(&self, texts: &Texts) -> io::Result<()> {
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let mut name = self.path.clone().into_os_string();
        name.push(".new");
        let new = PathBuf::from(name);
        // Left over from a write that was cut short, perhaps with other permissions.
        match fs::remove_file(&new) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = own_file(&new)?;
        file.write_all(&serde_json::to_vec(texts)?)?;
        file.sync_all()?;
        fs::rename(&new, &self.path)
    }
}

impl Storage for FileStorage {
    fn load(&self, key: &str) -> Option<String> {
        held(&self.kept).texts.get(key).cloned()
    }

    fn store(&self, key: &str, value: Option<&str>) -> io::Result<()> {
        let kept = &mut *held(&self.kept);
        if !kept.ahead && kept.texts.get(key).map(String::as_str) == value {
            return Ok(());
        }
        put(&mut kept.texts, key, value);
        kept.ahead = true;
        self.write(&kept.texts)?;
        kept.ahead = false;
        Ok(())
    }
}

impl std::fmt::Debug for FileStorage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileStorage").field("path", &self.path).finish_non_exhaustive()
    }
}

fn own_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn put(texts: &mut Texts, key: &str, value: Option<&str>) {
    match value {
        Some(value) => texts.insert(key.to_owned(), value.to_owned()),
        None => texts.remove(key),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_texts_for_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/state.json");

        let first = FileStorage::open(&path).unwrap();
        first.store("client", Some("secret")).unwrap();
        first.store("other", Some("x")).unwrap();
        first.store("other", None).unwrap();

        let second = FileStorage::open(&path).unwrap();
        assert_eq!(second.load("client").as_deref(), Some("secret"));
        assert_eq!(second.load("other"), None);
        assert!(!format!("{second:?}").contains("secret"));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_file_whatever_lay_there_before() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        for old in ["state.json", "state.json.new"] {
            fs::write(folder.path().join(old), "{").unwrap();
            fs::set_permissions(folder.path().join(old), fs::Permissions::from_mode(0o644)).unwrap();
        }

        let storage = FileStorage::open(&path).unwrap();
        assert_eq!(storage.load("client"), None, "what cannot be understood is forgotten");
        storage.store("client", Some("secret")).unwrap();

        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_written_is_an_error_and_counts_until_the_end() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let storage = FileStorage { path: folder.path().join("file/state.json"), kept: Mutex::default() };

        storage.store("client", Some("secret")).unwrap_err();

        assert_eq!(storage.load("client").as_deref(), Some("secret"));
        storage.store("client", Some("secret")).unwrap_err();
        fs::remove_file(folder.path().join("file")).unwrap();
        storage.store("client", Some("secret")).unwrap();
        assert_eq!(FileStorage::open(&storage.path).unwrap().load("client").as_deref(), Some("secret"));
    }
}
