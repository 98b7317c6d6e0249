//! An emulated Pico, and the panel that hears what it sends.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use embedded_hal::digital::OutputPin;
use embedded_hal::spi::SpiDevice;
use playtally_device::{Button, Down};
use playtally_panel_emulator::{Bus, Clock, EmulatedPanel, Glass, Misuse, OutputLine, Spi};
use playtally_pico::board::Board;
use playtally_pico::fault::Fault;
use playtally_tests::picture::Picture;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The most bytes that the emulated panel takes at once.
const LONGEST: usize = 4096;

/// A Pico with files in its flash.
pub(crate) struct Chip {
    emulator: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    panel: EmulatedPanel,
    spi: Spi,
    data_command: OutputLine,
    clock: Clock,
    buttons: [u8; 4],
}

/// What some time on a Pico came to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Span {
    /// For how long the processor did not sleep, in microseconds.
    pub(crate) busy: u64,
    /// When the last byte was sent, in microseconds since the start.
    pub(crate) last: u64,
    /// The backlight, of 65,535.
    pub(crate) light: u64,
    /// How often it started anew.
    pub(crate) restarts: u64,
    /// How many bytes were sent.
    pub(crate) bytes: u64,
}

impl Chip {
    /// A Pico that is about to start.
    pub(crate) fn new(emulator: &Path, board: &Board, files: &[&Path]) -> Result<Self> {
        let glass = Glass::named(board.panel).ok_or("there is no such glass")?;
        let clock = Clock::new();
        let bus = Bus {
            // What a byte takes is not the emulated panel's to say here: the Pico's clock is set for each.
            hz: 62_500_000,
            ..Bus::SPIDEV
        };
        let panel = EmulatedPanel::with(glass, bus, clock.clone());
        let mut emulator = Command::new("node")
            .arg(emulator)
            .arg(board.data_command.to_string())
            .args(files)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(orders), Some(answers)) = (emulator.stdin.take(), emulator.stdout.take()) else {
            return Err("the emulator does not listen".into());
        };
        let mut chip = Self {
            emulator,
            orders,
            answers: BufReader::new(answers),
            spi: panel.spi(),
            data_command: panel.data_command(),
            panel,
            clock,
            buttons: board.buttons.unwrap_or_default(),
        };
        chip.hands(Down::NONE)?;
        Ok(chip)
    }

    fn ask(&mut self, order: &str) -> Result<Vec<u64>> {
        writeln!(self.orders, "{order}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        line.split_whitespace().map(|number| Ok(number.parse()?)).collect()
    }

    fn hands(&mut self, down: Down) -> Result<()> {
        for (button, pin) in Button::ALL.into_iter().zip(self.buttons) {
            self.ask(&format!("pin {pin} {}", u8::from(!down.has(button))))?;
        }
        Ok(())
    }

    /// Has it find what a program leaves that panicked.
    pub(crate) fn leave(&mut self, fault: Fault) -> Result<()> {
        self.ask(&format!("fault {}", fault.number())).map(drop)
    }

    /// Lets so much time go by, with these buttons down.
    pub(crate) fn wait(&mut self, down: Down, ms: u64) -> Result<Span> {
        self.hands(down)?;
        let [_, busy, last, light, restarts, bytes] = self.ask(&format!("run {ms}"))?[..] else {
            return Err("the emulator ended".into());
        };
        let mut sent = vec![0; bytes as usize];
        self.answers.read_exact(&mut sent)?;
        let mut rest = &sent[..];
        while let Some((head, after)) = rest.split_first_chunk::<9>() {
            let word = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
            let (bytes, after) = after.split_at(word(5) as usize);
            let at = Duration::from_micros(word(1).into());
            self.clock.advance(at.saturating_sub(self.clock.now()));
            self.data_command.set_state((head[0] == 1).into())?;
            for piece in bytes.chunks(LONGEST) {
                self.spi.write(piece)?;
            }
            rest = after;
        }
        // How bright it is, the numbers tell; a picture, whether it is lit.
        self.panel.backlight().set_state((light > 0).into())?;
        Ok(Span {
            busy,
            last,
            light,
            restarts,
            bytes,
        })
    }

    /// How many bytes the stack has taken at most, and how many are static.
    pub(crate) fn memory(&mut self) -> Result<[u64; 2]> {
        let numbers = self.ask("stack")?;
        numbers.try_into().map_err(|_| "the emulator ended".into())
    }

    /// What the eye sees.
    pub(crate) fn picture(&self) -> Picture {
        Picture::from(&self.panel.image())
    }

    /// What a data sheet does not allow, and was done.
    pub(crate) fn misuses(&self) -> Vec<Misuse> {
        self.panel.misuses()
    }
}

impl Drop for Chip {
    fn drop(&mut self) {
        let _ = self.emulator.kill();
        let _ = self.emulator.wait();
    }
}
