//! The page around the chapters.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use playtally_statistics::Statistics;

use super::markup::plain;
use super::{calendar, clock, cover, devotion, discovery, eras, moods, on_this_day, places, race, recap, recent, tops};
use crate::stats::report::how;

/// How the page looks. It is the only thing that is put into the page as it stands.
pub(super) const STYLE: &str = include_str!("style.css");

/// The whole page: one file that asks for nothing else. The same statistics give the same bytes.
pub(super) fn lay_out(statistics: &Statistics, owner: Option<&str>) -> String {
    let owner = owner.map(str::trim).filter(|owner| !owner.is_empty());
    let title = match owner {
        Some(owner) => format!("{} · Listening history", plain(owner)),
        None => "Listening history".to_owned(),
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                // No script, no picture, no font, no frame, no form: nothing from anywhere.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content="Playtally";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            (body(statistics, &title))
        }
    };
    page.into_string()
}

fn body(statistics: &Statistics, title: &str) -> Markup {
    let music = statistics.totals.plays > 0;
    let chapters = [
        tops::chapter(statistics),
        recent::chapter(statistics),
        clock::day(statistics),
        clock::week(statistics),
        calendar::days(statistics),
        calendar::years(statistics),
        race::chapter(statistics),
        eras::chapter(statistics),
        discovery::news(statistics),
        discovery::breadth(statistics),
        devotion::devotion(statistics),
        moods::chapter(statistics),
        devotion::patience(statistics),
        devotion::sessions(statistics),
        places::chapter(statistics),
        places::milestones(statistics),
        on_this_day::chapter(statistics),
        recap::chapter(statistics),
        places::worth(statistics),
    ];
    let chapters: Vec<_> = chapters.into_iter().flatten().filter(|_| music).collect();
    html! {
        body {
            @if music { (cover::cover(statistics, title)) } @else { (cover::empty(statistics, title)) }
            @if chapters.len() > 1 {
                nav aria-label="Chapters" { ul { @for chapter in &chapters { li { a href=(format!("#{}", chapter.id)) { (chapter.title) } } } } }
            }
            main { @for chapter in &chapters { (chapter) } }
            footer {
                p { "How this was counted: " (how(statistics)) "." }
                p { "Each statistic is defined in Playtally's docs/statistics.md; " code { "playtally stats --json" } " has the same numbers and more." }
                p { "Made by Playtally on the owner's computer. This page asks for nothing from anywhere and holds no script." }
            }
        }
    }
}
