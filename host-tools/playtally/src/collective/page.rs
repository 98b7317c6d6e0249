//! What was checked of a round, as one page for a browser, for those who publish it.

use maud::{Markup, html};
use playtally_collective::{Checked, Invitation, NO_ANSWER, Table};
use playtally_telling::words::number::count;

/// The page. It asks for nothing from anywhere and holds no script; the same round gives the same bytes.
pub(super) fn page(invitation: &Invitation, checked: &Checked) -> String {
    let terms = &invitation.terms;
    let title = if terms.rehearsal {
        format!("{} · a rehearsal with made-up histories", terms.name)
    } else {
        terms.name.clone()
    };
    let body = html! {
        body {
            (cover(&title, checked))
            main {
                (verdict(checked))
                // Sums of a round that is not what it should be are not to be believed, and so not shown.
                @if checked.wrong.is_empty() { @for table in &checked.tables { (self::table(table)) } }
            }
            footer {
                p { "Each count has noise added: it is blurred, and can be below zero. What is promised, and what is not, Playtally's docs/collective.md says." }
                p { "Made by " code { "playtally collective check" } ", which anybody can run on the round's folder. This page asks for nothing from anywhere and holds no script." }
            }
        }
    };
    playtally_report::document(&title, None, &body)
}

fn cover(title: &str, checked: &Checked) -> Markup {
    html! {
        header.cover {
            div.words {
                h1 { (title) }
                @if let Some(outcome) = &checked.outcome {
                    p.hours { (count(outcome.accepted.into())) }
                    p.unit { @if outcome.accepted == 1 { "member is counted" } @else { "members are counted" } }
                } @else {
                    p.unit { "This round is not counted yet" }
                }
            }
        }
    }
}

fn verdict(checked: &Checked) -> Markup {
    let (big, text) = match (checked.wrong.is_empty(), &checked.awaited) {
        (false, _) => (
            "Not to be believed",
            "This round is not what it should be. What is wrong is told here; its sums are not.".to_owned(),
        ),
        (true, Some(awaited)) => ("So far all of it holds", format!("Next: {awaited}.")),
        (true, None) => (
            "All of it holds",
            "Every signature, every place in the log and every sum was worked out again.".to_owned(),
        ),
    };
    html! {
        section.chapter id="checked" aria-labelledby="checked-title" {
            header {
                h2 id="checked-title" { "What was checked" }
                p.big { (big) }
                div.text { p { (text) } }
            }
            div.body {
                @for (title, lines) in [("Wrong", &checked.wrong), ("Holds", &checked.holds)] {
                    @if !lines.is_empty() { div.list { h3 { (title) } ul { @for line in lines { li { (line) } } } } }
                }
                @if let Some(outcome) = checked.outcome.as_ref().filter(|outcome| !outcome.rejected.is_empty() || !outcome.revoked.is_empty()) {
                    div.list {
                        h3 { "Not counted" }
                        ul {
                            @for (leaf, why) in &outcome.rejected { li { (playtally_collective::short(leaf)) "… " (why) } }
                            @for leaf in &outcome.revoked { li { (playtally_collective::short(leaf)) "… taken back" } }
                        }
                    }
                }
            }
        }
    }
}

fn table(table: &Table) -> Markup {
    let question = &table.question;
    let cells = question.cells();
    let most = table.counts.iter().copied().max().unwrap_or(0).max(1);
    let answers = cells.iter().zip(&table.counts).filter(|(cell, _)| *cell != NO_ANSWER);
    let first = answers.max_by_key(|(_, count)| **count);
    // What noise alone could have made is not said aloud.
    let first = first.filter(|(_, count)| !table.is_noise(**count));
    let id = question.topic.word();
    html! {
        section.chapter.beside id=(id) aria-labelledby=(format!("{id}-title")) {
            header {
                h2 id=(format!("{id}-title")) { (capital(&question.words())) }
                p.big { @if let Some((cell, _)) = first { (cell) } @else { "Too few to tell" } }
                div.text { p { @if first.is_some() { "The most frequent answer. " } "Each count is right give or take " (count(table.off_by())) " (ε " (question.epsilon) ")." } }
            }
            div.body {
                ol.bars {
                    @for (cell, &of) in cells.iter().zip(&table.counts) {
                        li {
                            span.name { (cell) }
                            span.first { (signed(of)) }
                            svg.meter xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" {
                                rect.track width="100" height="1" {}
                                rect.bar.hot[of == most] width=(of.max(0) * 100 / most) height="1" {}
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A text that begins with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A count as people write it; blurred ones can be below zero.
pub(super) fn signed(number: i128) -> String {
    let size = count(u64::try_from(number.unsigned_abs()).unwrap_or(u64::MAX));
    if number < 0 { format!("−{size}") } else { size }
}
