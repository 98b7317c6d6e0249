//! Where things stand on each size. Lengths are parts of the width, which has 297 of them.

use crate::Format;
use crate::drawing::Rect;
use crate::format::WIDTH;

/// What text keeps off both sides.
pub(crate) const MARGIN: f64 = 18.0;
/// How wide text may be.
pub(crate) const MEASURE: f64 = WIDTH - 2.0 * MARGIN;

/// A box as wide as text may be.
const fn line(top: f64, height: f64) -> Rect {
    Rect::new(MARGIN, top, MEASURE, height)
}

/// A box.
const fn at(left: f64, top: f64, width: f64, height: f64) -> Rect {
    Rect::new(left, top, width, height)
}

/// Where a year stands.
pub(crate) struct Year {
    pub(crate) kicker: Rect,
    pub(crate) figure: Rect,
    /// The square of the disc.
    pub(crate) disc: Rect,
    pub(crate) hours: Rect,
    pub(crate) facts: Rect,
    /// The first five artists, one under the other.
    pub(crate) five: Rect,
    pub(crate) caption: Rect,
}

/// Where an artist stands.
pub(crate) struct Artist {
    /// What is seen of the cover.
    pub(crate) cover: Rect,
    /// The months, which hang under it.
    pub(crate) months: Rect,
    pub(crate) ends: Rect,
    pub(crate) kicker: Rect,
    pub(crate) name: Rect,
    /// Beside the cover, where that leaves room there.
    pub(crate) figure: Rect,
    pub(crate) caption: Rect,
}

/// Where an era stands.
pub(crate) struct Era {
    pub(crate) kicker: Rect,
    pub(crate) name: Rect,
    pub(crate) figure: Rect,
    pub(crate) period: Rect,
    pub(crate) others: Rect,
    /// The gate, which stands on its lower edge.
    pub(crate) gate: Rect,
    pub(crate) caption: Rect,
}

/// Where the listening type stands.
pub(crate) struct Listener {
    pub(crate) kicker: Rect,
    pub(crate) name: Rect,
    pub(crate) says: Rect,
    pub(crate) caption: Rect,
    /// The four tiles, two by two.
    pub(crate) tiles: Rect,
}

impl Year {
    pub(crate) const fn of(format: Format) -> Self {
        match format {
            Format::A3 => Self {
                kicker: line(18.0, 8.0),
                figure: line(31.0, 62.0),
                disc: at(32.5, 102.0, 232.0, 232.0),
                hours: at(MARGIN, 341.0, 116.0, 23.0),
                facts: at(MARGIN, 368.0, 116.0, 14.0),
                five: at(146.0, 338.0, 133.0, 45.0),
                caption: line(387.0, 15.0),
            },
            Format::Square => Self {
                kicker: line(18.0, 8.0),
                figure: at(MARGIN, 31.0, 138.0, 44.0),
                disc: at(109.0, 84.0, 178.0, 178.0),
                hours: at(166.0, 31.0, 113.0, 27.0),
                facts: at(166.0, 64.0, 113.0, 11.0),
                five: at(MARGIN, 92.0, 82.0, 164.0),
                caption: line(265.0, 14.0),
            },
            Format::Story => Self {
                kicker: line(44.0, 9.0),
                figure: line(60.0, 76.0),
                disc: at(28.5, 146.0, 240.0, 240.0),
                hours: at(MARGIN, 398.0, 116.0, 30.0),
                facts: at(MARGIN, 434.0, 116.0, 26.0),
                five: at(146.0, 398.0, 133.0, 62.0),
                caption: line(470.0, 20.0),
            },
        }
    }
}

impl Year {
    /// The square of the disc under a number that ends further up than it might, in the middle of what is left.
    pub(crate) fn disc_after(&self, bottom: f64) -> Rect {
        let by = self.figure.bottom - bottom;
        let is_wide = self.disc.width() > MEASURE * 0.8;
        if !is_wide {
            return self.disc;
        }
        let high = self.disc.height() + by;
        let side = high.min(MEASURE);
        let top = self.disc.top - by + (high - side) / 2.0;
        Rect::new((WIDTH - side) / 2.0, top, side, side)
    }
}

impl Artist {
    pub(crate) const fn of(format: Format) -> Self {
        match format {
            Format::A3 => Self {
                cover: at(0.0, 0.0, WIDTH, 250.0),
                months: at(0.0, 250.0, WIDTH, 26.0),
                ends: line(281.0, 6.5),
                kicker: line(296.0, 8.0),
                name: line(308.0, 42.0),
                figure: line(359.0, 28.0),
                caption: line(393.0, 9.0),
            },
            Format::Square => Self {
                cover: at(109.0, 0.0, 188.0, 188.0),
                months: at(0.0, 188.0, WIDTH, 18.0),
                ends: line(211.0, 6.0),
                kicker: at(MARGIN, 18.0, 83.0, 8.0),
                name: line(226.0, 38.0),
                figure: at(MARGIN, 34.0, 83.0, 92.0),
                caption: line(270.0, 9.0),
            },
            Format::Story => Self {
                cover: at(0.0, 0.0, WIDTH, WIDTH),
                months: at(0.0, WIDTH, WIDTH, 30.0),
                ends: line(332.0, 8.0),
                kicker: line(352.0, 9.0),
                name: line(366.0, 56.0),
                figure: line(430.0, 36.0),
                caption: line(474.0, 16.0),
            },
        }
    }
}

impl Era {
    pub(crate) const fn of(format: Format) -> Self {
        match format {
            Format::A3 => Self {
                kicker: line(18.0, 8.0),
                name: line(31.0, 56.0),
                figure: at(MARGIN, 94.0, 126.0, 30.0),
                period: at(152.0, 94.0, 127.0, 30.0),
                others: line(131.0, 9.0),
                gate: at(MARGIN, 166.0, MEASURE, 254.0),
                caption: line(144.0, 15.0),
            },
            Format::Square => Self {
                kicker: line(18.0, 8.0),
                name: line(31.0, 40.0),
                figure: at(MARGIN, 88.0, 92.0, 42.0),
                period: at(MARGIN, 138.0, 92.0, 26.0),
                others: at(MARGIN, 172.0, 92.0, 52.0),
                gate: at(124.0, 82.0, 155.0, 215.0),
                caption: at(MARGIN, 238.0, 92.0, 41.0),
            },
            Format::Story => Self {
                kicker: line(44.0, 9.0),
                name: line(60.0, 66.0),
                figure: at(MARGIN, 136.0, 126.0, 34.0),
                period: at(152.0, 136.0, 127.0, 34.0),
                others: line(180.0, 24.0),
                gate: at(MARGIN, 236.0, MEASURE, 292.0),
                caption: line(210.0, 18.0),
            },
        }
    }
}

/// A box moved up.
const fn up(of: Rect, by: f64) -> Rect {
    Rect {
        top: of.top - by,
        bottom: of.bottom - by,
        ..of
    }
}

impl Era {
    /// The same under a name that ends further up than it might: all moves up with it, and the gate is higher.
    pub(crate) const fn after(self, bottom: f64) -> Self {
        let by = self.name.bottom - bottom;
        Self {
            figure: up(self.figure, by),
            period: up(self.period, by),
            others: up(self.others, by),
            caption: if self.caption.width() < MEASURE {
                self.caption
            } else {
                up(self.caption, by)
            },
            gate: Rect {
                top: self.gate.top - by,
                ..self.gate
            },
            ..self
        }
    }
}

impl Listener {
    /// The same under a name and a sentence that end further up than they might: the tiles are higher.
    pub(crate) const fn after(self, name: f64, says: f64) -> Self {
        let by = self.name.bottom - name + self.says.bottom - says;
        Self {
            caption: up(self.caption, by),
            tiles: Rect {
                top: self.tiles.top - by,
                ..self.tiles
            },
            ..self
        }
    }

    /// Where the sentence stands under a name that ends further up than it might.
    pub(crate) const fn says_after(&self, name: f64) -> Rect {
        up(self.says, self.name.bottom - name)
    }

    pub(crate) const fn of(format: Format) -> Self {
        match format {
            Format::A3 => Self {
                kicker: line(18.0, 8.0),
                name: line(31.0, 74.0),
                says: line(117.0, 24.0),
                caption: line(148.0, 8.0),
                tiles: at(0.0, 165.0, WIDTH, 255.0),
            },
            Format::Square => Self {
                kicker: line(18.0, 8.0),
                name: line(31.0, 34.0),
                says: line(74.0, 18.0),
                caption: line(96.0, 7.0),
                tiles: at(0.0, 110.0, WIDTH, 187.0),
            },
            Format::Story => Self {
                kicker: line(44.0, 9.0),
                name: line(60.0, 76.0),
                says: line(150.0, 34.0),
                caption: line(191.0, 10.0),
                tiles: at(0.0, 212.0, WIDTH, 316.0),
            },
        }
    }
}
