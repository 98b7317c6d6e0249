//! Tables whose columns line up in every script.

use std::borrow::Cow;

use anstyle::Style;
use playtally_telling::name::{fit, fit_ends, width};

use super::style::{FAINT, styled};

/// On which side of its column a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    title: String,
    align: Align,
    style: Style,
    /// Narrowed, down to this many columns, where the table is too wide.
    gives_way: Option<usize>,
    /// What makes a cell fit.
    fit: fn(&str, usize) -> Cow<'_, str>,
}

impl Column {
    pub(crate) fn left(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            align: Align::Left,
            style: Style::new(),
            gives_way: None,
            fit,
        }
    }

    pub(crate) fn right(title: &str) -> Self {
        Self {
            align: Align::Right,
            ..Self::left(title)
        }
    }

    pub(crate) fn style(self, style: Style) -> Self {
        Self { style, ..self }
    }

    pub(crate) fn gives_way(self, least: usize) -> Self {
        Self {
            gives_way: Some(least),
            ..self
        }
    }

    /// Cells that are too long lose their middle, not their end.
    pub(crate) fn keeps_ends(self) -> Self {
        Self { fit: fit_ends, ..self }
    }
}

/// Rows of cells under titles.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    columns: Vec<Column>,
    lines: Vec<Line>,
    indent: usize,
}

#[derive(Clone, Debug)]
enum Line {
    Row(Vec<String>, Style),
    /// A line of its own, which no column has to make room for.
    Heading(String),
}

/// Blanks between columns.
const GAP: usize = 2;

impl Table {
    pub(crate) const fn new(columns: Vec<Column>) -> Self {
        Self {
            columns,
            lines: Vec::new(),
            indent: 2,
        }
    }

    /// Adds a row; its cells hold plain text. What it lacks is blank.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        self.styled_row(cells, Style::new());
    }

    /// Adds a row in a style of its own.
    pub(crate) fn styled_row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>, style: Style) {
        let mut cells: Vec<String> = cells.into_iter().map(Into::into).collect();
        cells.resize(self.columns.len(), String::new());
        self.lines.push(Line::Row(cells, style));
    }

    /// Adds a line above rows that belong together.
    pub(crate) fn heading(&mut self, text: impl Into<String>) {
        self.lines.push(Line::Heading(text.into()));
    }

    /// The table in at most `columns` columns, if those that give way can give that much.
    pub(crate) fn render(&self, columns: usize) -> String {
        let widths = self.widths(columns);
        let mut text = String::new();
        if self.columns.iter().any(|column| !column.title.is_empty()) {
            let titles: Vec<&str> = self.columns.iter().map(|column| column.title.as_str()).collect();
            self.line(&mut text, &titles, &widths, Some(FAINT));
        }
        for line in &self.lines {
            match line {
                Line::Row(cells, style) => {
                    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
                    self.line(&mut text, &cells, &widths, (*style != Style::new()).then_some(*style));
                }
                Line::Heading(heading) => {
                    let heading = fit_ends(heading, columns.saturating_sub(self.indent));
                    text.push_str(&" ".repeat(self.indent));
                    text.push_str(&styled(FAINT, heading));
                    text.push('\n');
                }
            }
        }
        text
    }

    fn widths(&self, columns: usize) -> Vec<usize> {
        let cells = |at: usize| {
            self.lines.iter().filter_map(move |line| match line {
                Line::Row(cells, _) => Some(width(&cells[at])),
                Line::Heading(_) => None,
            })
        };
        let mut widths: Vec<usize> = (0..self.columns.len())
            .map(|at| cells(at).max().unwrap_or(0).max(width(&self.columns[at].title)))
            .collect();
        let gaps = self.indent + GAP * self.columns.len().saturating_sub(1);
        let mut too_wide = (gaps + widths.iter().sum::<usize>()).saturating_sub(columns);
        // The widest gives first, so that the columns which give way end up alike.
        while too_wide > 0 {
            let widest = (0..widths.len())
                .filter(|&at| self.columns[at].gives_way.is_some_and(|least| widths[at] > least))
                .max_by_key(|&at| widths[at]);
            let Some(widest) = widest else { break };
            widths[widest] -= 1;
            too_wide -= 1;
        }
        widths
    }

    fn line(&self, text: &mut String, cells: &[&str], widths: &[usize], style: Option<Style>) {
        let mut line = " ".repeat(self.indent);
        // Blanks are written when something follows them, so that no line ends in any.
        let mut owed = 0;
        for ((cell, column), &columns) in cells.iter().zip(&self.columns).zip(widths) {
            let cell = (column.fit)(cell, columns);
            let blank = columns - width(&cell);
            let before = if column.align == Align::Right { blank } else { 0 };
            if width(&cell) > 0 {
                let style = style.unwrap_or(column.style);
                line.push_str(&" ".repeat(owed + before));
                line.push_str(&styled(style, cell));
                owed = blank - before;
            } else {
                owed += blank;
            }
            owed += GAP;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn columns_line_up_in_every_script() {
        let mut table = Table::new(vec![Column::right(""), Column::left("artist"), Column::right("plays")]);
        table.row(["1", "Björk", "1,204"]);
        table.row(["2", "椎名林檎", "98"]);
        table.row(["10", "e\u{301}", ""]);
        let picture = "      artist    plays
   1  Björk     1,204
   2  椎名林檎     98
  10  e\u{301}
";
        assert_eq!(plain(&table.render(80)), picture);
    }

    #[test]
    fn the_column_that_gives_way_is_narrowed_and_no_other() {
        let mut table = Table::new(vec![Column::left("").gives_way(6), Column::right("plays")]);
        table.row(["A very long title of a song", "1,204"]);
        assert_eq!(plain(&table.render(20)), "               plays\n  A very lon…  1,204\n");
        assert_eq!(
            plain(&table.render(4)),
            "          plays\n  A ver…  1,204\n",
            "down to its least"
        );
    }

    #[test]
    fn a_heading_takes_the_whole_line() {
        let mut table = Table::new(vec![Column::left("").keeps_ends().gives_way(6), Column::right("")]);
        table.heading("a heading of many words");
        table.row(["History_2014_0.json", "7"]);
        assert_eq!(plain(&table.render(18)), "  a headin…y words\n  Histor…0.json  7\n");
    }

    #[test]
    fn styles_take_no_room() {
        let mut table = Table::new(vec![
            Column::left("a").style(super::super::style::CHART),
            Column::left("b"),
        ]);
        table.row(["x", "y"]);
        assert_eq!(plain(&table.render(80)), "  a  b\n  x  y\n");
        assert!(table.render(80).contains("\u{1b}["));
    }
}
