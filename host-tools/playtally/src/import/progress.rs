//! A bar that shows how far an import is, on a terminal.

use std::ops::ControlFlow;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use playtally_history::{Progress, Step};

use crate::interrupt;
use crate::text::name::{clean, fit};
use crate::text::number::count;

/// Columns for the name of the file that is being read.
const NAME: usize = 36;

/// Shows the progress on standard error, if that is a terminal, and ends the import when the user asks for it.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    pub(crate) fn new() -> Self {
        // It hides itself where there is no terminal.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:24.cyan/dim} {percent:>3} %  {prefix}  {msg}");
        bar.set_style(
            style
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("━╸─"),
        );
        Self(bar)
    }
}

impl Progress for Bar {
    fn step(&mut self, step: Step<'_>) -> ControlFlow<()> {
        if interrupt::asked() {
            return ControlFlow::Break(());
        }
        self.0.set_length(step.bytes_total);
        self.0.set_position(step.bytes_done);
        self.0.set_prefix(format!("{} plays", count(step.plays)));
        let name = step.file.rsplit(['/', '\\']).next().unwrap_or_default();
        self.0.set_message(fit(&clean(name), NAME).into_owned());
        ControlFlow::Continue(())
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
