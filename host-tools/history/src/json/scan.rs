//! Finding the fields of an object without looking at more than is needed.

use super::grammar::{Shape, Stop, blank, name, value};
use super::value::{Value, spells};

/// Where a field lies in its object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Member {
    name: (u32, u32),
    value: (u32, u32),
    shape: Shape,
    /// The number of its name among those that the scanner knows.
    pub(super) known: Option<u8>,
}

impl Member {
    /// What stands between the quotes of its name.
    pub(super) fn name<'a>(&self, object: &'a [u8]) -> &'a [u8] {
        &object[self.name.0 as usize..self.name.1 as usize]
    }

    pub(super) fn value<'a>(&self, object: &'a [u8]) -> Value<'a> {
        Value::cut(self.shape, object, self.start(), self.end())
    }

    /// Where its value starts.
    fn start(&self) -> usize {
        self.value.0 as usize
    }

    /// Where its value ends.
    fn end(&self) -> usize {
        self.value.1 as usize
    }

    /// The same field where what stood at `from` stands at `to`.
    fn moved(&self, from: usize, to: usize) -> Self {
        let place = |place: u32| place - from as u32 + to as u32;
        let places = |(start, end)| (place(start), place(end));
        Self {
            name: places(self.name),
            value: places(self.value),
            ..*self
        }
    }
}

/// What comes after the opening brace of an object, or after one of its values.
#[derive(Clone, Copy, Debug)]
enum Ahead {
    /// A field: where its name lies, and where its value starts.
    Field { name: (u32, u32), start: usize },
    /// The closing brace: where the object ends.
    End(usize),
}

/// A scanner of objects that expects each to be much as one before it.
///
/// The rows of a history have the same names in the same order with the same white space between, and most of their values
/// are the same, too: `null`, `false`, the same country. So an object is compared with an earlier one, all at once; only
/// the values that differ, and what is laid out differently, are looked at sign by sign.
///
/// That it finds what it would find without an earlier one rests on this: whether bytes are a field depends on nothing
/// before them but on whether it is the first. The earlier object is JSON, and is compared from behind one field to behind
/// another, or from behind one brace to behind the other. As far as the bytes are the same, they are the same name, colon
/// and value; a value that is the same, and is followed by the same byte, is the same as a whole. From the first byte on that
/// differs, nothing is believed: blanks may come or go there, and a value is looked at from its first byte on.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    /// The last object that was laid out otherwise than the one before.
    object: Vec<u8>,
    members: Vec<Member>,
    /// Names that are told by number, so that they need not be told apart in each object.
    names: &'static [&'static str],
}

impl Scanner {
    pub(super) fn knowing(names: &'static [&'static str]) -> Self {
        Self {
            names,
            ..Self::default()
        }
    }

    /// Finds the shape and the end of the value that starts with the first byte, and the fields in it when it is an object.
    pub(super) fn scan(&mut self, bytes: &[u8], members: &mut Vec<Member>) -> Result<(Shape, usize), Stop> {
        members.clear();
        if bytes.first() != Some(&b'{') {
            return value(bytes, 0);
        }
        let mut as_expected = true;
        // Behind the last field that was found, here and in the earlier object.
        let (mut at, mut from) = (1, 1);
        loop {
            let expected = self.object.get(from..).unwrap_or_default();
            let reach = from + alike(expected, &bytes[at..]);
            // A field whose value has the same end, too, is the same.
            while let Some(member) = self.members.get(members.len()).filter(|member| member.end() < reach) {
                members.push(member.moved(from, at));
                (at, from) = (at + member.end() - from, member.end());
            }
            let (ahead, known) = match self.members.get(members.len()) {
                Some(next) if next.start() <= reach => {
                    let start = blank(bytes, at + next.start() - from)?;
                    let name = next.moved(from, at).name;
                    (Ahead::Field { name, start }, next.known)
                }
                None if from < reach && reach == self.object.len() => (Ahead::End(at + reach - from), None),
                _ => {
                    as_expected = false;
                    let ahead = ahead(bytes, at, members.is_empty())?;
                    (ahead, self.known(bytes, ahead))
                }
            };
            match ahead {
                Ahead::Field { name, start } => {
                    let (shape, end) = value(bytes, start)?;
                    let value = (start as u32, end as u32);
                    from = self.members.get(members.len()).map_or(self.object.len(), Member::end);
                    members.push(Member {
                        name,
                        value,
                        shape,
                        known,
                    });
                    at = end;
                }
                Ahead::End(end) => {
                    if !as_expected {
                        self.object.clear();
                        self.object.extend_from_slice(&bytes[..end]);
                        self.members.clone_from(members);
                    }
                    return Ok((Shape::Object, end));
                }
            }
        }
    }

    /// The number of the name of a field.
    fn known(&self, object: &[u8], field: Ahead) -> Option<u8> {
        let Ahead::Field { name, .. } = field else { return None };
        let name = &object[name.0 as usize..name.1 as usize];
        let number = self.names.iter().position(|known| spells(name, known))?;
        u8::try_from(number).ok()
    }
}

/// How many bytes two texts begin with alike.
#[inline]
fn alike(one: &[u8], other: &[u8]) -> usize {
    let mut at = 0;
    while let (Some(a), Some(b)) = (one[at..].first_chunk(), other[at..].first_chunk()) {
        let differ = u128::from_le_bytes(*a) ^ u128::from_le_bytes(*b);
        if differ != 0 {
            return at + differ.trailing_zeros() as usize / 8;
        }
        at += size_of::<u128>();
    }
    let rest = one[at..].iter().zip(&other[at..]);
    at + rest.take_while(|(a, b)| a == b).count()
}

/// Looks for the next field, or the end, of an object from `at` on; `first` if that is behind its opening brace.
fn ahead(object: &[u8], at: usize, first: bool) -> Result<Ahead, Stop> {
    let mut at = blank(object, at)?;
    match object[at] {
        b'}' => return Ok(Ahead::End(at + 1)),
        b',' if !first => at = blank(object, at + 1)?,
        _ if first => {}
        _ => return Err(Stop::Syntax),
    }
    let (name, start) = name(object, at)?;
    Ok(Ahead::Field {
        name: (name.0 as u32, name.1 as u32),
        start,
    })
}

/// The names in the beginning of an object, to the first fault in it, escapes untouched.
pub(super) fn names(object: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut behind = Some(1);
    std::iter::from_fn(move || {
        let at = behind?;
        let Ok(Ahead::Field { name, start }) = ahead(object, at, at == 1) else {
            return None;
        };
        // The value of the last one may be cut off.
        behind = value(object, start).ok().map(|(_, end)| end);
        Some(&object[name.0 as usize..name.1 as usize])
    })
}
