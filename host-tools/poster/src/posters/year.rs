//! A year: its number, and its days as a record around the cover of the artist that led it.

use chrono::{Datelike, NaiveDate};
use playtally_screen::Hue;
use playtally_statistics::tops::TopArtist;
use playtally_telling::words::number::hours;

use super::{Colours, KICKER, leader, month_of};
use crate::drawing::{Path, Rect};
use crate::layout;
use crate::pictures::{self, Day};
use crate::sheet::{Poster, Sheet, Type};
use crate::text::Style;
use crate::{Error, Request, cover};

pub(super) fn compose(request: &Request<'_>, year: i32) -> Result<Poster, Error> {
    let counted = request
        .all
        .years
        .iter()
        .filter(|span| span.span.totals.counted_plays > 0);
    let Some(span) = counted.clone().find(|span| span.year == year) else {
        return Err(Error::Year {
            year,
            known: counted.map(|span| span.year).collect(),
        });
    };
    let (words, layout) = (request.words(), layout::Year::of(request.format));
    let five = span.span.top_by_plays.artists.iter().take(5).collect::<Vec<_>>();
    let first = five
        .first()
        .map_or(Hue::of_accent(0), |artist| request.hue(&artist.name));
    let colours = Colours::of(request, first);
    let mut sheet = Sheet::new(request.format, request.fonts, colours.ground);

    sheet.text(
        &request.kicker(words.year_in_music),
        layout.kicker,
        KICKER,
        colours.soft,
    );
    let figure = Type::new(Style::Heavy, [180.0, 20.0], 1).at(0.0, 0.0);
    let ink = sheet.text(
        &words.plain(year.unsigned_abs().into()),
        layout.figure,
        figure,
        colours.accent,
    );
    let square = layout.disc_after(ink.bottom);
    disc(request, year, square, &colours, &mut sheet);
    if let Some(first) = five.first() {
        centre(request, &first.name, square, &colours, &mut sheet);
    }

    let totals = &span.span.totals;
    let number = hours(totals.ms);
    super::figure(
        &mut sheet,
        layout.hours,
        &words.number(number),
        [words.hours.of(number), ""],
        &colours,
    );
    let facts = [
        (totals.counted_plays, words.plays.of(totals.counted_plays)),
        (totals.artists, words.artists.of(totals.artists)),
        (totals.days, words.days_with_music.of(totals.days)),
    ];
    let facts = facts.iter().filter(|(number, _)| *number > 0);
    let facts: Vec<String> = facts
        .map(|(number, noun)| format!("{} {noun}", words.number(*number)))
        .collect();
    let style = Type::new(Style::Plain, [9.0, 4.0], 3);
    sheet.text(&facts.join(" \u{b7} "), layout.facts, style, colours.ink);
    rows(request, &five, layout.five, &colours, &mut sheet);
    let caption = request.caption(request.own_words().groove_a_month, request.by_hour());
    sheet.text(&caption, layout.caption, super::caption(request.format), colours.soft);
    Ok(sheet.finish())
}

/// The days around, in the colour of the artist that led their month.
fn disc(request: &Request<'_>, year: i32, square: Rect, colours: &Colours, sheet: &mut Sheet<'_>) {
    let of_year = request.all.by_day.iter().filter(|day| day.date.year() == year);
    let days: Vec<Day> = of_year
        .map(|day| Day {
            month: day.date.month0(),
            number: day.date.day0(),
            ms: day.ms,
            colour: leader(request, month_of(day.date)).map_or(colours.soft, |name| colours.mark(request.hue(name))),
        })
        .collect();
    let length = |month: usize| {
        let first = NaiveDate::from_ymd_opt(year, month as u32 + 1, 1);
        first.map_or(31, |first| u32::from(first.num_days_in_month()))
    };
    sheet.picture(square, colours.accent);
    pictures::days(sheet, square, std::array::from_fn(length), &days, colours.faint);
    for (month, name) in (0..).zip(request.words().months_short) {
        let place = pictures::name_of(square, month);
        let most = place.height() * 0.86;
        let style = Type::new(Style::Plain, [most, most / 4.0], 1).on_line(0.5);
        sheet.label(name, place, style, [colours.soft, colours.ground]);
    }
}

/// In the middle the cover of an artist; where hours are asked for, those of the year.
fn centre(request: &Request<'_>, artist: &str, square: Rect, colours: &Colours, sheet: &mut Sheet<'_>) {
    let radius = square.width() / 2.0;
    let centre = [square.left + radius, square.top + radius];
    let label = 0.2 * radius;
    if let Some(by_hour) = request.by_hour() {
        pictures::hours(
            sheet,
            centre,
            [label, 0.03 * radius],
            by_hour,
            [colours.ink, colours.pop],
        );
        return;
    }
    let known = request.all.sleeves.artists.iter().find(|known| known.name == artist);
    let Some(known) = known else {
        sheet.fill(Path::disc(centre, label), colours.mark(request.hue(artist)));
        return;
    };
    // A rim, where the cover has the colour of the ground.
    sheet.fill(Path::disc(centre, 1.06 * label), colours.mark(request.hue(artist)));
    let record = playtally_press::sleeve_of_artist(&known.pattern);
    let sleeve = playtally_screen::sleeve::Sleeve::of_record(&request.summary, &record, artist).without_hours();
    for mark in cover::on_disc(&sleeve, sleeve.family_without_hours(), centre, label) {
        sheet.fill(mark.path, mark.colour);
    }
    sheet.fill(Path::disc(centre, 0.02 * radius), colours.ground);
}

/// The first five artists, one under the other: colour, name, plays.
fn rows(request: &Request<'_>, five: &[&TopArtist], given: Rect, colours: &Colours, sheet: &mut Sheet<'_>) {
    let words = request.words();
    let step = given.height() / 5.0;
    let is_tall = step > 20.0;
    for (at, artist) in five.iter().enumerate() {
        let row = Rect::new(given.left, given.top + step * at as f64, given.width(), step);
        let size = if is_tall { 7.0 } else { step * 0.62 };
        let middle = if is_tall {
            row.top + size / 2.0
        } else {
            row.top + step / 2.0
        };
        let dot = Rect::new(row.left, middle - size / 2.0, size, size);
        sheet.picture(dot, colours.mark(request.hue(&artist.name)));
        sheet.fill(
            Path::disc([row.left + size / 2.0, middle], size / 2.0),
            colours.mark(request.hue(&artist.name)),
        );
        let plays = words.number(artist.plays);
        let left = row.left + size + 4.0;
        if is_tall {
            let name = Rect::new(left, row.top, row.right - left, step * 0.52);
            let ink = sheet.text(&artist.name, name, Type::new(Style::Strong, [9.0, 5.0], 2), colours.ink);
            let top = ink.bottom.max(row.top + size) + 1.8;
            let below = Rect::new(left, top, row.right - left, row.bottom - 2.0 - top);
            let plays = format!("{plays} {}", words.plays.of(artist.plays));
            sheet.text(&plays, below, Type::new(Style::Plain, [6.5, 3.0], 1), colours.soft);
            continue;
        }
        let inner = super::within(row, step * 0.14);
        let number = Rect {
            left: row.right - 30.0,
            ..inner
        };
        let number = Rect {
            right: row.right,
            ..number
        };
        let type_ = Type::new(Style::Plain, [step * 0.62, 3.0], 1);
        let ink = sheet.text(&plays, number, type_.at(1.0, 0.5), colours.soft);
        let name = Rect {
            left,
            right: ink.left - 4.0,
            ..inner
        };
        let type_ = Type::new(Style::Strong, [step * 0.72, step * 0.36], 1);
        sheet.text(&artist.name, name, type_.at(0.0, 0.5), colours.ink);
    }
}
