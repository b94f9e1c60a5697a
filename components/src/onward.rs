//! Where a person goes when a form is done.

use crate::provider::{Desk, Leave};
use frontdesk_sdk::Frontdesk;
use leptos::prelude::*;
use std::sync::Arc;

/// The query parameter that names the page to go on to.
const PARAMETER: &str = "redirect_url";

/// Goes to another page, unless the app does so in its own way.
pub(crate) fn go_to(url: &str, leave: Option<&Leave>) {
    if !leave.is_some_and(|leave| leave(url)) {
        // A page that forbids leaving it stays.
        let _ = window().location().set_href(url);
    }
}

/// What happens when a form is done: the app's callback, or else another page. The page may name it itself
/// (`/sign-in?redirect_url=%2Forders`), as long as it is the app's own.
pub(crate) fn finish(desk: &Desk, callback: Option<Callback<()>>, url: Option<String>) -> Arc<dyn Fn() + Send + Sync> {
    let leave = desk.leave.clone();
    Arc::new(move || match (callback, &url) {
        (Some(callback), _) => {
            let _ = callback.try_run(());
        }
        (None, Some(url)) => match named_page() {
            Some(named) => go_to(&named, leave.as_ref()),
            None => go_to(url, leave.as_ref()),
        },
        (None, None) => {}
    })
}

/// The page that `redirect_url` names, if it is on this origin: a link from elsewhere must not lead a person away.
fn named_page() -> Option<String> {
    let location = window().location();
    let here = web_sys::Url::new(&location.href().ok()?).ok()?;
    let named = here.search_params().get(PARAMETER)?;
    let named = web_sys::Url::new_with_base(&named, &here.href()).ok()?;
    (named.origin() == here.origin() && matches!(named.protocol().as_str(), "http:" | "https:")).then(|| named.href())
}

/// The first address that is not empty.
pub(crate) fn first_url(candidates: [Option<&str>; 3]) -> Option<String> {
    candidates.into_iter().flatten().find(|url| !url.is_empty()).map(str::to_owned)
}

/// A link to the other form keeps the page to go on to.
pub(crate) fn carry_on(url: String, frontdesk: &Frontdesk) -> String {
    match frontdesk.platform().page_url().as_deref().and_then(parameter) {
        Some(value) => {
            let joint = if url.contains('?') { "&" } else { "?" };
            [&url, joint, PARAMETER, "=", value].concat()
        }
        None => url,
    }
}

/// The parameter as it stands in an address, still encoded.
fn parameter(page_url: &str) -> Option<&str> {
    let (_, query) = page_url.split('#').next()?.split_once('?')?;
    let value = query.split('&').find_map(|pair| pair.strip_prefix(PARAMETER)?.strip_prefix('='))?;
    // What a browser leaves unencoded in an address is safe in an attribute and in another address.
    Some(value).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_to_go_on_to_is_read_from_the_address() {
        assert_eq!(parameter("https://app.example/sign-in?a=1&redirect_url=%2Forders#x"), Some("%2Forders"));
        assert_eq!(parameter("https://app.example/sign-in?redirect_url="), None);
        assert_eq!(parameter("https://app.example/sign-in#?redirect_url=x"), None);
    }
}
