//! Eras: stretches of months with a mix of artists of their own.

use std::iter::successors;

use maud::html;
use playtally_statistics::Statistics;

use super::markup::{Chapter, Name, fact};
use super::plot::MonthAxis;
use super::svg::{Path, Picture, WIDTH, n, ratio};
use crate::text::date;
use crate::text::number::{count, plural};

/// The chapter; none where there is one era only.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    let eras = &statistics.eras;
    let [first, .., last] = &eras[..] else { return None };
    let axis = MonthAxis::new(first.from, last.to, 0.0, WIDTH);
    let most = statistics.by_month.iter().map(|month| month.plays).max()?;
    let plays = |month| {
        let found = statistics.by_month.binary_search_by_key(&month, |month| month.month);
        found.map_or(0, |at| statistics.by_month[at].plays)
    };
    Some(Chapter {
        id: "eras",
        title: "Eras",
        big: html! { (count(eras.len() as u64)) },
        text: html! {
            p { "Stretches of months that each have a mix of artists of their own, found in the plays alone. The artists are those that set an era apart from the others, not always the most played." }
        },
        body: html! {
            figure {
                (Picture {
                    id: "era-line".to_owned(),
                    title: "The eras and how much was played".to_owned(),
                    says: format!("From {} to {} in {}.", date::month(first.from), date::month(last.to), plural(eras.len() as u64, "era", "eras")),
                    frame: [0.0, 0.0, WIDTH, 150.0],
                    body: html! {
                        @for (index, era) in eras.iter().enumerate() {
                            @let left = axis.start(era.from);
                            @let right = axis.start(era.to.next());
                            rect.{ "era" (index % 2) } x=(n(left)) y="0" width=(n((right - left - 1.0).max(1.0))) height="120" {}
                            path.{ "hills" (index % 2) } d=(Path::through(
                                [(left, 120.0)].into_iter()
                                    .chain(successors(Some(era.from), |month| Some(month.next())).take_while(|&month| month <= era.to).flat_map(|month| {
                                        let y = 120.0 - ratio(plays(month), most) * 88.0;
                                        [(axis.start(month), y), (axis.start(month.next()), y)]
                                    }))
                                    .chain([(right - 1.0, 120.0)])
                            ).close()) {}
                            @if right - left > 12.0 { text.number x=(n(left + 6.0)) y="20" { (index + 1) } }
                        }
                        (axis.years(120.0, 126.0))
                    },
                })
            }
            ol.cards {
                @for (index, era) in eras.iter().enumerate() {
                    li {
                        p.when { (date::short_month(era.from)) @if era.to != era.from { " – " (date::short_month(era.to)) } }
                        h3 { @for (at, artist) in era.artists.iter().take(2).enumerate() { @if at > 0 { ", " } (Name(&artist.name)) } }
                        p.rest { @for (at, artist) in era.artists.iter().skip(2).enumerate() { @if at > 0 { ", " } (Name(&artist.name)) } }
                        p.count { (fact(&format!("/eras/{index}/plays"), era.plays, plural(era.plays, "play", "plays"))) }
                    }
                }
            }
        },
        beside: false,
    })
}
