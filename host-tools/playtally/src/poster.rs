//! `playtally poster`: what the library says of one thing, as a picture to hang or to share.

use std::path::Path;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use playtally_history::escape::shown;
use playtally_poster::{Poster, Request, Subject};
use playtally_press::Options;
use playtally_press::typeset::Fonts;
use playtally_statistics::eras::Era;
use playtally_statistics::one_artist::OneArtist;
use playtally_statistics::{Day, Period, Rule, Statistics, View};
use playtally_summary::Summary;
use playtally_telling::words::number::bytes;

use crate::arguments::{self, Picture, PosterOf, Shown};
use crate::library::Counted;
use crate::outcome::Misuse;
use crate::safely::{Content, Outputs};
use crate::text::style::{STRONG, styled};
use crate::{library, output, safely};

/// Draws a poster into a file, or prints it where the file is `-`.
pub(crate) fn run(arguments: &arguments::Poster, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let picture = picture(arguments)?;
    let content = if picture == Picture::Svg {
        Content::Text
    } else {
        Content::Binary
    };
    let output = outputs.file(&arguments.output, content)?;
    let counted = library::history(path, &arguments.counting)?;
    let poster = of_counted(arguments, &counted)?;
    let file = match picture {
        Picture::Svg => poster.drawing.svg().into_bytes(),
        Picture::Pdf => poster.drawing.pdf(),
        Picture::Png => poster.drawing.png(arguments.width.unwrap_or(arguments.size.pixels()))?,
    };
    safely::write(&output, &file)?;
    output::print_about(
        &output,
        &format!(
            "Wrote {} ({}).{}\n",
            styled(STRONG, shown(output.path())),
            bytes(file.len() as u64),
            said_of(arguments)
        ),
    )
}

/// What is in it that might not be for everybody.
fn said_of(arguments: &arguments::Poster) -> &'static str {
    if arguments.with.is_empty() && arguments.owner.is_none() {
        " Countries, hours of the day and your name are not in it."
    } else {
        ""
    }
}

/// The kind of file that was asked for, or the one that its name speaks of.
fn picture(arguments: &arguments::Poster) -> Result<Picture> {
    let named = arguments.output.extension().and_then(|ending| {
        let kinds = [("svg", Picture::Svg), ("png", Picture::Png), ("pdf", Picture::Pdf)];
        let kind = kinds.into_iter().find(|(name, _)| ending.eq_ignore_ascii_case(name));
        kind.map(|(_, kind)| kind)
    });
    let Some(picture) = arguments.format.or(named) else {
        return Err(Misuse(format!(
            "{} does not say which kind of picture it is; name it .svg, .png or .pdf, or say --format",
            shown(&arguments.output)
        ))
        .into());
    };
    if arguments.width.is_some() && picture != Picture::Png {
        return Err(Misuse("--width is for png; the others have no pixels".to_owned()).into());
    }
    Ok(picture)
}

fn of_counted(arguments: &arguments::Poster, counted: &Counted) -> Result<Poster> {
    let view = View::knowing(&counted.plays, &counted.rule, Some(&counted.catalogue));
    let all = Statistics::of(&view);
    let last = all.totals.last.unwrap_or(NaiveDate::MIN);
    let bundled = Fonts::bundled();
    // Colours and covers are those of the summary that a device has.
    let pressed = playtally_press::press(&all, &Options::new("", last, &bundled));
    let summary = Summary::open(&pressed.file).context("the summary of the library cannot be read")?;
    let which = arguments.which.as_deref();
    let artist;
    let (subject, period) = match arguments.subject {
        PosterOf::Year => {
            let year = year(which, &all)?;
            let days = u16::try_from(year).map_or_else(|_| Period::default(), Period::year);
            (Subject::Year(year), Some(days))
        }
        PosterOf::Artist => {
            artist = artist_of(which, &all, &view)?;
            (Subject::Artist(&artist), None)
        }
        PosterOf::Era => {
            let number = era(which, &all.eras)?;
            let days = number.checked_sub(1).and_then(|at| all.eras.get(at)).map(days);
            (Subject::Era(number), days)
        }
        PosterOf::Type => {
            if let Some(which) = which {
                return Err(Misuse(format!("there is one listening type; leave out {which}")).into());
            }
            (Subject::Listener, None)
        }
    };
    let shows = |what| arguments.with.contains(&what);
    if shows(Shown::Countries) && period.is_none() {
        return Err(Misuse("countries can be named on posters of a year and of an era".to_owned()).into());
    }
    let part = period.filter(|_| !arguments.with.is_empty()).map(|period| {
        let rule = Rule {
            period,
            ..counted.rule.clone()
        };
        Statistics::knowing(&counted.plays, &rule, &counted.catalogue)
    });
    let fonts = match arguments.fonts {
        arguments::Fonts::Bundled => bundled,
        arguments::Fonts::System => Fonts::of_this_computer().embeddable(),
    };
    let poster = playtally_poster::poster(&Request {
        all: &all,
        part: part.as_ref(),
        summary,
        fonts: &fonts,
        subject,
        format: arguments.size,
        theme: arguments.theme,
        language: arguments.language,
        accent: arguments.accent,
        owner: arguments.owner.as_deref(),
        hours: shows(Shown::Hours),
        countries: shows(Shown::Countries),
    })?;
    Ok(poster)
}

/// The year of a number; without one that of the year's five, or the last one.
fn year(which: Option<&str>, all: &Statistics) -> Result<i32> {
    let Some(which) = which else {
        let last = all.years.last().map(|year| year.year);
        let told = all.year_five.as_ref().map(|told| told.year);
        return told.or(last).context("there is no music in this library yet");
    };
    which
        .trim()
        .parse()
        .ok()
        .filter(|year| (1900..=9999).contains(year))
        .ok_or_else(|| Misuse(format!("{which} is not a year; write it as 2024")).into())
}

/// The artist of a name, however its letters are written; without one the first.
fn artist_of(which: Option<&str>, all: &Statistics, view: &View<'_>) -> Result<OneArtist> {
    let music = view.music();
    let Some(which) = which else {
        let first = all
            .top_artists
            .first()
            .and_then(|first| OneArtist::of(music, &first.name));
        return first.context("no artist is known in this library yet");
    };
    if let Some(artist) = OneArtist::of(music, which) {
        return Ok(artist);
    }
    let folded = which.trim().to_lowercase();
    let names = music.names().artists();
    let alike = names.iter().filter(|name| name.to_lowercase() == folded);
    let alike = alike.filter_map(|name| OneArtist::of(music, name));
    if let Some(artist) = alike.min_by_key(|artist| artist.rank) {
        return Ok(artist);
    }
    let mut near: Vec<(f64, &str)> = names
        .iter()
        .map(|name| (strsim::jaro_winkler(&name.to_lowercase(), &folded), *name))
        .filter(|(near, _)| *near > 0.8)
        .collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    let near: Vec<&str> = near.iter().take(3).map(|(_, name)| *name).collect();
    let first: Vec<&str> = all
        .top_artists
        .iter()
        .take(3)
        .map(|artist| artist.name.as_str())
        .collect();
    let there = match (near.is_empty(), first.is_empty()) {
        (false, _) => format!("did you mean {}?", listed(&near)),
        (true, false) => format!("the most played are {}", listed(&first)),
        (true, true) => "no artist is known in this library yet".to_owned(),
    };
    anyhow::bail!("no counted play is by {}; {there}", shown(which))
}

/// The number of an era: as it was said, or of the last one that the artist sets apart; without one the last.
fn era(which: Option<&str>, eras: &[Era]) -> Result<usize> {
    let Some(which) = which else {
        return Ok(eras.len());
    };
    if let Ok(number) = which.trim().parse() {
        return Ok(number);
    }
    let folded = which.trim().to_lowercase();
    let leads = |era: &&Era, among: usize| {
        let mut leading = era.artists.iter().take(among);
        leading.any(|artist| artist.name.to_lowercase() == folded)
    };
    let numbered = || eras.iter().enumerate().rev();
    let found = numbered()
        .find(|(_, era)| leads(era, 1))
        .or_else(|| numbered().find(|(_, era)| leads(era, usize::MAX)));
    found.map(|(at, _)| at + 1).with_context(|| {
        let names: Vec<&str> = eras
            .iter()
            .filter_map(|era| era.artists.first())
            .map(|artist| artist.name.as_str())
            .collect();
        if names.is_empty() {
            format!("no era is of {}; there is none yet", shown(which))
        } else {
            format!("no era is of {}; there are those of {}", shown(which), listed(&names))
        }
    })
}

fn days(era: &Era) -> Period {
    let after: Day = era.to.next().first_day();
    Period {
        from: Some(era.from.first_day().date()),
        to: after.date().pred_opt(),
    }
}

/// Names, with what could move a terminal's cursor made visible.
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| shown(name).to_string()).collect();
    names.join(", ")
}
