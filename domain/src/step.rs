//! The shape of every decision.

use crate::{Effect, Refusal};

/// What a decision leads to: the state to save, what else to do in the same transaction, and the answer.
///
/// The caller saves `next` and applies `effects` whatever `outcome` says, and answers afterwards. A wrong code is a
/// refusal, and it must count: if a refusal undid the write, codes could be guessed at leisure.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a step does nothing until it is saved"]
pub struct Step<S> {
    /// The state to save.
    pub next: S,
    /// What to do in the same transaction, in this order.
    pub effects: Vec<Effect>,
    /// The answer to the request.
    pub outcome: Result<(), Refusal>,
}

impl<S> Step<S> {
    /// A step that was allowed and only changes the state.
    pub fn done(next: S) -> Self {
        Self { next, effects: Vec::new(), outcome: Ok(()) }
    }

    /// A step that was allowed and has effects.
    pub fn with(next: S, effects: Vec<Effect>) -> Self {
        Self { next, effects, outcome: Ok(()) }
    }

    /// A step that was refused; its state is saved all the same.
    pub fn refused(next: S, refusal: Refusal) -> Self {
        Self { next, effects: Vec::new(), outcome: Err(refusal) }
    }

    /// A step that was refused and has effects, such as counting a failure.
    pub fn refused_with(next: S, effects: Vec<Effect>, refusal: Refusal) -> Self {
        Self { next, effects, outcome: Err(refusal) }
    }
}
