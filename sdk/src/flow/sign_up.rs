//! The screens of signing up.
//!
//! ```text
//! Start ──> Code ──> Done
//!   └─> Continue (what is still missing) ─┘
//! ```

use super::form::{Form, local};
use super::sign_in::{failure, is_dead_code, is_gone, seconds_left};
use super::{Answer, Ask, Channel, Event, Field, PasswordRules, Press};
use crate::Error;
use frontdesk_wire::endpoints::{AttemptSignUpVerification, CreateSignUp, PrepareSignUpVerification, UpdateSignUp};
use frontdesk_wire::{ApiError, Environment, ErrorCode, SignUp, SignUpStatus, Strategy, Timestamp, VerificationStatus};
use std::sync::Arc;

/// A screen of signing up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignUpScreen {
    /// Asks for what the instance needs.
    Start,
    /// Asks for what the server still misses.
    Continue,
    /// Asks for the code that was sent.
    Code(Channel),
    /// Sign-up is not open to everyone.
    Restricted,
    /// Signed up and signed in.
    Done,
}

/// An input of the sign-up form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignUpField {
    /// Which input.
    pub field: Field,
    /// Whether it must be filled in. Optional ones are marked.
    pub required: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Save,
    Prepare,
    Attempt,
    Activate,
}

/// Signing up, from an empty form to a session that is shown.
#[derive(Debug, Clone)]
pub struct SignUpFlow {
    environment: Arc<Environment>,
    screen: SignUpScreen,
    /// What the person has gone back from.
    ahead: Option<SignUpScreen>,
    form: Form,
    waiting: Option<Waiting>,
    attempt: Option<SignUp>,
    /// The address that the last code went to.
    sent_to: Option<String>,
}

/// The inputs of a sign-up form with their names in the environment, in the order to show them.
const FIELDS: [(Field, &str); 5] = [
    (Field::FirstName, "first_name"),
    (Field::LastName, "last_name"),
    (Field::Username, "username"),
    (Field::EmailAddress, "email_address"),
    (Field::Password, "password"),
];

impl SignUpFlow {
    /// Begins with an empty form.
    pub fn new(environment: Arc<Environment>) -> Self {
        let restricted = matches!(environment.user_settings.sign_up.mode.as_str(), "restricted" | "waitlist");
        Self {
            screen: if restricted { SignUpScreen::Restricted } else { SignUpScreen::Start },
            environment,
            ahead: None,
            form: Form::default(),
            waiting: None,
            attempt: None,
            sent_to: None,
        }
    }

    /// Continues an attempt that was begun before the page was loaded again. No other code is sent.
    pub fn resume(environment: Arc<Environment>, attempt: &SignUp, now: Timestamp) -> Self {
        let mut flow = Self::new(environment);
        let old = attempt.abandon_at != Timestamp(0) && attempt.abandon_at <= now;
        if old || attempt.status != SignUpStatus::MissingRequirements {
            return flow;
        }
        let known = [
            (Field::EmailAddress, &attempt.email_address),
            (Field::Username, &attempt.username),
            (Field::FirstName, &attempt.first_name),
            (Field::LastName, &attempt.last_name),
        ];
        for (field, value) in known {
            if let Some(value) = value {
                flow.form.set(field, value.clone());
            }
        }
        if waits_for_code(attempt, now) {
            flow.sent_to = attempt.email_address.clone();
            flow.screen = SignUpScreen::Code(Channel::Email);
        } else if attempt.email_address.is_some() && !attempt.missing_fields.is_empty() {
            flow.screen = SignUpScreen::Continue;
        }
        flow.attempt = Some(attempt.clone());
        flow
    }

    /// What to show.
    pub fn screen(&self) -> SignUpScreen {
        self.screen
    }

    /// The inputs of the screen: all that the instance takes, or those that are still missing.
    pub fn fields(&self) -> Vec<SignUpField> {
        let attributes = &self.environment.user_settings.attributes;
        let missing = self.attempt.as_ref().map(|attempt| attempt.missing_fields.as_slice()).unwrap_or_default();
        let mut fields = Vec::new();
        for (field, name) in FIELDS {
            let shown = match (self.screen, attributes.get(name)) {
                (SignUpScreen::Continue, _) => missing.iter().any(|one| one == name).then_some(true),
                (_, Some(attribute)) => attribute.enabled.then_some(attribute.required),
                // An environment that is not known yet: the usual pair.
                (_, None) => {
                    (attributes.is_empty() && matches!(field, Field::EmailAddress | Field::Password)).then_some(true)
                }
            };
            if let Some(required) = shown {
                fields.push(SignUpField { field, required });
            }
        }
        let consent = match self.screen {
            SignUpScreen::Continue => missing.iter().any(|one| one == "legal_accepted"),
            _ => self.environment.user_settings.sign_up.legal_consent_enabled,
        };
        if consent {
            fields.push(SignUpField { field: Field::LegalAccepted, required: true });
        }
        fields
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

    /// Whether a request is under way; a second press does nothing.
    pub fn busy(&self) -> bool {
        self.waiting.is_some()
    }

    /// Which control was pressed for it.
    pub fn pressed(&self) -> Option<Press> {
        self.form.pressed
    }

    /// Whether there is a step back.
    pub fn can_go_back(&self) -> bool {
        matches!(self.screen, SignUpScreen::Code(_) | SignUpScreen::Continue)
    }

    /// Goes back to the form, or forward again to the screen that the person has left so. Says whether it is there.
    pub fn revisit(&mut self, screen: SignUpScreen) -> bool {
        if self.busy() {
            return false;
        }
        if screen == SignUpScreen::Start && self.can_go_back() {
            self.form.clear_errors();
            self.ahead = Some(std::mem::replace(&mut self.screen, screen));
        } else if self.ahead == Some(screen) {
            self.show(screen);
        }
        self.screen == screen
    }

    /// When a code may be sent again; nothing for at once.
    pub fn resend_at(&self) -> Option<Timestamp> {
        self.form.resend_at
    }

    /// Seconds until a code may be sent again; zero for at once.
    pub fn resend_in(&self, now: Timestamp) -> i64 {
        seconds_left(self.form.resend_at, now)
    }

    /// The attempt as the server has it.
    pub fn attempt(&self) -> Option<&SignUp> {
        self.attempt.as_ref()
    }

    /// Where the code goes.
    pub fn destination(&self) -> &str {
        let of_attempt = self.attempt.as_ref().and_then(|attempt| attempt.email_address.as_deref());
        of_attempt.unwrap_or_else(|| self.form.value(Field::EmailAddress))
    }

    /// The rules of the password.
    pub fn password_rules(&self) -> PasswordRules {
        PasswordRules::new(&self.environment.user_settings.password_settings)
    }

    /// Takes in what happened; gives the request that is due.
    pub fn on(&mut self, event: Event, now: Timestamp) -> Option<Ask> {
        match event {
            Event::Typed(field, value) => {
                if self.screen == SignUpScreen::Start {
                    // What lies ahead is about what was typed before.
                    self.ahead = None;
                }
                self.form.typed(field, value);
                None
            }
            Event::Answered(answer) => self.answered(answer, now),
            _ if self.busy() => None,
            Event::Submit => self.submit(now),
            Event::Resend => {
                let waits = self.resend_in(now) > 0 || !matches!(self.screen, SignUpScreen::Code(_));
                if waits { None } else { self.prepare(Press::Resend) }
            }
            Event::Back => {
                self.revisit(SignUpScreen::Start);
                None
            }
            Event::Use(_) | Event::ForgotPassword | Event::ShowMethods => None,
        }
    }

    fn submit(&mut self, now: Timestamp) -> Option<Ask> {
        self.form.clear_errors();
        match self.screen {
            SignUpScreen::Start | SignUpScreen::Continue => self.save(now),
            SignUpScreen::Code(_) => {
                let code = self.form.required(Field::Code)?;
                let ask = AttemptSignUpVerification {
                    sign_up_id: self.attempt.as_ref()?.id.clone(),
                    strategy: Strategy::EMAIL_CODE,
                    code: Some(code.into()),
                };
                self.wait(Waiting::Attempt, Press::Submit);
                Some(Ask::AttemptSignUp(ask))
            }
            SignUpScreen::Restricted | SignUpScreen::Done => None,
        }
    }

    fn save(&mut self, now: Timestamp) -> Option<Ask> {
        self.check();
        if self.form.has_errors() {
            return None;
        }
        let fields = self.fields();
        let shown = |field: Field| fields.iter().any(|one| one.field == field);
        let text = |field: Field| if shown(field) { self.form.filled(field) } else { None };
        let password = if shown(Field::Password) { self.form.secret(Field::Password) } else { None };
        let legal_accepted = (self.form.value(Field::LegalAccepted) == "true").then_some(true);
        let current =
            self.attempt.as_ref().filter(|attempt| attempt.abandon_at == Timestamp(0) || attempt.abandon_at > now);
        let ask = match current {
            Some(attempt) => Ask::UpdateSignUp(UpdateSignUp {
                sign_up_id: attempt.id.clone(),
                email_address: text(Field::EmailAddress),
                username: text(Field::Username),
                password,
                first_name: text(Field::FirstName),
                last_name: text(Field::LastName),
                legal_accepted,
                unsafe_metadata: None,
            }),
            None => Ask::CreateSignUp(CreateSignUp {
                email_address: text(Field::EmailAddress),
                username: text(Field::Username),
                password,
                first_name: text(Field::FirstName),
                last_name: text(Field::LastName),
                legal_accepted,
                ..CreateSignUp::default()
            }),
        };
        self.wait(Waiting::Save, Press::Submit);
        Some(ask)
    }

    /// Finds what can be found without the server.
    fn check(&mut self) {
        for SignUpField { field, required } in self.fields() {
            match field {
                Field::LegalAccepted if self.form.value(field) != "true" => {
                    self.form.fault(field, local("legal_not_accepted", "Agree to the terms to go on.", field));
                }
                Field::LegalAccepted => {}
                Field::Password => {
                    let kept =
                        self.attempt.as_ref().is_some_and(|attempt| attempt.has_password || attempt.password_enabled);
                    let password = self.form.value(field);
                    if password.is_empty() && (!required || kept) {
                        continue;
                    }
                    if password.is_empty() {
                        self.form.fault(field, local("form_param_nil", "Choose a password.", field));
                    } else if let Some(rule) = self.password_rules().broken(password) {
                        let (code, message) = rule.refusal();
                        self.form.fault(field, local(code, message, field));
                    }
                }
                _ if required => {
                    self.form.required(field);
                }
                _ => {}
            }
        }
    }

    fn prepare(&mut self, press: Press) -> Option<Ask> {
        self.form.clear_errors();
        let sign_up_id = self.attempt.as_ref()?.id.clone();
        let ask = PrepareSignUpVerification { sign_up_id, strategy: Strategy::EMAIL_CODE, redirect_url: None };
        self.wait(Waiting::Prepare, press);
        Some(Ask::PrepareSignUp(ask))
    }

    fn answered(&mut self, answer: Answer, now: Timestamp) -> Option<Ask> {
        let waiting = self.waiting.take()?;
        self.form.pressed = None;
        match answer {
            Answer::SignUp(Ok(attempt)) => self.proceed(attempt, waiting, now),
            Answer::SignUp(Err(error)) => self.refused(error, waiting, now),
            Answer::Activated(Ok(())) => {
                self.form.clear_errors();
                self.screen = SignUpScreen::Done;
                None
            }
            Answer::Activated(Err(error)) => {
                self.form.banner = Some(error);
                None
            }
            Answer::SignIn(_)
            | Answer::Organization(_)
            | Answer::Account(_)
            | Answer::Factors(_)
            | Answer::Changed(_) => None,
        }
    }

    fn proceed(&mut self, attempt: SignUp, waiting: Waiting, now: Timestamp) -> Option<Ask> {
        let attempt = self.attempt.insert(attempt);
        if attempt.status == SignUpStatus::Complete {
            let session = attempt.created_session_id.clone()?;
            self.wait(Waiting::Activate, Press::Submit);
            return Some(Ask::Activate(session));
        }
        if attempt.status == SignUpStatus::Abandoned {
            self.restart(failure(404, ErrorCode::RESOURCE_NOT_FOUND, "This took too long. Start again."));
            return None;
        }
        let email = attempt.email_address.clone();
        let unverified = attempt.unverified_fields.iter().any(|field| field == "email_address");
        let missing = !attempt.missing_fields.is_empty();
        if waiting == Waiting::Prepare {
            self.sent_to = email;
            self.form.sent(now);
            self.form.set(Field::Code, String::new());
            self.show(SignUpScreen::Code(Channel::Email));
        } else if missing && waiting != Waiting::Attempt {
            self.show(SignUpScreen::Continue);
        } else if unverified && waiting == Waiting::Save {
            let attempt = self.attempt.as_ref()?;
            // The same address, just now: the code that was sent is still good.
            if self.sent_to == email && waits_for_code(attempt, now) && self.resend_in(now) > 0 {
                self.show(SignUpScreen::Code(Channel::Email));
            } else {
                return self.prepare(Press::Submit);
            }
        } else if missing {
            self.show(SignUpScreen::Continue);
        }
        None
    }

    fn refused(&mut self, error: Error, waiting: Waiting, now: Timestamp) -> Option<Ask> {
        if error.is_any(&[ErrorCode::IDENTIFIER_ALREADY_SIGNED_IN, ErrorCode::SESSION_EXISTS]) {
            self.wait(Waiting::Activate, Press::Submit);
            return Some(error.session_id().map_or(Ask::AdoptSession, Ask::Activate));
        }
        if error.is_any(&[ErrorCode::SIGN_UP_MODE_RESTRICTED, ErrorCode::SIGN_UP_RESTRICTED_WAITLIST]) {
            self.show(SignUpScreen::Restricted);
            return None;
        }
        if is_gone(&error) && self.attempt.is_some() {
            self.attempt = None;
            self.sent_to = None;
            if waiting == Waiting::Save {
                // What was typed is all still here: begin anew with it.
                self.screen = SignUpScreen::Start;
                return self.save(now);
            }
            self.restart(error);
            return None;
        }
        match waiting {
            Waiting::Save => {
                let shown: Vec<Field> = self.fields().iter().map(|one| one.field).collect();
                self.form.refuse(error, &shown);
            }
            Waiting::Prepare => self.prepare_refused(error, now),
            Waiting::Attempt => {
                if is_dead_code(&error) {
                    self.form.resend_at = None;
                    self.form.set(Field::Code, String::new());
                    if let Some(first) = error.errors().first() {
                        self.form.fault(Field::Code, first.clone());
                    }
                } else if error.is_any(&[ErrorCode::IDENTIFICATION_CLAIMED]) {
                    self.restart(error);
                } else {
                    if error.for_field("code").is_some() {
                        self.form.set(Field::Code, String::new());
                    }
                    self.form.refuse(error, &[Field::Code]);
                }
            }
            Waiting::Activate => self.form.banner = Some(error),
        }
        None
    }

    fn prepare_refused(&mut self, error: Error, now: Timestamp) {
        let too_soon = error.is_any(&[ErrorCode::VERIFICATION_CODE_TOO_MANY_REQUESTS]);
        if let Some(wait) = error.retry_after().or(too_soon.then_some(30)) {
            self.form.resend_at = Some(Timestamp(now.0 + i64::try_from(wait).unwrap_or(0) * 1000));
        }
        if too_soon {
            self.show(SignUpScreen::Code(Channel::Email));
        } else {
            self.form.banner = Some(error);
        }
    }

    fn restart(&mut self, why: Error) {
        self.attempt = None;
        self.sent_to = None;
        self.form.resend_at = None;
        self.show(SignUpScreen::Start);
        self.form.banner = Some(why);
    }

    fn show(&mut self, screen: SignUpScreen) {
        self.form.clear_errors();
        self.ahead = None;
        self.screen = screen;
    }

    fn wait(&mut self, waiting: Waiting, press: Press) {
        self.waiting = Some(waiting);
        self.form.pressed = Some(press);
    }
}

/// Whether a code is on its way and still good.
fn waits_for_code(attempt: &SignUp, now: Timestamp) -> bool {
    let verification = attempt.verifications.email_address.as_ref();
    verification.is_some_and(|verification| {
        verification.status == VerificationStatus::Unverified
            && verification.strategy == Strategy::EMAIL_CODE
            && verification.expire_at.is_some_and(|at| at > now)
            && verification.next_action.as_deref() != Some("needs_prepare")
    })
}
