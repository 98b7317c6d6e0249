//! What a history tells beyond its tops.

use playtally_summary::records::{
    BestDiscovery, Binge, BreadthMonth, CardKind, Code, Comeback, Country, CountryName, CountryYear, DeviceFamily,
    DeviceKind, DiscoveryMonth, Era, Forgotten, Judgement, JudgementKind, Loyal, Memory, MemoryKind, Milestone,
    MilestoneKind, Mood, Mover, NostalgicDay, Opener, Patience, PatienceYear, RecapCard, RibbonYear, Seasonal,
    Sessions, Standing, Worth,
};
use playtally_summary::{Day, Summary, TextId};
use serde_json::{Value, json};

use super::{date, list};
use crate::inspect::words;

/// The optional sections that tell stories.
pub(super) fn everything(summary: &Summary<'_>) -> Value {
    let name = |id: TextId| (!id.is_none()).then(|| summary.text(id).as_str());
    let names = |ids: &[TextId]| ids.iter().filter_map(|&id| name(id)).collect::<Vec<_>>();
    json!({
        "ribbon": list(summary, |year: &RibbonYear| json!({
            "year": year.year.get(),
            "minutes": year.days.map(|steps| u32::from(steps) * RibbonYear::STEP_MINUTES).to_vec(),
        })),
        "memories": list(summary, |memory: &Memory| json!({
            "date": date(memory.date),
            "kind": MemoryKind::from_number(memory.kind).map(words::memory_kind),
            "title": name(memory.name),
            "artist": name(memory.artist),
            "number": memory.number.get(),
        })),
        "milestones": list(summary, |milestone: &Milestone| json!({
            "kind": MilestoneKind::from_number(milestone.kind).map(words::milestone_kind),
            "number": milestone.number.get(),
            "date": date(milestone.date),
            "title": name(milestone.title),
            "artist": name(milestone.artist),
        })),
        "discovery": list(summary, |month: &DiscoveryMonth| json!({
            "month": super::month(month.first),
            "plays": month.plays.get(),
            "new_artists": month.new_artists.get(),
            "new_tracks": month.new_tracks.get(),
            "unfair": month.unfair != 0,
        })),
        "best_discoveries": list(summary, |best: &BestDiscovery| json!({
            "year": best.year.get(),
            "artist": name(best.artist),
            "first": date(best.first),
            "plays": best.plays.get(),
        })),
        "loyal": list(summary, |loyal: &Loyal| json!({
            "artist": name(loyal.artist),
            "plays": loyal.plays.get(),
            "fewest": loyal.fewest.get(),
        })),
        "breadth": list(summary, |month: &BreadthMonth| json!({
            "month": super::month(month.first),
            "artists": month.artists.get(),
            "effective_artists": f64::from(month.effective_tenths.get()) / 10.0,
            "exploring_percent": month.exploring,
            "age_days": month.age_days.get(),
        })),
        "nostalgia": list(summary, |day: &NostalgicDay| json!({
            "date": date(day.date),
            "plays": day.plays.get(),
            "age_days": day.age_days.get(),
        })),
        "binges": list(summary, |binge: &Binge| json!({
            "days": binge.days,
            "title": name(binge.title),
            "artist": name(binge.artist),
            "plays": binge.plays.get(),
            "from": date(binge.from),
            "to": date(binge.to),
        })),
        "comebacks": list(summary, |comeback: &Comeback| json!({
            "artist": name(comeback.artist),
            "left": date(comeback.left),
            "back": date(comeback.back),
            "plays_before": comeback.plays_before.get(),
            "plays_after": comeback.plays_after.get(),
        })),
        "forgotten": list(summary, |forgotten: &Forgotten| json!({
            "title": name(forgotten.title),
            "artist": name(forgotten.artist),
            "plays": forgotten.plays.get(),
            "last": date(forgotten.last),
        })),
        "movers": list(summary, |mover: &Mover| json!({
            "artist": name(mover.artist),
            "plays": mover.plays.get(),
            "before": mover.before.get(),
        })),
        "race": list(summary, |standing: &Standing| json!({
            "month": super::month(standing.first),
            "artists": names(&standing.artists),
            "plays": standing.plays.map(|plays| plays.get()),
        })),
        "patience": summary.record::<Patience>().map(|patience| json!({
            "starts": patience.starts.get(),
            "skips": patience.skips.get(),
            "finished": patience.finished.get(),
            "median_seconds": patience.median_seconds.get(),
            "median_skip_seconds": patience.median_skip_seconds.get(),
            "skipped_percent_by_hour": patience.skipped_by_hour.map(|percent| (percent <= 100).then_some(percent)),
        })),
        "patience_by_year": list(summary, |year: &PatienceYear| json!({
            "year": year.year.get(),
            "starts": year.starts.get(),
            "skips": year.skips.get(),
            "finished": year.finished.get(),
        })),
        "judgements": list(summary, |track: &Judgement| json!({
            "kind": JudgementKind::from_number(track.kind).map(words::judgement_kind),
            "title": name(track.title),
            "artist": name(track.artist),
            "starts": track.starts.get(),
            "times": track.times.get(),
        })),
        "sessions": summary.record::<Sessions>().map(|sessions| json!({
            "sessions": sessions.sessions.get(),
            "median_minutes": sessions.median_minutes.get(),
            "median_plays": sessions.median_plays.get(),
            "longest": {
                "date": date(sessions.longest_date),
                "minutes": sessions.longest_minutes.get(),
                "plays": sessions.longest_plays.get(),
            },
            "by_hour": sessions.by_hour.map(|number| number.get()),
        })),
        "openers": list(summary, |opener: &Opener| json!({
            "title": name(opener.title),
            "artist": name(opener.artist),
            "sessions": opener.sessions.get(),
        })),
        "eras": list(summary, |era: &Era| json!({
            "from": date(era.from),
            "to": date(era.to),
            "plays": era.plays.get(),
            "artists": names(&era.artists),
        })),
        "moods": list(summary, |mood: &Mood| json!({
            "plays": mood.plays.get(),
            "tracks": mood.tracks.get(),
            "artists": names(&mood.artists),
            "title": name(mood.title),
            "hours": mood.hours,
            "months": mood.months,
            "peak_hour": mood.peak_hour,
            "peak_month": mood.peak_month,
            "map": [mood.x, mood.y],
        })),
        "seasons": list(summary, |seasonal: &Seasonal| json!({
            "month": seasonal.month,
            "title": name(seasonal.title),
            "artist": name(seasonal.artist),
            "plays": seasonal.plays.get(),
            "other_plays": seasonal.other_plays.get(),
            "years": seasonal.years,
        })),
        "countries": list(summary, |country: &Country| json!({
            "country": country.country.as_str(),
            "plays": country.plays.get(),
            "minutes": country.minutes.get(),
            "days": country.days.get(),
            "first": date(country.first),
            "last": date(country.last),
        })),
        "countries_by_year": list(summary, |of: &CountryYear| json!({
            "year": of.year.get(),
            "country": of.country.as_str(),
            "minutes": of.minutes.get(),
            "days": of.days.get(),
        })),
        "country_names": list(summary, |of: &CountryName| json!({
            "country": of.country.as_str(),
            "language": of.language.as_str(),
            "name": name(of.name),
        })),
        "devices": list(summary, |of: &DeviceFamily| json!({
            "family": DeviceKind::from_number(of.family).map(words::device_kind),
            "plays": of.plays.get(),
            "minutes": of.minutes.get(),
        })),
        "worth": summary.record::<Worth>().map(|worth| json!({
            "cents": worth.cents.get(),
            "microdollars_per_play": worth.microdollars_per_play.get(),
            "microdollars_per_hour": worth.microdollars_per_hour.get(),
        })),
        "recap": list(summary, |card: &RecapCard| card_in_json(summary, card)),
    })
}

/// What a card says, its numbers by their names.
fn card_in_json(summary: &Summary<'_>, card: &RecapCard) -> Value {
    let name = |id: TextId| (!id.is_none()).then(|| summary.text(id).as_str());
    let kind = CardKind::from_number(card.kind).map(words::card_kind);
    let mut all = json!({
        "year": card.year.get(),
        "card": kind.map(|(what, _)| what),
        "record": words::card_record(card.record),
        "title": name(card.title),
        "artist": name(card.artist),
        "country": (card.country != Code::NONE).then(|| card.country.as_str()),
        "date": (card.date != Day::default()).then(|| date(card.date)),
    });
    if let Value::Object(all) = &mut all {
        let numbers = kind.map_or(&[][..], |(_, numbers)| numbers).iter().enumerate();
        all.extend(numbers.map(|(at, says)| ((*says).to_owned(), json!(card.number(at)))));
    }
    all
}
