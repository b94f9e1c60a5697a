//! Props as Leptos takes them.

use crate::modal::Modal;
use crate::shared::Shared;
use frontdesk_components::sdk::navigation::Routing;
use frontdesk_components::ui::avatar::FaceSize;
use frontdesk_components::{OwnItem, OwnPage};
use leptos::prelude::{ChildrenFn, IntoAny, ViewFn};
use std::sync::Arc;
use yew::AttrValue;

/// A prop that is another type in Leptos.
pub(crate) trait Given {
    /// That type.
    type Over;

    fn given(self) -> Self::Over;
}

/// A text, where there is one.
pub(crate) fn words(text: &AttrValue) -> Option<String> {
    Some(text.to_string()).filter(|text| !text.is_empty())
}

impl Given for AttrValue {
    type Over = Option<ChildrenFn>;

    fn given(self) -> Self::Over {
        let label = words(&self)?;
        Some(Arc::new(move || label.clone().into_any()))
    }
}

impl Given for Option<Modal> {
    type Over = Option<ViewFn>;

    fn given(self) -> Self::Over {
        self.map(|modal| ViewFn::from(modal.draw))
    }
}

impl Given for Option<Routing> {
    type Over = Self;

    fn given(self) -> Self {
        self
    }
}

impl Given for FaceSize {
    type Over = Self;

    fn given(self) -> Self {
        self
    }
}

impl Given for Option<Shared<Vec<OwnItem>>> {
    type Over = Vec<OwnItem>;

    fn given(self) -> Self::Over {
        self.map(|items| (*items).clone()).unwrap_or_default()
    }
}

impl Given for Option<Shared<Vec<OwnPage>>> {
    type Over = Vec<OwnPage>;

    fn given(self) -> Self::Over {
        self.map(|pages| (*pages).clone()).unwrap_or_default()
    }
}
