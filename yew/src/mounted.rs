//! An element in which a Leptos component stands.

use crate::provider::Desk;
use frontdesk_components::mount::Page;
use leptos::prelude::{AnyView, IntoAny};
use send_wrapper::SendWrapper;
use web_sys::HtmlElement;
use yew::prelude::*;

/// The nearest provider's engine.
#[hook]
pub(crate) fn use_desk() -> Desk {
    use_context().expect("Frontdesk's components and hooks work inside <FrontdeskProvider>")
}

/// A place for a component that is drawn from these props: again when they change, and taken away with the place.
#[hook]
pub(crate) fn use_mounted<P: Clone + PartialEq + 'static>(
    props: &P,
    draw: fn(P) -> AnyView,
    page: fn(Page, &P) -> Page,
) -> Html {
    let desk = use_desk();
    let place = use_node_ref();
    let element = place.clone();
    use_effect_with((desk, props.clone()), move |(desk, props)| {
        let props = props.clone();
        let page = page((*desk.0).clone(), &props);
        let mounted = element.cast::<HtmlElement>().map(|element| page.mount_to(element, move || draw(props)));
        move || drop(mounted)
    });
    html! { <div ref={place}></div> }
}

/// A callback that stays the same, and calls the one that was given last.
#[hook]
pub(crate) fn use_latest(given: Option<Callback<()>>) -> Option<Callback<()>> {
    let latest = use_mut_ref(|| None::<Callback<()>>);
    latest.borrow_mut().clone_from(&given);
    let same = use_memo((), move |()| {
        Callback::from(move |()| {
            // Whoever is called may draw this again, which puts another one here.
            let call = latest.borrow().clone();
            if let Some(call) = call {
                call.emit(());
            }
        })
    });
    given.map(|_| (*same).clone())
}

/// A callback of Yew's as Leptos takes it.
pub(crate) fn callback(given: Option<Callback<()>>) -> Option<leptos::callback::Callback<()>> {
    let given = SendWrapper::new(given?);
    Some(leptos::callback::Callback::new(move |()| given.emit(())))
}

/// A view of one type.
pub(crate) fn any(view: impl leptos::prelude::IntoView + 'static) -> AnyView {
    view.into_any()
}
