use crate::step::FormState;
use crate::ui::card::Brand;

/// A step of signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SignInStep {
    /// Nothing is known yet.
    #[default]
    Loading,
    /// The server did not answer.
    Failed,
    /// Who?
    Start,
    /// The password.
    Password,
    /// The code that was sent.
    Code,
    /// Which other method?
    Methods,
    /// A code for a new password?
    Forgot,
    /// That code.
    ResetCode,
    /// The new password.
    NewPassword,
    /// Signed in.
    Done,
}

/// What people may sign in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IdentifierKind {
    /// An e-mail address.
    #[default]
    EmailAddress,
    /// A user name.
    Username,
    /// Either.
    Both,
}

/// Another method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodChoice {
    /// The password.
    Password,
    /// A code to this address.
    EmailCode(String),
}

/// All that the view of `<SignIn>` shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignInState {
    /// Which step.
    pub step: SignInStep,
    /// Whose door this is.
    pub brand: Brand,
    /// What is typed, wrong, under way.
    pub form: FormState,
    /// What people may sign in with.
    pub identifier: IdentifierKind,
    /// Whom the step is about, or where the code went.
    pub about: String,
    /// The other methods.
    pub methods: Vec<MethodChoice>,
    /// Whether there are other methods than the one on the screen.
    pub has_methods: bool,
    /// Whether a forgotten password can be replaced.
    pub can_reset: bool,
    /// Where an account is made; empty where there is no such place.
    pub sign_up_url: String,
}
