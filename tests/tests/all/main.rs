//! The whole system, story by story. One binary, so that it links once.

#![expect(clippy::unwrap_used, reason = "helpers of tests may unwrap like the tests themselves")]

mod account;
mod account_attacks;
mod attacks;
mod errors;
mod handshake;
mod handshake_attacks;
mod instances;
mod kill;
mod limits;
mod mail;
mod native;
mod organizations;
mod pictures;
mod satellites;
mod sessions;
mod sign_in;
mod sign_up;
mod tabs;
mod tokens;
mod transport;
mod wire_table;
