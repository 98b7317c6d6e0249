//! A drawing as a page to print. It holds no date and no name of a program: the same drawing is the same file.

use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::{Content, Filter, Finish, Pdf, Rect, Ref};

use super::{Drawing, Path, Step};

/// Points of 1/72 inch in a millimetre.
const POINTS: f64 = 72.0 / 25.4;

impl Drawing {
    /// The drawing as a PDF file of one page, as large as the drawing is.
    #[must_use]
    pub fn pdf(&self) -> Vec<u8> {
        let [catalogue, pages, page, content] = [1, 2, 3, 4].map(Ref::new);
        let mut pdf = Pdf::new();
        pdf.catalog(catalogue).pages(pages);
        pdf.pages(pages).kids([page]).count(1);
        let mut sheet = pdf.page(page);
        let [width, height] = [self.width, self.height].map(|side| (side * POINTS) as f32);
        sheet.media_box(Rect::new(0.0, 0.0, width, height));
        sheet.parent(pages);
        sheet.contents(content);
        sheet.resources();
        sheet.finish();
        let drawn = compress_to_vec_zlib(&self.content(), 8);
        pdf.stream(content, &drawn).filter(Filter::FlateDecode);
        pdf.finish()
    }

    fn content(&self) -> Vec<u8> {
        let mut content = Content::new();
        // From millimetres down from the upper edge to points up from the lower one.
        let scale = POINTS as f32;
        content.transform([scale, 0.0, 0.0, -scale, 0.0, (self.height * POINTS) as f32]);
        let mut colour = None;
        for mark in &self.marks {
            if colour != Some(mark.colour) {
                let [r, g, b] = mark.colour.0.map(|part| f32::from(part) / 255.0);
                content.set_fill_rgb(r, g, b);
                colour = Some(mark.colour);
            }
            steps(&mark.path, &mut content);
            content.fill_nonzero();
        }
        content.finish().to_vec()
    }
}

fn steps(path: &Path, content: &mut Content) {
    // To a hundredth of a millimetre, as in the SVG.
    let at = |[x, y]: [f64; 2]| [x, y].map(|part| ((part * 100.0).round() / 100.0) as f32);
    for step in &path.steps {
        match *step {
            Step::Move(to) => {
                let [x, y] = at(to);
                content.move_to(x, y);
            }
            Step::Line(to) => {
                let [x, y] = at(to);
                content.line_to(x, y);
            }
            Step::Curve(from, by, to) => {
                let ([x1, y1], [x2, y2], [x, y]) = (at(from), at(by), at(to));
                content.cubic_to(x1, y1, x2, y2, x, y);
            }
            Step::Close => {
                content.close_path();
            }
        }
    }
}
