//! The client as it came over the wire. Whether it has changed is asked of the tree, and what is changed here is changed in the
//! tree: comparing and copying the types that are read from it would be much more code for the same answer.

use frontdesk_wire::json::{FromJson, Json};
use frontdesk_wire::{Client, SessionId};
use std::mem;
use std::sync::Arc;

/// Takes a field out of an object; null where there is none.
pub(crate) fn take(tree: &mut Json, name: &str) -> Json {
    tree.get_mut(name).map(mem::take).unwrap_or_default()
}

/// A text in an object; empty where there is none.
pub(crate) fn text<'a>(tree: &'a Json, name: &str) -> &'a str {
    tree.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// The sessions of a client.
pub(crate) fn sessions(client: &mut Json) -> &mut [Json] {
    client.get_mut("sessions").and_then(Json::as_array_mut).map(Vec::as_mut_slice).unwrap_or_default()
}

/// Takes sessions out of a client.
pub(crate) fn remove_sessions(client: &mut Json, over: &[SessionId]) {
    if let Some(sessions) = client.get_mut("sessions").and_then(Json::as_array_mut) {
        sessions.retain(|session| !contains(over, text(session, "id")));
    }
    if contains(over, text(client, "last_active_session_id")) {
        take(client, "last_active_session_id");
    }
}

/// Puts a session in the place of the one with the same id.
pub(crate) fn replace_session(client: &mut Json, session: Json) {
    for place in sessions(client) {
        if text(place, "id") == text(&session, "id") {
            *place = session;
            return;
        }
    }
}

fn contains(over: &[SessionId], id: &str) -> bool {
    over.iter().any(|over| over.as_str() == id)
}

/// The last client that came, as a tree and as what was read from it.
#[derive(Default)]
pub(crate) struct KnownClient {
    pub(crate) tree: Json,
    read: Option<Arc<Client>>,
}

impl KnownClient {
    /// Takes in a client, which may be null; one that has not changed is the same pointer as before.
    pub(crate) fn read(&mut self, tree: Json) -> Option<Arc<Client>> {
        if self.tree != tree {
            self.read = Client::from_json(&tree).map(Arc::new);
            self.tree = tree;
        }
        self.read.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(value: serde_json::Value) -> Json {
        Json::parse(&value.to_string()).unwrap()
    }

    fn client() -> Json {
        tree(
            json!({"id": "client_1", "sessions": [{"id": "sess_1"}, {"id": "sess_2"}], "last_active_session_id": "sess_2"}),
        )
    }

    #[test]
    fn what_has_not_changed_is_the_same() {
        let mut known = KnownClient::default();
        assert!(known.read(Json::Null).is_none());

        let first = known.read(client()).unwrap();
        assert!(Arc::ptr_eq(&first, &known.read(client()).unwrap()));

        let mut other = client();
        remove_sessions(&mut other, &["sess_1".into()]);
        assert_eq!(known.read(other).unwrap().sessions.len(), 1);
    }

    #[test]
    fn a_session_that_is_removed_is_not_the_last_one_either() {
        let mut client = client();

        remove_sessions(&mut client, &["sess_2".into()]);

        let left = json!({"id": "client_1", "sessions": [{"id": "sess_1"}], "last_active_session_id": null});
        assert_eq!(client, tree(left));
    }

    #[test]
    fn a_session_takes_the_place_of_its_former_self() {
        let mut client = client();

        replace_session(&mut client, tree(json!({"id": "sess_2", "status": "active"})));

        assert_eq!(text(&sessions(&mut client)[1], "status"), "active");
        assert_eq!(text(&sessions(&mut client)[0], "status"), "");
    }
}
