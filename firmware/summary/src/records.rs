//! The sections of a summary, each declared once: its number, its word, what it holds, the most records of it, and the
//! fields of a record in the order of the file. What is laid out, checked, read, written, said by `inspect` and
//! documented in docs/summary-file.md comes from here.
//!
//! A field never changes its meaning. New facts come in new sections, or in new fields at the end of a record.
#![allow(
    missing_debug_implementations,
    reason = "the derive of KnownLayout makes a hidden type without it; each record derives Debug"
)]

mod cards;
mod code;
pub(crate) mod declare;
mod id;
mod names;
mod words;

use core::fmt;

use zerocopy::FromBytes;

use crate::field::{Element, Layout, Record, Told};

pub use cards::{CardKind, Measure, Surprising, Unit};
pub use code::Code;
pub use id::OwnerId;
pub use names::{GlyphRecord, PlacedGlyph, TextRecord};
pub use words::{CardRecord, DeviceKind, JudgementKind, ListenerKind, MemoryKind, MilestoneKind, SleeveKind};

declare::sections! {
data:
    1 Owner "owner" "whose history it is, and of which days": [Owner; 1] "Whose history it is, and which stretch of it." {
        name: Name "The owner's name; its UTF-8 tells owners without an id apart.",
        first: Date "The first day with a play.",
        last: Date "The last day with a play.",
        pressed: Date "The day on which the summary was pressed.",
        seed: Seed "A seed, from the owner's name, that makes the rotation of each owner their own.",
        accent: Colour "The owner's accent colour.",
    } then OwnerLater {
        id: Id "What tells the owner from others, whatever their names.",
    }
    2 Rule "rule" "how plays were counted": [Rule; 1] "The rule by which plays were counted." {
        counted_ms: Milliseconds "A play counts from this length on.",
        private_included: Flag "Whether private plays are included.",
        merge_recordings: Flag "Whether variants of a recording are one track.",
        as_heard: Flag "Whether plays on journeys are in the time zone there.",
        timezone: Name "The IANA name of the time zone.",
    }
    3 Zone "zone" "the time zone, for years to come": [ZoneOffset; 96]
    "One stretch of the owner's time zone; by time." {
        from: Instant "From when it holds.",
        minutes: Offset "What holds.",
    }
    4 Totals "totals" "the whole history in numbers": [Totals; 1]
    "The whole history in numbers. Music alone, but for the last two fields." {
        ms: AllMilliseconds "The time of all plays.",
        plays: Count "All plays.",
        counted_plays: Count "Counted plays.",
        artists: Count "Distinct artists of counted plays.",
        tracks: Count "Distinct tracks of counted plays.",
        albums: Count "Distinct albums of counted plays.",
        days: Count "Days with music: those on which a counted play begins.",
        podcast_minutes: Minutes "Minutes of podcasts.",
        audiobook_minutes: Minutes "Minutes of audiobooks.",
    }
    5 TopArtists "top artists" "the most played artists": [TopArtist; 10]
    "One of the most played artists; the most played first." {
        name: Name "The artist.",
        track: Name "The artist's most played track.",
        plays: Count "Counted plays.",
        minutes: Minutes "Minutes of all plays.",
        first: Date "The day of the first play.",
    }
    6 TopTracks "top tracks" "the most played tracks": [TopTrack; 10]
    "One of the most played tracks; the most played first." {
        title: Name "The title.",
        artist: Name "The artist.",
        plays: Count "Counted plays.",
        minutes: Minutes "Minutes of all plays.",
        first: Date "The day of the first play.",
    }
    7 TopAlbums "top albums" "the most played albums": [TopAlbum; 10]
    "One of the most played albums; the most played first." {
        title: Name "The title.",
        artist: Name "The artist.",
        plays: Count "Counted plays.",
        minutes: Minutes "Minutes of all plays.",
        first: Date "The day of the first play.",
    }
    8 Week "week" "minutes by weekday and hour": [Week; 1] "When the owner listens." {
        minutes: [[Minutes; 24]; 7] "Minutes of all plays by the weekday of their start, Monday first, and its hour.",
    }
    9 Months "months" "plays and minutes by month": [Month; 720] "One month; by month, without gaps." {
        first: Month "The month.",
        plays: Count "Counted plays.",
        minutes: Minutes "Minutes of all plays.",
    }
    10 Years "years" "plays, minutes and favourites by year": [Year; 60] "One year; by year, without gaps." {
        year: Year "The year.",
        artist: Name "The most played artist of the year.",
        track: Name "The most played track of the year.",
        plays: Count "Counted plays.",
        minutes: Minutes "Minutes of all plays.",
    } then YearLater {
        artists: Count "Distinct artists of counted plays.",
    }
    11 Streaks "streaks" "days in a row with music": [Streaks; 1]
    "Days with music in a row: the longest streak, the earliest of equals, and the one that runs at the end." {
        longest_days: Days "How many days the longest one has.",
        longest_from: Date "The first of them.",
        longest_to: Date "The last of them.",
        current_days: Days "How many days the one at the end has.",
        current_from: Date "The first of them.",
        current_to: Date "The last of them.",
    }
    12 BiggestDay "biggest day" "the day with the most music": [BiggestDay; 1] "The day with the most music." {
        date: Date "Which day.",
        track: Name "The track that was played most on it.",
        artist: Name "That track's artist.",
        plays: Count "Counted plays of the day.",
        minutes: Minutes "Minutes of the day.",
    }
    13 Ribbon "ribbon" "minutes of every day": [RibbonYear; 20]
    "The days of one year, each with how much was played on it; by year." {
        year: Year "The year.",
        days: [Steps; 366]
            "By day of the year, from 1 January: minutes of all plays, rounded up, so that 0 is a day without music; \
            255 is that or more. The last one is 0 but in leap years.",
    }
    14 Memories "memories" "what happened on this day of the year": [Memory; 732]
    "What happened on a day of some year, to be remembered on this day of any year; by month and day, the best first." {
        date: Date "The day on which it happened.",
        kind: Memory "What it is.",
        title: Name "A title; none where the kind has none.",
        artist: Name "An artist; none where the kind has none.",
        number: Count "What the kind says.",
    }
    15 Milestones "milestones" "when round numbers were reached": [Milestone; 24]
    "The day on which a round number was reached; by kind and number." {
        kind: Milestone "What it counts.",
        number: Count "The number; 1 is the first counted play.",
        date: Date "The day.",
        title: Name "The track's title; none of hours.",
        artist: Name "The track's artist; none of hours.",
    }
    16 Discovery "discovery" "how much was new, by month": [DiscoveryMonth; 240]
    "What was new in one month; by month, without gaps." {
        first: Month "The month.",
        plays: Few "Counted plays.",
        new_artists: Few "Artists heard for the first time.",
        new_tracks: Few
            "Tracks heard for the first time; each is one play, so `new_tracks / plays` is the share of first plays.",
        unfair: Flag
            "Whether the history had not lasted twelve months when the month began, so that much was bound to be new.",
    }
    17 BestDiscoveries "best discoveries" "what was new and stayed, by year": [BestDiscovery; 60]
    "An artist that was first heard in a year, and stayed; by year, of one year the most played first." {
        year: Year "The year.",
        artist: Name "The artist.",
        first: Date "The day on which it was first heard.",
        plays: Count "Counted plays since, to the end of the history.",
    }
    18 Loyal "loyal" "artists of every year": [Loyal; 5]
    "An artist that was heard in every year; the most played first." {
        artist: Name "The artist.",
        plays: Count "Counted plays.",
        fewest: Count "The fewest counted plays of a year.",
    }
    19 Breadth "breadth" "how widely was listened, by month": [BreadthMonth; 240]
    "How widely was listened in one month; by month, without gaps." {
        first: Month "The month.",
        artists: Few "Different artists of counted plays.",
        effective_artists: Tenths
            "The effective number of artists: as many artists, all played equally often, would be as hard to guess.",
        exploring_percent: Percent
            "Of counted plays, those that were of artists first heard less than 28 days before.",
        age_days: Days "Mean days since the first counted play of what was played.",
    }
    20 Nostalgia "nostalgia" "days with the oldest music": [NostalgicDay; 5]
    "A day with older music than the other days of its year; the one with the oldest first." {
        date: Date "The day.",
        plays: Few "Its counted plays.",
        age_days: Days "Mean days since the first counted play of what was played.",
    }
    21 Binges "binges" "one track, again and again": [Binge; 2]
    "One track, again and again; in one day, and in seven." {
        days: Handful "The days in a row that were searched for the most plays: 1 or 7.",
        title: Name "The title.",
        artist: Name "The artist.",
        plays: Few "Counted plays in those days.",
        from: Date "The first of the days.",
        to: Until "The last of them.",
    }
    22 Comebacks "comebacks" "artists that came back": [Comeback; 5]
    "An artist that came back after a long silence; the longest silence first." {
        artist: Name "The artist.",
        left: Date "The day of the last counted play before the silence.",
        back: Until "The day of the first counted play after it.",
        plays_before: Count "Counted plays before the silence.",
        plays_after: Count "Counted plays in the 28 days from the return.",
    }
    23 Forgotten "forgotten" "favourites not heard for a year": [Forgotten; 10]
    "A favourite that has not been heard for a year or more: artists, then tracks, each the most played first." {
        title: Name "The title; none where it is an artist.",
        artist: Name "The artist.",
        plays: Count "Counted plays.",
        last: Date "The day of the last.",
    }
    24 Movers "movers" "who rose and fell in the last year": [Mover; 10]
    "An artist that is played more, or less, in the last twelve months than in the twelve before: those that gained, the \
    most first, then those that lost, the most first." {
        artist: Name "The artist.",
        plays: Count "Counted plays in the last twelve months.",
        before: Count "Counted plays in the twelve months before.",
    }
    25 Race "race" "who led, as the history grew": [Standing; 24]
    "Who led at the end of a month, by counted plays since the history began; by month, spread over the history, the last \
    one its last month." {
        first: Month "The month.",
        artists: [Name; 5] "The first artists, the most played first; none where there are fewer.",
        plays: [Count; 5] "Their counted plays so far.",
    }
    26 Patience "patience" "how plays ended": [Patience; 1] "How plays ended, in all." {
        starts: Count "Plays whose end is known.",
        skips: Count "Those that were cut short.",
        finished: Count "Those that came to the end of the track.",
        median_seconds: Seconds "The median duration of a play.",
        median_skip_seconds: Seconds "The median duration of a play that was cut short.",
        skipped_by_hour: [PercentOrNone; 24]
            "By hour from midnight: of the plays whose end is known, those that were cut short.",
    }
    27 PatienceYears "patience by year" "how plays ended, by year": [PatienceYear; 20]
    "How the plays of a year ended; by year." {
        year: Year "The year.",
        starts: Count "Plays whose end is known.",
        skips: Count "Those that were cut short.",
        finished: Count "Those that came to the end of the track.",
    }
    28 Judgements "judgements" "tracks spared, skipped and gone back to": [Judgement; 9]
    "A track that was spared, skipped or gone back to; by kind, the most striking first." {
        kind: Judgement "How it stands out.",
        title: Name "The title.",
        artist: Name "The artist.",
        starts: Count "Plays whose end is known.",
        times: Count "What the kind says.",
    }
    29 Sessions "sessions" "sessions": [Sessions; 1] "Sessions: plays with pauses of at most 20 minutes." {
        sessions: Count "How many.",
        median_minutes: FewMinutes "The median length.",
        median_plays: Few "The median number of counted plays.",
        longest_date: Date "The day on which the longest began.",
        longest_minutes: FewMinutes "The length of the longest.",
        longest_plays: Few "The counted plays of the longest.",
        by_hour: [Count; 24] "How many begin in each hour, from midnight.",
    }
    30 Openers "openers" "what starts sessions": [Opener; 5]
    "A track that starts sessions; the most frequent first." {
        title: Name "The title.",
        artist: Name "The artist.",
        sessions: Count "How many sessions it has started.",
    }
    31 Eras "eras" "stretches of months and their artists": [Era; 12]
    "A stretch of months with a mix of artists of its own; by month." {
        from: Date "The first day of its first month.",
        to: Until "The last day of its last month.",
        plays: Count "Counted plays.",
        artists: [Name; 3] "The artists that set it apart, the most telling first; none where there are fewer.",
    }
    32 Moods "moods" "tracks that are played together": [Mood; 24]
    "Tracks that are played in the same sessions; the most played first." {
        plays: Count "Counted plays.",
        tracks: Few "How many tracks.",
        artists: [Name; 3] "The artists that set it apart, the most telling first; none where there are fewer.",
        title: Name "The title of its most played track.",
        hours: [Part; 24] "By hour from midnight: counted plays.",
        months: [Part; 12] "By month of the year from January: counted plays.",
        peak_hour: Hour "The first of the three hours in a row in which it stands out most.",
        peak_month: MonthOfYear "The month around which it stands out most.",
        map: [Place; 2] "Where it lies on a map of all moods, rightwards and upwards: near moods share sessions.",
    }
    33 Seasons "seasons" "what belongs to a month of the year": [Seasonal; 10]
    "What belongs to a month of the year, with four of five counted plays in it: artists, then tracks, each the most \
    played first." {
        month: MonthOfYear "The month.",
        title: Name "The title; none where it is an artist.",
        artist: Name "The artist.",
        plays: Count "Counted plays in that month of any year.",
        other_plays: Count "Counted plays in other months.",
        years: Handful "The years in which it was heard in its month.",
    }
    34 Countries "countries" "where was listened": [Country; 8]
    "A country and what was played there, in all; the one with the most time first." {
        country: Country "The country.",
        plays: Count "Counted plays.",
        minutes: Minutes "Minutes of all plays.",
        days: Days "Days with a play there.",
        first: Date "The first of these days.",
        last: Date "The last of them.",
    }
    35 CountryYears "countries by year" "where was listened, by year": [CountryYear; 60]
    "A country and what was played there in a year; by year, of one year the one with the most time first." {
        year: Year "The year.",
        country: Country "The country.",
        minutes: Minutes "Minutes of all plays.",
        days: Days "Days with a play there.",
    }
    36 CountryNames "country names" "the countries' names": [CountryName; 455]
    "A country's name in a language; by country and language." {
        country: Country "The country.",
        language: Language "The language.",
        name: Name "The name.",
    }
    37 Devices "devices" "what was listened on": [DeviceFamily; 7]
    "A device family and what was played on it; the one with the most time first." {
        family: Device "The family.",
        plays: Count "Counted plays.",
        minutes: Minutes "Minutes of all plays.",
    }
    38 Worth "worth" "what it would fetch": [Worth; 1]
    "What the history would fetch, at the only price ever paid in public for such a thing." {
        cents: Cents "The price of the whole.",
        microdollars_per_play: Microdollars "The price of one counted play.",
        microdollars_per_hour: Microdollars "The price of an hour.",
    }
    39 Recap "recap" "what was remarkable in each year": [RecapCard; 200]
    "A card of a year's recap; by year, of one year in the order in which they are told." {
        year: Year "The year.",
        kind: Card "What it tells.",
        record: Extreme "Whether no other year came up, or down, to it.",
        title: Name "A title; none where the kind has none.",
        artist: Name "An artist; none where the kind has none.",
        date: DateOrNone "The day that it is about; none where the kind has none.",
        country: CountryOrNone "The country of a card `abroad`; none of any other kind.",
        numbers: [CardNumber; 3] "What the kind says.",
    }
    where |card| match CardKind::from_number(card.kind) {
        Some(CardKind::Abroad) => card.country != Code::NONE,
        Some(_) => card.country == Code::NONE,
        None => true,
    };
    40 Sleeves "sleeves" "how favourites were listened to, for their covers": [Sleeve; 64]
    "How something was listened to that has 20 counted plays or more, in sums of which none knows of the others, and in \
    which an hour or a month with a single play counts as none: a cover is drawn from it. Artists, the most played first, \
    then those of years, the last year first; then albums, the most played first; then eras, by month." {
        kind: Subject "What it is.",
        title: Name "The title of an album; none of what is no album.",
        artist: Name "The artist; none where it is not known.",
        first: Date "The day of the first counted play.",
        last: Until "The day of the last one.",
        skipped_percent: PercentOrNone "Of the plays whose end is known, those that were cut short.",
        hours: [Tone; 24] "By hour from midnight: counted plays.",
        stretches: [Tone; 24]
            "Counted plays in 24 stretches of equal length, from the first play's month to the last one's; a month's plays \
            are spread over it evenly.",
    }
    41 YearFive "year five" "the favourites of the year that is told": [YearFavourite; 10]
    "A favourite of one year, which is the last one of the history, or the one before it where that has hardly begun: five \
    artists, then five tracks, each the most played first." {
        year: Year "The year.",
        title: Name "The title; none where it is an artist.",
        artist: Name "The artist; none where it is not known.",
        plays: Count "Counted plays in that year.",
    }
    42 Listener "listener" "what kind of listener it is": [Listener; 1]
    "What kind of listener it is, and the four measures that say so; none of fewer than 500 counted plays." {
        kind: Listening "The type.",
        exploring: Permille "Of counted plays, those of artists first heard less than 28 days before.",
        morning: Permille "Of counted plays from 5:00 to 11:59 and from 21:00 to 3:59, those in the morning.",
        loyal: Permille "Of counted plays, those of the ten most played artists of their year.",
        skipped: Permille "Of the plays whose end is known, those that were cut short.",
    }
    43 Music "music" "how much is known of the music": [Music; 1]
    "Of how many counted plays the metadata that the owner fetched knows what; none where that is too little to tell of any \
    fact: it takes 100 counted plays, and one in four." {
        plays: Count "Counted plays of music.",
        genre: Count "Those whose genre is known.",
        year: Count "Those whose release year is known.",
    } then MusicLater {
        country: Count "Those whose artist's country is known.",
    }
    44 MusicSources "music sources" "where what is known of the music comes from": [MusicSource; 8]
    "Where genres, release years and artists' countries come from, beside what the owner said; none where nothing is told of them." {
        name: Name "What it is called.",
        licence: Name "The licence under which it is published.",
        read: Date "The day on which the owner had it read.",
    }
    45 Genres "genres" "the most played genres": [GenreShare; 8]
    "One of the most played genres; the most played first; none where too little is known of genres." {
        genre: Name "The genre, which is one of sixteen.",
        plays: Count "Counted plays.",
        share: Permille "The same, of all counted plays whose genre is known.",
    }
    46 Decades "decades" "when the music came out": [DecadeShare; 16]
    "A decade of release; by decade, without gaps, up to the last one that was played; none where too little is known of \
    release years." {
        first: Year "The first year of the decade, such as 1990.",
        plays: Count "Counted plays.",
        share: Permille "The same, of all counted plays whose release year is known.",
    }
    47 ListeningAge "listening age" "how old the music is, and its listener sounds": [ListeningAge; 1]
    "How old the music is, and its listener sounds; none where too little is known of release years." {
        plays: Count "Counted plays whose release year is known.",
        median: Handful "The median of the years from release to play: the lower one of two.",
        new: Permille "Of these plays, those of what came out in the year of the play, or the one before.",
        age: Handful
            "How old somebody is in the year `now` who was eighteen in the middle of the five years; 255 is that or more.",
        from: Year "The first of the five release years in a row from which most plays are.",
        to: Year "The last of them.",
        share: Permille "Of these plays, those from the five years.",
        now: Year "The year of the last counted play.",
        years: [Part; 100] "Counted plays by release year, back from the year `now`, which is the first one.",
    }
    48 Origins "artist countries" "where the artists are from": [Origin; 24]
    "A country that artists are from; the one with the most plays first; none where too little is known of such countries." {
        country: Country "The country.",
        plays: Count "Counted plays.",
        share: Permille "The same, of all counted plays whose artist's country is known.",
    }
    50 Together "together" "which friends know the owner's artists": [Together; 10]
    "An artist that the owner plays most, and how many of some friends do, too, without who they are; the most known first, then those \
    that are the owner's alone. None unless such a group of friends was opened." {
        name: Name "The artist.",
        others: Count "How many others have it among those that they play most.",
        friends: Count "How many others there are.",
    }

names:
    256 Texts "texts" "names: where their letters and pictures are": TextRecord;
    257 Utf8 "utf-8" "the letters of the names": u8;
    258 Runs "runs" "which pictures make up each name": u8;
    259 GlyphsSmall "small glyphs" "measures of the pictures of letters": GlyphRecord;
    260 GlyphsMedium "medium glyphs" "measures of the pictures of letters": GlyphRecord;
    261 GlyphsLarge "large glyphs" "measures of the pictures of letters": GlyphRecord;
    262 Coverage "coverage" "the pictures of letters": u8;
    263 PlacedGlyphs "placed glyphs" "pictures at their places, as names use them": PlacedGlyph;
}

impl RibbonYear {
    /// What one step of a day's value stands for, in minutes: 240 steps are 24 hours.
    pub const STEP_MINUTES: u32 = 6;
}

impl RecapCard {
    /// Stands for no number: a first year has no usual value.
    pub const UNKNOWN: u32 = u32::MAX;

    /// One of its numbers, the first one 0, if it is known.
    #[must_use]
    pub fn number(&self, at: usize) -> Option<u64> {
        let number = self.numbers.get(at)?.get();
        (number != Self::UNKNOWN).then_some(number.into())
    }
}

const _: () = assert!(
    Section::MOST_DATA <= crate::MAX_DATA_LENGTH,
    "a new section must not cost names their room"
);

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

    #[test]
    fn fields_follow_each_other_without_gaps_to_the_end_of_the_record() {
        for &section in Section::ALL {
            let Layout { bytes, fields, .. } = *section.layout();
            let end = fields.iter().fold(0, |at, field| {
                assert_eq!(usize::from(field.offset), at, "{section}");
                at + field.bytes()
            });
            assert!(
                fields.is_empty() && bytes == 1 || end == usize::from(bytes),
                "{section}"
            );
            assert!(section.told().iter().map(|told| &told.field).eq(fields), "{section}");
        }
    }
}
