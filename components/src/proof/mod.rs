//! "Confirm it's you": a new proof of who one is, which the server wants before something that only the owner shall do.

mod controller;
mod state;
mod view;

pub(crate) use controller::{Prover, Proving};
pub use state::{ProofState, ProofStep};
pub use view::proof_view;
