//! Base64 in both alphabets, small enough for a page: keys, tokens and cookie suffixes are all that is written in it.

/// The letters for 62 and 63.
type Signs = [u8; 2];

/// The usual alphabet.
pub(crate) const STANDARD: Signs = *b"+/";
/// The alphabet of URLs, cookies and tokens.
pub(crate) const URL_SAFE: Signs = *b"-_";

/// The bytes, or nothing: a foreign letter, a length that cannot be, or bits that are left over and not zero. Padding is a
/// foreign letter, too.
pub(crate) fn decode(text: &str, signs: Signs) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    // The bits that are not written yet, below a one that tells how many they are.
    let mut bits: u32 = 1;
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            _ if letter == signs[0] => 62,
            _ if letter == signs[1] => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        if bits >> 24 == 1 {
            out.extend_from_slice(&bits.to_be_bytes()[1..]);
            bits = 1;
        }
    }
    match bits >> 12 {
        0 if bits == 1 => {}
        // One letter is left: two bits short of a byte.
        0 => return None,
        // Two letters, four bits too many.
        1 if bits & 0xf == 0 => out.push((bits >> 4) as u8),
        // Three letters, two bits too many.
        _ if bits >> 18 == 1 && bits & 3 == 0 => out.extend_from_slice(&((bits >> 2) as u16).to_be_bytes()),
        _ => return None,
    }
    Some(out)
}

/// The text without padding.
pub(crate) fn encode(bytes: &[u8], signs: Signs) -> String {
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let at = |index: usize| u32::from(three.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for index in 0..=three.len() {
            let value = (bits >> (18 - 6 * index)) as u8 & 63;
            out.push(char::from(match value {
                0..=25 => b'A' + value,
                26..=51 => b'a' + value - 26,
                52..=61 => b'0' + value - 52,
                62 => signs[0],
                _ => signs[1],
            }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::base64::Engine;
    use ::base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

    proptest::proptest! {
        #[test]
        fn bytes_are_written_as_everywhere_and_read_back(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..40)) {
            proptest::prop_assert_eq!(encode(&bytes, URL_SAFE), URL_SAFE_NO_PAD.encode(&bytes));
            proptest::prop_assert_eq!(encode(&bytes, STANDARD), STANDARD_NO_PAD.encode(&bytes));
            proptest::prop_assert_eq!(decode(&encode(&bytes, STANDARD), STANDARD), Some(bytes));
        }

        #[test]
        fn texts_are_read_and_refused_as_everywhere(text in "[A-Za-z0-9+/_-]{0,12}[AEQgw_9=é]{0,2}") {
            proptest::prop_assert_eq!(decode(&text, URL_SAFE), URL_SAFE_NO_PAD.decode(&text).ok());
            proptest::prop_assert_eq!(decode(&text, STANDARD), STANDARD_NO_PAD.decode(&text).ok());
        }
    }
}
