//! What stands behind the page: the flow, and the logo that waits until there is an organization.

use super::state::{CreateOrganizationState, CreateOrganizationStep};
use crate::form_controller::{FormController, Slot, held};
use crate::organization_switcher::controller::may_create;
use crate::provider::Desk;
use crate::shown::Shown;
use crate::sign_in::controller::brand;
use crate::step::{Act, Control, FormState, Input};
use frontdesk_sdk::flow::{CreateOrganizationFlow, CreateOrganizationScreen};
use frontdesk_sdk::{Snapshot, Status};
use leptos::{prelude::*, task::spawn_local};
use std::sync::{Arc, Mutex};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Url};

/// A logo that was chosen.
#[derive(Clone)]
struct Logo {
    bytes: Vec<u8>,
    kind: String,
    name: String,
}

/// How far the page is beyond the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beyond {
    /// Not yet.
    Flow,
    /// The logo is on its way.
    Logo,
    /// It did not arrive.
    LogoFailed,
    /// The end.
    Done,
}

/// Everything behind the page. All clones are one.
#[derive(Clone)]
pub(super) struct Page {
    desk: Desk,
    slot: Slot<CreateOrganizationFlow>,
    logo: Arc<Mutex<Option<Logo>>>,
    logo_url: RwSignal<String>,
    beyond: RwSignal<Beyond>,
    finish: Arc<dyn Fn() + Send + Sync>,
}

impl Page {
    pub(super) fn new(desk: &Desk, finish: Arc<dyn Fn() + Send + Sync>) -> Self {
        let page = Self {
            desk: desk.clone(),
            slot: Slot::default(),
            logo: Arc::default(),
            logo_url: RwSignal::new(String::new()),
            beyond: RwSignal::new(Beyond::Flow),
            finish,
        };
        let last = page.clone();
        on_cleanup(move || last.show_logo(String::new()));
        page
    }

    /// The form, and what it shows.
    pub(super) fn form(&self) -> (FormController, Shown<FormState>) {
        let made = self.clone();
        let form = FormController::new(self.slot.clone(), &self.desk, Arc::new(move || made.made()));
        let (of, slot, beyond) = (form.clone(), self.slot.clone(), self.beyond);
        let shown = form.shown(move |snapshot| {
            let mut slot = held(&slot);
            if let (None, Some(environment)) = (&*slot, &snapshot.environment) {
                *slot = Some(CreateOrganizationFlow::new(environment));
            }
            match &*slot {
                Some(flow) => of.state(flow, &[Input::Name, Input::Slug], None),
                None => FormState::default(),
            }
        });
        // The logo is a part of what the button does.
        let busy = Shown::new(move |visit| {
            shown.with(|form| match beyond.get() {
                Beyond::Logo => visit(&FormState { busy: Some(Control::Submit), ..form.clone() }),
                Beyond::Flow | Beyond::LogoFailed | Beyond::Done => visit(form),
            });
        });
        (form, busy)
    }

    /// What the view shows, but the form.
    pub(super) fn state(&self, form: &Shown<FormState>) -> Shown<CreateOrganizationState> {
        let (this, form) = (self.clone(), form.clone());
        let state = Memo::new(move |_| {
            // Reading the form subscribes to the flow.
            form.with(|_| ());
            this.read(&this.desk.snapshot.get())
        });
        Shown::new(move |visit| state.with(|state| visit(state)))
    }

    fn read(&self, snapshot: &Snapshot) -> CreateOrganizationState {
        let made = held(&self.slot).as_ref().and_then(|flow| flow.organization().cloned());
        let step = match self.beyond.get() {
            Beyond::Done => CreateOrganizationStep::Done,
            Beyond::LogoFailed => CreateOrganizationStep::LogoFailed,
            Beyond::Logo => CreateOrganizationStep::Form,
            Beyond::Flow => self.step(snapshot, made.is_some()),
        };
        let settings = snapshot.environment.as_deref().map(|environment| &environment.organization_settings);
        CreateOrganizationState {
            step,
            brand: brand(snapshot, &self.desk),
            has_slug: settings.is_some_and(|settings| !settings.slug.disabled),
            logo_url: self.logo_url.get(),
            name: made.map(|made| made.name).unwrap_or_default(),
        }
    }

    fn step(&self, snapshot: &Snapshot, made: bool) -> CreateOrganizationStep {
        let enabled = snapshot.environment.as_deref().map(|environment| environment.organization_settings.enabled);
        if snapshot.status == Status::Failed && snapshot.client.is_none() {
            return CreateOrganizationStep::Failed;
        }
        match (snapshot.is_loaded(), snapshot.user().is_some(), enabled) {
            (false, ..) | (true, true, None) => CreateOrganizationStep::Loading,
            (true, false, _) | (true, true, Some(false)) => CreateOrganizationStep::Absent,
            // Who has just made the last one that was allowed is not told that it was one too many.
            (true, true, Some(true)) if made || may_create(snapshot) => CreateOrganizationStep::Form,
            (true, true, Some(true)) => CreateOrganizationStep::Refused,
        }
    }

    /// What the person does.
    pub(super) fn act(&self, form: &FormController, act: Act) {
        match act {
            Act::Close => self.done(),
            act if self.beyond.get_untracked() == Beyond::Flow => form.act(act),
            _ => {}
        }
    }

    /// Keeps a chosen logo, which is shown at once.
    pub(super) fn choose_logo(&self, file: &File) {
        self.show_logo(Url::create_object_url_with_blob(file).unwrap_or_default());
        let (content, kind, name) = (file.array_buffer(), file.type_(), file.name());
        let logo = self.logo.clone();
        *held(&logo) = None;
        spawn_local(async move {
            // A file that is gone by now is an empty one, which the server refuses.
            let content = JsFuture::from(content).await.unwrap_or_default();
            *held(&logo) = Some(Logo { bytes: js_sys::Uint8Array::new(&content).to_vec(), kind, name });
        });
    }

    /// Takes it away again.
    pub(super) fn drop_logo(&self) {
        *held(&self.logo) = None;
        self.show_logo(String::new());
    }

    fn show_logo(&self, url: String) {
        let Some(before) = self.logo_url.try_get_untracked() else { return };
        if !before.is_empty() {
            let _ = Url::revoke_object_url(&before);
        }
        if before != url {
            self.logo_url.set(url);
        }
    }

    /// The flow has come to its end: the organization is there, and the person works in it.
    fn made(&self) {
        let flow = held(&self.slot);
        let Some(flow) = flow.as_ref().filter(|flow| flow.screen() == CreateOrganizationScreen::Done) else { return };
        let id = flow.organization().map(|organization| organization.id.clone());
        let (Some(id), Some(logo)) = (id, held(&self.logo).take()) else { return self.done() };
        let _ = self.beyond.try_set(Beyond::Logo);
        let this = self.clone();
        spawn_local(async move {
            let organizations = this.desk.frontdesk.organizations();
            match organizations.set_logo(&id, logo.bytes, &logo.kind, &logo.name).await {
                Ok(_) => this.done(),
                Err(_) => drop(this.beyond.try_set(Beyond::LogoFailed)),
            }
        });
    }

    fn done(&self) {
        let _ = self.beyond.try_set(Beyond::Done);
        (self.finish)();
    }
}
