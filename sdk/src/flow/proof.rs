//! Proving again who is signed in, before something that only the owner shall do.
//!
//! ```text
//! Asking ──> Password ──> Done
//!    └─────> Code ─────────┘
//! ```
//!
//! What it asks has a type of its own and is carried out by [`run_proof`], so that a sign-in page carries none of it.

use super::form::{Form, local};
use super::sign_in::{is_dead_code, seconds_left};
use super::{Answer, Event, Field, Press};
use crate::{Error, Frontdesk};
use frontdesk_wire::field::Secret;
use frontdesk_wire::session::{ReverificationStatus, SessionReverification};
use frontdesk_wire::sign_in::Factor;
use frontdesk_wire::{ApiError, EmailAddressId, ErrorCode, Strategy, Timestamp};

/// A screen of proving again who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ProofScreen {
    /// Which proofs are open is not known yet.
    #[default]
    Asking,
    /// Asks for the password.
    Password,
    /// Asks for a code that was sent.
    Code,
    /// There is no proof that this page could take.
    Impossible,
    /// Proven.
    Done,
}

/// A request that [`ProofFlow`] wants made; [`run_proof`] makes it.
#[derive(Debug, Clone, PartialEq)]
pub enum ProofAsk {
    /// Asks which proofs are open.
    Start,
    /// Sends a code to an address.
    SendCode(EmailAddressId),
    /// Tries that code.
    TryCode(Secret),
    /// Tries the password.
    TryPassword(Secret),
}

/// Proving again who one is. Begin with [`Event::Submit`], which asks for the proofs that are open.
#[derive(Debug, Clone, Default)]
pub struct ProofFlow {
    screen: ProofScreen,
    form: Form,
    waiting: Option<ProofAsk>,
    factors: Vec<Factor>,
}

impl ProofFlow {
    /// What to show.
    pub fn screen(&self) -> ProofScreen {
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

    /// Where a code goes, as far as it may be shown.
    pub fn address(&self) -> Option<&str> {
        self.factor(&Strategy::EMAIL_CODE)?.safe_identifier.as_deref()
    }

    /// Whether the other kind of proof is open, too: [`Event::Use`] goes there.
    pub fn has_other(&self) -> bool {
        let other = match self.screen {
            ProofScreen::Password => Strategy::EMAIL_CODE,
            ProofScreen::Code => Strategy::PASSWORD,
            ProofScreen::Asking | ProofScreen::Impossible | ProofScreen::Done => return false,
        };
        self.factor(&other).is_some()
    }

    /// Takes in what happened; gives the request that is due.
    pub fn on(&mut self, event: Event, now: Timestamp) -> Option<ProofAsk> {
        match event {
            Event::Typed(field, value) => {
                self.form.typed(field, value);
                None
            }
            Event::Answered(answer) => self.answered(answer, now),
            _ if self.waiting.is_some() => None,
            Event::Submit => self.submit(),
            Event::Use(_) if self.has_other() => {
                self.form.clear_errors();
                if self.screen == ProofScreen::Code {
                    self.screen = ProofScreen::Password;
                    return None;
                }
                if self.resend_in(now) > 0 {
                    self.screen = ProofScreen::Code;
                    return None;
                }
                self.send_code(Press::Method(0))
            }
            Event::Resend if self.screen == ProofScreen::Code && self.resend_in(now) == 0 => {
                self.form.clear_errors();
                self.send_code(Press::Resend)
            }
            Event::Resend | Event::Use(_) | Event::ForgotPassword | Event::ShowMethods | Event::Back => None,
        }
    }

    fn submit(&mut self) -> Option<ProofAsk> {
        self.form.clear_errors();
        let ask = match self.screen {
            ProofScreen::Asking => ProofAsk::Start,
            ProofScreen::Password => {
                let Some(password) = self.form.secret(Field::Password) else {
                    self.form.fault(Field::Password, local("form_param_nil", "Enter your password.", Field::Password));
                    return None;
                };
                ProofAsk::TryPassword(password)
            }
            ProofScreen::Code => ProofAsk::TryCode(self.form.required(Field::Code)?.into()),
            ProofScreen::Impossible | ProofScreen::Done => return None,
        };
        Some(self.wait(Press::Submit, ask))
    }

    fn send_code(&mut self, press: Press) -> Option<ProofAsk> {
        let id = self.factor(&Strategy::EMAIL_CODE)?.email_address_id.clone()?;
        Some(self.wait(press, ProofAsk::SendCode(id)))
    }

    fn answered(&mut self, answer: Answer, now: Timestamp) -> Option<ProofAsk> {
        let asked = self.waiting.take()?;
        let pressed = self.form.pressed.take();
        match answer {
            Answer::Factors(Ok(factors)) => {
                self.factors = factors;
                if self.factor(&Strategy::PASSWORD).is_some() {
                    self.screen = ProofScreen::Password;
                } else if self.address_id().is_some() {
                    return self.send_code(Press::Submit);
                } else {
                    self.screen = ProofScreen::Impossible;
                }
            }
            Answer::Changed(Ok(())) => match asked {
                ProofAsk::SendCode(_) => {
                    self.form.sent(now);
                    self.form.set(Field::Code, String::new());
                    self.screen = ProofScreen::Code;
                }
                ProofAsk::Start | ProofAsk::TryCode(_) | ProofAsk::TryPassword(_) => self.screen = ProofScreen::Done,
            },
            Answer::Factors(Err(error)) | Answer::Changed(Err(error)) => self.refused(error, &asked, pressed, now),
            Answer::SignIn(_)
            | Answer::SignUp(_)
            | Answer::Organization(_)
            | Answer::Account(_)
            | Answer::Activated(_) => {}
        }
        None
    }

    fn refused(&mut self, error: Error, asked: &ProofAsk, pressed: Option<Press>, now: Timestamp) {
        match asked {
            ProofAsk::SendCode(_) if error.is_any(&[ErrorCode::VERIFICATION_CODE_TOO_MANY_REQUESTS]) => {
                // One is on its way already.
                self.form.sent(now);
                self.screen = ProofScreen::Code;
                if pressed == Some(Press::Resend) {
                    self.form.banner = Some(error);
                }
            }
            ProofAsk::TryCode(_) => {
                let dead = is_dead_code(&error);
                if dead || error.for_field("code").is_some() {
                    self.form.set(Field::Code, String::new());
                }
                match error.errors().first() {
                    Some(first) if dead => {
                        self.form.resend_at = None;
                        self.form.fault(Field::Code, first.clone());
                    }
                    _ => self.form.refuse(error, &[Field::Code]),
                }
            }
            ProofAsk::TryPassword(_) => self.form.refuse(error, &[Field::Password]),
            ProofAsk::Start | ProofAsk::SendCode(_) => self.form.banner = Some(error),
        }
    }

    fn factor(&self, strategy: &Strategy) -> Option<&Factor> {
        let mut open = self.factors.iter().filter(|factor| factor.strategy == *strategy);
        open.clone().find(|factor| factor.primary == Some(true)).or_else(|| open.next())
    }

    fn address_id(&self) -> Option<&EmailAddressId> {
        self.factor(&Strategy::EMAIL_CODE)?.email_address_id.as_ref()
    }

    fn wait(&mut self, press: Press, ask: ProofAsk) -> ProofAsk {
        self.form.pressed = Some(press);
        self.waiting.insert(ask).clone()
    }
}

/// Makes the request and gives the answer, whatever it is.
pub async fn run_proof(frontdesk: &Frontdesk, ask: ProofAsk) -> Answer {
    let proofs = frontdesk.reverification();
    let proven = |proof: SessionReverification| match proof.status {
        ReverificationStatus::Complete => Ok(()),
        _ => Err(super::sign_in::failure(
            400,
            ErrorCode::known("step_not_offered"),
            "This account needs a step that this page does not offer.",
        )),
    };
    match ask {
        ProofAsk::Start => match proofs.start().await {
            Ok(proof) if proof.status == ReverificationStatus::Complete => Answer::Changed(Ok(())),
            // A second proof alone is none that this page could take.
            Ok(proof) if proof.status != ReverificationStatus::NeedsFirstFactor => Answer::Factors(Ok(Vec::new())),
            answer => Answer::Factors(answer.map(|proof| proof.supported_first_factors.unwrap_or_default())),
        },
        ProofAsk::SendCode(id) => Answer::Changed(proofs.prepare_code(&id).await.map(drop)),
        ProofAsk::TryCode(code) => Answer::Changed(proofs.attempt_code(code.expose()).await.and_then(proven)),
        ProofAsk::TryPassword(password) => {
            Answer::Changed(proofs.attempt_password(password.expose()).await.and_then(proven))
        }
    }
}

#[cfg(test)]
mod tests;
