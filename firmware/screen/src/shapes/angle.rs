//! Angles without floating point.

use embedded_graphics::geometry::Point;

/// An angle as a clock hand has it: 65,536ths of a turn, clockwise from twelve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn(u16);

/// One in the results of sine and cosine.
const ONE: i32 = 1 << 14;

/// `sin(i / 64 · 90°) · ONE`, rounded.
#[rustfmt::skip]
const QUARTER: [i16; 65] = [
    0, 402, 804, 1205, 1606, 2006, 2404, 2801, 3196, 3590, 3981, 4370, 4756,
    5139, 5520, 5897, 6270, 6639, 7005, 7366, 7723, 8076, 8423, 8765, 9102, 9434,
    9760, 10080, 10394, 10702, 11003, 11297, 11585, 11866, 12140, 12406, 12665, 12916, 13160,
    13395, 13623, 13842, 14053, 14256, 14449, 14635, 14811, 14978, 15137, 15286, 15426, 15557,
    15679, 15791, 15893, 15986, 16069, 16143, 16207, 16261, 16305, 16340, 16364, 16379, 16384,
];

impl Turn {
    /// So many parts of a whole turn; more than one turn begins again.
    pub(crate) const fn parts(part: u32, of: u32) -> Self {
        Self(((part as u64 * 65_536 / of as u64) & 0xFFFF) as u16)
    }

    /// The sine times [`ONE`].
    pub(crate) fn sin(self) -> i32 {
        let angle = i32::from(self.0);
        let (quarter, within) = (angle >> 14, angle & 0x3FFF);
        let up = |within: i32| {
            let (at, rest) = ((within >> 8) as usize, within & 0xFF);
            let from = i32::from(QUARTER[at.min(64)]);
            let to = i32::from(QUARTER[(at + 1).min(64)]);
            from + ((to - from) * rest + 128) / 256
        };
        match quarter {
            0 => up(within),
            1 => up(0x4000 - within),
            2 => -up(within),
            _ => -up(0x4000 - within),
        }
    }

    /// The cosine times [`ONE`].
    pub(crate) fn cos(self) -> i32 {
        Self(self.0.wrapping_add(0x4000)).sin()
    }

    /// The same for whoever asks about many points.
    pub(crate) fn direction(self) -> Direction {
        Direction {
            sin: self.sin(),
            cos: self.cos(),
        }
    }

    /// How far to the right and down of a circle's centre its point in this direction is.
    pub(crate) fn on_circle(self, radius: i32) -> (i32, i32) {
        self.direction().on_circle(radius)
    }
}

/// A turn with its sine and cosine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Direction {
    sin: i32,
    cos: i32,
}

impl Direction {
    /// One in sines and cosines.
    pub(crate) const ONE: i32 = ONE;

    /// The sine times [`Self::ONE`].
    pub(crate) const fn sin(self) -> i32 {
        self.sin
    }

    /// The cosine times [`Self::ONE`].
    pub(crate) const fn cos(self) -> i32 {
        self.cos
    }

    /// How far to the right and down of a circle's centre its point in this direction is.
    pub(crate) const fn on_circle(self, radius: i32) -> (i32, i32) {
        (radius * self.sin / ONE, -radius * self.cos / ONE)
    }

    /// How far a place is clockwise of the line through the centre in this direction.
    pub(crate) const fn clockwise(self, away: Point) -> i32 {
        (away.x * self.cos + away.y * self.sin) / ONE
    }

    /// How far a place is from the centre in this direction.
    pub(crate) const fn along(self, away: Point) -> i32 {
        (away.x * self.sin - away.y * self.cos) / ONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sine_and_cosine_are_those_of_floating_point() {
        for angle in (0..=u16::MAX).step_by(7) {
            let radians = f64::from(angle) / 65_536.0 * std::f64::consts::TAU;
            assert!(
                (f64::from(Turn(angle).sin()) - radians.sin() * f64::from(ONE)).abs() < 3.0,
                "{angle}"
            );
            assert!(
                (f64::from(Turn(angle).cos()) - radians.cos() * f64::from(ONE)).abs() < 3.0,
                "{angle}"
            );
        }
    }

    #[test]
    fn parts_of_a_turn_go_clockwise_from_twelve() {
        assert_eq!(Turn::parts(6, 24), Turn(0x4000));
        assert_eq!(Turn::parts(24, 24), Turn(0));
        assert_eq!(Turn::parts(6, 24).sin(), ONE);
    }
}
