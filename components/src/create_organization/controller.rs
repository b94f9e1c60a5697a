use super::view::create_organization_dialog;
use crate::form_controller::{Flow, FormController, Slot, Work, answers_by_itself, held};
use crate::provider::Desk;
use crate::step::{Act, FormState, Input, StepView};
use crate::theme::Appearance;
use crate::ui::button::Press as Pressing;
use frontdesk_sdk::flow::{CreateOrganizationFlow, CreateOrganizationScreen, Event};
use frontdesk_sdk::wire::Timestamp;
use leptos::prelude::*;
use std::sync::Arc;

impl Flow for CreateOrganizationFlow {
    fn on(&mut self, event: Event, now: Timestamp) -> Option<Work> {
        Self::on(self, event, now)
            .map(|ask| -> Work { Box::new(move |frontdesk| frontdesk_sdk::flow::run(&frontdesk, ask)) })
    }
    answers_by_itself!();
    fn is_done(&self) -> bool {
        self.screen() == CreateOrganizationScreen::Done
    }
}

/// The dialog, and what opens it. Its flow begins anew each time.
pub(crate) fn create_organization(
    id: String,
    desk: &Desk,
    appearance: Appearance,
    on_created: Option<Callback<()>>,
) -> (AnyView, Pressing) {
    // One when it is open.
    let open = RwSignal::new(0_u32);
    let finish = Arc::new(move || {
        let _ = open.try_set(0);
        if let Some(on_created) = on_created {
            let _ = on_created.try_run(());
        }
    });
    let slot: Slot<CreateOrganizationFlow> = Slot::default();
    let controller = FormController::new(slot.clone(), desk, finish);
    let (beginning, begun, snapshot) = (slot.clone(), controller.clone(), desk.snapshot);
    let begin = Arc::new(move || {
        let environment = snapshot.get_untracked().environment.clone().unwrap_or_default();
        *held(&beginning) = Some(CreateOrganizationFlow::new(&environment));
        begun.changed();
        open.set(1);
    });
    let (inner, shown) = (controller.clone(), slot.clone());
    let form = controller.shown(move |_| match &*held(&shown) {
        Some(flow) => inner.state(flow, &[Input::Name, Input::Slug], None),
        None => FormState::default(),
    });
    let has_slug = Arc::new(move || held(&slot).as_ref().is_none_or(CreateOrganizationFlow::has_slug));
    let view = StepView {
        id,
        form,
        act: Arc::new(move |act| match act {
            Act::Close => open.set(0),
            act => controller.act(act),
        }),
        messages: desk.messages.clone(),
        appearance,
    };
    (create_organization_dialog(Arc::new(move || open.get() == 1), has_slug, view), begin)
}
