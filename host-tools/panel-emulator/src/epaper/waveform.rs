//! How pixels are driven from one tone to the other.

use std::time::Duration;

/// Bytes of a waveform that a driver writes itself: five tables of twelve groups, twelve groups of times, rates, gates.
pub(super) const BYTES: usize = 153;
const GROUPS: usize = 12;
/// A frame of 50 Hz.
const FRAME: Duration = Duration::from_millis(20);
/// Above this temperature the built-in waveforms are short; drivers pretend it to hurry a full refresh.
const WARM: i8 = 80;

/// The modes that the built-in waveforms are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Every pixel is driven both ways, and flickers.
    Full,
    /// Only pixels whose new tone differs from the old one are driven.
    Partial,
}

#[derive(Clone, Debug)]
pub(super) enum Waveform {
    BuiltIn { mode: Mode, time: Duration },
    Written(Box<[u8; BYTES]>),
}

impl Waveform {
    /// The waveform in the controller's own memory.
    pub(super) fn built_in(mode: Mode, temperature: Option<i8>) -> Self {
        let ms = match mode {
            Mode::Partial => 450,
            Mode::Full if temperature.is_some_and(|degrees| degrees >= WARM) => 1_300,
            Mode::Full => 4_000,
        };
        Self::BuiltIn {
            mode,
            time: Duration::from_millis(ms),
        }
    }

    /// The one that a driver wrote.
    pub(super) fn written(bytes: &[u8]) -> Option<Self> {
        Some(Self::Written(Box::new(bytes.get(..BYTES)?.try_into().ok()?)))
    }

    /// The tone that a pixel is driven to, given its bits in the old and the new memory; none if it is left alone.
    pub(super) fn drives_to(&self, old: bool, new: bool) -> Option<bool> {
        match self {
            Self::BuiltIn { mode: Mode::Full, .. } => Some(new),
            Self::BuiltIn { .. } => (old != new).then_some(new),
            Self::Written(bytes) => {
                let table = usize::from(old) * 2 + usize::from(new);
                phases(bytes, table).filter_map(|(voltage, _)| tone(voltage)).last()
            }
        }
    }

    /// How long it takes.
    pub(super) fn time(&self) -> Duration {
        match self {
            Self::BuiltIn { time, .. } => *time,
            Self::Written(bytes) => {
                let frames: u32 = phases(bytes, 0).map(|(_, frames)| frames).sum();
                FRAME * frames
            }
        }
    }

    /// Whether it drives every pixel both ways, which leaves no ghost of what was there.
    pub(super) fn is_full(&self) -> bool {
        match self {
            Self::BuiltIn { mode, .. } => *mode == Mode::Full,
            Self::Written(bytes) => (0..4).all(|table| {
                let drives = |to| phases(bytes, table).any(|(voltage, _)| tone(voltage) == Some(to));
                drives(true) && drives(false)
            }),
        }
    }
}

/// Voltage and frames of each phase of a table that takes any time: four phases to a group, in pairs that repeat.
fn phases(bytes: &[u8; BYTES], table: usize) -> impl Iterator<Item = (u8, u32)> + '_ {
    (0..GROUPS)
        .flat_map(move |group| {
            let voltages = bytes[table * GROUPS + group];
            let times = &bytes[5 * GROUPS + group * 7..][..7];
            let rounds = u32::from(times[6]) + 1;
            let frames = [
                (times[0], times[2]),
                (times[1], times[2]),
                (times[3], times[5]),
                (times[4], times[5]),
            ];
            frames.into_iter().enumerate().map(move |(phase, (frames, repeats))| {
                let voltage = voltages >> (6 - 2 * phase) & 3;
                (voltage, u32::from(frames) * (u32::from(repeats) + 1) * rounds)
            })
        })
        .filter(|&(_, frames)| frames > 0)
}

/// What a voltage drives to: VSH1 to black, VSL to white. VSH2 is for a third colour.
fn tone(voltage: u8) -> Option<bool> {
    match voltage {
        1 => Some(false),
        2 => Some(true),
        _ => None,
    }
}
