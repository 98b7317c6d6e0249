//! The files that posters become.

use playtally_poster::Format;
use playtally_statistics::testing::made_up;

use crate::common::{Asked, Counted};

#[test]
fn the_same_poster_is_the_same_file() {
    let [one, other] = [(), ()].map(|()| Counted::new(made_up(1, 4_000)));
    for about in one.subjects() {
        let [one, other] = [&one, &other].map(|counted| counted.poster(Asked::about(about)).expect("a poster").drawing);
        assert_eq!(one.svg(), other.svg());
        assert_eq!(one.pdf(), other.pdf());
        assert_eq!(one.png(300).expect("a picture"), other.png(300).expect("a picture"));
    }
}

#[test]
fn an_svg_is_paths_in_millimetres_and_nothing_else() {
    let counted = Counted::new(made_up(1, 4_000));
    for about in counted.subjects() {
        for &format in Format::ALL {
            let svg = counted
                .poster(Asked::about(about).on(format))
                .expect("a poster")
                .drawing
                .svg();
            let document = roxmltree::Document::parse(&svg).expect("well-formed");
            let root = document.root_element();
            let [width, height] = format.millimetres();
            assert_eq!(root.attribute("width"), Some(&*format!("{width}mm")));
            assert_eq!(root.attribute("viewBox"), Some(&*format!("0 0 {width} {height}")));
            let mut children = root.children().filter(roxmltree::Node::is_element);
            assert!(children.clone().count() > 8);
            assert!(children.all(|path| {
                let names: Vec<&str> = path.attributes().map(|attribute| attribute.name()).collect();
                path.has_tag_name(("http://www.w3.org/2000/svg", "path")) && names == ["fill", "d"]
            }));
            assert!(!svg.contains("font") && !svg.contains("NaN") && !svg.contains("inf"));
        }
    }
}

#[test]
fn a_pdf_has_the_size_of_its_paper_and_no_font() {
    let counted = Counted::new(made_up(1, 4_000));
    for &format in Format::ALL {
        let poster = counted
            .poster(Asked::about(counted.subjects()[0]).on(format))
            .expect("a poster");
        let pdf = String::from_utf8_lossy(&poster.drawing.pdf()).into_owned();
        let at = pdf.find("/MediaBox").expect("a page");
        let numbers = pdf[at..].split(['[', ']']).nth(1).expect("a box");
        let numbers: Vec<f64> = numbers
            .split_whitespace()
            .map(|part| part.parse().expect("a number"))
            .collect();
        let wanted = format.millimetres().map(|side| side / 25.4 * 72.0);
        assert!(
            (numbers[2] - wanted[0]).abs() < 0.01 && (numbers[3] - wanted[1]).abs() < 0.01,
            "{numbers:?}"
        );
        assert!(!pdf.contains("/Font") && !pdf.contains("/Info") && !pdf.contains("Date"));
    }
}

#[test]
fn a_png_is_as_wide_as_asked_and_knows_how_large_it_is_on_paper() {
    let counted = Counted::new(made_up(1, 4_000));
    let poster = counted.poster(Asked::about(counted.subjects()[0])).expect("a poster");
    let png = poster.drawing.png(594).expect("a picture");
    let be = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((be(16), be(20)), (594, 840));
    let physical = png.windows(4).position(|name| name == b"pHYs").expect("a size");
    assert_eq!(be(physical + 4), 2_000, "two pixels a millimetre");
    assert!(poster.drawing.png(0).is_err() && poster.drawing.png(20_000).is_err());
}
