use super::state::{Account, UserAct, UserButtonState};
use crate::onward::go_to;
use crate::provider::Desk;
use crate::shown::Shown;
use crate::ui::avatar::Face;
use crate::ui::menu::MenuItem;
use frontdesk_sdk::wire::{Session, User};
use frontdesk_sdk::{SetActive, Snapshot};
use leptos::{prelude::*, task::spawn_local};

/// What happens after somebody signed out.
#[derive(Clone)]
pub(super) struct After {
    pub(super) callback: Option<Callback<()>>,
    pub(super) url: Option<String>,
}

/// What the app brings to the menu.
pub(super) struct Brings {
    pub(super) sign_in_url: Option<String>,
    pub(super) manages: bool,
    pub(super) manage_url: Option<String>,
    pub(super) items: Vec<MenuItem>,
}

/// What the view shows.
pub(super) fn state(desk: &Desk, brings: Brings) -> Shown<UserButtonState> {
    let snapshot = desk.snapshot;
    Shown::new(move |visit| visit(&read(&snapshot.get(), &brings)))
}

fn read(snapshot: &Snapshot, brings: &Brings) -> UserButtonState {
    let one_only =
        snapshot.environment.as_deref().is_some_and(|environment| environment.auth_config.single_session_mode);
    let accounts = |session: &Session| session.user.as_ref().map(|user| account(session, user));
    let current = snapshot.session().filter(|_| snapshot.is_signed_in());
    let others = snapshot.sessions().filter(|session| Some(&session.id) != snapshot.session_id.as_ref());
    UserButtonState {
        loaded: snapshot.is_loaded(),
        current: current.and_then(accounts),
        others: others.filter_map(accounts).collect(),
        add_account_url: brings.sign_in_url.clone().filter(|_| !one_only).unwrap_or_default(),
        manages: brings.manages,
        manage_url: brings.manage_url.clone().unwrap_or_default(),
        own: brings.items.clone(),
    }
}

/// Name, picture and address of an account.
fn account(session: &Session, user: &User) -> Account {
    Account { key: session.id.to_string(), face: face(user), address: address(user) }
}

fn address(user: &User) -> String {
    let email = user.primary_email_address().map(|address| address.email_address.clone());
    email.or_else(|| user.username.clone()).unwrap_or_default()
}

/// A person's name and picture; without a name, the address stands for it.
pub(crate) fn face(user: &User) -> Face {
    let names = [user.first_name.as_deref(), user.last_name.as_deref()];
    let mut name = names.into_iter().flatten().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        name = user.username.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| address(user));
    }
    Face { name, image_url: user.has_image.then(|| user.image_url.clone()), square: false }
}

/// Does what the person chose.
pub(super) fn act(desk: &Desk, act: UserAct, after: After) {
    let (frontdesk, leave) = (desk.frontdesk.clone(), desk.leave.clone());
    spawn_local(async move {
        let leaves = matches!(act, UserAct::SignOut | UserAct::SignOutAll);
        let done = match act {
            UserAct::Switch(session) => frontdesk.set_active(SetActive::session(session)).await,
            UserAct::SignOut => match frontdesk.snapshot().session_id.clone() {
                Some(session) => frontdesk.sign_out_session(&session).await,
                None => Ok(()),
            },
            UserAct::SignOutAll => frontdesk.sign_out().await,
            // The component does these by itself.
            UserAct::Manage | UserAct::Own(_) => Ok(()),
        };
        if let Err(error) = done {
            // The person is still signed in, and the button that says so is still there to be pressed again.
            leptos::logging::warn!("{}", error);
        } else if leaves {
            match after {
                After { callback: Some(callback), .. } => {
                    let _ = callback.try_run(());
                }
                After { url: Some(url), .. } => go_to(&url, leave.as_ref()),
                After { .. } => {}
            }
        }
    });
}
