//! What this tab has chosen: a session, and an organization for each session that it has shown. The server knows one choice only,
//! the last one of any tab; a tab keeps its own until it chooses again or the membership is gone.

use crate::client_tree::{sessions, text};
use crate::frontdesk::Frontdesk;
use crate::state::Pick;
use frontdesk_wire::json::Json;
use frontdesk_wire::{OrganizationId, Session, SessionId, SessionStatus};
use std::sync::Arc;

/// The choices of one tab.
#[derive(Default)]
pub(crate) struct Choices {
    /// The organization for each session that was shown; none for the personal workspace.
    kept: Vec<(SessionId, Option<OrganizationId>)>,
    /// What the tab's memory holds; nothing until it was read.
    remembered: Option<String>,
}

impl Choices {
    /// From now on the tab works there.
    pub(crate) fn choose(&mut self, session: &SessionId, organization: Option<OrganizationId>) {
        self.forget(session);
        self.kept.push((session.clone(), organization));
    }

    /// The server's word counts again.
    pub(crate) fn forget(&mut self, session: &SessionId) {
        self.kept.retain(|(id, _)| id != session);
    }

    /// Puts the choices into a client that the server sent, in the place of its own. What is not possible any more is forgotten.
    pub(crate) fn lay_over(&mut self, client: &mut Json) {
        let mut kept = Vec::new();
        for session in sessions(client) {
            for (id, choice) in &self.kept {
                if id.as_str() == text(session, "id") && is_possible(session, choice.as_ref()) {
                    let place = choice.as_ref().map_or(Json::Null, |id| Json::Text(id.as_str().to_owned()));
                    put(session, "last_active_organization_id", place);
                    kept.push((id.clone(), choice.clone()));
                }
            }
        }
        self.kept = kept;
    }

    /// Keeps where a session is shown for the first time. One that waits for a task has not chosen yet.
    pub(crate) fn pin(&mut self, session: Option<&Session>) {
        if let Some(session) = session
            && session.status == SessionStatus::Active
            && !self.kept.iter().any(|(id, _)| *id == session.id)
        {
            self.kept.push((session.id.clone(), session.last_active_organization_id.clone()));
        }
    }
}

impl Frontdesk {
    /// Lays the tab's choices over a client that comes from the server, before it is shown.
    pub(crate) fn lay_choices(&self, client: &mut Json, pick: &Pick) {
        let first = self.state().tokens.choices.remembered.is_none();
        let memory = if first { self.memory_of_tab() } else { String::new() };
        let state = &mut *self.state();
        let choices = &mut state.tokens.choices;
        if let Pick::Show(id) = pick {
            choices.forget(id);
        } else if let Some((id, organization)) = memory.split_once(':')
            && sessions(client).iter().any(|session| text(session, "id") == id)
        {
            let id = SessionId::from(id);
            choices.choose(&id, Some(organization).filter(|id| !id.is_empty()).map(OrganizationId::from));
            Arc::make_mut(&mut state.snapshot).session_id = Some(id);
        }
        if first {
            choices.remembered = Some(memory);
        }
        choices.lay_over(client);
    }

    /// Notes what is shown, for this tab's next page.
    pub(crate) fn remember_choice(&self) {
        let context = self.token_key().map(|key| key.context()).unwrap_or_default();
        {
            let state = &mut *self.state();
            state.tokens.choices.pin(state.snapshot.session());
            let remembered = &mut state.tokens.choices.remembered;
            if remembered.as_ref() == Some(&context) {
                return;
            }
            *remembered = Some(context.clone());
        }
        let platform = &self.inner.platform;
        let memory = platform.tab_memory();
        platform.set_tab_memory(&[lines(memory.as_deref()).0, "\n", &context].concat());
    }

    /// The session and organization of this tab's last page, as in the cookie of the active context.
    pub(crate) fn memory_of_tab(&self) -> String {
        lines(self.inner.platform.tab_memory().as_deref()).1.to_owned()
    }
}

/// The two lines that a tab remembers: the count of its redirects, and what it shows.
pub(crate) fn lines(memory: Option<&str>) -> (&str, &str) {
    let memory = memory.unwrap_or_default();
    memory.split_once('\n').unwrap_or((memory, ""))
}

/// Whether the person may still work there. Only a list of memberships says no.
fn is_possible(session: &Json, choice: Option<&OrganizationId>) -> bool {
    let Some(choice) = choice else { return text(session, "status") == "active" };
    let memberships = session.get("user").and_then(|user| user.get("organization_memberships"));
    let Some(memberships) = memberships.and_then(Json::as_array) else { return true };
    let of = |membership: &Json| membership.get("organization").is_some_and(|it| text(it, "id") == choice.as_str());
    memberships.iter().any(of)
}

fn put(object: &mut Json, name: &str, value: Json) {
    if let Some(place) = object.get_mut(name) {
        *place = value;
    } else if let Json::Object(members) = object {
        members.push((name.to_owned(), value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn client(status: &str, organization: Option<&str>, memberships: &[&str]) -> Json {
        let memberships: Vec<_> = memberships.iter().map(|id| json!({"organization": {"id": id}})).collect();
        let user = json!({"organization_memberships": memberships});
        let session =
            json!({"id": "sess_1", "status": status, "last_active_organization_id": organization, "user": user});
        Json::parse(&json!({"sessions": [session]}).to_string()).unwrap()
    }

    /// The organization that is shown when the tab has chosen one, or the personal workspace.
    fn shown(choice: Option<&str>, mut client: Json) -> String {
        let mut choices = Choices::default();
        choices.choose(&"sess_1".into(), choice.map(OrganizationId::from));
        choices.lay_over(&mut client);
        text(&sessions(&mut client)[0], "last_active_organization_id").to_owned()
    }

    #[test]
    fn the_tabs_own_choice_counts_as_long_as_it_is_possible() {
        assert_eq!(shown(Some("org_1"), client("active", Some("org_2"), &["org_1", "org_2"])), "org_1");
        assert_eq!(shown(Some("org_1"), client("active", None, &["org_1"])), "org_1");
        assert_eq!(shown(None, client("active", Some("org_2"), &["org_2"])), "");
        assert_eq!(shown(Some("org_1"), client("active", Some("org_2"), &["org_2"])), "org_2", "no member any more");
        assert_eq!(
            shown(None, client("pending", Some("org_2"), &["org_2"])),
            "org_2",
            "there is no personal workspace"
        );
    }

    #[test]
    fn without_a_list_of_memberships_the_choice_stays_and_is_written_where_nothing_was() {
        let bare = Json::parse(r#"{"sessions": [{"id": "sess_1", "status": "active"}]}"#).unwrap();

        assert_eq!(shown(Some("org_1"), bare), "org_1");
    }

    #[test]
    fn what_is_impossible_or_over_is_forgotten() {
        let mut choices = Choices::default();
        choices.choose(&"sess_1".into(), Some("org_1".into()));
        choices.choose(&"sess_9".into(), None);
        choices.lay_over(&mut client("active", None, &[]));
        assert!(choices.kept.is_empty());
        choices.lay_over(&mut client("active", Some("org_1"), &["org_1"]));
        assert!(choices.kept.is_empty());
    }

    #[test]
    fn a_session_that_waits_for_a_task_has_not_chosen() {
        let mut choices = Choices::default();
        let session = |status| Session { id: "sess_1".into(), status, ..Session::default() };
        choices.pin(Some(&session(SessionStatus::Pending)));
        assert!(choices.kept.is_empty());
        choices.pin(Some(&session(SessionStatus::Active)));
        choices.pin(Some(&Session {
            last_active_organization_id: Some("org_2".into()),
            ..session(SessionStatus::Active)
        }));
        assert_eq!(choices.kept, [("sess_1".into(), None)], "the first sight counts");
    }

    #[test]
    fn a_tab_remembers_two_lines() {
        assert_eq!(lines(Some("1 900\nsess_1:org_1")), ("1 900", "sess_1:org_1"));
        assert_eq!((lines(Some("1 900")), lines(None)), (("1 900", ""), ("", "")));
    }
}
