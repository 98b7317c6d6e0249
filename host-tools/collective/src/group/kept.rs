//! What a friend keeps of a group: what was signed, so that it can be written again and is never signed in two ways, and what came out.

use chrono::NaiveDate;

use super::earlier::Earlier;
use super::envelopes::Envelopes;
use super::friend::signer;
use super::numbers::{self, Numbers};
use super::roster::Group;
use super::sum::Sum;
use super::total::Total;
use crate::code::{Hash, decode, decode_exactly, encode, hex, unhex};
use crate::error::{Result, malformed, refused};
use crate::invitation::{day, number};
use crate::kind::{Kind, Reader, Writer};
use crate::note::Note;
use crate::seal::Opener;

/// What a friend keeps of a group.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// The group, closed.
    pub group: Group,
    /// The own place in it, from 0.
    pub place: u8,
    /// When the own numbers were signed.
    pub day: NaiveDate,
    /// The own numbers.
    pub numbers: Numbers,
    /// The key to names, where they are asked for.
    pub names_key: Option<[u8; 32]>,
    /// The SHA-256 of what was signed as own envelopes.
    pub signed: Hash,
    /// The own sum, once it was signed.
    pub sum: Option<String>,
    /// What came out, once it has.
    pub total: Option<Total>,
    /// What is needed until then: the secret that opens shares, and the envelopes.
    open: Option<Open>,
}

#[derive(Clone, PartialEq, Eq)]
struct Open {
    sealing: [u8; 32],
    envelopes: String,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept")
            .field("group", &self.group.terms)
            .finish_non_exhaustive()
    }
}

impl Kept {
    /// Of what was just signed: envelopes with these numbers, by a friend with these secrets.
    ///
    /// # Errors
    /// When these are not envelopes of a friend in this group.
    pub fn new(
        group: &Group,
        (signing, sealing): (&[u8; 32], &[u8; 32]),
        numbers: Numbers,
        envelopes: &Note,
        day: NaiveDate,
    ) -> Result<Self> {
        let text = envelopes.to_string();
        let read = Envelopes::read(group, text.as_bytes())?;
        if group.place_of(&signer(signing)?.verifier()) != Some(read.place) {
            return Err(refused("has envelopes of somebody else"));
        }
        Ok(Self {
            place: read.place,
            day,
            numbers,
            names_key: group.names_key(read.place, &Opener::new(sealing))?,
            signed: read.hash,
            sum: None,
            total: None,
            open: Some(Open {
                sealing: *sealing,
                envelopes: text,
            }),
            group: group.clone(),
        })
    }

    /// What opens the shares that are sealed for this friend; none once the total is known.
    #[must_use]
    pub fn opener(&self) -> Option<Opener> {
        self.open.as_ref().map(|open| Opener::new(&open.sealing))
    }

    /// The envelopes as they were signed; none once the total is known.
    #[must_use]
    pub fn envelopes(&self) -> Option<&str> {
        self.open.as_ref().map(|open| open.envelopes.as_str())
    }

    /// Keeps what came out, and lets go of what opens shares: nobody can make this friend open anything of this group any more.
    pub fn close(&mut self, total: Total) {
        self.total = Some(total);
        self.open = None;
    }

    /// Whom later totals must not nearly be: those who were added up, as far as that is known, or all.
    ///
    /// # Errors
    /// When what is kept is damaged.
    pub fn earlier(&self) -> Result<Earlier> {
        let counted = match (&self.total, &self.sum) {
            (Some(total), _) => Some(total.counted.clone()),
            (None, Some(sum)) => Some(Sum::read(&self.group, sum.as_bytes())?.counted),
            (None, None) => None,
        };
        let places: Vec<u8> = match counted {
            Some(counted) => counted.into_iter().map(|(place, _)| place).collect(),
            None => (0..self.group.size()).collect(),
        };
        Ok(Earlier::new(&self.group, places, self.day))
    }

    /// Under which name it is kept.
    #[must_use]
    pub fn name(&self) -> String {
        hex(&self.group.hash())
    }

    /// As it is kept.
    #[must_use]
    pub fn text(&self) -> String {
        let writer = Writer::new(Kind::KeptGroup)
            .line("group", encode(self.group.note().to_string().as_bytes()))
            .line("place", self.place.to_string())
            .line("day", self.day.to_string())
            .line("signed", hex(&self.signed))
            .line("numbers", numbers::written(&self.numbers.cells))
            .lines("marked", self.numbers.names.iter().map(|name| encode(name.as_bytes())))
            .lines("names-key", self.names_key.iter().map(|key| encode(key)));
        let (open, sum) = (self.open.iter(), self.sum.iter());
        let writer = open.fold(writer, |writer, open| {
            writer
                .line("sealing", encode(&open.sealing))
                .line("envelopes", encode(open.envelopes.as_bytes()))
        });
        let writer = writer.lines("sum", sum.map(|sum| encode(sum.as_bytes())));
        let writer = self.total.iter().fold(writer, |writer, total| {
            let counted = total.counted.iter();
            writer
                .lines("counted", counted.map(|(place, hash)| format!("{place} {}", hex(hash))))
                .line("total", numbers::written(&total.numbers))
        });
        writer.text()
    }

    /// Reads it as it is kept.
    ///
    /// # Errors
    /// The text is nothing that is kept of a group.
    pub fn read(text: &str) -> Result<Self> {
        let mut reader = Reader::new(text, Kind::KeptGroup)?;
        let plain =
            |line: &str| String::from_utf8(decode(line)?).map_err(|_| malformed("has something that is not text"));
        let group = Group::read(plain(reader.take("group")?)?.as_bytes())?;
        let cells = group.terms.cells();
        let small = |text: &str| u8::try_from(number(text)?).map_err(|_| malformed("has a place that is too large"));
        let place = small(reader.take("place")?)?;
        let (day, signed) = (day(reader.take("day")?)?, unhex(reader.take("signed")?)?);
        let numbers = Numbers {
            cells: numbers::read(reader.take("numbers")?, cells)?,
            names: reader.all("marked").into_iter().map(plain).collect::<Result<_>>()?,
        };
        let names_key = reader.maybe("names-key").map(decode_exactly).transpose()?;
        let open = match reader.maybe("sealing") {
            None => None,
            Some(sealing) => Some(Open {
                sealing: decode_exactly(sealing)?,
                envelopes: plain(reader.take("envelopes")?)?,
            }),
        };
        let sum = reader.maybe("sum").map(plain).transpose()?;
        let counted = reader.all("counted").into_iter().map(|line| {
            let (place, hash) = line
                .split_once(' ')
                .ok_or_else(|| malformed("has a line of who is added up that cannot be read"))?;
            Ok((small(place)?, unhex(hash)?))
        });
        let counted = counted.collect::<Result<Vec<_>>>()?;
        let total = match reader.maybe("total") {
            None => None,
            Some(total) => Some(Total {
                counted,
                numbers: numbers::read(total, cells)?,
            }),
        };
        reader.end()?;
        Ok(Self {
            group,
            place,
            day,
            numbers,
            names_key,
            signed,
            sum,
            total,
            open,
        })
    }
}
