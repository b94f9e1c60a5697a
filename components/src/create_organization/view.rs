use crate::step::{Act, Control, Input, StepView};
use crate::ui::button::{Button, Variant, button, icon_button};
use crate::ui::dialog::dialog;
use crate::ui::field::{Field, field};
use crate::ui::focus::follow;
use crate::ui::icon::Icon;
use leptos::{html, prelude::*};

/// Draws the dialog. `has_slug` says whether organizations have a name in links.
pub fn create_organization_dialog(open: Signal<bool>, has_slug: Signal<bool>, view: StepView) -> AnyView {
    let id = view.id("dialog");
    let title_id = view.id("title");
    let close = view.press(Act::Close);
    dialog(id, title_id, open, close, move || content(has_slug.get_untracked(), &view))
}

fn content(has_slug: bool, view: &StepView) -> AnyView {
    let root = NodeRef::<html::Div>::new();
    let form = view.form;
    follow(root, Memo::new(|_| ()), Memo::new(move |_| form.with(|form| form.errors())), false);
    let words = &view.messages.create_organization;
    let slug = has_slug.then(|| field(Field { hint: Some(words.slug_hint.to_string()), ..view.input(Input::Slug) }));
    let cancel = button(Button {
        variant: Variant::Quiet,
        wide: false,
        ..Button::secondary(view.messages.common.cancel.clone(), view.press(Act::Close))
    });
    let submit = button(Button { wide: false, ..Button::submit(words.button.clone(), view.busy(Control::Submit)) });
    let fields = view! {
        {field(Field { first: true, ..view.input(Input::Name) })}
        {slug}
        <div class="fd-dialog-actions">{cancel}{submit}</div>
    };
    view! {
        <div class="fd-dialog-body fd-step" node_ref=root>
            <div class="fd-dialog-head">
                <div class="fd-head">
                    <h2 class="fd-title" id=view.id("title")>{words.title.to_string()}</h2>
                    <p class="fd-subtitle">{words.subtitle.to_string()}</p>
                </div>
                {icon_button(Icon::Close, view.messages.common.close.to_string(), view.press(Act::Close))}
            </div>
            {view.form(vec![Input::Name, Input::Slug], fields.into_any())}
        </div>
    }
    .into_any()
}
