//! Sleeping until something happens.

use std::fs;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::eventfd::{EfdFlags, EventFd};
use nix::sys::signal::{SigSet, Signal, raise};
use nix::sys::signalfd::{SfdFlags, SignalFd};

use super::trouble::Trouble;

/// Something whose file descriptor becomes readable when there is news.
pub(crate) trait Wakes {
    /// The descriptor, if it has one. Whoever owns it takes the news away, so that it is not readable for ever.
    fn fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}

/// What can end a sleep: a signal, a [`Waker`], and whatever [`Wakes`].
#[derive(Debug)]
pub(crate) struct Wakeups {
    signals: SignalFd,
    event: Arc<EventFd>,
}

/// Ends a sleep from another thread.
#[derive(Clone, Debug)]
pub(crate) struct Waker(Arc<EventFd>);

/// Why a sleep ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Woken {
    /// There is something to do, or it is time.
    ToWork,
    /// The program was asked to end, by a signal.
    ToEnd(Signal),
}

/// The signals by which the program is asked to end.
const ASKING: [Signal; 3] = [Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP];

impl Wakeups {
    /// From here on SIGTERM, SIGINT and SIGHUP end sleeps instead of the program, in this thread and in those that it
    /// starts; but not one that whoever started the program has it ignore, as `nohup` does.
    pub(crate) fn new() -> Result<Self, Trouble> {
        let open = || {
            let ignored = ignored(&fs::read_to_string("/proc/self/status").unwrap_or_default());
            let signals = SigSet::from_iter(ASKING.into_iter().filter(|&signal| ignored & bit(signal) == 0));
            signals.thread_block()?;
            Ok(Self {
                signals: SignalFd::with_flags(&signals, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)?,
                event: Arc::new(EventFd::from_flags(EfdFlags::EFD_NONBLOCK | EfdFlags::EFD_CLOEXEC)?),
            })
        };
        open().map_err(|error: Errno| Trouble::new(format_args!("signals cannot be waited for: {error}")))
    }

    /// Something that ends a sleep from another thread.
    pub(crate) fn waker(&self) -> Waker {
        Waker(Arc::clone(&self.event))
    }

    /// Sleeps until something happens or the time is over.
    pub(crate) fn wait(&self, others: [Option<BorrowedFd<'_>>; 2], time: Duration) -> io::Result<Woken> {
        let mut fds = vec![
            PollFd::new(self.signals.as_fd(), PollFlags::POLLIN),
            PollFd::new(self.event.as_fd(), PollFlags::POLLIN),
        ];
        fds.extend(
            others
                .into_iter()
                .flatten()
                .map(|fd| PollFd::new(fd, PollFlags::POLLIN)),
        );
        // Rounded up: a sleep that ends a little early would be followed by one of no time at all.
        let milliseconds = time.as_micros().div_ceil(1000);
        let timeout = PollTimeout::try_from(milliseconds).unwrap_or(PollTimeout::MAX);
        match poll(&mut fds, timeout) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(error) => return Err(error.into()),
        }
        // Nothing there, or an interruption: the next sleep tells.
        let _ = self.event.read();
        let asked = self.signals.read_signal().ok().flatten();
        let asked = asked.and_then(|asked| Signal::try_from(asked.ssi_signo as i32).ok());
        Ok(asked.map_or(Woken::ToWork, Woken::ToEnd))
    }
}

/// Ends the program by a signal that asked for it, once everything is as it should be left: so whoever started it sees
/// why it ended.
pub(crate) fn end_by(signal: Signal) -> ExitCode {
    let _ = SigSet::from_iter([signal]).thread_unblock();
    let _ = raise(signal);
    // It does not get here, unless the signal is ignored by now; then a shell's code for it says the same.
    ExitCode::from(128 + signal as u8)
}

/// The signals that a process ignores, a bit each, by what the kernel says of it (proc(5), `SigIgn`).
fn ignored(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|line| u64::from_str_radix(line.trim(), 16).ok())
        .unwrap_or(0)
}

const fn bit(signal: Signal) -> u64 {
    1 << (signal as u32 - 1)
}

impl Waker {
    /// Ends the present sleep, or the next one if nobody sleeps.
    pub(crate) fn wake(&self) {
        // It fails only if so many calls wait already that one more says nothing new.
        let _ = self.0.write(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_while_nobody_sleeps_ends_the_next_sleep_and_no_other() {
        let wakeups = Wakeups::new().unwrap();
        wakeups.waker().wake();
        wakeups.waker().wake();
        let long = Duration::from_secs(600);
        assert_eq!(wakeups.wait([None, None], long).unwrap(), Woken::ToWork);
        assert_eq!(wakeups.event.read(), Err(Errno::EAGAIN));
    }

    #[test]
    fn a_signal_asks_to_end() {
        let wakeups = Wakeups::new().unwrap();
        for signal in ASKING {
            raise(signal).unwrap();
            let woken = wakeups.wait([None, None], Duration::from_secs(600)).unwrap();
            assert_eq!(woken, Woken::ToEnd(signal));
        }
    }

    #[test]
    fn the_kernel_says_which_signals_are_ignored() {
        let status = "Name:\tsleep\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000003\nSigCgt:\tffff\n";
        let ignored = ignored(status);
        assert_eq!(ASKING.map(|signal| ignored & bit(signal) != 0), [false, true, true]);
        assert_eq!(super::ignored(""), 0);
    }
}
