//! How long plays or recordings are, decided over a whole column: `3:35` says it by itself, 215 and 215000 do not.

use super::words::Unit;

/// More than this many of whatever is counted: as seconds, nearly three hours, and so milliseconds.
const TOO_MANY_SECONDS: f64 = 10_000.0;
/// Fewer than this many of whatever is counted: as milliseconds, a second and a half, and so seconds.
const TOO_FEW_MILLISECONDS: f64 = 1_500.0;

/// What the cells of a column are, in numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    plain: u64,
    many: u64,
    few: u64,
}

impl Tally {
    pub(super) fn add(&mut self, cell: &str) {
        if let Some(Shown::Plain(number)) = Shown::of(cell)
            && number > 0.0
        {
            self.plain += 1;
            self.many += u64::from(number > TOO_MANY_SECONDS);
            self.few += u64::from(number < TOO_FEW_MILLISECONDS);
        }
    }

    /// What plain numbers count, if it can be told: most of them are too many to be seconds or too few to be milliseconds, and
    /// next to none is the other.
    pub(super) fn unit(&self) -> Option<Unit> {
        let is = |most: u64, rest: u64| most * 2 > self.plain && rest * 100 <= self.plain;
        if is(self.few, self.many) {
            Some(Unit::Seconds)
        } else if self.many * 2 > self.plain {
            // Short skips are few milliseconds.
            Some(Unit::Milliseconds)
        } else {
            None
        }
    }

    /// Whether there is a number whose unit must be known.
    pub(super) fn has_plain(&self) -> bool {
        self.plain > 0
    }
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shown {
    Plain(f64),
    /// In milliseconds.
    Told(f64),
}

impl Shown {
    fn of(cell: &str) -> Option<Self> {
        let cell = cell.trim();
        if !cell.contains(':') {
            let number: f64 = cell.parse().ok()?;
            return (number.is_finite() && number >= 0.0).then_some(Self::Plain(number));
        }
        // Hours, minutes, seconds; or the last two.
        let parts: Vec<f64> = cell
            .split(':')
            .map(|part| {
                Some(part)
                    .filter(|part| part.starts_with(|c: char| c.is_ascii_digit()))?
                    .parse()
                    .ok()
            })
            .collect::<Option<_>>()?;
        let (hours, minutes, seconds) = match parts[..] {
            [minutes, seconds] => (0.0, minutes, seconds),
            [hours, minutes, seconds] if minutes < 60.0 => (hours, minutes, seconds),
            _ => return None,
        };
        (seconds < 60.0).then_some(Self::Told(((hours * 60.0 + minutes) * 60.0 + seconds) * 1000.0))
    }
}

/// How many milliseconds a cell says, where plain numbers count this. Nothing where it says none.
pub(super) fn milliseconds(cell: &str, unit: Option<Unit>) -> Option<u32> {
    let ms = match (Shown::of(cell)?, unit) {
        (Shown::Told(ms), _) | (Shown::Plain(ms), Some(Unit::Milliseconds)) => ms,
        (Shown::Plain(seconds), Some(Unit::Seconds)) => seconds * 1000.0,
        (Shown::Plain(_), None) => return None,
    };
    (ms <= f64::from(u32::MAX)).then_some(ms.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(cells: &[&str]) -> Option<Unit> {
        let mut tally = Tally::default();
        cells.iter().for_each(|cell| tally.add(cell));
        tally.unit()
    }

    #[test]
    fn the_unit_is_told_by_the_whole_column_or_not_at_all() {
        for (cells, expected) in [
            (&["215", "187", "0", ""][..], Some(Unit::Seconds)),
            (&["215.4", "187.25", "3000"], Some(Unit::Seconds)),
            (&["215000", "187000", "0"], Some(Unit::Milliseconds)),
            (&["215000", "187000", "700"], Some(Unit::Milliseconds)),
            // As seconds more than an hour, as milliseconds a few seconds.
            (&["5000", "4000", "6000"], None),
            (&["215", "215000"], None),
            (&["3:35"], None),
            (&[], None),
        ] {
            assert_eq!(unit(cells), expected, "{cells:?}");
        }
    }

    #[test]
    fn a_length_is_read_in_every_form() {
        for (cell, unit, expected) in [
            ("215", Some(Unit::Seconds), Some(215_000)),
            ("215.25", Some(Unit::Seconds), Some(215_250)),
            ("215000", Some(Unit::Milliseconds), Some(215_000)),
            ("215000.0", Some(Unit::Milliseconds), Some(215_000)),
            ("0", Some(Unit::Seconds), Some(0)),
            ("215", None, None),
            ("3:35", None, Some(215_000)),
            ("03:35.5", None, Some(215_500)),
            ("1:03:35", None, Some(3_815_000)),
            ("61:05", None, Some(3_665_000)),
            ("3:60", None, None),
            ("1:60:00", None, None),
            ("1:2:3:4", None, None),
            ("-3:35", None, None),
            ("3:", None, None),
            ("3:+5", None, None),
            ("-1", Some(Unit::Seconds), None),
            ("NaN", Some(Unit::Seconds), None),
            ("inf", Some(Unit::Seconds), None),
            ("1e300", Some(Unit::Seconds), None),
            ("", Some(Unit::Seconds), None),
            ("null", Some(Unit::Seconds), None),
        ] {
            assert_eq!(milliseconds(cell, unit), expected, "{cell} {unit:?}");
        }
    }
}
