//! The pages of the sample.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, NaiveTime};
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Size;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_history::{Export, read};
use playtally_panel::Frame;
use playtally_press::typeset::Fonts;
use playtally_press::{Options, press};
use playtally_screen::{Class, Look, Moment, Page, Scene};
use playtally_statistics::{Rule, Statistics};
use playtally_summary::Summary;

/// The day on which the summary is pressed and looked at.
pub const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date that exists");

/// The bundled faces, so that every computer draws the same.
pub static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::bundled);

/// What the sample says, counted in UTC.
pub static STATISTICS: LazyLock<Statistics> = LazyLock::new(|| {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/sample-export.zip");
    let export = std::fs::read(sample).expect("the sample is in the project");
    let (plays, _) = read([Export::Bytes("sample".to_owned(), export.into())], &mut ()).expect("a sound export");
    Statistics::compute(&plays, &Rule::new(chrono_tz::UTC))
});

/// The sample as a summary file.
pub static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| press(&STATISTICS, &Options::new("Sample", DAY, &FONTS)).file);

/// The sample as a summary.
pub fn summary() -> Summary<'static> {
    static SUMMARY: LazyLock<Summary<'static>> = LazyLock::new(|| Summary::open(&FILE).expect("a sound summary"));
    *SUMMARY
}

/// The evening of [`DAY`].
pub fn moment() -> Moment {
    evening(DAY)
}

/// An evening on which a page may have something to say: in December where it tells the year.
pub fn moment_of(page: Page) -> Moment {
    if page.slug().starts_with("recap") {
        evening(DAY.with_month(12).expect("a date that exists"))
    } else {
        moment()
    }
}

fn evening(day: NaiveDate) -> Moment {
    Moment::new(day, NaiveTime::from_hms_opt(18, 30, 0).expect("a time that exists"))
}

/// The pages that have something to say about the sample on a panel of a size, in the order of their table.
pub fn pages(size: Size) -> Vec<Page> {
    let (summary, class) = (summary(), Class::of(size));
    let speaks = |page: &Page| page.has_something_to_say(&summary, moment_of(*page), class);
    Page::ALL.iter().copied().filter(speaks).collect()
}

/// Draws a page of the sample into a frame.
pub fn draw(page: Page, frame: &mut Frame<'_>) {
    let Ok(()) = draw_on(page, frame);
}

/// Draws a page of the sample on any target.
pub fn draw_on<D: DrawTarget<Color = Rgb565>>(page: Page, target: &mut D) -> Result<(), D::Error> {
    Scene::Page(page, summary()).draw(&Look::default(), moment_of(page), target)
}
