//! What the controllers of all profiles hold: one form at a time, and beside it one thing that goes on without a form.

use super::FrameStage;
use crate::form_controller::{Flow, FormController, Slot, banner, held};
use crate::i18n::Messages;
use crate::proof::Prover;
use crate::provider::Desk;
use crate::shown::Shown;
use crate::step::{Act, FormState};
use crate::ui::alert::Alert;
use frontdesk_sdk::{Error, Snapshot, Status};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;

/// A form that is open.
pub(crate) struct Open<E, F> {
    pub(crate) editing: E,
    /// Tells one opening from the next.
    turn: u32,
    pub(crate) slot: Slot<F>,
    form: FormController,
    shown: Shown<FormState>,
}

impl<E: Clone, F> Clone for Open<E, F> {
    fn clone(&self) -> Self {
        let Self { editing, turn, slot, form, shown } = self;
        Self { editing: editing.clone(), turn: *turn, slot: slot.clone(), form: form.clone(), shown: shown.clone() }
    }
}

/// What goes on in a profile: `E` is what is edited by the flow `F`, `R` a row, `W` what goes on without a form. All that it
/// holds are signals, so that it is copied freely.
pub(crate) struct Bench<E: 'static, F: 'static, R: 'static, W: 'static> {
    desk: Desk,
    /// What everything passes that the server may refuse for want of a new proof.
    pub(crate) prover: Prover,
    owner: Option<Owner>,
    open: RwSignal<Option<Open<E, F>>>,
    turn: RwSignal<u32>,
    pub(crate) work: RwSignal<Option<W>>,
    pub(crate) said: RwSignal<Option<(R, String)>>,
    pub(crate) error: RwSignal<Option<(R, Alert)>>,
    /// Words for what can only go wrong here, by the error's code.
    own_words: fn(&Messages, &str) -> Option<&'static str>,
}

impl<E, F, R, W> Clone for Bench<E, F, R, W> {
    fn clone(&self) -> Self {
        Self { desk: self.desk.clone(), prover: self.prover.clone(), owner: self.owner.clone(), ..*self }
    }
}

impl<E, F, R, W> Bench<E, F, R, W>
where
    E: Clone + Send + Sync + 'static,
    F: Flow,
    R: Clone + Send + Sync + 'static,
    W: Clone + Send + Sync + 'static,
{
    pub(crate) fn new(desk: &Desk, own_words: fn(&Messages, &str) -> Option<&'static str>) -> Self {
        Self {
            desk: desk.clone(),
            prover: Prover::new(desk),
            owner: Owner::current(),
            open: RwSignal::new(None),
            turn: RwSignal::new(0),
            work: RwSignal::new(None),
            said: RwSignal::new(None),
            error: RwSignal::new(None),
            own_words,
        }
    }

    /// The form that is open; reading it subscribes.
    pub(crate) fn open(&self) -> Option<Open<E, F>> {
        self.open.get()
    }

    /// The open form, for views.
    pub(crate) fn form(&self) -> Shown<FormState> {
        let open = self.open;
        Shown::new(move |visit| match open.get() {
            Some(open) => open.shown.with(|form| visit(form)),
            None => visit(&FormState::default()),
        })
    }

    /// What the person does in the open form.
    pub(crate) fn act(&self, act: Act) {
        if act == Act::Close {
            self.open.set(None);
        } else if let Some(open) = self.open.get_untracked() {
            open.form.act(act);
        }
    }

    /// Opens a form, in the place of any other. Once it is done `finish` is called with its flow; another form may be
    /// open by then.
    pub(crate) fn edit(
        &self,
        editing: E,
        flow: F,
        state: fn(&F, &FormController) -> FormState,
        finish: impl Fn(&E, &Slot<F>) + Send + Sync + 'static,
    ) {
        let turn = self.turn.get_untracked().wrapping_add(1);
        self.turn.set(turn);
        let slot: Slot<F> = Slot::default();
        *held(&slot) = Some(flow);
        let (this, done, inside) = (self.clone(), editing.clone(), slot.clone());
        let finish = Arc::new(move || {
            let open = this.open.try_get_untracked().flatten();
            if open.is_some_and(|open| open.turn == turn) {
                this.open.set(None);
            }
            finish(&done, &inside);
        });
        // The form's signals live as long as the profile, and not only as long as the press that opened it.
        let make = || {
            let form = FormController::new(slot.clone(), &self.desk, finish);
            let (of, slot) = (form.clone(), slot.clone());
            let shown = form.shown(move |_| match &*held(&slot) {
                Some(flow) => state(flow, &of),
                None => FormState::default(),
            });
            (form, shown)
        };
        let (form, shown) = match &self.owner {
            Some(owner) => owner.with(make),
            None => make(),
        };
        self.clear();
        self.open.set(Some(Open { editing, turn, slot, form, shown }));
    }

    /// What went well in a row. The profile may be gone by now.
    pub(crate) fn say(&self, row: R, said: String) {
        let _ = self.said.try_set(Some((row, said)));
    }

    fn clear(&self) {
        self.said.set(None);
        self.error.set(None);
    }

    /// Does something without a form, one thing at a time, and says in its row what came of it.
    pub(crate) fn work_on<D: Future<Output = Result<(), Error>> + 'static>(
        &self,
        work: W,
        row: R,
        said: String,
        doing: impl Fn() -> D + 'static,
    ) {
        if self.work.get_untracked().is_some() {
            return;
        }
        self.work.set(Some(work));
        self.clear();
        let this = self.clone();
        spawn_local(async move {
            let refused = |done: &Result<(), Error>| done.as_ref().is_err_and(Error::needs_reverification);
            let done = this.prover.does(refused, doing).await;
            let _ = this.work.try_set(None);
            match done {
                Ok(()) => this.say(row, said),
                Err(error) => {
                    let messages = &this.desk.messages;
                    let own = (this.own_words)(messages, error.code().as_str());
                    // The control that was used is there to be used again.
                    let alert = Alert { action: None, ..banner(&error, messages, own) };
                    let _ = this.error.try_set(Some((row, alert)));
                }
            }
        });
    }

    /// Asks the server again. What comes of it is in the snapshot.
    pub(crate) fn retry(&self) {
        let frontdesk = self.desk.frontdesk.clone();
        spawn_local(async move {
            let _ = if frontdesk.snapshot().status == Status::Degraded {
                frontdesk.reload().await
            } else {
                frontdesk.load().await
            };
        });
    }
}

/// How far a profile has come.
pub(crate) fn stage(snapshot: &Snapshot) -> FrameStage {
    if snapshot.status == Status::Failed && snapshot.client.is_none() {
        return FrameStage::Failed;
    }
    if !snapshot.is_loaded() || snapshot.is_provisional() && snapshot.session_id.is_some() {
        return FrameStage::Loading;
    }
    match (snapshot.user(), &snapshot.environment) {
        (None, _) => FrameStage::Absent,
        (Some(_), None) => FrameStage::Loading,
        (Some(_), Some(_)) => FrameStage::Ready,
    }
}

/// The server is away, and what is shown is the last that was known: in these words while offline, or else in those.
pub(crate) fn away(snapshot: &Snapshot, messages: &Messages, offline: &str, away: &str) -> Option<Alert> {
    let problem = snapshot.problem.as_ref().filter(|_| snapshot.status == Status::Degraded)?;
    let text = if problem.code().as_str() == "clerk_offline" { offline } else { away };
    Some(Alert::error(text).with_button(messages.common().try_again))
}

/// The bytes of a file. One that is gone by now is an empty one, which the server refuses in its words.
pub(crate) async fn bytes(file: &web_sys::File) -> Vec<u8> {
    let content = JsFuture::from(file.array_buffer()).await.unwrap_or_default();
    js_sys::Uint8Array::new(&content).to_vec()
}
