//! Frontdesk's components as custom elements in light DOM.
//!
//! A page loads one script, `frontdesk.js`; it loads the smallest program that has all of the page's elements. All elements
//! with one publishable key share one engine. The table of elements is `list`; each program serves a part of it.

#[cfg(target_arch = "wasm32")]
mod asked;
#[cfg(target_arch = "wasm32")]
mod attached;
#[cfg(target_arch = "wasm32")]
mod element;
#[cfg(target_arch = "wasm32")]
mod host;
#[cfg(target_arch = "wasm32")]
pub mod list;
#[cfg(any(target_arch = "wasm32", test))]
mod memory;

#[cfg(target_arch = "wasm32")]
pub use asked::ask;
#[cfg(target_arch = "wasm32")]
pub use attached::{attach, detach, leave, serve, serve_entrance};
#[cfg(target_arch = "wasm32")]
pub use element::Element;
#[cfg(target_arch = "wasm32")]
pub use host::{Answer, Host};
