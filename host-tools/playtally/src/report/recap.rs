//! The recap of each year: the cards that the statistics chose, in their order, in words.

use maud::{Markup, html};
use playtally_statistics::Statistics;
use playtally_statistics::recap::Told;

use super::markup::Chapter;
use super::tops;
use crate::tell::{self, Fact};
use crate::text::number::{duration, plural};

/// The chapter; none without a year that can be told.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    let recaps = &statistics.recaps;
    let most = statistics.by_year.iter().map(|year| year.ms).max()?;
    if recaps.is_empty() {
        return None;
    }
    Some(Chapter {
        id: "recaps",
        title: "The years, one by one",
        big: html! { (plural(recaps.len() as u64, "year", "years")) },
        text: html! {
            p { "What was remarkable about each: chosen by how far it lies from what the other years let expect, so that no two years are told alike. The most surprising comes last." }
        },
        body: html! {
            @for (at, recap) in recaps.iter().enumerate() {
                section.recap aria-label=(recap.year) {
                    h3 { (recap.year) }
                    @if let Some(year) = statistics.by_year.iter().find(|year| year.year == recap.year) {
                        p.rest { (duration(year.ms)) " · " (plural(year.plays, "play", "plays")) }
                        (tops::meter(year.ms, most))
                    }
                    ol.cards.small.two-rows[recap.cards.len() > 7] {
                        @for (index, told) in recap.cards.iter().enumerate() {
                            li.last[index + 1 == recap.cards.len()] { (card(told, &format!("/recaps/{at}/cards/{index}"))) }
                        }
                    }
                }
            }
        },
        beside: false,
    })
}

/// A card: what it is about, what matters most, and the rest.
fn card(told: &Told, at: &str) -> Markup {
    let Fact { about, most, rest, .. } = tell::recap::card(told, at);
    html! {
        p.when { (about) }
        h4 { (most) }
        @if !rest.is_empty() { p.rest { (rest) } }
        @if let Some(record) = tell::recap::record(told) { p.record-of-all { (record) } }
    }
}
