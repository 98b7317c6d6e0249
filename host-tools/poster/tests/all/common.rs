//! Made-up histories, and posters of them.

use playtally_history::Plays;
use playtally_poster::{Error, Format, Poster, Request, Subject};
use playtally_press::Options;
use playtally_press::typeset::Fonts;
use playtally_screen::{Language, Theme};
use playtally_statistics::one_artist::OneArtist;
use playtally_statistics::{Period, Rule, Statistics, View};
use playtally_summary::Summary;

/// What is asked for of a history.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) subject: About<'a>,
    pub(crate) format: Format,
    pub(crate) theme: Theme,
    pub(crate) language: Language,
    pub(crate) owner: Option<&'a str>,
    pub(crate) hours: bool,
    pub(crate) countries: bool,
}

/// What a poster is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About<'a> {
    Year(i32),
    Artist(&'a str),
    Era(usize),
    Type,
}

impl<'a> Asked<'a> {
    pub(crate) fn about(subject: About<'a>) -> Self {
        Self {
            subject,
            format: Format::A3,
            theme: Theme::Dark,
            language: Language::English,
            owner: None,
            hours: false,
            countries: false,
        }
    }

    pub(crate) fn on(self, format: Format) -> Self {
        Self { format, ..self }
    }
}

/// A history, counted.
pub(crate) struct Counted {
    plays: Plays,
    rule: Rule,
    pub(crate) all: Statistics,
    summary: Vec<u8>,
    fonts: Fonts,
}

impl Counted {
    pub(crate) fn new(plays: Plays) -> Self {
        let rule = Rule::new(chrono_tz::UTC);
        let all = Statistics::compute(&plays, &rule);
        let day = all.totals.last.unwrap_or_default();
        let fonts = Fonts::bundled();
        let pressed = playtally_press::press(&all, &Options::new("", day, &fonts));
        Self {
            plays,
            rule,
            all,
            summary: pressed.file,
            fonts,
        }
    }

    pub(crate) fn poster(&self, asked: Asked<'_>) -> Result<Poster, Error> {
        let view = View::new(&self.plays, &self.rule);
        let artist;
        let (subject, period) = match asked.subject {
            About::Year(year) => (Subject::Year(year), Period::year(year as u16)),
            About::Artist(name) => {
                artist = OneArtist::of(view.music(), name).expect("an artist of the history");
                (Subject::Artist(&artist), Period::default())
            }
            About::Era(number) => {
                let era = number.checked_sub(1).and_then(|at| self.all.eras.get(at));
                let days = era.map(|era| Period {
                    from: Some(era.from.first_day().date()),
                    to: era.to.next().first_day().date().pred_opt(),
                });
                (Subject::Era(number), days.unwrap_or_default())
            }
            About::Type => (Subject::Listener, Period::default()),
        };
        let part = (asked.hours || asked.countries).then(|| {
            let rule = Rule {
                period,
                ..self.rule.clone()
            };
            Statistics::compute(&self.plays, &rule)
        });
        playtally_poster::poster(&Request {
            all: &self.all,
            part: part.as_ref(),
            summary: Summary::open(&self.summary).expect("a sound summary"),
            fonts: &self.fonts,
            subject,
            format: asked.format,
            theme: asked.theme,
            language: asked.language,
            accent: None,
            owner: asked.owner,
            hours: asked.hours,
            countries: asked.countries,
        })
    }

    /// The hue that an artist has on every page.
    pub(crate) fn hue(&self, artist: &str) -> playtally_screen::Hue {
        let summary = Summary::open(&self.summary).expect("a sound summary");
        playtally_screen::Hue::of_artist_named(&summary, artist)
    }

    /// Something of each kind that there is to tell.
    pub(crate) fn subjects(&self) -> Vec<About<'_>> {
        let year = self.all.years.iter().rev().map(|year| About::Year(year.year)).take(1);
        let artist = self
            .all
            .sleeves
            .artists
            .first()
            .map(|artist| About::Artist(&artist.name));
        let era = (!self.all.eras.is_empty()).then_some(About::Era(self.all.eras.len()));
        let listener = self.all.listener.is_some().then_some(About::Type);
        year.chain(artist).chain(era).chain(listener).collect()
    }
}
