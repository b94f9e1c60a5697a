use super::state::OrganizationListState;
use crate::organization_switcher::controller::{may_create, personal, workspace};
use crate::profile::{FrameStage, stage};
use crate::provider::Desk;
use crate::shown::Shown;
use crate::sign_in::controller::brand;
use crate::ui::alert::Alert;
use frontdesk_sdk::{SetActive, Snapshot};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// Everything behind the list. All clones are one.
#[derive(Clone)]
pub(super) struct Controller {
    desk: Desk,
    opening: RwSignal<Option<String>>,
    failed: RwSignal<bool>,
    hide_personal: bool,
    create_url: String,
    then: Arc<dyn Fn() + Send + Sync>,
}

impl Controller {
    pub(super) fn new(desk: &Desk, hide_personal: bool, create_url: String, then: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            desk: desk.clone(),
            opening: RwSignal::new(None),
            failed: RwSignal::new(false),
            hide_personal,
            create_url,
            then,
        }
    }

    /// What the view shows.
    pub(super) fn state(&self) -> Shown<OrganizationListState> {
        let this = self.clone();
        let state = Memo::new(move |_| this.read(&this.desk.snapshot.get()));
        Shown::new(move |visit| state.with(|state| visit(state)))
    }

    fn read(&self, snapshot: &Snapshot) -> OrganizationListState {
        self.desk.messages.revision();
        let enabled = snapshot.environment.as_deref().is_none_or(|known| known.organization_settings.enabled);
        OrganizationListState {
            stage: match stage(snapshot) {
                FrameStage::Ready if !enabled => FrameStage::Absent,
                stage => stage,
            },
            brand: brand(snapshot, &self.desk),
            current: snapshot.organization_id().map(ToString::to_string).unwrap_or_default(),
            organizations: snapshot.memberships().iter().map(|one| workspace(one, &self.desk.messages)).collect(),
            personal: personal(snapshot, self.hide_personal),
            may_create: may_create(snapshot),
            create_url: self.create_url.clone(),
            opening: self.opening.get(),
            alert: self.failed.get().then(|| Alert::error(self.desk.messages.organization_list().failed)),
        }
    }

    /// Works in another organization; the empty key is the personal workspace.
    pub(super) fn choose(&self, key: String) {
        if self.opening.get_untracked().is_some() {
            return;
        }
        self.opening.set(Some(key.clone()));
        self.failed.set(false);
        let this = self.clone();
        spawn_local(async move {
            let next = if key.is_empty() { SetActive::personal() } else { SetActive::organization(key) };
            let done = this.desk.frontdesk.set_active(next).await;
            let _ = this.opening.try_set(None);
            if done.is_ok() {
                (this.then)();
            } else {
                let _ = this.failed.try_set(true);
            }
        });
    }

    /// Asks the server again.
    pub(super) fn retry(&self) {
        self.desk.load();
    }
}
