//! What happens between the screens of a form, without any UI framework.
//!
//! A flow is a plain value. The view shows `screen()`, `value(field)`, `error(field)`, `banner()` and `pressed()`, and tells the
//! flow what the person does as [`Event`]s. Where a request is due, `on` returns an [`Ask`]; [`run`] carries it out and gives the
//! [`Answer`], which goes back as [`Event::Answered`]. While an answer is awaited, a second press does nothing.
//!
//! ```no_run
//! use frontdesk_sdk::flow::{self, Event, Field, SignInFlow, SignInScreen};
//! use frontdesk_sdk::Frontdesk;
//!
//! /// Signs in by hand: the whole of a form without its markup.
//! async fn sign_in(frontdesk: &Frontdesk, address: &str, password: &str) -> bool {
//!     let mut form = SignInFlow::new(frontdesk.snapshot().environment.clone().unwrap_or_default());
//!     form.on(Event::Typed(Field::Identifier, address.into()), frontdesk.now());
//!     form.on(Event::Typed(Field::Password, password.into()), frontdesk.now());
//!
//!     let mut ask = form.on(Event::Submit, frontdesk.now());
//!     while let Some(request) = ask {
//!         let answer = flow::run(frontdesk, request).await;
//!         ask = form.on(Event::Answered(answer), frontdesk.now());
//!     }
//!     if let Some(error) = form.error(Field::Password) {
//!         println!("{}", error.message);
//!     }
//!     form.screen() == SignInScreen::Done
//! }
//! ```

mod account;
mod create_organization;
mod form;
mod organization;
mod password;
mod proof;
mod run;
mod sign_in;
mod sign_up;

pub use account::{AccountAsk, AccountFlow, AccountScreen, run_account};
pub use create_organization::{CreateOrganizationFlow, CreateOrganizationScreen};
pub use organization::{OrganizationAsk, OrganizationFlow, run_organization};
pub use password::{PasswordRule, PasswordRules, RuleCheck, Strength};
pub use proof::{ProofAsk, ProofFlow, ProofScreen, run_proof};
pub use run::{run, run_sign_in, run_sign_up};
pub use sign_in::{SignInFlow, SignInScreen};
pub use sign_up::{SignUpField, SignUpFlow, SignUpScreen};

use crate::Error;
use frontdesk_wire::endpoints::{
    AttemptFirstFactor, AttemptSignUpVerification, CreateOrganization, CreateSignIn, CreateSignUp, PrepareFirstFactor,
    PrepareSignUpVerification, ResetPassword, UpdateSignUp,
};
use frontdesk_wire::sign_in::Factor;
use frontdesk_wire::{EmailAddress, EmailAddressId, Organization, OrganizationId, SessionId, SignIn, SignUp, Strategy};

/// An input of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Who signs in.
    Identifier,
    /// The password that somebody has, or chooses at sign-up.
    Password,
    /// The password that takes the place of another one.
    NewPassword,
    /// The password that another one is to replace.
    CurrentPassword,
    /// A code that was sent.
    Code,
    /// The e-mail address of a new account.
    EmailAddress,
    /// The user name of a new account.
    Username,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// Agreement to the terms: `true` or empty.
    LegalAccepted,
    /// The name of an organization.
    Name,
    /// The slug of an organization.
    Slug,
    /// A text that is typed to confirm something.
    Confirmation,
}

impl Field {
    /// The field's name on the wire, as errors name it.
    pub const fn wire_name(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Password | Self::NewPassword => "password",
            Self::CurrentPassword => "current_password",
            Self::Confirmation => "confirmation",
            Self::Code => "code",
            Self::EmailAddress => "email_address",
            Self::Username => "username",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::LegalAccepted => "legal_accepted",
            Self::Name => "name",
            Self::Slug => "slug",
        }
    }
}

/// Where a code goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// By e-mail.
    Email,
}

/// A way to sign in that is open to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Which strategy.
    pub strategy: Strategy,
    /// To which address, as far as it may be shown: `a**@example.com`.
    pub safe_identifier: Option<String>,
    /// To which address.
    pub email_address_id: Option<EmailAddressId>,
}

/// The control that was pressed and whose request is under way: it shows the spinner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// The form's button.
    Submit,
    /// "Send again".
    Resend,
    /// One of the other methods, by its place in the list.
    Method(usize),
}

/// What a person does, or what came back.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "made once and taken apart at once")]
pub enum Event {
    /// The value of an input changed.
    Typed(Field, String),
    /// The form's button, or Enter.
    Submit,
    /// One of the other methods, by its place in `methods()`.
    Use(usize),
    /// "Forgot password?"
    ForgotPassword,
    /// "Use another method".
    ShowMethods,
    /// "Send again".
    Resend,
    /// One step back.
    Back,
    /// The answer to the last ask.
    Answered(Answer),
}

/// A request that a flow wants made; [`run`] makes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// Starts a sign-in.
    CreateSignIn(CreateSignIn),
    /// Sends a code.
    PrepareFirstFactor(PrepareFirstFactor),
    /// Tries a password or a code.
    AttemptFirstFactor(AttemptFirstFactor),
    /// Sets a new password.
    ResetPassword(ResetPassword),
    /// Starts a sign-up.
    CreateSignUp(CreateSignUp),
    /// Fills in more of a sign-up.
    UpdateSignUp(UpdateSignUp),
    /// Sends a code for a sign-up.
    PrepareSignUp(PrepareSignUpVerification),
    /// Tries a code of a sign-up.
    AttemptSignUp(AttemptSignUpVerification),
    /// Shows a new session.
    Activate(SessionId),
    /// Shows the session that this browser has already.
    AdoptSession,
    /// Makes an organization.
    CreateOrganization(CreateOrganization),
    /// Works in an organization.
    SelectOrganization(OrganizationId),
}

/// What came of an [`Ask`].
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "made once and taken apart at once")]
pub enum Answer {
    /// Of an ask about a sign-in.
    SignIn(Result<SignIn, Error>),
    /// Of an ask about a sign-up.
    SignUp(Result<SignUp, Error>),
    /// Of an ask about a new organization.
    Organization(Result<Organization, Error>),
    /// Of an ask about one's own account; with the address, where it was about one.
    Account(Result<Option<EmailAddress>, Error>),
    /// Of an ask which proofs are open to somebody who is signed in.
    Factors(Result<Vec<Factor>, Error>),
    /// Of an ask to change an organization, or to prove something.
    Changed(Result<(), Error>),
    /// Of an ask to show a session or an organization.
    Activated(Result<(), Error>),
}
