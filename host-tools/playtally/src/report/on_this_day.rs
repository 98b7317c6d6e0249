//! The day of the year that the history ends on, and the best memory of each month.

use maud::html;
use playtally_statistics::Statistics;

use super::markup::Chapter;
use crate::tell::{Fact, memories};
use crate::text::date;

/// The chapter; none of a single day.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    let last = statistics.totals.last?;
    if statistics.on_this_day.len() < 2 {
        return None;
    }
    let of_day: Vec<_> = memories::of_day(statistics, last).collect();
    Some(Chapter {
        id: "on-this-day",
        title: "On this day",
        big: html! { (date::day_of_year(last)) },
        text: html! {
            p {
                @if of_day.is_empty() { "On this day of the year, the last of the history, nothing stood out. " }
                @else { "What happened on this day of the year, the last of the history. " }
                "The cards are the best other memory of each month, whatever the year."
            }
        },
        body: html! {
            @if !of_day.is_empty() {
                dl.facts {
                    @for (at, memory) in &of_day {
                        @let Fact { about, most, rest, .. } = memories::memory(memory, at);
                        div { dt { (memory.date.format("%Y")) ": " (about.to_lowercase()) } dd { strong { (most) } " " span.rest { (rest) } } }
                    }
                }
            }
            ol.cards.small {
                @for (at, memory) in memories::of_months(statistics).filter(|(_, memory)| !memories::is_on(memory, last)) {
                    @let Fact { about, most, rest, .. } = memories::memory(memory, &at);
                    li {
                        p.when { (date::day(memory.date)) }
                        h3 { (most) }
                        p.rest { (rest) }
                        p.record-of-all { (about.to_lowercase()) }
                    }
                }
            }
        },
        beside: false,
    })
}
