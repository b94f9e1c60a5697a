//! The device behind a request, as far as its browser names itself. For people to recognise, never to decide by.

use std::net::IpAddr;

use crate::store::sessions::Activity;

/// Browsers by the word that they alone use, the more particular ones first.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Version/", "Safari"),
];

/// Devices by the word that their browsers use.
const DEVICES: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Macintosh", "Macintosh"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Reads a `User-Agent`.
pub(crate) fn read(user_agent: &str, address: IpAddr) -> Activity {
    let browser = BROWSERS.iter().find_map(|(word, name)| {
        let (_, rest) = user_agent.split_once(word)?;
        let version: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        Some(((*name).to_owned(), version))
    });
    let device = DEVICES.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| (*name).to_owned());
    Activity {
        is_mobile: user_agent.contains("Mobile"),
        device_type: device,
        browser_version: browser.as_ref().map(|(_, version)| version.clone()).filter(|version| !version.is_empty()),
        browser_name: browser.map(|(name, _)| name),
        ip_address: Some(address.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_browsers_are_recognised() {
        let agent =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36";
        let seen = read(agent, "127.0.0.1".parse().unwrap());

        assert_eq!(seen.browser_name.as_deref(), Some("Chrome"));
        assert_eq!(seen.browser_version.as_deref(), Some("128.0.0.0"));
        assert_eq!(seen.device_type.as_deref(), Some("Linux"));
        assert!(!seen.is_mobile);
        assert_eq!(read("curl/8", "127.0.0.1".parse().unwrap()).browser_name, None);
    }
}
