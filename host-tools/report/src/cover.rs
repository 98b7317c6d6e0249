//! The cover: how much there is, and a record of it whose grooves are the years.

use maud::{Markup, html};
use playtally_telling::Cover;
use playtally_telling::words::date::day;

use super::chart::chart;
use super::markup::{set, value};

pub(crate) fn cover(cover: &Cover<'_>, title: &str) -> Markup {
    let [time, unit] = &cover.time;
    html! {
        header.cover {
            div.words {
                h1 { (title) }
                p.hours { (set(time)) }
                p.unit { (set(unit)) }
                p.when {
                    @if let Some([first, last]) = cover.days {
                        (value("/totals/first", &first.to_string(), &day(first)))
                        @if last != first { " – " (value("/totals/last", &last.to_string(), &day(last))) }
                    } @else { (set(&cover.nothing)) }
                }
            }
            @if cover.days.is_some() { div.record { (chart(&cover.record)) } }
        }
        @if !cover.totals.is_empty() {
            dl.totals { @for total in &cover.totals { div { dt { (total.name) } dd { (set(&total.number)) } } } }
        }
    }
}
