//! The card, its head and its foot.

use super::avatar::{Face, FaceSize, avatar};
use super::button::icon_button;
use super::icon::Icon;
use crate::theme::Appearance;
use leptos::{html, prelude::*};

/// The element around a component: it carries the tokens and the scheme.
pub fn root(appearance: &Appearance, class: &'static str, node: NodeRef<html::Div>, children: AnyView) -> AnyView {
    view! {
        <div class=class data-scheme=appearance.scheme.attribute() style=appearance.style() node_ref=node>{children}</div>
    }
    .into_any()
}

/// Whose door this is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Brand {
    /// The app's name.
    pub name: String,
    /// Its logo.
    pub logo_url: Option<String>,
    /// The word for a development instance; nothing in production.
    pub development: Option<String>,
}

/// The app's mark, with the badge of a development instance.
pub fn brand(brand: &Brand) -> AnyView {
    let mark = match (&brand.logo_url, brand.name.chars().find(|c| c.is_alphanumeric())) {
        (Some(url), _) => view! { <img src=url.clone() alt=brand.name.clone() /> }.into_any(),
        (None, Some(letter)) => {
            let letter: String = letter.to_uppercase().collect();
            view! { <span class="fd-mark" aria-hidden="true">{letter}</span> }.into_any()
        }
        (None, None) => ().into_any(),
    };
    let badge = brand.development.clone().map(|word| view! { <span class="fd-badge">{word}</span> });
    view! { <div class="fd-brand">{mark}{badge}</div> }.into_any()
}

/// Title and subtitle of a step. The title can take focus, for steps without a field.
pub fn head(id: String, title: String, subtitle: Option<String>, identity: Option<AnyView>) -> AnyView {
    view! {
        <div class="fd-head">
            <h1 class="fd-title" id=id tabindex="-1">{title}</h1>
            {subtitle.map(|text| view! { <p class="fd-subtitle">{text}</p> })}
            {identity}
        </div>
    }
    .into_any()
}

/// Whom a step is about, with the pencil that changes it.
pub fn identity(address: String, change: Option<(String, Callback<()>)>) -> AnyView {
    let face = Face { name: address.clone(), ..Face::default() };
    view! {
        <div class="fd-identity">
            {avatar(&face, FaceSize::Small)}
            <bdi>{address}</bdi>
            {change.map(|(name, on_press)| icon_button(Icon::Pencil, name, on_press))}
        </div>
    }
    .into_any()
}

/// The strip at the card's foot: a question and the link that answers it.
pub fn foot(question: String, label: String, href: String) -> AnyView {
    view! {
        <div class="fd-card-foot">
            <p>{question}<a class="fd-link" href=href>{label}</a></p>
        </div>
    }
    .into_any()
}
