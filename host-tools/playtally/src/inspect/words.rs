//! A summary in words: each section with its bytes and all that is in it.

use std::fmt::Write;

use playtally_summary::{HEADER_LENGTH, Kind, Section, SectionEntry, SectionInfo, Size, Summary, TextId};
use playtally_telling::name::clean;
use playtally_telling::words::number::{bytes, count, duration, plural};

use super::said::{Said, Says, records};
use crate::text::style::{FAINT, HEADING, styled};
use crate::text::table::{Column, Table};

/// Everything in a summary, in lines of at most `columns` columns.
pub(crate) fn everything(summary: &Summary<'_>, columns: usize) -> String {
    let sections: Vec<SectionInfo> = summary.sections().collect();
    let mut text = contents(summary, &sections, columns);
    for info in sections {
        let end = info.offset + info.length;
        let _ = writeln!(
            text,
            "\n{} {}",
            styled(HEADING, title(info)),
            styled(FAINT, format_args!("bytes {} to {end}", info.offset))
        );
        let body = match info.section {
            Some(Section::Texts) => texts(summary).render(columns),
            Some(section) if section.layout().most == Some(1) => facts(summary, info, section).render(columns),
            Some(section) if section.layout().most.is_some() => list(summary, info, section).render(columns),
            section => format!("  {}\n", pictures(section, info)),
        };
        text.push_str(&body);
    }
    text
}

fn title(info: SectionInfo) -> String {
    info.section
        .map_or_else(|| format!("section {}", info.kind), |section| section.to_string())
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
    let frame = HEADER_LENGTH + size_of::<SectionEntry>() * sections.len();
    table.row([
        "header and table",
        &count(frame as u64),
        "",
        "what is where; a checksum",
    ]);
    for info in sections {
        let records = info.records.map_or_else(String::new, |records| count(records as u64));
        let meaning = info.section.map_or(UNKNOWN, Section::meaning);
        table.row([&*title(*info), &count(info.length as u64), &records, meaning]);
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
    let sizes = Size::ALL.into_iter().zip(["small", "medium", "large"]);
    let sizes: Vec<String> = sizes
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
    let texts = summary.texts().iter();
    texts
        .filter(|text| Size::ALL.into_iter().rev().find(|&size| text.has(size)) == Some(size))
        .count()
}

/// The one record of a section: a line for each field, or for each row of it, with what it means.
fn facts(summary: &Summary<'_>, info: SectionInfo, section: Section) -> Table {
    let mut table = Table::new(vec![
        Column::left(""),
        Column::left(""),
        Column::left("").style(FAINT).gives_way(8),
    ]);
    for (told, says) in records(summary, info, section).flatten() {
        let (name, kind) = (told.name.replace('_', " "), told.field.kind);
        match says {
            Says::Lists(rows) => {
                for (at, row) in rows.into_iter().enumerate() {
                    let label = if at == 0 { &*name } else { "" };
                    table.row([label, &all(kind, row, " "), if at == 0 { told.says } else { "" }]);
                }
            }
            Says::One(Said::Number(number)) if is_minutes(kind) => {
                let minutes = number as u64;
                let length = duration(minutes.saturating_mul(60_000));
                table.row([
                    &*name,
                    &format!("{} ({length})", plural(minutes, "minute", "minutes")),
                    told.says,
                ]);
            }
            says => table.row([&*name, &cell(kind, says), told.says]),
        }
    }
    table
}

/// The records of a section: a row for each, a column for each field.
fn list(summary: &Summary<'_>, info: SectionInfo, section: Section) -> Table {
    let fields = section.told().iter();
    let columns = fields.map(|told| {
        let title = told.name.replace('_', " ");
        match told.field.kind {
            Kind::Name => Column::left(&title).gives_way(8),
            Kind::Count | Kind::Few | Kind::Handful if told.field.count() == 1 => Column::right(&title),
            kind if is_minutes(kind) || kind == Kind::Days => Column::right(&title),
            _ => Column::left(&title),
        }
    });
    let mut table = Table::new(columns.collect());
    for record in records(summary, info, section) {
        table.row(record.into_iter().map(|(told, says)| cell(told.field.kind, says)));
    }
    table
}

fn cell(kind: Kind, says: Says) -> String {
    match says {
        Says::One(said) => word(kind, said),
        // So many would fill the page.
        Says::List(list) if list.len() > 24 => {
            let numbers = list
                .iter()
                .map(|said| if let Said::Number(number) = said { *number } else { 0 });
            let some = numbers.clone().filter(|&number| number > 0).count();
            format!("{some} above 0, at most {}", numbers.max().unwrap_or(0))
        }
        Says::List(list) if kind == Kind::Name => all(kind, list, ", "),
        Says::List(list) => all(kind, list, " "),
        Says::Lists(rows) => rows
            .into_iter()
            .map(|row| all(kind, row, " "))
            .collect::<Vec<_>>()
            .join(", "),
        Says::Named(numbers) => {
            let known = numbers.into_iter().filter(|(_, said)| *said != Said::Nothing);
            let named = known.map(|(name, said)| format!("{} {}", word(kind, said), name.replace('_', " ")));
            named.collect::<Vec<_>>().join(", ")
        }
    }
}

fn all(kind: Kind, list: Vec<Said>, between: &str) -> String {
    let words = list.into_iter().map(|said| match said {
        Said::Nothing if kind != Kind::Name => "–".to_owned(),
        said => word(kind, said),
    });
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(between)
}

/// A value with its unit, as a terminal can show it.
fn word(kind: Kind, said: Said) -> String {
    match said {
        Said::Nothing => String::new(),
        Said::Flag(flag) => if flag { "yes" } else { "no" }.to_owned(),
        Said::Decimal(decimal) => format!("{decimal:.1}"),
        Said::Text(text) => clean(&text).into_owned(),
        Said::Number(number) => match kind {
            Kind::Year | Kind::Seed => number.to_string(),
            Kind::Hour => format!("{number:02}:00"),
            Kind::Percent | Kind::PercentOrNone => format!("{number} %"),
            Kind::Seconds => format!("{number} s"),
            Kind::Milliseconds => format!("{} s", number as f64 / 1_000.0),
            Kind::AllMilliseconds => duration(number as u64),
            Kind::Cents => format!("${:.2}", number as f64 / 100.0),
            Kind::Microdollars => format!("${:.6}", number as f64 / 1e6),
            Kind::Offset => utc_offset(number as i16),
            Kind::Instant => chrono::DateTime::from_timestamp(number as i64, 0).map_or_else(
                || format!("{number} s"),
                |from| from.format("%Y-%m-%d %H:%M UTC").to_string(),
            ),
            _ => u64::try_from(number).map_or_else(|_| number.to_string(), count),
        },
    }
}

const fn is_minutes(kind: Kind) -> bool {
    matches!(kind, Kind::Minutes | Kind::FewMinutes)
}

fn utc_offset(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The names with what is known of their letters.
fn texts(summary: &Summary<'_>) -> Table {
    let mut table = Table::new(vec![
        Column::right(""),
        Column::left("name").gives_way(8),
        Column::right("glyphs"),
        Column::left("sizes"),
        Column::left(""),
    ]);
    for (index, record) in (0..u16::MAX).zip(summary.texts()) {
        let text = summary.text(TextId::new(index));
        let sizes = Size::ALL.into_iter().filter(|&size| record.has(size));
        let sizes: Vec<String> = sizes.map(|size| size.em().to_string()).collect();
        table.row([
            &*index.to_string(),
            &clean(text.as_str()),
            &text.run().iter().count().to_string(),
            &sizes.join(" "),
            if record.is_right_to_left() { "right to left" } else { "" },
        ]);
    }
    table
}

const UNKNOWN: &str = "made by a newer Playtally; this one passes over it";

/// What is said of a section that has nothing to be read.
fn pictures(section: Option<Section>, info: SectionInfo) -> String {
    let letters = |size: Size| {
        let letters = plural(info.records.unwrap_or(0) as u64, "letter", "letters");
        format!(
            "{letters} at {} pixels to the em: their widths, heights and places",
            size.em()
        )
    };
    match section {
        Some(Section::Utf8) => "listed with the names above".to_owned(),
        Some(Section::Runs) => "the number of a placed glyph for each letter of each name".to_owned(),
        Some(Section::PlacedGlyphs) => "a picture, its place, and its direction".to_owned(),
        Some(Section::GlyphsSmall) => letters(Size::Small),
        Some(Section::GlyphsMedium) => letters(Size::Medium),
        Some(Section::GlyphsLarge) => letters(Size::Large),
        Some(Section::Coverage) => "two pixels to a byte, from 0 (empty) to 15 (full)".to_owned(),
        Some(_) | None => UNKNOWN.to_owned(),
    }
}
