use crate::step::FormState;

/// A step of proving who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ProofStep {
    /// Which proofs are open is not known yet.
    #[default]
    Asking,
    /// The password.
    Password,
    /// The code that was sent.
    Code,
    /// There is no proof that could be given here.
    Impossible,
}

/// All that the dialog shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProofState {
    /// Which step.
    pub step: ProofStep,
    /// What is typed, wrong, under way.
    pub form: FormState,
    /// Whose password it is, for password managers.
    pub identifier: String,
    /// Where the code went, as far as it may be shown.
    pub address: String,
    /// Whether the other kind of proof is open, too.
    pub has_other: bool,
}
