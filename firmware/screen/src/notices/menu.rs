//! The menu, and what is on the device.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use playtally_summary::Summary;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::menu::{Item, Menu, Night, Preferences};
use crate::pages::years;
use crate::phrase::{Phrase, join};
use crate::shapes::{PX, Rounded};
use crate::text::style::{BODY, CAPTION, LINE, LISTED, PROSE, STRIP_HERO, TITLE};
use crate::text::{Align, Block, Run};
use crate::words::Words;

/// The lines of the menu on a class of panels: where they begin, how far they are apart, and how many there are.
const fn lines(class: Class) -> (i32, i32, usize) {
    match class {
        Class::Wide | Class::Square => (46, 38, 5),
        Class::Round | Class::Small | Class::EPaper | Class::Mono => (32, 30, 3),
    }
}

/// Draws the menu: some of its lines, the chosen one on the owner's colour.
pub(crate) fn menu<D: DrawTarget<Color = Rgb565>>(
    menu: &Menu,
    now: &Preferences,
    owner: Option<&Summary>,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    if matches!(canvas.class, Class::Round | Class::Small | Class::Mono) {
        return alone(menu, now, owner, canvas);
    }
    canvas.kicker(canvas.words.menu)?;
    let (top, pitch, count) = lines(canvas.class);
    // The chosen line stands in the middle where the list allows it.
    let all = menu.items().count();
    let first = menu.at().saturating_sub(count / 2).min(all - count);
    for (line, item) in menu.items().skip(first).take(count).enumerate() {
        let y = top + pitch * line as i32;
        row(item, first + line == menu.at(), (y, pitch - 4), now, owner, canvas)?;
    }
    let (track, right) = (pitch * count as i32 - 4, canvas.width() - 6);
    let thumb = track * count as i32 / all as i32;
    let y = top + track * first as i32 / all as i32;
    canvas.fill(right, y, 2, thumb, canvas.palette.soft)?;
    Ok(())
}

/// One line of the menu.
fn row<D: DrawTarget<Color = Rgb565>>(
    item: Item,
    chosen: bool,
    (top, height): (i32, i32),
    now: &Preferences,
    owner: Option<&Summary>,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let (left, right) = canvas.sides(top, height);
    let inset = if canvas.height() < 200 { 6 } else { 8 };
    if chosen {
        let area = Rectangle::new(Point::new(left, top), Size::new((right - left) as u32, height as u32));
        canvas.shape(&Rounded { area, radius: 6 * PX }, palette.accent)?;
        // The accent can be read on the ground, and so the other way round.
        canvas.palette.ground = palette.accent;
        canvas.palette.ink = palette.ground;
    }
    let value = value(item, now, canvas.words);
    let value = match (item, owner) {
        (Item::Owner | Item::Erase, Some(owner)) => Run::name(owner, owner.owner().name),
        _ => Run::from(value.as_str()),
    };
    let room = right - left - 2 * inset;
    let style = if canvas.height() < 200 { CAPTION } else { BODY };
    let value = Block::fit(value, room * 3 / 5, style);
    let label = Block::fit(label(item, canvas.words), room - value.width() - 6, style);
    let ink = canvas.palette.ink;
    let soft = if chosen { ink } else { palette.soft };
    let middle = |block: &Block| top + (height - block.height()) / 2;
    canvas.overprint(|canvas| {
        canvas.block(&label, (left + inset, middle(&label)), Align::Left, ink)?;
        canvas.block(&value, (right - inset, middle(&value)), Align::Right, soft)
    })?;
    canvas.palette = palette;
    Ok(())
}

/// One line where there is no room for more: what it is above, what it says below.
fn alone<D: DrawTarget<Color = Rgb565>>(
    menu: &Menu,
    now: &Preferences,
    owner: Option<&Summary>,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let item = menu.item();
    let value = value(item, now, canvas.words);
    let value = match (item, owner) {
        (Item::Owner | Item::Erase, Some(owner)) => Run::name(owner, owner.owner().name),
        _ => Run::from(value.as_str()),
    };
    let (top, bottom, style) = match canvas.class {
        Class::Round => (80, 160, TITLE),
        Class::Mono => (4, canvas.height() - 12, STRIP_HERO),
        _ => (46, canvas.height() - 24, TITLE),
    };
    if canvas.class != Class::Mono {
        canvas.kicker(canvas.words.menu)?;
    }
    let ink = canvas.palette.ink;
    canvas.text(label(item, canvas.words), LISTED, At::Under(top), canvas.palette.soft)?;
    canvas.text(value, style, At::Over(bottom), ink)?;
    marks(menu, canvas)
}

/// A mark for every line, and a thicker one for the chosen line.
fn marks<D: DrawTarget<Color = Rgb565>>(menu: &Menu, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (middle, below) = match canvas.class {
        Class::Round => (true, 44),
        Class::Mono => (false, 2),
        _ => (false, 10),
    };
    let y = canvas.height() - below;
    let all = menu.items().count() as i32;
    let pitch = (canvas.inner_width() / all).min(12);
    let left = if middle {
        (canvas.width() - pitch * all) / 2 + 2
    } else {
        canvas.sides(y, 1).0
    };
    for at in 0..all {
        let (height, colour) = if at as usize == menu.at() {
            (3, canvas.palette.accent)
        } else {
            (1, canvas.palette.soft)
        };
        canvas.fill(left + pitch * at, y + 1 - height / 2, pitch - 4, height, colour)?;
    }
    Ok(())
}

const fn label(item: Item, words: &Words) -> &'static str {
    match item {
        Item::Owner => words.menu_owner,
        Item::Pace => words.menu_pace,
        Item::Brightness => words.menu_brightness,
        Item::Night => words.menu_night,
        Item::Calm => words.menu_calm,
        Item::Language => words.menu_language,
        Item::Turn => words.menu_turn,
        Item::Clock => words.menu_clock,
        Item::About => words.menu_about,
        Item::Erase => words.menu_erase,
        Item::EraseAll => words.menu_erase_all,
        Item::TestCard => words.menu_test_card,
    }
}

/// What a line says; nothing if it opens something.
fn value(item: Item, now: &Preferences, words: &Words) -> Phrase {
    let switch = |on| join(&[if on { words.on } else { words.off }]);
    match item {
        Item::Pace => join(&[&words.plain(now.pace.into()), "\u{a0}", words.s]),
        Item::Brightness => join(&[&words.plain(now.brightness.into()), "\u{a0}%"]),
        Item::Night => now.night.map_or_else(|| switch(false), |night| hours(night, words)),
        Item::Calm => switch(now.calm),
        Item::Language => join(&[words.language]),
        Item::Turn => switch(now.turned),
        Item::Owner | Item::Clock | Item::About | Item::Erase | Item::EraseAll | Item::TestCard => Phrase::new(),
    }
}

fn hours(night: Night, words: &Words) -> Phrase {
    let hour = |hour: u8| words.plain(hour.into());
    join(&[&hour(night.from()), "\u{2013}", &hour(night.to())])
}

/// The owners on a class of panels: where the first one's name stands, how far they are apart, how far their years stand
/// below, and how many there is room for.
const fn owners_on(class: Class) -> (i32, i32, i32, usize) {
    match class {
        Class::Wide | Class::Square => (56, 62, 28, 3),
        Class::Round => (80, 58, 28, 2),
        Class::Small | Class::EPaper => (34, 46, 25, 2),
        Class::Mono => (8, 0, 30, 1),
    }
}

/// Draws whose summaries the device keeps, and of which years; of those without room, how many they are.
pub(crate) fn about<D: DrawTarget<Color = Rgb565>>(owners: &[Summary], canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (words, ink, soft) = (canvas.words, canvas.palette.ink, canvas.palette.soft);
    if canvas.class != Class::Mono {
        canvas.kicker(words.menu_about)?;
    }
    if owners.is_empty() {
        let middle = canvas.height() / 2;
        return canvas.text(words.no_summary, PROSE, At::Under(middle), soft).map(drop);
    }
    let (first, pitch, below, room) = owners_on(canvas.class);
    for (at, owner) in owners.iter().take(room).enumerate() {
        let top = first + pitch * at as i32;
        let without_room = if at + 1 == room {
            owners.len().saturating_sub(room)
        } else {
            0
        };
        let more = match without_room {
            0 => Phrase::new(),
            more => join(&["  + ", &words.plain(more as u64)]),
        };
        let style = match canvas.class {
            Class::Wide | Class::Square | Class::Round => LINE,
            Class::Small | Class::Mono | Class::EPaper => STRIP_HERO,
        };
        canvas.text(Run::name(owner, owner.owner().name), style, At::Under(top), ink)?;
        let years = join(&[&years(owner, words), &more]);
        canvas.text(years.as_str(), CAPTION, At::Under(top + below), soft)?;
    }
    Ok(())
}
