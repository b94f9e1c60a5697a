//! Cookies: reading them, and the attributes of ours.

use frontdesk_wire::{Seconds, Timestamp};

/// The client's credential.
pub(crate) const CLIENT: &str = "__client";

/// When the client last changed, for servers that render pages; 0 when nobody is signed in.
pub(crate) const CLIENT_UAT: &str = "__client_uat";

/// How long the client's credential lives. Browsers allow 400 days at most.
pub(crate) const LIFETIME: Seconds = Seconds::days(365);

/// The value of a cookie in a `Cookie` header.
pub(crate) fn read<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The `Set-Cookie` line of the client's credential. It is for the Frontend API's host alone, and no script reads it.
pub(crate) fn client(credential: &str) -> String {
    format!("{CLIENT}={credential}; Path=/; Max-Age={}; HttpOnly; Secure; SameSite=Lax", LIFETIME.0)
}

/// The `Set-Cookie` line that removes the client's credential.
pub(crate) fn no_client() -> String {
    format!("{CLIENT}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax")
}

/// The `Set-Cookie` lines that tell the application's servers when the client last changed: the plain name, and the
/// one with the instance's suffix. They are for the whole domain and no secret.
pub(crate) fn client_uat(suffix: &str, domain: &str, value: i64) -> [String; 2] {
    [CLIENT_UAT.to_owned(), format!("{CLIENT_UAT}_{suffix}")]
        .map(|name| format!("{name}={value}; Path=/; Domain={domain}; Max-Age={}; Secure; SameSite=Lax", LIFETIME.0))
}

/// When a credential that is set now ends.
pub(crate) fn expiry(now: Timestamp) -> Timestamp {
    now.plus(LIFETIME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let header = "__client_uat=5; a=b=c;  __client=x.y.z";

        assert_eq!(read(header, "__client"), Some("x.y.z"));
        assert_eq!(read(header, "a"), Some("b=c"));
        assert_eq!(read(header, "client"), None);
    }

    #[test]
    fn the_credential_is_hidden_from_scripts_and_other_sites() {
        let line = client("x.y.z");

        assert!(line.starts_with("__client=x.y.z; Path=/; Max-Age=31536000;"));
        assert!(["HttpOnly", "Secure", "SameSite=Lax"].iter().all(|attribute| line.contains(attribute)));
        assert!(!line.contains("Domain"));
    }

    #[test]
    fn servers_read_when_the_client_changed_under_both_names() {
        let [plain, suffixed] = client_uat("abcdefgh", "example.com", 7);

        assert!(plain.starts_with("__client_uat=7; Path=/; Domain=example.com;"));
        assert!(suffixed.starts_with("__client_uat_abcdefgh=7;"));
        assert!(!plain.contains("HttpOnly"));
    }
}
