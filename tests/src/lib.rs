//! The whole system in one process: the real client engine against the real server, with a clock that tests move.
//!
//! A [`Desk`] is a server with its own database, clock, randomness and mail. A [`Visitor`] is a browser: the real SDK whose
//! requests go straight into the server's router, with its own cookies, storage and tabs.
//!
//! The suite runs on SQLite; `FRONTDESK_TEST_DATABASE=postgres://…` runs it on PostgreSQL, each desk in a schema of its own.

pub mod browser;
pub mod clock;
pub mod cookies;
pub mod database;
pub mod desk;
pub mod journey;
pub mod process;
pub mod raw;
mod record;
pub mod visitor;

pub use clock::TestClock;
pub use desk::Desk;
pub use visitor::Visitor;

/// Where the test app lives; another site than the server's.
pub const APP_ORIGIN: &str = "http://localhost:4402";
