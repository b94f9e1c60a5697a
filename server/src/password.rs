//! Passwords: argon2id on a blocking thread, so many at once and no more.
//!
//! A hash takes 19 MiB and about 20 ms of a processor. A bound on how many run at once keeps a flood of sign-ins from
//! taking all memory, and a thread of its own keeps the other requests moving.

use std::sync::Arc;

use anyhow::Context;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use frontdesk_wire::field::Secret;
use tokio::sync::Semaphore;

use crate::rng::Rng;

/// The pool that hashes passwords.
#[derive(Debug, Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
}

/// What a comparison said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// It is the password.
    Matches,
    /// It is not.
    Differs,
}

impl Passwords {
    /// A pool that hashes so many at once; 0 means one per processor.
    pub fn new(concurrency: usize) -> Self {
        let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let permits = if concurrency == 0 { processors } else { concurrency };
        Self { permits: Arc::new(Semaphore::new(permits)) }
    }

    /// The text to store for a password.
    pub async fn hash(&self, password: &Secret, rng: &Rng) -> anyhow::Result<String> {
        let salt: [u8; 16] = rng.bytes();
        let password = password.clone();
        self.run(move || {
            let hash = hasher()?.hash_password_with_salt(password.expose().as_bytes(), &salt);
            hash.map(|hash| hash.to_string()).map_err(|error| anyhow::anyhow!("hashing a password: {error}"))
        })
        .await
    }

    /// Compares a password with the stored text.
    pub async fn compare(&self, password: &Secret, stored: &str) -> anyhow::Result<Comparison> {
        let (password, stored) = (password.clone(), stored.to_owned());
        self.run(move || match hasher()?.verify_password(password.expose().as_bytes(), stored.as_str()) {
            Ok(()) => Ok(Comparison::Matches),
            Err(argon2::password_hash::Error::PasswordInvalid) => Ok(Comparison::Differs),
            Err(error) => Err(anyhow::anyhow!("reading a stored password hash: {error}")),
        })
        .await
    }

    /// Does the work of a comparison for nobody, so that the time tells nothing about whether an account exists.
    pub async fn pretend(&self, password: &Secret) -> anyhow::Result<()> {
        let password = password.clone();
        self.run(move || {
            let mut out = [0; 32];
            let hashed = hasher()?.hash_password_into(password.expose().as_bytes(), b"nobody's salt...", &mut out);
            hashed.map_err(|error| anyhow::anyhow!("hashing a password: {error}"))
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let permit = self.permits.clone().acquire_owned().await.context("the password pool is closed")?;
        tokio::task::spawn_blocking(move || {
            // The permit goes with the work: a request that is dropped halfway does not free its place early.
            let _permit = permit;
            work()
        })
        .await
        .context("a password thread stopped")?
    }
}

/// Whether a text is a hash that a password can be compared with.
pub(crate) fn is_readable(stored: &str) -> bool {
    argon2::password_hash::phc::PasswordHash::new(stored).is_ok_and(|hash| {
        hash.algorithm.as_str() == "argon2id"
            && hash.salt.is_some()
            && hash.hash.is_some()
            && Params::try_from(&hash).is_ok()
    })
}

fn hasher() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(|error| anyhow::anyhow!("argon2 parameters: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_itself_alone() {
        let pool = Passwords::new(1);
        let stored = pool.hash(&Secret::from("correct horse"), &Rng::seeded(1)).await.unwrap();

        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(pool.compare(&Secret::from("correct horse"), &stored).await.unwrap(), Comparison::Matches);
        assert_eq!(pool.compare(&Secret::from("wrong horse"), &stored).await.unwrap(), Comparison::Differs);
        pool.pretend(&Secret::from("x")).await.unwrap();
        assert!(is_readable(&stored));
        assert!(!is_readable("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ"));
        assert!(!is_readable("$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ"));
    }
}
