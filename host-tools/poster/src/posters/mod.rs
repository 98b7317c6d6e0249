//! The posters, a file each.

mod artist;
mod era;
mod listener;
mod year;

use chrono::NaiveDate;
use playtally_screen::{Class, Ground, Hue, Palette};
use playtally_statistics::Month;
use playtally_summary::records::Code;

use crate::drawing::Colour;
use crate::sheet::{Poster, Sheet, Type};
use crate::text::Style;
use crate::words::Words;
use crate::{Error, Request, Subject};

/// Composes a poster.
///
/// # Errors
/// Where there is too little to draw it from, and what there is.
pub fn poster(request: &Request<'_>) -> Result<Poster, Error> {
    match request.subject {
        Subject::Year(year) => year::compose(request, year),
        Subject::Artist(artist) => artist::compose(request, artist),
        Subject::Era(number) => era::compose(request, number),
        Subject::Listener => listener::compose(request),
    }
}

/// A few words above everything.
const KICKER: Type = Type::new(Style::Plain, [8.4, 5.0], 1);
/// A line beside a figure.
const BESIDE: Type = Type::new(Style::Strong, [15.0, 6.0], 2);
/// What is said of the picture: larger on a telephone, which is small.
const fn caption(format: crate::Format) -> Type {
    let most = match format {
        crate::Format::Story => 8.4,
        crate::Format::A3 | crate::Format::Square => 6.2,
    };
    Type::new(Style::Plain, [most, 2.8], 4).at(0.0, 1.0)
}

/// The colours of a poster by their role.
#[derive(Clone, Copy, Debug)]
struct Colours {
    palette: Palette,
    ground: Colour,
    ink: Colour,
    soft: Colour,
    faint: Colour,
    accent: Colour,
    pop: Colour,
}

impl Colours {
    /// Of a ground in the hue of the subject, unless another one was asked for.
    fn of(request: &Request<'_>, subject: Hue) -> Self {
        let hue = request.accent.map_or(subject, Hue::of_accent);
        let palette = request.theme.on(Ground { hue, is_loud: false }, Class::Wide);
        Self {
            palette,
            ground: palette.ground.into(),
            ink: palette.ink.into(),
            soft: palette.soft.into(),
            faint: palette.faint.into(),
            accent: palette.accent.into(),
            pop: palette.pop.into(),
        }
    }

    /// That of something that has a hue of its own.
    fn mark(&self, hue: Hue) -> Colour {
        self.palette.mark(hue).into()
    }
}

impl<'a> Request<'a> {
    fn words(&self) -> &'static playtally_screen::words::Words {
        self.language.words()
    }

    fn own_words(&self) -> &'static Words {
        Words::of(self.language)
    }

    /// The hue that an artist has on every page.
    fn hue(&self, artist: &str) -> Hue {
        Hue::of_artist_named(&self.summary, artist)
    }

    /// A line above everything, with the owner before it where that is asked for.
    fn kicker(&self, says: &str) -> String {
        let owner = self.owner.filter(|owner| !owner.trim().is_empty());
        owner.map_or_else(|| says.to_owned(), |owner| format!("{} \u{b7} {says}", short(owner)))
    }

    /// What is said of the picture, and what was asked for.
    fn caption(&self, says: &str, by_hour: Option<&[u64; 24]>) -> String {
        let mut caption = says.to_owned();
        if let Some(by_hour) = by_hour {
            let most = by_hour.iter().max();
            let hour = by_hour.iter().position(|plays| Some(plays) == most).unwrap_or(0);
            let words = self.words();
            caption.push_str(&format!(
                " {} {}: {}.",
                self.own_words().ray_an_hour,
                words.clock_hour(hour as u32),
                words.your_hour
            ));
        }
        let countries = self.countries();
        if !countries.is_empty() {
            caption.push_str(&format!(" {}: {}.", self.words().countries, countries.join(", ")));
        }
        caption
    }

    /// The subject's hours, where they are asked for.
    fn by_hour(&self) -> Option<&'a [u64; 24]> {
        self.part.filter(|_| self.hours).map(|part| &part.by_hour)
    }

    /// The names of the subject's countries, where they are asked for.
    fn countries(&self) -> Vec<&'a str> {
        /// More of them are only counted by whoever looks at them.
        const MOST: usize = 12;
        let Some(part) = self.part.filter(|_| self.countries) else {
            return Vec::new();
        };
        let places = part.places.countries.iter().take(MOST);
        let named = places.filter_map(|place| {
            let code = Code::new(place.country.as_str())?;
            Some(self.summary.country(code, self.language.tag()).as_str())
        });
        named.filter(|name| !name.is_empty()).collect()
    }

    /// From one month to another.
    fn months(&self, from: NaiveDate, to: NaiveDate) -> String {
        let words = self.words();
        let (from, to) = (words.month_year(from), words.month_year(to));
        if from == to {
            from.as_str().to_owned()
        } else {
            format!("{from} \u{2013} {to}")
        }
    }
}

/// A name for a line with other words: no line holds more of it.
fn short(name: &str) -> String {
    const MOST: usize = 40;
    let name = name.trim();
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    name.chars().take(MOST - 1).chain(['\u{2026}']).collect()
}

/// A figure with what it counts beside it, above or below one another on its base line.
fn figure(sheet: &mut Sheet<'_>, given: crate::drawing::Rect, number: &str, lines: [&str; 2], colours: &Colours) {
    use crate::drawing::Rect;
    let most = given.height() / 0.74;
    let room = Rect::new(given.left, given.top, given.width() * 0.62, given.height());
    let ink = sheet.text(
        number,
        room,
        Type::new(Style::Heavy, [most, 8.0], 1).at(0.0, 1.0),
        colours.accent,
    );
    let left = ink.right + 0.24 * ink.height().min(40.0);
    let style = Type {
        em: [(given.height() * 0.46).min(18.0), 4.0],
        lines: 1,
        ..BESIDE
    };
    let beside = Rect { left, ..given };
    if lines[1].is_empty() {
        // On the base line of the figure, which has no letters that reach below it.
        let room = Rect {
            bottom: beside.bottom + 0.24 * style.em[0],
            ..beside
        };
        sheet.text(lines[0], room, style.on_line(0.0), colours.ink);
        return;
    }
    let upper = Rect {
        bottom: given.top + given.height() * 0.56,
        ..beside
    };
    sheet.text(lines[0], upper, style.on_line(0.0), colours.ink);
    let lower = Rect {
        top: given.top + given.height() * 0.6,
        bottom: given.bottom + 2.4,
        ..beside
    };
    let style = Type::new(Style::Plain, [(given.height() * 0.3).min(10.0), 4.0], 1);
    sheet.text(lines[1], lower, style.on_line(0.0), colours.soft);
}

/// The first artist of a month by counted plays.
fn leader<'a>(request: &Request<'a>, month: Month) -> Option<&'a str> {
    let months = &request.all.months;
    let at = months.binary_search_by_key(&month, |span| span.month).ok()?;
    let first = months[at].span.top_by_plays.artists.first()?;
    Some(&first.name)
}

/// The month of a day.
fn month_of(date: NaiveDate) -> Month {
    playtally_statistics::Day::from(date).month()
}

/// A margin from the edges of a box.
const fn within(of: crate::drawing::Rect, margin: f64) -> crate::drawing::Rect {
    crate::drawing::Rect {
        left: of.left + margin,
        top: of.top + margin,
        right: of.right - margin,
        bottom: of.bottom - margin,
    }
}
