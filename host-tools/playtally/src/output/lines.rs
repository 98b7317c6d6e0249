//! JSON with a line for each field, and one for each entry of a list: as easy to read as it is to search, and half as
//! long as with a line for everything.

use std::io::{self, Write};

use playtally_history::escape::write_fragment;
use serde_json::ser::Formatter;

/// Lays JSON out in lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// How many objects and lists are open, and how many of them are lists.
    open: usize,
    lists: usize,
    empty: bool,
}

impl Lines {
    fn begin(&mut self) {
        self.open += 1;
        self.empty = true;
    }

    fn end(&mut self, writer: &mut (impl Write + ?Sized), in_lines: bool) -> io::Result<()> {
        self.open -= 1;
        let empty = std::mem::take(&mut self.empty);
        if in_lines && !empty { self.line(writer) } else { Ok(()) }
    }

    fn part(&mut self, writer: &mut (impl Write + ?Sized), first: bool, in_lines: bool) -> io::Result<()> {
        self.empty = false;
        if !first {
            writer.write_all(b",")?;
        }
        if in_lines { self.line(writer) } else { Ok(()) }
    }

    fn line(&self, writer: &mut (impl Write + ?Sized)) -> io::Result<()> {
        write!(writer, "\n{}", "  ".repeat(self.open))
    }
}

impl Formatter for Lines {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_fragment(writer, fragment)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin();
        self.lists += 1;
        writer.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.lists -= 1;
        self.end(writer, self.lists == 0)?;
        writer.write_all(b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.part(writer, first, self.lists == 1)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin();
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, self.lists == 0)?;
        writer.write_all(b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.part(writer, first, self.lists == 0)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.lists == 0 { b": " } else { b":" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;
    use serde_json::{Serializer, Value, json};

    fn laid_out(value: &Value) -> String {
        let mut text = Vec::new();
        let mut serializer = Serializer::with_formatter(&mut text, Lines::default());
        value.serialize(&mut serializer).expect("JSON");
        String::from_utf8(text).expect("UTF-8")
    }

    #[test]
    fn fields_and_entries_of_lists_have_lines_of_their_own() {
        let value = json!({
            "a": {"none": [], "nothing": {}},
            "b": [{"c": [1, [2], {}], "d": "x"}, {"c": [], "d": null}],
        });
        let text = laid_out(&value);
        assert_eq!(
            text,
            r#"{
  "a": {
    "none": [],
    "nothing": {}
  },
  "b": [
    {"c":[1,[2],{}],"d":"x"},
    {"c":[],"d":null}
  ]
}"#
        );
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), value);
    }
}
