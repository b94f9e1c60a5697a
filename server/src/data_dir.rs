//! The data folder: it holds secrets, so only its owner may look inside.

use std::fs;
use std::io;
use std::path::Path;

/// Creates the folder, or tightens it: only its owner may enter.
pub(crate) fn create(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    restrict(dir, 0o700)
}

/// Creates an empty file that only its owner may read, or tightens one that exists.
pub(crate) fn protect_file(file: &Path) -> io::Result<()> {
    fs::OpenOptions::new().create(true).append(true).open(file)?;
    restrict(file, 0o600)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}
