//! Which of many choices are left by what was typed, and in which order.

use super::Choice;
use crate::ui::search::folded;

/// The places of the choices that match, best first: those that begin with it, those with a word that does, the others. Nothing
/// sought leaves all as they are.
pub(super) fn found(choices: &[Choice], sought: &str) -> Vec<usize> {
    let sought = folded(sought.trim());
    if sought.is_empty() {
        return (0..choices.len()).collect();
    }
    let mut ranked: Vec<(u8, usize)> = Vec::new();
    for (place, choice) in choices.iter().enumerate() {
        let by_words = rank(&folded(&choice.label), &sought);
        let also = choice.also.split(' ').chain([choice.detail.as_str()]).any(|word| folded(word).starts_with(&sought));
        let best = if also { Some(by_words.map_or(1, |rank| rank.min(1))) } else { by_words };
        ranked.extend(best.map(|rank| (rank, place)));
    }
    // Places differ, so that equals keep their order.
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, place)| place).collect()
}

fn rank(label: &str, sought: &str) -> Option<u8> {
    let at = label.find(sought)?;
    if at == 0 {
        return Some(0);
    }
    let word = label.split([' ', '-', '(', '’', '\'']).any(|word| word.starts_with(sought));
    Some(if word { 1 } else { 2 })
}

/// The choice that is named by exactly these words, in any case.
pub(super) fn named(choices: &[Choice], words: &str) -> Option<usize> {
    let words = folded(words.trim());
    choices.iter().position(|choice| folded(&choice.label) == words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Vec<Choice> {
        let choice = |value: &str, label: &str, detail: &str| Choice {
            detail: detail.to_owned(),
            also: [value, detail.trim_start_matches('+')].join(" "),
            ..Choice::new(value, label)
        };
        vec![
            choice("DZ", "Algeria", "+213"),
            choice("DE", "Germany", "+49"),
            choice("NE", "Niger", "+227"),
            choice("GB", "United Kingdom", "+44"),
            choice("GE", "Georgia", "+995"),
        ]
    }

    #[test]
    fn what_begins_with_the_words_stands_before_what_has_them_inside() {
        let labels = |sought: &str| {
            let choices = choices();
            found(&choices, sought).into_iter().map(|place| choices[place].value.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(labels(""), "DZ DE NE GB GE");
        assert_eq!(labels("ger"), "DE DZ NE");
        assert_eq!(labels(" GE "), "DE GE DZ NE");
        assert_eq!(labels("king"), "GB");
        assert_eq!(labels("49"), "DE");
        assert_eq!(labels("+4"), "DE GB");
        assert_eq!(labels("gb"), "GB");
        assert_eq!(labels("xyz"), "");
    }

    #[test]
    fn a_choice_is_named_by_all_its_words_in_any_case() {
        assert_eq!(named(&choices(), " niger "), Some(2));
        assert_eq!(named(&choices(), "nige"), None);
        assert_eq!(named(&choices(), ""), None);
    }
}
