//! The first play, round plays, round hours, and since when favourites are known.

use chrono::Datelike;
use playtally_statistics::Statistics;

use crate::chapter::{Block, Brief, Chapter, Full, Moment};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::words::number::count;

/// How many of the latest round plays are listed in brief, how many round hours, and how many favourites.
const PLAYS: usize = 5;
const HOURS: usize = 2;
const FAVOURITES: usize = 3;
/// How many favourites are listed in full.
const ANNIVERSARIES: usize = 5;

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    Chapter::new("milestones", "Milestones")
        .brief([Brief::Facts(facts(statistics))])
        .full(full(statistics))
}

fn facts(statistics: &Statistics) -> Vec<Fact<'_>> {
    let milestones = &statistics.milestones;
    let mut facts = Vec::new();
    let plays = milestones.plays.iter().enumerate();
    let skipped = milestones.plays.len().saturating_sub(PLAYS).max(1);
    for (index, play) in plays.clone().take(1).chain(plays.skip(skipped)) {
        let about = Phrase::new();
        let about = if play.number == 1 {
            about.words("First play")
        } else {
            about
                .words("Play ")
                .number(format!("/milestones/plays/{index}/number"), play.number)
        };
        let track = Phrase::new().track(&play.title, play.artist.as_deref());
        facts.push(Fact::new("", Phrase::new().day(play.date), ", ", track).about(about));
    }
    let skipped = milestones.hours.len().saturating_sub(HOURS);
    // The first hour is no news.
    let hours = milestones.hours.iter().enumerate().skip(skipped);
    for (index, hour) in hours.filter(|(_, hour)| hour.hours > 1) {
        let about = Phrase::new()
            .words("Hour ")
            .number(format!("/milestones/hours/{index}/hours"), hour.hours);
        facts.push(Fact::new("", Phrase::new().day(hour.date), "", Phrase::new()).about(about));
    }
    // That of the only artist is the first play.
    let favourites = milestones.anniversaries.iter().take(FAVOURITES);
    for artist in favourites.filter(|_| milestones.anniversaries.len() > 1) {
        let rest = Phrase::new().words("first heard on ").day(artist.first);
        facts.push(Fact::new("Anniversary", Phrase::new().name(&artist.name), ", ", rest));
    }
    facts
}

/// None without a counted play.
fn full(statistics: &Statistics) -> Option<Full<'_>> {
    let milestones = &statistics.milestones;
    let first = milestones.plays.first()?;
    let plays = milestones.plays.iter().enumerate().map(|(index, play)| Moment {
        most: Phrase::new().number(format!("/milestones/plays/{index}/number"), play.number),
        what: Phrase::new().track(&play.title, play.artist.as_deref()),
        joint: "",
        day: play.date,
    });
    let hours = milestones.hours.iter().enumerate().map(|(index, hour)| Moment {
        most: Phrase::new().value(
            format!("/milestones/hours/{index}/hours"),
            hour.hours,
            format!("{} h", count(hour.hours)),
        ),
        what: Phrase::new(),
        joint: "",
        day: hour.date,
    });
    let anniversaries = milestones
        .anniversaries
        .iter()
        .take(ANNIVERSARIES)
        .map(|artist| Moment {
            most: Phrase::new().words(format!("{}.{}.", artist.first.day(), artist.first.month())),
            what: Phrase::new().name(&artist.name),
            joint: "since ",
            day: artist.first,
        });
    let mut others: Vec<(_, Vec<_>)> = vec![("Anniversaries", anniversaries.collect())];
    if !milestones.hours.is_empty() {
        others.insert(0, ("Round hours", hours.collect()));
    }
    let text = Phrase::new().words("It began with ");
    Some(Full {
        lead: Phrase::new().day(first.date),
        text: vec![text.track(&first.title, first.artist.as_deref()).words(".")],
        blocks: vec![Block::Moments(vec![vec![("Round plays", plays.collect())], others])],
        beside: false,
    })
}
