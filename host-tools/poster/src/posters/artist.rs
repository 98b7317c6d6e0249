//! An artist: its cover, its months, its name, and how much of it was played.

use playtally_screen::sleeve::Sleeve;
use playtally_statistics::one_artist::OneArtist;
use playtally_telling::words::number::hours;

use super::{Colours, KICKER};
use crate::drawing::Rect;
use crate::layout::{self, MARGIN};
use crate::pictures;
use crate::sheet::{Poster, Sheet, Type};
use crate::text::Style;
use crate::{Error, Request, cover};

pub(super) fn compose(request: &Request<'_>, artist: &OneArtist) -> Result<Poster, Error> {
    let Some(pattern) = &artist.pattern else {
        return Err(Error::Artist { plays: artist.plays });
    };
    let (words, layout) = (request.words(), layout::Artist::of(request.format));
    let colours = Colours::of(request, request.hue(&artist.name));
    let mut sheet = Sheet::new(request.format, request.fonts, colours.ground);

    let record = playtally_press::sleeve_of_artist(pattern);
    let whole = Sleeve::of_record(&request.summary, &record, &artist.name);
    let (sleeve, family) = if request.hours {
        (whole, whole.family())
    } else {
        (whole.without_hours(), whole.family_without_hours())
    };
    sheet.picture(layout.cover, colours.accent);
    // What is seen of the square is its middle.
    let side = layout.cover.width();
    let above = (side - layout.cover.height()) / 2.0;
    let square = Rect::new(layout.cover.left, layout.cover.top - above, side, side);
    for mark in cover::marks(&sleeve, family, square, &layout.cover) {
        sheet.fill(mark.path, mark.colour);
    }
    sheet.picture(layout.months, colours.accent);
    pictures::months(
        &mut sheet,
        layout.months,
        &pattern.by_month,
        [colours.accent, colours.pop],
    );

    let ends = Type::new(Style::Plain, [layout.ends.height(), 3.0], 1);
    let half = layout.ends.width() / 2.0;
    let first = Rect::new(MARGIN, layout.ends.top, half - 4.0, layout.ends.height());
    sheet.text(&words.month_year(pattern.first), first, ends, colours.soft);
    if words.month_year(pattern.last) != words.month_year(pattern.first) {
        let last = Rect::new(MARGIN + half + 4.0, layout.ends.top, half - 4.0, layout.ends.height());
        sheet.text(&words.month_year(pattern.last), last, ends.at(1.0, 0.0), colours.soft);
    }

    // Whose it is, and whether there is nobody before.
    let says = if artist.rank == 1 {
        words.number_one
    } else {
        words.listening_history
    };
    let name = Type::new(Style::Heavy, [60.0, 12.0], 3).at(0.0, 1.0);
    let named = sheet.text(&artist.name, layout.name, name, colours.ink);
    let is_beside = layout.cover.left > 0.0;
    let by = if is_beside {
        0.0
    } else {
        (named.top - layout.name.top).max(0.0)
    };
    let kicker = Rect {
        top: layout.kicker.top + by,
        bottom: layout.kicker.bottom + by,
        ..layout.kicker
    };
    sheet.text(&request.kicker(says), kicker, KICKER, colours.soft);
    let since = since_day(words.since, &words.date(pattern.first));
    let number = hours(artist.ms);
    let heard = match number {
        0 => String::new(),
        number => format!("{} {}", words.number(number), words.hours_of_music.of(number)),
    };
    let (plays, unit) = (words.number(artist.plays), words.plays.of(artist.plays));
    if is_beside {
        stacked(&mut sheet, layout.figure, [&plays, unit, &since, &heard], &colours);
    } else {
        let second = if heard.is_empty() {
            since
        } else {
            format!("{since} \u{b7} {heard}")
        };
        super::figure(&mut sheet, layout.figure, &plays, [unit, &second], &colours);
    }
    let mut says = request.own_words().bar_a_month.to_owned();
    if request.hours {
        let most = pattern.by_hour.iter().max();
        let hour = pattern
            .by_hour
            .iter()
            .position(|plays| Some(plays) == most)
            .unwrap_or(0);
        says.push_str(&format!(" {}: {}.", words.clock_hour(hour as u32), words.your_hour));
    }
    sheet.text(&says, layout.caption, super::caption(request.format), colours.soft);
    Ok(sheet.finish())
}

/// A number, what it counts, and two lines, one under the other.
fn stacked(sheet: &mut Sheet<'_>, given: Rect, [number, unit, since, heard]: [&str; 4], colours: &Colours) {
    let number_at = Rect {
        bottom: given.top + 34.0,
        ..given
    };
    let ink = sheet.text(
        number,
        number_at,
        Type::new(Style::Heavy, [46.0, 8.0], 1),
        colours.accent,
    );
    let mut top = ink.bottom + 6.0;
    for (text, height, style, colour) in [
        (unit, 12.0, Type::new(Style::Strong, [15.0, 6.0], 1), colours.ink),
        (since, 18.0, Type::new(Style::Plain, [8.4, 4.0], 2), colours.soft),
        (heard, 18.0, Type::new(Style::Plain, [8.4, 4.0], 2), colours.soft),
    ] {
        let ink = sheet.text(text, Rect::new(given.left, top, given.width(), height), style, colour);
        top = ink.bottom + 4.0;
    }
}

/// The device's word for it, with a day.
fn since_day(template: &str, day: &str) -> String {
    template.replace("{}", day)
}
