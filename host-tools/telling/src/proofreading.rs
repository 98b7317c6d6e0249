//! Reads what is told as an editor would, for tests.

/// Words that never follow a 1.
const PLURALS: &[&str] = &[
    "plays",
    "times",
    "starts",
    "skips",
    "sessions",
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
#[must_use]
pub fn mistakes(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let wrong = |pair: &&[&str]| {
        let (number, word) = (
            pair[0].trim_start_matches('('),
            pair[1].trim_end_matches(|c: char| !c.is_alphanumeric()),
        );
        number == "1" && PLURALS.contains(&word)
    };
    let nothing = words
        .iter()
        .filter(|word| word.trim_start_matches('(').starts_with("0%"));
    let wrong = words.windows(2).filter(wrong).map(|pair| pair.join(" "));
    wrong.chain(nothing.map(|&word| word.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_sees_what_disagrees() {
        assert_eq!(mistakes("11 plays, 1 play on 1 days; 0% of 10%"), ["1 days;", "0%"]);
    }
}
