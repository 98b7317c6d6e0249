//! Charts as data. How large they are, and in which colours or characters they are drawn, is for the renderers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use playtally_statistics as statistics;

/// A chart.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    /// Its name for machines.
    pub id: String,
    /// What it is.
    pub title: String,
    /// What it shows, in a sentence.
    pub says: String,
    /// What it is made of.
    pub shape: Shape<'a>,
}

/// What a chart is made of.
#[derive(Clone, Debug)]
pub enum Shape<'a> {
    /// A clock of 24 hours.
    Ring {
        /// How much there is in each.
        hours: Vec<u64>,
        /// The one with the most.
        peak: usize,
        /// A minute of the day to point at.
        hand: Option<u16>,
    },
    /// Rings of years in 52 parts.
    Record {
        /// The years from the inside out.
        years: [i32; 2],
        /// How much there is in each week of a year, from 0.
        weeks: BTreeMap<(i32, u32), u64>,
    },
    /// Rows of fields, the stronger, the more.
    HeatMap {
        /// The rows.
        rows: Vec<HeatRow<'a>>,
        /// What stands below them.
        axis: Axis,
        /// Whether all fields are large, so that equal steps tell them apart.
        even: bool,
    },
    /// Days in columns of a week.
    Ribbon {
        /// The first of them.
        from: NaiveDate,
        /// How much there is on each; none before and after all that is known.
        days: Vec<Option<u64>>,
        /// What is as strong as can be.
        most: u64,
    },
    /// Bars.
    Bars(Vec<Bar>),
    /// A bar for each hour of the day.
    Hours {
        /// How long they are.
        hours: Vec<f64>,
        /// Those of which too little is known.
        pale: Vec<bool>,
        /// What they are, where the title is not read.
        label: &'static str,
        /// Which of some series it is.
        series: Option<usize>,
    },
    /// Months from left to right.
    Timeline {
        /// The first and the last.
        months: [statistics::Month; 2],
        /// Columns.
        columns: Vec<Month>,
        /// A line.
        curve: Vec<(statistics::Month, f64)>,
        /// Stretches, by their first and last month.
        bands: Vec<[statistics::Month; 2]>,
    },
    /// Years, each a whole in four parts.
    Stacks {
        /// The years, without gaps.
        years: Vec<Stack>,
        /// What the parts are, from the bottom.
        parts: [&'static str; 4],
    },
    /// Places that change, month by month.
    Race {
        /// The months that are shown.
        months: Vec<statistics::Month>,
        /// Who held places, those that hold one at the end last.
        lanes: Vec<Lane<'a>>,
        /// Who holds them at the end, with their plays.
        end: Vec<(&'a str, u64)>,
    },
    /// Discs on a map: where they are, and how large a part of the largest.
    Map(Vec<([f64; 2], f64)>),
    /// Discs on a map of the world ([`playtally_statistics::world`]), the largest first: where they are in parts of a field, and
    /// how large a part of the largest.
    World(Vec<([i32; 2], f64)>),
}

/// What stands below a heat map.
#[derive(Clone, Debug)]
pub enum Axis {
    /// The hours of a day.
    Hours,
    /// Years, without gaps.
    Years(Vec<i32>),
}

/// A row of a heat map.
#[derive(Clone, Debug)]
pub struct HeatRow<'a> {
    /// What it is.
    pub label: &'a str,
    /// Its fields.
    pub fields: Vec<u64>,
    /// A number about all of it.
    pub count: Option<u64>,
}

/// A bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is.
    pub word: String,
    /// How long it is.
    pub value: u64,
    /// How long, in words.
    pub shown: String,
}

/// A month with a column.
#[derive(Clone, Copy, Debug)]
pub struct Month {
    /// The month.
    pub month: statistics::Month,
    /// How high its column is.
    pub value: u64,
    /// Whether it cannot be compared with the others.
    pub pale: bool,
}

/// A year in parts.
#[derive(Clone, Copy, Debug)]
pub struct Stack {
    /// The year.
    pub year: i32,
    /// Its parts, from the bottom; nothing of a year of which nothing is known.
    pub parts: [u64; 4],
}

/// Who held which places.
#[derive(Clone, Debug)]
pub struct Lane<'a> {
    /// Who.
    pub name: &'a str,
    /// The place at the end.
    pub end: Option<usize>,
    /// Months, by their number among those shown, and places.
    pub places: Vec<(usize, usize)>,
}
