use super::view::create_organization_dialog;
use crate::form_controller::{Flow, FormController};
use crate::provider::Desk;
use crate::step::{Act, FormState, Input, StepView};
use crate::theme::Appearance;
use frontdesk_sdk::Error;
use frontdesk_sdk::flow::{Ask, CreateOrganizationFlow, CreateOrganizationScreen, Event, Field, Press};
use frontdesk_sdk::wire::{ApiError, Timestamp};
use leptos::prelude::*;
use std::sync::Arc;

impl Flow for CreateOrganizationFlow {
    fn on(&mut self, event: Event, now: Timestamp) -> Option<Ask> {
        Self::on(self, event, now)
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
        self.screen() == CreateOrganizationScreen::Done
    }
}

/// The dialog, and what opens it. Its flow begins anew each time.
pub(crate) fn create_organization(
    id: String,
    desk: &Desk,
    appearance: Appearance,
    on_created: Option<Callback<()>>,
) -> (AnyView, Callback<()>) {
    let open = RwSignal::new(false);
    let finish = Arc::new(move || {
        let _ = open.try_set(false);
        if let Some(on_created) = on_created {
            let _ = on_created.try_run(());
        }
    });
    let controller = FormController::<CreateOrganizationFlow>::new(desk, finish);
    let snapshot = desk.snapshot;
    let begin = Callback::new(move |()| {
        let environment = snapshot.with_untracked(|snapshot| snapshot.environment.clone()).unwrap_or_default();
        controller.flow.set(Some(CreateOrganizationFlow::new(&environment)));
        open.set(true);
    });
    let form = Memo::new(move |_| {
        controller.flow.with(|flow| match flow {
            Some(flow) => controller.state(flow, &[Input::Name, Input::Slug], None),
            None => FormState::default(),
        })
    });
    let has_slug =
        Signal::derive(move || controller.flow.with(|flow| flow.as_ref().is_none_or(|flow| flow.has_slug())));
    let view = StepView {
        id,
        form: form.into(),
        act: Callback::new(move |act: Act| match act {
            Act::Close => open.set(false),
            act => controller.act(act),
        }),
        messages: desk.messages.clone(),
        appearance,
    };
    (create_organization_dialog(open.into(), has_slug, view), begin)
}
