//! `playtally summary`: the file that the device shows.

use std::path::Path;

use anyhow::{Result, bail};
use chrono::{NaiveDate, Utc};
use playtally_collective::group::opened;
use playtally_history::escape::shown;
use playtally_press::typeset::Fonts;
use playtally_press::{Known, Options, Pressed};
use playtally_statistics::{Statistics, View};
use playtally_summary::records::OwnerId;
use playtally_telling::words::number::{bytes, count};

use crate::arguments::{self, Counting, Pressing};
use crate::library::Counted;
use crate::safely::{Content, Outputs};
use crate::text::style::{STRONG, styled};
use crate::{library, output, pico, safely};

/// Makes the summary of the library and writes it.
pub(crate) fn run(arguments: &arguments::Summary, library: &Path, outputs: &mut Outputs) -> Result<()> {
    let output = outputs.file(&arguments.output, Content::Binary)?;
    let Pressed { file, dropped } = of_library(&arguments.pressing, &arguments.counting, library)?;
    if pico::is_for_one(&arguments.output) {
        safely::write(&output, &pico::image(&file))?;
        return output::print_about(
            &output,
            &format!(
                "Wrote {}. {}\n{}",
                styled(STRONG, shown(output.path())),
                pico::HOW_TO_LOAD,
                without(dropped)
            ),
        );
    }
    safely::write(&output, &file)?;
    output::print_about(
        &output,
        &format!(
            "Wrote {} ({}). `playtally inspect` shows all that is in it.\n{}",
            styled(STRONG, shown(output.path())),
            bytes(file.len() as u64),
            without(dropped)
        ),
    )
}

/// What names had to do without so that the file keeps to its bound; nothing where they have every size.
fn without(dropped: [usize; 3]) -> String {
    let sizes = ["small", "medium", "large"].into_iter().zip(dropped);
    let lacks: Vec<String> = sizes
        .filter(|(_, names)| *names > 0)
        .map(|(size, names)| format!("{} without the {size} one", count(names as u64)))
        .collect();
    if lacks.is_empty() {
        return String::new();
    }
    format!(
        "To keep it within {}, the least seen names go without sizes: {}.\n",
        bytes(playtally_summary::MAX_LENGTH as u64),
        lacks.join(", ")
    )
}

/// The summary of the library as of today.
pub(crate) fn of_library(pressing: &Pressing, counting: &Counting, library: &Path) -> Result<Pressed> {
    let counted = library::history(library, counting)?;
    let today = Utc::now().with_timezone(&counted.rule.timezone).date_naive();
    press_counted(&counted, pressing, today)
}

/// The summary of what was counted, as of a day.
pub(crate) fn press_counted(counted: &Counted, pressing: &Pressing, day: NaiveDate) -> Result<Pressed> {
    press(
        &counted.statistics(),
        counted.id,
        &together(counted),
        pressing,
        arguments::Fonts::System,
        day,
    )
}

/// The summary of statistics as of a day, in other fonts where none are asked for.
pub(crate) fn press(
    statistics: &Statistics,
    id: Option<OwnerId>,
    together: &[Known],
    pressing: &Pressing,
    otherwise: arguments::Fonts,
    day: NaiveDate,
) -> Result<Pressed> {
    if statistics.totals.plays + statistics.podcasts.plays + statistics.audiobooks.plays == 0 {
        bail!("there is nothing to show: no play counts by this rule");
    }
    let fonts = match pressing.fonts.unwrap_or(otherwise) {
        arguments::Fonts::Bundled => Fonts::bundled(),
        arguments::Fonts::System => Fonts::of_this_computer(),
    };
    let options = Options {
        id,
        accent: pressing.accent,
        together,
        ..Options::new(&pressing.owner, day, &fonts)
    };
    Ok(playtally_press::press(statistics, &options))
}

/// How many of the owner's friends have the owner's artists among theirs, the most known first; none without such a group.
pub(crate) fn together(counted: &Counted) -> Vec<Known> {
    let view = View::new(&counted.plays, &counted.rule);
    let opened = counted.group.as_ref().and_then(|group| opened(group, view.music()));
    let Some(opened) = opened else {
        return Vec::new();
    };
    let friends = opened.people - u64::from(opened.is_in);
    let names = opened.names.map_or_else(Vec::new, |names| names.own).into_iter();
    names.map(|(name, others)| Known { name, others, friends }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_do_without_is_said() {
        assert_eq!(without([0, 0, 0]), "");
        assert_eq!(
            without([0, 1, 1_200]),
            "To keep it within 192.0 KiB, the least seen names go without sizes: 1 without the medium one, 1,200 without the \
             large one.\n"
        );
    }
}
