use crate::primitives as parts;
use crate::{Stage, Story};
use frontdesk_components::ui::card;
use leptos::prelude::*;

const NAME: &str = "Primitives";

pub(super) const STORIES: &[Story] = &[
    Story::new(NAME, "buttons", "Buttons and links, resting and busy.", |stage| draw(stage, parts::buttons())),
    Story::new(NAME, "inputs", "Fields, codes, a checkbox, a choice, searches.", |stage| draw(stage, parts::inputs())),
    Story::new(
        NAME,
        "choices",
        "Choices that are searched: a field, one that may be empty, one that waits.",
        |stage| draw(stage, parts::choices(stage)),
    ),
    Story::new(NAME, "phones", "Telephone numbers: empty, written at home, of another country, wrong.", |stage| {
        draw(stage, parts::phones(stage))
    }),
    Story::new(NAME, "notes", "Alerts, badges, dividers, toasts.", |stage| draw(stage, parts::notes())),
    Story::new(NAME, "pictures", "Icons, faces, shapes.", |stage| draw(stage, parts::pictures())),
    Story::menu(NAME, "menus", "A menu of two, open, and one that is searched.", |stage| draw(stage, parts::menus())),
    Story::new(NAME, "sections", "Sections as a profile has them.", |stage| draw(stage, parts::profile())),
    Story::new(NAME, "tables", "Tabs over tables: people, work, nobody.", |stage| draw(stage, parts::members())),
    Story::new(NAME, "files", "Pictures and files being chosen.", |stage| draw(stage, parts::files())),
    Story::new(NAME, "addresses", "A list of addresses being typed.", |stage| draw(stage, parts::addresses())),
    Story::new(NAME, "dialog", "A dialog that asks.", |stage| draw(stage, parts::modal())),
];

fn draw(stage: &Stage, parts: AnyView) -> AnyView {
    card::root(&stage.appearance, "fd-root gallery-parts", None, vec![parts])
}
