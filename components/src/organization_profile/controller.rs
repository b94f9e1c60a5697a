use super::roster::Roster;
use super::state::{
    OrganizationAct, OrganizationEditing, OrganizationMay, OrganizationProfileState, OrganizationRow, OrganizationWork,
};
use crate::form_controller::{Flow, Slot, Work, answers_by_itself};
use crate::i18n::{Messages, OrganizationProfileMessages, fill};
use crate::modal::Modal;
use crate::onward::go_to;
use crate::organization_switcher::controller::{logo, role_words};
use crate::profile::{Bench, FrameStage, away, bytes, stage};
use crate::proof::Proving;
use crate::provider::Desk;
use crate::shown::Shown;
use crate::step::{FormState, Input};
use frontdesk_sdk::Snapshot;
use frontdesk_sdk::flow::{Event, Field, OrganizationFlow, run_organization};
use frontdesk_sdk::wire::{Environment, OrganizationMembership, Timestamp};
use leptos::prelude::*;

impl Flow for Proving<OrganizationFlow> {
    fn on(&mut self, event: Event, now: Timestamp) -> Option<Work> {
        let ask = OrganizationFlow::on(self, event, now)?;
        Some(self.prover.work(move |frontdesk| {
            let ask = ask.clone();
            Box::pin(async move { run_organization(&frontdesk, ask).await })
        }))
    }
    answers_by_itself!(OrganizationFlow);
    fn is_done(&self) -> bool {
        OrganizationFlow::is_done(self)
    }
    fn own_words(&self, messages: &Messages, code: &str, _field: &str) -> Option<&'static str> {
        own_words(messages, code)
    }
}

/// Words for what can only go wrong here.
fn own_words(messages: &Messages, code: &str) -> Option<&'static str> {
    let words = messages.organization_profile();
    Some(match code {
        "session_reverification_required" => messages.proof().declined,
        "confirmation_mismatch" => words.confirmation_mismatch,
        "organization_minimum_permissions_needed" => words.leave_only_admin,
        "image_too_large" => words.logo_too_large,
        _ => return None,
    })
}

/// What happens once the person has left the organization or deleted it.
#[derive(Clone)]
pub(super) struct After {
    pub(super) callback: Option<Callback<()>>,
    pub(super) url: Option<String>,
    pub(super) modal: Option<Modal>,
}

/// Everything behind the profile of an organization. All that it holds are signals, so that it is copied freely.
#[derive(Clone)]
pub(super) struct Controller {
    desk: Desk,
    roster: Roster,
    pub(super) bench: Bench<OrganizationEditing, Proving<OrganizationFlow>, OrganizationRow, OrganizationWork>,
    /// The name of the member whom the open form is about.
    about: RwSignal<String>,
    after: After,
}

impl Controller {
    pub(super) fn new(desk: &Desk, after: After) -> Self {
        Self {
            desk: desk.clone(),
            roster: Roster::new(desk),
            bench: Bench::new(desk, own_words),
            about: RwSignal::new(String::new()),
            after,
        }
    }

    fn words(&self) -> &'static OrganizationProfileMessages {
        self.desk.messages.organization_profile()
    }

    /// What the view shows, but the form.
    pub(super) fn state(&self) -> Shown<OrganizationProfileState> {
        let this = self.clone();
        let state = Memo::new(move |_| this.read());
        Shown::new(move |visit| state.with(|state| visit(state)))
    }

    /// The open form.
    pub(super) fn form(&self) -> Shown<FormState> {
        self.bench.form()
    }

    fn read(&self) -> OrganizationProfileState {
        let snapshot = self.desk.snapshot.get();
        self.desk.messages.revision();
        let mut state = OrganizationProfileState {
            stage: stage(&snapshot),
            notice: away(&snapshot, &self.desk.messages, self.words().offline, self.words().away),
            work: self.bench.work.get(),
            said: self.bench.said.get(),
            error: self.bench.error.get(),
            removes: self.about.get(),
            editing: self.bench.open().map(|open| open.editing),
            ..OrganizationProfileState::default()
        };
        let Some(environment) = snapshot.environment.as_deref() else { return state };
        if state.stage == FrameStage::Ready && !environment.organization_settings.enabled {
            state.stage = FrameStage::Absent;
        }
        if let Some(membership) = snapshot.membership() {
            fill_in(&mut state, membership, environment, &snapshot, &self.desk.messages);
            let me = snapshot.user().map(|user| user.id.to_string()).unwrap_or_default();
            let most = u32::try_from(membership.organization.max_allowed_memberships).unwrap_or_default();
            state.members = self.roster.state(&me, most, &self.desk.messages);
        }
        state
    }

    /// What the person does.
    pub(super) fn act(&self, act: OrganizationAct) {
        match act {
            OrganizationAct::Edit(editing) => self.edit(editing),
            OrganizationAct::Form(act) => self.bench.act(act),
            OrganizationAct::RemoveLogo => {
                let Some(id) = self.organization() else { return };
                let (organizations, said) = (self.desk.frontdesk.organizations(), self.words().logo_removed.to_owned());
                self.bench.work_on(OrganizationWork::Logo, OrganizationRow::Logo, said, move || {
                    let (organizations, id) = (organizations.clone(), id.as_str().into());
                    async move { organizations.delete_logo(&id).await.map(drop) }
                });
            }
            OrganizationAct::ShowMembers => {
                let manages = self.desk.snapshot.with_untracked(|snapshot| may(snapshot).manage_members);
                if let Some(id) = self.organization() {
                    self.roster.show(&id, manages);
                }
            }
            OrganizationAct::Seek(query) => self.roster.seek(query),
            OrganizationAct::Page(page) => self.roster.page(page),
            OrganizationAct::RetryMembers => self.roster.load(0),
            OrganizationAct::SetRole(key, role) => {
                let (name, role_name) = (self.roster.name_of(&key), self.roster.role_name(&role));
                let said = fill(self.words().role_saved, &[("name", &name), ("role", &role_name)]);
                let (roster, whose) = (self.roster.clone(), key.clone());
                self.bench.work_on(OrganizationWork::Role(key), OrganizationRow::Members, said, move || {
                    roster.clone().set_role(whose.clone(), role.clone())
                });
            }
            OrganizationAct::Retry => self.bench.retry(),
        }
    }

    /// The organization that is shown, by id.
    fn organization(&self) -> Option<String> {
        self.desk
            .snapshot
            .with_untracked(|snapshot| snapshot.membership().map(|membership| membership.organization.id.to_string()))
    }

    /// Opens a form, in the place of any other.
    fn edit(&self, editing: OrganizationEditing) {
        let snapshot = self.desk.snapshot.get_untracked();
        let Some(organization) = snapshot.organization() else { return };
        let mut about = String::new();
        let flow = match &editing {
            OrganizationEditing::Name => OrganizationFlow::name(organization),
            OrganizationEditing::Slug => OrganizationFlow::slug(organization),
            OrganizationEditing::Leave => OrganizationFlow::leave(&organization.id),
            OrganizationEditing::Delete => OrganizationFlow::delete(organization),
            OrganizationEditing::RemoveMember(key) => {
                about = self.roster.name_of(key);
                OrganizationFlow::remove_member(&organization.id, &key.as_str().into())
            }
        };
        let this = self.clone();
        self.about.set(about.clone());
        let finish =
            move |editing: &OrganizationEditing, _: &Slot<Proving<OrganizationFlow>>| this.finished(editing, &about);
        let flow = Proving::new(flow, &self.bench.prover);
        self.bench.edit(editing, flow, |flow, form| form.state(flow, inputs(flow), None), finish);
    }

    /// A form has come to its end.
    fn finished(&self, editing: &OrganizationEditing, about: &str) {
        let words = self.words();
        let said = match editing {
            OrganizationEditing::Leave | OrganizationEditing::Delete => return self.left(),
            OrganizationEditing::RemoveMember(_) => {
                self.roster.load(0);
                fill(words.removed, &[("name", about)])
            }
            OrganizationEditing::Name | OrganizationEditing::Slug => words.saved.to_owned(),
        };
        self.bench.say(editing.row(), said);
    }

    fn left(&self) {
        if let Some(modal) = &self.after.modal {
            (modal.close)();
        }
        match (self.after.callback, &self.after.url) {
            (Some(after), _) => drop(after.try_run(())),
            (None, Some(url)) => go_to(url, self.desk.leave.as_ref()),
            (None, None) => {}
        }
    }

    /// Sends a logo. That it is a picture, and small enough, has been looked at already.
    pub(super) fn use_logo(&self, file: &web_sys::File) {
        let Some(id) = self.organization() else { return };
        let (organizations, said) = (self.desk.frontdesk.organizations(), self.words().logo_saved.to_owned());
        let file = file.clone();
        self.bench.work_on(OrganizationWork::Logo, OrganizationRow::Logo, said, move || {
            let (organizations, id, file) = (organizations.clone(), id.as_str().into(), file.clone());
            async move {
                let (kind, name) = (file.type_(), file.name());
                let bytes = bytes(&file).await;
                organizations.set_logo(&id, bytes, &kind, &name).await.map(drop)
            }
        });
    }
}

fn inputs(flow: &OrganizationFlow) -> &'static [Input] {
    match flow.shown().first() {
        Some(Field::Name) => &[Input::Name],
        Some(Field::Slug) => &[Input::Slug],
        Some(Field::Confirmation) => &[Input::Confirmation],
        _ => &[],
    }
}

fn may(snapshot: &Snapshot) -> OrganizationMay {
    let deletable = snapshot.organization().is_some_and(|organization| organization.admin_delete_enabled);
    let manage_members = snapshot.has_permission("org:sys_memberships:manage");
    OrganizationMay {
        change: snapshot.has_permission("org:sys_profile:manage"),
        delete: deletable && snapshot.has_permission("org:sys_profile:delete"),
        see_members: manage_members || snapshot.has_permission("org:sys_memberships:read"),
        manage_members,
    }
}

fn fill_in(
    state: &mut OrganizationProfileState,
    membership: &OrganizationMembership,
    environment: &Environment,
    snapshot: &Snapshot,
    messages: &Messages,
) {
    let organization = &membership.organization;
    state.key = organization.id.to_string();
    state.face = logo(organization);
    state.slug = organization.slug.clone().unwrap_or_default();
    state.has_slug = !environment.organization_settings.slug.disabled;
    state.role = role_words(&membership.role, &membership.role_name, messages);
    state.may = may(snapshot);
}
