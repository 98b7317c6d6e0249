//! What an import says while it runs.

use std::ops::ControlFlow;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// The file being read, as [`FileBooks::file`](crate::FileBooks::file) names it.
    pub file: &'a str,
    /// Bytes read so far, of all files, unpacked.
    pub bytes_done: u64,
    /// Bytes to read, of all files, unpacked. Zero when there is nothing that has not been read before.
    pub bytes_total: u64,
    /// Rows read so far, of all files.
    pub plays: u64,
}

/// Watches an import, and may stop it.
///
/// Any closure that takes a [`Step`] is one; `()` watches nothing.
pub trait Progress {
    /// Called every few thousand rows. [`ControlFlow::Break`] stops the import and leaves the library as it was.
    fn step(&mut self, step: Step<'_>) -> ControlFlow<()>;

    /// Called for each file or member of an archive whose content is looked at, and before it is. Names alone are not content.
    /// [`ControlFlow::Break`] stops the import here, too: a folder may have a great many.
    fn opened(&mut self, file: &str) -> ControlFlow<()> {
        let _ = file;
        ControlFlow::Continue(())
    }
}

impl Progress for () {
    fn step(&mut self, _: Step<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

impl<F: FnMut(Step<'_>) -> ControlFlow<()>> Progress for F {
    fn step(&mut self, step: Step<'_>) -> ControlFlow<()> {
        self(step)
    }
}
