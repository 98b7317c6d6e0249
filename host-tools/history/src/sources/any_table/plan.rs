//! How the rows of a table are read, decided over all of them.

use std::borrow::Cow;

use super::ABOUT;
use super::columns::Known;
use super::lengths;
use super::sheet::{Cells, Sheet};
use super::words::Unit;
use crate::books::Reason;
use crate::columns::{Columns, Order, Role, Unclear};
use crate::facts::{Facts, country};
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::sources::moments::{self, NoOrder, Reading};

/// A column of lengths, and what its plain numbers count.
#[derive(Clone, Copy, Debug)]
struct Length {
    place: usize,
    unit: Option<Unit>,
    /// Whether its numbers cannot be read.
    is_unknown: bool,
}

/// How the rows of a table are read.
#[derive(Debug)]
pub(super) struct Plan {
    names: [Option<usize>; 4],
    time: usize,
    /// The column of the day, where that of the time has only the time of day.
    date: Option<usize>,
    heard: Option<Length>,
    length: Option<Length>,
    country: Option<usize>,
    reading: Reading,
    /// The order of dates, where that had to be told.
    order: Option<Order>,
    has_header: bool,
}

impl Plan {
    /// Decides it over all rows.
    pub(super) fn of(sheet: &mut Sheet, known: &Known, named: Option<&Columns>) -> Result<Self, Halt> {
        let times: Vec<usize> = known.times.iter().map(|(place, _)| *place).chain(known.date).collect();
        let lengths = [Role::Heard, Role::Length].map(|role| known.place(role).map(|place| (place, known.unit(role))));
        let mut moments = vec![moments::Tally::default(); times.len()];
        let mut tallies = [lengths::Tally::default(), lengths::Tally::default()];
        let wanted: Vec<usize> = times
            .iter()
            .copied()
            .chain(
                lengths
                    .iter()
                    .map(|length| length.map_or(usize::MAX, |(place, _)| place)),
            )
            .collect();
        sheet.each(&wanted, &mut |cells| {
            let Some((times, lengths)) = cells.and_then(|cells| cells.split_at_checked(moments.len())) else {
                return Ok(());
            };
            moments
                .iter_mut()
                .zip(times)
                .for_each(|(tally, cell)| tally.add(known_text(cell)));
            tallies
                .iter_mut()
                .zip(lengths)
                .for_each(|(tally, cell)| tally.add(known_text(cell)));
            Ok(())
        })?;
        let Some((time, date)) = times_of(&moments, known) else {
            return Err(Unclear::NoMoments(sheet.name_of(times[0])?).into());
        };
        let dated = date.unwrap_or(time);
        let is_utc = known.times.get(time).is_some_and(|(_, is_utc)| *is_utc);
        let zone = named
            .and_then(|named| named.zone)
            .or(is_utc.then_some(chrono_tz::Tz::UTC));
        let order = named.and_then(|named| named.order);
        let reading = match Reading::of(&moments[dated], order, zone) {
            Ok(reading) => reading,
            Err(NoOrder) => return Err(Unclear::Dates(sheet.name_of(times[dated])?).into()),
        };
        let [heard, length] = [0, 1].map(|number: usize| {
            let ((place, said), tally) = (lengths[number]?, &tallies[number]);
            let unit = said.or_else(|| tally.unit());
            Some(Length {
                place,
                unit,
                is_unknown: unit.is_none() && tally.has_plain(),
            })
        });
        Ok(Self {
            names: [Role::Artist, Role::AlbumArtist, Role::Track, Role::Album].map(|role| known.place(role)),
            time: times[time],
            date: date.map(|date| times[date]),
            heard,
            length,
            country: known.place(Role::Country),
            order: reading.order_of(&moments[dated]),
            reading,
            has_header: sheet.has_header(),
        })
    }

    /// The columns that are read, in the order in which [`Plan::record`] takes their cells. One that is not there is empty.
    pub(super) fn columns(&self) -> [usize; 9] {
        let place = |length: Option<Length>| length.map(|length| length.place);
        let [artist, album_artist, track, album] = self.names;
        [
            artist,
            album_artist,
            track,
            album,
            Some(self.time),
            self.date,
            place(self.heard),
            place(self.length),
            self.country,
        ]
        .map(|place| place.unwrap_or(usize::MAX))
    }

    pub(super) fn record<'c>(&self, cells: &'c Cells<'_>) -> Result<Record<'c>, Reason> {
        let [artist, album_artist, track, album, time, date, heard, length, nation] = cells else {
            return Err(Reason::NotARow);
        };
        let text = |cell: &'c Option<Cow<'_, str>>, name| cell.as_deref().map(str::trim).ok_or(Reason::NotText(name));
        let stamped = text(time, "time")?;
        let moment = match self.date {
            _ if stamped.is_empty() => return Err(Reason::Missing("time")),
            Some(_) => self.reading.joined(text(date, "date")?, stamped),
            None => self.reading.moment(stamped),
        };
        let (stamp, certainty) = moment.ok_or(Reason::NotAMoment("time"))?;
        let artist = match text(artist, "artist")? {
            "" => text(album_artist, "album-artist")?,
            artist => artist,
        };
        let of = |cell, length: Option<Length>| lengths::milliseconds(cell, length?.unit);
        // How long a recording is, nothing says with 0.
        let length = of(known_text(length), self.length).filter(|ms| *ms > 0);
        Ok(Record {
            kind: Kind::Music,
            title: text(track, "track")?.into(),
            artist: artist.into(),
            album: text(album, "album")?.into(),
            uri: "".into(),
            stamp,
            started_at: stamp,
            ms_played: of(known_text(heard), self.heard).or(length),
            facts: Facts {
                country: country(known_text(nation).trim().as_bytes()),
                ..Facts::of(ABOUT.source, certainty)
            },
            ordinal: None,
        })
    }

    /// Says how the table was read.
    pub(super) fn say(&self, header: &[String], is_on_the_wall: bool, sink: &mut Sink<'_>) {
        let name = |place: usize| match header.get(place) {
            Some(name) if self.has_header => format!("\"{name}\""),
            _ => format!("column {}", place + 1),
        };
        let [artist, album_artist, track, album] = self.names;
        let length = |length: Option<Length>| length.filter(|length| !length.is_unknown).map(|length| length.place);
        let time = match self.date {
            Some(date) => format!("{} and {}", name(date), name(self.time)),
            None => name(self.time),
        };
        let mut read = vec![format!("time from {time}")];
        for (what, place) in [
            (Role::Artist, artist),
            (Role::AlbumArtist, album_artist),
            (Role::Track, track),
            (Role::Album, album),
            (Role::Heard, length(self.heard)),
            (Role::Length, length(self.length)),
            (Role::Country, self.country),
        ] {
            read.extend(place.map(|place| format!("{} from {}", what.name(), name(place))));
        }
        sink.note(format!("read as: {}", read.join(", ")));
        if let Some(order) = self.order {
            sink.note(format!("its dates are read as {}", order.name()));
        }
        if is_on_the_wall {
            sink.note(
                "its moments name no zone, and are what clocks at home showed; --columns zone=UTC reads them in UTC"
                    .to_owned(),
            );
        }
        for length in [self.heard, self.length]
            .into_iter()
            .flatten()
            .filter(|length| length.is_unknown)
        {
            let name = name(length.place);
            sink.note(format!(
                "{name} is not read: nothing tells whether its numbers are seconds or milliseconds"
            ));
        }
    }
}

/// The text of a cell, or an empty one if there is none.
fn known_text<'c>(cell: &'c Option<Cow<'_, str>>) -> &'c str {
    cell.as_deref().unwrap_or_default()
}

/// Which of the tallied columns has the moments, or which has the times of day and which the days.
fn times_of(tallies: &[moments::Tally], known: &Known) -> Option<(usize, Option<usize>)> {
    let numbers = 0..known.times.len();
    let mut with_moments = numbers.clone().filter(|&number| tallies[number].has_moments());
    let needs_no_zone = |number: &usize| known.times[*number].1 || tallies[*number].has_zones();
    if known.date.is_none()
        && let Some(found) = with_moments.clone().find(needs_no_zone).or_else(|| with_moments.next())
    {
        return Some((found, None));
    }
    let days = known.date.map(|_| known.times.len());
    let days = days.or_else(|| numbers.clone().find(|&number| tallies[number].has_days()));
    let clock = numbers
        .clone()
        .find(|&number| Some(number) != days && tallies[number].has_clocks());
    match (clock, days) {
        (Some(clock), Some(days)) => Some((clock, Some(days))),
        // Nothing is in it: each row says so by itself.
        _ => numbers
            .clone()
            .all(|number| tallies[number].filled == 0)
            .then_some((0, None)),
    }
}
