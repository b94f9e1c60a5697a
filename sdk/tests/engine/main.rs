//! The engine on a browser in memory: no network, no sleeping, time passes when told.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod authorization;
mod choosing;
mod cookies;
mod desk;
mod entrance;
mod frames;
mod load;
mod minting;
mod navigation;
mod outage;
mod session;
mod stale;
mod starting;
mod tabs;
mod token;
mod transport;
