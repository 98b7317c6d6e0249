//! Every word that the device itself says, one table per language.
//!
//! This module depends on nothing, so that the build script can read the tables too: it makes glyphs of exactly the
//! characters that stand in them.

mod english;
mod german;
mod indonesian;
mod plural;
mod spanish;
mod swedish;

pub use plural::Plural;
use plural::plural;

/// A language of the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
    /// Swedish.
    Swedish,
    /// Indonesian.
    Indonesian,
}

impl Language {
    /// Every language.
    pub const ALL: &'static [Self] = &[
        Self::English,
        Self::German,
        Self::Spanish,
        Self::Swedish,
        Self::Indonesian,
    ];

    /// Its table.
    #[must_use]
    pub const fn words(self) -> &'static Words {
        match self {
            Self::English => &english::WORDS,
            Self::German => &german::WORDS,
            Self::Spanish => &spanish::WORDS,
            Self::Swedish => &swedish::WORDS,
            Self::Indonesian => &indonesian::WORDS,
        }
    }

    /// The language of a BCP 47 tag such as `en` or `en-GB`, if the device speaks it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL
            .iter()
            .copied()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        self.words().tag
    }
}

/// How an hour of the day is written.
#[derive(Clone, Copy, Debug)]
pub enum HourStyle {
    /// 12 hours, with what follows the number before and after noon.
    Twelve {
        /// After 0 to 11 o'clock.
        am: &'static str,
        /// After 12 to 23 o'clock.
        pm: &'static str,
    },
    /// 24 hours, in a template with the number as `{}`.
    TwentyFour(&'static str),
}

/// What the tables consist of.
trait Strings {
    /// Shows every string.
    fn each(&self, see: &mut dyn FnMut(&'static str));
}

impl Strings for &'static str {
    fn each(&self, see: &mut dyn FnMut(&'static str)) {
        see(self);
    }
}

impl Strings for Plural {
    fn each(&self, see: &mut dyn FnMut(&'static str)) {
        see(self.one);
        see(self.other);
    }
}

impl Strings for HourStyle {
    fn each(&self, see: &mut dyn FnMut(&'static str)) {
        match self {
            Self::Twelve { am, pm } => [am, pm].into_iter().for_each(|word| see(word)),
            Self::TwentyFour(template) => see(template),
        }
    }
}

impl Strings for usize {
    fn each(&self, _: &mut dyn FnMut(&'static str)) {}
}

impl<T: Strings, const N: usize> Strings for [T; N] {
    fn each(&self, see: &mut dyn FnMut(&'static str)) {
        for strings in self {
            strings.each(see);
        }
    }
}

/// The words of a kind of cards.
#[derive(Clone, Copy, Debug)]
pub struct CardWords {
    /// Which kind, by its word in the summary.
    pub kind: &'static str,
    /// What it is about, above it; nothing where a page is about the same.
    pub about: &'static str,
    /// After its number, where that is a share of plays.
    pub says: &'static str,
}

/// The words of a kind of cards.
const fn card(kind: &'static str, about: &'static str, says: &'static str) -> CardWords {
    CardWords { kind, about, says }
}

impl Strings for &'static [CardWords] {
    fn each(&self, see: &mut dyn FnMut(&'static str)) {
        for words in *self {
            see(words.about);
            see(words.says);
        }
    }
}

impl Words {
    /// Those of a kind of cards; none where it has none of its own.
    #[must_use]
    pub fn card(&self, kind: &str) -> CardWords {
        let own = self.cards.iter().find(|words| words.kind == kind);
        own.copied().unwrap_or(card("", "", ""))
    }
}

macro_rules! table {
    ($(#[doc = $doc:literal] $field:ident: $type:ty,)*) => {
        /// The words of one language. In templates, `{}` stands for what is filled in; dates have `{d}`, `{m}` and `{y}`.
        #[derive(Clone, Copy, Debug)]
        pub struct Words { $(#[doc = $doc] pub $field: $type,)* }

        impl Words {
            /// Shows every string of the table.
            pub fn each(&self, see: &mut dyn FnMut(&'static str)) {
                $(self.$field.each(see);)*
            }
        }
    };
}

table! {
    /// The language's letters of ISO 639-1.
    tag: &'static str,
    /// The months, as they stand in a date.
    months: [&'static str; 12],
    /// The months in three or four letters.
    months_short: [&'static str; 12],
    /// The weekdays, Monday first.
    weekdays: [&'static str; 7],
    /// The weekdays in one or two letters, Monday first.
    weekdays_short: [&'static str; 7],
    /// A date: day, month and year.
    date: &'static str,
    /// A date without its year.
    day_month: &'static str,
    /// A month of a year.
    month_year: &'static str,
    /// An hour of the day.
    hour: HourStyle,
    /// What stands between groups of three digits.
    thousands: &'static str,
    /// Numbers of fewer digits are not grouped.
    group_from: usize,
    /// What follows a number of hours, in short.
    h: &'static str,
    /// What follows a number of minutes, in short.
    min: &'static str,

    /// On the cover.
    listening_history: &'static str,
    /// After the number of hours.
    hours_of_music: Plural,
    /// What as many hours are: `{}` days.
    days_and_nights: Plural,
    /// After a number of plays.
    plays: Plural,
    /// After a number of hours.
    hours: Plural,
    /// After a number of artists.
    artists: Plural,
    /// After a number of tracks.
    tracks: Plural,
    /// After a number of albums.
    albums: Plural,
    /// Above the first five artists of a year.
    five_artists: &'static str,
    /// Above its first five tracks.
    five_tracks: &'static str,
    /// The same above both: of the year `{}`.
    five_of: &'static str,
    /// Above the list of artists.
    top_artists: &'static str,
    /// Above the list of tracks.
    top_tracks: &'static str,
    /// Above the list of albums.
    top_albums: &'static str,
    /// Above the one artist.
    number_one: &'static str,
    /// Above another artist, with the rank.
    number_n: &'static str,
    /// Before an hour.
    most_at: &'static str,
    /// With a date.
    since: &'static str,
    /// Above the clock.
    round_the_clock: &'static str,
    /// Under the hour with the most music.
    your_hour: &'static str,
    /// Above the week.
    your_week: &'static str,
    /// Above the months.
    month_by_month: &'static str,
    /// Above the years.
    year_by_year: &'static str,
    /// Above the artist of each year.
    artist_of_the_year: &'static str,
    /// After the number of days of a streak.
    days_in_a_row: Plural,
    /// Above the streak.
    longest_streak: &'static str,
    /// On a streak that has not ended.
    still_running: &'static str,
    /// Above a track that was played again and again: one day.
    in_one_day: &'static str,
    /// The same: seven days.
    in_one_week: &'static str,
    /// Above an artist that came back.
    comeback: &'static str,
    /// After a number of days.
    days_of_silence: Plural,
    /// With a month.
    back_in: &'static str,
    /// Above a favourite that is no longer played.
    forgotten: &'static str,
    /// With a month.
    last_heard: &'static str,
    /// Of so many plays, `{n}` of `{m}`, that are cut short.
    you_skip: &'static str,
    /// After how many seconds.
    usually_within: Plural,
    /// After a number of minutes.
    minutes_at_a_time: Plural,
    /// After a duration.
    at_a_time: &'static str,
    /// At the bar of how long is listened without a pause.
    usual_session: &'static str,
    /// With a duration.
    your_longest: &'static str,
    /// After a weekday and an hour.
    busiest_hour: &'static str,
    /// Above the eras: `{n}` in `{y}` years.
    eras_in: &'static str,
    /// Above a mood, with its hour.
    mood_at: &'static str,
    /// After a number of minutes.
    minutes_of_music: Plural,
    /// Under a price: it was paid for a history.
    paid_for_a_history: &'static str,
    /// When it was paid.
    paid_when: &'static str,
    /// What says that they are one, in short.
    same_short: &'static str,
    /// What says that they are not, in short.
    both_short: &'static str,
    /// How date and time are set, in short.
    clock_keys: &'static str,
    /// Above how many plays were cut short.
    patience: &'static str,
    /// Above the countries.
    countries: &'static str,
    /// Above what the history would fetch.
    worth: &'static str,
    /// A price.
    dollars: &'static str,
    /// Above the race of the artists.
    race: &'static str,
    /// Above the day with the most music.
    biggest_day: &'static str,
    /// Above a month, in every year.
    over_the_years: &'static str,
    /// After a number of hours.
    hours_of_podcasts: Plural,
    /// After a number of hours.
    hours_of_audiobooks: Plural,
    /// Above podcasts and audiobooks.
    spoken: &'static str,

    /// Above the days of a year.
    day_by_day: &'static str,
    /// After a number of days.
    days: Plural,
    /// After a number of days.
    days_with_music: Plural,
    /// Above what happened on this date.
    on_this_day: &'static str,
    /// How long ago: `{}` years.
    years_ago: Plural,
    /// Above an artist.
    first_heard: &'static str,
    /// Above a duration.
    most_music_of_the_year: &'static str,
    /// Above a track: the `{}`th play.
    play_number: &'static str,
    /// Above the artists met so far.
    discoveries: &'static str,
    /// How many of them in a year: `{}` in `{y}`.
    new_in: &'static str,
    /// Above the best discovery of each year.
    best_discoveries: &'static str,
    /// Above the eras.
    eras: &'static str,
    /// Above the moods.
    moods: &'static str,
    /// Above what kind of listener it is.
    listener: &'static str,
    /// The two sides of each of its traits.
    listener_traits: [[&'static str; 2]; 4],
    /// Each type by its number: its name, and what it is like.
    listener_types: [[&'static str; 2]; 16],
    /// Above the year with the most different artists.
    widest_year: &'static str,
    /// Above the months by how widely was listened.
    variety: &'static str,
    /// As wide as `{}` artists in equal parts.
    like_artists: Plural,
    /// Above the countries that artists are from; and where that has no room.
    music_from: [&'static str; 2],
    /// Above the genres.
    genres: &'static str,
    /// Above the decade from which most plays are.
    your_decade: &'static str,
    /// A decade, by its first year.
    decade: &'static str,
    /// Above the age that a listener sounds like.
    listening_age: &'static str,
    /// After a number of years.
    years: Plural,
    /// With the release years from which most plays are.
    most_from: &'static str,
    /// How old half of the music is at least: `{}` years.
    half_is_older: Plural,
    /// Above a round number of plays.
    milestone: &'static str,
    /// Above the first play.
    the_first_play: &'static str,
    /// Above the number of a year.
    year_in_music: &'static str,
    /// Above the month that stands out.
    month_of_the_year: &'static str,
    /// With how many plays that artist has.
    of_all_plays: &'static str,
    /// Before what other years have.
    usually: &'static str,
    /// A share.
    percent: &'static str,
    /// Above by how much a year had more, or less, than others.
    how_much: &'static str,
    /// After that, in percent.
    more_than_usual: &'static str,
    /// After that, in percent.
    less_than_usual: &'static str,
    /// Where no other year comes up to it.
    most_ever: &'static str,
    /// Where no other year comes down to it.
    least_ever: &'static str,
    /// After a number of artists that were played alike.
    artists_in_turn: Plural,
    /// Above how old the music is.
    old_friends: &'static str,
    /// After a number of days.
    days_known: Plural,
    /// Above a time of day.
    time_of_day: &'static str,
    /// After that time.
    on_average: &'static str,
    /// Above a duration.
    longest_session: &'static str,
    /// After a number of hours.
    hours_at_a_stretch: Plural,
    /// After plays of the year before: how many they are now.
    before_now: &'static str,

    /// There is no summary: the title.
    no_summary: &'static str,
    /// There is no summary: the computer.
    step_make: &'static str,
    /// There is no summary: the stick.
    step_copy: &'static str,
    /// There is no summary: the device.
    step_plug: &'static str,
    /// A stick was plugged in.
    stick_found: &'static str,
    /// A stick is searched.
    looking: &'static str,
    /// A summary is read.
    reading: &'static str,
    /// What to do meanwhile.
    one_moment: &'static str,
    /// A summary was taken.
    accepted: &'static str,
    /// The stick is no longer needed.
    pull_out: &'static str,
    /// A stick was refused.
    refused: &'static str,
    /// Why: nothing on it.
    refused_nothing: &'static str,
    /// Why: not a summary.
    refused_not_a_summary: &'static str,
    /// Why: newer format.
    refused_newer: &'static str,
    /// Why: cut off.
    refused_incomplete: &'static str,
    /// Why: damaged.
    refused_damaged: &'static str,
    /// Why: contradicts itself.
    refused_unsound: &'static str,
    /// Why: a file system that is not read, whose name comes in, and what to do.
    refused_format: &'static str,
    /// Why: the stick cannot be read.
    refused_unreadable: &'static str,
    /// Why: no room.
    refused_full: &'static str,
    /// On a drive that this device is to a computer: what to put there.
    drive_how: &'static str,
    /// What becomes of everything on it.
    drive_emptied: &'static str,
    /// The clock is not set: the title.
    clock_unknown: &'static str,
    /// The clock is not set: what follows.
    clock_unknown_why: &'static str,
    /// The summary is old: the title.
    data_old: &'static str,
    /// The summary is old: from when it is.
    data_until: &'static str,
    /// The test card asks for a button.
    press_a_button: &'static str,
    /// The test card of a hat that is tried asks that a button be held if it looks right.
    hold_a_button: &'static str,

    /// The language's own name.
    language: &'static str,
    /// What follows a number of seconds, in short.
    s: &'static str,
    /// Something is switched on.
    on: &'static str,
    /// Something is switched off.
    off: &'static str,
    /// Above the menu.
    menu: &'static str,
    /// In the menu: whose pages are up.
    menu_owner: &'static str,
    /// In the menu: how long a page stays.
    menu_pace: &'static str,
    /// In the menu: how bright the panel is.
    menu_brightness: &'static str,
    /// In the menu: the hours in which the panel rests.
    menu_night: &'static str,
    /// In the menu: whether pictures change without motion.
    menu_calm: &'static str,
    /// In the menu: the language.
    menu_language: &'static str,
    /// In the menu: whether the picture stands on its head.
    menu_turn: &'static str,
    /// In the menu and above it: whose summaries the device keeps.
    menu_about: &'static str,
    /// The line of the menu that sets date and time.
    menu_clock: &'static str,
    /// How they are set.
    clock_how: &'static str,
    /// In the menu, and above the page that asks for a button: erases the owner's summary.
    menu_erase: &'static str,
    /// The same for all owners.
    menu_erase_all: &'static str,
    /// In the menu: the test card.
    menu_test_card: &'static str,
    /// What to do to erase. Button A is called so on hats and in the settings.
    hold_to_erase: &'static str,
    /// What to do to keep it.
    or_keep: &'static str,
    /// Above the name of an owner whose name another one has, too.
    namesake: &'static str,
    /// What says that they are one.
    press_if_same: &'static str,
    /// What says that they are not.
    or_both: &'static str,
    /// Something is being erased.
    erasing: &'static str,
    /// It was erased.
    erased: &'static str,
    /// What that means.
    erased_gone: &'static str,
    /// There is a mistake in the settings file.
    fault_settings: &'static str,
    /// What holds meanwhile.
    fault_settings_what: &'static str,
    /// What was set in the menu could not be kept.
    fault_choice: &'static str,
    /// What that means.
    fault_choice_what: &'static str,
    /// A summary could not be kept.
    fault_summary: &'static str,
    /// Why.
    fault_summary_what: &'static str,
    /// What was to be erased was not.
    fault_unanswered: &'static str,
    /// Why.
    fault_unanswered_what: &'static str,
    /// Erasing failed.
    fault_erasing: &'static str,
    /// What to do.
    fault_erasing_what: &'static str,
    /// The device ended with an error again and again.
    fault_failing: &'static str,
    /// What to do.
    fault_failing_what: &'static str,
    /// Above artists that friends know, in short.
    together: &'static str,
    /// The same with how many friends there are.
    among_friends: &'static str,

    /// Of the cards of a recap that have words of their own.
    cards: &'static [CardWords],
}

/// The name of the thing.
pub const NAME: &str = "Playtally";

/// The characters that numbers are written in, at the largest sizes.
pub const FIGURES: &str = "0123456789.,:%$\u{2013}+\u{a0}\u{202f}";

/// Characters that text needs beside the words: the ellipsis of a cut name, signs between names and numbers.
pub const SIGNS: &str = "\u{2026}\u{b7}\u{2013}\u{2014}%+:;.,/()'\u{2019} \u{a0}\u{202f}-?!&#";
