use frontdesk_components::i18n::Messages;
use frontdesk_components::shown::Shown;
use frontdesk_components::step::{FormState, StepView};
use frontdesk_components::{Appearance, Direction, Locale};
use std::sync::Arc;

/// What a story is drawn with; everything else is the story's own.
#[derive(Clone, Default)]
pub struct Stage {
    /// The words.
    pub messages: Messages,
    /// Theme, scheme and whatever else an app sets.
    pub appearance: Appearance,
    /// Where lines begin.
    pub direction: Direction,
    /// Whose words they are.
    pub locale: Locale,
}

impl Stage {
    /// What a view of steps needs, with a form that stays as it is.
    pub fn step_view(&self, id: &str, form: &FormState) -> StepView {
        StepView {
            id: id.to_owned(),
            form: Shown::always(form.clone()),
            act: Arc::new(|_| ()),
            messages: self.messages.clone(),
            appearance: self.appearance.clone(),
        }
    }
}
