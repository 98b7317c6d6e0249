//! Covers in every family: two of them in colours, in two sizes each, the same without colours, and some as large as a panel.

use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::{Rgb565, RgbColor};
use playtally_screen::sleeve::{Family, Inks, Sleeve};
use playtally_summary::Summary;
use playtally_summary::records::{TopAlbum, TopArtist};

use super::sheet::Sheet;
use super::stage::Seen;
use playtally_dev::picture::Picture;

/// From one cover to the next.
const STEP: usize = 118;

/// A large one, and one beside a smaller one.
const ROWS: [&[u32]; 2] = [&[112], &[64, 40]];

pub(crate) fn lay(summary: &Summary, sheet: &mut Sheet) {
    let artists = summary.records::<TopArtist>();
    let albums = summary.records::<TopAlbum>();
    let seen = |sleeve: &Sleeve, family, side, inks: &Inks| {
        let mut picture = Picture::new(Size::new_equal(side));
        let Ok(()) = sleeve.draw_as(family, Point::zero(), side, inks, &mut picture);
        let wide = |level: u8, most: u32| (u32::from(level) * 255 / most) as u8;
        let rgb = |pixel: &Rgb565| [wide(pixel.r(), 31), wide(pixel.g(), 63), wide(pixel.b(), 31)];
        Seen {
            size: picture.size,
            rgb: picture.pixels.iter().flat_map(rgb).collect(),
        }
    };
    for (column, &family) in Family::ALL.iter().enumerate() {
        let artist = Sleeve::of_artist(summary, artists[column % artists.len()].name);
        let album = &albums[(column + 2) % albums.len()];
        let album = Sleeve::of_album(summary, album.title, album.artist);
        let mut top = 4;
        for inks in [None, Some(Inks::BLACK_ON_WHITE)] {
            for (sides, sleeve) in ROWS.into_iter().zip([artist, album]) {
                let mut left = 4 + column * STEP;
                for &side in sides {
                    let inks = inks.unwrap_or(Inks::of(sleeve.hue()));
                    sheet.put((left, top), &seen(&sleeve, family, side, &inks));
                    left += side as usize + 4;
                }
                top += sides[0] as usize + 6;
            }
        }
    }
    // The families of most detail, as large as a panel is high.
    let large = [
        Family::Grooves,
        Family::Tartan,
        Family::Bloom,
        Family::Gate,
        Family::Sun,
    ];
    for (at, family) in large.into_iter().enumerate() {
        let sleeve = Sleeve::of_artist(summary, artists[at].name);
        let place = (4 + at * 246, 410);
        sheet.put(place, &seen(&sleeve, family, 240, &Inks::of(sleeve.hue())));
    }
}
