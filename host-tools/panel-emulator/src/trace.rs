//! What went over the wires, written down.
//!
//! A trace is text, one event a line:
//!
//! ```text
//! # Anything after a hash is a comment.
//! reset low
//! wait 10000        # nanoseconds
//! reset high
//! data/command low
//! write 2a          # bytes in hexadecimal
//! data/command high
//! write 00 00 00 ef
//! backlight 32768   # half of the time, of 65535
//! ```
//!
//! The lines are `data/command`, `reset`, `chip-select` and `backlight`. Where a trace never names `chip-select`, the panel
//! is selected throughout.

use std::{fmt, str::FromStr, time::Duration};

/// A line to the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Low for commands, high for data.
    DataCommand,
    /// Low to reset.
    Reset,
    /// Low to select.
    ChipSelect,
    /// High for light.
    Backlight,
}

impl Line {
    const NAMES: [(Self, &str); 4] = [
        (Self::DataCommand, "data/command"),
        (Self::Reset, "reset"),
        (Self::ChipSelect, "chip-select"),
        (Self::Backlight, "backlight"),
    ];
}

/// Something that happened on the wires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A line was set high or low.
    Set(Line, bool),
    /// The backlight was dimmed: from 0 for dark to `u16::MAX` for full light.
    Dim(u16),
    /// Bytes went over the bus.
    Write(Vec<u8>),
    /// Nothing happened for so long.
    Wait(Duration),
}

/// What went over the wires, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The events.
    pub events: Vec<Event>,
}

impl Trace {
    /// Every command with the data that followed it, for controllers that tell the two apart by the data/command line.
    /// Data before the first command is left out.
    pub fn commands(&self) -> Vec<(u8, Vec<u8>)> {
        let mut commands: Vec<(u8, Vec<u8>)> = Vec::new();
        let mut data = true;
        for event in &self.events {
            match event {
                Event::Set(Line::DataCommand, high) => data = *high,
                Event::Write(bytes) if data => {
                    if let Some((_, arguments)) = commands.last_mut() {
                        arguments.extend(bytes);
                    }
                }
                Event::Write(bytes) => commands.extend(bytes.iter().map(|&command| (command, Vec::new()))),
                Event::Set(..) | Event::Dim(_) | Event::Wait(_) => {}
            }
        }
        commands
    }

    pub(crate) fn names_chip_select(&self) -> bool {
        self.events
            .iter()
            .any(|event| matches!(event, Event::Set(Line::ChipSelect, _)))
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for event in &self.events {
            match event {
                Event::Set(line, high) => {
                    let name = Line::NAMES
                        .iter()
                        .find(|(named, _)| named == line)
                        .map_or("", |(_, name)| name);
                    writeln!(f, "{name} {}", if *high { "high" } else { "low" })?;
                }
                Event::Dim(light) => writeln!(f, "backlight {light}")?,
                Event::Write(bytes) => {
                    // Most of a trace is this: megabytes of it, for which a formatter takes too long.
                    const DIGITS: [char; 16] = [
                        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
                    ];
                    let mut line = String::with_capacity("write\n".len() + bytes.len() * 3);
                    line.push_str("write");
                    for byte in bytes {
                        line.extend([' ', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
                    }
                    line.push('\n');
                    f.write_str(&line)?;
                }
                Event::Wait(duration) => writeln!(f, "wait {}", duration.as_nanos())?,
            }
        }
        Ok(())
    }
}

/// A line of a trace could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceError {
    /// The line, counted from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
}

impl fmt::Display for TraceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the trace is no event: {:?}", self.line, self.text)
    }
}

impl std::error::Error for TraceError {}

impl FromStr for Trace {
    type Err = TraceError;

    fn from_str(text: &str) -> Result<Self, TraceError> {
        let mut events = Vec::new();
        for (index, text) in text.lines().enumerate() {
            let words = text.split_once('#').map_or(text, |(words, _comment)| words).trim();
            if !words.is_empty() {
                events.push(event(words).ok_or_else(|| TraceError {
                    line: index + 1,
                    text: text.into(),
                })?);
            }
        }
        Ok(Self { events })
    }
}

fn event(words: &str) -> Option<Event> {
    let (what, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    match what {
        "write" => {
            let bytes = rest.split_whitespace().map(|byte| u8::from_str_radix(byte, 16));
            bytes.collect::<Result<_, _>>().ok().map(Event::Write)
        }
        "wait" => rest.trim().parse().ok().map(|ns| Event::Wait(Duration::from_nanos(ns))),
        _ => {
            let (line, _) = Line::NAMES.into_iter().find(|(_, name)| *name == what)?;
            match rest.trim() {
                "high" => Some(Event::Set(line, true)),
                "low" => Some(Event::Set(line, false)),
                light if line == Line::Backlight => light.parse().ok().map(Event::Dim),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_survives_being_written_and_read() {
        let trace = Trace {
            events: vec![
                Event::Set(Line::Reset, false),
                Event::Wait(Duration::from_micros(10)),
                Event::Set(Line::DataCommand, false),
                Event::Write(vec![0x2A]),
                Event::Set(Line::ChipSelect, true),
                Event::Set(Line::Backlight, true),
                Event::Dim(32_768),
                Event::Write(vec![]),
                Event::Write(vec![0, 255]),
            ],
        };
        assert_eq!(trace.to_string().parse(), Ok(trace));
    }

    #[test]
    fn what_is_no_event_is_named_with_its_line() {
        for wrong in [
            "write 2g",
            "write 100",
            "wait soon",
            "reset up",
            "reset 1",
            "backlight 65536",
            "sing",
        ] {
            let text = format!("reset low # a comment\n\n{wrong}\n");
            let error = text.parse::<Trace>().unwrap_err();
            assert_eq!((error.line, error.text.as_str()), (3, wrong));
        }
    }

    #[test]
    fn data_goes_with_the_command_before_it() {
        let trace: Trace = "write 09\ndata/command low\nwrite 2a\ndata/command high\nwrite 01 02\nwrite 03\n\
                            data/command low\nwrite 2c"
            .parse()
            .unwrap();
        assert_eq!(trace.commands(), [(0x2A, vec![1, 2, 3]), (0x2C, vec![])]);
    }
}
