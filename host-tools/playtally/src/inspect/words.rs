//! A summary in words: each section with its bytes and all that is in it.

mod cards;
mod facts;
mod lists;
mod stories;

pub(crate) use cards::{card_kind, card_record};
pub(crate) use stories::{device_kind, judgement_kind, memory_kind, milestone_kind};

use std::fmt::Write;

use playtally_summary::records::TextRecord;
use playtally_summary::{HEADER_LENGTH, Section, SectionEntry, SectionInfo, Size, Summary, TextId};

use crate::text::name::clean;
use crate::text::number::{bytes, count};
use crate::text::style::{FAINT, HEADING, styled};
use crate::text::table::{Column, Table};

/// Everything in a summary, in lines of at most `columns` columns.
pub(crate) fn everything(summary: &Summary<'_>, columns: usize) -> String {
    let sections: Vec<SectionInfo> = summary.sections().collect();
    let mut text = contents(summary, &sections, columns);
    for info in sections {
        let title = info
            .section
            .map_or_else(|| format!("section {}", info.kind), |section| section.to_string());
        let end = info.offset + info.length;
        let _ = write!(text, "\n{}", styled(HEADING, title));
        let _ = writeln!(
            text,
            " {}",
            styled(FAINT, format_args!("bytes {} to {end}", info.offset))
        );
        let body =
            facts::section(summary, info).or_else(|| Some(lists::section(summary, info.section?).render(columns)));
        text.push_str(&body.unwrap_or_default());
    }
    text
}

/// The table of contents, with the size of each part.
fn contents(summary: &Summary<'_>, sections: &[SectionInfo], columns: usize) -> String {
    let (major, minor) = summary.version();
    let length = summary.file().len();
    let mut table = Table::new(vec![
        Column::left("section"),
        Column::right("bytes"),
        Column::right("records"),
        Column::left("what it is").style(FAINT).gives_way(8),
    ]);
    let frame = HEADER_LENGTH + sections.len() * size_of::<SectionEntry>();
    table.row([
        "header and table".to_owned(),
        count(frame as u64),
        String::new(),
        "what is where; a checksum".to_owned(),
    ]);
    for info in sections {
        let name = info
            .section
            .map_or_else(|| format!("section {}", info.kind), |section| section.to_string());
        let records = info.records.map_or_else(String::new, |records| count(records as u64));
        table.row([
            name,
            count(info.length as u64),
            records,
            meaning(info.section).to_owned(),
        ]);
    }
    let used = frame + sections.iter().map(|info| info.length).sum::<usize>();
    if length > used {
        table.row([
            "gaps",
            &count((length - used) as u64),
            "",
            "zeros that align the sections",
        ]);
    }
    table.row(["", &count(length as u64), "", ""]);
    let sizes: Vec<String> = Size::ALL
        .into_iter()
        .zip(["small", "medium", "large"])
        .map(|(size, word)| format!("{} {word}", count(sized(summary, size) as u64)))
        .collect();
    format!(
        "{} {}, format {major}.{minor}, checksum {:08x}\n\n{}\n  Names by the largest size that each has: {}\n",
        styled(HEADING, "A Playtally summary"),
        styled(FAINT, format_args!("of {}", bytes(length as u64))),
        summary.checksum(),
        table.render(columns),
        sizes.join(", ")
    )
}

/// How many names have a size and no larger one.
fn sized(summary: &Summary<'_>, size: Size) -> usize {
    let largest = |record: &&TextRecord| Size::ALL.into_iter().rev().find(|&size| record.has(size)) == Some(size);
    summary.records::<TextRecord>().iter().filter(largest).count()
}

const fn meaning(section: Option<Section>) -> &'static str {
    match section {
        Some(Section::Owner) => "whose history it is, and of which days",
        Some(Section::Rule) => "how plays were counted",
        Some(Section::Zone) => "the time zone, for years to come",
        Some(Section::Totals) => "the whole history in numbers",
        Some(Section::TopArtists) => "the most played artists",
        Some(Section::TopTracks) => "the most played tracks",
        Some(Section::TopAlbums) => "the most played albums",
        Some(Section::Week) => "minutes by weekday and hour",
        Some(Section::Months) => "plays and minutes by month",
        Some(Section::Years) => "plays, minutes and favourites by year",
        Some(Section::Streaks) => "days in a row with music",
        Some(Section::BiggestDay) => "the day with the most music",
        Some(Section::Ribbon) => "minutes of every day",
        Some(Section::Memories) => "what happened on this day of the year",
        Some(Section::Milestones) => "when round numbers were reached",
        Some(Section::Discovery) => "how much was new, by month",
        Some(Section::BestDiscoveries) => "what was new and stayed, by year",
        Some(Section::Loyal) => "artists of every year",
        Some(Section::Breadth) => "how widely was listened, by month",
        Some(Section::Nostalgia) => "days with the oldest music",
        Some(Section::Binges) => "one track, again and again",
        Some(Section::Comebacks) => "artists that came back",
        Some(Section::Forgotten) => "favourites not heard for a year",
        Some(Section::Movers) => "who rose and fell in the last year",
        Some(Section::Race) => "who led, as the history grew",
        Some(Section::Patience) => "how plays ended",
        Some(Section::PatienceYears) => "how plays ended, by year",
        Some(Section::Judgements) => "tracks spared, skipped and gone back to",
        Some(Section::Sessions) => "sittings",
        Some(Section::Openers) => "what starts sittings",
        Some(Section::Eras) => "stretches of months and their artists",
        Some(Section::Moods) => "tracks that are played together",
        Some(Section::Seasons) => "what belongs to a month of the year",
        Some(Section::Countries) => "where was listened",
        Some(Section::CountryYears) => "where was listened, by year",
        Some(Section::CountryNames) => "the countries' names",
        Some(Section::Devices) => "what was listened on",
        Some(Section::Worth) => "what it would fetch",
        Some(Section::Recap) => "what was remarkable in each year",
        Some(Section::Texts) => "names: where their letters and pictures are",
        Some(Section::Utf8) => "the letters of the names",
        Some(Section::Runs) => "which pictures make up each name",
        Some(Section::GlyphsSmall | Section::GlyphsMedium | Section::GlyphsLarge) => {
            "measures of the pictures of letters"
        }
        Some(Section::PlacedGlyphs) => "pictures at their places, as names use them",
        Some(Section::Coverage) => "the pictures of letters",
        None => "made by a newer Playtally; this one passes over it",
    }
}

/// A name of a summary as a terminal can show it.
fn name(summary: &Summary<'_>, id: TextId) -> String {
    clean(summary.text(id).as_str()).into_owned()
}
