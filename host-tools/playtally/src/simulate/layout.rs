//! What pages are made of, a line of JSON for each.

use anyhow::Result;
use embedded_graphics::primitives::Rectangle;
use playtally_history::escape::shown;
use playtally_panel::PanelSpec;
use playtally_screen::plate::Mark;
use playtally_simulator::Simulated;
use playtally_telling::words::number::plural;
use serde::Serialize;

use crate::output;
use crate::safely::{self, Output};

/// The lines so far, and where they go.
#[derive(Debug)]
pub(crate) struct Layout {
    panel: &'static str,
    output: Output,
    lines: String,
    pages: u64,
}

/// A page.
#[derive(Debug, Serialize)]
struct Line<'a> {
    page: &'static str,
    panel: &'static str,
    width: u32,
    height: u32,
    marks: Vec<Printed<'a>>,
}

/// A mark.
#[derive(Debug, Serialize)]
struct Printed<'a> {
    kind: &'static str,
    text: &'a str,
    r#box: [i64; 4],
    ink: [i64; 4],
    over: &'a [usize],
}

impl Layout {
    /// Nothing yet, of pages on a panel.
    pub(crate) const fn new(panel: &'static PanelSpec, output: Output) -> Self {
        Self {
            panel: panel.name,
            output,
            lines: String::new(),
            pages: 0,
        }
    }

    /// Tells of the page that is up.
    pub(crate) fn tell(&mut self, device: &Simulated) -> Result<()> {
        let (Some(page), Some(plate)) = (device.page(), device.plate()) else {
            return Ok(());
        };
        let marks = plate.marks();
        let line = Line {
            page: page.slug(),
            panel: self.panel,
            width: plate.size().width,
            height: plate.size().height,
            marks: marks.iter().map(printed).collect(),
        };
        self.lines.push_str(&serde_json::to_string(&line)?);
        self.lines.push('\n');
        self.pages += 1;
        Ok(())
    }

    /// Writes the lines, and says of how many pages.
    pub(crate) fn write(self) -> Result<()> {
        safely::write(&self.output, self.lines.as_bytes())?;
        let pages = plural(self.pages, "page", "pages");
        let told = format!("Told what {pages} are made of in {}.\n", shown(self.output.path()));
        output::print_about(&self.output, &told)
    }
}

fn printed(mark: &Mark) -> Printed<'_> {
    Printed {
        kind: mark.kind.slug(),
        text: &mark.text,
        r#box: corners(mark.area),
        ink: corners(mark.ink),
        over: &mark.over,
    }
}

fn corners(area: Rectangle) -> [i64; 4] {
    let [x, y] = [area.top_left.x, area.top_left.y].map(i64::from);
    let [width, height] = [area.size.width, area.size.height].map(i64::from);
    [x, y, width, height]
}
