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
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        bytes.push(match (byte, after) {
            (b'%', [high, low, after @ ..]) if hex(*high) < 16 && hex(*low) < 16 => {
                rest = after;
                hex(*high) << 4 | hex(*low)
            }
            (b'+', _) if plus_is_space => b' ',
            _ => *byte,
        });
    }
    replace_broken(&bytes)
}

/// The value of a hexadecimal digit; 16 or more for anything else.
fn hex(digit: u8) -> u8 {
    match digit | 0x20 {
        b'0'..=b'9' if digit & 0x20 != 0 => digit - b'0',
        lower @ b'a'..=b'f' => lower - b'a' + 10,
        _ => 16,
    }
}

/// The text, with a mark in the place of what is not UTF-8.
fn replace_broken(mut bytes: &[u8]) -> String {
    let mut out = String::new();
    loop {
        let error = match std::str::from_utf8(bytes) {
            Ok(text) => {
                out.push_str(text);
                return out;
            }
            Err(error) => error,
        };
        let (good, broken) = bytes.split_at(error.valid_up_to());
        out.push_str(std::str::from_utf8(good).unwrap_or_default());
        out.push('\u{fffd}');
        bytes = broken.get(error.error_len().unwrap_or(broken.len())..).unwrap_or_default();
    }
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
        assert_eq!(split("a=%C3%A9%e9x%F0%9F")[0].1, "é\u{fffd}x\u{fffd}");
        assert_eq!(split("a=%4g%g4%:0%@1%")[0].1, "%4g%g4%:0%@1%");
    }

    proptest::proptest! {
        #[test]
        fn what_is_joined_is_split_again(pairs in proptest::collection::vec((".+", ".*"), 0..8)) {
            let text = join(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            proptest::prop_assert_eq!(split(&text), pairs);
        }

        #[test]
        fn what_is_broken_is_replaced_as_everywhere(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..12)) {
            proptest::prop_assert_eq!(replace_broken(&bytes), String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".*") {
            split(&text);
            decode_segment(&text);
        }
    }
}
