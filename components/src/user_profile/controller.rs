use super::state::{
    Address, Device, Devices, Editing, ProfileAct, ProfileOffers, ProfileRow, ProfileWork, UserProfileState,
};
use crate::form_controller::{Flow, FormController, Work, answers_by_itself, held};
use crate::i18n::{Messages, UserProfileMessages, fill};
use crate::onward::go_to;
use crate::profile::{Bench, away, bytes, stage};
use crate::proof::Proving;
use crate::provider::Desk;
use crate::shown::Shown;
use crate::step::{Act, FormState, Input};
use crate::ui::field::Typed;
use crate::ui::focus::soon;
use crate::user_button::controller::face;
use frontdesk_sdk::flow::{AccountFlow, AccountScreen, Event, Field, run_account};
use frontdesk_sdk::wire::session::SessionWithActivity;
use frontdesk_sdk::wire::{EmailAddress, Environment, Timestamp, User, VerificationStatus};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// A device that was used so many milliseconds ago is in use.
const A_MOMENT: i64 = 120_000;

impl Flow for Proving<AccountFlow> {
    fn on(&mut self, event: Event, now: Timestamp) -> Option<Work> {
        let ask = AccountFlow::on(self, event, now)?;
        Some(self.prover.work(move |frontdesk| {
            let ask = ask.clone();
            Box::pin(async move { run_account(&frontdesk, ask).await })
        }))
    }
    answers_by_itself!(AccountFlow);
    fn seconds_to_resend(&self, now: Timestamp) -> i64 {
        self.resend_in(now)
    }
    fn is_done(&self) -> bool {
        self.screen() == AccountScreen::Done
    }
    fn own_words(&self, messages: &Messages, code: &str, field: &str) -> Option<&'static str> {
        own_words(messages, code, field)
    }
    fn set_option(&mut self, input: Input, value: &str) {
        if input == Input::SignOutElsewhere {
            self.sign_out_others(!value.is_empty());
        }
    }
}

/// Words for what can only go wrong here.
fn own_words(messages: &Messages, code: &str, field: &str) -> Option<&'static str> {
    let words = messages.user_profile();
    Some(match (code, field) {
        ("form_param_nil" | "form_param_missing", "username") => words.username_needed,
        ("form_param_nil" | "form_param_missing", "current_password") => words.current_password_needed,
        ("form_param_format_invalid" | "form_username_invalid_character", "username") => words.username_invalid,
        ("image_too_large", _) => words.picture_too_large,
        ("confirmation_mismatch", _) => words.confirmation_mismatch,
        ("form_new_password_matches_current", _) => words.new_password_matches_current,
        ("last_required_identification_deletion_failed", _) => words.last_address,
        ("too_many_unverified_identifications" | "form_param_array_size_exceeded", _) => words.too_many_addresses,
        ("session_reverification_required", _) => messages.proof().declined,
        ("organization_minimum_permissions_needed", _) => words.last_admin,
        _ => return None,
    })
}

/// Everything behind a profile. All that it holds are signals, so that it is copied freely.
#[derive(Clone)]
pub(super) struct Controller {
    desk: Desk,
    pub(super) bench: Bench<Editing, Proving<AccountFlow>, ProfileRow, ProfileWork>,
    /// In words as they were when the answer came: a list that is drawn anew with each second would take the focus along.
    devices: RwSignal<Devices>,
    /// What happens once the account is gone.
    deleted: Arc<dyn Fn() + Send + Sync>,
}

impl Controller {
    pub(super) fn new(desk: &Desk, after: Option<Callback<()>>, url: Option<String>) -> Self {
        let leave = desk.leave.clone();
        let deleted = Arc::new(move || match (after, &url) {
            (Some(after), _) => drop(after.try_run(())),
            // After whatever the page does about somebody who is signed out.
            (None, Some(url)) => {
                let (url, leave) = (url.clone(), leave.clone());
                soon(move || go_to(&url, leave.as_ref()));
            }
            (None, None) => {}
        });
        Self {
            desk: desk.clone(),
            bench: Bench::new(desk, |messages, code| own_words(messages, code, "")),
            devices: RwSignal::new(Devices::Loading),
            deleted,
        }
    }

    fn words(&self) -> &'static UserProfileMessages {
        self.desk.messages.user_profile()
    }

    /// What the view shows, but the form.
    pub(super) fn state(&self) -> Shown<UserProfileState> {
        let this = self.clone();
        let state = Memo::new(move |_| this.read());
        Shown::new(move |visit| state.with(|state| visit(state)))
    }

    /// The open form.
    pub(super) fn form(&self) -> Shown<FormState> {
        self.bench.form()
    }

    fn read(&self) -> UserProfileState {
        let snapshot = self.desk.snapshot.get();
        self.desk.messages.revision();
        let mut state = UserProfileState {
            stage: stage(&snapshot),
            notice: away(&snapshot, &self.desk.messages, self.words().offline, self.words().away),
            work: self.bench.work.get(),
            said: self.bench.said.get(),
            error: self.bench.error.get(),
            devices: self.devices.get(),
            ..UserProfileState::default()
        };
        if let Some(open) = self.bench.open() {
            // Reading the form subscribes to the flow.
            self.bench.form().with(|_| ());
            if let Some(flow) = &*held(&open.slot) {
                state.at_code = flow.screen() == AccountScreen::Code;
                state.code_sent_to = flow.address().unwrap_or_default().to_owned();
            }
            state.editing = Some(open.editing);
        }
        if let (Some(user), Some(environment)) = (snapshot.user(), snapshot.environment.as_deref()) {
            fill_in(&mut state, user, environment, self.desk.frontdesk.now(), &self.desk.messages);
        }
        state
    }

    /// What the person does.
    pub(super) fn act(&self, act: ProfileAct) {
        match act {
            ProfileAct::Edit(editing) => self.edit(editing),
            ProfileAct::Form(act) => self.bench.act(act),
            ProfileAct::MakePrimary(key) => self.make_primary(key),
            ProfileAct::ShowDevices => self.load_devices(),
            ProfileAct::SignOutDevice(key) => self.sign_out_device(key),
            ProfileAct::RemovePicture => {
                let (user, said) = (self.desk.frontdesk.user(), self.words().picture_removed.to_owned());
                self.bench.work_on(ProfileWork::Picture, ProfileRow::Picture, said, move || {
                    let user = user.clone();
                    async move { user.delete_profile_image().await.map(drop) }
                });
            }
            ProfileAct::Retry => self.bench.retry(),
        }
    }

    /// Opens a form, in the place of any other.
    fn edit(&self, editing: Editing) {
        let snapshot = self.desk.snapshot.get_untracked();
        let (Some(user), Some(environment)) = (snapshot.user(), snapshot.environment.as_deref()) else { return };
        let address = |key: &str| user.email_addresses.iter().find(|address| address.id.as_str() == key);
        let flow = match &editing {
            Editing::Name => AccountFlow::names(user),
            Editing::Username => AccountFlow::username(user),
            Editing::AddEmail => AccountFlow::add_email_address(),
            Editing::VerifyEmail(key) => match address(key) {
                Some(address) => AccountFlow::verify_email_address(address),
                None => return,
            },
            Editing::RemoveEmail(key) => AccountFlow::remove_email_address(&key.as_str().into()),
            Editing::Password => AccountFlow::password(user, environment),
            Editing::Delete => AccountFlow::delete(self.words().delete_word),
        };
        let of_removed = address(match &editing {
            Editing::RemoveEmail(key) => key,
            _ => "",
        });
        let removed = of_removed.map(|address| address.email_address.clone()).unwrap_or_default();
        let (this, sends) = (self.clone(), matches!(editing, Editing::VerifyEmail(_)));
        self.bench.edit(editing, Proving::new(flow, &self.bench.prover), form_state, move |editing, flow| {
            let address = held(flow).as_ref().and_then(|flow| flow.address().map(str::to_owned));
            this.finished(editing, &address.unwrap_or_else(|| removed.clone()));
        });
        if sends {
            self.bench.act(Act::Resend);
        }
    }

    /// A form has come to its end.
    fn finished(&self, editing: &Editing, address: &str) {
        if *editing == Editing::Delete {
            return (self.deleted)();
        }
        let words = self.words();
        let about = |text: &str| fill(text, &[("address", address)]);
        let said = match editing {
            Editing::AddEmail | Editing::VerifyEmail(_) => about(words.email_added),
            Editing::RemoveEmail(_) => about(words.email_removed),
            Editing::Password => words.password_saved.to_owned(),
            Editing::Name | Editing::Username | Editing::Delete => words.saved.to_owned(),
        };
        self.bench.say(editing.row(), said);
        if *editing == Editing::Password
            && self.devices.try_get_untracked().is_some_and(|devices| devices != Devices::Loading)
        {
            self.load_devices();
        }
    }

    /// Sends a picture. That it is one, and small enough, has been looked at already.
    pub(super) fn use_picture(&self, file: &web_sys::File) {
        let (user, said) = (self.desk.frontdesk.user(), self.words().picture_saved.to_owned());
        let file = file.clone();
        self.bench.work_on(ProfileWork::Picture, ProfileRow::Picture, said, move || {
            let (user, file) = (user.clone(), file.clone());
            async move {
                let (kind, name) = (file.type_(), file.name());
                let bytes = bytes(&file).await;
                user.set_profile_image(bytes, &kind, &name).await.map(drop)
            }
        });
    }

    fn make_primary(&self, key: String) {
        let address = self.desk.snapshot.with_untracked(|snapshot| {
            let user = snapshot.user()?;
            let found = user.email_addresses.iter().find(|address| address.id.as_str() == key);
            found.map(|address| address.email_address.clone())
        });
        let said = fill(self.words().email_made_primary, &[("address", &address.unwrap_or_default())]);
        let (user, id) = (self.desk.frontdesk.user(), key.clone());
        self.bench.work_on(ProfileWork::MakePrimary(key), ProfileRow::Email, said, move || {
            let (user, id) = (user.clone(), id.as_str().into());
            async move { user.set_primary_email_address(&id).await.map(drop) }
        });
    }

    fn sign_out_device(&self, key: String) {
        let (devices, known, gone) = (self.desk.frontdesk.user().devices(), self.devices, key.clone());
        self.bench.work_on(
            ProfileWork::SignOutDevice(key),
            ProfileRow::Devices,
            self.words().device_signed_out.to_owned(),
            move || {
                let (devices, gone) = (devices.clone(), gone.clone());
                async move {
                    devices.revoke(&gone.as_str().into()).await?;
                    let _ = known.try_update(|known| {
                        if let Devices::Known(devices) = known {
                            devices.retain(|device| device.key != gone);
                        }
                    });
                    Ok(())
                }
            },
        );
    }

    /// Asks for the devices; what is known stays shown until the answer is there.
    fn load_devices(&self) {
        if self.devices.get_untracked() == Devices::Failed {
            self.devices.set(Devices::Loading);
        }
        let (devices, this) = (self.desk.frontdesk.user().devices(), self.clone());
        spawn_local(async move {
            let known = match devices.active().await {
                Ok(sessions) => Devices::Known(this.devices_of(&sessions)),
                Err(_) if this.devices.try_get_untracked() == Some(Devices::Loading) => Devices::Failed,
                Err(_) => return,
            };
            let _ = this.devices.try_set(known);
        });
    }

    fn devices_of(&self, sessions: &[SessionWithActivity]) -> Vec<Device> {
        let snapshot = self.desk.frontdesk.snapshot();
        let now = self.desk.frontdesk.now();
        let mut devices: Vec<Device> = sessions
            .iter()
            .filter(|session| session.status.is_signed_in())
            .map(|session| {
                let this = snapshot.session_id.as_ref() == Some(&session.id);
                device(session, this, now, &self.desk.messages)
            })
            .collect();
        devices.sort_by_key(|device| !device.this);
        devices
    }
}

/// What a form shows.
fn form_state(flow: &Proving<AccountFlow>, controller: &FormController) -> FormState {
    let rules = flow.password_rules().map(|rules| (Input::NewPassword, rules.clone()));
    let mut inputs: Vec<Input> = Vec::with_capacity(2);
    for field in flow.shown() {
        inputs.push(match field {
            Field::FirstName => Input::FirstName,
            Field::LastName => Input::LastName,
            Field::Username => Input::Username,
            Field::EmailAddress => Input::EmailAddress,
            Field::Code => Input::Code,
            Field::CurrentPassword => Input::CurrentPassword,
            Field::Confirmation => Input::Confirmation,
            _ => Input::NewPassword,
        });
    }
    let mut form = controller.state(flow, &inputs, rules);
    if flow.signs_out_others() {
        form.typed.push((Input::SignOutElsewhere, Typed::new("true")));
    }
    form
}

fn fill_in(state: &mut UserProfileState, user: &User, environment: &Environment, now: Timestamp, messages: &Messages) {
    let attributes = &environment.user_settings.attributes;
    let offered = |name: &str| attributes.get(name).is_some_and(|attribute| attribute.enabled && !attribute.immutable);
    state.offers = ProfileOffers {
        names: offered("first_name") || offered("last_name"),
        username: offered("username"),
        email: offered("email_address"),
        password: offered("password"),
        delete: user.delete_self_enabled && environment.user_settings.actions.delete_self,
    };
    let names = [user.first_name.as_deref(), user.last_name.as_deref()];
    state.name = names.into_iter().flatten().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
    state.face = face(user);
    state.username = user.username.clone().unwrap_or_default();
    let primary = user.primary_email_address_id.as_ref();
    state.addresses = user
        .email_addresses
        .iter()
        .map(|address| Address {
            key: address.id.to_string(),
            address: address.email_address.clone(),
            primary: Some(&address.id) == primary,
            verified: is_verified(address),
        })
        .collect();
    state.addresses.sort_by_key(|address| !address.primary);
    state.has_password = user.password_enabled;
    let changed = user.password_last_updated_at.filter(|_| user.password_enabled);
    state.password_changed = changed.map(|changed| messages.ago(changed, now)).unwrap_or_default();
}

fn is_verified(address: &EmailAddress) -> bool {
    address.verification.as_ref().is_some_and(|proof| proof.status == VerificationStatus::Verified)
}

fn device(session: &SessionWithActivity, this: bool, now: Timestamp, messages: &Messages) -> Device {
    let words = messages.user_profile();
    let activity = session.latest_activity.clone().unwrap_or_default();
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let version = said(activity.browser_version);
    // “143”, not “143.0.7489.2”.
    let version = version.and_then(|version| version.split('.').next().map(str::to_owned));
    let browser = said(activity.browser_name).map(|name| match version {
        Some(version) => [&name, " ", &version].concat(),
        None => name,
    });
    let name = match (browser, said(activity.device_type)) {
        (Some(browser), Some(device)) => fill(words.device_on, &[("browser", &browser), ("device", &device)]),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => words.device_unknown.to_owned(),
    };
    let place: Vec<String> = [activity.city, activity.country].into_iter().filter_map(said).collect();
    let place = [place.join(", "), said(activity.ip_address).unwrap_or_default()];
    let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let used = if this || now.millis_since(session.last_active_at) < A_MOMENT {
        words.device_active_now.to_owned()
    } else {
        fill(words.device_active, &[("when", &messages.ago(session.last_active_at, now))])
    };
    Device {
        key: session.id.to_string(),
        name,
        mobile: activity.is_mobile,
        this,
        details: [place, used].into_iter().filter(|line| !line.is_empty()).collect(),
    }
}
