//! English.

use super::{Language, Noun};

pub(super) const ENGLISH: Language = Language {
    code: "en",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    weekdays: [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    thousands: ',',
    percent: "%",
    nearly: ["under ", "over "],
    halves: ["am", "pm"],
    units: ["s", "min", "h"],
    noun,
};

const fn noun(noun: Noun) -> [&'static str; 2] {
    match noun {
        Noun::Album => ["album", "albums"],
        Noun::Artist => ["artist", "artists"],
        Noun::Author => ["author", "authors"],
        Noun::Country => ["country", "countries"],
        Noun::Day => ["day", "days"],
        Noun::DayWithMusic => ["day with music", "days with music"],
        Noun::Era => ["era", "eras"],
        Noun::Hour => ["hour", "hours"],
        Noun::KindOfDevice => ["kind of device", "kinds of device"],
        Noun::Minute => ["minute", "minutes"],
        Noun::Month => ["month", "months"],
        Noun::Mood => ["mood", "moods"],
        Noun::MoreCountry => ["more country", "more countries"],
        Noun::NewTrack => ["new track", "new tracks"],
        Noun::Play => ["play", "plays"],
        Noun::Session => ["session", "sessions"],
        Noun::Show => ["show", "shows"],
        Noun::Start => ["start", "starts"],
        Noun::Time => ["time", "times"],
        Noun::Track => ["track", "tracks"],
        Noun::Week => ["week", "weeks"],
        Noun::Year => ["year", "years"],
    }
}
