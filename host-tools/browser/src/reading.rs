//! From what a listener gave to one history, and the books of each.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono_tz::Tz;
use playtally_history::{self as history, Books, Export, Gathered, Here, LeftOut, Slices, Step, Wanted, gather_at};
use serde_json::{Value, json};

use crate::outside::{Held, Outside};
use crate::question::Given;
use crate::{keeping, tell};

/// What was read.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The history, if anything was one.
    pub(crate) gathered: Option<Gathered>,
    /// What became of each that was given, in their order.
    pub(crate) given: Vec<Value>,
    /// The sum of the books.
    pub(crate) total: Value,
}

impl Reading {
    pub(crate) fn of(given: &[Given], no_topic_channels: bool, here: Here, outside: &Arc<dyn Outside>) -> Self {
        let gather = |given: &[Given]| {
            let exports = given
                .iter()
                .flat_map(|given| exports(given, no_topic_channels, outside));
            let mut watch = |step: Step<'_>| {
                outside.reading(step.bytes_done, step.bytes_total, step.plays);
                ControlFlow::Continue(())
            };
            gather_at(here, exports, &mut watch)
        };
        match gather(given) {
            Ok((gathered, books)) => Self {
                gathered: Some(gathered),
                given: given.iter().map(|given| told(given, &books, outside)).collect(),
                total: tell::total(&books.total()),
            },
            // Nothing of it is a history: each has its own reason.
            Err(error) => {
                let alone = |given: &Given| match gather(std::slice::from_ref(given)) {
                    Ok((_, books)) => told(given, &books, outside),
                    Err(error) => refused(given, &error, outside),
                };
                let given = match given {
                    [only] => vec![refused(only, &error, outside)],
                    several => several.iter().map(alone).collect(),
                };
                let nothing = Books::default();
                Self {
                    gathered: None,
                    given,
                    total: tell::total(&nothing.total()),
                }
            }
        }
    }
}

/// The files of a given one, and what is wanted of them.
fn exports(given: &Given, no_topic_channels: bool, outside: &Arc<dyn Outside>) -> Vec<Export> {
    let held = |file: &crate::File| -> Arc<dyn Slices> {
        Arc::new(Held {
            outside: outside.clone(),
            number: file.number,
            length: file.length,
        })
    };
    let files = given.files.iter().map(|file| (file.path.clone(), held(file)));
    let exports: Vec<Export> = if given.folder {
        vec![Export::Folder(given.name.clone(), files.collect())]
    } else {
        files
            .map(|(name, slices)| Export::Slices(name, slices, given.side_by_side))
            .collect()
    };
    let wanted = Wanted {
        user: given.user.as_deref().map(Arc::from),
        no_topic_channels,
        columns: None,
    };
    let part = |export| Export::Part(wanted.clone(), Box::new(export));
    exports.into_iter().map(part).collect()
}

/// Whether a file or member of this name is what was given, or in it.
fn is_of(given: &Given, file: &str) -> bool {
    let rest = file.strip_prefix(given.name.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What became of something that was given.
fn told(given: &Given, books: &Books, outside: &Arc<dyn Outside>) -> Value {
    let of_it = Books {
        files: books
            .files
            .iter()
            .filter(|file| is_of(given, &file.file))
            .cloned()
            .collect(),
        ..Books::default()
    };
    let left_out = books.left_out.iter().filter(|left_out| {
        let said = left_out.message.strip_prefix(given.name.as_str());
        said.is_some_and(|rest| rest.starts_with([':', '/', ' ']))
    });
    let mut sources: Vec<&str> = of_it.files.iter().map(|file| file.source.name()).collect();
    sources.dedup();
    // Only what Playtally wrote says whose it is.
    let is_ours = of_it.files.iter().any(|file| file.source.id() == "playtally");
    json!({
        "name": given.name,
        "sources": sources,
        "files": tell::files(&of_it),
        "total": tell::total(&of_it.total()),
        "leftOut": left_out.map(tell::left_out).collect::<Vec<_>>(),
        "whose": is_ours.then(|| keeping::whose(given, outside)).flatten(),
    })
}

/// Something that was given in vain.
fn refused(given: &Given, error: &history::Error, outside: &Arc<dyn Outside>) -> Value {
    let nothing = Books::default();
    let mut told = told(given, &nothing, outside);
    told["leftOut"] = json!([tell::left_out(&LeftOut::of(error))]);
    told
}

/// When and where exports are read.
pub(crate) const fn here(now: f64, home: Tz) -> Here {
    Here {
        now: (now / 1000.0) as i64,
        home,
    }
}
