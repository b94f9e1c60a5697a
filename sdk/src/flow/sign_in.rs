//! The screens of signing in.
//!
//! ```text
//! Start ──> Password ──> Done
//!   │         │  └─ forgot ──> ForgotPassword ──> ResetCode ──> NewPassword ──> Done
//!   │         └─ other methods ──> Methods ──> Password | Code
//!   └─────> Code ──> Done
//! ```

use super::form::{Form, local};
use super::{Answer, Ask, Channel, Event, Field, Method, PasswordRules, Press};
use crate::Error;
use crate::error::ApiFailure;
use frontdesk_wire::endpoints::{AttemptFirstFactor, CreateSignIn, PrepareFirstFactor, ResetPassword};
use frontdesk_wire::sign_in::Factor;
use frontdesk_wire::{ApiError, Environment, ErrorCode, SignIn, SignInStatus, Strategy, Timestamp, VerificationStatus};
use std::sync::Arc;

/// A screen of signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInScreen {
    /// Asks who signs in.
    Start,
    /// Asks for the password.
    Password,
    /// Asks for a code that was sent.
    Code(Channel),
    /// Lists the other methods.
    Methods,
    /// Offers to send a code for a new password.
    ForgotPassword,
    /// Asks for that code.
    ResetCode,
    /// Asks for the new password.
    NewPassword,
    /// Signed in.
    Done,
}

/// What the answer that is awaited will be about.
#[derive(Debug, Clone, PartialEq)]
enum Waiting {
    Create,
    Prepare { strategy: Strategy },
    Attempt,
    Reset,
    Activate,
}

/// Signing in, from who one is to a session that is shown.
#[derive(Debug, Clone)]
pub struct SignInFlow {
    environment: Arc<Environment>,
    screen: SignInScreen,
    behind: Vec<SignInScreen>,
    /// What the person has gone back from, the nearest last.
    ahead: Vec<SignInScreen>,
    form: Form,
    waiting: Option<Waiting>,
    attempt: Option<SignIn>,
    /// The strategy of the last code that was sent, so that going there and back does not send another.
    sent: Option<Strategy>,
    sign_out_others: bool,
}

impl SignInFlow {
    /// Begins at the start.
    pub fn new(environment: Arc<Environment>) -> Self {
        Self {
            environment,
            screen: SignInScreen::Start,
            behind: Vec::new(),
            ahead: Vec::new(),
            form: Form::default(),
            waiting: None,
            attempt: None,
            sent: None,
            sign_out_others: false,
        }
    }

    /// Continues an attempt that was begun before the page was loaded again. No other code is sent.
    pub fn resume(environment: Arc<Environment>, attempt: &SignIn, now: Timestamp) -> Self {
        let mut flow = Self::new(environment);
        if attempt.abandon_at != Timestamp(0) && attempt.abandon_at <= now {
            return flow;
        }
        let sent = attempt.first_factor_verification.as_ref().filter(|verification| {
            verification.status == VerificationStatus::Unverified && verification.expire_at.is_none_or(|at| at > now)
        });
        let screen = match (&attempt.status, sent.map(|verification| &verification.strategy)) {
            (SignInStatus::NeedsNewPassword, _) => SignInScreen::NewPassword,
            (SignInStatus::NeedsFirstFactor, Some(strategy)) if *strategy == Strategy::EMAIL_CODE => {
                SignInScreen::Code(Channel::Email)
            }
            (SignInStatus::NeedsFirstFactor, Some(strategy)) if *strategy == Strategy::RESET_PASSWORD_EMAIL_CODE => {
                SignInScreen::ResetCode
            }
            (SignInStatus::NeedsFirstFactor, _) if offers(attempt, &Strategy::PASSWORD) => SignInScreen::Password,
            _ => return flow,
        };
        flow.sent = sent.map(|verification| verification.strategy.clone());
        flow.form.set(Field::Identifier, attempt.identifier.clone().unwrap_or_default());
        flow.attempt = Some(attempt.clone());
        flow.go(screen);
        flow
    }

    /// What to show.
    pub fn screen(&self) -> SignInScreen {
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
        !self.behind.is_empty() && self.screen != SignInScreen::Done
    }

    /// How many steps back there are.
    pub fn depth(&self) -> usize {
        self.behind.len()
    }

    /// Goes back to a screen where the person has been, or forward again to one that they have left so. Says whether it is there.
    pub fn revisit(&mut self, screen: SignInScreen) -> bool {
        if self.busy() {
            return false;
        }
        let before = if self.behind.contains(&screen) {
            Some((&mut self.behind, &mut self.ahead))
        } else if self.ahead.contains(&screen) {
            Some((&mut self.ahead, &mut self.behind))
        } else {
            None
        };
        if let Some((from, to)) = before {
            while self.screen != screen
                && let Some(next) = from.pop()
            {
                to.push(std::mem::replace(&mut self.screen, next));
            }
            self.form.clear_errors();
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
    pub fn attempt(&self) -> Option<&SignIn> {
        self.attempt.as_ref()
    }

    /// Where the code of this screen goes: the address that the person typed, else as much of it as may be shown.
    pub fn destination(&self) -> &str {
        let strategy = match self.screen {
            SignInScreen::ForgotPassword | SignInScreen::ResetCode => &Strategy::RESET_PASSWORD_EMAIL_CODE,
            _ => &Strategy::EMAIL_CODE,
        };
        let typed = self.form.value(Field::Identifier);
        if typed.contains('@') {
            return typed;
        }
        let factor = self.factor(strategy);
        factor.and_then(|factor| factor.safe_identifier.as_deref()).unwrap_or(typed)
    }

    /// The other ways to sign in, besides the one on the screen.
    pub fn methods(&self) -> Vec<Method> {
        let shown = match self.screen {
            SignInScreen::Code(_) => Some(Strategy::EMAIL_CODE),
            SignInScreen::Password => Some(Strategy::PASSWORD),
            _ => match self.behind.last() {
                Some(SignInScreen::Password) if self.screen == SignInScreen::Methods => Some(Strategy::PASSWORD),
                _ => None,
            },
        };
        let mut methods = Vec::new();
        for factor in self.factors() {
            let known = factor.strategy == Strategy::PASSWORD || factor.strategy == Strategy::EMAIL_CODE;
            if known && Some(&factor.strategy) != shown.as_ref() {
                methods.push(Method {
                    strategy: factor.strategy.clone(),
                    safe_identifier: factor.safe_identifier.clone(),
                    email_address_id: factor.email_address_id.clone(),
                });
            }
        }
        methods
    }

    /// Whether a forgotten password can be replaced.
    pub fn can_reset_password(&self) -> bool {
        self.attempt.as_ref().is_some_and(|attempt| offers(attempt, &Strategy::RESET_PASSWORD_EMAIL_CODE))
    }

    /// The rules of a new password.
    pub fn password_rules(&self) -> PasswordRules {
        PasswordRules::new(&self.environment.user_settings.password_settings)
    }

    /// Whether a new password also ends the person's other sessions.
    pub fn signs_out_others(&self) -> bool {
        self.sign_out_others
    }

    /// Chooses whether a new password also ends the person's other sessions.
    pub fn sign_out_others(&mut self, yes: bool) {
        self.sign_out_others = yes;
    }

    /// Takes in what happened; gives the request that is due.
    pub fn on(&mut self, event: Event, now: Timestamp) -> Option<Ask> {
        match event {
            Event::Typed(field, value) => {
                if field == Field::Identifier {
                    // What lies ahead is about somebody else.
                    self.ahead.clear();
                }
                self.form.typed(field, value);
                None
            }
            Event::Answered(answer) => self.answered(answer, now),
            _ if self.busy() => None,
            Event::Submit => self.submit(now),
            Event::Use(index) => self.use_method(index, now),
            Event::ForgotPassword => {
                let screen =
                    if self.can_reset_password() { SignInScreen::ForgotPassword } else { SignInScreen::Methods };
                self.forward(screen);
                None
            }
            Event::ShowMethods => {
                self.forward(SignInScreen::Methods);
                None
            }
            Event::Resend => self.resend(now),
            Event::Back => {
                if let Some(screen) = self.behind.last() {
                    self.revisit(*screen);
                }
                None
            }
        }
    }

    fn submit(&mut self, now: Timestamp) -> Option<Ask> {
        self.form.clear_errors();
        match self.screen {
            SignInScreen::Start => {
                let identifier = self.form.required(Field::Identifier)?;
                let ask = CreateSignIn { identifier: Some(identifier), ..CreateSignIn::default() };
                self.wait(Waiting::Create, Press::Submit);
                Some(Ask::CreateSignIn(ask))
            }
            SignInScreen::Password => {
                let Some(password) = self.form.secret(Field::Password) else {
                    self.form.fault(Field::Password, local("form_param_nil", "Enter your password.", Field::Password));
                    return None;
                };
                self.attempt_with(Strategy::PASSWORD, |ask| ask.password = Some(password))
            }
            SignInScreen::Code(_) => self.submit_code(Strategy::EMAIL_CODE),
            SignInScreen::ResetCode => self.submit_code(Strategy::RESET_PASSWORD_EMAIL_CODE),
            SignInScreen::ForgotPassword => self.prepare(Strategy::RESET_PASSWORD_EMAIL_CODE, Press::Submit, now),
            SignInScreen::NewPassword => {
                let password = self.form.value(Field::NewPassword);
                if let Some(rule) = self.password_rules().broken(password) {
                    let (code, message) = rule.refusal();
                    self.form.fault(Field::NewPassword, local(code, message, Field::NewPassword));
                    return None;
                }
                let ask = ResetPassword {
                    sign_in_id: self.attempt.as_ref()?.id.clone(),
                    password: password.into(),
                    sign_out_of_other_sessions: Some(self.sign_out_others),
                };
                self.wait(Waiting::Reset, Press::Submit);
                Some(Ask::ResetPassword(ask))
            }
            SignInScreen::Methods | SignInScreen::Done => None,
        }
    }

    fn submit_code(&mut self, strategy: Strategy) -> Option<Ask> {
        let code = self.form.required(Field::Code)?;
        self.attempt_with(strategy, |ask| ask.code = Some(code.into()))
    }

    fn attempt_with(&mut self, strategy: Strategy, fill: impl FnOnce(&mut AttemptFirstFactor)) -> Option<Ask> {
        let sign_in_id = self.attempt.as_ref()?.id.clone();
        let mut ask = AttemptFirstFactor { sign_in_id, strategy, ..AttemptFirstFactor::default() };
        fill(&mut ask);
        self.wait(Waiting::Attempt, Press::Submit);
        Some(Ask::AttemptFirstFactor(ask))
    }

    fn use_method(&mut self, index: usize, now: Timestamp) -> Option<Ask> {
        let strategy = self.methods().get(index)?.strategy.clone();
        self.form.clear_errors();
        if strategy == Strategy::PASSWORD {
            self.forward(SignInScreen::Password);
            return None;
        }
        self.prepare(strategy, Press::Method(index), now)
    }

    fn resend(&mut self, now: Timestamp) -> Option<Ask> {
        if self.resend_in(now) > 0 {
            return None;
        }
        let strategy = match self.screen {
            SignInScreen::Code(_) => Strategy::EMAIL_CODE,
            SignInScreen::ResetCode => Strategy::RESET_PASSWORD_EMAIL_CODE,
            _ => return None,
        };
        self.form.clear_errors();
        self.sent = None;
        self.prepare(strategy, Press::Resend, now)
    }

    /// Sends a code, unless one of the same kind has just been sent.
    fn prepare(&mut self, strategy: Strategy, press: Press, now: Timestamp) -> Option<Ask> {
        let email_address_id = self.factor(&strategy)?.email_address_id.clone();
        if self.sent.as_ref() == Some(&strategy) && self.resend_in(now) > 0 {
            self.forward(code_screen(&strategy));
            return None;
        }
        let ask = PrepareFirstFactor {
            sign_in_id: self.attempt.as_ref()?.id.clone(),
            strategy: strategy.clone(),
            email_address_id,
            redirect_url: None,
        };
        self.wait(Waiting::Prepare { strategy }, press);
        Some(Ask::PrepareFirstFactor(ask))
    }

    fn answered(&mut self, answer: Answer, now: Timestamp) -> Option<Ask> {
        let waiting = self.waiting.take()?;
        self.form.pressed = None;
        match answer {
            Answer::SignIn(Ok(attempt)) => self.proceed(attempt, &waiting, now),
            Answer::SignIn(Err(error)) => self.refused(error, &waiting, now),
            Answer::Activated(Ok(())) => {
                self.forward(SignInScreen::Done);
                self.behind.clear();
                None
            }
            Answer::Activated(Err(error)) => {
                self.form.banner = Some(error);
                None
            }
            Answer::SignUp(_)
            | Answer::Organization(_)
            | Answer::Account(_)
            | Answer::Factors(_)
            | Answer::Changed(_) => None,
        }
    }

    fn proceed(&mut self, attempt: SignIn, waiting: &Waiting, now: Timestamp) -> Option<Ask> {
        let status = attempt.status.clone();
        let session = attempt.created_session_id.clone();
        self.attempt = Some(attempt);
        match (status, waiting) {
            (SignInStatus::Complete, _) => {
                let session = session?;
                self.wait(Waiting::Activate, Press::Submit);
                Some(Ask::Activate(session))
            }
            (SignInStatus::NeedsFirstFactor, Waiting::Prepare { strategy }) => {
                self.sent = Some(strategy.clone());
                self.form.sent(now);
                self.form.set(Field::Code, String::new());
                self.forward(code_screen(strategy));
                None
            }
            (SignInStatus::NeedsFirstFactor, Waiting::Create) => {
                self.sent = None;
                self.form.resend_at = None;
                self.first_factor(now)
            }
            (SignInStatus::NeedsFirstFactor, _) => None,
            (SignInStatus::NeedsNewPassword, _) => {
                self.forward(SignInScreen::NewPassword);
                None
            }
            (SignInStatus::NeedsIdentifier, _) => {
                self.restart();
                None
            }
            (SignInStatus::Abandoned, _) => {
                self.restart();
                self.form.banner =
                    Some(failure(404, ErrorCode::RESOURCE_NOT_FOUND, "This took too long. Start again."));
                None
            }
            (SignInStatus::NeedsSecondFactor | SignInStatus::NeedsClientTrust | SignInStatus::Other(_), _) => {
                let text = "This account needs a step that this page does not offer.";
                self.form.banner = Some(failure(400, ErrorCode::known("step_not_offered"), text));
                None
            }
        }
    }

    /// Chooses the first proof: the instance's preference, where the person has it.
    fn first_factor(&mut self, now: Timestamp) -> Option<Ask> {
        let attempt = self.attempt.as_ref()?;
        let password = offers(attempt, &Strategy::PASSWORD);
        let code = offers(attempt, &Strategy::EMAIL_CODE);
        let prefers_code = self.environment.display_config.preferred_sign_in_strategy == "otp";
        if password && !(code && prefers_code) {
            self.forward(SignInScreen::Password);
            // A password manager has filled in both at the start: one press is enough.
            return if self.form.value(Field::Password).is_empty() { None } else { self.submit(now) };
        }
        if code {
            return self.prepare(Strategy::EMAIL_CODE, Press::Submit, now);
        }
        self.forward(if self.can_reset_password() { SignInScreen::ForgotPassword } else { SignInScreen::Methods });
        None
    }

    fn refused(&mut self, error: Error, waiting: &Waiting, now: Timestamp) -> Option<Ask> {
        if error.is_any(&[ErrorCode::IDENTIFIER_ALREADY_SIGNED_IN, ErrorCode::SESSION_EXISTS]) {
            self.wait(Waiting::Activate, Press::Submit);
            return Some(error.session_id().map_or(Ask::AdoptSession, Ask::Activate));
        }
        match waiting {
            Waiting::Create => self.form.refuse(error, &[Field::Identifier]),
            _ if is_gone(&error) => {
                self.restart();
                self.form.banner = Some(error);
            }
            Waiting::Prepare { strategy } => {
                let too_soon = error.is_any(&[ErrorCode::VERIFICATION_CODE_TOO_MANY_REQUESTS]);
                if let Some(wait) = error.retry_after().or(too_soon.then_some(30)) {
                    self.form.resend_at = Some(Timestamp(now.0 + i64::try_from(wait).unwrap_or(0) * 1000));
                }
                if too_soon {
                    self.forward(code_screen(strategy));
                } else {
                    self.form.banner = Some(error);
                }
            }
            Waiting::Attempt => self.attempt_refused(error),
            Waiting::Reset => self.form.refuse(error, &[Field::NewPassword]),
            Waiting::Activate => self.form.banner = Some(error),
        }
        None
    }

    fn attempt_refused(&mut self, error: Error) {
        let field = if self.screen == SignInScreen::Password { Field::Password } else { Field::Code };
        let dead = is_dead_code(&error);
        if field == Field::Code && (dead || error.for_field("code").is_some()) {
            self.form.set(Field::Code, String::new());
        }
        if dead && field == Field::Code {
            self.form.resend_at = None;
            self.sent = None;
            if let Some(first) = error.errors().first() {
                self.form.fault(Field::Code, first.clone());
            }
            return;
        }
        match error.errors().first() {
            Some(first) if first.code == ErrorCode::FORM_PASSWORD_OR_IDENTIFIER_INCORRECT => {
                self.form.fault(field, first.clone());
            }
            _ => self.form.refuse(error, &[field]),
        }
    }

    fn restart(&mut self) {
        self.form.clear_errors();
        self.screen = SignInScreen::Start;
        self.behind.clear();
        self.ahead.clear();
        self.attempt = None;
        self.sent = None;
        self.form.resend_at = None;
    }

    fn wait(&mut self, waiting: Waiting, press: Press) {
        self.waiting = Some(waiting);
        self.form.pressed = Some(press);
    }

    fn go(&mut self, screen: SignInScreen) {
        self.behind = vec![SignInScreen::Start];
        self.screen = screen;
    }

    fn forward(&mut self, screen: SignInScreen) {
        if self.screen == screen {
            return;
        }
        self.form.clear_errors();
        self.ahead.clear();
        // Methods and ForgotPassword are side doors: once through, Back leads to what was before them.
        let passing =
            matches!(self.screen, SignInScreen::Methods | SignInScreen::ForgotPassword | SignInScreen::ResetCode);
        if let Some(place) = self.behind.iter().position(|before| *before == screen) {
            self.behind.truncate(place);
        } else if !(passing && matches!(screen, SignInScreen::NewPassword | SignInScreen::Done)) {
            self.behind.push(self.screen);
        }
        self.screen = screen;
    }

    /// The first factors that are open to the person.
    fn factors(&self) -> &[Factor] {
        let factors = self.attempt.as_ref().and_then(|attempt| attempt.supported_first_factors.as_deref());
        factors.unwrap_or_default()
    }

    fn factor(&self, strategy: &Strategy) -> Option<&Factor> {
        self.attempt.as_ref()?.factor(strategy)
    }
}

fn offers(attempt: &SignIn, strategy: &Strategy) -> bool {
    attempt.supported_first_factors.iter().flatten().any(|factor| factor.strategy == *strategy)
}

fn code_screen(strategy: &Strategy) -> SignInScreen {
    if *strategy == Strategy::RESET_PASSWORD_EMAIL_CODE {
        SignInScreen::ResetCode
    } else {
        SignInScreen::Code(Channel::Email)
    }
}

/// Whether the attempt is no longer there, so that it must be begun again.
pub(super) fn is_gone(error: &Error) -> bool {
    error.is_any(&[ErrorCode::RESOURCE_NOT_FOUND, ErrorCode::RESOURCE_FORBIDDEN, ErrorCode::CLIENT_STATE_INVALID])
}

/// Whether a code cannot be tried again: only a new one helps.
pub(super) fn is_dead_code(error: &Error) -> bool {
    error.is_any(&[ErrorCode::VERIFICATION_EXPIRED, ErrorCode::VERIFICATION_FAILED, ErrorCode::VERIFICATION_MISSING])
}

pub(super) fn seconds_left(until: Option<Timestamp>, now: Timestamp) -> i64 {
    until.map_or(0, |until| (until.millis_since(now).max(0) + 999) / 1000)
}

pub(super) fn failure(status: u16, code: ErrorCode, text: &str) -> Error {
    let error = ApiError { code, message: text.to_owned(), long_message: text.to_owned(), meta: None };
    Error::Api(Arc::new(ApiFailure { status, errors: vec![error], retry_after: None, trace_id: None }))
}
