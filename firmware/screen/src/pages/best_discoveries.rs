//! The best discovery of every year.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::BestDiscovery;

use crate::canvas::{At, Canvas};
use crate::layout::{Row, Under, list};
use crate::phrase::{Phrase, fill_one, join};
use crate::text::style::{BODY, CAPTION, SMALL_HERO};
use crate::text::{Align, Block, Em, Run};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, class: Class) -> bool {
    firsts(summary).count() >= if class == Class::Mono { 1 } else { 2 }
}

/// The first of each year, the latest year first.
fn firsts<'a>(summary: &Summary<'a>) -> impl Iterator<Item = &'a BestDiscovery> + Clone {
    let all = summary.records::<BestDiscovery>();
    let year = move |at: usize| all.get(at).map(|best| best.year);
    let begins = move |&at: &usize| at == 0 || year(at - 1) != year(at);
    (0..all.len()).rev().filter(begins).filter_map(move |at| all.get(at))
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let class = canvas.class;
    if !matches!(class, Class::Wide | Class::Square) {
        let rows = firsts(summary).map(|best| Row {
            mark: match class {
                Class::Small | Class::Mono => words.short_year(best.year.get().into()),
                _ => words.plain(best.year.get().into()),
            },
            name: Run::name(summary, best.artist),
            number: Phrase::new(),
            under: Under::Nothing,
        });
        return list(words.best_discoveries, rows, canvas);
    }
    let top = canvas.kicker(words.best_discoveries)?;
    let mut firsts = firsts(summary);
    let Some(latest) = firsts.next() else {
        return Ok(());
    };
    let plays = u64::from(latest.plays.get());
    let (_, end) = canvas.text(
        Run::name(summary, latest.artist),
        SMALL_HERO,
        At::Under(top + 2),
        palette.ink,
    )?;
    let since = fill_one(words.since, &words.month_year(latest.first.date()));
    let number = join(&[&words.number(plays), "\u{a0}", words.plays.of(plays)]);
    let (label, end) = canvas.text(since.as_str(), CAPTION, At::Under(end + 13), palette.soft)?;
    let number = Block::fit(number.as_str(), canvas.inner_width() / 2, CAPTION);
    if canvas.class == Class::Wide && !number.is_cut() {
        canvas.block(&number, (canvas.right(), label), Align::Right, palette.accent)?;
    }
    canvas.rule(end + 16)?;
    // Earlier years, as far as there is room.
    const PITCH: i32 = 30;
    let mut baseline = end + 16 + 32;
    for best in firsts {
        if baseline > canvas.bottom() {
            break;
        }
        let year = words.plain(best.year.get().into());
        let at = (canvas.margin(), baseline - Em::Caption.cap());
        canvas.line(year.as_str(), CAPTION, at, Align::Left, palette.soft)?;
        let left = canvas.margin() + 52;
        let name = Block::fit(Run::name(summary, best.artist), canvas.right() - left, BODY);
        canvas.block(&name, (left, baseline - name.height()), Align::Left, palette.ink)?;
        baseline += PITCH;
    }
    Ok(())
}
