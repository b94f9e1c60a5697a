use super::roster::Roster;
use super::state::{
    OrganizationAct, OrganizationEditing, OrganizationMay, OrganizationProfileState, OrganizationRow, OrganizationWork,
};
use crate::form_controller::{Flow, FormController, Slot, Work, banner, held};
use crate::i18n::{Messages, OrganizationProfileMessages, fill};
use crate::modal::Modal;
use crate::onward::go_to;
use crate::organization_switcher::controller::{logo, role_words};
use crate::profile::FrameStage;
use crate::provider::Desk;
use crate::shown::Shown;
use crate::step::{Act, FormState, Input};
use crate::ui::alert::Alert;
use crate::user_profile::controller::stage;
use frontdesk_sdk::flow::{Event, Field, OrganizationFlow, Press, run_organization};
use frontdesk_sdk::wire::{ApiError, Environment, OrganizationMembership, Timestamp};
use frontdesk_sdk::{Error, Snapshot, Status};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;
use wasm_bindgen_futures::JsFuture;

impl Flow for OrganizationFlow {
    fn on(&mut self, event: Event, now: Timestamp) -> Option<Work> {
        let ask = Self::on(self, event, now)?;
        Some(Box::new(move |frontdesk| Box::pin(async move { run_organization(&frontdesk, ask).await })))
    }
    fn value(&self, field: Field) -> &str {
        Self::value(self, field)
    }
    fn error(&self, field: Field) -> Option<&ApiError> {
        Self::error(self, field)
    }
    fn banner(&self) -> Option<&Error> {
        Self::banner(self)
    }
    fn pressed(&self) -> Option<Press> {
        Self::pressed(self)
    }
    fn is_done(&self) -> bool {
        Self::is_done(self)
    }
    fn own_words(&self, messages: &Messages, code: &str, _field: &str) -> Option<&'static str> {
        own_words(messages.organization_profile(), code)
    }
}

/// Words for what can only go wrong here.
fn own_words(words: &'static OrganizationProfileMessages, code: &str) -> Option<&'static str> {
    Some(match code {
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

/// A form that is open.
#[derive(Clone)]
struct Open {
    editing: OrganizationEditing,
    /// Whom it is about, where it is about a member.
    about: String,
    /// Tells one opening from the next.
    turn: u32,
    form: FormController,
    shown: Shown<FormState>,
}

/// Everything behind the profile of an organization. All that it holds are signals, so that it is copied freely.
#[derive(Clone)]
pub(super) struct Controller {
    desk: Desk,
    owner: Option<Owner>,
    roster: Roster,
    open: RwSignal<Option<Open>>,
    turn: RwSignal<u32>,
    work: RwSignal<Option<OrganizationWork>>,
    said: RwSignal<Option<(OrganizationRow, String)>>,
    error: RwSignal<Option<(OrganizationRow, Alert)>>,
    after: After,
}

impl Controller {
    pub(super) fn new(desk: &Desk, after: After) -> Self {
        Self {
            desk: desk.clone(),
            owner: Owner::current(),
            roster: Roster::new(desk),
            open: RwSignal::new(None),
            turn: RwSignal::new(0),
            work: RwSignal::new(None),
            said: RwSignal::new(None),
            error: RwSignal::new(None),
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
        let open = self.open;
        Shown::new(move |visit| match open.get() {
            Some(open) => open.shown.with(|form| visit(form)),
            None => visit(&FormState::default()),
        })
    }

    fn read(&self) -> OrganizationProfileState {
        let snapshot = self.desk.snapshot.get();
        self.desk.messages.revision();
        let open = self.open.get();
        let mut state = OrganizationProfileState {
            stage: stage(&snapshot),
            notice: notice(&snapshot, &self.desk.messages),
            work: self.work.get(),
            said: self.said.get(),
            error: self.error.get(),
            removes: open.as_ref().map(|open| open.about.clone()).unwrap_or_default(),
            editing: open.map(|open| open.editing),
            ..OrganizationProfileState::default()
        };
        let Some(environment) = snapshot.environment.as_deref() else { return state };
        if state.stage == FrameStage::Ready && !environment.organization_settings.enabled {
            state.stage = FrameStage::Absent;
        }
        if let Some(membership) = snapshot.membership() {
            fill_in(&mut state, membership, environment, &snapshot);
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
            OrganizationAct::Form(Act::Close) => self.open.set(None),
            OrganizationAct::Form(act) => {
                if let Some(open) = self.open.get_untracked() {
                    open.form.act(act);
                }
            }
            OrganizationAct::RemoveLogo => {
                let Some(id) = self.organization() else { return };
                let (organizations, said) = (self.desk.frontdesk.organizations(), self.words().logo_removed.to_owned());
                self.work_on(OrganizationWork::Logo, OrganizationRow::Logo, said, async move {
                    organizations.delete_logo(&id.as_str().into()).await.map(drop)
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
                let change = self.roster.clone().set_role(key.clone(), role);
                self.work_on(OrganizationWork::Role(key), OrganizationRow::Members, said, change);
            }
            OrganizationAct::Retry => {
                let frontdesk = self.desk.frontdesk.clone();
                // What comes of it is in the snapshot.
                spawn_local(async move {
                    let _ = if frontdesk.snapshot().status == Status::Degraded {
                        frontdesk.reload().await
                    } else {
                        frontdesk.load().await
                    };
                });
            }
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
        let turn = self.turn.get_untracked().wrapping_add(1);
        self.turn.set(turn);
        let slot: Slot<OrganizationFlow> = Slot::default();
        *held(&slot) = Some(flow);
        let (this, done, whom) = (self.clone(), editing.clone(), about.clone());
        let finish = Arc::new(move || this.finished(&done, turn, &whom));
        // The form's signals live as long as the profile, and not only as long as the press that opened it.
        let make = || {
            let form = FormController::new(slot.clone(), &self.desk, finish);
            let (of, slot) = (form.clone(), slot.clone());
            let shown = form.shown(move |_| match &*held(&slot) {
                Some(flow) => of.state(flow, inputs(flow), None),
                None => FormState::default(),
            });
            (form, shown)
        };
        let (form, shown) = match &self.owner {
            Some(owner) => owner.with(make),
            None => make(),
        };
        self.said.set(None);
        self.error.set(None);
        self.open.set(Some(Open { editing, about, turn, form, shown }));
    }

    /// A form has come to its end.
    fn finished(&self, editing: &OrganizationEditing, turn: u32, about: &str) {
        // Another one may be open by now.
        let open = self.open.try_get_untracked().flatten();
        if open.is_some_and(|open| open.turn == turn) {
            self.open.set(None);
        }
        match editing {
            OrganizationEditing::Leave | OrganizationEditing::Delete => return self.left(),
            OrganizationEditing::RemoveMember(_) => self.roster.load(0),
            OrganizationEditing::Name | OrganizationEditing::Slug => {}
        }
        let words = self.words();
        let said = match editing {
            OrganizationEditing::RemoveMember(_) => fill(words.removed, &[("name", about)]),
            _ => words.saved.to_owned(),
        };
        let _ = self.said.try_set(Some((editing.row(), said)));
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
        let (content, kind, name) = (file.array_buffer(), file.type_(), file.name());
        self.work_on(OrganizationWork::Logo, OrganizationRow::Logo, said, async move {
            // A file that is gone by now is an empty one, which the server refuses in its words.
            let content = JsFuture::from(content).await.unwrap_or_default();
            let bytes = js_sys::Uint8Array::new(&content).to_vec();
            organizations.set_logo(&id.as_str().into(), bytes, &kind, &name).await.map(drop)
        });
    }

    /// Does something without a form, one thing at a time, and says in its row what came of it.
    fn work_on(
        &self,
        work: OrganizationWork,
        row: OrganizationRow,
        said: String,
        doing: impl Future<Output = Result<(), Error>> + 'static,
    ) {
        if self.work.get_untracked().is_some() {
            return;
        }
        self.work.set(Some(work));
        self.said.set(None);
        self.error.set(None);
        let this = self.clone();
        spawn_local(async move {
            let done = doing.await;
            let _ = this.work.try_set(None);
            match done {
                Ok(()) => drop(this.said.try_set(Some((row, said)))),
                Err(error) => {
                    let messages = &this.desk.messages;
                    let own = own_words(messages.organization_profile(), error.code().as_str());
                    // The control that was used is there to be used again.
                    let alert = Alert { action: None, ..banner(&error, messages, own) };
                    let _ = this.error.try_set(Some((row, alert)));
                }
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

/// The server is away, and what is shown is the last that was known.
fn notice(snapshot: &Snapshot, messages: &Messages) -> Option<Alert> {
    let words = messages.organization_profile();
    let problem = snapshot.problem.as_ref().filter(|_| snapshot.status == Status::Degraded)?;
    let offline = problem.code().as_str() == "clerk_offline";
    let text = if offline { words.offline } else { words.away };
    Some(Alert::error(text).with_button(messages.common().try_again))
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
) {
    let organization = &membership.organization;
    state.key = organization.id.to_string();
    state.face = logo(organization);
    state.slug = organization.slug.clone().unwrap_or_default();
    state.has_slug = !environment.organization_settings.slug.disabled;
    state.role = role_words(membership);
    state.may = may(snapshot);
}
