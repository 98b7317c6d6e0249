//! Ctrl-C and requests to end, as a flag that long work looks at.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);
static READS_KEYS: AtomicBool = AtomicBool::new(false);

/// From now on, Ctrl-C, SIGTERM and a terminal that is closed set the flag. The second one ends the program at once.
pub(crate) fn listen() {
    let heard = ctrlc::set_handler(|| {
        // Whoever waits for keys from a terminal that is gone waits for ever, and does not look at the flag.
        let is_lost = READS_KEYS.load(Ordering::Relaxed) && !io::stdin().is_terminal();
        if ASKED.swap(true, Ordering::Relaxed) || is_lost {
            std::process::exit(130);
        }
    });
    // Without a handler the signal simply ends the program.
    drop(heard);
}

/// The same for a program that reads keys from its terminal: once that is closed, it ends at once.
pub(crate) fn listen_while_reading_keys() {
    READS_KEYS.store(true, Ordering::Relaxed);
    listen();
}

/// Whether an end was asked for.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
