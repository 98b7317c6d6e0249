//! What a file gives away, and what a liar can do.

use super::*;
use crate::code::{Hash, sha256};
use crate::share::{Nonce, Split};
use prio::codec::Encode;
use prio::field::{Field128, FieldElement};
use prio::flp::gadgets::{Mul, ParallelSum};
use prio::flp::types::MultihotCountVec;
use prio::flp::{Flp, FlpError, Gadget, Type};
use prio::vdaf::Client;
use prio::vdaf::prio3::{Prio3, optimal_chunk_length};
use prio::vdaf::xof::XofTurboShake128;

#[test]
fn every_contribution_is_as_long_as_any_other() {
    let mut play = Play::new(3, 60);
    let all = (0..16).collect();
    let said = [
        questions().iter().map(Question::declined).collect(),
        vec![Answer::One(4), Answer::One(6), Answer::Some(all)],
        play.answers(),
    ];
    let mut lengths: Vec<usize> = said
        .into_iter()
        .zip([1, 77, 9_999_999])
        .map(|(answers, ticket)| play.person_with(ticket, answers).file.len())
        .collect();
    lengths.dedup();
    assert_eq!(lengths.len(), 1, "{lengths:?}");
}

#[test]
fn what_stays_at_home_reads_as_it_was_kept_and_fits_what_left() {
    let mut play = Play::new(2, 63);
    let invitation = play.invitation();
    let answers = play.answers();
    let words = words::answers(&invitation, &answers);
    let signer = member(&[8; 32]).unwrap();
    let signed = contribute(
        &invitation,
        &play.ticket(1),
        &signer,
        &answers,
        &words,
        &mut play.random,
    )
    .unwrap();
    let mut record = Record::new(&invitation, &signed, invitation.terms.closes).unwrap();
    assert_eq!(Record::read(&record.text()), Ok(record.clone()));
    let contribution = Contribution::read(&invitation, record.note.as_bytes()).unwrap();
    assert_eq!((record.digest(), record.leaf), (contribution.digest, contribution.leaf));
    record.revocation = Some("any\n".to_owned());
    assert_eq!(Record::read(&record.text()), Ok(record.clone()));
    record.words += " ";
    assert_ne!(record.digest(), contribution.digest);
}

#[test]
fn a_contribution_of_the_largest_list_is_within_its_bound() {
    let mut play = Play::new(3, 61);
    let names: Vec<String> = (0..1024).map(|n| format!("An artist of some name {n}")).collect();
    let mut terms = play.invitation().terms;
    terms.questions[2] = Question::artists(names, EACH).unwrap();
    play.folder = Memory::default();
    play.folder
        .put(INVITATION, terms.sign(&COORDINATOR).unwrap().to_string());
    let answers = vec![Answer::One(1), Answer::One(2), Answer::Some((0..16).collect())];
    let file = play.person_with(1, answers).file;
    assert!(file.len() < Kind::Contribution.most() / 2, "{}", file.len());
}

#[test]
fn nothing_of_an_answer_or_a_name_stands_in_what_leaves() {
    let mut play = Play::new(2, 62);
    let mut people = play.people(3);
    let answers = vec![Answer::One(3), Answer::One(5), Answer::Some(vec![3, 17])];
    people.push(play.person_with(4, answers));
    play.folder.put("inbox/4.note", people[3].file.clone());
    play.collect(true);
    play.finish();
    let invitation = play.folder.files.remove(INVITATION).unwrap();
    play.folder
        .files
        .retain(|name, _| !name.ends_with("invitation.note") && name != RESULT);
    let said = String::from_utf8(invitation).unwrap();
    for cell in said.lines().filter_map(|line| line.strip_prefix("cell: ")) {
        for (name, content) in &play.folder.files {
            assert!(!String::from_utf8_lossy(content).contains(cell), "{cell} in {name}");
        }
    }
}

#[test]
fn all_pieces_but_one_are_random_bytes() {
    let question = &questions()[2];
    let split = Split::new(question, 2).unwrap();
    // Of two people who say everything and nothing, each byte of one counter's pieces.
    for answer in [question.declined(), Answer::Some((0..16).collect())] {
        for counter in [0, 1] {
            let mut counts = [0_u64; 256];
            let mut total = 0;
            for number in 0..400_u64 {
                let nonce: Nonce = sha256(&[&number.to_le_bytes()])[..16].try_into().unwrap();
                let pieces = split.split(b"ctx", &nonce, question, &answer).unwrap().pieces;
                // Numbers below the modulus: their highest byte alone is not quite uniform.
                let bytes = pieces[counter].chunks(16).flat_map(|number| &number[..8]);
                bytes.for_each(|byte| {
                    counts[usize::from(*byte)] += 1;
                    total += 1;
                });
            }
            let expected = f64::from(total) / 256.0;
            let squares: f64 = counts
                .iter()
                .map(|count| (*count as f64 - expected).powi(2) / expected)
                .sum();
            assert!(
                squares < 255.0 + 4.5 * 510_f64.sqrt(),
                "{answer:?} {counter}: {squares}"
            );
        }
    }
}

/// A circuit that proves what it should, of an encoding that lies.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Liar {
    honest: MultihotCountVec<Field128, ParallelSum<Field128, Mul>>,
    lie: Vec<i8>,
}

impl Flp for Liar {
    type Field = Field128;

    fn gadget(&self) -> Vec<Box<dyn Gadget<Field128>>> {
        self.honest.gadget()
    }
    fn num_gadgets(&self) -> usize {
        self.honest.num_gadgets()
    }
    fn valid(
        &self,
        gadgets: &mut Vec<Box<dyn Gadget<Field128>>>,
        input: &[Field128],
        joint_rand: &[Field128],
        num_shares: usize,
    ) -> Result<Vec<Field128>, FlpError> {
        self.honest.valid(gadgets, input, joint_rand, num_shares)
    }
    fn input_len(&self) -> usize {
        self.honest.input_len()
    }
    fn proof_len(&self) -> usize {
        self.honest.proof_len()
    }
    fn verifier_len(&self) -> usize {
        self.honest.verifier_len()
    }
    fn joint_rand_len(&self) -> usize {
        self.honest.joint_rand_len()
    }
    fn eval_output_len(&self) -> usize {
        self.honest.eval_output_len()
    }
    fn prove_rand_len(&self) -> usize {
        self.honest.prove_rand_len()
    }
}

impl Type for Liar {
    type Measurement = Vec<bool>;
    type AggregateResult = Vec<u128>;

    fn encode_measurement(&self, measurement: &Vec<bool>) -> Result<Vec<Field128>, FlpError> {
        let mut encoded = self.honest.encode_measurement(measurement)?;
        for (number, lie) in encoded.iter_mut().zip(&self.lie) {
            let size = Field128::from(u128::from(lie.unsigned_abs()));
            *number += if *lie < 0 { -size } else { size };
        }
        Ok(encoded)
    }
    fn truncate(&self, input: Vec<Field128>) -> Result<Vec<Field128>, FlpError> {
        self.honest.truncate(input)
    }
    fn decode_result(&self, data: &[Field128], count: usize) -> Result<Vec<u128>, FlpError> {
        self.honest.decode_result(data, count)
    }
    fn output_len(&self) -> usize {
        self.honest.output_len()
    }
}

/// The vector that two counters add for a liar, or that they refuse it.
fn counted(lie: Vec<i8>, marked: usize) -> Result<Vec<i128>> {
    let question = &questions()[2];
    let cells = question.cells().len();
    let chunk = optimal_chunk_length(cells);
    let honest = MultihotCountVec::new(cells, 16, chunk).unwrap();
    let liar = Prio3::<Liar, XofTurboShake128, 32>::new(2, 1, 5, Liar { honest, lie }).unwrap();
    let measurement: Vec<bool> = (0..cells).map(|cell| cell < marked).collect();
    let (nonce, ctx, key): (Nonce, _, Hash) = ([3; 16], b"ctx", [4; 32]);
    let (public, pieces) = liar.shard(ctx, &measurement, &nonce).unwrap();
    let public = public.get_encoded().unwrap();
    let split = Split::new(question, 2).unwrap();
    let begun: Vec<_> = (0..)
        .zip(&pieces)
        .map(|(counter, piece)| {
            split
                .verify(&key, ctx, counter, &nonce, &public, &piece.get_encoded().unwrap())
                .unwrap()
        })
        .collect();
    let parts: Vec<Vec<u8>> = begun.iter().map(|(_, part)| part.clone()).collect();
    let anybody = split.check(ctx, &public, &parts);
    let mut sum = split.zero();
    for (state, _) in begun {
        let share = split.finish(ctx, &public, state, &parts);
        assert_eq!(share.is_ok(), anybody.is_ok(), "all come to the same");
        sum.add(&share?)?;
    }
    Ok(sum.counts())
}

#[test]
fn who_lies_is_refused_by_all_counters_alike() {
    let at = |changes: &[(usize, i8)]| {
        let mut lie = vec![0; 25];
        changes.iter().for_each(|(cell, by)| lie[*cell] = *by);
        lie
    };
    let honest = counted(at(&[]), 16).unwrap();
    assert_eq!(honest.iter().sum::<i128>(), 16);
    for (what, lie, marked) in [
        ("17 of 16", at(&[(16, 1)]), 16),
        ("a 2", at(&[(3, 1)]), 5),
        ("a −1", at(&[(9, -1)]), 5),
        ("−1, balanced by +17", at(&[(9, -1), (10, 17)]), 5),
        ("a weight that is not said", at(&[(7, 1)]), 5),
        ("a weight that is said and not there", at(&[(20, 1)]), 5),
    ] {
        assert!(counted(lie, marked).is_err(), "{what}");
    }
}

#[test]
fn a_share_for_one_counter_alone_does_not_part_them() {
    // The public share says something else of the first counter's part than its part of the proof does.
    let question = &questions()[0];
    let split = Split::new(question, 2).unwrap();
    let (nonce, ctx, key): (Nonce, _, Hash) = ([3; 16], b"ctx", [4; 32]);
    let pieces = split.split(ctx, &nonce, question, &Answer::One(2)).unwrap();
    for at in [0, 40] {
        let mut public = pieces.public.clone();
        public[at] ^= 1;
        let begun: Vec<_> = (0..)
            .zip(&pieces.pieces)
            .map(|(counter, piece)| split.verify(&key, ctx, counter, &nonce, &public, piece).unwrap())
            .collect();
        let parts: Vec<Vec<u8>> = begun.iter().map(|(_, part)| part.clone()).collect();
        assert!(split.check(ctx, &public, &parts).is_err(), "{at}");
        for (state, _) in begun {
            assert!(split.finish(ctx, &public, state, &parts).is_err(), "{at}");
        }
    }
}

#[test]
fn a_share_of_other_bytes_is_none() {
    use crate::share::Share;
    let zero = Split::new(&questions()[0], 2).unwrap().zero();
    assert_eq!(Share::of_bytes(&zero.bytes(), 5), Ok(zero.clone()));
    assert!(Share::of_bytes(&zero.bytes(), 6).is_err());
    assert!(Share::of_bytes(&[255; 80], 5).is_err(), "beyond the modulus");
    let mut sum = zero.clone();
    sum.blur(&[3, -7, 0, i128::from(i64::MAX), -1]);
    assert_eq!(sum.counts(), [3, -7, 0, i128::from(i64::MAX), -1]);
    assert_eq!(Field128::zero() + Field128::one(), Field128::from(1));
}
