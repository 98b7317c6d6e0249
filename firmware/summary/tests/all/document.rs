//! What docs/summary-file.md says of the layout is what is declared: `UPDATE_DOCUMENTS=1 cargo test -p playtally-summary
//! --test all document` writes it anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use playtally_summary::records::{GlyphRecord, PlacedGlyph, TextRecord};
use playtally_summary::{Element, Field, Header, Kind, MAX_DATA_LENGTH, MAX_LENGTH, Section, SectionEntry, Told};

/// The line after each table; before it stands what it is of.
const END: &str = "<!-- its end -->\n";

fn fields(told: &[Told]) -> String {
    let mut table = "| at | bytes | field | kind | what |\n|---|---|---|---|---|\n".to_owned();
    for Told { name, says, field } in told {
        let (at, bytes, kind) = (field.offset, field.bytes(), shape(*field));
        writeln!(table, "| {at} | {bytes} | `{name}` | {kind} | {says} |").unwrap();
    }
    table
}

/// The kind of a field, and how many of it there are.
fn shape(field: Field) -> String {
    let kind = field.kind.name();
    match (field.rows, field.columns) {
        (1, 1) => kind.to_owned(),
        (1, columns) => format!("{columns} × {kind}"),
        (rows, columns) => format!("{rows} × {columns} × {kind}"),
    }
}

/// The kinds that fields of some sections have.
fn kinds(of_data: bool) -> String {
    let sections = Section::ALL
        .iter()
        .filter(|section| section.layout().most.is_some() == of_data);
    let mut told: Vec<Told> = sections.flat_map(|section| section.told()).copied().collect();
    if !of_data {
        told.extend(Header::TOLD.iter().chain(SectionEntry::TOLD));
    }
    let mut table = if of_data {
        "| kind | bytes | what stands in the file | what JSON says |\n|---|---|---|---|\n"
    } else {
        "| kind | bytes | what stands in the file |\n|---|---|---|\n"
    }
    .to_owned();
    for kind in Kind::ALL
        .iter()
        .filter(|&&kind| told.iter().any(|told| told.field.kind == kind))
    {
        let (name, bytes, says) = (kind.name(), kind.bytes(), kind.says());
        let json = if of_data {
            format!(" {} |", kind.json())
        } else {
            String::new()
        };
        writeln!(table, "| {name} | {bytes} | {says} |{json}").unwrap();
    }
    table
}

/// A table for each kind that has words.
fn words() -> String {
    let mut tables = String::new();
    for kind in Kind::ALL.iter().filter(|kind| !kind.words().is_empty()) {
        let has_numbers = kind.words().iter().any(|word| !word.numbers.is_empty());
        writeln!(tables, "\n### {}\n", kind.name()).unwrap();
        tables += if has_numbers {
            "| number | word | its numbers | what |\n|---|---|---|---|\n"
        } else {
            "| number | word | what |\n|---|---|---|\n"
        };
        for word in kind.words() {
            let numbers: Vec<String> = word.numbers.iter().map(|name| format!("`{name}`")).collect();
            let numbers = if has_numbers {
                format!(" {} |", numbers.join(", "))
            } else {
                String::new()
            };
            writeln!(tables, "| {} | {} |{numbers} {} |", word.number, word.word, word.says).unwrap();
        }
    }
    tables
}

fn sections() -> String {
    let mut table =
        "| kind | section | what it is | a record | at least | at most | bytes |\n|---|---|---|---|---|---|---|\n"
            .to_owned();
    for &section in Section::ALL {
        let (layout, kind) = (section.layout(), section as u16);
        let (name, meaning, bytes, least) = (section.name(), section.meaning(), layout.bytes, layout.least);
        let most = layout.most.map_or("–".to_owned(), |most| most.to_string());
        let all = layout.most.map_or("–".to_owned(), |most| {
            (u32::from(most) * u32::from(bytes)).to_string()
        });
        writeln!(
            table,
            "| {kind} | {name} | {meaning} | {bytes} | {least} | {most} | {all} |"
        )
        .unwrap();
    }
    writeln!(
        table,
        "\nThe sections of data, with their entries in the table and the gaps before them, take at most {} bytes of the {} \
        that are theirs; a whole file has at most {}.",
        Section::MOST_DATA, MAX_DATA_LENGTH, MAX_LENGTH
    )
    .unwrap();
    table
}

fn records() -> String {
    let mut all = String::new();
    for &section in Section::ALL.iter().filter(|section| section.layout().most.is_some()) {
        let (kind, name, says) = (section as u16, section.name(), section.says());
        write!(all, "\n### {kind} {name}\n\n{says}\n\n{}", fields(section.told())).unwrap();
    }
    all
}

#[test]
fn the_document_lays_out_every_byte_as_it_is_declared() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/summary-file.md");
    let mut document = fs::read_to_string(&path).unwrap();
    for (of, table) in [
        ("the header", fields(Header::TOLD)),
        ("an entry", fields(SectionEntry::TOLD)),
        ("sections", sections()),
        ("kinds", kinds(true)),
        ("words", words()),
        ("records", records()),
        ("a text", fields(TextRecord::TOLD)),
        ("a placed glyph", fields(PlacedGlyph::TOLD)),
        ("a glyph", fields(GlyphRecord::TOLD)),
        ("kinds of names", kinds(false)),
    ] {
        let start = format!("<!-- the table of {of} -->\n");
        let (before, rest) = document.split_once(&start).unwrap();
        let (found, after) = rest.split_once(END).unwrap();
        if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
            document = format!("{before}{start}{table}{END}{after}");
        } else {
            assert_eq!(found, table);
        }
    }
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        fs::write(&path, document).unwrap();
    }
}
