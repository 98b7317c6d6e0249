//! What people read: all that leaves, before it is signed, and what any note says.

use std::fmt::Write;

use chrono::NaiveDate;
use playtally_history::escape::one_line;

use crate::check::deviation;
use crate::code::decode_exactly;
use crate::collect::Receipt;
use crate::contribution::{Contribution, Revocation};
use crate::counter::Counter;
use crate::error::{Result, malformed};
use crate::invitation::Invitation;
use crate::kind::{Kind, Reader};
use crate::ledger::{A_LIFE, A_YEAR, Budget};
use crate::log::Checkpoint;
use crate::note::Note;
use crate::question::Answer;
use crate::ticket::{Ticket, short};

/// What is answered, a line each: everything that leaves. Its salted hash stands in the contribution.
#[must_use]
pub fn answers(invitation: &Invitation, answers: &[Answer]) -> String {
    let questions = invitation.terms.questions.iter().zip(answers);
    let lines = questions.map(|(question, answer)| {
        let (topic, epsilon) = (question.topic.word(), question.epsilon);
        format!("  {topic:<12} {}  [ε {epsilon}]\n", question.said(answer))
    });
    lines.collect()
}

/// What a member reads before signing.
#[must_use]
pub fn consent(invitation: &Invitation, said: &[Answer], budget: &Budget) -> String {
    let terms = &invitation.terms;
    let mut text = String::new();
    if terms.rehearsal {
        text += "This is a rehearsal, with made-up histories.\n\n";
    }
    let _ = writeln!(
        text,
        "You answer {} of \"{}\", from your counted plays from {} to {}. What for: {}\n",
        plural(terms.questions.len(), "question"),
        terms.name,
        terms.from,
        terms.to,
        terms.purpose
    );
    text += "This is all that leaves:\n";
    text += &answers(invitation, said);
    let names = all(terms.counters.iter().map(|counter| counter.name.as_str()));
    let _ = write!(
        text,
        "\n{names} each get one piece. One piece says nothing{}. {} together could see the lines above, and nothing else of \
         you: never a play, never a time. Whoever keeps the folder sees that you take part, under a key that is made for this \
         collective, and which ticket you used.\n",
        if terms.counters.len() > 2 {
            ", two say nothing"
        } else {
            ""
        },
        if terms.counters.len() > 2 { "All three" } else { "Both" },
    );
    text += "What is published are sums over everybody:\n";
    for question in &terms.questions {
        let off_by = (2 * deviation(question, invitation.counters())).div_ceil(1000);
        let _ = writeln!(
            text,
            "  {:<12} give or take about {off_by} people",
            question.topic.word()
        );
    }
    let epsilon = terms.epsilon();
    let (year, life) = (budget.year.0 + epsilon.0, budget.life.0 + epsilon.0);
    let of = |sum| crate::question::Epsilon(sum);
    let _ = writeln!(
        text,
        "\nThis takes ε {epsilon}; then {} of {A_YEAR} are used in twelve months, and {} of {A_LIFE} in all. It does not come back, \
         whether you decline questions or take it back.",
        of(year),
        of(life)
    );
    let _ = writeln!(
        text,
        "Until the list is closed, on {} or soon after, `playtally collective revoke` takes it out; after that, as long as the \
         counters have not begun to count. Once the sums are published, they cannot forget you: how little they say of you is \
         what ε bounds.",
        terms.closes
    );
    text
}

/// What a note says, for people, once it is known who signed it. What needs an invitation to be verified is given one.
///
/// # Errors
/// When it is no note of a collective, or was changed, or needs an invitation that is not given.
pub fn read(bytes: &[u8], invitation: Option<&Invitation>) -> Result<String> {
    let note = Note::read(bytes, crate::kind::MOST)?;
    let needed = || {
        invitation.ok_or_else(|| {
            malformed(
                "can only be verified beside the invitation of its round: name it with --invitation invitation.note",
            )
        })
    };
    let Some(kind) = Kind::of(note.unverified()) else {
        return head(&note, needed()?);
    };
    match kind {
        Kind::Offer => Ok(offer(&Counter::offered(bytes)?)),
        Kind::Invitation => Ok(invited(&Invitation::read(bytes)?)),
        Kind::Ticket => {
            let ticket = Ticket::read(needed()?, bytes)?;
            Ok(format!(
                "Ticket {} of {}: it is good for one contribution.\n",
                ticket.number,
                name(needed()?)
            ))
        }
        Kind::Contribution => Ok(contribution(needed()?, &Contribution::read(needed()?, bytes)?)),
        Kind::Receipt => {
            let receipt = Receipt::read(needed()?, bytes)?;
            Ok(format!(
                "A receipt of {}: {}… is entry {} of the {} in its log, and the proof shows it.\n",
                name(needed()?),
                short(&receipt.leaf),
                receipt.index + 1,
                receipt.head.size
            ))
        }
        Kind::Revocation => {
            let revocation = Revocation::read(needed()?, bytes)?;
            Ok(format!(
                "A member takes back {}… of {}, signed with the member's key.\n",
                short(&revocation.revoked),
                name(needed()?)
            ))
        }
        Kind::Published => result(needed()?, &note),
        Kind::Opening | Kind::Verification | Kind::Verdict | Kind::Sum | Kind::Destroyed => {
            by_counter(needed()?, &note, kind)
        }
        Kind::Keys | Kind::Record => Err(malformed("holds what never leaves the library that it is in")),
    }
}

fn name(invitation: &Invitation) -> String {
    let rehearsal = if invitation.terms.rehearsal {
        " (a rehearsal)"
    } else {
        ""
    };
    format!("\"{}\"{rehearsal}", invitation.terms.name)
}

fn offer(counter: &Counter) -> String {
    format!(
        "{} offers to count, with keys that are made for one round: {}… is how they begin.\n",
        counter.name,
        counter.id()
    )
}

fn invited(invitation: &Invitation) -> String {
    let terms = &invitation.terms;
    let mut text = format!("An invitation to {}, signed by its coordinator.\n", name(invitation));
    let _ = writeln!(text, "What for: {}", terms.purpose);
    let _ = writeln!(
        text,
        "It asks about counted plays from {} to {}; it is open until {}.",
        terms.from, terms.to, terms.closes
    );
    let _ = writeln!(text, "Nothing is counted with fewer than {} members.", terms.minimum);
    for counter in &terms.counters {
        let signed = match invitation.note().verified_by(&counter.verifier) {
            Ok(_) => "has signed it, too",
            Err(_) => "has not signed it yet",
        };
        let _ = writeln!(text, "{} counts, and {signed}.", counter.name);
    }
    for question in &terms.questions {
        let off_by = (2 * deviation(question, invitation.counters())).div_ceil(1000);
        let _ = writeln!(
            text,
            "It asks {}: {} possible answers, ε {}, published give or take about {off_by} people.",
            question.words(),
            question.cells().len(),
            question.epsilon
        );
    }
    let _ = writeln!(text, "All together, ε {}.", terms.epsilon());
    text += "All counters together could open every contribution. A collective that stands for long may have to register, in the EU as \
             a data intermediation service; this is no legal advice.
";
    text
}

fn contribution(invitation: &Invitation, contribution: &Contribution) -> String {
    format!(
        "A contribution to {}: {}…, with ticket {}, signed with its member's key. It holds {}, each sealed in {}; nobody \
         but all counters together can open an answer, and what is in it is not known here.\n",
        name(invitation),
        short(&contribution.leaf),
        contribution.ticket.number,
        plural(contribution.reports.len(), "answer"),
        plural(invitation.terms.counters.len(), "piece"),
    )
}

fn by_counter(invitation: &Invitation, note: &Note, kind: Kind) -> Result<String> {
    let counters = &invitation.terms.counters;
    let signed = counters
        .iter()
        .find(|counter| note.verified_by(&counter.verifier).is_ok());
    let counter = signed.ok_or_else(|| malformed("is signed by none of the counters of this round"))?;
    let mut reader = Reader::of(note.unverified(), kind, &invitation.round())?;
    let what = match kind {
        Kind::Opening => {
            reader.take("head")?;
            let _: [u8; 32] = decode_exactly(reader.take("randomness")?)?;
            "the randomness by which proofs are checked"
        }
        Kind::Verification => "its parts of the proofs of some members, which say nothing of their answers",
        Kind::Verdict => "which contributions it accepts, and the hash of its sums",
        Kind::Sum => "its share of the sums, with its noise, which says nothing without the others'",
        _ => "that it has destroyed its keys of this round: a promise, which nobody can prove",
    };
    Ok(format!("From {}, in {}: {what}.\n", counter.name, name(invitation)))
}

fn result(invitation: &Invitation, note: &Note) -> Result<String> {
    let text = note.verified_by(&invitation.coordinator)?;
    Reader::of(text, Kind::Published, &invitation.round())?;
    let mut words = format!(
        "The result of {}, as its coordinator says; `playtally collective check` adds it up again.\n",
        name(invitation)
    );
    for line in text.lines() {
        if let Some(question) = line.strip_prefix("question: ") {
            let _ = writeln!(words, "{}:", one_line(question));
        } else if let Some((count, cell)) = line.strip_prefix("count: ").and_then(|line| line.split_once(' ')) {
            let _ = writeln!(words, "  {:>8} {}", one_line(count), one_line(cell));
        }
    }
    Ok(words)
}

fn head(note: &Note, invitation: &Invitation) -> Result<String> {
    let checkpoint = Checkpoint::read(note.verified_by(&invitation.coordinator)?)?;
    if checkpoint.origin != invitation.origin() {
        return Err(malformed("is the head of another log"));
    }
    let is_closed = checkpoint.words.iter().any(|word| word == "closed");
    let counters = invitation.terms.counters.iter();
    let cosigned = counters.filter(|counter| note.cosigned_by(&counter.verifier).is_ok());
    let cosigned: Vec<&str> = cosigned.map(|counter| counter.name.as_str()).collect();
    Ok(format!(
        "The head of the log of {}: {} {}{}.\n",
        name(invitation),
        plural(usize::try_from(checkpoint.head.size).unwrap_or(usize::MAX), "entry"),
        if is_closed { "when it was closed" } else { "so far" },
        if cosigned.is_empty() {
            String::new()
        } else {
            format!(", cosigned by {}", all(cosigned))
        },
    ))
}

/// A number of things.
fn plural(count: usize, thing: &str) -> String {
    match (count, thing.strip_suffix('y')) {
        (1, _) => format!("1 {thing}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {thing}s"),
    }
}

/// Names, one after the other.
fn all<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        _ => names.concat(),
    }
}

/// When a round closes, in words that say whether that is over.
#[must_use]
pub fn is_over(invitation: &Invitation, today: NaiveDate) -> bool {
    today > invitation.terms.closes
}
