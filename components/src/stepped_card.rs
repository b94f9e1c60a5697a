//! A card that shows one step after another: what sign-in and sign-up have in common.

use crate::step::StepView;
use crate::theme::Logo;
use crate::ui::card::{Brand, brand, card};
use crate::ui::element::{el, key_of, keyed, nothing};
use crate::ui::focus::follow;
use crate::ui::skeleton;
use leptos::prelude::AnyView;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

type Reads<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// What a card of steps is.
pub(crate) struct SteppedCard {
    /// The class of the element around it.
    pub(crate) class: &'static str,
    /// Changes when another step is to be drawn; zero while loading.
    pub(crate) step: Reads<u64>,
    /// Changes when focus is to follow.
    pub(crate) place: Reads<u64>,
    /// Whose door this is.
    pub(crate) brand: Reads<Brand>,
    /// Draws the step.
    pub(crate) draw: Box<dyn Fn() -> AnyView + Send + Sync>,
    /// The question and the link at the foot, where the step has one.
    pub(crate) foot: Reads<Option<(String, String, String)>>,
    /// Whether focus goes into the first field as soon as it is there.
    pub(crate) at_once: bool,
}

/// Draws the card.
pub(crate) fn stepped_card(parts: SteppedCard, view: &StepView) -> AnyView {
    let SteppedCard { class, step, place, brand: whose, draw, foot, at_once } = parts;
    let form = view.form.clone();
    follow(&view.id, move || place(), move || form.with(|form| form.error_key()), at_once);

    let (loading, loaded) = (step.clone(), step.clone());
    let layout = view.appearance.layout.clone();
    let mark_key = whose.clone();
    let mark = keyed(
        move || if loading() == 0 { 0 } else { key_of(&mark_key()) },
        move || match loaded() {
            // What will not come has no shape.
            0 if layout.logo == Some(Logo::Hidden) => nothing(),
            0 => skeleton::brand(),
            _ => brand(&whose(), &layout),
        },
    );
    // Steps come in with a short motion, but the first one is simply there.
    let moved = AtomicBool::new(false);
    let now = step.clone();
    let main_words = view.messages.clone();
    let main = keyed(
        move || step() | u64::from(main_words.revision()) << 32,
        move || {
            let entering = moved.swap(now() != 0, Ordering::Relaxed);
            el("div").class("fd-step").flag("data-entering", entering).child(draw()).build()
        },
    );
    let foot_key = foot.clone();
    let foot_words = view.messages.clone();
    let strip = keyed(
        move || key_of(&(foot_key(), foot_words.revision())),
        move || match foot() {
            Some((question, label, href)) => crate::ui::card::foot(question, label, href),
            None => nothing(),
        },
    );
    card(&view.appearance, class, view.id.clone(), vec![mark, main], strip)
}
