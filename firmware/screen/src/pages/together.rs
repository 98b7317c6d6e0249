//! Which of the owner's artists friends know: how many of them, and never who.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Together;

use crate::canvas::{At, Canvas};
use crate::layout::{Row, Under, list};
use crate::phrase::{Phrase, fill_one, join};
use crate::text::Run;
use crate::text::style::CAPTION;
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    shared(summary).count() >= 2
}

/// The most friends that a summary can speak of; whatever says more is not of this program.
const MOST: u32 = 99;

/// Those that others know, the most known first.
fn shared<'a>(summary: &Summary<'a>) -> impl Iterator<Item = &'a Together> + Clone {
    let all = summary.records::<Together>().iter();
    all.filter(|artist| {
        let (others, friends) = (artist.others.get(), artist.friends.get());
        (1..=friends).contains(&others) && friends <= MOST
    })
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let words = canvas.words;
    // All of them are of one group.
    let friends = shared(summary).next().map_or(0, |artist| artist.friends.get());
    let rows = shared(summary).map(|artist| {
        let (others, friends) = (u64::from(artist.others.get()), u64::from(artist.friends.get()));
        Row {
            mark: Phrase::new(),
            name: Run::name(summary, artist.name),
            number: join(&[&words.number(others), "/", &words.number(friends)]),
            under: Under::Tally(others, friends),
        }
    });
    let among = fill_one(words.among_friends, &words.number(friends.into()));
    let title = canvas.choose(&[&among, words.together], CAPTION, At::Under(canvas.kicker_top()));
    list(title, rows, canvas)
}
