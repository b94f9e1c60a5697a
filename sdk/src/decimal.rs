//! Whole numbers as text. A page that formats nothing else does not download the machinery of `format!` for them.

/// The number's usual text.
pub(crate) fn text(number: i64) -> String {
    let mut text = String::new();
    if number < 0 {
        text.push('-');
    }
    digits(number.unsigned_abs(), &mut text);
    text
}

fn digits(number: u64, text: &mut String) {
    if number >= 10 {
        digits(number / 10, text);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn numbers_are_written_as_usual() {
        for number in [0, 7, 10, 1_748_736_000, -42, i64::MAX, i64::MIN] {
            assert_eq!(text(number), number.to_string());
        }
    }
}
