use crate::step::{Act, Control, Input, StepView};
use crate::ui::button::{Button, Variant, Whether, button, icon_button};
use crate::ui::dialog::dialog;
use crate::ui::element::el;
use crate::ui::field::{Field, field};
use crate::ui::focus::follow;
use crate::ui::icon::Icon;
use leptos::prelude::*;

/// Draws the dialog. `has_slug` says whether organizations have a name in links.
pub fn create_organization_dialog(open: Whether, has_slug: Whether, view: StepView) -> AnyView {
    let id = view.id("dialog");
    let form = view.form.clone();
    follow(&id, || 0, move || form.with(|form| form.error_key()), false);
    dialog(id, view.id("title"), open, view.press(Act::Close), move || content(untrack(|| has_slug()), &view))
}

fn content(has_slug: bool, view: &StepView) -> AnyView {
    let words = &view.messages.create_organization;
    let cancel = button(Button {
        variant: Variant::Quiet,
        wide: false,
        ..Button::secondary(view.messages.common.cancel.clone(), view.press(Act::Close))
    });
    let submit = button(Button { wide: false, ..Button::submit(words.button.clone(), view.busy(Control::Submit)) });
    let mut fields = vec![field(Field { first: true, ..view.input(Input::Name) })];
    if has_slug {
        fields.push(field(Field { hint: Some(words.slug_hint.to_string()), ..view.input(Input::Slug) }));
    }
    fields.push(el("div").class("fd-dialog-actions").child(cancel).child(submit).build());
    let head = el("div")
        .class("fd-head")
        .child(el("h2").class("fd-title").attr("id", view.id("title")).text(words.title.clone()))
        .child(el("p").class("fd-subtitle").text(words.subtitle.clone()));
    let close = icon_button(Icon::CLOSE, view.messages.common.close.to_string(), view.press(Act::Close));
    el("div")
        .class("fd-dialog-body fd-step")
        .child(el("div").class("fd-dialog-head").child(head).child(close))
        .child(view.form(vec![Input::Name, Input::Slug], fields))
        .build()
}
