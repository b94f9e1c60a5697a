//! What the controllers of all forms share: a flow, its asks carried out, its errors put into words.
//!
//! One signal tells views that the flow has changed; the flow itself and what goes with it stand behind it as plain values, so
//! that the code that works with them exists once for all flows.

use crate::i18n::{Messages, fill};
use crate::provider::Desk;
use crate::shown::Shown;
use crate::step::{Act, Control, FormState, Input};
use crate::ui::alert::Alert;
use crate::ui::field::Typed;
use crate::ui::rules::Rule;
use frontdesk_sdk::flow::{Answer, Event, Field, PasswordRule, PasswordRules, Press, RuleCheck};
use frontdesk_sdk::wire::{ApiError, Timestamp};
use frontdesk_sdk::{Error, Frontdesk, Snapshot};
use leptos::{prelude::*, task::spawn_local};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Something that a flow wants done. What it is stays inside, so that a page downloads only the asks of its own flows.
pub(crate) type Work = Box<dyn FnOnce(Frontdesk) -> Pin<Box<dyn Future<Output = Answer>>> + Send>;

/// What every flow of the SDK can do.
pub(crate) trait Flow: Send + 'static {
    fn on(&mut self, event: Event, now: Timestamp) -> Option<Work>;
    fn value(&self, field: Field) -> &str;
    fn error(&self, field: Field) -> Option<&ApiError>;
    fn banner(&self) -> Option<&Error>;
    fn pressed(&self) -> Option<Press>;
    fn seconds_to_resend(&self, _now: Timestamp) -> i64 {
        0
    }
    fn is_done(&self) -> bool;
    /// The place of the step among those that have names in addresses, and how many steps back there are.
    fn step(&self) -> Option<(usize, usize)> {
        None
    }
    /// Goes to a step where the person has been. Says whether it is there.
    fn revisit(&mut self, _step: usize, _now: Timestamp) -> bool {
        false
    }
    /// Goes back to the first step.
    fn start_over(&mut self, _now: Timestamp) {}
    /// Words for an error that no other flow has, so that no other page carries them.
    fn own_words(&self, _messages: &Messages, _code: &str, _field: &str) -> Option<&'static str> {
        None
    }
    /// A value that the flow keeps apart from its fields.
    fn set_option(&mut self, _input: Input, _value: &str) {}
}

/// What every flow answers by itself, for `impl Flow`; or what the flow answers that it holds.
macro_rules! answers_by_itself {
    () => {
        crate::form_controller::answers_by_itself!(Self);
    };
    ($flow:ty) => {
        fn value(&self, field: frontdesk_sdk::flow::Field) -> &str {
            <$flow>::value(self, field)
        }
        fn error(&self, field: frontdesk_sdk::flow::Field) -> Option<&frontdesk_sdk::wire::ApiError> {
            <$flow>::error(self, field)
        }
        fn banner(&self) -> Option<&frontdesk_sdk::Error> {
            <$flow>::banner(self)
        }
        fn pressed(&self) -> Option<frontdesk_sdk::flow::Press> {
            <$flow>::pressed(self)
        }
    };
}
pub(crate) use answers_by_itself;

/// The place of a flow, which is empty until it is known what the instance offers.
pub(crate) type Slot<F> = Arc<Mutex<Option<F>>>;

/// A slot, whatever flow is in it.
trait AnySlot: Send + Sync {
    fn visit(&self, visit: &mut dyn FnMut(&mut dyn Flow));
}

impl<F: Flow> AnySlot for Mutex<Option<F>> {
    fn visit(&self, visit: &mut dyn FnMut(&mut dyn Flow)) {
        if let Some(flow) = &mut *held(self) {
            visit(flow);
        }
    }
}

/// A lock whose holder panicked still holds a whole value.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The field of the SDK that an input of ours stands for.
pub(crate) const fn field_of(input: Input) -> Option<Field> {
    Some(match input {
        Input::Identifier => Field::Identifier,
        Input::Password => Field::Password,
        Input::NewPassword => Field::NewPassword,
        Input::CurrentPassword => Field::CurrentPassword,
        Input::Confirmation => Field::Confirmation,
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

/// A state, with the snapshot and the version of the flow that it was worked out from.
type Kept<S> = (Arc<Snapshot>, u32, Arc<S>);

/// A flow with what carries its asks out. Cheap to clone; all clones are one.
#[derive(Clone)]
pub(crate) struct FormController(Arc<Inner>);

struct Inner {
    slot: Arc<dyn AnySlot>,
    /// Changes when the flow has changed, or when a second of a countdown has passed.
    version: RwSignal<u32>,
    /// Whether a new code has just been sent.
    sent: AtomicBool,
    /// What "Try again" does again.
    last: Mutex<Act>,
    counting: AtomicBool,
    desk: Desk,
    /// What happens when the flow is done. It outlives the component, which may be gone by then: signing in hides it.
    finish: Arc<dyn Fn() + Send + Sync>,
}

impl FormController {
    pub(crate) fn new<F: Flow>(slot: Slot<F>, desk: &Desk, finish: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self(Arc::new(Inner {
            slot,
            version: RwSignal::new(0),
            sent: AtomicBool::new(false),
            last: Mutex::new(Act::Submit),
            counting: AtomicBool::new(false),
            desk: desk.clone(),
            finish,
        }))
    }

    /// Something has changed. Says whether the component is still there to show it.
    pub(crate) fn changed(&self) -> bool {
        self.0.version.try_update(|version| *version = version.wrapping_add(1)).is_some()
    }

    /// A state for views: worked out from the flow and the snapshot, once for each change of either.
    pub(crate) fn shown<S: Send + Sync + 'static>(
        &self,
        work_out: impl Fn(&Snapshot) -> S + Send + Sync + 'static,
    ) -> Shown<S> {
        let (snapshot, version, words) = (self.0.desk.snapshot, self.0.version, self.0.desk.messages.clone());
        let kept: Mutex<Option<Kept<S>>> = Mutex::new(None);
        Shown::<S>::new(move |visit| {
            // Both only grow: the sum is another one when either is.
            let (snapshot, version) = (snapshot.get(), version.get() + words.revision());
            let before = held(&kept).as_ref().and_then(|(kept_snapshot, kept_version, state)| {
                (Arc::ptr_eq(kept_snapshot, &snapshot) && *kept_version == version).then(|| state.clone())
            });
            let state = before.unwrap_or_else(|| {
                let state = Arc::new(work_out(&snapshot));
                *held(&kept) = Some((snapshot, version, state.clone()));
                state
            });
            visit(&state);
        })
    }

    fn with_flow<R: Default>(&self, read: impl FnOnce(&mut dyn Flow) -> R) -> R {
        let (mut read, mut result) = (Some(read), R::default());
        self.0.slot.visit(&mut |flow| {
            if let Some(read) = read.take() {
                result = read(flow);
            }
        });
        result
    }

    fn now(&self) -> Timestamp {
        self.0.desk.frontdesk.now()
    }

    /// The step, as [`Flow::step`] says it; reading it subscribes.
    pub(crate) fn step(&self) -> Option<(usize, usize)> {
        self.0.version.track();
        self.with_flow(|flow| flow.step())
    }

    /// Goes to a step where the person has been.
    pub(crate) fn revisit(&self, step: usize) -> bool {
        let now = self.now();
        let there = self.with_flow(|flow| flow.revisit(step, now));
        self.0.sent.store(false, Ordering::Relaxed);
        self.changed();
        there
    }

    /// Whether an answer is awaited.
    pub(crate) fn is_busy(&self) -> bool {
        self.with_flow(|flow| flow.pressed().is_some())
    }

    /// What the person does.
    pub(crate) fn act(&self, act: Act) {
        let event = match act.clone() {
            Act::Type(input, value) => match field_of(input) {
                Some(field) => Event::Typed(field, value),
                None => {
                    self.with_flow(|flow| flow.set_option(input, &value));
                    self.changed();
                    return;
                }
            },
            Act::Submit => Event::Submit,
            Act::Use(index) => Event::Use(index),
            Act::Forgot => Event::ForgotPassword,
            Act::Methods => Event::ShowMethods,
            Act::Resend => Event::Resend,
            Act::Back => Event::Back,
            Act::WayOut => {
                let last = held(&self.0.last).clone();
                return self.act(last);
            }
            Act::StartOver => {
                let now = self.now();
                self.with_flow(|flow| flow.start_over(now));
                self.changed();
                return;
            }
            Act::Retry => {
                let frontdesk = self.0.desk.frontdesk.clone();
                return spawn_local(async move {
                    // What went wrong is in the snapshot.
                    let _ = frontdesk.load().await;
                });
            }
            Act::Close => return,
        };
        if matches!(act, Act::Submit | Act::Use(_) | Act::Resend) {
            *held(&self.0.last) = act;
        }
        if !matches!(event, Event::Typed(..)) {
            self.0.sent.store(false, Ordering::Relaxed);
        }
        if let Some(work) = self.tell(event) {
            self.carry_out(work);
        } else if self.with_flow(|flow| flow.is_done()) {
            (self.0.finish)();
        }
    }

    fn tell(&self, event: Event) -> Option<Work> {
        let now = self.now();
        let ask = self.with_flow(|flow| flow.on(event, now));
        self.changed();
        ask
    }

    /// Does what the flow asks for, until it waits for the person again.
    fn carry_out(&self, work: Work) {
        let this = self.clone();
        spawn_local(async move {
            let mut next = Some(work);
            while let Some(work) = next {
                let resend = this.with_flow(|flow| flow.pressed()) == Some(Press::Resend);
                let answer = work(this.0.desk.frontdesk.clone()).await;
                next = this.tell(Event::Answered(answer));
                if resend && next.is_none() {
                    let sent = this.with_flow(|flow| flow.banner().is_none());
                    this.0.sent.store(sent, Ordering::Relaxed);
                }
                if !this.changed() {
                    // Being signed in has taken the form off the page; the person still goes on.
                    if this.with_flow(|flow| flow.is_done()) {
                        (this.0.finish)();
                    }
                    return;
                }
            }
            this.count_down();
            if this.with_flow(|flow| flow.is_done()) {
                (this.0.finish)();
            }
        });
    }

    /// Draws each second of the wait for a new code.
    pub(crate) fn count_down(&self) {
        if self.seconds_to_resend() == 0 || self.0.counting.swap(true, Ordering::Relaxed) {
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            while this.seconds_to_resend() > 0 {
                this.0.desk.frontdesk.sleep(1000).await;
                if !this.changed() {
                    return;
                }
            }
            this.0.counting.store(false, Ordering::Relaxed);
        });
    }

    fn seconds_to_resend(&self) -> u32 {
        let now = self.now();
        u32::try_from(self.with_flow(|flow| flow.seconds_to_resend(now))).unwrap_or_default()
    }

    /// What the view shows of the form. `inputs` are those of the step; `new_password` is the one whose rules are shown.
    pub(crate) fn state(
        &self,
        flow: &dyn Flow,
        inputs: &[Input],
        new_password: Option<(Input, PasswordRules)>,
    ) -> FormState {
        let messages = &self.0.desk.messages;
        let shortest = new_password.as_ref().and_then(|(_, rules)| {
            rules.check("").into_iter().find_map(|check| match check.rule {
                PasswordRule::MinLength(count) => Some(count),
                _ => None,
            })
        });
        let mut typed = Vec::with_capacity(inputs.len());
        for input in inputs {
            let Some(field) = field_of(*input) else { continue };
            let error = flow.error(field).map(|error| {
                let count = if error.code.as_str() == "form_password_length_too_long" { Some(72) } else { shortest };
                let own = flow.own_words(messages, error.code.as_str(), field.wire_name());
                own.map_or_else(|| messages.for_error(error, Some(field.wire_name()), count), str::to_owned)
            });
            typed.push((*input, Typed { value: flow.value(field).to_owned(), error }));
        }
        let rules = new_password.and_then(|(input, rules)| {
            let value = flow.value(field_of(input)?);
            Some(rules.check(value).into_iter().map(|check| rule_text(check, messages)).collect())
        });
        let notice = self.0.sent.load(Ordering::Relaxed).then(|| Alert::notice(messages.common().code_sent));
        FormState {
            typed,
            alert: flow
                .banner()
                .map(|error| banner(error, messages, flow.own_words(messages, error.code().as_str(), "")))
                .or(notice),
            busy: flow.pressed().map(|press| match press {
                Press::Submit => Control::Submit,
                Press::Resend => Control::Resend,
                Press::Method(index) => Control::Method(index),
            }),
            resend_in: u32::try_from(flow.seconds_to_resend(self.now())).unwrap_or_default(),
            rules: rules.unwrap_or_default(),
        }
    }
}

/// What is wrong with a whole step, with the way out; in these words, if there are any.
pub(crate) fn banner(error: &Error, messages: &Messages, own: Option<&'static str>) -> Alert {
    let code = error.code();
    let text = match (error.errors().first(), error.retry_after()) {
        _ if own.is_some() => own.unwrap_or_default().to_owned(),
        (_, Some(seconds)) if code.as_str() == "too_many_requests" => {
            fill(messages.error().too_many_requests, &[("seconds", &seconds.to_string())])
        }
        (Some(first), _) => messages.for_error(first, None, None),
        (None, _) => messages.by_code(code.as_str(), None).map_or_else(|| error.message(), str::to_owned),
    };
    let alert = Alert::error(text);
    if error.retryable() { alert.with_button(messages.common().try_again) } else { alert }
}

/// A warning about the device's clock, where it is wrong.
pub(crate) fn clock_alert(snapshot: &Snapshot, messages: &Messages) -> Option<Alert> {
    let skew = snapshot.clock_skew?;
    let minutes = skew.device_ahead.unsigned_abs().div_ceil(60).to_string();
    Some(Alert::error(fill(messages.error().clock_skew, &[("minutes", &minutes)])))
}

fn rule_text(check: RuleCheck, messages: &Messages) -> Rule {
    let words = messages.password_rule();
    let counted = |text: &str, count: u32| fill(text, &[("count", &count.to_string())]);
    let text = match check.rule {
        PasswordRule::MinLength(count) => counted(words.min_length, count),
        PasswordRule::MaxLength(count) => counted(words.max_length, count),
        PasswordRule::Lowercase => words.lowercase.to_owned(),
        PasswordRule::Uppercase => words.uppercase.to_owned(),
        PasswordRule::Number => words.number.to_owned(),
        PasswordRule::Special => words.special.to_owned(),
    };
    Rule { text, met: check.met }
}
