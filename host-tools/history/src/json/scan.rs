//! Finding the fields of an object, and the ends of values, without looking at more than is needed.

use super::{BYTE_ORDER_MARK, DEEPEST, Value};

/// Why the scanner stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stop {
    /// The buffer ends first.
    More,
    /// What stands here is not JSON.
    Syntax,
}

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
    pub(super) fn name<'a>(&self, object: &'a [u8]) -> &'a [u8] {
        &object[self.name.0 as usize..self.name.1 as usize]
    }

    pub(super) fn value<'a>(&self, object: &'a [u8]) -> Value<'a> {
        self.shape.cut(object, self.value.0 as usize, self.value.1 as usize)
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

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    Text,
    Bare,
    Nested,
}

impl Shape {
    /// The value from `start` to `end`, quotes included.
    pub(super) fn cut(self, bytes: &[u8], start: usize, end: usize) -> Value<'_> {
        match self {
            Self::Text => Value::Text(&bytes[start + 1..end - 1]),
            Self::Bare => Value::Bare(&bytes[start..end]),
            Self::Nested => Value::Nested(&bytes[start..end]),
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

    /// Finds where one value at the start of `bytes` ends, and the fields in it when it is an object.
    pub(super) fn scan(&mut self, bytes: &[u8], members: &mut Vec<Member>) -> Result<usize, Stop> {
        members.clear();
        if bytes.first() != Some(&b'{') {
            return value(bytes, 0).map(|(_, end)| end);
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
                    let (name, start) = (next.moved(from, at).name, at + next.start() - from);
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
                    return Ok(end);
                }
            }
        }
    }

    /// The number of the name of a field.
    fn known(&self, object: &[u8], field: Ahead) -> Option<u8> {
        let Ahead::Field { name, .. } = field else { return None };
        let name = &object[name.0 as usize..name.1 as usize];
        let number = self.names.iter().position(|known| known.as_bytes() == name)?;
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
    if object[at] != b'"' {
        return Err(Stop::Syntax);
    }
    let name_end = text(object, at + 1)?;
    let colon = blank(object, name_end + 1)?;
    if object[colon] != b':' {
        return Err(Stop::Syntax);
    }
    Ok(Ahead::Field {
        name: (at as u32 + 1, name_end as u32),
        start: blank(object, colon + 1)?,
    })
}

/// The fields of an object, to the first fault in it.
pub(super) fn fields(object: &[u8]) -> impl Iterator<Item = (&[u8], Value<'_>)> {
    let mut at = 1;
    std::iter::from_fn(move || {
        let Ok(Ahead::Field { name, start }) = ahead(object, at, at == 1) else {
            return None;
        };
        let (shape, end) = value(object, start).ok()?;
        at = end;
        Some((&object[name.0 as usize..name.1 as usize], shape.cut(object, start, end)))
    })
}

/// The names of the fields of the first object in the beginning of a file, as far as it goes, and what stands before it.
pub(crate) fn first_object(head: &[u8]) -> Option<(&[u8], Vec<&[u8]>)> {
    let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
    let start = memchr::memchr(b'{', head)?;
    let (before, object) = (head[..start].trim_ascii(), &head[start..]);
    let mut names = Vec::new();
    let mut at = 1;
    while let Ok(Ahead::Field { name, start }) = ahead(object, at, at == 1) {
        names.push(&object[name.0 as usize..name.1 as usize]);
        // The value of the last one may be cut off.
        match value(object, start) {
            Ok((_, end)) => at = end,
            Err(_) => break,
        }
    }
    Some((before, names))
}

/// The shape of the value at `at`, and where it ends.
#[inline]
pub(super) fn value(bytes: &[u8], at: usize) -> Result<(Shape, usize), Stop> {
    match bytes.get(at).ok_or(Stop::More)? {
        b'"' => Ok((Shape::Text, text(bytes, at + 1)? + 1)),
        b'{' | b'[' => Ok((Shape::Nested, nested(bytes, at)?)),
        b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
            let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b':' | b'"');
            let length = bytes[at..].iter().position(is_end).ok_or(Stop::More)?;
            Ok((Shape::Bare, at + length))
        }
        _ => Err(Stop::Syntax),
    }
}

/// Where the array or object that opens at `at` ends.
fn nested(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    let mut depth = 0;
    loop {
        match bytes.get(at).ok_or(Stop::More)? {
            b'"' => at = text(bytes, at + 1)?,
            b'{' | b'[' if depth == DEEPEST => return Err(Stop::Syntax),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Ok(at);
        }
    }
}

/// The first byte from `at` on that is not white space.
#[inline]
pub(super) fn blank(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    while matches!(bytes.get(at).ok_or(Stop::More)?, b' ' | b'\n' | b'\r' | b'\t') {
        at += 1;
    }
    Ok(at)
}

/// Where the closing quote of the text is whose first byte is at `at`.
#[inline]
pub(super) fn text(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..).ok_or(Stop::More)?).ok_or(Stop::More)?;
        if bytes[at] == b'"' {
            return Ok(at);
        }
        at += 2;
    }
}
