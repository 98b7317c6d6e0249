//! How far an import is, on a terminal: a bar, bytes, plays, pace and time left, and below them the file that is being read.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use playtally_history::{Progress, Step};
use playtally_telling::name::{clean, fit};
use playtally_telling::words::number::{bytes, count, plural, short};

use crate::{interrupt, output};

/// Columns for the name of the file, at most.
const NAME: usize = 72;
/// How long an import must have run before its pace says something.
const SOON: Duration = Duration::from_millis(300);

/// Shows the progress on standard error, if that is a terminal, and ends the import when the user asks for it.
pub(crate) struct Bar {
    bar: ProgressBar,
    started: Instant,
}

impl Bar {
    pub(crate) fn new() -> Self {
        // It hides itself where there is no terminal.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:12.cyan/dim} {percent:>3} %  {msg}\n{prefix}");
        bar.set_style(
            style
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("━╸─"),
        );
        Self {
            bar,
            started: Instant::now(),
        }
    }
}

impl Bar {
    /// Shows how far the reading of a file is, with more about it in words, and breaks off when an end was asked for. Of what has no
    /// known length, there is no telling how much of it is done.
    pub(crate) fn show(
        &self,
        file: &str,
        done: u64,
        length: Option<u64>,
        told: impl FnOnce() -> String,
    ) -> ControlFlow<()> {
        if interrupt::asked() {
            return ControlFlow::Break(());
        }
        if !self.bar.is_hidden() {
            self.bar.set_length(length.unwrap_or(0));
            self.bar.set_position(length.map_or(0, |length| done.min(length)));
            let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
            self.bar.set_prefix(fit(&clean(name), NAME).into_owned());
            self.bar.set_message(told());
        }
        ControlFlow::Continue(())
    }
}

impl Progress for Bar {
    fn opened(&mut self, _: &str) -> ControlFlow<()> {
        if interrupt::asked() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn step(&mut self, step: Step<'_>) -> ControlFlow<()> {
        let elapsed = self.started.elapsed();
        self.show(step.file, step.bytes_done, Some(step.bytes_total), || {
            told(step, elapsed)
        })
    }
}

/// How far it is in words, after so long.
fn told(step: Step<'_>, elapsed: Duration) -> String {
    let (done, total) = (step.bytes_done, step.bytes_total);
    let plays = plural(step.plays, "play", "plays");
    let mut text = format!("{} of {}  {plays}", bytes(done), bytes(total));
    if elapsed >= SOON && done > 0 {
        let ms = elapsed.as_millis() as u64;
        let left = (total - done.min(total)) as f64 / done as f64 * ms as f64;
        text += &format!("  {}/s  {} left", count(step.plays * 1000 / ms), short(left as u64));
    }
    text
}

impl Drop for Bar {
    fn drop(&mut self) {
        if interrupt::asked() && !self.bar.is_hidden() {
            // The terminal has written ^C into it, and nobody knows any more where it begins. It stays as it is.
            self.bar.set_draw_target(ProgressDrawTarget::hidden());
            output::say("");
        } else {
            self.bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_far_how_fast_and_how_long() {
        let step = Step {
            file: "endsong_0.json",
            bytes_done: 100 << 20,
            bytes_total: 250 << 20,
            plays: 123_456,
        };
        assert_eq!(
            told(step, Duration::from_millis(100)),
            "100.0 MiB of 250.0 MiB  123,456 plays"
        );
        assert_eq!(
            told(step, Duration::from_secs(60)),
            "100.0 MiB of 250.0 MiB  123,456 plays  2,057/s  1:30 min left"
        );
    }
}
