//! The few styles that reports use. `anstream` takes them out where they are not wanted.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// A heading.
pub(crate) const HEADING: Style = AnsiColor::Green.on_default().bold();
/// What a line is about.
pub(crate) const STRONG: Style = Style::new().bold();
/// What explains the rest.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// A bar, a sparkline.
pub(crate) const CHART: Style = AnsiColor::Cyan.on_default();
/// What went wrong.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What to look at.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default();

/// A text in a style.
pub(crate) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
