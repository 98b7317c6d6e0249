//! What ends the program from outside: Ctrl-C, a terminal that is closed, requests to end.
//!
//! A signal ends the program as it would have without this, after what is half written was removed: by the signal itself, so
//! that a shell sees 130, 143 or 129, and a script's loop ends with the program that it runs. Work that must be undone or that has
//! something to say first heeds the first signal ([`heed`]) and ends by itself soon; the second one ends it at once. What was
//! ignored when the program began, as under `nohup`, stays ignored.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use crate::safely::part;

/// The number of Ctrl-C's signal, the same everywhere.
const INT: i32 = 2;

/// The signal that asked for an end, or none.
static ASKED: AtomicI32 = AtomicI32::new(0);
/// How much there is that looks whether an end was asked for.
static HEEDING: AtomicUsize = AtomicUsize::new(0);
/// Gives back the terminal whose keys are read.
static GIVE_BACK: OnceLock<fn()> = OnceLock::new();
/// How long that may take: a terminal that is stopped takes nothing.
const GIVING_BACK: Duration = Duration::from_millis(300);

/// For as long as this is there, somebody looks at [`asked`] at least every few tenths of a second.
#[derive(Debug)]
pub(crate) struct Heeding(());

/// The first signal is left to whoever calls this and looks at [`asked`].
#[must_use = "signals are heeded while this is there"]
pub(crate) fn heed() -> Heeding {
    HEEDING.fetch_add(1, Ordering::SeqCst);
    Heeding(())
}

/// The same for what reads keys from its terminal until the program's end: once that is closed, it ends at once. However it
/// ends, `give_back` leaves the terminal as it was.
#[must_use = "signals are heeded while this is there"]
pub(crate) fn heed_while_reading_keys(give_back: fn()) -> Heeding {
    GIVE_BACK.get_or_init(|| give_back);
    heed()
}

impl Drop for Heeding {
    fn drop(&mut self) {
        HEEDING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Whether an end was asked for.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst) != 0
}

/// Ends the program as the signal that asked for it would have, or as Ctrl-C.
pub(crate) fn end() -> ! {
    let signal = ASKED.load(Ordering::SeqCst);
    end_by(if signal == 0 { INT } else { signal })
}

/// A signal came.
fn heard(signal: i32) {
    // Whoever waits for keys from a terminal that is gone waits for ever, and does not look whether to end.
    let is_lost = GIVE_BACK.get().is_some() && !io::stdin().is_terminal();
    let is_first = ASKED.swap(signal, Ordering::SeqCst) == 0;
    if !is_first || is_lost || HEEDING.load(Ordering::SeqCst) == 0 {
        end_by(signal);
    }
}

fn end_by(signal: i32) -> ! {
    let _nobody_writes_any_more = part::remove_all();
    if let Some(&give_back) = GIVE_BACK.get() {
        let (done, is_done) = mpsc::channel();
        thread::spawn(move || {
            give_back();
            let _ = done.send(());
        });
        let _ = is_done.recv_timeout(GIVING_BACK);
    }
    // The first process of a container is never ended by a signal that it sends itself.
    #[cfg(unix)]
    if std::process::id() != 1 {
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
    std::process::exit(128 + signal)
}

/// From now on, nothing half written is left when the program is ended from outside.
#[cfg(unix)]
pub(crate) fn listen() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ};
    let ignored = ignored();
    let is_heard = |signal: &i32| ignored.is_none_or(|ignored| ignored >> (signal - 1) & 1 == 0);
    // Who outlives a closed terminal is not known everywhere: there, that signal stays what it is.
    let hangup = ignored.is_some().then_some(SIGHUP);
    let signals = [SIGINT, SIGTERM, SIGQUIT, SIGXCPU].into_iter().chain(hangup);
    // Without a handler, a signal simply ends the program.
    if let Ok(mut signals) = signal_hook::iterator::Signals::new(signals.filter(is_heard)) {
        thread::spawn(move || signals.forever().for_each(heard));
    }
    if is_heard(&SIGXFSZ) {
        // A file that may not grow any further is an error where it is written, as a full disk is.
        let _ = signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default());
    }
}

/// The signals that are ignored, a bit for each from 1 on, where the system tells.
#[cfg(unix)]
fn ignored() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}

/// From now on, nothing half written is left when the program is ended from outside.
#[cfg(not(unix))]
pub(crate) fn listen() {
    // Without a handler, Ctrl-C simply ends the program.
    let _ = ctrlc::set_handler(|| heard(INT));
}
