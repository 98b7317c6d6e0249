//! The names of what is counted.

use super::LANGUAGE;
use super::number::count;

/// Something that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Noun {
    Album,
    Artist,
    Author,
    Country,
    Day,
    DayWithMusic,
    Era,
    Hour,
    KindOfDevice,
    Minute,
    Month,
    Mood,
    MoreCountry,
    NewTrack,
    Play,
    Session,
    Show,
    Start,
    Time,
    Track,
    Week,
    Year,
}

impl Noun {
    /// Its name beside a number: `play` for one, `plays` for others.
    #[must_use]
    pub fn beside(self, number: u64) -> &'static str {
        let [one, many] = (LANGUAGE.noun)(self);
        if number == 1 { one } else { many }
    }

    /// A number of them: `1 play`, `1,200 plays`.
    #[must_use]
    pub fn of(self, number: u64) -> String {
        format!("{} {}", count(number), self.beside(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        assert_eq!(Noun::Play.of(1), "1 play");
        assert_eq!(Noun::Play.of(2_000), "2,000 plays");
    }
}
