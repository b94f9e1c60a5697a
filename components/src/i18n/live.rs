//! A language that changes while the program runs.

use super::Messages;
use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::platform::Request;
use frontdesk_wire::json::Json;
use leptos::prelude::*;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Lays words of an app's own over those of now.
type Lay = Arc<dyn Fn(Messages) -> Messages + Send + Sync>;

/// The words of now.
pub(crate) struct Live {
    revision: RwSignal<u32>,
    state: Arc<Mutex<State>>,
    // A function, so that a page whose words are those of its language does not carry what lays others over them.
    lay: Option<Lay>,
}

struct State {
    now: Messages,
    /// The address of the file that is on its way.
    awaited: Option<String>,
}

impl Live {
    pub(super) fn new(first: Messages) -> Self {
        let state = State { now: first, awaited: None };
        Self { revision: RwSignal::new(0), state: Arc::new(Mutex::new(state)), lay: None }
    }

    /// The same words, whatever they come to be, with a file over them.
    pub(super) fn under(&self, file: Json) -> Self {
        let below = self.lay.clone();
        // Laid once for each language: what is read from files stays in memory.
        let last: Mutex<Option<(Messages, Messages)>> = Mutex::new(None);
        let lay = move |now: Messages| {
            let now = match &below {
                Some(below) => below(now),
                None => now,
            };
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, laid)) = last.as_ref().filter(|(under, _)| under.is(&now)) {
                return laid.clone();
            }
            let laid = now.clone().with_file(file.clone());
            *last = Some((now, laid.clone()));
            laid
        };
        Self { revision: self.revision, state: self.state.clone(), lay: Some(Arc::new(lay)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Messages {
        let now = self.state().now.clone();
        match &self.lay {
            Some(lay) => lay(now),
            None => now,
        }
    }

    pub(super) fn revision(&self) -> u32 {
        self.revision.try_get().unwrap_or_default()
    }

    fn changed(&self) {
        // Whoever showed the words may be gone.
        let _ = self.revision.try_update(|revision| *revision += 1);
    }

    /// Other words from now on, whatever is on its way.
    pub(crate) fn set(&self, messages: Messages) {
        *self.state() = State { now: messages, awaited: None };
        self.changed();
    }

    /// The words of this file are on their way.
    pub(crate) fn wait_for(&self, url: &str) {
        self.state().awaited = Some(url.to_owned());
        self.changed();
    }

    /// The words of this file are here, or nothing when it did not come. Somebody may have asked for another one meanwhile.
    pub(crate) fn came(&self, url: &str, messages: Option<Messages>) {
        let mut state = self.state();
        if state.awaited.as_deref() != Some(url) {
            return;
        }
        state.awaited = None;
        if let Some(messages) = messages {
            state.now = messages;
        }
        drop(state);
        self.changed();
    }

    /// Whether words are on their way; reading it subscribes.
    pub(crate) fn waits(&self) -> bool {
        self.revision();
        self.state().awaited.is_some()
    }
}

impl Messages {
    /// Fetches a file of words, such as `components/locales/de.json`, from where the app keeps it; nothing when it does not come
    /// or is none.
    pub async fn load(frontdesk: &Frontdesk, url: String) -> Option<Self> {
        let request = Request { method: "GET", url, body: None, credentials: false };
        let answer = frontdesk.platform().fetch(request).await.ok()?;
        if answer.status == 200 { Self::read(&answer.body) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use crate::{CommonMessages, Messages};
    use leptos::prelude::Owner;

    fn saying(back: &'static str) -> Messages {
        Messages::ENGLISH.with(CommonMessages { back, ..CommonMessages::ENGLISH })
    }

    #[test]
    fn the_file_that_was_asked_for_last_is_the_one_that_counts() {
        Owner::new().with(ask_twice);
    }

    fn ask_twice() {
        let messages = Messages::live(Messages::ENGLISH);
        let live = messages.as_live().unwrap();
        assert!(!live.waits());

        live.wait_for("/de.json");
        live.wait_for("/fr.json");
        live.came("/de.json", Some(saying("Zurück")));
        assert!(live.waits());
        assert_eq!(messages.common().back, "Back");

        live.came("/fr.json", Some(saying("Retour")));
        assert!(!live.waits());
        assert_eq!(messages.common().back, "Retour");
    }

    #[test]
    fn words_of_the_apps_own_lie_over_those_that_come() {
        Owner::new().with(lay_over);
    }

    fn lay_over() {
        let page = Messages::live(Messages::ENGLISH);
        let element = page.clone().overlay(r#"{"common": {"close": "Off"}}"#).unwrap();
        let inner = element.clone().overlay(r#"{"common": {"try_again": "Once more"}}"#).unwrap();
        assert_eq!((element.common().back, element.common().close), ("Back", "Off"));

        page.as_live().unwrap().wait_for("/de.json");
        assert!(element.waits() && inner.waits());
        let file = Messages::read(r#"{"locale": "de", "common": {"back": "Zurück", "close": "Schließen"}}"#);
        page.as_live().unwrap().came("/de.json", file);

        assert_eq!((page.common().back, page.common().close), ("Zurück", "Schließen"));
        assert_eq!((element.common().back, element.common().close), ("Zurück", "Off"));
        assert_eq!(
            (inner.common().back, inner.common().close, inner.common().try_again),
            ("Zurück", "Off", "Once more")
        );
        assert_eq!((element.locale().tag, element.revision()), ("de", page.revision()));
        assert!(std::ptr::eq(element.common(), element.common()), "words are read anew each time");
    }

    #[test]
    fn a_file_that_does_not_come_changes_nothing() {
        Owner::new().with(ask_in_vain);
    }

    fn ask_in_vain() {
        let messages = Messages::live(saying("Zurück"));
        let live = messages.as_live().unwrap();

        live.wait_for("/fr.json");
        live.came("/fr.json", None);

        assert!(!live.waits());
        assert_eq!(messages.common().back, "Zurück");
    }
}
