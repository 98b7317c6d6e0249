//! An answer in pieces, which say nothing by themselves and prove together that they are one answer: Prio3 (VDAF, draft 18).

use std::fmt;

use prio::codec::{Encode, ParameterizedDecode};
use prio::field::{Field128, FieldElement, FieldElementWithInteger};
use prio::flp::Type;
use prio::vdaf::prio3::{
    Prio3, Prio3Histogram, Prio3InputShare, Prio3MultihotCountVec, Prio3PublicShare, Prio3VerifierMessage,
    Prio3VerifierShare, Prio3VerifyState, optimal_chunk_length,
};
use prio::vdaf::xof::XofTurboShake128;
use prio::vdaf::{Aggregator, Client, VerifyTransition};

use crate::code::Hash;
use crate::error::{Result, malformed, refused};
use crate::question::{Answer, Question};

/// What tells two reports of a member apart.
pub type Nonce = [u8; 16];

/// How one question's answers are split, proved and added.
#[derive(Clone)]
pub struct Split {
    instance: Instance,
    /// The state of some report: how long the parts of a proof are is read off it.
    pattern: State,
    /// How long the pieces of the first counter and of the others are.
    lengths: [usize; 2],
}

#[derive(Clone)]
enum Instance {
    OneOf(Prio3Histogram),
    UpTo(Prio3MultihotCountVec),
}

impl fmt::Debug for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.instance {
            Instance::OneOf(_) => "Prio3Histogram",
            Instance::UpTo(_) => "Prio3MultihotCountVec",
        })
    }
}

/// An answer in pieces.
#[derive(Clone, Debug)]
pub struct Pieces {
    /// What everybody may see, and each counter needs.
    pub public: Vec<u8>,
    /// What each counter gets.
    pub pieces: Vec<Vec<u8>>,
}

/// What a counter keeps of a report between its own part of the proof and everybody's.
#[derive(Clone)]
pub struct State(Prio3VerifyState<Field128, 32>);

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("State")
    }
}

/// A vector of counts, or a counter's share of one: numbers that wrap around at a large prime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share(Vec<Field128>);

impl Split {
    /// How the answers to a question are split among so many counters.
    ///
    /// # Errors
    /// When they cannot be.
    pub fn new(question: &Question, counters: u8) -> Result<Self> {
        let cells = question.cells().len();
        let chunk = optimal_chunk_length(cells);
        let instance = match question.up_to() {
            None => Prio3::new_histogram(counters, cells, chunk).map(Instance::OneOf),
            Some(most) => Prio3::new_multihot_count_vec(counters, cells, most, chunk).map(Instance::UpTo),
        };
        let instance = instance.map_err(|_| malformed("asks what cannot be counted in pieces"))?;
        let nothing = question.declined();
        let (pattern, lengths) = match &instance {
            Instance::OneOf(vdaf) => pattern(vdaf, &0)?,
            Instance::UpTo(vdaf) => pattern(vdaf, &question.marked(&nothing))?,
        };
        Ok(Self {
            instance,
            pattern,
            lengths,
        })
    }

    /// Splits an answer.
    ///
    /// # Errors
    /// The answer does not fit the question.
    pub fn split(&self, ctx: &[u8], nonce: &Nonce, question: &Question, answer: &Answer) -> Result<Pieces> {
        match (&self.instance, answer) {
            (Instance::OneOf(vdaf), Answer::One(cell)) => split(vdaf, ctx, nonce, cell),
            (Instance::UpTo(vdaf), Answer::Some(_)) => split(vdaf, ctx, nonce, &question.marked(answer)),
            _ => Err(refused("has an answer of another form than its question asks for")),
        }
    }

    /// A counter's part of the proof that its piece belongs to an answer.
    ///
    /// # Errors
    /// The bytes are not a piece.
    pub fn verify(
        &self,
        key: &Hash,
        ctx: &[u8],
        counter: u8,
        nonce: &Nonce,
        public: &[u8],
        piece: &[u8],
    ) -> Result<(State, Vec<u8>)> {
        match &self.instance {
            Instance::OneOf(vdaf) => verify(vdaf, key, ctx, counter, nonce, public, piece),
            Instance::UpTo(vdaf) => verify(vdaf, key, ctx, counter, nonce, public, piece),
        }
    }

    /// A counter's share of what it adds, once the parts of the proof show that the pieces are one answer.
    ///
    /// # Errors
    /// When they do not: all counters, and whoever has nothing but the parts, come to the same.
    pub fn finish(&self, ctx: &[u8], public: &[u8], state: State, parts: &[Vec<u8>]) -> Result<Share> {
        match &self.instance {
            Instance::OneOf(vdaf) => finish(vdaf, ctx, public, state, parts),
            Instance::UpTo(vdaf) => finish(vdaf, ctx, public, state, parts),
        }
    }

    /// Whether the parts of the proof, which anybody may see, show that the pieces are one answer.
    ///
    /// # Errors
    /// When they do not.
    pub fn check(&self, ctx: &[u8], public: &[u8], parts: &[Vec<u8>]) -> Result<()> {
        match &self.instance {
            Instance::OneOf(vdaf) => message(vdaf, ctx, public, &self.pattern, parts).map(drop),
            Instance::UpTo(vdaf) => message(vdaf, ctx, public, &self.pattern, parts).map(drop),
        }
    }

    /// How long the piece of a counter is.
    #[must_use]
    pub const fn piece_length(&self, counter: u8) -> usize {
        self.lengths[if counter == 0 { 0 } else { 1 }]
    }

    /// Shares of nothing.
    #[must_use]
    pub fn zero(&self) -> Share {
        let length = match &self.instance {
            Instance::OneOf(vdaf) => vdaf.output_len(),
            Instance::UpTo(vdaf) => vdaf.output_len(),
        };
        Share(vec![Field128::zero(); length])
    }
}

type Of<T> = Prio3<T, XofTurboShake128, 32>;

pub(crate) fn split<T>(vdaf: &Of<T>, ctx: &[u8], nonce: &Nonce, measurement: &T::Measurement) -> Result<Pieces>
where
    T: Type<Field = Field128>,
{
    let wrong = |_| refused("has an answer that its question does not allow");
    let (public, pieces) = vdaf.shard(ctx, measurement, nonce).map_err(wrong)?;
    let encoded = |part: &Prio3InputShare<Field128, 32>| part.get_encoded();
    Ok(Pieces {
        public: public.get_encoded().map_err(|_| impossible())?,
        pieces: pieces
            .iter()
            .map(encoded)
            .collect::<Result<_, _>>()
            .map_err(|_| impossible())?,
    })
}

fn verify<T>(
    vdaf: &Of<T>,
    key: &Hash,
    ctx: &[u8],
    counter: u8,
    nonce: &Nonce,
    public: &[u8],
    piece: &[u8],
) -> Result<(State, Vec<u8>)>
where
    T: Type<Field = Field128>,
{
    let wrong = |_| refused("has a piece that is no part of an answer");
    let public = Prio3PublicShare::get_decoded_with_param(vdaf, public).map_err(wrong)?;
    let piece = Prio3InputShare::get_decoded_with_param(&(vdaf, usize::from(counter)), piece).map_err(wrong)?;
    let (state, part) = vdaf
        .verify_init(key, ctx, usize::from(counter), &(), nonce, &public, &piece)
        .map_err(|_| refused("has a piece that proves nothing"))?;
    Ok((State(state), part.get_encoded().map_err(|_| impossible())?))
}

/// The state of a report that is made up, and how long its pieces are.
fn pattern<T>(vdaf: &Of<T>, measurement: &T::Measurement) -> Result<(State, [usize; 2])>
where
    T: Type<Field = Field128>,
{
    let Pieces { public, pieces } = split(vdaf, &[], &[0; 16], measurement)?;
    let [first, second, ..] = pieces.as_slice() else {
        return Err(impossible());
    };
    let (state, _) = verify(vdaf, &[0; 32], &[], 0, &[0; 16], &public, first)?;
    Ok((state, [first.len(), second.len()]))
}

type Message = Prio3VerifierMessage<32>;

fn message<T>(vdaf: &Of<T>, ctx: &[u8], public: &[u8], state: &State, parts: &[Vec<u8>]) -> Result<Message>
where
    T: Type<Field = Field128>,
{
    let wrong = || refused("has pieces that are no answer to the question");
    // Each part of the proof ends in what its counter took for its part of the joint randomness, and the public share has what
    // the member says it is. If they differ, some counters would come to one result and some to another.
    let (said, rest) = public.as_chunks::<32>();
    let are_alike = said.len() == parts.len() && said.iter().zip(parts).all(|(said, part)| part.ends_with(said));
    if !are_alike || !rest.is_empty() {
        return Err(wrong());
    }
    let decoded = |part: &Vec<u8>| Prio3VerifierShare::get_decoded_with_param(&state.0, part);
    let parts: Vec<_> = parts
        .iter()
        .map(decoded)
        .collect::<Result<_, _>>()
        .map_err(|_| wrong())?;
    vdaf.verifier_shares_to_message(ctx, &(), parts).map_err(|_| wrong())
}

fn finish<T>(vdaf: &Of<T>, ctx: &[u8], public: &[u8], state: State, parts: &[Vec<u8>]) -> Result<Share>
where
    T: Type<Field = Field128>,
{
    let message = message(vdaf, ctx, public, &state, parts)?;
    match vdaf.verify_next(ctx, state.0, message) {
        Ok(VerifyTransition::Finish(share)) => Ok(Share(share.as_ref().to_vec())),
        _ => Err(refused("has pieces that are no answer to the question")),
    }
}

fn impossible() -> crate::Error {
    refused("cannot be written down")
}

impl Share {
    /// Adds another of the same length.
    ///
    /// # Errors
    /// When its length is another.
    pub fn add(&mut self, other: &Self) -> Result<()> {
        if self.0.len() != other.0.len() {
            return Err(malformed(
                "has shares of another number of counts than the question has cells",
            ));
        }
        self.0.iter_mut().zip(&other.0).for_each(|(sum, share)| *sum += *share);
        Ok(())
    }

    /// Adds whole numbers to its counts.
    pub fn blur(&mut self, noise: &[i128]) {
        for (sum, noise) in self.0.iter_mut().zip(noise) {
            let size = Field128::from(noise.unsigned_abs());
            *sum += if *noise < 0 { -size } else { size };
        }
    }

    /// The counts that shares of every counter add up to; those in the upper half of what there is are negative.
    #[must_use]
    pub fn counts(&self) -> Vec<i128> {
        let modulus = Field128::modulus();
        let count = |field: &Field128| {
            let number = u128::from(*field);
            if number > modulus / 2 {
                -((modulus - number) as i128)
            } else {
                number as i128
            }
        };
        self.0.iter().map(count).collect()
    }

    /// Its bytes: each number in 16, the lowest first.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.0
            .iter()
            .flat_map(|field| u128::from(*field).to_le_bytes())
            .collect()
    }

    /// A share of so many numbers.
    ///
    /// # Errors
    /// The bytes are not such a sum.
    pub fn of_bytes(bytes: &[u8], cells: usize) -> Result<Self> {
        let (numbers, rest) = bytes.as_chunks::<16>();
        let field = |bytes: &[u8; 16]| {
            let number = u128::from_le_bytes(*bytes);
            (number < Field128::modulus()).then(|| Field128::from(number))
        };
        let fields: Option<Vec<Field128>> = numbers.iter().map(field).collect();
        fields
            .filter(|fields| fields.len() == cells && rest.is_empty())
            .map(Self)
            .ok_or_else(|| malformed("has shares that are not those of the question's cells"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::hex;
    use serde_json::Value;

    /// The vectors of the draft, and whether what they report is an answer.
    const VECTORS: [(&str, bool); 7] = [
        (include_str!("../vectors/Prio3Histogram_0.json"), true),
        (include_str!("../vectors/Prio3Histogram_1.json"), true),
        (include_str!("../vectors/Prio3MultihotCountVec_0.json"), true),
        (include_str!("../vectors/Prio3MultihotCountVec_1.json"), true),
        (include_str!("../vectors/Prio3Histogram_bad_public_share.json"), false),
        (
            include_str!("../vectors/Prio3Histogram_bad_helper_jr_blind.json"),
            false,
        ),
        (
            include_str!("../vectors/Prio3Histogram_bad_leader_jr_blind.json"),
            false,
        ),
    ];

    fn bytes(value: &Value) -> Vec<u8> {
        let text = value.as_str().unwrap();
        let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    }

    /// What counters make of the reports of a vector: the sum, if all are answers.
    fn counted<T: Type<Field = Field128>>(vdaf: &Of<T>, vector: &Value) -> Result<Vec<u128>> {
        let (ctx, key) = (bytes(&vector["ctx"]), bytes(&vector["verify_key"]));
        let mut sum = vec![Field128::zero(); vdaf.output_len()];
        for report in vector["reports"].as_array().unwrap() {
            let (nonce, public) = (bytes(&report["nonce"]), bytes(&report["public_share"]));
            let pieces = report["input_shares"].as_array().unwrap();
            let (mut states, mut parts) = (Vec::new(), Vec::new());
            for (counter, piece) in (0..).zip(pieces) {
                let key: &Hash = key.as_slice().try_into().unwrap();
                let nonce: &Nonce = nonce.as_slice().try_into().unwrap();
                let (state, part) = verify(vdaf, key, &ctx, counter, nonce, &public, &bytes(piece))?;
                let expected = report["verifier_shares"][0][usize::from(counter)].as_str().unwrap();
                assert_eq!(hex(&part), expected, "the part of the proof of counter {counter}");
                states.push(state);
                parts.push(part);
            }
            for state in states {
                let share = finish(vdaf, &ctx, &public, state, &parts)?;
                sum.iter_mut().zip(&share.0).for_each(|(sum, share)| *sum += *share);
            }
        }
        Ok(sum.into_iter().map(u128::from).collect())
    }

    #[test]
    fn pieces_and_proofs_are_those_of_the_draft() {
        for (text, is_answer) in VECTORS {
            let vector: Value = serde_json::from_str(text).unwrap();
            let number = |key: &str| usize::try_from(vector[key].as_u64().unwrap()).unwrap();
            let (counters, cells, chunk) = (
                u8::try_from(number("shares")).unwrap(),
                number("length"),
                number("chunk_length"),
            );
            let counted = match vector.get("max_weight") {
                None => counted(&Prio3::new_histogram(counters, cells, chunk).unwrap(), &vector),
                Some(_) => {
                    let vdaf = Prio3::new_multihot_count_vec(counters, cells, number("max_weight"), chunk);
                    counted(&vdaf.unwrap(), &vector)
                }
            };
            assert_eq!(counted.is_ok(), is_answer);
            if let Ok(sum) = counted {
                let expected = vector["agg_result"].as_array().unwrap().iter();
                assert_eq!(
                    sum,
                    expected
                        .map(|count| u128::from(count.as_u64().unwrap()))
                        .collect::<Vec<_>>()
                );
            }
        }
    }
}
