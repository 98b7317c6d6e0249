//! JSON as RFC 8259 has it: where a value, a name or a run of blanks ends, or that there is none.
//!
//! What is refused here is what `serde_json` refuses when it steps over a value. As there, the bytes of a text are not looked
//! at beyond quotes, escapes and control characters: whether it is UTF-8, and its surrogates come in pairs, shows when it
//! is asked for.

/// Why the end was not found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stop {
    /// The bytes end first.
    More,
    /// What stands here is not JSON.
    Syntax,
}

/// What kind of value stands somewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    Null,
    Truth(bool),
    Number,
    Text,
    List,
    Object,
}

/// How deep a value may be nested: as many brackets as fit into the bits that remember them. `serde_json` makes no value that
/// is nested deeper than this; real ones have less than 6 levels.
pub(super) const DEEPEST: u32 = u128::BITS;

/// The shape of the value whose first byte is at `at`, and where it ends. A number is told from a part of one by the byte
/// behind it.
#[inline]
pub(super) fn value(bytes: &[u8], at: usize) -> Result<(Shape, usize), Stop> {
    match bytes.get(at).ok_or(Stop::More)? {
        b'"' => Ok((Shape::Text, text(bytes, at + 1)? + 1)),
        b'{' => Ok((Shape::Object, nested(bytes, at)?)),
        b'[' => Ok((Shape::List, nested(bytes, at)?)),
        b'n' => Ok((Shape::Null, word(bytes, at, b"null")?)),
        b't' => Ok((Shape::Truth(true), word(bytes, at, b"true")?)),
        b'f' => Ok((Shape::Truth(false), word(bytes, at, b"false")?)),
        _ => Ok((Shape::Number, number(bytes, at)?)),
    }
}

/// Where the list or object that opens at `at` ends.
fn nested(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    // A bit for each that is open, the innermost last: whether it is an object.
    let (mut objects, mut depth) = (0_u128, 0);
    let closing = |objects: u128| if objects & 1 == 1 { b'}' } else { b']' };
    let value_of = |objects: u128, at| {
        if objects & 1 == 1 {
            name(bytes, at).map(|name| name.1)
        } else {
            Ok(at)
        }
    };
    loop {
        match bytes.get(at).ok_or(Stop::More)? {
            b'{' | b'[' if depth == DEEPEST => return Err(Stop::Syntax),
            open @ (b'{' | b'[') => {
                depth += 1;
                objects = objects << 1 | u128::from(*open == b'{');
                at = blank(bytes, at + 1)?;
                if bytes[at] != closing(objects) {
                    at = value_of(objects, at)?;
                    continue;
                }
            }
            _ => at = blank(bytes, value(bytes, at)?.1)?,
        }
        while bytes[at] == closing(objects) {
            depth -= 1;
            objects >>= 1;
            if depth == 0 {
                return Ok(at + 1);
            }
            at = blank(bytes, at + 1)?;
        }
        if bytes[at] != b',' {
            return Err(Stop::Syntax);
        }
        at = value_of(objects, blank(bytes, at + 1)?)?;
    }
}

/// Where the name of a field lies whose opening quote must be at `at`, without its quotes, and where the value starts.
pub(super) fn name(bytes: &[u8], at: usize) -> Result<((usize, usize), usize), Stop> {
    if *bytes.get(at).ok_or(Stop::More)? != b'"' {
        return Err(Stop::Syntax);
    }
    let end = text(bytes, at + 1)?;
    let colon = blank(bytes, end + 1)?;
    if bytes[colon] != b':' {
        return Err(Stop::Syntax);
    }
    Ok(((at + 1, end), blank(bytes, colon + 1)?))
}

/// Whether this is white space to JSON.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// The first byte from `at` on that is not white space.
#[inline]
pub(super) fn blank(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    while is_blank(*bytes.get(at).ok_or(Stop::More)?) {
        at += 1;
    }
    Ok(at)
}

/// Where the closing quote of the text is whose first byte is at `at`.
#[inline]
pub(super) fn text(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    loop {
        let rest = bytes.get(at..).ok_or(Stop::More)?;
        let plain = memchr::memchr2(b'"', b'\\', rest).ok_or(Stop::More)?;
        // Every byte is looked at, which is faster than to stop at the first.
        if rest[..plain].iter().fold(false, |found, byte| found | (*byte < b' ')) {
            return Err(Stop::Syntax);
        }
        at += plain;
        if bytes[at] == b'"' {
            return Ok(at);
        }
        at = escape(bytes, at + 1)?;
    }
}

/// Where the escape ends of which the backslash is before `at`.
fn escape(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    match bytes.get(at).ok_or(Stop::More)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(at + 1),
        b'u' => {
            let digits = bytes.get(at + 1..at + 5).ok_or(Stop::More)?;
            let are_digits = digits.iter().all(u8::is_ascii_hexdigit);
            if are_digits { Ok(at + 5) } else { Err(Stop::Syntax) }
        }
        _ => Err(Stop::Syntax),
    }
}

/// Where this word ends, if it is what stands at `at`.
fn word(bytes: &[u8], at: usize, word: &[u8]) -> Result<usize, Stop> {
    let end = at + word.len();
    match bytes.get(at..end) {
        Some(found) if found == word => delimited(bytes, end),
        Some(_) => Err(Stop::Syntax),
        None => Err(Stop::More),
    }
}

/// Where the number ends that starts at `at`.
#[inline]
fn number(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    // At least one digit.
    let digits = |at: usize| match bytes.get(at..).ok_or(Stop::More)? {
        [] => Err(Stop::More),
        [first, ..] if !first.is_ascii_digit() => Err(Stop::Syntax),
        rest => Ok(at + rest.iter().position(|byte| !byte.is_ascii_digit()).ok_or(Stop::More)?),
    };
    let first = at + usize::from(bytes[at] == b'-');
    let mut at = digits(first)?;
    if bytes[first] == b'0' && at > first + 1 {
        return Err(Stop::Syntax);
    }
    if bytes[at] == b'.' {
        at = digits(at + 1)?;
    }
    if matches!(bytes[at], b'e' | b'E') {
        let is_signed = matches!(bytes.get(at + 1).ok_or(Stop::More)?, b'+' | b'-');
        at = digits(at + 1 + usize::from(is_signed))?;
    }
    delimited(bytes, at)
}

/// The same place, if what stands there may come behind a value without quotes or brackets.
fn delimited(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    match bytes.get(at).ok_or(Stop::More)? {
        b',' | b'}' | b']' | b':' | b'"' | b'[' | b'{' => Ok(at),
        byte if is_blank(*byte) => Ok(at),
        _ => Err(Stop::Syntax),
    }
}
