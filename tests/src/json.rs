//! Arrays of rows as JSON text, row by row, in the two layouts that exports come in.

use std::io::{self, Write};

/// How the text of an export is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Everything on one line.
    Compact,
    /// A line for each field.
    Pretty,
}

/// A value of a field.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Number(i64),
    Text(&'a str),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Writes one array of rows.
pub(crate) struct Rows<'w, W: Write> {
    out: &'w mut W,
    layout: Layout,
    text: Vec<u8>,
    rows: u64,
}

impl<'w, W: Write> Rows<'w, W> {
    pub(crate) fn new(out: &'w mut W, layout: Layout) -> Self {
        Self {
            out,
            layout,
            text: Vec::with_capacity(4096),
            rows: 0,
        }
    }

    /// Writes one row with its fields in this order.
    pub(crate) fn row(&mut self, fields: &[(&str, Value<'_>)]) -> io::Result<()> {
        let pretty = self.layout == Layout::Pretty;
        self.text.clear();
        self.text.extend(if self.rows == 0 { b"[".as_slice() } else { b"," });
        self.text.extend(if pretty { b"\n  {".as_slice() } else { b"{" });
        for (index, (name, value)) in fields.iter().enumerate() {
            self.text.extend(if index == 0 { b"".as_slice() } else { b"," });
            self.text.extend(if pretty { b"\n    \"".as_slice() } else { b"\"" });
            self.text.extend(name.as_bytes());
            self.text.extend(if pretty { b"\": ".as_slice() } else { b"\":" });
            push(&mut self.text, *value);
        }
        self.text.extend(if pretty { b"\n  }".as_slice() } else { b"}" });
        self.rows += 1;
        self.out.write_all(&self.text)
    }

    /// Closes the array.
    pub(crate) fn finish(self) -> io::Result<()> {
        let end: &[u8] = match (self.rows, self.layout) {
            (0, _) => b"[]",
            (_, Layout::Pretty) => b"\n]",
            (_, Layout::Compact) => b"]",
        };
        self.out.write_all(end)
    }
}

fn push(text: &mut Vec<u8>, value: Value<'_>) {
    match value {
        Value::Null => text.extend(b"null"),
        Value::Bool(true) => text.extend(b"true"),
        Value::Bool(false) => text.extend(b"false"),
        Value::Number(number) => text.extend(number.to_string().as_bytes()),
        Value::Text(string) => push_text(text, string),
    }
}

/// A string as RFC 8259 wants it; all that may stay unescaped does, as in real exports.
fn push_text(text: &mut Vec<u8>, string: &str) {
    text.push(b'"');
    for byte in string.bytes() {
        match byte {
            b'"' | b'\\' => text.extend([b'\\', byte]),
            b'\n' => text.extend(b"\\n"),
            b'\t' => text.extend(b"\\t"),
            0..0x20 => text.extend(format!("\\u{byte:04x}").as_bytes()),
            _ => text.push(byte),
        }
    }
    text.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(layout: Layout, rows: usize) -> String {
        let mut out = Vec::new();
        let mut array = Rows::new(&mut out, layout);
        for _ in 0..rows {
            array
                .row(&[("a", Value::Null), ("b", "\"夜\"\u{1}\t".into()), ("c", (-3).into())])
                .unwrap();
        }
        array.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn both_layouts_hold_the_same_rows() {
        for rows in 0..4 {
            let parse = |layout| serde_json::from_str::<serde_json::Value>(&written(layout, rows)).unwrap();
            let pretty = parse(Layout::Pretty);
            assert_eq!(pretty, parse(Layout::Compact));
            assert_eq!(pretty.as_array().unwrap().len(), rows);
            assert!(pretty.as_array().unwrap().iter().all(|row| row["b"] == "\"夜\"\u{1}\t"));
        }
    }
}
