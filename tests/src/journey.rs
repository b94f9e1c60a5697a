//! A browser that opens pages of an app rendered on a server: it follows redirects between the app and the Frontend API,
//! and keeps cookies by host and domain as browsers do.

use crate::raw::{Answer, Raw};
use axum::Router;
use frontdesk_backend::{ApiFault, BackendApi, BoxFuture, Refresh};
use std::sync::{Mutex, PoisonError};

/// A browser that opens pages.
pub struct Journey {
    hosts: Vec<(String, Router)>,
    cookies: Mutex<Vec<Kept>>,
    /// Every request of the last page: status and address.
    pub hops: Mutex<Vec<(u16, String)>>,
}

#[derive(Debug, Clone)]
struct Kept {
    name: String,
    value: String,
    host: String,
    with_subdomains: bool,
    attributes: String,
    ends: Option<i64>,
}

impl Journey {
    /// A browser on a network of these hosts (ports included).
    pub fn new(hosts: impl IntoIterator<Item = (String, Router)>) -> Self {
        Self { hosts: hosts.into_iter().collect(), cookies: Mutex::default(), hops: Mutex::default() }
    }

    /// Opens a page at an absolute address and follows where it leads.
    ///
    /// # Panics
    /// When the way leads off the network or does not end.
    pub async fn open(&self, url: &str, now: i64) -> Answer {
        self.open_with(url, now, &[]).await
    }

    /// The same, with headers on every request of the way.
    ///
    /// # Panics
    /// When the way leads off the network or does not end.
    pub async fn open_with(&self, url: &str, now: i64, headers: &[(&str, &str)]) -> Answer {
        let mut url = url.to_owned();
        self.hops.lock().unwrap_or_else(PoisonError::into_inner).clear();
        for _ in 0..12 {
            let answer = self.request(&url, now, headers).await;
            self.hops.lock().unwrap_or_else(PoisonError::into_inner).push((answer.status.as_u16(), url.clone()));
            if answer.status != 307 {
                return answer;
            }
            answer.header("location").clone_into(&mut url);
        }
        panic!("redirected in a circle: {:?}", self.hops);
    }

    /// One request of the way, not followed.
    ///
    /// # Panics
    /// When the address is off the network.
    pub async fn request(&self, url: &str, now: i64, headers: &[(&str, &str)]) -> Answer {
        let (scheme, rest) = url.split_once("://").expect("an absolute address");
        let (host, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
        let router = self.hosts.iter().find(|(name, _)| name == host).map(|(_, router)| router);
        let router = router.unwrap_or_else(|| panic!("{host} is not on this network: {url}"));
        let path = path.split('#').next().unwrap_or_default();
        let mut request = Raw::get(path).header("host", host).header("accept", "text/html");
        if !headers.iter().any(|(name, _)| *name == "sec-fetch-dest") {
            request = request.header("sec-fetch-dest", "document");
        }
        request = request.header("x-forwarded-proto", scheme);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Some(cookies) = self.header(host, now) {
            request = request.header("cookie", &cookies);
        }
        let answer = request.send(router).await;
        for line in answer.cookies() {
            self.set(host, line, now);
        }
        answer
    }

    /// Takes a `Set-Cookie` line of a host.
    pub fn set(&self, host: &str, line: &str, now: i64) {
        let name_of = |host: &str| host.split(':').next().unwrap_or_default().to_owned();
        let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
        let (name, value) = pair.trim().split_once('=').unwrap_or((pair.trim(), ""));
        let attribute = |wanted: &str| {
            attributes.split(';').find_map(|one| {
                let (key, value) = one.trim().split_once('=')?;
                key.eq_ignore_ascii_case(wanted).then(|| value.to_owned())
            })
        };
        let own = name_of(host);
        let domain = attribute("domain").map(|domain| domain.trim_start_matches('.').to_owned());
        if let Some(domain) = &domain
            && own != *domain
            && !own.ends_with(&format!(".{domain}"))
        {
            // A browser takes no cookie for a domain that the host is not under.
            return;
        }
        let age = attribute("max-age").and_then(|age| age.parse::<i64>().ok());
        let kept = Kept {
            name: name.to_owned(),
            value: value.to_owned(),
            with_subdomains: domain.is_some(),
            host: domain.unwrap_or(own),
            attributes: attributes.trim().to_owned(),
            ends: age.map(|age| now + age * 1000),
        };
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.retain(|other| {
            (&other.name, &other.host, other.with_subdomains) != (&kept.name, &kept.host, kept.with_subdomains)
        });
        if kept.ends.is_none_or(|ends| ends > now) {
            cookies.push(kept);
        }
    }

    /// Removes every cookie that begins like this.
    pub fn remove(&self, beginning: &str) {
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.retain(|kept| !kept.name.starts_with(beginning));
    }

    /// A cookie that a host receives.
    pub fn cookie(&self, host: &str, name: &str, now: i64) -> Option<String> {
        self.sent_to(host, now).into_iter().find(|kept| kept.name == name).map(|kept| kept.value)
    }

    /// The attributes of a cookie that a host receives.
    pub fn attributes(&self, host: &str, name: &str, now: i64) -> Option<String> {
        self.sent_to(host, now).into_iter().find(|kept| kept.name == name).map(|kept| kept.attributes)
    }

    /// What a host receives as `Cookie`.
    pub fn header(&self, host: &str, now: i64) -> Option<String> {
        let sent: Vec<String> =
            self.sent_to(host, now).iter().map(|kept| format!("{}={}", kept.name, kept.value)).collect();
        (!sent.is_empty()).then(|| sent.join("; "))
    }

    /// The statuses of the last page's way.
    pub fn statuses(&self) -> Vec<u16> {
        self.hops.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(status, _)| *status).collect()
    }

    /// The addresses of the last page's way.
    pub fn addresses(&self) -> Vec<String> {
        self.hops.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(_, url)| url.clone()).collect()
    }

    fn sent_to(&self, host: &str, now: i64) -> Vec<Kept> {
        let name = host.split(':').next().unwrap_or_default();
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |kept: &&Kept| {
            let below = kept.with_subdomains && name.ends_with(&format!(".{}", kept.host));
            (kept.host == name || below) && kept.ends.is_none_or(|ends| ends > now)
        };
        cookies.iter().filter(fits).cloned().collect()
    }
}

/// The Backend API of a server in this process, as an app's server asks it.
#[derive(Clone)]
pub struct RouterApi {
    router: Router,
    secret: String,
}

impl RouterApi {
    /// With this secret key.
    pub fn new(router: Router, secret: &str) -> Self {
        Self { router, secret: secret.to_owned() }
    }

    async fn lines(&self, request: Raw, name: &str) -> Result<Vec<String>, ApiFault> {
        let request = request.header("authorization", &format!("Bearer {}", self.secret));
        let answer = request.header("content-type", "application/json").send(&self.router).await;
        if answer.status != 200 {
            return Err(ApiFault::Refused(answer.code()));
        }
        let lines = answer.json()[name].as_array().cloned().ok_or(ApiFault::Unreadable)?;
        Ok(lines.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect())
    }
}

impl std::fmt::Debug for RouterApi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RouterApi")
    }
}

impl BackendApi for RouterApi {
    fn handshake_payload<'a>(&'a self, nonce: &'a str) -> BoxFuture<'a, Result<Vec<String>, ApiFault>> {
        let request =
            Raw::get(&format!("/v1/clients/handshake_payload?nonce={}", frontdesk_wire::percent::encode(nonce)));
        Box::pin(self.lines(request, "directives"))
    }

    fn refresh_session<'a>(&'a self, refresh: &'a Refresh) -> BoxFuture<'a, Result<Vec<String>, ApiFault>> {
        let body = serde_json::json!({
            "format": "cookie",
            "expired_token": refresh.expired_token,
            "refresh_token": refresh.refresh_token,
            "request_origin": refresh.request_origin,
            "request_headers": {},
        });
        let path = format!("/v1/sessions/{}/refresh?suffixed_cookies={}", refresh.session_id, refresh.suffixed_cookies);
        Box::pin(self.lines(Raw::new("POST", &path).body(&body.to_string()), "cookies"))
    }
}
