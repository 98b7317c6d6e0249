//! The sections that are lists.

use playtally_summary::records::{Month, TextRecord, TopAlbum, TopArtist, TopTrack, Week, Year};
use playtally_summary::{Section, Size, Summary, TextId};

use super::stories;
use crate::text::number::count;
use crate::text::table::{Column, Table};

/// A section as a table of its records.
pub(super) fn section(summary: &Summary<'_>, section: Section) -> Table {
    let name = |id| super::name(summary, id);
    let names = |titles: &[&str]| {
        titles
            .iter()
            .map(|title| Column::left(title).gives_way(8))
            .collect::<Vec<_>>()
    };
    let counted = [Column::right("plays"), Column::right("minutes"), Column::right("since")];
    let number = |number: u32| count(number.into());
    let columns = |first: Vec<Column>, rest: &[Column]| Table::new([first, rest.to_vec()].concat());
    match section {
        Section::TopArtists => {
            let mut table = columns(names(&["artist", "most played track"]), &counted);
            for top in summary.records::<TopArtist>() {
                let numbers = [
                    number(top.plays.get()),
                    number(top.minutes.get()),
                    top.first.date().to_string(),
                ];
                table.row([name(top.name), name(top.track)].into_iter().chain(numbers));
            }
            table
        }
        Section::TopTracks => {
            let mut table = columns(names(&["title", "artist"]), &counted);
            for top in summary.records::<TopTrack>() {
                let numbers = [
                    number(top.plays.get()),
                    number(top.minutes.get()),
                    top.first.date().to_string(),
                ];
                table.row([name(top.title), name(top.artist)].into_iter().chain(numbers));
            }
            table
        }
        Section::TopAlbums => {
            let mut table = columns(names(&["title", "artist"]), &counted);
            for top in summary.records::<TopAlbum>() {
                let numbers = [
                    number(top.plays.get()),
                    number(top.minutes.get()),
                    top.first.date().to_string(),
                ];
                table.row([name(top.title), name(top.artist)].into_iter().chain(numbers));
            }
            table
        }
        Section::Week => {
            let mut table = columns(
                vec![Column::left("")],
                &["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(Column::right),
            );
            if let Some(week) = summary.record::<Week>() {
                for hour in 0..24 {
                    let minutes = week.minutes.iter().map(|day| number(day[hour].get()));
                    table.row(std::iter::once(format!("{hour:02}:00")).chain(minutes));
                }
            }
            table
        }
        Section::Months => {
            let mut table = columns(vec![Column::left("month")], &counted[..2]);
            for month in summary.records::<Month>() {
                let first = month.first.date().format("%Y-%m").to_string();
                table.row([first, number(month.plays.get()), number(month.minutes.get())]);
            }
            table
        }
        Section::Years => {
            let mut table = columns(
                [vec![Column::left("year")], names(&["artist", "track"])].concat(),
                &counted[..2],
            );
            for year in summary.records::<Year>() {
                let names = [year.year.to_string(), name(year.artist), name(year.track)];
                table.row(
                    names
                        .into_iter()
                        .chain([number(year.plays.get()), number(year.minutes.get())]),
                );
            }
            table
        }
        Section::Texts => {
            let direction = |right_to_left| if right_to_left { "right to left" } else { "" };
            let mut table = columns(
                vec![Column::right("")],
                &[
                    Column::left("name").gives_way(8),
                    Column::right("glyphs"),
                    Column::left("sizes"),
                    Column::left(""),
                ],
            );
            for (index, record) in (0..u16::MAX).zip(summary.records::<TextRecord>()) {
                let sizes: Vec<String> = Size::ALL
                    .into_iter()
                    .filter(|&size| record.has(size))
                    .map(|size| size.em().to_string())
                    .collect();
                table.row([
                    index.to_string(),
                    name(TextId::new(index)),
                    summary.text(TextId::new(index)).run().iter().count().to_string(),
                    sizes.join(" "),
                    direction(record.is_right_to_left()).to_owned(),
                ]);
            }
            table
        }
        _ => stories::section(summary, section),
    }
}
