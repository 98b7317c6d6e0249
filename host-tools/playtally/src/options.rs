//! What was said on the command line, as what the parts of Playtally take.

use std::str::FromStr;

use anyhow::Result;
use chrono_tz::Tz;
use playtally_statistics::{Period, Rule};

use crate::arguments::{Counting, Stats};
use crate::outcome::Misuse;
use crate::text::style::{WARNING, styled};

/// The rule by which plays count, for all time, in the time zone asked for or else in another one.
pub(crate) fn rule(counting: &Counting, otherwise: impl FnOnce() -> Tz) -> Rule {
    Rule {
        counted_ms: counting.min_seconds * 1_000,
        private_included: counting.private,
        merge_recordings: !counting.no_merge,
        ..Rule::new(counting.timezone.unwrap_or_else(otherwise))
    }
}

/// This computer's time zone, or UTC where it does not say.
pub(crate) fn local_time_zone() -> Tz {
    let name = iana_time_zone::get_timezone().ok();
    name.as_deref()
        .and_then(|name| Tz::from_str(name).ok())
        .unwrap_or_else(|| {
            let warning = styled(WARNING, "note:");
            anstream::eprintln!(
                "{warning} this computer does not say its time zone, so UTC it is; --timezone names another"
            );
            Tz::UTC
        })
}

/// The days that statistics are asked for.
pub(crate) fn period(arguments: &Stats) -> Result<Period> {
    if let Some(year) = arguments.year {
        return Ok(Period::year(year));
    }
    let (from, to) = (arguments.from, arguments.to);
    match (from, to) {
        (Some(first), Some(last)) if last < first => {
            Err(Misuse(format!("--from {first} is after --to {last}; swap them")).into())
        }
        _ => Ok(Period { from, to }),
    }
}
