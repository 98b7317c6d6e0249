//! Controllers that speak the MIPI display command set.
//!
//! The commands are those of the ST7789V data sheet, sections 8.4 (serial interface), 8.12 (address control) and 9.1
//! (system function commands); the other controllers agree on them.

mod model;
mod pixels;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::{ColorOrder, Glass, Image, Misuse, emulated::Chip, wire::Log};
use model::Model;
use pixels::{Format, Unpacker};

mod command {
    pub(super) const NOP: u8 = 0x00;
    pub(super) const SWRESET: u8 = 0x01;
    pub(super) const SLPIN: u8 = 0x10;
    pub(super) const SLPOUT: u8 = 0x11;
    pub(super) const INVOFF: u8 = 0x20;
    pub(super) const INVON: u8 = 0x21;
    pub(super) const DISPOFF: u8 = 0x28;
    pub(super) const DISPON: u8 = 0x29;
    pub(super) const CASET: u8 = 0x2A;
    pub(super) const RASET: u8 = 0x2B;
    pub(super) const RAMWR: u8 = 0x2C;
    pub(super) const RAMWRC: u8 = 0x3C;
    pub(super) const VSCRDEF: u8 = 0x33;
    pub(super) const MADCTL: u8 = 0x36;
    pub(super) const VSCRSADD: u8 = 0x37;
    pub(super) const COLMOD: u8 = 0x3A;
}

/// Rows run from bottom to top.
const MADCTL_MY: u8 = 0x80;
/// Columns run from right to left.
const MADCTL_MX: u8 = 0x40;
/// Rows and columns trade places.
const MADCTL_MV: u8 = 0x20;
/// Blue comes before red on the glass.
const MADCTL_BGR: u8 = 0x08;

#[derive(Debug)]
pub(crate) struct Dcs {
    glass: Glass,
    model: Model,
    /// 24-bit color, row after row in the controller's own orientation.
    memory: Vec<[u8; 3]>,
    registers: Registers,
    /// The command whose arguments or pixels are coming.
    command: Option<u8>,
    arguments: Vec<u8>,
    /// The window being filled, from RAMWR until the next command that is no RAMWRC.
    writing: Writing,
    /// Before this time no command is allowed.
    ready_at: Duration,
    /// Before this time sleep can neither begin nor end.
    sleep_change_at: Duration,
}

/// What a reset sets.
#[derive(Debug)]
struct Registers {
    awake: bool,
    on: bool,
    inverted: bool,
    madctl: u8,
    format: Format,
    /// First and last column, as oriented.
    columns: (u16, u16),
    /// First and last row, as oriented.
    rows: (u16, u16),
    scroll: Scroll,
}

/// Lines of the glass that show other rows of memory than their own, in the controller's own orientation.
#[derive(Clone, Copy, Debug)]
struct Scroll {
    /// Lines above, which stay.
    top: u16,
    /// Lines that scroll.
    height: u16,
    /// The row that the first of them shows.
    start: u16,
}

impl Scroll {
    /// The row of memory that a line shows.
    fn row(self, line: usize) -> usize {
        let (top, height) = (usize::from(self.top), usize::from(self.height));
        if line < top || line >= top + height {
            line
        } else {
            top + (line - top + usize::from(self.start).saturating_sub(top)) % height
        }
    }
}

/// Where the next pixel goes.
#[derive(Debug, Default)]
struct Writing {
    /// Pixels written since RAMWR.
    written: u32,
    /// The position in the window, which starts over at its end.
    at: (u16, u16),
    unpacker: Unpacker,
}

impl Dcs {
    /// The controller of a glass, if it speaks the MIPI display command set.
    pub(crate) fn new(glass: Glass) -> Option<Self> {
        let model = Model::of(glass.controller)?;
        Some(Self {
            glass,
            model,
            memory: noise(usize::from(model.memory.0) * usize::from(model.memory.1)),
            registers: Registers::after_reset(model.memory),
            command: None,
            arguments: Vec::new(),
            writing: Writing::default(),
            ready_at: Duration::ZERO,
            sleep_change_at: Duration::ZERO,
        })
    }

    fn start_command(&mut self, command: u8, now: Duration, log: &mut Log) {
        if let Some(by) = self.ready_at.checked_sub(now).filter(|by| !by.is_zero()) {
            log.misuse(Misuse::TooSoon { command, by });
        }
        if command != command::RAMWRC {
            self.leave_window(log);
        }
        self.check_arguments(log);
        self.command = Some(command);
        self.arguments.clear();
        match command {
            command::SWRESET => {
                self.registers = Registers::after_reset(self.model.memory);
                self.ready_at = now + self.model.after_reset;
            }
            command::SLPIN => {
                self.change_sleep(command, now, log);
                self.registers.awake = false;
                self.ready_at = now + self.model.after_sleep;
            }
            command::SLPOUT => {
                self.change_sleep(command, now, log);
                self.registers.awake = true;
                self.ready_at = now + self.model.after_sleep;
            }
            command::INVOFF => self.registers.inverted = false,
            command::INVON => self.registers.inverted = true,
            command::DISPOFF => self.registers.on = false,
            command::DISPON => self.registers.on = true,
            command::RAMWR => {
                self.writing = Writing::default();
                self.check_window(log);
                log.counters.windows += 1;
            }
            _ => {}
        }
    }

    fn change_sleep(&mut self, command: u8, now: Duration, log: &mut Log) {
        if let Some(by) = self.sleep_change_at.checked_sub(now).filter(|by| !by.is_zero()) {
            log.misuse(Misuse::TooSoon { command, by });
        }
        self.sleep_change_at = now + self.model.between_sleeps;
    }

    fn argument(&mut self, byte: u8) {
        self.arguments.push(byte);
        let pair = |bytes: &[u8]| {
            let word = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
            (word(0), word(2))
        };
        match (self.command, self.arguments.len()) {
            (Some(command::CASET), 4) => self.registers.columns = pair(&self.arguments),
            (Some(command::RASET), 4) => self.registers.rows = pair(&self.arguments),
            (Some(command::MADCTL), 1) => self.registers.madctl = byte,
            (Some(command::COLMOD), 1) => self.registers.format = Format::from_colmod(byte),
            (Some(command::VSCRDEF), 6) => {
                let (top, height) = pair(&self.arguments);
                self.registers.scroll = Scroll {
                    top,
                    height,
                    ..self.registers.scroll
                };
            }
            (Some(command::VSCRSADD), 2) => {
                self.registers.scroll.start = u16::from_be_bytes([self.arguments[0], byte]);
            }
            _ => {}
        }
    }

    /// Whether the last command got the arguments that it takes. Commands of the maker's own are not known.
    fn check_arguments(&mut self, log: &mut Log) {
        let Some(command) = self.command.take() else { return };
        let takes = match command {
            command::CASET | command::RASET => 4,
            command::VSCRDEF => 6,
            command::VSCRSADD => 2,
            command::MADCTL | command::COLMOD => 1,
            command::NOP | command::SWRESET | command::SLPIN | command::SLPOUT => 0,
            command::INVOFF | command::INVON | command::DISPOFF | command::DISPON => 0,
            _ => return,
        };
        let given = self.arguments.len();
        if given != takes {
            log.misuse(Misuse::WrongArguments { command, given });
        }
    }

    /// Columns and rows of memory as oriented.
    fn oriented_memory(&self) -> (u16, u16) {
        let (columns, rows) = self.model.memory;
        if self.registers.madctl & MADCTL_MV == 0 {
            (columns, rows)
        } else {
            (rows, columns)
        }
    }

    fn check_window(&self, log: &mut Log) {
        let (columns, rows) = (self.registers.columns, self.registers.rows);
        let limit = self.oriented_memory();
        let inside = |(first, last): (u16, u16), limit| first <= last && last < limit;
        if !inside(columns, limit.0) || !inside(rows, limit.1) {
            log.misuse(Misuse::WindowOutsideMemory { columns, rows });
        }
    }

    /// Pixels that the window holds.
    fn window_pixels(&self) -> u32 {
        let length = |(first, last): (u16, u16)| u32::from(last.saturating_sub(first)) + 1;
        length(self.registers.columns) * length(self.registers.rows)
    }

    fn leave_window(&mut self, log: &mut Log) {
        if matches!(self.command, Some(command::RAMWR | command::RAMWRC)) {
            if self.writing.unpacker.is_torn(self.registers.format) {
                log.misuse(Misuse::TornPixel);
            }
            let missing = self.window_pixels().saturating_sub(self.writing.written);
            if missing > 0 {
                log.misuse(Misuse::TooFewPixels { missing });
            }
        }
    }

    fn pixels(&mut self, bytes: &[u8], now: Duration, log: &mut Log) {
        if !self.registers.awake || now < self.ready_at {
            log.misuse(Misuse::PixelsAsleep);
        }
        let mut unpacker = std::mem::take(&mut self.writing.unpacker);
        unpacker.unpack(self.registers.format, bytes, |color| self.pixel(color, log));
        self.writing.unpacker = unpacker;
    }

    fn pixel(&mut self, color: [u8; 3], log: &mut Log) {
        let (columns, rows) = (self.registers.columns, self.registers.rows);
        let (x, y) = (
            columns.0.saturating_add(self.writing.at.0),
            rows.0.saturating_add(self.writing.at.1),
        );
        if let Some(cell) = self.memory_index(x, y).and_then(|index| self.memory.get_mut(index)) {
            *cell = color;
        }
        if self.writing.written == self.window_pixels() {
            log.misuse(Misuse::TooManyPixels {
                window: self.writing.written,
            });
        }
        self.writing.written += 1;
        log.counters.pixels += 1;
        self.writing.at = if x < columns.1 {
            (self.writing.at.0 + 1, self.writing.at.1)
        } else if y < rows.1 {
            (0, self.writing.at.1 + 1)
        } else {
            (0, 0)
        };
    }

    /// Where in memory column `x` and row `y` lie as oriented.
    fn memory_index(&self, x: u16, y: u16) -> Option<usize> {
        let (limit_x, limit_y) = self.oriented_memory();
        if x >= limit_x || y >= limit_y {
            return None;
        }
        let (columns, rows) = self.model.memory;
        let set = |flag| self.registers.madctl & flag != 0;
        let (mut column, mut row) = if set(MADCTL_MV) { (y, x) } else { (x, y) };
        if set(MADCTL_MX) {
            column = columns - 1 - column;
        }
        if set(MADCTL_MY) {
            row = rows - 1 - row;
        }
        Some(usize::from(row) * usize::from(columns) + usize::from(column))
    }
}

impl Chip for Dcs {
    fn command(&mut self, bytes: &[u8], now: Duration, log: &mut Log) {
        for &byte in bytes {
            self.start_command(byte, now, log);
        }
    }

    fn data(&mut self, bytes: &[u8], now: Duration, log: &mut Log) {
        match self.command {
            _ if bytes.is_empty() => {}
            None => log.misuse(Misuse::DataWithoutCommand),
            Some(command::RAMWR | command::RAMWRC) => self.pixels(bytes, now, log),
            Some(_) => bytes.iter().for_each(|&byte| self.argument(byte)),
        }
    }

    fn reset(&mut self, now: Duration) {
        self.registers = Registers::after_reset(self.model.memory);
        self.command = None;
        self.arguments.clear();
        self.ready_at = now + self.model.after_reset;
        self.sleep_change_at = now + self.model.between_sleeps;
    }

    fn rated_hz(&self) -> u32 {
        self.model.rated_hz
    }

    fn is_backlit(&self) -> bool {
        true
    }

    fn image(&self, _now: Duration) -> Image {
        let (width, height) = self.glass.seen_size();
        let registers = &self.registers;
        let lit = registers.awake && registers.on;
        let bgr = registers.madctl & MADCTL_BGR != 0;
        let swapped = bgr != (self.glass.color_order == ColorOrder::Bgr);
        Image::from_fn(width.into(), height.into(), |x, y| {
            let Some((column, row)) = self.glass.memory_position(x, y) else {
                return [0; 3];
            };
            let index = registers.scroll.row(row) * usize::from(self.model.memory.0) + column;
            match self.memory.get(index) {
                Some(&[r, g, b]) if lit => {
                    let color = if swapped { [b, g, r] } else { [r, g, b] };
                    if registers.inverted == self.glass.inverted {
                        color
                    } else {
                        color.map(|part| !part)
                    }
                }
                _ => [0; 3],
            }
        })
    }
}

impl Registers {
    fn after_reset((columns, rows): (u16, u16)) -> Self {
        Self {
            awake: false,
            on: false,
            inverted: false,
            madctl: 0,
            format: Format::Rgb666,
            columns: (0, columns - 1),
            rows: (0, rows - 1),
            scroll: Scroll {
                top: 0,
                height: rows,
                start: 0,
            },
        }
    }
}

/// What memory holds after power-up: anything, but the same every time.
fn noise(pixels: usize) -> Vec<[u8; 3]> {
    let mut state = 0x2545_F491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()
    };
    (0..pixels)
        .map(|_| {
            let [r, g, b, _] = next();
            [r, g, b]
        })
        .collect()
}
