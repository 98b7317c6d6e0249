//! A device that is a stick itself: a Raspberry Pi whose USB port is a drive to the computer at its other end.
//!
//! The drive's medium is an image. The computer has it or the device reads it, never both at once: neither sees what the
//! other has in memory. [`Gadget`] knows when it changes hands, a [`Medium`] does it.

#[cfg(test)]
mod tests;

use std::io;

use playtally_screen::Refusal;

/// How long nothing may have been written before the medium is asked for, in milliseconds. A copy that pauses for longer
/// is read unfinished, refused for that, and can go on afterwards.
const QUIET: u64 = 10_000;
/// How long before it is taken from a computer that holds on to it, in milliseconds: Linux writes what it has in memory
/// after 30 s, within another 5 (`dirty_expire_centisecs` and `dirty_writeback_centisecs`).
const LONG_QUIET: u64 = 45_000;
/// The longest that [`QUIET`] becomes for a computer that writes again and again without bringing anything.
const MAX_QUIET: u64 = 600_000;
/// How long a medium stays away that was ejected without anything new on it, in milliseconds.
const AWAY: u64 = 60_000;
/// How long the store may take, in milliseconds.
const STORING: u64 = 60_000;
/// How long between two looks, in milliseconds.
const LOOK: u64 = 1_000;

/// The medium of the drive.
pub trait Medium {
    /// Whether the computer has it. It may have ejected it.
    ///
    /// # Errors
    /// Those of the controller.
    fn is_given(&mut self) -> io::Result<bool>;

    /// Gives it to the computer.
    ///
    /// # Errors
    /// Those of the controller.
    fn give(&mut self) -> io::Result<()>;

    /// Takes it from the computer, and says whether that is done: a computer that uses it may hold on to it, unless it is
    /// taken by force.
    ///
    /// # Errors
    /// Those of the controller.
    fn take(&mut self, by_force: bool) -> io::Result<bool>;

    /// What changes whenever the computer writes, and at no other time.
    ///
    /// # Errors
    /// Those of the disk.
    fn written(&mut self) -> io::Result<u128>;

    /// Searches it, and hands what it found to the store. Whether there was anything to hand over.
    ///
    /// # Errors
    /// Those of the disk.
    fn search(&mut self) -> io::Result<bool>;

    /// What the store made of it, as soon as that is known: `Some(None)` if it was taken in.
    ///
    /// # Errors
    /// Those of the disk.
    fn answer(&mut self) -> io::Result<Option<Option<Refusal>>>;

    /// Makes it anew, empty but for a file that says what is kept, and why nothing was taken in if that is so.
    ///
    /// # Errors
    /// Those of the disk.
    fn renew(&mut self, refused: Option<Refusal>) -> io::Result<()>;
}

/// Who has the medium, and since when.
#[derive(Clone, Copy, Debug)]
enum Holder {
    /// Nobody is known to have it: the device has just been started.
    Unknown,
    /// The computer, which wrote last at a time.
    Computer { written: u128, last: Option<u64> },
    /// The store is asked what it makes of what was found.
    Store { since: u64 },
    /// The device, which gives it back at a time.
    Device { until: u64 },
}

/// A drive to a computer.
#[derive(Debug)]
pub struct Gadget<M> {
    medium: M,
    holder: Holder,
    quiet: u64,
}

impl<M: Medium> Gadget<M> {
    /// A drive whose medium is taken and made anew at the first step.
    pub const fn new(medium: M) -> Self {
        Self {
            medium,
            holder: Holder::Unknown,
            quiet: QUIET,
        }
    }

    /// The medium.
    pub const fn medium(&mut self) -> &mut M {
        &mut self.medium
    }

    /// Does what is due at a time in milliseconds, and says when to call again.
    ///
    /// # Errors
    /// Those of the medium. The next step tries the same again.
    pub fn step(&mut self, now: u64) -> io::Result<u64> {
        match self.holder {
            Holder::Unknown => {
                self.medium.take(true)?;
                self.renew(None)?;
            }
            Holder::Computer { written, last } => self.watch(written, last, now)?,
            Holder::Store { since } => match self.medium.answer()? {
                Some(refused) => self.renew(refused)?,
                None if now.saturating_sub(since) >= STORING => self.renew(Some(Refusal::Unreadable))?,
                None => {}
            },
            Holder::Device { until } if now >= until => self.give()?,
            Holder::Device { .. } => {}
        }
        Ok(now + LOOK)
    }

    /// Waits until the computer has written and is done with that.
    fn watch(&mut self, before: u128, last: Option<u64>, now: u64) -> io::Result<()> {
        let written = self.medium.written()?;
        let last = if written == before { last } else { Some(now) };
        self.holder = Holder::Computer { written, last };
        if !self.medium.is_given()? {
            // An eject is the best sign: nothing is left in the computer's memory.
            return match last {
                Some(_) => self.search(true, now),
                None => {
                    self.holder = Holder::Device { until: now + AWAY };
                    Ok(())
                }
            };
        }
        let Some(last) = last else { return Ok(()) };
        let quiet = now.saturating_sub(last);
        if quiet >= self.quiet && self.medium.take(quiet >= self.quiet.max(LONG_QUIET))? {
            self.search(false, now)?;
        }
        Ok(())
    }

    fn search(&mut self, ejected: bool, now: u64) -> io::Result<()> {
        // Whatever comes of it, it is the device's now.
        self.holder = Holder::Device { until: now };
        if self.medium.search()? {
            self.quiet = QUIET;
            self.holder = Holder::Store { since: now };
            return Ok(());
        }
        // Systems write on every drive that they see. What is theirs stays as it is, or they would write it again.
        self.quiet = if ejected {
            QUIET
        } else {
            (2 * self.quiet).min(MAX_QUIET)
        };
        self.give()
    }

    fn renew(&mut self, refused: Option<Refusal>) -> io::Result<()> {
        self.medium.renew(refused)?;
        self.give()
    }

    fn give(&mut self) -> io::Result<()> {
        let written = self.medium.written()?;
        self.medium.give()?;
        self.holder = Holder::Computer { written, last: None };
        Ok(())
    }
}
