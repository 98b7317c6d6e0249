//! What a shape covers of a row of pixels: a stretch whose ends are soft, so that edges are smooth without a root a pixel.

/// Where a coverage goes from one end to the other, in sixteenths of a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) from: i32,
    pub(super) to: i32,
}

impl Edge {
    /// How far it has gone at a place, 0 to 15.
    const fn gone(self, at: i32) -> i32 {
        if at <= self.from {
            0
        } else if at >= self.to {
            FULL
        } else {
            (at - self.from) * FULL / (self.to - self.from)
        }
    }

    const fn middle(self) -> i32 {
        self.from.midpoint(self.to)
    }
}

/// All of a pixel.
pub(super) const FULL: i32 = 15;

/// Far to the left, and as far to the right.
const FAR: i32 = 1 << 24;

/// A stretch of a row: it begins along one edge, ends along another, and in between covers as much of each pixel as it
/// covers at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) rise: Edge,
    pub(super) fall: Edge,
    /// 0 to 15.
    pub(super) most: i32,
}

impl Span {
    /// The whole row.
    pub(super) const WHOLE: Self = Self {
        rise: Edge { from: -FAR, to: -FAR },
        fall: Edge { from: FAR, to: FAR },
        most: FULL,
    };

    /// What two of them have in common.
    pub(super) fn and(self, other: Self) -> Self {
        let later = |a: Edge, b: Edge| if a.middle() < b.middle() { b } else { a };
        let earlier = |a: Edge, b: Edge| if b.middle() < a.middle() { b } else { a };
        Self {
            rise: later(self.rise, other.rise),
            fall: earlier(self.fall, other.fall),
            most: self.most.min(other.most),
        }
    }

    /// The coverage, 0 to 15, of the pixel whose centre is at a place.
    pub(super) fn coverage(self, centre: i32) -> u8 {
        let within = self.rise.gone(centre) - self.fall.gone(centre);
        within.clamp(0, self.most) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_between_pixels_covers_their_parts() {
        // From the middle of the second pixel to the end of the fourth.
        let span = Span {
            rise: Edge { from: 16, to: 32 },
            fall: Edge { from: 56, to: 72 },
            most: FULL,
        };
        let covered: [u8; 6] = core::array::from_fn(|pixel| span.coverage(pixel as i32 * 16 + 8));
        assert_eq!(covered, [0, 7, 15, 15, 0, 0]);
        assert_eq!(Span::WHOLE.and(span), span);
    }
}
