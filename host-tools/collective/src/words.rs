//! What people read: all that leaves, before it is signed, and what any note says.

use std::fmt::Write;

use chrono::NaiveDate;
use playtally_history::escape::one_line;

use crate::account::Account;
use crate::check::deviation;
use crate::code::decode_exactly;
use crate::collect::Receipt;
use crate::contribution::{Contribution, Revocation};
use crate::counter::Counter;
use crate::error::{Result, malformed};
use crate::group::{self, Envelopes, Friend, Group, Sum};
use crate::invitation::Invitation;
use crate::kind::{Kind, Reader};
use crate::ledger::{A_LIFE, A_YEAR, Budget};
use crate::log::Checkpoint;
use crate::note::{Note, Verifier};
use crate::payment::Payment;
use crate::proposal::{Ballot, Complaint, Proposal};
use crate::question::Answer;
use crate::sale::{Sale, Treasurer};
use crate::ticket::{Replacement, Ticket, short};

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

/// What a note is verified by: those that it belongs to, as far as they are known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'b> {
    /// The invitation of its round.
    pub invitation: Option<&'b Invitation>,
    /// The sale that is paid out.
    pub sale: Option<&'b Sale>,
    /// The proposal that is voted on.
    pub proposal: Option<&'b Proposal>,
    /// The group of friends.
    pub group: Option<&'b Group>,
}

/// What a note says, for people, once it is known who signed it. What needs others to be verified is given them.
///
/// # Errors
/// When it is no note of a collective, or was changed, or needs an invitation or a sale that is not given.
pub fn read(bytes: &[u8], beside: Beside<'_>) -> Result<String> {
    let note = Note::read(bytes, crate::kind::MOST)?;
    let needed = || {
        beside.invitation.ok_or_else(|| {
            malformed(
                "can only be verified beside the invitation of its round: name it with --invitation invitation.note",
            )
        })
    };
    let Some(kind) = Kind::of(note.unverified()) else {
        return match beside.proposal {
            Some(Proposal { roll, .. }) => {
                let vote = format!("the vote of {}", called(&roll.collective, roll.rehearsal));
                head(&note, &roll.coordinator, &[], &vote)
            }
            None => {
                let invitation = needed()?;
                head(
                    &note,
                    &invitation.coordinator,
                    &invitation.terms.counters,
                    &name(invitation),
                )
            }
        };
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
        Kind::Replacement => {
            let Replacement {
                old, new, contribution, ..
            } = Replacement::read(needed()?, bytes)?;
            let out = contribution.map_or_else(String::new, |leaf| {
                format!(" What was contributed with it, {}…, is not counted.", short(&leaf))
            });
            Ok(format!(
                "Ticket {old} of {} is good for nothing any more: its member lost their key, and ticket {new} is in its place.{out}\n",
                name(needed()?)
            ))
        }
        Kind::Published => result(needed()?, &note),
        Kind::Treasurer => {
            let treasurer = Treasurer::offered(bytes)?;
            Ok(format!(
                "{} offers to pay out what a collective sells: {}… is how their key begins.\n",
                treasurer.name,
                treasurer.id()
            ))
        }
        Kind::Sale => Ok(sold(&Sale::read(bytes)?) + SIGNED),
        Kind::Payment => {
            let payment = Payment::read(bytes)?;
            Ok(format!(
                "Where the money of the member {}… goes, number {}, signed with the member's key and sealed for the treasurer: what \
                 is in it is not known here.\n",
                short(&payment.member.key()),
                payment.number
            ))
        }
        Kind::Payout | Kind::Paid => {
            let sale = beside.sale.ok_or_else(|| {
                malformed(
                    "can only be verified beside the sale that it belongs to: leave it in the folder of its sale.note",
                )
            })?;
            sale.signed(kind, bytes)?;
            let what = match kind {
                Kind::Payout => "who gets how much of it; `playtally collective check` works it out again",
                _ => "what became of payments",
            };
            Ok(format!(
                "From {}, who pays out sale {} of {}: {what}.\n",
                sale.deal.treasurer.name,
                sale.deal.number,
                called(&sale.roll.collective, sale.roll.rehearsal)
            ))
        }
        Kind::Opening | Kind::Verification | Kind::Verdict | Kind::Sum | Kind::Destroyed => {
            by_counter(needed()?, &note, kind)
        }
        Kind::Proposal => Ok(proposed(&Proposal::read(bytes)?) + SIGNED),
        Kind::Ballot | Kind::Mix | Kind::Complaint => {
            let proposal = beside.proposal.ok_or_else(|| {
                malformed("can only be verified beside the proposal that it belongs to: leave it in the folder of its proposal.note")
            })?;
            of_vote(proposal, bytes, &note, kind)
        }
        Kind::Group => Ok(group::words::group(&Group::read(bytes)?)),
        Kind::Friend => {
            let friend = Friend::read(bytes)?;
            Ok(format!(
                "The keys of {} for groups of friends: {} is how they begin.\n",
                friend.name,
                friend.id()
            ))
        }
        Kind::Envelopes | Kind::FriendSum => {
            let group = beside.group.ok_or_else(|| {
                malformed("can only be verified beside the group that it belongs to: leave it in the folder of its group.note")
            })?;
            of_group(group, bytes, kind)
        }
        Kind::Keys | Kind::Record | Kind::Cast | Kind::KeptGroup => {
            Err(malformed("holds what never leaves the library that it is in"))
        }
    }
}

/// What a friend has put into the folder of a group.
fn of_group(group: &Group, bytes: &[u8], kind: Kind) -> Result<String> {
    let name = &group.terms.name;
    if kind == Kind::Envelopes {
        let envelopes = Envelopes::read(group, bytes)?;
        return Ok(format!(
            "What {} adds in \"{name}\", in shares, sealed for each friend: what is in it is not known here.\n",
            group.name_of(envelopes.place)
        ));
    }
    let sum = Sum::read(group, bytes)?;
    let counted = sum.counted.iter().map(|(place, _)| group.name_of(*place));
    Ok(format!(
        "A sum of shares in \"{name}\", by {}, over what {} add.\n",
        group.name_of(sum.place),
        all(counted)
    ))
}

/// What is said of what its coordinator alone signs.
const SIGNED: &str = "The coordinator has signed this.\n";

fn name(invitation: &Invitation) -> String {
    called(&invitation.terms.name, invitation.terms.rehearsal)
}

/// What is voted on, by whom, and how.
#[must_use]
pub fn proposed(proposal: &Proposal) -> String {
    let (roll, motion) = (&proposal.roll, &proposal.motion);
    let mut text = format!(
        "A proposal to {}: {}\n",
        called(&roll.collective, roll.rehearsal),
        motion.asked
    );
    let _ = writeln!(text, "One can choose {}.", motion.choices.join(" or "));
    let _ = writeln!(
        text,
        "{} may vote, one vote each, until {}; the last ballot of each counts. With fewer than {} nothing is decided.",
        plural(roll.members as usize, "member"),
        motion.closes,
        plural(motion.quorum as usize, "ballot")
    );
    if motion.is_open() {
        text += "It is an open vote: everybody sees who chooses what, under the key of each member.\n";
    } else {
        let names = all(motion.counters.iter().map(|counter| counter.name.as_str()));
        let _ = writeln!(
            text,
            "{names} count, one after the other. As long as one of them keeps to the rules, nobody knows who chose what; all together \
             could. That somebody votes, everybody sees."
        );
    }
    text
}

/// What a member reads before voting.
#[must_use]
pub fn voting(proposal: &Proposal, choice: &str) -> String {
    let mut text = proposed(proposal);
    let _ = write!(text, "\nYou choose: {choice}\n\n");
    text += if proposal.motion.is_open() {
        "It is signed with your key for everybody to see.\n"
    } else {
        "It is sealed for one counter within what is sealed for another, and signed with your key. At the end it stands among all \
         votes under a number that is drawn for it, which your library keeps: `check` finds it there, and shows who lost it if somebody \
         did. Whoever you show that number to, knows how you voted: nobody may ask you for it.\n"
    };
    text
}

fn called(name: &str, rehearsal: bool) -> String {
    format!("\"{name}\"{}", if rehearsal { " (a rehearsal)" } else { "" })
}

/// What was sold, and among whom it is shared.
#[must_use]
pub fn sold(sale: &Sale) -> String {
    let (deal, currency) = (&sale.deal, sale.deal.currency);
    let mut text = format!(
        "Sale {} of {}: {} paid {}.\n",
        deal.number,
        called(&sale.roll.collective, sale.roll.rehearsal),
        deal.buyer,
        currency.said(deal.price)
    );
    let each = deal.net() / u64::from(sale.roll.members);
    let more = if deal.net().is_multiple_of(u64::from(sale.roll.members)) {
        String::new()
    } else {
        format!(" or {}", currency.said(each + 1))
    };
    let _ = writeln!(
        text,
        "{} goes off for costs. {} is shared among {}, the same for each: {}{more}.",
        currency.said(deal.costs),
        currency.said(deal.net()),
        plural(sale.roll.members as usize, "member"),
        currency.said(each)
    );
    let _ = writeln!(
        text,
        "Below {} nothing is paid yet: it stays on the member's line, and the next sale adds to it.",
        currency.said(deal.minimum)
    );
    let _ = writeln!(
        text,
        "{}",
        match &sale.vote {
            Some(vote) => format!("Its members have agreed to it in the vote {}….", short(vote)),
            None => "It names no vote of its members.".to_owned(),
        }
    );
    let _ = writeln!(
        text,
        "{} pays out, with the key {}…: members' accounts are sealed for that key, and nobody else reads them.",
        deal.treasurer.name,
        deal.treasurer.id()
    );
    text
}

/// What a member reads before saying where their money goes.
#[must_use]
pub fn paying(sale: &Sale, account: &Account) -> String {
    let treasurer = &sale.deal.treasurer;
    let rehearsal = if sale.roll.rehearsal {
        "This is a rehearsal: no money flows, and nobody should name a real account.\n\n"
    } else {
        ""
    };
    format!(
        "{rehearsal}What {} owes you is to be paid {}.\n\nThis is all that leaves. It is sealed for {}, who alone reads it, with the key \
         {}…, and who so learns that it is the account of the member with your key: who you are, and what you are paid. Not what you \
         answered. Everybody who sees the folder sees that you have said where your money goes, and not where. It holds for all sales \
         that {} pays out, until you say something else.\n",
        called(&sale.roll.collective, sale.roll.rehearsal),
        account.words(),
        treasurer.name,
        treasurer.id(),
        treasurer.name
    )
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

fn of_vote(proposal: &Proposal, bytes: &[u8], note: &Note, kind: Kind) -> Result<String> {
    let vote = format!(
        "the vote of {}",
        called(&proposal.roll.collective, proposal.roll.rehearsal)
    );
    match kind {
        Kind::Ballot => Ok(format!(
            "A ballot in {vote}: {}…, signed with its member's key{}.\n",
            short(&Ballot::read(proposal, bytes)?.leaf),
            if proposal.motion.is_open() {
                ""
            } else {
                "; what is in it is not known here"
            }
        )),
        Kind::Complaint => Ok(format!(
            "A member complains that the ballot {}… was lost in {vote}; `playtally collective check` says whom that names.\n",
            short(&Complaint::read(proposal, bytes)?.ballot)
        )),
        _ => {
            let counters = &proposal.motion.counters;
            let signed = counters
                .iter()
                .find(|counter| note.verified_by(&counter.verifier).is_ok());
            let counter = signed.ok_or_else(|| malformed("is signed by none of the counters of this vote"))?;
            Reader::of(note.unverified(), kind, &proposal.round())?;
            Ok(format!(
                "From {}, in {vote}: what was let out of the ballots that came, sorted.\n",
                counter.name
            ))
        }
    }
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

fn head(note: &Note, coordinator: &Verifier, counters: &[Counter], log: &str) -> Result<String> {
    let checkpoint = Checkpoint::read(note.verified_by(coordinator)?)?;
    if checkpoint.origin != coordinator.name() {
        return Err(malformed("is the head of another log"));
    }
    let is_closed = checkpoint.words.iter().any(|word| word == "closed");
    let cosigned = counters
        .iter()
        .filter(|counter| note.cosigned_by(&counter.verifier).is_ok());
    let cosigned: Vec<&str> = cosigned.map(|counter| counter.name.as_str()).collect();
    Ok(format!(
        "The head of the log of {log}: {} {}{}.\n",
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
pub(crate) fn plural(count: usize, thing: &str) -> String {
    match (count, thing.strip_suffix('y')) {
        (1, _) => format!("1 {thing}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {thing}s"),
    }
}

/// Names, one after the other.
pub(crate) fn all<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
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
