//! Black-and-white e-paper on a controller with two image memories: SSD1680.
//!
//! Source: the SSD1680 data sheet, rev 0.14, sections 6 (memories, waveforms), 7 (commands) and 9 (order of operation).
//! What the paper shows is not what the memories hold: pixels move when a refresh drives them, and stay as they are
//! without power.

mod care;
mod memory;
mod sequence;
#[cfg(test)]
mod tests;
mod waveform;

use std::time::Duration;

use crate::{Glass, Image, Misuse, emulated::Chip, wire::Log};
use care::Care;
use memory::{Memories, Which};
use sequence::Sequence;
use waveform::Waveform;

/// Data sheet: a serial write cycle takes at least 50 ns.
const RATED_HZ: u32 = 20_000_000;
/// How long a reset, by line or command, keeps the controller at work.
const RESET: Duration = Duration::from_millis(2);

mod command {
    pub(super) const DRIVER_OUTPUT: u8 = 0x01;
    pub(super) const DEEP_SLEEP: u8 = 0x10;
    pub(super) const DATA_ENTRY: u8 = 0x11;
    pub(super) const SW_RESET: u8 = 0x12;
    pub(super) const TEMPERATURE_SENSOR: u8 = 0x18;
    pub(super) const TEMPERATURE: u8 = 0x1A;
    pub(super) const ACTIVATE: u8 = 0x20;
    pub(super) const UPDATE_CONTROL_1: u8 = 0x21;
    pub(super) const UPDATE_CONTROL_2: u8 = 0x22;
    pub(super) const WRITE_NEW: u8 = 0x24;
    pub(super) const WRITE_OLD: u8 = 0x26;
    pub(super) const WRITE_LUT: u8 = 0x32;
    pub(super) const BORDER: u8 = 0x3C;
    pub(super) const WINDOW_X: u8 = 0x44;
    pub(super) const WINDOW_Y: u8 = 0x45;
    pub(super) const COUNTER_X: u8 = 0x4E;
    pub(super) const COUNTER_Y: u8 = 0x4F;
}

#[derive(Debug)]
pub(crate) struct Epaper {
    glass: Glass,
    memories: Memories,
    registers: Registers,
    /// The command whose arguments or pixels are coming.
    command: Option<u8>,
    arguments: Vec<u8>,
    /// What the paper shows, row after row of the glass: whether a pixel is white.
    paper: Vec<bool>,
    /// What it shows once the work under way is done.
    coming: Vec<bool>,
    busy_until: Duration,
    /// In deep sleep nothing but the reset line is heard.
    asleep: bool,
    care: Care,
}

/// What a reset sets.
#[derive(Debug)]
struct Registers {
    /// Gate lines that are driven.
    gates: usize,
    /// Whether they are driven from the last to the first.
    gates_reversed: bool,
    /// What the next activation does.
    sequence: u8,
    /// What the memories are read as: the new one in the low half, the old one in the high half.
    read_as: u8,
    /// A temperature that was written in place of the sensor's, in whole degrees.
    temperature: Option<i8>,
    waveform: Option<Waveform>,
    clock: bool,
    analog: bool,
}

impl Default for Registers {
    fn default() -> Self {
        Self {
            gates: memory::ROWS,
            gates_reversed: false,
            sequence: 0xFF,
            read_as: 0,
            temperature: None,
            waveform: None,
            clock: false,
            analog: false,
        }
    }
}

impl Epaper {
    pub(crate) fn new(glass: Glass) -> Self {
        let (columns, rows) = (usize::from(glass.size.0), usize::from(glass.size.1));
        // Out of the box paper shows anything; stripes here.
        let paper: Vec<bool> = (0..rows * columns).map(|at| at % columns / 4 % 2 == 0).collect();
        Self {
            glass,
            memories: Memories::new(),
            registers: Registers::default(),
            command: None,
            arguments: Vec::new(),
            coming: paper.clone(),
            paper,
            busy_until: Duration::ZERO,
            asleep: false,
            care: Care::default(),
        }
    }

    /// What the work that is over has left on the paper.
    fn settle(&mut self, now: Duration) {
        if now >= self.busy_until {
            self.paper.clone_from(&self.coming);
        }
    }

    fn work(&mut self, now: Duration, time: Duration) {
        self.busy_until = now + time;
    }

    fn start_command(&mut self, command: u8, now: Duration, log: &mut Log) {
        self.check_arguments(log);
        self.command = None;
        self.arguments.clear();
        if self.asleep {
            log.misuse(Misuse::Asleep { command });
            return;
        }
        if now < self.busy_until {
            log.misuse(Misuse::Busy { command });
            return;
        }
        self.settle(now);
        self.care.check_that_it_sleeps(now, log);
        self.command = Some(command);
        match command {
            command::SW_RESET => {
                self.forget_registers();
                self.work(now, RESET);
            }
            command::ACTIVATE => self.activate(now, log),
            command::WRITE_NEW | command::WRITE_OLD => {
                self.memories.begin(log);
                log.counters.windows += 1;
            }
            _ => {}
        }
    }

    fn argument(&mut self, byte: u8, log: &mut Log) {
        self.arguments.push(byte);
        let word = |at: usize| u16::from_le_bytes([self.arguments[at], self.arguments[at + 1]]);
        match (self.command, self.arguments.len()) {
            (Some(command::DRIVER_OUTPUT), 3) => {
                self.registers.gates = usize::from(word(0) & 0x1FF) + 1;
                self.registers.gates_reversed = byte & 1 != 0;
            }
            (Some(command::DEEP_SLEEP), 1) => match byte & 3 {
                0 => {}
                mode => {
                    self.asleep = true;
                    self.care.sleep();
                    (self.registers.clock, self.registers.analog) = (false, false);
                    if mode == 3 {
                        self.memories = Memories::new();
                    }
                }
            },
            (Some(command::DATA_ENTRY), 1) => self.memories.set_entry(byte),
            (Some(command::TEMPERATURE), 1) => self.registers.temperature = Some(byte as i8),
            (Some(command::UPDATE_CONTROL_1), 1) => self.registers.read_as = byte,
            (Some(command::UPDATE_CONTROL_2), 1) => self.registers.sequence = byte,
            (Some(command::WRITE_LUT), waveform::BYTES) => {
                self.registers.waveform = Waveform::written(&self.arguments);
            }
            (Some(command::WINDOW_X), 2) => {
                let columns = (u16::from(self.arguments[0]), u16::from(byte));
                self.memories.set_columns(columns, log);
            }
            (Some(command::WINDOW_Y), 4) => self.memories.set_rows((word(0), word(2)), log),
            (Some(command::COUNTER_X), 1) => self.memories.set_column(byte.into(), log),
            (Some(command::COUNTER_Y), 2) => self.memories.set_row(word(0), log),
            _ => {}
        }
    }

    /// Whether the last command got the arguments that it takes. Commands not listed take what they like.
    fn check_arguments(&self, log: &mut Log) {
        let Some(command) = self.command else { return };
        let given = self.arguments.len();
        let right = match command {
            command::SW_RESET | command::ACTIVATE => given == 0,
            command::DEEP_SLEEP | command::DATA_ENTRY | command::UPDATE_CONTROL_2 => given == 1,
            command::TEMPERATURE_SENSOR | command::BORDER | command::COUNTER_X => given == 1,
            // The second byte is the fraction of a degree, and the number of sources.
            command::TEMPERATURE | command::UPDATE_CONTROL_1 => given == 1 || given == 2,
            command::WINDOW_X | command::COUNTER_Y => given == 2,
            command::DRIVER_OUTPUT => given == 3,
            command::WINDOW_Y => given == 4,
            command::WRITE_LUT => given >= waveform::BYTES,
            _ => true,
        };
        if !right {
            log.misuse(Misuse::WrongArguments { command, given });
        }
    }

    /// Runs the sequence that command 0x22 chose.
    fn activate(&mut self, now: Duration, log: &mut Log) {
        self.memories.leave_window(log);
        let sequence = Sequence(self.registers.sequence);
        self.registers.clock |= sequence.starts_clock();
        self.registers.analog |= sequence.starts_analog();
        if sequence.loads_waveform() {
            self.registers.waveform = Some(Waveform::built_in(sequence.mode(), self.registers.temperature));
        } else if sequence.loads_temperature() {
            self.registers.temperature = None;
        }
        let mut time = sequence.overhead();
        if sequence.displays() {
            if !self.registers.clock || !self.registers.analog {
                log.misuse(Misuse::RefreshWithoutPower);
            } else if let Some(waveform) = self.registers.waveform.clone() {
                time += waveform.time();
                self.coming = self.driven(&waveform);
                self.care.refresh(waveform.is_full(), now, now + time, log);
            } else {
                log.misuse(Misuse::RefreshWithoutWaveform);
            }
        }
        self.registers.clock &= !sequence.stops_clock();
        self.registers.analog &= !sequence.stops_analog();
        self.work(now, time);
    }

    /// What the paper shows after the waveform.
    fn driven(&self, waveform: &Waveform) -> Vec<bool> {
        let (columns, rows) = (usize::from(self.glass.size.0), usize::from(self.glass.size.1));
        let at = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
        at.map(|(column, row)| {
            let was = self.paper[row * columns + column];
            let Some((x, y)) = self.memory_position(column, row) else {
                return was;
            };
            let [new, old] = [(Which::New, 0), (Which::Old, 4)]
                .map(|(which, shift)| read(self.memories.bit(which, x, y), self.registers.read_as >> shift));
            waveform.drives_to(old, new).unwrap_or(was)
        })
        .collect()
    }

    /// Column and row in memory of a pixel of the glass; none if its lines are not driven.
    fn memory_position(&self, column: usize, row: usize) -> Option<(usize, usize)> {
        let column = column + usize::from(self.glass.offset.0);
        let gate = row + usize::from(self.glass.offset.1);
        let last = self.registers.gates.checked_sub(1)?;
        let row = if self.registers.gates_reversed {
            last.checked_sub(gate)?
        } else {
            gate
        };
        (row <= last).then_some((column, row))
    }

    fn forget_registers(&mut self) {
        self.registers = Registers::default();
        self.memories.forget_window();
        self.command = None;
        self.arguments.clear();
    }
}

/// What a bit of memory is read as, by the option of command 0x21.
fn read(bit: bool, option: u8) -> bool {
    match option & 0xF {
        4 => false,
        8 => !bit,
        _ => bit,
    }
}

impl Chip for Epaper {
    fn command(&mut self, bytes: &[u8], now: Duration, log: &mut Log) {
        for &byte in bytes {
            self.start_command(byte, now, log);
        }
    }

    fn data(&mut self, bytes: &[u8], now: Duration, log: &mut Log) {
        match self.command {
            _ if bytes.is_empty() => {}
            // What was not heard was reported when its command came.
            None if self.asleep || now < self.busy_until => {}
            None => log.misuse(Misuse::DataWithoutCommand),
            Some(command @ (command::WRITE_NEW | command::WRITE_OLD)) => {
                let which = if command == command::WRITE_NEW {
                    Which::New
                } else {
                    Which::Old
                };
                log.counters.pixels += bytes.len() as u64 * 8;
                bytes.iter().for_each(|&byte| self.memories.store(which, byte, log));
            }
            Some(_) => bytes.iter().for_each(|&byte| self.argument(byte, log)),
        }
    }

    fn reset(&mut self, now: Duration) {
        // Power that fails in the middle leaves pixels anywhere; here they stay as they were.
        if now < self.busy_until {
            self.coming.clone_from(&self.paper);
        }
        self.settle(now);
        self.forget_registers();
        self.asleep = false;
        self.work(now, RESET);
    }

    fn rated_hz(&self) -> u32 {
        RATED_HZ
    }

    fn is_busy(&self, now: Duration) -> bool {
        self.asleep || now < self.busy_until
    }

    fn image(&self, now: Duration) -> Image {
        let (width, height) = self.glass.seen_size();
        let shown = if now < self.busy_until {
            &self.paper
        } else {
            &self.coming
        };
        let columns = usize::from(self.glass.size.0);
        Image::from_fn(width.into(), height.into(), |x, y| {
            let white = self
                .glass
                .position(x, y)
                .is_some_and(|(column, row)| shown[row * columns + column]);
            if white { [255; 3] } else { [0; 3] }
        })
    }
}
