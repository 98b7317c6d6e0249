//! The two image memories, and how bytes find their place in them.

use crate::{Misuse, wire::Log};

/// Bytes of a row: 176 source lines.
const COLUMNS: u16 = 22;
/// Rows: gate lines.
pub(super) const ROWS: usize = 296;

/// One of the two memories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// What is to be shown; the data sheet calls it the black and white one.
    New,
    /// What was shown; the data sheet calls it the red one.
    Old,
}

#[derive(Debug)]
pub(super) struct Memories {
    /// A byte is eight pixels of a row, the highest bit on the left; a bit is set for white.
    new: Vec<u8>,
    old: Vec<u8>,
    /// First and last byte of a row, in the order in which they are filled.
    columns: (u16, u16),
    /// First and last row.
    rows: (u16, u16),
    /// Where the next byte goes.
    at: (u16, u16),
    /// The argument of the data entry command: which way the address moves.
    entry: u8,
    /// Bytes written since the window or the address was set.
    written: usize,
    /// Bytes written since the last command to write.
    in_command: usize,
}

impl Memories {
    /// Powered up, they hold anything.
    pub(super) fn new() -> Self {
        let noise = |seed: usize| {
            (0..usize::from(COLUMNS) * ROWS)
                .map(|at| (at.wrapping_mul(seed) >> 3) as u8)
                .collect()
        };
        let mut memories = Self {
            new: noise(2_654_435_761),
            old: noise(40_503),
            columns: (0, 0),
            rows: (0, 0),
            at: (0, 0),
            entry: 0,
            written: 0,
            in_command: 0,
        };
        memories.forget_window();
        memories
    }

    /// What a reset sets.
    pub(super) fn forget_window(&mut self) {
        self.columns = (0, COLUMNS - 1);
        self.rows = (0, ROWS as u16 - 1);
        self.at = (0, 0);
        self.entry = 3;
        self.written = 0;
    }

    pub(super) fn set_entry(&mut self, entry: u8) {
        self.entry = entry & 7;
    }

    pub(super) fn set_columns(&mut self, columns: (u16, u16), log: &mut Log) {
        self.leave_window(log);
        self.columns = columns;
    }

    pub(super) fn set_rows(&mut self, rows: (u16, u16), log: &mut Log) {
        self.leave_window(log);
        self.rows = rows;
    }

    pub(super) fn set_column(&mut self, column: u16, log: &mut Log) {
        self.leave_window(log);
        self.at.0 = column;
    }

    pub(super) fn set_row(&mut self, row: u16, log: &mut Log) {
        self.leave_window(log);
        self.at.1 = row;
    }

    fn columns_grow(&self) -> bool {
        self.entry & 1 != 0
    }

    fn rows_grow(&self) -> bool {
        self.entry & 2 != 0
    }

    fn check_window(&self, log: &mut Log) {
        let ordered = |(first, last): (u16, u16), grows| if grows { first <= last } else { last <= first };
        let inside = ordered(self.columns, self.columns_grow())
            && ordered(self.rows, self.rows_grow())
            && self.columns.0.max(self.columns.1) < COLUMNS
            && usize::from(self.rows.0.max(self.rows.1)) < ROWS;
        if !inside {
            let pixels = |column: u16| column.saturating_mul(8);
            log.misuse(Misuse::WindowOutsideMemory {
                columns: (pixels(self.columns.0), pixels(self.columns.1).saturating_add(7)),
                rows: self.rows,
            });
        }
    }

    /// Bytes that the window holds.
    fn window(&self) -> usize {
        let length = |(first, last): (u16, u16)| usize::from(first.abs_diff(last)) + 1;
        length(self.columns) * length(self.rows)
    }

    /// A command to write begins: it may go on where the last one ended.
    pub(super) fn begin(&mut self, log: &mut Log) {
        self.in_command = 0;
        self.check_window(log);
        let inside = |at: u16, (a, b): (u16, u16)| a.min(b) <= at && at <= a.max(b);
        if !inside(self.at.0, self.columns) || !inside(self.at.1, self.rows) {
            log.misuse(Misuse::WindowOutsideMemory {
                columns: (
                    self.at.0.saturating_mul(8),
                    self.at.0.saturating_mul(8).saturating_add(7),
                ),
                rows: (self.at.1, self.at.1),
            });
        }
    }

    /// A window that was begun has to be full before it is left.
    pub(super) fn leave_window(&mut self, log: &mut Log) {
        let rest = self.written % self.window();
        if rest != 0 {
            log.misuse(Misuse::TooFewPixels {
                missing: (self.window() - rest) as u32 * 8,
            });
        }
        self.written = 0;
    }

    pub(super) fn store(&mut self, which: Which, byte: u8, log: &mut Log) {
        let (column, row) = self.at;
        let memory = match which {
            Which::New => &mut self.new,
            Which::Old => &mut self.old,
        };
        if column < COLUMNS {
            let index = usize::from(row) * usize::from(COLUMNS) + usize::from(column);
            if let Some(cell) = memory.get_mut(index) {
                *cell = byte;
            }
        }
        if self.in_command == self.window() {
            log.misuse(Misuse::TooManyPixels {
                window: self.in_command as u32 * 8,
            });
        }
        self.in_command += 1;
        self.written += 1;
        let step = |at: u16, (first, last): (u16, u16), grows: bool| match (at == last, grows) {
            (true, _) => (first, true),
            (false, true) => (at.wrapping_add(1), false),
            (false, false) => (at.wrapping_sub(1), false),
        };
        let along_rows = self.entry & 4 != 0;
        if along_rows {
            let (row, wrapped) = step(self.at.1, self.rows, self.rows_grow());
            self.at.1 = row;
            if wrapped {
                self.at.0 = step(self.at.0, self.columns, self.columns_grow()).0;
            }
        } else {
            let (column, wrapped) = step(self.at.0, self.columns, self.columns_grow());
            self.at.0 = column;
            if wrapped {
                self.at.1 = step(self.at.1, self.rows, self.rows_grow()).0;
            }
        }
    }

    /// Whether the pixel at a column and row is white; beyond the columns nothing is.
    pub(super) fn bit(&self, which: Which, column: usize, row: usize) -> bool {
        let memory = match which {
            Which::New => &self.new,
            Which::Old => &self.old,
        };
        let width = usize::from(COLUMNS);
        column / 8 < width
            && memory
                .get(row * width + column / 8)
                .is_some_and(|byte| byte << (column % 8) & 0x80 != 0)
    }
}
