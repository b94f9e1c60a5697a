//! The members as the controller knows them: one page at a time, sought by the server.

use super::state::{Member, MembersStage, MembersState};
use crate::i18n::{Messages, fill};
use crate::organization_switcher::controller::role_words;
use crate::provider::Desk;
use crate::ui::avatar::Face;
use crate::ui::select::Choice;
use frontdesk_sdk::Error;
use frontdesk_sdk::wire::endpoints::ListMembers;
use frontdesk_sdk::wire::organization::Role;
use frontdesk_sdk::wire::{OrganizationMembership, PublicUserData};
use leptos::{prelude::*, task::spawn_local};

/// How many stand on a page.
const PAGE: u32 = 10;

/// How long a person may go on typing before the server is asked, in milliseconds.
const PAUSE: u64 = 300;

/// What is known, and what is asked for.
#[derive(Clone, Default)]
struct Known {
    organization: String,
    query: String,
    page: u32,
    /// Tells the newest question from older ones, whose answers come too late.
    turn: u32,
    busy: bool,
    failed: bool,
    answer: Option<Answer>,
    roles: Vec<Role>,
}

#[derive(Clone)]
struct Answer {
    members: Vec<OrganizationMembership>,
    total: u32,
    page: u32,
    /// What was sought.
    query: String,
}

/// The members of the organization that is shown.
#[derive(Clone)]
pub(super) struct Roster {
    desk: Desk,
    known: RwSignal<Known>,
}

impl Roster {
    pub(super) fn new(desk: &Desk) -> Self {
        Self { desk: desk.clone(), known: RwSignal::new(Known::default()) }
    }

    /// The members come into sight: those of another organization from the start, the same ones as they are now.
    pub(super) fn show(&self, organization: &str, with_roles: bool) {
        let fresh = self.known.with_untracked(|known| known.organization != organization);
        if fresh {
            self.known.update(|known| {
                *known = Known {
                    organization: organization.to_owned(),
                    turn: known.turn.wrapping_add(1),
                    ..Known::default()
                };
            });
        }
        if with_roles && self.known.with_untracked(|known| known.roles.is_empty()) {
            self.load_roles();
        }
        self.load(0);
    }

    /// Seeks, once the person has stopped typing.
    pub(super) fn seek(&self, query: String) {
        self.known.update(|known| {
            known.query = query;
            known.page = 0;
        });
        self.load(PAUSE);
    }

    /// Goes to another page.
    pub(super) fn page(&self, page: u32) {
        self.known.update(|known| known.page = page);
        self.load(0);
    }

    /// Asks again; what is known stays shown until the answer is there.
    pub(super) fn load(&self, pause: u64) {
        let asked = self.known.try_update(|known| {
            known.turn = known.turn.wrapping_add(1);
            known.busy = true;
            known.failed = false;
            (known.turn, known.clone())
        });
        let Some((turn, asked)) = asked else { return };
        let this = self.clone();
        spawn_local(async move {
            if pause > 0 {
                this.desk.frontdesk.sleep(pause).await;
                if !this.is_newest(turn) {
                    return;
                }
            }
            let query = asked.query.trim().to_owned();
            let question = ListMembers {
                organization_id: asked.organization.as_str().into(),
                limit: Some(PAGE),
                offset: Some(asked.page.saturating_mul(PAGE)),
                query: (!query.is_empty()).then(|| query.clone()),
                ..ListMembers::default()
            };
            let answer = this.desk.frontdesk.organizations().find_members(question).await;
            if !this.is_newest(turn) {
                return;
            }
            // The last one of a page may have gone: then the page before is the last.
            if asked.page > 0 && answer.as_ref().is_ok_and(|answer| answer.data.is_empty()) {
                return this.page(asked.page - 1);
            }
            let _ = this.known.try_update(|known| {
                known.busy = false;
                match answer {
                    Ok(answer) => {
                        let total = u32::try_from(answer.total_count).unwrap_or_default();
                        known.answer = Some(Answer { members: answer.data, total, page: asked.page, query });
                    }
                    Err(_) => known.failed = true,
                }
            });
        });
    }

    fn is_newest(&self, turn: u32) -> bool {
        self.known.try_with_untracked(|known| known.turn == turn) == Some(true)
    }

    fn load_roles(&self) {
        let (desk, known) = (self.desk.clone(), self.known);
        let organization = known.with_untracked(|known| known.organization.clone());
        spawn_local(async move {
            // Without them every role is shown, and none can be given.
            let Ok(roles) = desk.frontdesk.organizations().roles(&organization.as_str().into()).await else { return };
            let _ = known.try_update(|known| {
                if known.organization == organization {
                    known.roles = roles;
                }
            });
        });
    }

    /// A member's name.
    pub(super) fn name_of(&self, key: &str) -> String {
        self.known.with_untracked(|known| {
            let members = known.answer.as_ref().map(|answer| answer.members.as_slice()).unwrap_or_default();
            let found = members.iter().find(|member| user_of(member) == key);
            found.and_then(|member| member.public_user_data.as_ref()).map(|user| face(user).name).unwrap_or_default()
        })
    }

    /// A role's name.
    pub(super) fn role_name(&self, key: &str) -> String {
        self.known.with_untracked(|known| {
            let found = known.roles.iter().find(|role| role.key == key);
            role_words(key, found.map_or(key, |role| &role.name), &self.desk.messages)
        })
    }

    /// Gives a member another role.
    pub(super) async fn set_role(self, key: String, role: String) -> Result<(), Error> {
        let organization = self.known.with_untracked(|known| known.organization.clone());
        let organizations = self.desk.frontdesk.organizations();
        let changed = organizations.update_member(&organization.as_str().into(), &key.as_str().into(), &role).await?;
        let _ = self.known.try_update(|known| {
            let members = known.answer.iter_mut().flat_map(|answer| answer.members.iter_mut());
            for member in members.filter(|member| user_of(member) == key) {
                member.role.clone_from(&changed.role);
                member.role_name.clone_from(&changed.role_name);
            }
        });
        Ok(())
    }

    /// What the view shows. `me` is the user's id, and `most` how many members there may be, zero for any number.
    pub(super) fn state(&self, me: &str, most: u32, messages: &Messages) -> MembersState {
        self.known.with(|known| {
            let mut state = MembersState {
                stage: match (&known.answer, known.failed) {
                    (Some(_), false) => MembersStage::Known,
                    (None, false) => MembersStage::Loading,
                    (_, true) => MembersStage::Failed,
                },
                query: known.query.clone(),
                busy: known.busy,
                roles: known.roles.iter().map(|role| choice(role, messages)).collect(),
                ..MembersState::default()
            };
            if let Some(answer) = &known.answer {
                fill_in(&mut state, answer, me, most, messages);
            }
            state
        })
    }
}

fn fill_in(state: &mut MembersState, answer: &Answer, me: &str, most: u32, messages: &Messages) {
    let words = messages.organization_profile();
    let number = |number: u32| messages.number(u64::from(number));
    state.rows = answer.members.iter().map(|one| member(one, me, messages)).collect();
    state.page = answer.page;
    state.pages = answer.total.div_ceil(PAGE);
    let first = answer.page.saturating_mul(PAGE);
    let last = first.saturating_add(u32::try_from(answer.members.len()).unwrap_or_default());
    let (first, last, all) = (number(first + 1), number(last), number(answer.total));
    state.shown = fill(words.pages_shown, &[("first", &first), ("last", &last), ("all", &all)]);
    state.count = if !answer.query.is_empty() {
        fill(words.found, &[("count", &all)])
    } else if most > 0 {
        fill(words.seats, &[("used", &all), ("all", &number(most))])
    } else {
        messages.plural(&words.count, u64::from(answer.total))
    };
}

fn choice(role: &Role, messages: &Messages) -> Choice {
    Choice { value: role.key.clone(), label: role_words(&role.key, &role.name, messages) }
}

fn user_of(membership: &OrganizationMembership) -> &str {
    let user = membership.public_user_data.as_ref().and_then(|user| user.user_id.as_ref());
    user.map(|user| user.as_str()).unwrap_or_default()
}

fn member(membership: &OrganizationMembership, me: &str, messages: &Messages) -> Member {
    let user = membership.public_user_data.clone().unwrap_or_default();
    let face = face(&user);
    let key = user_of(membership).to_owned();
    Member {
        you: key == me,
        key,
        // What stands for a name need not stand there twice.
        address: if face.name == user.identifier { String::new() } else { user.identifier },
        face,
        joined: messages.day(membership.created_at),
        role: membership.role.clone(),
        role_name: role_words(&membership.role, &membership.role_name, messages),
    }
}

/// A member's name and picture; without a name, what the person is known by stands for it.
fn face(user: &PublicUserData) -> Face {
    let names = [user.first_name.as_deref(), user.last_name.as_deref()];
    let mut name = names.into_iter().flatten().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        name.clone_from(&user.identifier);
    }
    Face { name, image_url: user.has_image.then(|| user.image_url.clone()), square: false }
}
