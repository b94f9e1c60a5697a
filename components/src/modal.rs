//! A component in a dialog: the same one that stands on a page elsewhere.

use crate::i18n::Messages;
use crate::theme::Appearance;
use crate::ui::button::Press;
use crate::ui::card;
use crate::ui::dialog::{Dialog, DialogName, DialogSize, dialog};
use leptos::prelude::*;
use std::sync::Arc;

/// Told to everything that stands in a dialog of ours.
#[derive(Clone)]
pub(crate) struct Modal {
    /// Closes the dialog.
    pub(crate) close: Press,
}

impl Modal {
    /// The dialog around the component that asks, if there is one.
    pub(crate) fn around() -> Option<Self> {
        use_context()
    }

    /// What happens when a form is done, with the dialog around it closed.
    pub(crate) fn closing(modal: Option<Self>, then: Arc<dyn Fn() + Send + Sync>) -> Arc<dyn Fn() + Send + Sync> {
        match modal {
            Some(Self { close }) => Arc::new(move || {
                close();
                then();
            }),
            None => then,
        }
    }
}

/// A dialog with this name around a component, and what opens it. The component is made when it opens, and begins anew each time.
pub(crate) fn modal(
    id: String,
    name: &str,
    size: DialogSize,
    messages: &Messages,
    appearance: &Appearance,
    content: ViewFn,
) -> (AnyView, Press) {
    // One when it is open.
    let open = RwSignal::new(0_u32);
    let close: Press = Arc::new(move || {
        let _ = open.try_set(0);
    });
    let told = Modal { close: close.clone() };
    let parts = Dialog {
        id,
        name: DialogName::Words(name.to_owned()),
        size,
        open: Arc::new(move || open.get() == 1),
        on_close: close,
        close: Some(messages.common().close.to_owned()),
    };
    let drawn = dialog(parts, move || {
        provide_context(told.clone());
        content.run()
    });
    let around = card::root(appearance, "fd-root fd-inline", None, vec![drawn]);
    (around, Arc::new(move || open.set(1)))
}
