//! A drawing as an SVG: paths and nothing else, so that it needs no font and no program to be seen.

use std::fmt::Write;

use super::{Drawing, Path, Step};

impl Drawing {
    /// The drawing as an SVG file.
    #[must_use]
    pub fn svg(&self) -> String {
        let [width, height] = [self.width, self.height].map(hundredths);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} \
             {height}\">\n"
        );
        for mark in &self.marks {
            let [r, g, b] = mark.colour.0;
            let _ = write!(svg, "<path fill=\"#{r:02x}{g:02x}{b:02x}\" d=\"");
            steps(&mark.path, &mut svg);
            svg.push_str("\"/>\n");
        }
        svg.push_str("</svg>\n");
        svg
    }
}

fn steps(path: &Path, svg: &mut String) {
    for step in &path.steps {
        let (letter, points): (char, &[[f64; 2]]) = match step {
            Step::Move(to) => ('M', &[*to]),
            Step::Line(to) => ('L', &[*to]),
            Step::Curve(from, by, to) => ('C', &[*from, *by, *to]),
            Step::Close => ('Z', &[]),
        };
        svg.push(letter);
        for (at, part) in points.iter().flatten().enumerate() {
            let part = hundredths(*part);
            // A minus sign keeps numbers apart as well as a space does.
            if at > 0 && !part.starts_with('-') {
                svg.push(' ');
            }
            svg.push_str(&part);
        }
    }
}

/// A length to a hundredth, without what says nothing.
fn hundredths(length: f64) -> String {
    let whole = (length * 100.0).round() as i64;
    let (sign, whole) = (if whole < 0 { "-" } else { "" }, whole.unsigned_abs());
    match (whole / 100, whole % 100) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, part) if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        (whole, part) => format!("{sign}{whole}.{part:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn a_length_is_as_short_as_it_can_be() {
        let said = [12.0, 0.5, -0.04, 3.999, -0.001, 1.25].map(hundredths);
        assert_eq!(said, ["12", "0.5", "-0.04", "4", "0", "1.25"]);
    }
}
