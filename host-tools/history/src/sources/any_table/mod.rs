//! A table of the owner's own, or of any tool that is not known by itself: rows with an artist, a track and a moment.
//!
//! Its columns are known by what they are called, in some twenty languages ([`words`]), or were named by the owner
//! ([`Columns`]). What the cells mean is decided over whole columns ([`moments`](super::moments), [`lengths`]), so that it is read twice.
//! Every other source is asked first.

mod columns;
mod lengths;
mod plan;
pub(crate) mod sheet;
mod words;

use crate::books::Reason;
use crate::columns::{Columns, Role, Unclear};
use crate::facts::Certainty;
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::moment::SCROBBLES;
use crate::record::{Halt, Sink};
use crate::source::{Service, Source};
use crate::sources::moments;
use columns::Known;
pub(crate) use columns::place_of;
use plan::Plan;
use sheet::{Form, Sheet};

/// A table of the owner's own.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(20),
    id: "table",
    name: "a table of your own",
    service: Service {
        number: 19,
        rank: 85,
        is_player: false,
        duration_identifies: false,
    },
    files: "any CSV, TSV, JSON, JSON Lines or table of a SQLite database with artist, track and time ([how](#a-table-of-your-own))",
    earliest: SCROBBLES, // players without a clock of their own begin in 1970, 1980 or 2000
    knows: Knows {
        moment: "as the table has it",
        heard: true,
        skips: false,
        album: true,
        country: true,
        people: false,
    },
    names: Names {
        histories: &["listening history", "listening_history", "listening-history", "plays."],
        private: &[],
    },
    forms: &[&Form::Text, &Form::Array, &Form::Lines, &Form::Database],
};

/// What a column of this name holds, as its owner would name it; nothing where nobody knows.
pub(crate) fn role_of(header: &str) -> Option<Role> {
    words::Named::of(header).map(|named| named.role)
}

impl Importer for Form {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let named = head.columns();
        // What was named is looked for when it is read, so that it can be said what is not there.
        let is_read = |header: &[String]| named.is_some() && header.len() > 1 || Known::of(header, None).is_ok();
        let found = match self {
            Self::Text => head.first_row_below_comments().is_some_and(|row| is_read(&row)),
            Self::Array | Self::Lines => head.fields(*self == Self::Array).is_some_and(|names| is_read(&names)),
            Self::Database => head
                .tables()
                .is_some_and(|tables| named.is_some() || tables.iter().any(|(_, columns)| is_read(columns))),
        };
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(*self)
    }
}

impl Load for Form {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let named = file.columns();
        let (mut sheet, known) = self.open(file, named)?;
        let plan = Plan::of(&mut sheet, &known, named)?;
        let mut on_the_wall = 0_u64;
        sheet.each(&plan.columns(), &mut |cells| {
            let record = cells.ok_or(Reason::NotARow).and_then(|cells| plan.record(cells));
            on_the_wall += u64::from(
                record
                    .as_ref()
                    .is_ok_and(|record| record.facts.certainty == Certainty::Wall),
            );
            sink.row(record)
        })?;
        plan.say(&sheet.header()?, on_the_wall > 0, sink);
        Ok(())
    }
}

impl Form {
    /// The table in a file, and which of its columns are known.
    fn open(self, file: &mut Input<'_>, named: Option<&Columns>) -> Result<(Sheet, Known), Halt> {
        let mut sheet = match self {
            Self::Text => Sheet::text(file)?,
            Self::Array | Self::Lines => Sheet::json(file, self == Self::Array)?,
            Self::Database => {
                let database = file.database()?;
                let tables = database.tables();
                let name = the_table(
                    tables.iter().map(|table| (&*table.name, table.columns().collect())),
                    named,
                )?;
                Sheet::of_database(database, &name)
            }
        };
        let header = sheet.header()?;
        let known = match named {
            Some(named) if self == Self::Text && begins_with_a_play(&header, named) => {
                sheet.without_header();
                Known::without_header(header.len(), named)
            }
            named => Known::of(&header, named),
        };
        match known {
            Ok(known) => Ok((sheet, known)),
            Err(wanted) => {
                let seen = sheet.describe()?;
                Err(Unclear::NoColumn { wanted, seen }.into())
            }
        }
    }
}

/// Whether what would be the header is a row like the others: there is a moment in the column that was named.
fn begins_with_a_play(first: &[String], named: &Columns) -> bool {
    let cell = |name: Option<&str>| first.get(place_of(first, name?)?).map(String::as_str);
    let mut time = moments::Tally::default();
    cell(named.of(Role::Time)).iter().for_each(|cell| time.add(cell));
    time.has_moments() || cell(named.date.as_deref()).is_some() && time.has_clocks()
}

/// The table of a database that is the history: the one that was named, or the only one that can be.
fn the_table<'t>(
    tables: impl Iterator<Item = (&'t str, Vec<&'t str>)>,
    named: Option<&Columns>,
) -> Result<String, Unclear> {
    let tables: Vec<(&str, Vec<&str>)> = tables.collect();
    let names = |tables: &[(&str, Vec<&str>)]| tables.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
    if let Some(wanted) = named.and_then(|named| named.table.as_deref()) {
        let found = tables.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        return match found {
            Some((name, _)) => Ok((*name).to_owned()),
            None => Err(Unclear::NoTable {
                wanted: wanted.to_owned(),
                tables: names(&tables),
            }),
        };
    }
    let can_be: Vec<_> = tables
        .iter()
        .filter(|(_, columns)| Known::of(columns, named).is_ok())
        .cloned()
        .collect();
    match &can_be[..] {
        [(name, _)] => Ok((*name).to_owned()),
        [] => Err(Unclear::NoTable {
            wanted: String::new(),
            tables: names(&tables),
        }),
        several => Err(Unclear::Tables(names(several))),
    }
}
