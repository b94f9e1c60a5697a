//! What the controllers of all forms share: a flow in a signal, its asks carried out, its errors put into words.

use crate::i18n::{Messages, fill};
use crate::provider::Desk;
use crate::step::{Act, Control, FormState, Input};
use crate::ui::alert::Alert;
use crate::ui::field::Typed;
use crate::ui::rules::Rule;
use frontdesk_sdk::flow::{self, Ask, Event, Field, PasswordRule, PasswordRules, Press, RuleCheck};
use frontdesk_sdk::wire::{ApiError, Timestamp};
use frontdesk_sdk::{Error, Snapshot};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// What every flow of the SDK can do.
pub(crate) trait Flow: Clone + Send + Sync + 'static {
    fn on(&mut self, event: Event, now: Timestamp) -> Option<Ask>;
    fn value(&self, field: Field) -> &str;
    fn error(&self, field: Field) -> Option<&ApiError>;
    fn banner(&self) -> Option<&Error>;
    fn pressed(&self) -> Option<Press>;
    fn seconds_to_resend(&self, _now: Timestamp) -> i64 {
        0
    }
    fn is_done(&self) -> bool;
    /// Goes back to the first step.
    fn start_over(&mut self, _now: Timestamp) {}
    /// A value that the flow keeps apart from its fields.
    fn set_option(&mut self, _input: Input, _value: &str) {}
}

/// The field of the SDK that an input of ours stands for.
pub(crate) const fn field_of(input: Input) -> Option<Field> {
    Some(match input {
        Input::Identifier => Field::Identifier,
        Input::Password => Field::Password,
        Input::NewPassword => Field::NewPassword,
        Input::Code => Field::Code,
        Input::EmailAddress => Field::EmailAddress,
        Input::Username => Field::Username,
        Input::FirstName => Field::FirstName,
        Input::LastName => Field::LastName,
        Input::LegalAccepted => Field::LegalAccepted,
        Input::Name => Field::Name,
        Input::Slug => Field::Slug,
        Input::SignOutElsewhere => return None,
    })
}

/// A flow in a signal.
pub(crate) struct FormController<F: Flow> {
    pub(crate) flow: RwSignal<Option<F>>,
    /// Counts the seconds of a countdown; only its changing matters.
    pub(crate) tick: RwSignal<u32>,
    /// Whether a new code has just been sent.
    sent: RwSignal<bool>,
    last: StoredValue<Act>,
    counting: StoredValue<bool>,
    desk: StoredValue<Desk>,
    /// What happens when the flow is done. It outlives the component, which may be gone by then: signing in hides it.
    finish: StoredValue<Arc<dyn Fn() + Send + Sync>>,
}

impl<F: Flow> Clone for FormController<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: Flow> Copy for FormController<F> {}

impl<F: Flow> FormController<F> {
    pub(crate) fn new(desk: &Desk, finish: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            flow: RwSignal::new(None),
            tick: RwSignal::new(0),
            sent: RwSignal::new(false),
            last: StoredValue::new(Act::Submit),
            counting: StoredValue::new(false),
            desk: StoredValue::new(desk.clone()),
            finish: StoredValue::new(finish),
        }
    }

    /// What the person does.
    pub(crate) fn act(self, act: Act) {
        let event = match act.clone() {
            Act::Type(input, value) => match field_of(input) {
                Some(field) => Event::Typed(field, value),
                None => {
                    self.flow.update(|flow| {
                        if let Some(flow) = flow {
                            flow.set_option(input, &value);
                        }
                    });
                    return;
                }
            },
            Act::Submit => Event::Submit,
            Act::Use(index) => Event::Use(index),
            Act::Forgot => Event::ForgotPassword,
            Act::Methods => Event::ShowMethods,
            Act::Resend => Event::Resend,
            Act::Back => Event::Back,
            Act::WayOut => return self.act(self.last.get_value()),
            Act::StartOver => {
                let now = self.desk.with_value(|desk| desk.frontdesk.now());
                self.flow.update(|flow| {
                    if let Some(flow) = flow {
                        flow.start_over(now);
                    }
                });
                return;
            }
            Act::Retry => return self.retry(),
            Act::Close => return,
        };
        if matches!(act, Act::Submit | Act::Use(_) | Act::Resend) {
            self.last.set_value(act);
        }
        if self.sent.get_untracked() && !matches!(event, Event::Typed(..)) {
            self.sent.set(false);
        }
        if let Some(ask) = self.tell(event) {
            self.carry_out(ask);
        }
    }

    fn tell(self, event: Event) -> Option<Ask> {
        let now = self.desk.try_with_value(|desk| desk.frontdesk.now())?;
        self.flow.try_update(|flow| flow.as_mut().and_then(|flow| flow.on(event, now))).flatten()
    }

    /// Makes the requests that the flow asks for, until it waits for the person again.
    fn carry_out(self, ask: Ask) {
        let (Some(desk), Some(finish)) = (self.desk.try_get_value(), self.finish.try_get_value()) else { return };
        spawn_local(async move {
            let mut next = Some(ask);
            while let Some(ask) = next {
                let resend = self.flow.try_with_untracked(|flow| flow.as_ref().and_then(Flow::pressed))
                    == Some(Some(Press::Resend));
                let activates = matches!(ask, Ask::Activate(_) | Ask::AdoptSession);
                let answer = flow::run(&desk.frontdesk, ask).await;
                let activated = activates && matches!(answer, flow::Answer::Activated(Ok(())));
                if self.flow.is_disposed() {
                    // Being signed in has taken the form off the page; the person still goes on.
                    if activated {
                        finish();
                    }
                    return;
                }
                next = self.tell(Event::Answered(answer));
                if resend
                    && next.is_none()
                    && self.flow.with_untracked(|flow| flow.as_ref().is_some_and(|flow| flow.banner().is_none()))
                {
                    self.sent.set(true);
                }
            }
            self.count_down();
            if self.flow.try_with_untracked(|flow| flow.as_ref().is_some_and(Flow::is_done)) == Some(true) {
                finish();
            }
        });
    }

    /// Draws each second of the wait for a new code.
    pub(crate) fn count_down(self) {
        if self.counting.try_get_value() != Some(false) || !self.waits() {
            return;
        }
        let Some(desk) = self.desk.try_get_value() else { return };
        self.counting.set_value(true);
        spawn_local(async move {
            loop {
                desk.frontdesk.sleep(1000).await;
                // A signal that does not take the value belongs to a component that is gone.
                if self.tick.try_update(|tick| *tick = tick.wrapping_add(1)).is_none() {
                    return;
                }
                if !self.waits() {
                    break;
                }
            }
            self.counting.set_value(false);
        });
    }

    fn waits(self) -> bool {
        self.seconds_to_resend() > 0
    }

    fn seconds_to_resend(self) -> i64 {
        let Some(now) = self.desk.try_with_value(|desk| desk.frontdesk.now()) else { return 0 };
        self.flow
            .try_with_untracked(|flow| flow.as_ref().map_or(0, |flow| flow.seconds_to_resend(now)))
            .unwrap_or_default()
    }

    fn retry(self) {
        let frontdesk = self.desk.with_value(|desk| desk.frontdesk.clone());
        spawn_local(async move {
            let _ = frontdesk.load().await;
        });
    }

    /// What the view shows of the form. `inputs` are those of the step; `new_password` is the one whose rules are shown.
    pub(crate) fn state(self, flow: &F, inputs: &[Input], new_password: Option<(Input, PasswordRules)>) -> FormState {
        self.tick.track();
        let messages = self.desk.with_value(|desk| desk.messages.clone());
        let shortest = new_password.as_ref().and_then(|(_, rules)| {
            rules.check("").into_iter().find_map(|check| match check.rule {
                PasswordRule::MinLength(count) => Some(count),
                _ => None,
            })
        });
        let typed = inputs.iter().filter_map(|input| {
            let field = field_of(*input)?;
            let error = flow.error(field).map(|error| {
                let count = if error.code.as_str() == "form_password_length_too_long" { Some(72) } else { shortest };
                messages.for_error(error, Some(field.wire_name()), count)
            });
            Some((*input, Typed { value: flow.value(field).to_owned(), error }))
        });
        let rules = new_password.and_then(|(input, rules)| {
            let value = flow.value(field_of(input)?);
            Some(rules.check(value).into_iter().map(|check| rule_text(check, &messages)).collect())
        });
        let notice = self.sent.get().then(|| Alert::notice(messages.common.code_sent.clone()));
        FormState {
            typed: typed.collect(),
            alert: flow.banner().map(|error| banner(error, &messages)).or(notice),
            busy: flow.pressed().map(|press| match press {
                Press::Submit => Control::Submit,
                Press::Resend => Control::Resend,
                Press::Method(index) => Control::Method(index),
            }),
            resend_in: u32::try_from(self.seconds_to_resend()).unwrap_or_default(),
            rules: rules.unwrap_or_default(),
        }
    }
}

/// What is wrong with a whole step, with the way out.
fn banner(error: &Error, messages: &Messages) -> Alert {
    let code = error.code();
    let text = match (error.errors().first(), error.retry_after()) {
        (_, Some(seconds)) if code.as_str() == "too_many_requests" => {
            fill(&messages.error.too_many_requests, &[("seconds", &seconds.to_string())])
        }
        (Some(first), _) => messages.for_error(first, None, None),
        (None, _) => messages.by_code(code.as_str(), None).map_or_else(|| error.message(), ToString::to_string),
    };
    let alert = Alert::error(text);
    if error.retryable() { alert.with_button(messages.common.try_again.clone()) } else { alert }
}

/// A warning about the device's clock, where it is wrong.
pub(crate) fn clock_alert(snapshot: &Snapshot, messages: &Messages) -> Option<Alert> {
    let skew = snapshot.clock_skew?;
    let minutes = skew.device_ahead.unsigned_abs().div_ceil(60).to_string();
    Some(Alert::error(fill(&messages.error.clock_skew, &[("minutes", &minutes)])))
}

fn rule_text(check: RuleCheck, messages: &Messages) -> Rule {
    let words = &messages.password_rule;
    let counted = |text: &str, count: u32| fill(text, &[("count", &count.to_string())]);
    let text = match check.rule {
        PasswordRule::MinLength(count) => counted(&words.min_length, count),
        PasswordRule::MaxLength(count) => counted(&words.max_length, count),
        PasswordRule::Lowercase => words.lowercase.to_string(),
        PasswordRule::Uppercase => words.uppercase.to_string(),
        PasswordRule::Number => words.number.to_string(),
        PasswordRule::Special => words.special.to_string(),
    };
    Rule { text, met: check.met }
}
