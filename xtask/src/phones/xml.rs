//! As much of XML as one published file has: elements, attributes, text and comments.

use anyhow::{Context, Result, bail};

/// An element.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Node>,
}

impl Node {
    /// An attribute; nothing where there is none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The elements of this name inside, in order, however deep.
    pub(super) fn all<'n>(&'n self, name: &'n str) -> Box<dyn Iterator<Item = &'n Node> + 'n> {
        let own = self.children.iter().flat_map(move |child| {
            let here = (child.name == name).then_some(child);
            here.into_iter().chain(child.all(name))
        });
        Box::new(own)
    }

    /// The text as a pattern, which may be broken into lines anywhere.
    pub(super) fn pattern(&self) -> String {
        self.text.split_whitespace().collect()
    }
}

/// Reads a document; what comes back holds its root.
pub(super) fn read(text: &str) -> Result<Node> {
    let mut open = vec![Node::default()];
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        if let Some(node) = open.last_mut() {
            node.text.push_str(before.trim());
        }
        let end = match tag {
            _ if tag.starts_with("<!--") => "-->",
            _ if tag.starts_with("<!") && tag.find('[') < tag.find('>') && tag.contains('[') => "]>",
            _ => ">",
        };
        let length = tag.find(end).with_context(|| format!("a tag has no end: {tag:.40}"))? + end.len();
        let (tag, after) = tag.split_at(length);
        rest = after;
        if tag.starts_with("<!") || tag.starts_with("<?") {
            continue;
        }
        if tag.starts_with("</") {
            close(&mut open)?;
        } else {
            open.push(begin(tag));
            if tag.ends_with("/>") {
                close(&mut open)?;
            }
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(document), true) => Ok(document),
        _ => bail!("an element is not closed"),
    }
}

fn close(open: &mut Vec<Node>) -> Result<()> {
    let node = open.pop().context("more is closed than was opened")?;
    open.last_mut().context("more is closed than was opened")?.children.push(node);
    Ok(())
}

fn begin(tag: &str) -> Node {
    let inside = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    while let Some((name, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        attributes.push((name.trim().to_owned(), value.to_owned()));
        rest = after;
    }
    Node { name: name.to_owned(), attributes, ..Node::default() }
}
