//! The development browser: a token in the query that stands in for the client's cookie, because a development instance is on
//! another site than the app and browsers withhold its cookies there.

use crate::client_tree::text;
use crate::error::Error;
use crate::frontdesk::Frontdesk;
use crate::platform::BoxFuture;
use crate::token::cookie::Kind;
use frontdesk_wire::endpoints::CreateDevBrowser;
use frontdesk_wire::{codec, json};
use std::future::ready;

/// The token's name, as cookie and as query parameter.
pub(crate) const NAME: &str = "__clerk_db_jwt";

/// Query parameters that have done their work once the page is loaded.
const SPENT: [&str; 6] =
    [NAME, "__clerk_synced", "suffixed_cookies", "__clerk_handshake", "__clerk_handshake_nonce", "__clerk_help"];

impl Frontdesk {
    /// Makes sure that there is a development browser where one is needed: from the page's address, from a cookie, or new.
    pub(crate) fn ensure_dev_browser(&self) -> BoxFuture<Result<(), Error>> {
        if !self.inner.uses_dev_browser || self.state().dev_browser.is_some() {
            return Box::pin(ready(Ok(())));
        }
        let this = self.clone();
        Box::pin(async move {
            let _turn = this.inner.dev_browser_turn.take().await;
            if this.find_dev_browser(true) {
                return Ok(());
            }
            // Two tabs that open together must end with one development browser: the second finds the first one's cookie.
            let _lock = this.inner.platform.lock(&["frontdesk.dev_browser.", &this.inner.suffix].concat()).await;
            if this.find_dev_browser(false) {
                return Ok(());
            }
            let made = this.exchange(codec::encode(&CreateDevBrowser {}), true).await?.text;
            this.dev_browser_made(&made)
        })
    }

    fn dev_browser_made(&self, answer: &str) -> Result<(), Error> {
        let made = json::tree(answer).unwrap_or_default();
        let id = text(&made, "id");
        if id.is_empty() {
            return Err(Error::decode());
        }
        self.keep_dev_browser(id);
        Ok(())
    }

    /// Looks for one in memory, in the page's address if it counts, and in the cookies.
    fn find_dev_browser(&self, in_address: bool) -> bool {
        if self.state().dev_browser.is_some() {
            return true;
        }
        let known = if in_address { self.dev_browser_in_address() } else { None };
        let known = known.or_else(|| self.dev_browser_cookie());
        if let Some(known) = &known {
            self.keep_dev_browser(known);
        }
        known.is_some()
    }

    fn dev_browser_in_address(&self) -> Option<String> {
        let url = self.inner.platform.page_url()?;
        let (_, query) = url.split('#').next()?.split_once('?')?;
        for pair in query.split('&') {
            if let Some((NAME, value)) = pair.split_once('=') {
                return token(value);
            }
        }
        None
    }

    fn dev_browser_cookie(&self) -> Option<String> {
        let platform = &self.inner.platform;
        token(&platform.cookie(&self.suffixed(NAME)).or_else(|| platform.cookie(NAME))?)
    }

    /// Keeps the token in memory and in both cookies.
    pub(crate) fn keep_dev_browser(&self, token: &str) {
        self.put_cookie(NAME, token, Kind::DevBrowser);
        self.put_cookie(&self.suffixed(NAME), token, Kind::DevBrowser);
        self.state().dev_browser = Some(token.to_owned());
    }

    /// Forgets a token that the server does not know, unless it has been replaced meanwhile.
    pub(crate) fn forget_dev_browser(&self, unknown: &str) {
        {
            let mut state = self.state();
            if state.dev_browser.as_deref() != Some(unknown) {
                return;
            }
            state.dev_browser = None;
        }
        self.forget_dev_browser_cookie(NAME, unknown);
        self.forget_dev_browser_cookie(&self.suffixed(NAME), unknown);
        self.strip_page_url();
    }

    fn forget_dev_browser_cookie(&self, name: &str, unknown: &str) {
        if self.inner.platform.cookie(name).as_deref() == Some(unknown) {
            self.drop_cookie(name);
        }
    }

    /// Takes spent parameters out of the address that is shown, so that they are neither copied nor bookmarked.
    pub(crate) fn strip_page_url(&self) {
        let Some(url) = self.inner.platform.page_url() else { return };
        if let Some(cleaned) = without_spent(&url) {
            self.inner.platform.replace_page_url(&cleaned);
        }
    }
}

/// A development browser's token, which needs no escapes: anything else is a corrupted one.
fn token(text: &str) -> Option<String> {
    let fits = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
    (fits && !text.is_empty()).then(|| text.to_owned())
}

/// The address without spent parameters, if it has any.
fn without_spent(url: &str) -> Option<String> {
    let (rest, hash) = url.split_once('#').unwrap_or((url, ""));
    let (path, query) = rest.split_once('?')?;
    let mut cleaned = path.to_owned();
    let mut joint = '?';
    let mut stripped = false;
    for pair in query.split('&') {
        if SPENT.contains(&pair.split('=').next().unwrap_or_default()) {
            stripped = true;
            continue;
        }
        cleaned.push(joint);
        cleaned.push_str(pair);
        joint = '&';
    }
    if rest.len() < url.len() {
        cleaned.push('#');
        cleaned.push_str(hash);
    }
    stripped.then_some(cleaned)
}

#[cfg(test)]
mod tests {
    use super::without_spent;

    // conformance: G22
    #[test]
    fn spent_parameters_leave_the_address_and_others_stay() {
        let url = "http://localhost:4402/a?x=1&__clerk_db_jwt=dvb_1&y=#here?__clerk_db_jwt";

        assert_eq!(without_spent(url).as_deref(), Some("http://localhost:4402/a?x=1&y=#here?__clerk_db_jwt"));
        assert_eq!(without_spent("http://localhost/?__clerk_synced=true").as_deref(), Some("http://localhost/"));
        assert_eq!(without_spent("http://localhost/?x=__clerk_db_jwt"), None);
    }
}
