//! Small decisions that follow from a name.

/// Numbers that look like chance and are the same for the same seed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dice(u32);

impl Dice {
    pub(super) const fn new(seed: u32) -> Self {
        Self(seed | 1)
    }

    /// A number below another one, which is not 0.
    pub(super) const fn below(&mut self, limit: u32) -> u32 {
        // Marsaglia's xorshift of 32 bits.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 >> 8) % limit
    }

    /// Yes or no.
    pub(super) const fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    /// A number between two.
    pub(super) const fn between(&mut self, least: i32, most: i32) -> i32 {
        least + self.below((most - least + 1) as u32) as i32
    }
}
