//! The listening type: its name, and a field for each of its four traits.

use playtally_screen::Hue;

use super::{Colours, KICKER};
use crate::drawing::{Colour, Path, Rect};
use crate::layout;
use crate::pictures;
use crate::sheet::{Poster, Sheet, Type};
use crate::text::Style;
use crate::{Error, Request};

/// The inks of the traits, as on the device.
const HUES: [Hue; 4] = [Hue::Rose, Hue::Cobalt, Hue::Marigold, Hue::Lagoon];
/// The trait that is measured by the hours of the day.
const BY_HOURS: usize = 1;

pub(super) fn compose(request: &Request<'_>) -> Result<Poster, Error> {
    let Some(listener) = &request.all.listener else {
        return Err(Error::Listener {
            plays: request.all.totals.counted_plays,
        });
    };
    let (words, layout) = (request.words(), layout::Listener::of(request.format));
    let colours = Colours::of(request, Hue::Jade);
    let mut sheet = Sheet::new(request.format, request.fonts, colours.ground);
    let number = usize::from(listener.number % 16);
    let [name, says] = words.listener_types[number];

    let kicker = match (request.all.totals.first, request.all.totals.last) {
        (Some(first), Some(last)) => format!("{} \u{b7} {}", words.listener, request.months(first, last)),
        _ => words.listener.to_owned(),
    };
    sheet.text(&request.kicker(&kicker), layout.kicker, KICKER, colours.soft);
    let heavy = Type::new(Style::Heavy, [78.0, 16.0], 2).at(0.0, 0.0);
    let named = sheet.text(name, layout.name, heavy, colours.accent);
    let sentence = Type::new(Style::Strong, [12.5, 6.0], 3);
    let place = layout.says_after(named.bottom);
    let said = sheet.text(says, place, sentence, colours.ink);
    let says_bottom = said.bottom + layout.says.bottom - place.bottom;
    let layout = layout.after(named.bottom, says_bottom);
    sheet.text(
        request.own_words().of_a_hundred,
        layout.caption,
        super::caption(request.format),
        colours.soft,
    );

    // Of each the measure of its first side, in thousandths.
    let whole = 1_000_u64;
    let first = [
        whole - u64::from(listener.exploring_permille.min(1_000)),
        u64::from(listener.morning_permille.min(1_000)),
        u64::from(listener.loyal_permille.min(1_000)),
        whole - u64::from(listener.skipped_permille.min(1_000)),
    ];
    for (at, &hue) in HUES.iter().enumerate() {
        let side = number >> (3 - at) & 1;
        let permille = if side == 0 { first[at] } else { whole - first[at] };
        let measure = (at != BY_HOURS || request.hours).then_some(permille);
        let place = layout.tiles;
        let (wide, high) = (place.width() / 2.0, place.height() / 2.0);
        let left = place.left + wide * (at % 2) as f64;
        let tile = Rect::new(left, place.top + high * (at / 2) as f64, wide, high);
        field(request, (at, side), hue, tile, measure, &colours, &mut sheet);
    }
    Ok(sheet.finish())
}

/// A tile: what it stands for, how much it is so, and as many marks.
fn field(
    request: &Request<'_>,
    side: (usize, usize),
    hue: Hue,
    tile: Rect,
    measure: Option<u64>,
    colours: &Colours,
    sheet: &mut Sheet<'_>,
) {
    let words = request.words();
    let swatch = colours.palette.band(hue).bar;
    let (fill, ink): (Colour, Colour) = (swatch.fill.into(), swatch.ink.into());
    sheet.picture(tile, fill);
    sheet.fill(Path::rectangle(tile), fill);
    let pad = 12.0;
    let inside = Rect {
        left: if tile.left > 0.0 {
            tile.left + pad
        } else {
            layout::MARGIN
        },
        right: if tile.left > 0.0 {
            tile.right - layout::MARGIN
        } else {
            tile.right - pad
        },
        top: tile.top + pad,
        bottom: tile.bottom - pad,
    };
    let high = 17.0;
    let head = Rect {
        bottom: inside.top + high,
        ..inside
    };
    let mut room = head;
    if let Some(permille) = measure {
        let number = Rect {
            left: head.left + head.width() * 0.6,
            ..head
        };
        let heavy = Type::new(Style::Heavy, [17.0, 6.0], 1).on_line(1.0);
        let said = sheet.label(&words.percent_of(permille), number, heavy, [ink, fill]);
        room.right = said.left - 4.0;
    }
    let strong = Type::new(Style::Heavy, [17.0, 5.0], 1).on_line(0.0);
    sheet.label(words.listener_traits[side.0][side.1], room, strong, [ink, fill]);
    let below = Rect {
        top: head.bottom + 5.0,
        ..inside
    };
    match measure {
        Some(permille) => {
            let strong = ((permille + 5) / 10).min(100) as u32;
            pictures::field(sheet, below, side, strong, [ink, fill.towards(ink, 0.2)]);
        }
        None => pictures::sign(sheet, below, side, ink),
    }
}
