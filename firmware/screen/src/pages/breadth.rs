//! The widest year, which has the most different artists, and the year that is told: as large as they are wide. In a history
//! of one year it is the widest month.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::{BreadthMonth, Year};
use playtally_summary::{Records, Summary};

use crate::canvas::{At, Canvas};
use crate::layout::{Chart, chart, curve, labels, years};
use crate::phrase::{fill_one, join};
use crate::shapes::{PX, Ring};
use crate::text::style::{BODY, CAPTION, FIGURE, LINE, TITLE};
use crate::text::{Align, Block, Em, Style};
use crate::{Class, Moment};

/// What the effective number of artists comes in.
const TENTHS: u64 = 10;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let months = summary.records::<BreadthMonth>();
    two_years(summary).is_some() || months.len() >= 6 && widest_month(months).is_some()
}

/// A year with its artists.
#[derive(Clone, Copy)]
struct Wide {
    year: u16,
    artists: u64,
}

/// The first year with the most artists, and the one that it is held against: the year that is told, or, where that is the
/// widest, the widest of the others. None where fewer years are known.
fn two_years(summary: &Summary) -> Option<(Wide, Wide)> {
    let records = summary.records::<Year>();
    let years = || {
        let artists = |at: usize| records.later(at).map_or(0, |later| later.artists.get().into());
        let all = records.iter().enumerate().rev();
        let wide = all.map(move |(at, year)| Wide {
            year: year.year.get(),
            artists: artists(at),
        });
        wide.filter(|wide| wide.artists > 0)
    };
    let told = super::year_five::year(summary)?;
    let widest = years()
        .max_by_key(|wide| wide.artists)
        .filter(|wide| wide.artists > 1)?;
    let mut others = years().filter(|wide| wide.year != widest.year);
    let told = others.clone().find(|wide| wide.year == told);
    Some((
        widest,
        told.or_else(|| others.by_ref().max_by_key(|wide| wide.artists))?,
    ))
}

/// The month with the most artists, in effect.
fn widest_month<'a>(months: Records<'a, BreadthMonth>) -> Option<&'a BreadthMonth> {
    let widest = months.iter().max_by_key(|month| month.effective_artists.get());
    widest.filter(|month| u64::from(month.effective_artists.get()) >= 2 * TENTHS)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    match two_years(summary) {
        Some((widest, other)) => discs(widest, other, canvas),
        None => month_by_month(summary, canvas),
    }
}

/// How the words are set, and where the discs are.
struct Plan {
    title: Style,
    year: Style,
    count: Style,
    /// From one line to the next.
    gap: i32,
    /// The middle of the large disc, from the lower right corner, and its radius.
    middle: (i32, i32),
    radius: i32,
}

const fn plan(class: Class) -> Plan {
    let (title, year, count, gap, middle, radius) = match class {
        Class::Wide => (BODY, FIGURE, BODY, 20, (68, 84), 98),
        Class::Square => (BODY, FIGURE, BODY, 15, (56, 50), 64),
        Class::Round => (CAPTION, TITLE, CAPTION, 12, (120, -4), 104),
        Class::Small => (CAPTION, TITLE, COUNT, 11, (30, 28), 38),
        Class::EPaper => (BODY, TITLE, BODY, 11, (40, 36), 48),
        Class::Mono => (CAPTION, LINE, CAPTION, 6, (13, 12), 18),
    };
    Plan {
        title,
        year,
        count,
        gap,
        middle,
        radius,
    }
}

/// A number and its unit, under each other where they have no room beside each other.
const COUNT: Style = &[(Em::Caption, 1), (Em::Caption, 2)];

/// The widest year and its artists, in the large disc the other one.
fn discs<D: DrawTarget<Color = Rgb565>>(widest: Wide, other: Wide, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let plan = plan(canvas.class);
    let middle = (canvas.width() - plan.middle.0, canvas.height() - plan.middle.1);
    let year = |wide: Wide| words.plain(wide.year.into());
    let number = |wide: Wide| words.number(wide.artists);
    let artists = |wide: Wide| join(&[&number(wide), " ", words.artists.of(wide.artists)]);
    let at = match canvas.class {
        Class::Round => At::Under(30),
        _ => At::Under(canvas.margin()),
    };
    let title = canvas.choose(&[words.widest_year, words.variety], plan.title, at);
    canvas.title();
    let (_, end) = canvas.text(title, plan.title, at, palette.accent)?;
    let (of_widest, of_other) = (artists(widest), join(&[&year(other), ": ", &artists(other)]));
    let short = join(&[&year(other), ": ", &number(other)]);
    if canvas.class == Class::Round {
        let (_, end) = canvas.text(&*year(widest), plan.year, At::Under(end + plan.gap), palette.ink)?;
        let (_, end) = canvas.text(&*of_widest, plan.count, At::Under(end + plan.gap), palette.ink)?;
        canvas.text(&*of_other, CAPTION, At::Under(end + plan.gap - 3), palette.soft)?;
    } else {
        let left = canvas.margin();
        let above = middle.1 - plan.radius - 6;
        // Beside the disc there is less room than over it.
        let (over, beside) = (canvas.right() - left, middle.0 - plan.radius - 8 - left);
        let room = |bottom: i32| match bottom + Em::Body.descent() < above {
            true => over,
            false => beside,
        };
        let mut top = end + plan.gap;
        for (whole, short, style) in [
            (&year(widest), &year(widest), plan.year),
            (&of_widest, &number(widest), plan.count),
        ] {
            let room = room(top + style[0].0.cap());
            let mut block = Block::fit(whole.as_str(), room, style);
            if block.is_cut() {
                block = Block::fit(short.as_str(), room, style);
            }
            canvas.block(&block, (left, top), Align::Left, palette.ink)?;
            top += block.height() + plan.gap;
        }
        let room = room(canvas.height());
        let mut block = Block::fit(of_other.as_str(), room, COUNT);
        let last = canvas.last_line();
        let bottom = |block: &Block| last - block.height();
        if block.is_cut() || bottom(&block) < top - 2 {
            block = Block::fit(short.as_str(), room, CAPTION);
        }
        if bottom(&block) >= top - 2 && !block.is_cut() {
            let at = (left, bottom(&block));
            canvas.block(&block, at, Align::Left, palette.soft)?;
        }
    }
    let (large, small) = nested(middle, plan.radius * PX, widest, other);
    canvas.shape(&large, palette.accent)?;
    // It stands for what is not the widest, and nothing is read off it.
    let inner = if palette.is_two_tone() {
        palette.ground
    } else {
        palette.glow
    };
    canvas.shape_on(&small, inner, palette.accent)
}

/// Two discs whose areas are as the artists of two years; the small one lies near the bottom of the large one.
fn nested((x, y): (i32, i32), radius: i32, widest: Wide, other: Wide) -> (Ring, Ring) {
    let squared = other.artists.min(widest.artists) * (radius as u64).pow(2);
    let small = (squared / widest.artists.max(1)).isqrt() as i32;
    // Off the bottom a little, as long as there is room for that.
    let rim = (radius - small).min(6 * PX) / 2;
    let middle = Point::new(x * PX, y * PX);
    let lower = middle + Point::new(0, radius - small - rim);
    (Ring::disc(middle, radius), Ring::disc(lower, small))
}

/// How widely was listened, month by month.
fn month_by_month<D: DrawTarget<Color = Rgb565>>(summary: &Summary, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let months = summary.records::<BreadthMonth>();
    let Some(widest) = widest_month(months) else {
        return Ok(());
    };
    let words = canvas.words;
    let artists = (u64::from(widest.effective_artists.get()) + TENTHS / 2) / TENTHS;
    let (month, year) = (words.month_year(widest.first.date()), words.year(widest.first.date()));
    let page = Chart {
        kicker: words.variety,
        lead: &month,
        short: &year,
        detail: &fill_one(words.like_artists.of(artists), &words.number(artists)),
    };
    let labels = labels(canvas);
    let field = chart(&page, canvas)?.above(labels);
    let values = months.iter().map(|month| u64::from(month.effective_artists.get()));
    curve(values, field, canvas)?;
    if labels > 0 {
        years(months.iter().map(|month| month.first), field, canvas)?;
    }
    Ok(())
}
