//! Just enough reading of HTML to ask it questions.

/// One opening tag with its attributes.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// All opening tags, in order.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    for part in html.split('<').skip(1) {
        let part = part.split_once('>').map_or(part, |(tag, _)| tag);
        if part.starts_with(['/', '!']) {
            continue;
        }
        let (name, mut rest) = part.split_once(' ').unwrap_or((part, ""));
        let mut attributes = Vec::new();
        while !rest.trim().is_empty() {
            rest = rest.trim_start();
            let end = rest.find(['=', ' ']).unwrap_or(rest.len());
            let key = rest[..end].trim_end_matches('/').to_owned();
            if rest[end..].starts_with("=\"") {
                let value = &rest[end + 2..];
                let close = value.find('"').expect("a quoted value ends");
                attributes.push((key, value[..close].to_owned()));
                rest = &value[close + 1..];
            } else {
                attributes.push((key, String::new()));
                rest = &rest[end..];
            }
        }
        tags.push(Tag { name: name.trim_end_matches('/').to_owned(), attributes });
    }
    tags
}

/// What is seen and heard: the words without the tags.
pub(crate) fn text(html: &str) -> String {
    let mut words = String::new();
    for part in html.split('<') {
        let part = part.split_once('>').map_or("", |(_, after)| after);
        if !part.trim().is_empty() {
            words.push_str(part.trim());
            words.push('\n');
        }
    }
    words
}

/// What must hold on every screen.
pub(crate) fn assert_sound(screen: &str, html: &str) {
    let tags = tags(html);
    let mut ids = std::collections::BTreeSet::new();
    for tag in &tags {
        if let Some(id) = tag.get("id") {
            assert!(ids.insert(id), "{screen}: the id {id} is there twice");
        }
        assert!(tag.name != "script", "{screen}: there is a script");
        assert!(!tag.attributes.iter().any(|(name, _)| name.starts_with("on")), "{screen}: there is an inline handler");
        assert!(tag.get("style").is_none(), "{screen}: there is an inline style");
    }
    for tag in &tags {
        for reference in ["aria-describedby", "aria-labelledby", "aria-controls", "for", "popovertarget"] {
            for id in tag.get(reference).unwrap_or_default().split_whitespace() {
                assert!(ids.contains(id), "{screen}: {reference} points to {id}, which is not there");
            }
        }
        let hidden = tag.get("aria-hidden").is_some();
        // One that is only sent is nothing that a person meets.
        let sent = tag.get("type") == Some("hidden");
        if tag.name == "input" && !hidden && !sent {
            let id = tag.get("id").unwrap_or_else(|| panic!("{screen}: an input has no id"));
            assert!(
                tags.iter().any(|label| label.name == "label" && label.get("for") == Some(id)),
                "{screen}: {id} has no label"
            );
            assert!(tag.get("name").is_some(), "{screen}: {id} has no name");
            let checkbox = tag.get("type") == Some("checkbox");
            assert!(checkbox || tag.get("autocomplete").is_some(), "{screen}: {id} says nothing to password managers");
        }
        if tag.get("aria-invalid").is_some() {
            assert!(tag.get("aria-describedby").is_some(), "{screen}: an error is not linked to its input");
        }
        if tag.name == "form" {
            assert_eq!(tag.get("method"), Some("post"), "{screen}: a form would put its values into the address");
            assert!(tag.get("novalidate").is_some(), "{screen}: the browser's bubbles would speak instead of us");
        }
        if tag.name == "a" {
            assert!(tag.get("href").is_some_and(|href| !href.is_empty()), "{screen}: a link leads nowhere");
        }
    }
}
