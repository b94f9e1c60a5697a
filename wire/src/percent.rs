//! Percent-encoding of queries, forms and path segments (`application/x-www-form-urlencoded`, WHATWG URL).

/// Appends `text` to `out`, escaping everything but unreserved characters.
pub fn encode_into(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(byte as char);
        } else {
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)] as char);
            out.push(HEX[usize::from(byte & 15)] as char);
        }
    }
}

/// `text` with everything but unreserved characters escaped.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode_into(text, &mut out);
    out
}

/// A query or form body of these pairs, in order.
pub fn join<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        encode_into(name, &mut out);
        out.push('=');
        encode_into(value, &mut out);
    }
    out
}

/// Reads a query or form body: `+` is a space, broken escapes stay as they are, broken UTF-8 is replaced.
pub fn split(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, true), decode(value, true))
        })
        .collect()
}

/// Reads one path segment: `+` is itself.
pub fn decode_segment(text: &str) -> String {
    decode(text, false)
}

fn decode(text: &str, plus_is_space: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped =
            (bytes[at] == b'%').then(|| Some(hex(*bytes.get(at + 1)?)? << 4 | hex(*bytes.get(at + 2)?)?)).flatten();
        match (escaped, bytes[at]) {
            (Some(byte), _) => {
                out.push(byte);
                at += 3;
                continue;
            }
            (None, b'+') if plus_is_space => out.push(b' '),
            (None, byte) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned())
}

fn hex(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_browsers_send() {
        let pairs = split("identifier=ada%2Bwork%40example.com&password=correct+horse&active_organization_id=&flag");

        let expected = [
            ("identifier", "ada+work@example.com"),
            ("password", "correct horse"),
            ("active_organization_id", ""),
            ("flag", ""),
        ];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn broken_escapes_are_kept_and_broken_utf8_is_replaced() {
        assert_eq!(split("a=%zz%4")[0].1, "%zz%4");
        assert_eq!(split("a=%ff")[0].1, "\u{fffd}");
    }

    proptest::proptest! {
        #[test]
        fn what_is_joined_is_split_again(pairs in proptest::collection::vec((".+", ".*"), 0..8)) {
            let text = join(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            proptest::prop_assert_eq!(split(&text), pairs);
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".*") {
            split(&text);
            decode_segment(&text);
        }
    }
}
