//! How far a long step of a collective is, on a terminal: a bar, how many of how many, and the time left.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use playtally_telling::words::number::{count, short};

/// How long a step must have run before its pace says something.
const SOON: Duration = Duration::from_millis(300);

/// The step that goes on, where one does.
#[derive(Debug, Default)]
pub(super) struct Steps(RefCell<Option<Step>>);

#[derive(Debug)]
struct Step {
    what: &'static str,
    bar: ProgressBar,
    begun: Instant,
}

impl Steps {
    /// So much of a step is done. It goes when all of it is.
    pub(super) fn show(&self, what: &'static str, done: usize, of: usize) {
        let mut step = self.0.borrow_mut();
        if done >= of {
            *step = None;
            return;
        }
        if step.as_ref().is_none_or(|step| step.what != what) {
            *step = Some(Step::new(what, of));
        }
        if let Some(Step { what, bar, begun }) = &*step
            && !bar.is_hidden()
        {
            bar.set_position(done as u64);
            bar.set_message(told(what, done, of, begun.elapsed()));
        }
    }
}

impl Step {
    fn new(what: &'static str, of: usize) -> Self {
        // It hides itself where there is no terminal.
        let bar = ProgressBar::with_draw_target(Some(of as u64), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:12.cyan/dim} {percent:>3} %  {msg}");
        bar.set_style(
            style
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("━╸─"),
        );
        let begun = Instant::now();
        Self { what, bar, begun }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// How far it is in words, after so long.
fn told(what: &str, done: usize, of: usize, elapsed: Duration) -> String {
    let mut text = format!("{what}  {} of {}", count(done as u64), count(of as u64));
    if elapsed >= SOON && done > 0 {
        let left = elapsed.as_millis() as u64 * (of - done) as u64 / done as u64;
        text += &format!("  {} left", short(left));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_is_done_how_far_it_is_and_how_long_it_takes() {
        let after = |ms| told("checks proofs", 4500, 18_000, Duration::from_millis(ms));
        assert_eq!(after(100), "checks proofs  4,500 of 18,000");
        assert_eq!(after(5000), "checks proofs  4,500 of 18,000  15 s left");
    }

    #[test]
    fn a_step_goes_when_it_is_done_and_another_begins_anew() {
        let steps = Steps::default();
        steps.show("reads", 1, 3);
        assert_eq!(steps.0.borrow().as_ref().map(|step| step.what), Some("reads"));
        steps.show("checks", 1, 3);
        assert_eq!(steps.0.borrow().as_ref().map(|step| step.what), Some("checks"));
        steps.show("checks", 3, 3);
        assert!(steps.0.borrow().is_none());
    }
}
