//! The ways in which texts are set.

use super::{Em, Style};

/// A small line: labels, axes.
pub(crate) const CAPTION: Style = &[(Em::Caption, 1)];
/// A line of a sentence or a label that is read first; small if it is long.
pub(crate) const BODY: Style = &[(Em::Body, 1), (Em::Caption, 1)];
/// A line of a list that is never small.
pub(crate) const LINE: Style = &[(Em::Body, 1)];
/// A headline of one line.
pub(crate) const TITLE: Style = &[(Em::Title, 1), (Em::Body, 1), (Em::Caption, 1)];
/// A name in a list: smaller if it is long, then in two small lines.
pub(crate) const LISTED: Style = &[(Em::Body, 1), (Em::Caption, 1), (Em::Caption, 2)];
/// The name or the headline that a page is about.
pub(crate) const HERO: Style = &[(Em::Title, 1), (Em::Title, 2), (Em::Body, 2), (Em::Body, 3)];
/// The owner's name beside a picture.
pub(crate) const COVER: Style = &[(Em::Title, 1), (Em::Title, 2), (Em::Body, 2)];
/// The same where two lines have room.
pub(crate) const SMALL_HERO: Style = &[(Em::Title, 1), (Em::Body, 1), (Em::Body, 2), (Em::Caption, 2)];
/// The same where one line has room.
pub(crate) const STRIP_HERO: Style = &[(Em::Body, 1), (Em::Caption, 1)];
/// A headline of up to two lines.
pub(crate) const HEADLINE: Style = &[(Em::Title, 1), (Em::Body, 1), (Em::Title, 2), (Em::Body, 2)];
/// The same on small panels.
pub(crate) const SMALL_HEADLINE: Style = &[(Em::Body, 1), (Em::Caption, 1), (Em::Caption, 2)];
/// Small words beside a picture.
pub(crate) const LABEL: Style = &[(Em::Caption, 1), (Em::Caption, 2), (Em::Caption, 3)];
/// A few small sentences.
pub(crate) const PROSE: Style = &[(Em::Caption, 1), (Em::Caption, 2), (Em::Caption, 3), (Em::Caption, 4)];
/// A number beside others.
pub(crate) const FACT: Style = &[(Em::Body, 1), (Em::Caption, 1)];
/// A number beside words.
pub(crate) const FIGURE: Style = &[(Em::Figure, 1), (Em::Title, 1), (Em::Body, 1), (Em::Caption, 1)];
/// A number that shares a page with a picture.
pub(crate) const NUMBER: Style = &[(Em::Number, 1), (Em::Figure, 1), (Em::Title, 1), (Em::Body, 1)];
/// The number that is the page.
pub(crate) const POSTER: Style = &[
    (Em::Poster, 1),
    (Em::Number, 1),
    (Em::Figure, 1),
    (Em::Title, 1),
    (Em::Body, 1),
];
