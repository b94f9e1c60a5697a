//! The development browser: a token in the query that stands in for the client's cookie, because a development instance is on
//! another site than the app and browsers withhold its cookies there.

use crate::error::Error;
use crate::frontdesk::{Frontdesk, held};
use frontdesk_wire::endpoints::CreateDevBrowser;
use frontdesk_wire::environment::DevBrowser;
use frontdesk_wire::{codec, json, percent};

/// The token's name, as cookie and as query parameter.
pub(crate) const NAME: &str = "__clerk_db_jwt";

/// Query parameters that have done their work once the page is loaded.
const SPENT: [&str; 6] =
    [NAME, "__clerk_synced", "suffixed_cookies", "__clerk_handshake", "__clerk_handshake_nonce", "__clerk_help"];

impl Frontdesk {
    /// Makes sure that there is a development browser where one is needed: from the page's address, from a cookie, or new.
    pub(crate) async fn ensure_dev_browser(&self) -> Result<(), Error> {
        let inner = &self.inner;
        if !inner.uses_dev_browser {
            return Ok(());
        }
        let _turn = inner.dev_browser_turn.lock().await;
        if held(&inner.dev_browser).is_some() {
            return Ok(());
        }
        if let Some(known) = self.known_dev_browser() {
            self.keep_dev_browser(known);
            return Ok(());
        }
        // Two tabs that open together must end with one development browser: the second finds the first one's cookie.
        let _lock = inner.platform.lock(&["frontdesk.dev_browser.", &inner.suffix].concat()).await;
        if let Some(known) = self.dev_browser_cookie() {
            self.keep_dev_browser(known);
            return Ok(());
        }
        let text = self.exchange(codec::encode(&CreateDevBrowser {}), true).await?;
        let made: DevBrowser = json::read(&text).ok_or_else(Error::decode)?;
        self.keep_dev_browser(made.id);
        Ok(())
    }

    fn known_dev_browser(&self) -> Option<String> {
        let in_url = self.inner.platform.page_url().and_then(|url| {
            let query = url.split('#').next()?.split_once('?')?.1.to_owned();
            percent::split(&query)
                .into_iter()
                .find(|(name, value)| name == NAME && !value.is_empty())
                .map(|(_, value)| value)
        });
        in_url.or_else(|| self.dev_browser_cookie())
    }

    fn dev_browser_cookie(&self) -> Option<String> {
        let platform = &self.inner.platform;
        let value = platform.cookie(&self.suffixed(NAME)).or_else(|| platform.cookie(NAME))?;
        // Anything but one token is a corrupted cookie.
        let fits = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
        (fits && !value.is_empty()).then_some(value)
    }

    /// Keeps the token in memory and in both cookies.
    pub(crate) fn keep_dev_browser(&self, token: String) {
        for name in [NAME.to_owned(), self.suffixed(NAME)] {
            self.inner.platform.set_cookie(&self.app_cookie(name, token.clone()));
        }
        *held(&self.inner.dev_browser) = Some(token);
    }

    /// Forgets a token that the server does not know, unless it has been replaced meanwhile.
    pub(crate) fn forget_dev_browser(&self, unknown: &str) {
        {
            let mut kept = held(&self.inner.dev_browser);
            if kept.as_deref() != Some(unknown) {
                return;
            }
            *kept = None;
        }
        for name in [NAME.to_owned(), self.suffixed(NAME)] {
            if self.inner.platform.cookie(&name).as_deref() == Some(unknown) {
                self.inner.platform.remove_cookie(&self.app_cookie(name, String::new()));
            }
        }
        self.strip_page_url();
    }

    /// Takes spent parameters out of the address that is shown, so that they are neither copied nor bookmarked.
    pub(crate) fn strip_page_url(&self) {
        let Some(url) = self.inner.platform.page_url() else { return };
        if let Some(cleaned) = without_spent(&url) {
            self.inner.platform.replace_page_url(&cleaned);
        }
    }
}

/// The address without spent parameters, if it has any.
fn without_spent(url: &str) -> Option<String> {
    let (rest, hash) = url.split_once('#').map_or((url, None), |(rest, hash)| (rest, Some(hash)));
    let (path, query) = rest.split_once('?')?;
    let spent = |pair: &str| SPENT.contains(&pair.split('=').next().unwrap_or_default());
    if !query.split('&').any(spent) {
        return None;
    }
    let kept: Vec<&str> = query.split('&').filter(|pair| !spent(pair)).collect();
    let mut cleaned = path.to_owned();
    if !kept.is_empty() {
        cleaned.push('?');
        cleaned.push_str(&kept.join("&"));
    }
    if let Some(hash) = hash {
        cleaned.push('#');
        cleaned.push_str(hash);
    }
    Some(cleaned)
}

#[cfg(test)]
mod tests {
    use super::without_spent;

    #[test]
    fn spent_parameters_leave_the_address_and_others_stay() {
        let url = "http://localhost:4402/a?x=1&__clerk_db_jwt=dvb_1&y=#here?__clerk_db_jwt";

        assert_eq!(without_spent(url).as_deref(), Some("http://localhost:4402/a?x=1&y=#here?__clerk_db_jwt"));
        assert_eq!(without_spent("http://localhost/?__clerk_synced=true").as_deref(), Some("http://localhost/"));
        assert_eq!(without_spent("http://localhost/?x=__clerk_db_jwt"), None);
    }
}
