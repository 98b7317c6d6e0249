//! The sections that are facts, not lists.

use std::fmt::Write;

use playtally_summary::records::{BiggestDay, Patience, Sessions, Streaks, Worth, ZoneOffset};
use playtally_summary::{Section, SectionInfo, Size, Summary};

use crate::text::name::is_blank;
use crate::text::number::{count, duration, plural};

/// A section as lines of a label and a fact; none for a section that is a list.
pub(super) fn section(summary: &Summary<'_>, info: SectionInfo) -> Option<String> {
    let name = |id| super::name(summary, id);
    let mut text = String::new();
    let mut line = |label: &str, value: String| {
        let _ = writeln!(text, "  {label:<22}{value}");
    };
    match info.section {
        Some(Section::Owner) => {
            let owner = summary.owner();
            line(
                "name",
                if is_blank(&name(owner.name)) {
                    "none".to_owned()
                } else {
                    name(owner.name)
                },
            );
            line("first day", owner.first.date().to_string());
            line("last day", owner.last.date().to_string());
            line("made on", owner.pressed.date().to_string());
            line("colour", format!("number {}", owner.accent));
            line("order of pages", format!("from seed {}", owner.seed));
        }
        Some(Section::Rule) => {
            let rule = summary.rule();
            let flag = |bit: u16, yes: &str, no: &str| if rule.flags.get() & bit == 0 { no } else { yes }.to_owned();
            line(
                "a play counts from",
                format!("{} s on", f64::from(rule.counted_ms.get()) / 1_000.0),
            );
            line("private plays", flag(1, "included", "left out"));
            line(
                "variants",
                flag(
                    2,
                    "of a recording are one track",
                    "of a recording are tracks of their own",
                ),
            );
            line("time zone", name(rule.time_zone));
            line("journeys", flag(4, "in the time there", "in this time zone"));
        }
        Some(Section::Zone) => {
            for offset in summary.records::<ZoneOffset>() {
                let from = chrono::DateTime::from_timestamp(offset.from.get(), 0).map_or_else(
                    || format!("{} s", offset.from),
                    |from| from.format("%Y-%m-%d %H:%M UTC").to_string(),
                );
                line(&from, utc_offset(offset.minutes.get()));
            }
        }
        Some(Section::Totals) => {
            let totals = summary.totals();
            line("plays", count(totals.plays.get().into()));
            line("counted plays", count(totals.counted_plays.get().into()));
            line("time", minutes(totals.ms.get() / 60_000));
            line("artists", count(totals.artists.get().into()));
            line("tracks", count(totals.tracks.get().into()));
            line("albums", count(totals.albums.get().into()));
            line("days with music", count(totals.days.get().into()));
            line("podcasts", minutes(totals.podcast_minutes.get().into()));
            line("audiobooks", minutes(totals.audiobook_minutes.get().into()));
        }
        Some(Section::Streaks) => {
            if let Some(streaks) = summary.record::<Streaks>() {
                for (label, streak) in [("longest", streaks.longest), ("at the end", streaks.current)] {
                    let days = plural(streak.days.get().into(), "day", "days");
                    line(label, format!("{days}, {} to {}", streak.from.date(), streak.to.date()));
                }
            }
        }
        Some(Section::BiggestDay) => {
            if let Some(day) = summary.record::<BiggestDay>() {
                line("day", day.date.date().to_string());
                line("counted plays", count(day.plays.get().into()));
                line("time", minutes(day.minutes.get().into()));
                line("most played", format!("{} · {}", name(day.track), name(day.artist)));
            }
        }
        Some(Section::Patience) => {
            if let Some(patience) = summary.record::<Patience>() {
                line("ends known", count(patience.starts.get().into()));
                line("cut short", count(patience.skips.get().into()));
                line("came to their end", count(patience.finished.get().into()));
                line("median play", format!("{} s", patience.median_seconds));
                line("median of the cut", format!("{} s", patience.median_skip_seconds));
                let by_hour = patience.skipped_by_hour.map(|percent| match percent {
                    0..=100 => percent.to_string(),
                    _ => "–".to_owned(),
                });
                line("percent cut, 0:00 on", by_hour.join(" "));
            }
        }
        Some(Section::Sessions) => {
            if let Some(sessions) = summary.record::<Sessions>() {
                line("sessions", count(sessions.sessions.get().into()));
                line("median length", minutes(sessions.median_minutes.get().into()));
                line("median plays", count(sessions.median_plays.get().into()));
                let longest = plural(sessions.longest_plays.get().into(), "play", "plays");
                let length = minutes(sessions.longest_minutes.get().into());
                line(
                    "longest",
                    format!("{length}, {longest}, on {}", sessions.longest_date.date()),
                );
                line(
                    "begin, 0:00 on",
                    sessions.by_hour.map(|number| count(number.get().into())).join(" "),
                );
            }
        }
        Some(Section::Worth) => {
            if let Some(worth) = summary.record::<Worth>() {
                let dollars = |micro: u32| format!("${:.6}", f64::from(micro) / 1e6);
                line("the whole", format!("${:.2}", f64::from(worth.cents.get()) / 100.0));
                line("a counted play", dollars(worth.microdollars_per_play.get()));
                line("an hour", dollars(worth.microdollars_per_hour.get()));
            }
        }
        Some(Section::Utf8) => line("", "listed with the names above".to_owned()),
        Some(Section::Runs) => line(
            "",
            "the number of a placed glyph for each letter of each name".to_owned(),
        ),
        Some(Section::PlacedGlyphs) => line("", "a picture, its place, and its direction".to_owned()),
        Some(Section::GlyphsSmall) => line("", letters(Size::Small, info)),
        Some(Section::GlyphsMedium) => line("", letters(Size::Medium, info)),
        Some(Section::GlyphsLarge) => line("", letters(Size::Large, info)),
        Some(Section::Coverage) => line("", "two pixels to a byte, from 0 (empty) to 15 (full)".to_owned()),
        None => line("", super::meaning(None).to_owned()),
        Some(_) => return None,
    }
    Some(text)
}

fn letters(size: Size, info: SectionInfo) -> String {
    let letters = plural(info.records.unwrap_or(0) as u64, "letter", "letters");
    format!(
        "{letters} at {} pixels to the em: their widths, heights and places",
        size.em()
    )
}

fn minutes(minutes: u64) -> String {
    format!(
        "{} ({})",
        plural(minutes, "minute", "minutes"),
        duration(minutes.saturating_mul(60_000))
    )
}

fn utc_offset(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!(
        "UTC{sign}{:02}:{:02}",
        minutes.unsigned_abs() / 60,
        minutes.unsigned_abs() % 60
    )
}
