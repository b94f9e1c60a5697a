//! The engine on a browser in memory: no network, no sleeping, time passes when told.

#![cfg(not(target_arch = "wasm32"))]

mod desk;
mod load;
mod session;
mod tabs;
mod token;
