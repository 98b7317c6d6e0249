//! Which columns of a table are read: those whose headers are known, or those that were named.

use super::words::{Named, Unit, folded};
use crate::columns::{Columns, Role};

/// The most columns that are looked at for moments: each is read once more than the others.
const TIMES: usize = 8;

/// The columns of a table that can be read, by their places in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    places: [Option<usize>; Role::ALL.len()],
    /// Those that may hold moments, days or times of day, the likeliest first; and whether each says that it is in UTC.
    pub(super) times: Vec<(usize, bool)>,
    /// The one with the days, if it was named.
    pub(super) date: Option<usize>,
    units: [Option<Unit>; Role::ALL.len()],
}

/// The roles without which there is no play, and what else will do for each.
const NEEDED: [(Role, Option<Role>); 3] = [
    (Role::Artist, Some(Role::AlbumArtist)),
    (Role::Track, None),
    (Role::Time, None),
];

impl Known {
    /// The columns of a table with this header.
    ///
    /// # Errors
    /// With what is missing.
    pub(super) fn of(header: &[impl AsRef<str>], named: Option<&Columns>) -> Result<Self, Vec<String>> {
        let mut found: Vec<(Role, usize, usize, Named)> = header
            .iter()
            .enumerate()
            .filter_map(|(place, name)| Named::of(name.as_ref()).map(|named| (named.role, named.rank, place, named)))
            .collect();
        found.sort_by_key(|&(role, rank, place, _)| (role as usize, rank, place));
        let mut known = Self {
            places: [None; _],
            times: Vec::new(),
            date: None,
            units: [None; _],
        };
        for (role, _, place, named) in found {
            if role == Role::Time && known.times.len() < TIMES {
                known.times.push((place, named.is_utc));
            }
            if known.places[role as usize].is_none() {
                known.places[role as usize] = Some(place);
                known.units[role as usize] = named.unit;
            }
        }
        known.name(header, named)?;
        let missing = NEEDED.into_iter().filter(|(role, other)| {
            known.place(*role).is_none() && other.is_none_or(|other| known.place(other).is_none())
        });
        let missing: Vec<String> = missing.map(|(role, _)| role.name().to_owned()).collect();
        if missing.is_empty() { Ok(known) } else { Err(missing) }
    }

    /// The columns of a table without a header: those that were named.
    pub(super) fn without_header(width: usize, named: &Columns) -> Result<Self, Vec<String>> {
        Self::of(&vec![""; width], Some(named))
    }

    /// Puts those in their places that were named.
    fn name(&mut self, header: &[impl AsRef<str>], named: Option<&Columns>) -> Result<(), Vec<String>> {
        let Some(named) = named else { return Ok(()) };
        let mut missing = Vec::new();
        let mut find = |name: &str| {
            let place = place_of(header, name);
            if place.is_none() {
                missing.push(format!("\"{name}\""));
            }
            place
        };
        for role in Role::ALL {
            if let Some(place) = named.of(role).and_then(&mut find) {
                let says = Named::of(header[place].as_ref());
                self.places[role as usize] = Some(place);
                self.units[role as usize] = says.and_then(|says| says.unit);
                if role == Role::Time {
                    self.times = vec![(place, says.is_some_and(|says| says.is_utc))];
                }
            }
        }
        self.date = named.date.as_deref().and_then(find);
        if missing.is_empty() { Ok(()) } else { Err(missing) }
    }

    pub(super) fn place(&self, role: Role) -> Option<usize> {
        self.places[role as usize]
    }

    /// What the header says of the numbers in the column of a role.
    pub(super) fn unit(&self, role: Role) -> Option<Unit> {
        self.units[role as usize]
    }
}

/// The place of the column of this name, in any case and with any blanks, or of this number, counted from one.
pub(crate) fn place_of(header: &[impl AsRef<str>], name: &str) -> Option<usize> {
    let is_it = |is: &dyn Fn(&str) -> bool| header.iter().position(|column| is(column.as_ref()));
    let by_name = is_it(&|column| column.trim() == name);
    let by_word = || is_it(&|column| !folded(name).is_empty() && folded(column) == folded(name));
    by_name.or_else(by_word).or_else(|| place_by_number(header.len(), name))
}

fn place_by_number(width: usize, name: &str) -> Option<usize> {
    let number: usize = name.parse().ok()?;
    (1..=width).contains(&number).then(|| number - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(header: &[&str], named: &str) -> Result<Vec<(Role, usize)>, Vec<String>> {
        let named = (!named.is_empty()).then(|| named.parse().unwrap());
        let known = Known::of(header, named.as_ref())?;
        Ok(Role::ALL
            .into_iter()
            .filter_map(|role| Some((role, known.place(role)?)))
            .collect())
    }

    #[test]
    fn columns_are_found_in_any_order() {
        let expected = vec![(Role::Artist, 2), (Role::Track, 0), (Role::Time, 1)];
        assert_eq!(places(&["Titel", "Datum", "Künstler"], ""), Ok(expected));
        // The clearer word wins: a track beside a title is a number.
        let expected = vec![(Role::Artist, 0), (Role::Track, 2), (Role::Time, 3)];
        assert_eq!(places(&["artist", "track", "title", "date"], ""), Ok(expected));
        // Who made the album stands in for who made the track.
        let expected = vec![(Role::AlbumArtist, 0), (Role::Track, 1), (Role::Time, 2)];
        assert_eq!(places(&["Album Artist", "title", "date"], ""), Ok(expected));
    }

    #[test]
    fn what_is_missing_is_said() {
        let missing = |header: &[&str], named| places(header, named).unwrap_err();
        assert_eq!(missing(&["a", "b"], ""), ["artist", "track", "time"]);
        assert_eq!(missing(&["artist", "title", "plays"], ""), ["time"]);
        assert_eq!(missing(&["artist", "title", "date"], "time=when"), ["\"when\""]);
        assert_eq!(
            missing(&["artist", "title", "date"], "time=4,track=0"),
            ["\"0\"", "\"4\""]
        );
    }

    #[test]
    fn those_that_were_named_win() {
        let header = ["artist", "title", "date", "Wann genau", "7"];
        let place = |named| {
            places(&header, named)
                .unwrap()
                .into_iter()
                .find(|(role, _)| *role == Role::Time)
        };
        assert_eq!(place("time=wann  GENAU"), Some((Role::Time, 3)));
        assert_eq!(place("time=3"), Some((Role::Time, 2)));
        // A name is a name, even if it is a number.
        assert_eq!(place("time=7"), Some((Role::Time, 4)));
    }
}
