//! How well one colour stands out from another.

use embedded_graphics::pixelcolor::{Rgb565, RgbColor};

/// Contrast ratio of WCAG 2.2, 1 to 21.
pub fn contrast(a: Rgb565, b: Rgb565) -> f64 {
    let linear = |level: u8, most: u8| {
        let level = f64::from(level) / f64::from(most);
        if level <= 0.04045 {
            level / 12.92
        } else {
            ((level + 0.055) / 1.055).powf(2.4)
        }
    };
    let luminance = |c: Rgb565| 0.2126 * linear(c.r(), 31) + 0.7152 * linear(c.g(), 63) + 0.0722 * linear(c.b(), 31);
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
