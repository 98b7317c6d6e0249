//! What the fields of a record say, by their kinds: the one place from which words and JSON have it.

use playtally_summary::records::{OwnerId, RibbonYear};
use playtally_summary::{Day, Field, Kind, Section, SectionInfo, Summary, TextId, Told, Word};

/// What one value says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Nothing,
    Flag(bool),
    Number(i128),
    Decimal(f64),
    Text(String),
}

/// What a field says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Says {
    One(Said),
    List(Vec<Said>),
    /// Lists of as many values each.
    Lists(Vec<Vec<Said>>),
    /// Numbers by their names.
    Named(Vec<(&'static str, Said)>),
}

/// The records of a section of data, each with what its fields say; none of a section that is not of data, and of one whose
/// records are too short.
pub(super) fn records<'a>(
    summary: &Summary<'a>,
    info: SectionInfo,
    section: Section,
) -> impl Iterator<Item = Vec<(&'static Told, Says)>> + use<'a> {
    let (summary, layout) = (*summary, section.layout());
    let is_read = layout.most.is_some() && info.record >= usize::from(layout.least);
    let records = summary.bytes_of_records(info).filter(move |_| is_read);
    records.map(move |record| {
        let fields = section.told().iter();
        fields
            .map(|told| (told, says(&summary, section, told.field, record)))
            .collect()
    })
}

fn says(summary: &Summary<'_>, section: Section, field: Field, record: &[u8]) -> Says {
    let mut values = field.numbers(record).map(|number| said(summary, field.kind, number));
    match (field.kind, field.rows, field.columns) {
        (Kind::CardNumber, ..) => {
            let names = names_of_numbers(section, record);
            Says::Named(names.iter().copied().zip(values).collect())
        }
        (_, 1, 1) => Says::One(values.next().unwrap_or(Said::Nothing)),
        (_, 1, _) => Says::List(values.collect()),
        (_, rows, columns) => {
            let row = |_| values.by_ref().take(columns.into()).collect();
            Says::Lists((0..rows).map(row).collect())
        }
    }
}

/// What the numbers of a card are, by its kind.
fn names_of_numbers(section: Section, record: &[u8]) -> &'static [&'static str] {
    let mut fields = section.layout().fields.iter();
    let kind = fields.find(|field| field.kind == Kind::Card);
    let number = kind.and_then(|field| field.numbers(record).next());
    number
        .and_then(|number| word(Kind::Card, number))
        .map_or(&[], |word| word.numbers)
}

fn word(kind: Kind, number: i128) -> Option<&'static Word> {
    kind.words().iter().find(|word| i128::from(word.number) == number)
}

fn said(summary: &Summary<'_>, kind: Kind, number: i128) -> Said {
    let day = || Day::new(number as u16).date();
    let some = |there: bool, said: Said| if there { said } else { Said::Nothing };
    match kind {
        Kind::Name => {
            let id = TextId::new(number as u16);
            some(!id.is_none(), Said::Text(summary.text(id).as_str().to_owned()))
        }
        Kind::Date | Kind::Until => Said::Text(day().to_string()),
        Kind::DateOrNone => some(number != 0, Said::Text(day().to_string())),
        Kind::Month => Said::Text(day().format("%Y-%m").to_string()),
        Kind::Country | Kind::CountryOrNone | Kind::Language => {
            let letters = (number as u16).to_le_bytes();
            some(number != 0, Said::Text(String::from_utf8_lossy(&letters).into_owned()))
        }
        Kind::Id => OwnerId::new(number as u64).map_or(Said::Nothing, |id| Said::Text(id.to_string())),
        Kind::Flag => Said::Flag(number != 0),
        Kind::Steps => Said::Number(number * i128::from(RibbonYear::STEP_MINUTES)),
        Kind::Tenths => Said::Decimal(number as f64 / 10.0),
        Kind::PercentOrNone => some(number <= 100, Said::Number(number)),
        Kind::CardNumber => some(number != i128::from(u32::MAX), Said::Number(number)),
        _ if !kind.words().is_empty() => {
            word(kind, number).map_or(Said::Nothing, |word| Said::Text(word.word.to_owned()))
        }
        _ => Said::Number(number),
    }
}
