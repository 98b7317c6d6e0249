//! What each kind of card looks like.

use chrono::{Datelike, TimeDelta};
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::{CardKind, RecapCard, Unit};

use super::dial::{Dial, Mark, dial};
use super::months::{Lead, months};
use super::versus::{Versus, versus};
use super::weeks::{Weeks, weeks};
use crate::Class;
use crate::canvas::{At, Canvas};
use crate::layout::{Figure, Hero, figure, hero};
use crate::pages::{by, comeback, hours, in_hours, milestones, music};
use crate::phrase::{Phrase, fill_one, join};
use crate::text::Run;
use crate::text::style::CAPTION;
use crate::words::Words;

pub(super) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    card: &RecapCard,
    kind: CardKind,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let teller = Teller { summary, card };
    match kind {
        CardKind::Hours => teller.amount(canvas),
        CardKind::Days => teller.days(canvas),
        CardKind::Month => teller.month(canvas),
        CardKind::TimeOfDay => teller.time_of_day(canvas),
        CardKind::BiggestDay | CardKind::Session => teller.long(kind, canvas),
        CardKind::Streak => teller.streak(canvas),
        CardKind::Milestone => teller.milestone(canvas),
        CardKind::Breadth => teller.breadth(canvas),
        CardKind::Nostalgia => teller.nostalgia(canvas),
        kind if kind.is_share_of_plays() => teller.share(kind, canvas),
        kind => teller.name(kind, canvas),
    }
}

/// A card that is told.
struct Teller<'c, 'a> {
    summary: &'c Summary<'a>,
    card: &'c RecapCard,
}

impl Teller<'_, '_> {
    fn number(&self, at: usize) -> u64 {
        self.card.number(at).unwrap_or(0)
    }

    fn year<D: DrawTarget<Color = Rgb565>>(&self, canvas: &Canvas<D>) -> Phrase {
        canvas.words.plain(self.card.year.get().into())
    }

    /// The year and what the card is about, or, where that does not fit, what it is about.
    fn kicker<D: DrawTarget<Color = Rgb565>>(&self, about: &str, canvas: &Canvas<D>) -> Phrase {
        let year = self.year(canvas);
        let long = join(&[&year, " \u{b7} ", about]);
        join(&[canvas.choose(&[&long, about, &year], CAPTION, At::Under(canvas.kicker_top()))])
    }

    /// That no other year comes up, or down, to it.
    fn record<D: DrawTarget<Color = Rgb565>>(&self, canvas: &Canvas<D>) -> &'static str {
        match self.card.record {
            1 => canvas.words.most_ever,
            2 => canvas.words.least_ever,
            _ => "",
        }
    }

    /// By how much it was more, or less, than usual.
    fn amount<D: DrawTarget<Color = Rgb565>>(&self, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let words = canvas.words;
        let (minutes, plays) = (self.number(0), self.number(1).max(1));
        let kicker = self.kicker(words.how_much, canvas);
        let Some(usual) = self.card.number(2).filter(|&usual| usual > 0) else {
            let (amount, label) = music(minutes, words);
            let page = Figure {
                kicker: &kicker,
                number: &words.number(canvas.count_up(amount)),
                label,
                note: self.record(canvas),
            };
            return figure(&page, canvas);
        };
        let percent = (plays * 100 + usual / 2) / usual;
        let more = canvas.count_up(percent.abs_diff(100));
        let usual_minutes = minutes * usual / plays;
        let usual_says = in_hours(usual_minutes, words);
        let page = Versus {
            figure: Figure {
                kicker: &kicker,
                number: &fill_one(words.percent, &words.number(more)),
                label: if percent >= 100 {
                    words.more_than_usual
                } else {
                    words.less_than_usual
                },
                note: self.record(canvas),
            },
            year: (&self.year(canvas), minutes, &in_hours(minutes, words)),
            usual: Some((usual_minutes, &usual_says)),
        };
        versus(&page, canvas)
    }

    /// A share of plays, beside that of other years.
    fn share<D: DrawTarget<Color = Rgb565>>(&self, kind: CardKind, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let words = canvas.words;
        let label = words.card(kind.word()).says;
        let of = self.number(1).max(1);
        let permille = (self.number(0).min(of) * 1000 + of / 2) / of;
        let number = words.percent_of(canvas.count_up(permille));
        let says = words.percent_of(permille);
        let usual = self.card.number(2).map(|usual| (usual, words.percent_of(usual)));
        let page = Versus {
            figure: Figure {
                kicker: &self.kicker(about(kind, words), canvas),
                number: &number,
                label,
                note: self.record(canvas),
            },
            year: (&self.year(canvas), permille, &says),
            usual: usual.as_ref().map(|(usual, says)| (*usual, says.as_str())),
        };
        versus(&page, canvas)
    }

    fn breadth<D: DrawTarget<Color = Rgb565>>(&self, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let words = canvas.words;
        let artists = self.number(1);
        let usual = self.card.number(2).map(|usual| (usual, words.number(usual)));
        let page = Versus {
            figure: Figure {
                kicker: &self.kicker(words.variety, canvas),
                number: &words.number(canvas.count_up(artists)),
                label: words.artists_in_turn.of(artists),
                note: self.record(canvas),
            },
            year: (&self.year(canvas), artists, &words.number(artists)),
            usual: usual.as_ref().map(|(usual, says)| (*usual, says.as_str())),
        };
        versus(&page, canvas)
    }

    fn days<D: DrawTarget<Color = Rgb565>>(&self, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let (words, days) = (canvas.words, self.number(0));
        let page = Dial {
            figure: Figure {
                kicker: &self.year(canvas),
                number: &words.number(canvas.count_up(days)),
                label: words.days_with_music.of(days),
                note: "",
            },
            year: &self.year(canvas),
            about: "",
            mark: Mark::Share {
                part: canvas.count_up(days),
                of: self.number(1),
            },
        };
        dial(&page, canvas)
    }

    fn time_of_day<D: DrawTarget<Color = Rgb565>>(&self, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let words = canvas.words;
        let minute = self.number(0) as u32 % 1440;
        let (time, half) = words.clock_time(minute);
        let page = Dial {
            figure: Figure {
                kicker: &self.kicker(words.time_of_day, canvas),
                number: &time,
                label: &join(&[&half, words.on_average]),
                note: "",
            },
            year: &self.year(canvas),
            about: words.time_of_day,
            mark: Mark::Time {
                minute,
                usual: self.card.number(1).map(|usual| usual as u32 % 1440),
            },
        };
        dial(&page, canvas)
    }

    fn month<D: DrawTarget<Color = Rgb565>>(&self, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let (words, date) = (canvas.words, self.card.date.date());
        let hours = hours(self.number(0));
        let lead = Lead {
            kicker: &self.kicker(words.month_of_the_year, canvas),
            lead: words.month(date.month0()),
            says: &join(&[
                &words.number(canvas.count_up(hours)),
                " ",
                words.hours_of_music.of(hours),
            ]),
            short: &join(&[&words.number(hours), " ", words.hours.of(hours)]),
            year: self.card.year.get(),
            marked: Some(date.month0()),
        };
        months(&lead, self.summary, canvas)
    }

    /// A long day, or a long session.
    fn long<D: DrawTarget<Color = Rgb565>>(&self, kind: CardKind, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let words = canvas.words;
        let (about, unit) = match kind {
            CardKind::Session => (words.longest_session, words.hours_at_a_stretch),
            _ => (words.biggest_day, words.hours_of_music),
        };
        let (minutes, hours) = (self.number(0), hours(self.number(0)));
        let (number, label) = if hours >= 2 {
            (hours, unit.of(hours))
        } else {
            (minutes, words.min)
        };
        let date = self.card.date.date();
        let page = Weeks {
            figure: Figure {
                kicker: &self.kicker(about, canvas),
                number: &words.number(canvas.count_up(number)),
                label,
                note: &words.date(date),
            },
            days: (date, date),
        };
        weeks(&page, self.summary, canvas)
    }

    fn streak<D: DrawTarget<Color = Rgb565>>(&self, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let (words, days) = (canvas.words, self.number(0).max(1));
        let from = self.card.date.date();
        let to = from + TimeDelta::days(days.min(366) as i64 - 1);
        let page = Weeks {
            figure: Figure {
                kicker: &self.kicker(words.longest_streak, canvas),
                number: &words.number(canvas.count_up(days)),
                label: words.days_in_a_row.of(days),
                note: &match canvas.class {
                    Class::Round => words.month_year(from),
                    _ => words.span(from, to),
                },
            },
            days: (from, to),
        };
        weeks(&page, self.summary, canvas)
    }

    fn milestone<D: DrawTarget<Color = Rgb565>>(&self, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let reached = milestones::Reached {
            number: self.number(0),
            date: self.card.date.date(),
            title: self.card.title,
            artist: self.card.artist,
        };
        milestones::draw_reached(&reached, self.summary, canvas)
    }

    fn nostalgia<D: DrawTarget<Color = Rgb565>>(&self, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let (words, days) = (canvas.words, self.number(0));
        let page = Figure {
            kicker: &self.kicker(words.old_friends, canvas),
            number: &words.number(canvas.count_up(days)),
            label: words.days_known.of(days),
            note: self.record(canvas),
        };
        figure(&page, canvas)
    }

    /// A card about somebody, something or somewhere.
    fn name<D: DrawTarget<Color = Rgb565>>(&self, kind: CardKind, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
        let (words, card, summary) = (canvas.words, self.card, self.summary);
        let (first, second) = (self.number(0), self.number(1));
        let date = card.date.date();
        let day = match canvas.class {
            Class::Round => words.month_year(date),
            _ => words.date(date),
        };
        let name = match kind {
            CardKind::Abroad => Run::Name(*summary, summary.country(card.country, words.tag)),
            _ if card.title.is_none() => Run::name(summary, card.artist),
            _ => Run::name(summary, card.title),
        };
        let unit = match kind {
            CardKind::Abroad => words.days,
            CardKind::Comeback => comeback::unit(canvas),
            _ => words.plays,
        };
        let note = match kind {
            CardKind::Discovery => fill_one(words.since, &day),
            CardKind::Comeback => comeback::back_in(date, canvas),
            CardKind::Farewell => fill_one(words.before_now, &words.number(second)),
            CardKind::Signature => fill_one(words.of_all_plays, &words.number(second)),
            _ if matches!(kind.units(), [_, Unit::Minutes, ..]) => in_hours(second, words),
            _ => day,
        };
        let page = Hero {
            kicker: &self.kicker(about(kind, words), canvas),
            name,
            by: if card.title.is_none() {
                None
            } else {
                by(summary, card.artist, canvas.class)
            },
            number: &words.number(canvas.count_up(first)),
            unit: unit.of(first),
            note: &note,
        };
        let free = hero(&page, canvas)?;
        match kind {
            CardKind::Comeback => comeback::silence(
                summary,
                (date - TimeDelta::days(first.min(36_500) as i64), date),
                free,
                canvas,
            ),
            _ => Ok(()),
        }
    }
}

/// What a card is about: in words of its own, or in those of the page that is about the same.
fn about(kind: CardKind, words: &Words) -> &'static str {
    match kind {
        CardKind::Skips => words.patience,
        CardKind::Comeback => words.comeback,
        CardKind::Binge => words.in_one_day,
        CardKind::Artist => words.artist_of_the_year,
        kind => words.card(kind.word()).about,
    }
}

#[cfg(test)]
mod tests {
    use crate::Language;

    use super::*;

    #[test]
    fn every_card_about_a_share_or_a_name_says_in_every_language_what_it_is_about() {
        for language in Language::ALL {
            let words = language.words();
            for own in words.cards {
                assert!(CardKind::WORDS.iter().any(|kind| kind.word == own.kind), "{}", own.kind);
            }
            for &kind in CardKind::ALL.iter().filter(|kind| kind.is_share_of_plays()) {
                let says = [about(kind, words), words.card(kind.word()).says];
                assert!(says.iter().all(|said| !said.is_empty()), "{language:?}: {kind:?}");
            }
            let named = CardKind::ALL.iter().filter(|kind| kind.says().contains("`artist`"));
            for &kind in named.filter(|&&kind| kind != CardKind::Milestone) {
                assert!(!about(kind, words).is_empty(), "{language:?}: {kind:?}");
            }
        }
    }
}
