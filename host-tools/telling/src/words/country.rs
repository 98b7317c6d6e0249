//! The names of countries.

use super::LANGUAGE;

/// Countries by their code with their names in the languages of the first line, which the pages of the device have too.
const NAMES: &str = include_str!("../../../press/data/countries.tsv");

/// A country's name; its code where it has none.
#[must_use]
pub fn name(code: &str) -> &str {
    let column = |line: &'static str, at: usize| line.split('\t').nth(at);
    let mut lines = NAMES.lines();
    let languages = lines.next().unwrap_or_default();
    let of_country = lines.find(|line| column(line, 0) == Some(code));
    let at = languages.split('\t').position(|language| language == LANGUAGE.code);
    of_country
        .zip(at)
        .and_then(|(line, at)| column(line, at))
        .unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_spelt_out_and_an_unknown_one_keeps_its_code() {
        assert_eq!([name("BR"), name("SE"), name("QX")], ["Brazil", "Sweden", "QX"]);
    }
}
