//! Small changes to one's own account, each a form of one or two steps.
//!
//! ```text
//! names │ user name │ password │ remove an address │ delete ──> Done
//! add an address ──> Code ──> Done
//! ```
//!
//! What it asks has a type of its own and is carried out by [`run_account`], so that a sign-in page carries none of it.

use super::form::{Form, local};
use super::sign_in::seconds_left;
use super::{Answer, Event, Field, PasswordRules, Press};
use crate::{Error, Frontdesk};
use frontdesk_wire::endpoints::UpdateMe;
use frontdesk_wire::field::Secret;
use frontdesk_wire::{ApiError, EmailAddress, EmailAddressId, Environment, ErrorCode, Timestamp, User};

/// A screen of changing one's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountScreen {
    /// The form, or the question whether one is sure.
    Form,
    /// The code that was sent to an address.
    Code,
    /// It is done.
    Done,
}

/// A request that [`AccountFlow`] wants made; [`run_account`] makes it.
#[derive(Debug, Clone, PartialEq)]
pub enum AccountAsk {
    /// Changes the account.
    Update(UpdateMe),
    /// Adds an e-mail address.
    AddEmailAddress(String),
    /// Sends a code to an added address.
    SendCode(EmailAddressId),
    /// Tries that code.
    TryCode(EmailAddressId, Secret),
    /// Removes an address.
    RemoveEmailAddress(EmailAddressId),
    /// Sets or changes the password.
    ChangePassword {
        /// The password so far, where there is one.
        current: Option<Secret>,
        /// The new one.
        new: Secret,
        /// Whether other sessions end.
        sign_out_others: bool,
    },
    /// Deletes the account.
    Delete,
}

/// What is being changed.
#[derive(Debug, Clone)]
enum Change {
    Names { first: String, last: String },
    Username(String),
    EmailAddress,
    RemoveEmailAddress(EmailAddressId),
    Password { has_one: bool, rules: PasswordRules, sign_out_others: bool },
    Delete { word: String },
}

/// A change to one's own account, from its form to the server's word.
#[derive(Debug, Clone)]
pub struct AccountFlow {
    change: Change,
    screen: AccountScreen,
    form: Form,
    waiting: bool,
    address: Option<EmailAddress>,
}

impl AccountFlow {
    fn new(change: Change) -> Self {
        Self { change, screen: AccountScreen::Form, form: Form::default(), waiting: false, address: None }
    }

    fn with(mut self, field: Field, value: &str) -> Self {
        self.form.set(field, value.to_owned());
        self
    }

    /// First and last name.
    pub fn names(user: &User) -> Self {
        let (first, last) = (user.first_name.clone().unwrap_or_default(), user.last_name.clone().unwrap_or_default());
        Self::new(Change::Names { first: first.clone(), last: last.clone() })
            .with(Field::FirstName, &first)
            .with(Field::LastName, &last)
    }

    /// The user name.
    pub fn username(user: &User) -> Self {
        let name = user.username.clone().unwrap_or_default();
        Self::new(Change::Username(name.clone())).with(Field::Username, &name)
    }

    /// One more e-mail address, with its code.
    pub fn add_email_address() -> Self {
        Self::new(Change::EmailAddress)
    }

    /// The code of an address that was added before. Begin with [`Event::Resend`], which sends one.
    pub fn verify_email_address(address: &EmailAddress) -> Self {
        let mut flow = Self::new(Change::EmailAddress);
        flow.address = Some(address.clone());
        flow.screen = AccountScreen::Code;
        flow
    }

    /// Takes an address away.
    pub fn remove_email_address(id: &EmailAddressId) -> Self {
        Self::new(Change::RemoveEmailAddress(id.clone()))
    }

    /// A first password, or another one. Other sessions end with the old one unless the person wants them to go on.
    pub fn password(user: &User, environment: &Environment) -> Self {
        let rules = PasswordRules::new(&environment.user_settings.password_settings);
        Self::new(Change::Password { has_one: user.password_enabled, rules, sign_out_others: true })
    }

    /// Deletes the account, once this word has been typed.
    pub fn delete(word: impl Into<String>) -> Self {
        Self::new(Change::Delete { word: word.into() })
    }

    /// What to show.
    pub fn screen(&self) -> AccountScreen {
        self.screen
    }

    /// What is in an input.
    pub fn value(&self, field: Field) -> &str {
        self.form.value(field)
    }

    /// What is wrong with an input.
    pub fn error(&self, field: Field) -> Option<&ApiError> {
        self.form.error(field)
    }

    /// What is wrong with the whole step.
    pub fn banner(&self) -> Option<&Error> {
        self.form.banner.as_ref()
    }

    /// Which control was pressed and waits for its answer; a second press does nothing.
    pub fn pressed(&self) -> Option<Press> {
        self.form.pressed
    }

    /// Seconds until another code can be sent.
    pub fn resend_in(&self, now: Timestamp) -> i64 {
        seconds_left(self.form.resend_at, now)
    }

    /// The address that a code goes to.
    pub fn address(&self) -> Option<&str> {
        self.address.as_ref().map(|address| address.email_address.as_str())
    }

    /// The rules of a new password, where one is chosen.
    pub fn password_rules(&self) -> Option<&PasswordRules> {
        match &self.change {
            Change::Password { rules, .. } => Some(rules),
            _ => None,
        }
    }

    /// Whether a new password also ends the other sessions.
    pub fn signs_out_others(&self) -> bool {
        matches!(self.change, Change::Password { sign_out_others: true, .. })
    }

    /// Says whether it does.
    pub fn sign_out_others(&mut self, yes: bool) {
        if let Change::Password { sign_out_others, .. } = &mut self.change {
            *sign_out_others = yes;
        }
    }

    /// Takes in what happened; gives the request that is due.
    pub fn on(&mut self, event: Event, now: Timestamp) -> Option<AccountAsk> {
        match event {
            Event::Typed(field, value) => {
                self.form.typed(field, value);
                None
            }
            Event::Submit if !self.waiting && self.screen != AccountScreen::Done => self.submit(),
            Event::Resend if !self.waiting && self.screen == AccountScreen::Code && self.resend_in(now) == 0 => {
                let id = self.address.as_ref()?.id.clone();
                self.form.banner = None;
                Some(self.wait(Press::Resend, AccountAsk::SendCode(id)))
            }
            Event::Answered(Answer::Account(answer)) => self.answered(answer, now),
            Event::Submit
            | Event::Resend
            | Event::Answered(_)
            | Event::Use(_)
            | Event::ForgotPassword
            | Event::ShowMethods
            | Event::Back => None,
        }
    }

    fn submit(&mut self) -> Option<AccountAsk> {
        self.form.clear_errors();
        let ask = match &self.change {
            Change::Names { first, last } => {
                let value = |field| self.form.value(field).trim().to_owned();
                let (next_first, next_last) = (value(Field::FirstName), value(Field::LastName));
                if next_first == *first && next_last == *last {
                    self.screen = AccountScreen::Done;
                    return None;
                }
                AccountAsk::Update(UpdateMe {
                    first_name: Some(next_first),
                    last_name: Some(next_last),
                    ..UpdateMe::default()
                })
            }
            Change::Username(name) => {
                let same = self.form.value(Field::Username).trim() == name;
                let username = self.form.required(Field::Username)?;
                if same {
                    self.screen = AccountScreen::Done;
                    return None;
                }
                AccountAsk::Update(UpdateMe { username: Some(username), ..UpdateMe::default() })
            }
            Change::EmailAddress => return self.submit_address(),
            Change::RemoveEmailAddress(id) => AccountAsk::RemoveEmailAddress(id.clone()),
            Change::Password { has_one, rules, sign_out_others } => {
                let (has_one, sign_out_others) = (*has_one, *sign_out_others);
                let broken = rules.broken(self.form.value(Field::NewPassword));
                let current = self.form.secret(Field::CurrentPassword);
                let new = self.form.secret(Field::NewPassword);
                for (field, missing) in
                    [(Field::CurrentPassword, has_one && current.is_none()), (Field::NewPassword, new.is_none())]
                {
                    if missing {
                        self.form.fault(field, local("form_param_nil", "Enter a value.", field));
                    }
                }
                if let Some(rule) = broken.filter(|_| new.is_some()) {
                    let (code, message) = rule.refusal();
                    self.form.fault(Field::NewPassword, local(code, message, Field::NewPassword));
                }
                if self.form.has_errors() {
                    return None;
                }
                AccountAsk::ChangePassword { current, new: new?, sign_out_others }
            }
            Change::Delete { word } => {
                if !self.form.value(Field::Confirmation).trim().eq_ignore_ascii_case(word.trim()) {
                    let text = "This is not the text that was asked for.";
                    let error = local("confirmation_mismatch", text, Field::Confirmation);
                    self.form.fault(Field::Confirmation, error);
                    return None;
                }
                AccountAsk::Delete
            }
        };
        Some(self.wait(Press::Submit, ask))
    }

    fn submit_address(&mut self) -> Option<AccountAsk> {
        let ask = match (&self.screen, &self.address) {
            (AccountScreen::Code, Some(address)) => {
                let id = address.id.clone();
                AccountAsk::TryCode(id, self.form.required(Field::Code)?.into())
            }
            // It was added before, and only sending the code has failed.
            (_, Some(address)) if address.email_address == self.form.value(Field::EmailAddress).trim() => {
                AccountAsk::SendCode(address.id.clone())
            }
            _ => AccountAsk::AddEmailAddress(self.form.required(Field::EmailAddress)?),
        };
        Some(self.wait(Press::Submit, ask))
    }

    fn answered(&mut self, answer: Result<Option<EmailAddress>, Error>, now: Timestamp) -> Option<AccountAsk> {
        if !self.waiting {
            return None;
        }
        self.waiting = false;
        let pressed = self.form.pressed.take();
        match answer {
            Ok(Some(address)) => self.address_answered(address, pressed, now),
            Ok(None) => {
                self.screen = AccountScreen::Done;
                None
            }
            Err(error) => {
                self.refused(error, pressed, now);
                None
            }
        }
    }

    /// An address came back: added, with a code sent to it, or verified.
    fn address_answered(
        &mut self,
        address: EmailAddress,
        pressed: Option<Press>,
        now: Timestamp,
    ) -> Option<AccountAsk> {
        let before = self.address.replace(address.clone());
        if address
            .verification
            .as_ref()
            .is_some_and(|proof| proof.status == frontdesk_wire::VerificationStatus::Verified)
        {
            self.screen = AccountScreen::Done;
        } else if before.is_none_or(|before| before.id != address.id) {
            return Some(self.wait(pressed.unwrap_or(Press::Submit), AccountAsk::SendCode(address.id)));
        } else {
            self.form.sent(now);
            self.screen = AccountScreen::Code;
        }
        None
    }

    fn refused(&mut self, error: Error, pressed: Option<Press>, now: Timestamp) {
        if error.is_any(&[ErrorCode::VERIFICATION_CODE_TOO_MANY_REQUESTS]) && self.address.is_some() {
            // One is on its way already.
            self.form.sent(now);
            self.screen = AccountScreen::Code;
            if pressed == Some(Press::Resend) {
                self.form.banner = Some(error);
            }
            return;
        }
        if self.screen == AccountScreen::Code && pressed == Some(Press::Submit) && error.for_field("code").is_some() {
            self.form.set(Field::Code, String::new());
        }
        let named = [
            ("first_name", Field::FirstName),
            ("last_name", Field::LastName),
            ("username", Field::Username),
            ("email_address", Field::EmailAddress),
            ("code", Field::Code),
            ("current_password", Field::CurrentPassword),
            ("new_password", Field::NewPassword),
            ("password", Field::NewPassword),
        ];
        let shown = self.shown();
        let mut placed = false;
        for one in error.errors() {
            let name = crate::error::param(one);
            let field = named.iter().find(|(known, _)| Some(*known) == name).map(|(_, field)| *field);
            if let Some(field) = field.filter(|field| shown.contains(field)) {
                self.form.fault(field, one.clone());
                placed = true;
            }
        }
        if !placed {
            self.form.banner = Some(error);
        }
    }

    /// The inputs that are on the screen, in order.
    pub fn shown(&self) -> &'static [Field] {
        match (&self.change, self.screen) {
            (Change::Names { .. }, _) => &[Field::FirstName, Field::LastName],
            (Change::Username(_), _) => &[Field::Username],
            (Change::EmailAddress, AccountScreen::Code) => &[Field::Code],
            (Change::EmailAddress, _) => &[Field::EmailAddress],
            (Change::Password { has_one: true, .. }, _) => &[Field::CurrentPassword, Field::NewPassword],
            (Change::Password { .. }, _) => &[Field::NewPassword],
            (Change::Delete { .. }, _) => &[Field::Confirmation],
            (Change::RemoveEmailAddress(_), _) => &[],
        }
    }

    fn wait(&mut self, press: Press, ask: AccountAsk) -> AccountAsk {
        self.waiting = true;
        self.form.pressed = Some(press);
        ask
    }
}

/// Makes the request and gives the answer, whatever it is. The snapshot is up to date before the answer is there.
pub async fn run_account(frontdesk: &Frontdesk, ask: AccountAsk) -> Answer {
    let user = frontdesk.user();
    let addresses = user.email_addresses();
    Answer::Account(match ask {
        AccountAsk::Update(change) => user.update(change).await.map(|_| None),
        AccountAsk::AddEmailAddress(address) => addresses.create(&address).await.map(Some),
        AccountAsk::SendCode(id) => addresses.prepare_code(&id).await.map(Some),
        AccountAsk::TryCode(id, code) => addresses.attempt_code(&id, code.expose()).await.map(Some),
        AccountAsk::RemoveEmailAddress(id) => addresses.delete(&id).await.map(|_| None),
        AccountAsk::ChangePassword { current, new, sign_out_others } => {
            let current = current.as_ref().map(Secret::expose);
            user.change_password(current, new.expose(), sign_out_others).await.map(|_| None)
        }
        AccountAsk::Delete => user.delete().await.map(|()| None),
    })
}

#[cfg(test)]
mod tests;
