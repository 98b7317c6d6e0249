//! Reads what is told as an editor would, for tests.

/// Words that never follow a 1.
const PLURALS: &[&str] = &[
    "plays",
    "times",
    "starts",
    "skips",
    "sittings",
    "artists",
    "tracks",
    "albums",
    "eras",
    "moods",
    "countries",
    "days",
    "weeks",
    "months",
    "years",
    "hours",
    "minutes",
    "shows",
    "authors",
    "cents",
];

/// Numbers that disagree with their words, such as `1 plays`, and shares of nothing.
pub(crate) fn mistakes(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let wrong = |pair: &&[&str]| {
        let (number, word) = (
            pair[0].trim_start_matches('('),
            pair[1].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%'),
        );
        (number == "1" && PLURALS.contains(&word)) || (number == "0" && word == "%")
    };
    words.windows(2).filter(wrong).map(|pair| pair.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_sees_what_disagrees() {
        assert_eq!(
            mistakes("11 plays, 1 play on 1 days; 0\u{a0}% of 10 %"),
            ["1 days;", "0 %"]
        );
    }
}
