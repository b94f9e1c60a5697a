use crate::step::{FormState, Input};
use crate::ui::card::Brand;

/// A step of signing up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SignUpStep {
    /// Nothing is known yet.
    #[default]
    Loading,
    /// The server did not answer.
    Failed,
    /// What the instance needs.
    Start,
    /// What is still missing.
    Continue,
    /// The code that was sent.
    Code,
    /// Not open to everyone.
    Closed,
    /// Signed up and signed in.
    Done,
}

/// All that the view of `<SignUp>` shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignUpState {
    /// Which step.
    pub step: SignUpStep,
    /// Whose door this is.
    pub brand: Brand,
    /// What is typed, wrong, under way.
    pub form: FormState,
    /// The inputs of the step, each with whether it must be filled in.
    pub fields: Vec<(Input, bool)>,
    /// Where the code went.
    pub about: String,
    /// Where the terms are.
    pub terms_url: Option<String>,
    /// Where one signs in; empty where there is no such place.
    pub sign_in_url: String,
}
