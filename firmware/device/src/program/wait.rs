//! Sleeping until something happens.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::eventfd::{EfdFlags, EventFd};
use nix::sys::signal::{SigSet, Signal};
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
    /// The program was asked to end.
    ToEnd,
}

impl Wakeups {
    /// From here on SIGTERM and SIGINT end sleeps instead of the program, in this thread and in those that it starts.
    pub(crate) fn new() -> Result<Self, Trouble> {
        let open = || {
            let signals = SigSet::from_iter([Signal::SIGTERM, Signal::SIGINT]);
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
        let asked_to_end = matches!(self.signals.read_signal(), Ok(Some(_)));
        Ok(if asked_to_end { Woken::ToEnd } else { Woken::ToWork })
    }
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
        nix::sys::signal::raise(Signal::SIGTERM).unwrap();
        assert_eq!(
            wakeups.wait([None, None], Duration::from_secs(600)).unwrap(),
            Woken::ToEnd
        );
    }
}
