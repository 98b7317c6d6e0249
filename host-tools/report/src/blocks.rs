//! What a chapter is made of.

use maud::{Markup, html};
use playtally_statistics::tops::Order;
use playtally_telling::words::Noun;
use playtally_telling::words::date;
use playtally_telling::words::number::{count, duration};
use playtally_telling::{Block, Card, Chart, Fact, List, Meter, Moment, Ranking, Shape, Table, Year};

use super::chart::chart;
use super::markup::{Name, set, table, value};
use super::svg::{n, ratio};

pub(crate) fn block(block: &Block<'_>) -> Markup {
    match block {
        Block::Figures(charts) => match &charts[..] {
            [(chart, numbers)] => figure(chart, numbers.as_ref()),
            charts => html! {
                div.pair {
                    @for (chart, numbers) in charts { div { p.caption { (chart.title) } (figure(chart, numbers.as_ref())) } }
                }
            },
        },
        Block::Facts(list) => facts(list),
        Block::Lists(lists) => html! { div.tops { @for list in lists { (self::list(list)) } } },
        Block::Cards(list) => html! { ol.cards { @for card in list { li { (self::card(card)) } } } },
        Block::SmallCards(list) => html! { ol.cards.small { @for card in list { li { (self::card(card)) } } } },
        Block::Years(years) => self::years(years),
        Block::Meters(list) => meters(list),
        Block::Moments(columns) => html! {
            div.pair {
                @for column in columns { div { @for (title, list) in column { h3 { (title) } (moments(list)) } } }
            }
        },
    }
}

/// A picture with its numbers folded away below it.
fn figure(shown: &Chart<'_>, numbers: Option<&Table<'_>>) -> Markup {
    html! {
        figure.map[matches!(shown.shape, Shape::Map(_))] {
            (chart(shown))
            @if let Some(numbers) = numbers { details { summary { "The numbers" } (table(numbers)) } }
        }
    }
}

/// Facts side by side.
fn facts(facts: &[Fact<'_>]) -> Markup {
    html! {
        @if !facts.is_empty() {
            dl.facts {
                @for Fact { about, most, rest, .. } in facts {
                    div { dt { (set(about)) } dd { strong { (set(most)) } " " span.rest { (set(rest)) } } }
                }
            }
        }
    }
}

fn list(list: &List<'_>) -> Markup {
    html! {
        div.list {
            h3 { (list.title) @if !list.size.is_empty() { " " span.rest { (set(&list.size)) } } }
            @if !list.note.is_empty() { p.rest { (set(&list.note)) } }
            @for ranking in &list.rankings { (self::ranking(ranking)) }
        }
    }
}

/// Names with a bar below each, and with their figures: first the one that they are ordered by.
fn ranking(ranking: &Ranking<'_>) -> Markup {
    let measure = |plays: u64, ms: u64| match ranking.order {
        Order::Plays => plays,
        Order::Time => ms,
    };
    let most = ranking
        .entries
        .first()
        .map_or(0, |first| measure(first.plays, first.ms));
    html! {
        ol {
            @for entry in &ranking.entries {
                @let at = &entry.at;
                @let plays = |shown: &str| value(&format!("{at}/plays"), &entry.plays.to_string(), shown);
                @let time = value(&format!("{at}/ms"), &entry.ms.to_string(), &duration(entry.ms));
                li {
                    span.name {
                        span.title data-at=(format!("{at}/{}", entry.field)) { (Name(entry.name)) }
                        @if let Some(by) = entry.by { " " span.by data-at=(format!("{at}/artist")) { (Name(by)) } }
                    }
                    " "
                    @if ranking.order == Order::Plays { span.first { (plays(&count(entry.plays))) } " " span.second { (time) } }
                    @else { span.first { (time) } " " span.second { (plays(&Noun::Play.of(entry.plays))) } }
                    (meter(measure(entry.plays, entry.ms), most))
                }
            }
        }
    }
}

/// A thin bar as long as its part of the most; it repeats a number beside it, so it is no picture of its own.
fn meter(part: u64, most: u64) -> Markup {
    html! {
        svg.meter xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" {
            rect.track width="100" height="1" {}
            rect.bar.hot[part == most] width=(n(ratio(part, most) * 100.0)) height="1" {}
        }
    }
}

fn card(card: &Card<'_>) -> Markup {
    html! {
        p.when { (set(&card.about)) }
        h3 { (set(&card.most)) }
        @if let Some(small) = &card.chart { (chart(small)) }
        @if !card.rest.is_empty() { p.rest { (set(&card.rest)) } }
        @if !card.count.is_empty() { p.count { (set(&card.count)) } }
        @if !card.note.is_empty() { p.record-of-all { (set(&card.note)) } }
    }
}

/// Years of days side by side, and years of cards one below the other.
fn years(years: &[Year<'_>]) -> Markup {
    html! {
        @if years.iter().any(|year| year.days.is_some()) {
            div.ribbons {
                @for year in years {
                    div.ribbon {
                        h3 { (year.year) " " span.rest { (set(&year.size)) } }
                        @if let Some(days) = &year.days { (chart(days)) }
                    }
                }
            }
        } @else {
            @for year in years { (recap(year)) }
        }
    }
}

fn recap(year: &Year<'_>) -> Markup {
    let cards = year.cards.len();
    html! {
        section.recap aria-label=(year.year) {
            h3 { (year.year) }
            p.rest { (set(&year.size)) }
            @if let Some([part, most]) = year.meter { (meter(part, most)) }
            ol.cards.small.two-rows[cards > 7] {
                @for (index, card) in year.cards.iter().enumerate() { li.last[index + 1 == cards] { (recap_card(card)) } }
            }
        }
    }
}

/// A card below the title of its year.
fn recap_card(card: &Card<'_>) -> Markup {
    html! {
        p.when { (set(&card.about)) }
        h4 { (set(&card.most)) }
        @if !card.rest.is_empty() { p.rest { (set(&card.rest)) } }
        @if !card.note.is_empty() { p.record-of-all { (set(&card.note)) } }
    }
}

fn meters(list: &[Meter<'_>]) -> Markup {
    html! {
        ol.bars {
            @for one in list {
                li {
                    span.name { (one.name) } " "
                    span.first { (set(&one.number)) }
                    (meter(one.of[0], one.of[1]))
                }
            }
        }
    }
}

fn moments(list: &[Moment<'_>]) -> Markup {
    html! {
        ol.line {
            @for moment in list {
                li {
                    strong { (set(&moment.most)) } " "
                    span { (set(&moment.what)) " " span.when { (moment.joint) (date::day(moment.day)) } }
                }
            }
        }
    }
}
