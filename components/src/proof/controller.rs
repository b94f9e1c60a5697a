use super::state::{ProofState, ProofStep};
use super::view::proof_view;
use crate::form_controller::{Flow, FormController, Slot, Work, answers_by_itself, held};
use crate::provider::Desk;
use crate::shown::Shown;
use crate::step::{Act, Input, StepView};
use crate::theme::Appearance;
use crate::ui::card;
use crate::ui::dialog::{Dialog, dialog};
use crate::ui::element::nothing;
use frontdesk_sdk::flow::{Answer, Event, ProofFlow, ProofScreen, run_proof};
use frontdesk_sdk::wire::Timestamp;
use frontdesk_sdk::{Frontdesk, Snapshot};
use leptos::prelude::*;
use std::future::poll_fn;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

impl Flow for ProofFlow {
    fn on(&mut self, event: Event, now: Timestamp) -> Option<Work> {
        let ask = Self::on(self, event, now)?;
        Some(Box::new(move |frontdesk| Box::pin(async move { run_proof(&frontdesk, ask).await })))
    }
    answers_by_itself!();
    fn seconds_to_resend(&self, now: Timestamp) -> i64 {
        self.resend_in(now)
    }
    fn is_done(&self) -> bool {
        self.screen() == ProofScreen::Done
    }
}

/// What comes of the question who somebody is, for all who wait for it.
#[derive(Default)]
struct Asked(Mutex<(Option<bool>, Vec<Waker>)>);

impl Asked {
    /// The first word counts.
    fn settle(&self, proven: bool) {
        let mut asked = held(&self.0);
        asked.0.get_or_insert(proven);
        let wakers = std::mem::take(&mut asked.1);
        drop(asked);
        wakers.into_iter().for_each(Waker::wake);
    }

    async fn answer(&self) -> bool {
        poll_fn(|context| {
            let mut asked = held(&self.0);
            match asked.0 {
                Some(proven) => Poll::Ready(proven),
                None => {
                    asked.1.push(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

/// The dialog while it is open.
#[derive(Clone)]
struct Open {
    asked: Arc<Asked>,
    form: FormController,
    state: Shown<ProofState>,
}

/// Has things done, and where the server first wants a new proof, asks the person for one and has them done again. Cheap to
/// clone; all clones are one.
#[derive(Clone)]
pub(crate) struct Prover {
    desk: Desk,
    owner: Option<Owner>,
    open: RwSignal<Option<Open>>,
}

impl Prover {
    pub(crate) fn new(desk: &Desk) -> Self {
        let this = Self { desk: desk.clone(), owner: Owner::current(), open: RwSignal::new(None) };
        let gone = this.clone();
        on_cleanup(move || gone.close(false));
        this
    }

    /// Does something, and once more after a new proof if it is refused for want of one. What the person declines to prove stays
    /// refused.
    pub(crate) async fn does<T, F: Future<Output = T>>(&self, refused: fn(&T) -> bool, doing: impl Fn() -> F) -> T {
        let first = doing().await;
        if refused(&first) && self.ask().await { doing().await } else { first }
    }

    /// The same as the work of a flow.
    pub(crate) fn work(
        &self,
        doing: impl Fn(Frontdesk) -> Pin<Box<dyn Future<Output = Answer>>> + Send + 'static,
    ) -> Work {
        let this = self.clone();
        Box::new(move |frontdesk| Box::pin(async move { this.does(wants_proof, || doing(frontdesk.clone())).await }))
    }

    /// Opens the dialog, unless it is open already, and waits for what comes of it.
    async fn ask(&self) -> bool {
        let asked = match self.open.try_get_untracked() {
            Some(Some(open)) => open.asked,
            Some(None) => self.begin(),
            // The component is gone.
            None => return false,
        };
        asked.answer().await
    }

    fn begin(&self) -> Arc<Asked> {
        let (asked, this) = (Arc::<Asked>::default(), self.clone());
        let slot: Slot<ProofFlow> = Slot::default();
        *held(&slot) = Some(ProofFlow::default());
        let finish = Arc::new(move || this.close(true));
        let make = || {
            let form = FormController::new(slot.clone(), &self.desk, finish);
            let of = form.clone();
            let state = form.shown(move |snapshot| match &*held(&slot) {
                Some(flow) => state(flow, snapshot, &of),
                None => ProofState::default(),
            });
            (form, state)
        };
        // The dialog's signals live as long as the component, and not only as long as what was refused.
        let (form, state) = match &self.owner {
            Some(owner) => owner.with(make),
            None => make(),
        };
        self.open.set(Some(Open { asked: asked.clone(), form: form.clone(), state }));
        form.act(Act::Submit);
        asked
    }

    fn close(&self, proven: bool) {
        if let Some(open) = self.open.try_get_untracked().flatten() {
            open.asked.settle(proven);
            let _ = self.open.try_set(None);
        }
    }

    /// Draws the dialog; it is closed until something is refused. `id` is that of the component.
    pub(crate) fn dialog(&self, id: &str, appearance: &Appearance) -> AnyView {
        let open = self.open;
        let this = self.clone();
        let step = StepView {
            id: [id, "-proof"].concat(),
            form: Shown::new(move |visit| match open.get() {
                Some(open) => open.state.with(|state| visit(&state.form)),
                None => visit(&crate::step::FormState::default()),
            }),
            act: Arc::new(move |act| match act {
                Act::Close => this.close(false),
                act => {
                    if let Some(open) = open.get_untracked() {
                        open.form.act(act);
                    }
                }
            }),
            messages: self.desk.messages.clone(),
            appearance: appearance.clone(),
        };
        let is_open = Arc::new(move || open.with(Option::is_some));
        let parts = Dialog::small(step.id("dialog"), step.id("title"), is_open, step.press(Act::Close));
        let drawn = dialog(parts, move || match open.get_untracked() {
            Some(open) => proof_view(open.state, step.clone()),
            None => nothing(),
        });
        card::root(appearance, "fd-root fd-inline", None, vec![drawn])
    }
}

/// Whether something was refused for want of a new proof.
fn wants_proof(answer: &Answer) -> bool {
    match answer {
        Answer::Account(Err(error)) | Answer::Changed(Err(error)) => error.needs_reverification(),
        _ => false,
    }
}

/// What the dialog shows.
fn state(flow: &ProofFlow, snapshot: &Snapshot, form: &FormController) -> ProofState {
    let name = snapshot.user().and_then(|user| {
        let primary = user.primary_email_address_id.as_ref();
        let address = user.email_addresses.iter().find(|address| Some(&address.id) == primary);
        address.map(|address| address.email_address.clone()).or_else(|| user.username.clone())
    });
    ProofState {
        step: match flow.screen() {
            ProofScreen::Asking => ProofStep::Asking,
            ProofScreen::Impossible => ProofStep::Impossible,
            ProofScreen::Code => ProofStep::Code,
            // Once it is done the dialog closes as it stood.
            ProofScreen::Password | ProofScreen::Done => ProofStep::Password,
        },
        form: form.state(flow, &[Input::Password, Input::Code], None),
        identifier: name.unwrap_or_default(),
        address: flow.address().unwrap_or_default().to_owned(),
        has_other: flow.has_other(),
    }
}

/// A flow whose asks a prover has done.
pub(crate) struct Proving<F> {
    flow: F,
    pub(crate) prover: Prover,
}

impl<F> Proving<F> {
    pub(crate) fn new(flow: F, prover: &Prover) -> Self {
        Self { flow, prover: prover.clone() }
    }
}

impl<F> Deref for Proving<F> {
    type Target = F;
    fn deref(&self) -> &F {
        &self.flow
    }
}

impl<F> DerefMut for Proving<F> {
    fn deref_mut(&mut self) -> &mut F {
        &mut self.flow
    }
}
