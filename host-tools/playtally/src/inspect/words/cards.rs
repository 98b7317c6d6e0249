//! What the cards of a recap say.

use playtally_summary::records::CardKind;

/// What a card tells, in a word, and what its numbers are, in JSON's way of writing.
pub(crate) const fn card_kind(kind: CardKind) -> (&'static str, &'static [&'static str]) {
    match kind {
        CardKind::Hours => ("hours", &["minutes", "plays", "usual_plays"]),
        CardKind::Days => ("days", &["days", "of_days", "usual_permille"]),
        CardKind::Month => ("month", &["minutes", "usual_minutes"]),
        CardKind::TimeOfDay => ("time of day", &["minute", "usual_minute"]),
        CardKind::Nights => ("nights", &["plays", "of_plays", "usual_permille"]),
        CardKind::Weekends => ("weekends", &["plays", "of_plays", "usual_permille"]),
        CardKind::BiggestDay => ("biggest day", &["minutes", "plays"]),
        CardKind::Streak => ("streak", &["days"]),
        CardKind::Session => ("session", &["minutes", "plays"]),
        CardKind::Milestone => ("milestone", &["number"]),
        CardKind::Abroad => ("abroad", &["days", "plays"]),
        CardKind::Breadth => ("breadth", &["artists", "effective_artists", "usual_effective_artists"]),
        CardKind::Explored => ("explored", &["new_tracks", "of_plays", "usual_permille"]),
        CardKind::Nostalgia => ("nostalgia", &["mean_days"]),
        CardKind::Skips => ("skips", &["skips", "of_plays", "usual_permille"]),
        CardKind::Replays => ("replays", &["plays", "of_plays", "usual_permille"]),
        CardKind::Discovery => ("discovery", &["plays"]),
        CardKind::Comeback => ("comeback", &["silent_days", "plays"]),
        CardKind::Farewell => ("farewell", &["plays_before", "plays"]),
        CardKind::Binge => ("binge", &["plays"]),
        CardKind::Run => ("run", &["plays"]),
        CardKind::Album => ("album", &["plays", "minutes"]),
        CardKind::Track => ("track", &["plays", "minutes"]),
        CardKind::Signature => ("signature", &["plays", "plays_in_all"]),
        CardKind::Artist => ("artist", &["plays", "minutes"]),
    }
}

/// Whether no other year came up, or down, to a card's number, in a word.
pub(crate) const fn card_record(record: u8) -> Option<&'static str> {
    match record {
        1 => Some("highest"),
        2 => Some("lowest"),
        _ => None,
    }
}
