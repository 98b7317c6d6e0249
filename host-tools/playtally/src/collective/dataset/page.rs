//! The card of a data set as one page for a browser.

use maud::{Markup, html};
use playtally_collective::NO_ANSWER;
use playtally_telling::words::date::day;
use playtally_telling::words::number::{bytes, count};

use super::super::page::{capital, signed};
use super::card::{Card, File, HEADS};

/// The page. It asks for nothing from anywhere and holds no script; the same data set gives the same bytes.
pub(super) fn page(card: &Card<'_>) -> String {
    let title = card.title();
    let terms = card.terms;
    let body = html! {
        body {
            header.cover {
                div.words {
                    h1 { (terms.name) @if terms.rehearsal { " · a rehearsal with made-up histories" } }
                    p { "What was heard from " (day(terms.from)) " to " (day(terms.to)) ", as sums with noise" }
                    p.hours { (count(card.members.into())) }
                    p.unit { @if card.members == 1 { "member is counted" } @else { "members are counted" } }
                }
            }
            nav aria-label="Chapters" {
                ul {
                    @for file in &card.files { li { a href=(format!("#{}", file.table.question.topic.word())) { (capital(&file.table.question.words())) } } }
                    li { a href="#card" { "What it is" } }
                    li { a href="#files" { "Its files" } }
                }
            }
            main {
                @for file in &card.files { (table(file)) }
                section.chapter id="card" aria-labelledby="card-title" {
                    header { h2 id="card-title" { "What it is" } }
                    div.body {
                        @for (head, title, _) in HEADS {
                            div.list { h3 { (title) } ul { @for text in card.said(head) { li { (text) } } } }
                        }
                    }
                }
                (files(card))
            }
            footer {
                p { "Each count has noise added: it is blurred, and can be below zero. What is promised, and what is not, Playtally's docs/collective.md says." }
                p { "Made by " code { "playtally collective dataset" } ", which anybody can run on the round's folder. The same for programs is " code { "croissant.json" } ". This page asks for nothing from anywhere and holds no script." }
            }
        }
    };
    playtally_report::document(&title, None, &body)
}

/// What a question came to: what stands out of the noise, the most frequent first.
fn table(file: &File<'_>) -> Markup {
    let table = file.table;
    let question = &table.question;
    let cells = question.cells();
    let mut said: Vec<_> = cells
        .iter()
        .zip(&table.counts)
        .filter(|(cell, count)| *cell != NO_ANSWER && !table.is_noise(**count))
        .collect();
    said.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let most = said.first().map_or(1, |(_, count)| **count).max(1);
    let noise = table.counts.iter().filter(|count| table.is_noise(**count)).count();
    let id = question.topic.word();
    html! {
        section.chapter.beside id=(id) aria-labelledby=(format!("{id}-title")) {
            header {
                h2 id=(format!("{id}-title")) { (capital(&question.words())) }
                p.big { @if let Some((cell, _)) = said.first() { (cell) } @else { "Too few to tell" } }
                div.text {
                    p { @if !said.is_empty() { "The most frequent answer. " } "Each count is right give or take " (count(table.off_by())) " (ε " (question.epsilon) ")." }
                    @if noise > 0 {
                        p { "Noise alone could have made " (noise) " of " (cells.len()) " counts: they stand in the table, and nothing is said of them here." }
                    }
                }
            }
            div.body {
                ol.bars {
                    @for (cell, of) in said.iter().take(SHOWN) {
                        li {
                            span.name { (cell) }
                            span.first { (signed(**of)) }
                            svg.meter xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" {
                                rect.track width="100" height="1" {}
                                rect.bar.hot[**of == most] width=(**of * 100 / most) height="1" {}
                            }
                        }
                    }
                }
                @if said.len() > SHOWN { p { "And " (said.len() - SHOWN) " more in the table." } }
            }
        }
    }
}

/// How many answers of a question a page shows.
const SHOWN: usize = 50;

/// The files, with what makes sure that they are these, and what their columns are.
fn files(card: &Card<'_>) -> Markup {
    html! {
        section.chapter id="files" aria-labelledby="files-title" {
            header {
                h2 id="files-title" { "Its files" }
                div.text {
                    @for file in &card.files {
                        p { code { (file.name) } ", " (bytes(file.bytes as u64)) ", " (count(file.table.counts.len() as u64)) " rows. SHA-256: " code { (file.sha256) } }
                    }
                }
            }
            div.body {
                @if let Some(file) = card.files.first() {
                    div.list {
                        h3 { "Their columns" }
                        ul { @for column in &file.columns { li { code.title { (column.name) } span.by { (column.what) "." } } } }
                    }
                }
            }
        }
    }
}
