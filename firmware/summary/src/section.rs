//! The kinds of sections.

use core::fmt;

macro_rules! sections {
    ($($(#[doc = $doc:literal])* $name:ident = $kind:literal, $word:literal;)*) => {
        /// What a section holds. The number is its kind in the file and never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Section { $($(#[doc = $doc])* $name = $kind,)* }

        impl Section {
            /// Every kind, ascending.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The kind of a number in the file, if this version knows it.
            #[must_use]
            pub const fn from_kind(kind: u16) -> Option<Self> {
                match kind { $($kind => Some(Self::$name),)* _ => None }
            }

            /// Its name in reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

sections! {
    /// One [`crate::records::Owner`].
    Owner = 1, "owner";
    /// One [`crate::records::Rule`].
    Rule = 2, "rule";
    /// [`crate::records::ZoneOffset`] records by time: the owner's time zone for years to come.
    Zone = 3, "zone";
    /// One [`crate::records::Totals`].
    Totals = 4, "totals";
    /// [`crate::records::TopArtist`] records, the most played first.
    TopArtists = 5, "top artists";
    /// [`crate::records::TopTrack`] records, the most played first.
    TopTracks = 6, "top tracks";
    /// [`crate::records::TopAlbum`] records, the most played first.
    TopAlbums = 7, "top albums";
    /// One [`crate::records::Week`].
    Week = 8, "week";
    /// [`crate::records::Month`] records by month, without gaps.
    Months = 9, "months";
    /// [`crate::records::Year`] records by year, without gaps.
    Years = 10, "years";
    /// One [`crate::records::Streaks`].
    Streaks = 11, "streaks";
    /// One [`crate::records::BiggestDay`].
    BiggestDay = 12, "biggest day";
    /// [`crate::records::RibbonYear`] records by year.
    Ribbon = 13, "ribbon";
    /// [`crate::records::Memory`] records by month and day of the month; of one day the best first.
    Memories = 14, "memories";
    /// [`crate::records::Milestone`] records by kind and number.
    Milestones = 15, "milestones";
    /// [`crate::records::DiscoveryMonth`] records by month, without gaps.
    Discovery = 16, "discovery";
    /// [`crate::records::BestDiscovery`] records by year; of one year the most played first.
    BestDiscoveries = 17, "best discoveries";
    /// [`crate::records::Loyal`] records, the most played first.
    Loyal = 18, "loyal";
    /// [`crate::records::BreadthMonth`] records by month, without gaps.
    Breadth = 19, "breadth";
    /// [`crate::records::NostalgicDay`] records, the one with the oldest music first.
    Nostalgia = 20, "nostalgia";
    /// [`crate::records::Binge`] records: of one day and of seven.
    Binges = 21, "binges";
    /// [`crate::records::Comeback`] records, the longest silence first.
    Comebacks = 22, "comebacks";
    /// [`crate::records::Forgotten`] records: artists, then tracks, each the most played first.
    Forgotten = 23, "forgotten";
    /// [`crate::records::Mover`] records: those that gained, the most first, then those that lost, the most first.
    Movers = 24, "movers";
    /// [`crate::records::Standing`] records by month, spread over the history; the last one is its last month.
    Race = 25, "race";
    /// One [`crate::records::Patience`].
    Patience = 26, "patience";
    /// [`crate::records::PatienceYear`] records by year.
    PatienceYears = 27, "patience by year";
    /// [`crate::records::Judgement`] records by kind, the most striking first.
    Judgements = 28, "judgements";
    /// One [`crate::records::Sessions`].
    Sessions = 29, "sessions";
    /// [`crate::records::Opener`] records, the most frequent first.
    Openers = 30, "openers";
    /// [`crate::records::Era`] records by month.
    Eras = 31, "eras";
    /// [`crate::records::Mood`] records, the most played first.
    Moods = 32, "moods";
    /// [`crate::records::Seasonal`] records: artists, then tracks, each the most played first.
    Seasons = 33, "seasons";
    /// [`crate::records::Country`] records, the one with the most time first.
    Countries = 34, "countries";
    /// [`crate::records::CountryYear`] records by year; of one year the one with the most time first.
    CountryYears = 35, "countries by year";
    /// [`crate::records::CountryName`] records by country and language.
    CountryNames = 36, "country names";
    /// [`crate::records::DeviceFamily`] records, the one with the most time first.
    Devices = 37, "devices";
    /// One [`crate::records::Worth`].
    Worth = 38, "worth";
    /// [`crate::records::RecapCard`] records by year; of one year in the order in which they are told.
    Recap = 39, "recap";

    /// [`crate::records::TextRecord`] records: every name once.
    Texts = 256, "texts";
    /// The UTF-8 of all texts, one after the other.
    Utf8 = 257, "utf-8";
    /// The glyphs of all texts, one after the other, by clusters in logical order: codes of [`crate::Run`].
    Runs = 258, "runs";
    /// [`crate::records::GlyphRecord`] records of size small, by ascending glyph.
    GlyphsSmall = 259, "small glyphs";
    /// [`crate::records::GlyphRecord`] records of size medium, by ascending glyph.
    GlyphsMedium = 260, "medium glyphs";
    /// [`crate::records::GlyphRecord`] records of size large, by ascending glyph.
    GlyphsLarge = 261, "large glyphs";
    /// The coded pixels of all glyphs: see [`crate::Coverage`].
    Coverage = 262, "coverage";
    /// [`crate::PlacedGlyph`] records, those that codes use most first.
    PlacedGlyphs = 263, "placed glyphs";
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_its_number_and_back() {
        for &section in Section::ALL {
            assert_eq!(Section::from_kind(section as u16), Some(section));
        }
        assert!(Section::ALL.is_sorted());
    }
}
