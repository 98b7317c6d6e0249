//! A summary as JSON. Names are written out wherever they are referred to; times are minutes and days are dates, as in
//! the file.

mod stories;

use playtally_summary::records::{
    BiggestDay, Month, Record, Streak, Streaks, TextRecord, TopAlbum, TopArtist, TopTrack, Week, Year, ZoneOffset,
};
use playtally_summary::{Day, Size, Summary, TextId};
use serde_json::{Value, json};

/// Everything in a summary but the pictures of letters.
pub(crate) fn everything(summary: &Summary<'_>) -> Value {
    let (major, minor) = summary.version();
    let text = |id: TextId| summary.text(id).as_str();
    let name = |id: TextId| (!id.is_none()).then(|| text(id));
    let (owner, rule, totals) = (summary.owner(), summary.rule(), summary.totals());
    let mut all = json!({
        "format": { "major": major, "minor": minor },
        "bytes": summary.file().len(),
        "checksum": format!("{:08x}", summary.checksum()),
        "sections": summary.sections().map(|info| json!({
            "kind": info.kind,
            "name": info.section.map(|section| section.name()),
            "offset": info.offset,
            "bytes": info.length,
            "records": info.records,
        })).collect::<Vec<_>>(),
        "owner": {
            "name": text(owner.name),
            "first": date(owner.first),
            "last": date(owner.last),
            "pressed": date(owner.pressed),
            "seed": owner.seed.get(),
            "accent": owner.accent,
        },
        "rule": {
            "counted_ms": rule.counted_ms.get(),
            "private_included": rule.flags.get() & 1 != 0,
            "merge_recordings": rule.flags.get() & 2 != 0,
            "timezone": text(rule.time_zone),
            "as_heard": rule.flags.get() & 4 != 0,
        },
        "zone": list(summary, |offset: &ZoneOffset| json!({ "from": offset.from.get(), "minutes": offset.minutes.get() })),
        "totals": {
            "plays": totals.plays.get(),
            "counted_plays": totals.counted_plays.get(),
            "ms": totals.ms.get(),
            "artists": totals.artists.get(),
            "tracks": totals.tracks.get(),
            "albums": totals.albums.get(),
            "days": totals.days.get(),
            "podcast_minutes": totals.podcast_minutes.get(),
            "audiobook_minutes": totals.audiobook_minutes.get(),
        },
        "top_artists": list(summary, |top: &TopArtist| json!({
            "name": name(top.name),
            "track": name(top.track),
            "plays": top.plays.get(),
            "minutes": top.minutes.get(),
            "first": date(top.first),
        })),
        "top_tracks": list(summary, |top: &TopTrack| json!({
            "title": name(top.title),
            "artist": name(top.artist),
            "plays": top.plays.get(),
            "minutes": top.minutes.get(),
            "first": date(top.first),
        })),
        "top_albums": list(summary, |top: &TopAlbum| json!({
            "title": name(top.title),
            "artist": name(top.artist),
            "plays": top.plays.get(),
            "minutes": top.minutes.get(),
            "first": date(top.first),
        })),
        "week": summary.record::<Week>().map(|week| {
            week.minutes.map(|day| day.map(|minutes| minutes.get()))
        }),
        "months": list(summary, |month: &Month| json!({
            "month": self::month(month.first),
            "plays": month.plays.get(),
            "minutes": month.minutes.get(),
        })),
        "years": list(summary, |year: &Year| json!({
            "year": year.year.get(),
            "artist": name(year.artist),
            "track": name(year.track),
            "plays": year.plays.get(),
            "minutes": year.minutes.get(),
        })),
        "streaks": summary.record::<Streaks>().map(|streaks| json!({
            "longest": streak(streaks.longest),
            "current": streak(streaks.current),
        })),
        "biggest_day": summary.record::<BiggestDay>().map(|day| json!({
            "date": date(day.date),
            "track": name(day.track),
            "artist": name(day.artist),
            "plays": day.plays.get(),
            "minutes": day.minutes.get(),
        })),
        "texts": (0..u16::MAX).zip(summary.records::<TextRecord>()).map(|(index, record)| json!({
            "text": text(TextId::new(index)),
            "right_to_left": record.is_right_to_left(),
            "glyphs": summary.text(TextId::new(index)).run().iter().count(),
            "sizes": Size::ALL.into_iter().filter(|&size| record.has(size)).map(Size::em).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    if let (Value::Object(all), Value::Object(stories)) = (&mut all, stories::everything(summary)) {
        all.extend(stories);
    }
    all
}

fn list<R: Record>(summary: &Summary<'_>, entry: impl Fn(&R) -> Value) -> Vec<Value> {
    summary.records::<R>().iter().map(entry).collect()
}

fn month(first: Day) -> String {
    first.date().format("%Y-%m").to_string()
}

fn date(day: Day) -> String {
    day.date().to_string()
}

fn streak(streak: Streak) -> Value {
    json!({ "days": streak.days.get(), "from": date(streak.from), "to": date(streak.to) })
}
