//! A database for each desk: a new SQLite file, or a new schema in the PostgreSQL that the environment names.

use frontdesk_server::config::DatabaseConfig;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// The variable that names a PostgreSQL for the suite.
pub const VARIABLE: &str = "FRONTDESK_TEST_DATABASE";

/// A database that nobody else uses.
pub fn fresh(folder: &Path) -> DatabaseConfig {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut config = DatabaseConfig::default();
    match std::env::var(VARIABLE) {
        Ok(url) if !url.is_empty() => {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            config.url = url;
            config.schema = Some(format!("desk_{}_{number}", std::process::id()));
            config.max_connections = 3;
        }
        Ok(_) | Err(_) => config.url = format!("sqlite:{}", folder.join("frontdesk.db").display()),
    }
    config
}

/// Whether the suite runs on PostgreSQL.
pub fn is_postgres() -> bool {
    std::env::var(VARIABLE).is_ok_and(|url| !url.is_empty())
}
