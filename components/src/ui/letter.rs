//! Letters of names, told apart without the tables of Unicode, which weigh as much as a whole form. How a letter looks in
//! upper case is the sheet's affair (`text-transform`).

/// Whether this stands for something in a name: a letter or a digit, in any script. What is left are spaces, punctuation and
/// pictures.
pub(crate) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    !matches!(c,
        '\u{80}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}' | '\u{d7}' | '\u{f7}'
        // Punctuation, arrows, signs, drawings.
        | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{2bff}' | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{30fb}'
        | '\u{fe00}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff0f}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{e01ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_all_scripts_are_letters_and_signs_are_not() {
        assert!("aZ7äßéŁøªЖאعनไ日々あア한İ".chars().all(is_letter));
        assert!(" -–—_.·’“”«»@&+×÷/、。「」・…©®™→★🚀❤\u{fe0f}\u{a0}\u{3000}".chars().all(|c| !is_letter(c)));
    }
}
