//! One-bit OLED controllers whose memory is made of pages of eight rows: SSD1306 and SH1106.
//!
//! Sources: the SSD1306 data sheet, rev 1.1, sections 8 (memory and serial interface) and 10 (commands); the SH1106 data
//! sheet, v2.3. Arguments of commands come with the data/command line low, like the commands themselves.

#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::{Controller, Glass, Image, Misuse, emulated::Chip, wire::Log};

const PAGES: u8 = 8;
const ROWS: usize = 64;

/// What tells the two apart.
#[derive(Clone, Copy, Debug)]
struct Model {
    columns: u8,
    /// The highest clock for writing that the data sheet allows, in Hz.
    rated_hz: u32,
    /// Whether it has windows and addressing modes, and is dark until its charge pump is switched on.
    is_ssd1306: bool,
}

/// Serial clock cycle 100 ns.
const SSD1306: Model = Model {
    columns: 128,
    rated_hz: 10_000_000,
    is_ssd1306: true,
};

/// Serial clock cycle 250 ns.
const SH1106: Model = Model {
    columns: 132,
    rated_hz: 4_000_000,
    is_ssd1306: false,
};

#[derive(Debug)]
pub(crate) struct Oled {
    glass: Glass,
    model: Model,
    /// A byte is eight rows of a column, the lowest bit on top; page after page, by segment of the glass.
    memory: Vec<u8>,
    registers: Registers,
    /// A command that lacks arguments, with those that have come.
    pending: Vec<u8>,
    /// Bytes written since the window was set.
    written: u32,
}

/// In which direction the address moves after a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Addressing {
    /// Along the window's columns, then to the next page.
    Horizontal,
    /// Down the window's pages, then to the next column.
    Vertical,
    /// Along the columns of one page.
    Page,
}

/// What a reset sets.
#[derive(Debug)]
struct Registers {
    addressing: Addressing,
    /// First and last column of the window.
    columns: (u8, u8),
    /// First and last page of the window.
    pages: (u8, u8),
    column: u8,
    page: u8,
    on: bool,
    /// Whether the voltage for the pixels is there.
    pump: bool,
    all_lit: bool,
    inverted: bool,
    /// Whether columns run against the segments, which is along the glass as modules are wired.
    segments_remapped: bool,
    /// Whether rows run against the common lines, which is down the glass as modules are wired.
    commons_remapped: bool,
    contrast: u8,
    start_line: u8,
    offset: u8,
    /// Rows that are driven.
    rows: u8,
}

impl Registers {
    fn after_reset(model: Model) -> Self {
        Self {
            addressing: Addressing::Page,
            columns: (0, model.columns - 1),
            pages: (0, PAGES - 1),
            column: 0,
            page: 0,
            on: false,
            pump: !model.is_ssd1306,
            all_lit: false,
            inverted: false,
            segments_remapped: false,
            commons_remapped: false,
            contrast: 0x7F,
            start_line: 0,
            offset: 0,
            rows: 64,
        }
    }
}

impl Oled {
    pub(crate) fn new(glass: Glass) -> Self {
        let model = if glass.controller == Controller::Sh1106 {
            SH1106
        } else {
            SSD1306
        };
        // Powered up, memory holds anything; every other dot is lit here.
        let noise = |at: usize| if at.is_multiple_of(2) { 0x55 } else { 0xAA };
        Self {
            glass,
            model,
            memory: (0..usize::from(model.columns) * usize::from(PAGES))
                .map(noise)
                .collect(),
            registers: Registers::after_reset(model),
            pending: Vec::new(),
            written: 0,
        }
    }

    /// Arguments that a command takes.
    fn takes(&self, command: u8) -> usize {
        match command {
            0x20 | 0x8D if self.model.is_ssd1306 => 1,
            0x21 | 0x22 | 0xA3 if self.model.is_ssd1306 => 2,
            0x26 | 0x27 if self.model.is_ssd1306 => 6,
            0x29 | 0x2A if self.model.is_ssd1306 => 5,
            0xAD if !self.model.is_ssd1306 => 1,
            0x81 | 0xA8 | 0xD3 | 0xD5 | 0xD9 | 0xDA | 0xDB => 1,
            _ => 0,
        }
    }

    fn run(&mut self, command: u8, arguments: &[u8], log: &mut Log) {
        let registers = &mut self.registers;
        match (command, arguments) {
            (0x00..=0x0F, _) => registers.column = registers.column & 0xF0 | command & 0x0F,
            (0x10..=0x1F, _) => registers.column = registers.column & 0x0F | command << 4,
            (0x20, [mode]) => {
                registers.addressing = match mode & 3 {
                    0 => Addressing::Horizontal,
                    1 => Addressing::Vertical,
                    _ => Addressing::Page,
                };
            }
            (0x21, &[first, last]) => {
                self.leave_window(log);
                self.registers.columns = (first, last);
                self.registers.column = first;
                self.check_window(log);
            }
            (0x22, &[first, last]) => {
                self.leave_window(log);
                self.registers.pages = (first & 7, last & 7);
                self.registers.page = first & 7;
                self.check_window(log);
            }
            (0x40..=0x7F, _) => registers.start_line = command & 63,
            (0x81, &[contrast]) => registers.contrast = contrast,
            (0x8D, [pump]) => registers.pump = pump & 4 != 0,
            (0xA0 | 0xA1, _) => registers.segments_remapped = command & 1 != 0,
            (0xA4 | 0xA5, _) => registers.all_lit = command & 1 != 0,
            (0xA6 | 0xA7, _) => registers.inverted = command & 1 != 0,
            (0xA8, [rows]) => registers.rows = (rows & 63) + 1,
            (0xAD, [pump]) => registers.pump = pump & 1 != 0,
            (0xAE | 0xAF, _) => registers.on = command & 1 != 0,
            (0xB0..=0xB7, _) => registers.page = command & 7,
            (0xC0..=0xCF, _) => registers.commons_remapped = command & 8 != 0,
            (0xD3, [offset]) => registers.offset = offset & 63,
            _ => {}
        }
    }

    fn check_window(&self, log: &mut Log) {
        let (columns, rows) = (self.registers.columns, self.registers.pages);
        let inside = |(first, last): (u8, u8), limit| first <= last && last < limit;
        if !inside(columns, self.model.columns) || !inside(rows, PAGES) {
            let row = |page: u8| u16::from(page) * 8;
            log.misuse(Misuse::WindowOutsideMemory {
                columns: (columns.0.into(), columns.1.into()),
                rows: (row(rows.0), row(rows.1) + 7),
            });
        }
    }

    /// A window that was begun has to be filled before it is left.
    fn leave_window(&mut self, log: &mut Log) {
        let Registers {
            columns,
            pages,
            addressing,
            ..
        } = self.registers;
        let length = |(first, last): (u8, u8)| u32::from(last.saturating_sub(first)) + 1;
        let window = length(columns) * length(pages);
        let rest = self.written % window;
        if addressing != Addressing::Page && rest != 0 {
            log.misuse(Misuse::TooFewPixels {
                missing: (window - rest) * 8,
            });
        }
        self.written = 0;
    }

    fn store(&mut self, byte: u8) {
        let registers = &mut self.registers;
        let last = self.model.columns - 1;
        if registers.column <= last {
            let segment = if registers.segments_remapped {
                last - registers.column
            } else {
                registers.column
            };
            let at = usize::from(registers.page) * usize::from(self.model.columns) + usize::from(segment);
            self.memory[at] = byte;
        }
        let next = |at: u8, (first, last): (u8, u8)| if at == last { first } else { at.wrapping_add(1) };
        match registers.addressing {
            Addressing::Page if self.model.is_ssd1306 => registers.column = next(registers.column, (0, last)),
            // The SH1106 stays behind the last column.
            Addressing::Page => registers.column = (registers.column + 1).min(self.model.columns),
            Addressing::Horizontal => {
                let wraps = registers.column == registers.columns.1;
                registers.column = next(registers.column, registers.columns);
                if wraps {
                    registers.page = next(registers.page, registers.pages) & 7;
                }
            }
            Addressing::Vertical => {
                let wraps = registers.page == registers.pages.1;
                registers.page = next(registers.page, registers.pages) & 7;
                if wraps {
                    registers.column = next(registers.column, registers.columns);
                }
            }
        }
    }

    /// Whether the pixel at a column and row of the glass is lit, in the orientation that modules are wired for.
    fn is_lit(&self, column: usize, row: usize) -> bool {
        let registers = &self.registers;
        let common = if registers.commons_remapped {
            row
        } else {
            ROWS - 1 - row
        };
        if !registers.on || !registers.pump || common >= usize::from(registers.rows) {
            return false;
        }
        let line = (common + usize::from(registers.offset) + usize::from(registers.start_line)) % ROWS;
        let segment = usize::from(self.model.columns).checked_sub(1 + column);
        let byte = segment.and_then(|segment| self.memory.get(line / 8 * usize::from(self.model.columns) + segment));
        let bit = byte.is_some_and(|byte| byte >> (line % 8) & 1 != 0);
        (bit || registers.all_lit) != registers.inverted
    }
}

impl Chip for Oled {
    fn command(&mut self, bytes: &[u8], _now: Duration, log: &mut Log) {
        for &byte in bytes {
            self.pending.push(byte);
            if self.pending.len() > self.takes(self.pending[0]) {
                let words = std::mem::take(&mut self.pending);
                self.run(words[0], &words[1..], log);
            }
        }
    }

    fn data(&mut self, bytes: &[u8], _now: Duration, log: &mut Log) {
        if let [command, given @ ..] = self.pending.as_slice() {
            log.misuse(Misuse::WrongArguments {
                command: *command,
                given: given.len(),
            });
            self.pending.clear();
        }
        if !bytes.is_empty() {
            log.counters.windows += 1;
        }
        log.counters.pixels += bytes.len() as u64 * 8;
        self.written += bytes.len() as u32;
        bytes.iter().for_each(|&byte| self.store(byte));
    }

    fn reset(&mut self, _now: Duration) {
        self.registers = Registers::after_reset(self.model);
        self.pending.clear();
        self.written = 0;
    }

    fn rated_hz(&self) -> u32 {
        self.model.rated_hz
    }

    fn contrast(&self) -> Option<u8> {
        Some(self.registers.contrast)
    }

    fn image(&self, _now: Duration) -> Image {
        let (width, height) = self.glass.seen_size();
        Image::from_fn(width.into(), height.into(), |x, y| {
            let position = self.glass.memory_position(x, y);
            let lit = position.is_some_and(|(column, row)| row < ROWS && self.is_lit(column, row));
            if lit { [255; 3] } else { [0; 3] }
        })
    }
}
