//! The year's five: its artists, or its tracks, as records on a shelf whose spine is the year.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::{Year, YearFavourite};
use playtally_summary::{Summary, TextId};

use crate::canvas::{At, Canvas};
use crate::layout::{Field, Strip, bands};
use crate::palette::{Hue, Swatch};
use crate::phrase::{Phrase, fill_one, join};
use crate::text::style::{BODY, CAPTION, LINE, NUMBER, TITLE};
use crate::text::{Align, Block, Run};
use crate::{Class, Moment};

/// Fewer are no list.
const ENOUGH: usize = 3;
/// The most that are shown.
const FIVE: usize = 5;
/// The part of the artists; that of the tracks is the other one.
const ARTISTS: usize = 0;

/// The favourites of one part.
fn five<'a>(summary: &Summary<'a>, part: usize) -> impl Iterator<Item = &'a YearFavourite> + Clone {
    let all = summary.records::<YearFavourite>();
    all.iter().filter(move |of| of.title.is_none() == (part == ARTISTS))
}

/// Whose the first one of a part is.
pub(crate) fn first(summary: &Summary, part: usize) -> Option<TextId> {
    five(summary, part).next().map(|of| of.artist)
}

/// The year that is told.
pub(crate) fn year(summary: &Summary) -> Option<u16> {
    summary.records::<YearFavourite>().first().map(|of| of.year.get())
}

pub(crate) fn says(summary: &Summary, _: Moment, _: Class, part: usize) -> bool {
    five(summary, part).count() >= ENOUGH
}

/// How much music the year had: `412 h`.
fn music(summary: &Summary, canvas: &Canvas<impl DrawTarget<Color = Rgb565>>) -> Option<Phrase> {
    let told = year(summary)?;
    let years = summary.records::<Year>();
    let of = years.iter().find(|of| of.year.get() == told)?;
    Some(super::in_hours(of.minutes.get().into(), canvas.words))
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
    part: usize,
) -> Result<(), D::Error> {
    let Some(year) = year(summary) else {
        return Ok(());
    };
    let words = canvas.words;
    let year = words.plain(year.into());
    let music = music(summary, canvas).unwrap_or_default();
    let count = five(summary, part).take(FIVE).count() as u64;
    let (title, noun) = match part {
        ARTISTS => (words.five_artists, words.artists),
        _ => (words.five_tracks, words.tracks),
    };
    let short = join(&[&words.number(count), " ", noun.of(count)]);
    let titles = match count as usize {
        FIVE => [title, short.as_str()],
        _ => [short.as_str(); 2],
    };
    let head = Head {
        year: &year,
        titles,
        noun: noun.of(count),
        of_year: match count as usize {
            FIVE => fill_one(words.five_of, &year),
            _ => year.clone(),
        },
        music: &music,
        top: if part == ARTISTS {
            words.top_artists
        } else {
            words.top_tracks
        },
    };
    let field = match canvas.class {
        Class::Wide => beside_spine(&head, canvas)?,
        Class::Small | Class::EPaper => beside_lines(&head, canvas)?,
        Class::Square | Class::Round => under_title(&head, canvas)?,
        Class::Mono => under_line(&head, canvas)?,
    };
    let shown = if canvas.class == Class::Mono { 2 } else { FIVE };
    let shown = five(summary, part).take(shown);
    let (count, most) = (
        shown.clone().count().max(1) as i32,
        shown.clone().map(|of| of.plays.get()).max().unwrap_or(0),
    );
    // The longest bar ends before the numbers where there are any.
    let whole = match canvas.class {
        Class::Wide | Class::EPaper => (4, 5),
        _ => (1, 1),
    };
    let rows = shown.zip(0..).map(|(of, at)| Strip {
        hue: Hue::of_artist(summary, of.artist),
        name: Run::name(summary, if part == ARTISTS { of.artist } else { of.title }),
        number: words.number(of.plays.get().into()),
        part: (u64::from(of.plays.get()) * whole.0, u64::from(most) * whole.1),
        // Heights are those between edges, so that nothing is lost in rounding.
        height: field.height * (at + 1) / count - field.height * at / count,
    });
    bands(rows, field, canvas)
}

/// What stands around the rows.
struct Head<'a> {
    year: &'a str,
    /// What the page calls itself, and the same in short.
    titles: [&'a str; 2],
    /// What there are five of.
    noun: &'a str,
    /// The shortest that the page can call itself.
    of_year: Phrase,
    /// The hours of the year.
    music: &'a str,
    /// What the page calls itself where there is no room for five.
    top: &'a str,
}

/// The colours of a spine.
fn spine<D: DrawTarget<Color = Rgb565>>(canvas: &Canvas<D>) -> Swatch {
    Swatch {
        fill: canvas.palette.accent,
        ink: canvas.palette.ground,
    }
}

/// The year on a spine over the whole height, and beside it a line with what it is and how much.
fn beside_spine<D: DrawTarget<Color = Rgb565>>(head: &Head, canvas: &mut Canvas<D>) -> Result<Field, D::Error> {
    const WIDTH: i32 = 72;
    /// Where the line stands, and where the rows begin.
    const TOPS: (i32, i32) = (13, 44);
    let (height, swatch) = (canvas.height(), spine(canvas));
    canvas.field(0, 0, WIDTH, height, swatch.fill)?;
    let year = Block::fit(head.year, height - 12, NUMBER);
    let at = ((WIDTH - year.height()) / 2, (height + year.width()) / 2);
    canvas.spine(&year, at, swatch)?;
    let (left, right) = (WIDTH + canvas.margin() * 5 / 8, canvas.right());
    let music = Block::fit(head.music, right - left, CAPTION);
    let room = right - left - music.width() - 12;
    let title = fitting(head.titles, room, &[LINE, CAPTION]);
    canvas.title();
    canvas.block(&title, (left, TOPS.0), Align::Left, canvas.palette.ink)?;
    // On one base line.
    let at = (right, TOPS.0 + title.height() - music.height());
    canvas.block(&music, at, Align::Right, canvas.palette.soft)?;
    Ok(Field {
        left: WIDTH,
        top: TOPS.1,
        width: canvas.width() - WIDTH,
        height: height - TOPS.1,
    })
}

/// The same on a spine alone, where rows need all of the height: in two lines where there is room for them.
fn beside_lines<D: DrawTarget<Color = Rgb565>>(head: &Head, canvas: &mut Canvas<D>) -> Result<Field, D::Error> {
    let is_narrow = canvas.class == Class::Small;
    let width = if is_narrow { 26 } else { 48 };
    let (height, swatch) = (canvas.height(), spine(canvas));
    canvas.field(0, 0, width, height, swatch.fill)?;
    let [title, short] = head.titles;
    if is_narrow {
        let of_year = |title| join(&[title, " ", head.year]);
        let [title, short, noun] = [title, short, head.noun].map(of_year);
        let texts = [&title, &short, &noun, &head.of_year];
        let title = fitting(texts.map(|text| text.as_str()), height - 8, &[CAPTION]);
        canvas.title();
        let at = ((width - title.height()) / 2, (height + title.width()) / 2);
        canvas.spine(&title, at, swatch)?;
    } else {
        let title = fitting([title, short], height - 8, &[CAPTION]);
        let both = join(&[head.year, " \u{b7} ", head.music]);
        let under = fitting([&both, head.year], height - 8, &[CAPTION]);
        let bottom = height - 5;
        canvas.title();
        canvas.spine(&title, (8, bottom), swatch)?;
        canvas.spine(&under, (29, bottom), swatch)?;
    }
    Ok(Field {
        left: width,
        // Marks over capitals stay as far from the edge as all text.
        top: canvas.edge(),
        width: canvas.width() - width,
        height: height - 2 * canvas.edge(),
    })
}

/// The year as a title, under it what it is and how much.
fn under_title<D: DrawTarget<Color = Rgb565>>(head: &Head, canvas: &mut Canvas<D>) -> Result<Field, D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let (top, style, gap, bottom) = match canvas.class {
        Class::Round => (47, BODY, 10, 208),
        _ => (canvas.margin(), TITLE, 12, canvas.height() - 5),
    };
    let title = fill_one(words.five_of, head.year);
    canvas.title();
    let (_, end) = canvas.text(title.as_str(), style, At::Under(top), palette.ink)?;
    let both = join(&[head.titles[1], " \u{b7} ", head.music]);
    let at = At::Under(end + gap);
    let under = canvas.choose(&[&both, head.titles[1]], CAPTION, at);
    let (_, end) = canvas.text(under, CAPTION, at, palette.soft)?;
    Ok(Field {
        left: 0,
        top: end + 10,
        width: canvas.width(),
        height: bottom - end - 10,
    })
}

/// A line with what it is and of which year.
fn under_line<D: DrawTarget<Color = Rgb565>>(head: &Head, canvas: &mut Canvas<D>) -> Result<Field, D::Error> {
    let title = join(&[head.top, " ", head.year]);
    let at = At::Under(canvas.margin());
    let title = canvas.choose(&[&title, head.top], CAPTION, at);
    canvas.title();
    let (_, end) = canvas.text(title, CAPTION, at, canvas.palette.ink)?;
    Ok(Field {
        left: 0,
        top: end + 6,
        width: canvas.width(),
        height: canvas.height() - end - 6,
    })
}

/// The first of two texts that fits a width, in the first style in which one does.
fn fitting<'a, const N: usize>(texts: [&'a str; N], width: i32, styles: &[crate::text::Style]) -> Block<'a> {
    let mut tried = styles
        .iter()
        .flat_map(|style| texts.map(|text| Block::fit(text, width, style)));
    let whole = tried.clone().find(|block| !block.is_cut());
    whole
        .or_else(|| tried.next())
        .unwrap_or_else(|| Block::fit("", width, CAPTION))
}
