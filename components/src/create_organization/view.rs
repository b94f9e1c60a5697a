use crate::step::{Act, Control, Input, StepView};
use crate::ui::button::{Button, Variant, Whether, button};
use crate::ui::dialog::{Dialog, dialog, dialog_head};
use crate::ui::element::el;
use crate::ui::field::{Field, field};
use crate::ui::focus::follow;
use leptos::prelude::*;

/// Draws the dialog. `has_slug` says whether organizations have a name in links.
pub fn create_organization_dialog(open: Whether, has_slug: Whether, view: StepView) -> AnyView {
    let id = view.id("dialog");
    let form = view.form.clone();
    follow(&id, || 0, move || form.with(|form| form.error_key()), false);
    let frame = Dialog::small(id, view.id("title"), open, view.press(Act::Close));
    dialog(frame, move || content(untrack(|| has_slug()), &view))
}

fn content(has_slug: bool, view: &StepView) -> AnyView {
    let words = view.messages.create_organization();
    let cancel = button(Button {
        variant: Variant::Quiet,
        wide: false,
        ..Button::secondary(view.messages.common().cancel, view.press(Act::Close))
    });
    let submit = button(Button { wide: false, ..Button::submit(words.button, view.busy(Control::Submit)) });
    let mut fields = vec![field(Field { first: true, ..view.input(Input::Name) })];
    if has_slug {
        fields.push(field(Field { hint: Some(words.slug_hint.to_owned()), ..view.input(Input::Slug) }));
    }
    fields.push(el("div").class("fd-dialog-actions").child(cancel).child(submit).build());
    let (title, subtitle) = (words.title.to_owned(), Some(words.subtitle.to_owned()));
    let close = view.messages.common().close.to_owned();
    el("div")
        .class("fd-dialog-body fd-step")
        .child(dialog_head(view.id("title"), title, subtitle, close, view.press(Act::Close)))
        .child(view.form(vec![Input::Name, Input::Slug], fields))
        .build()
}
