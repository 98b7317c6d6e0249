//! Pages about one subject that come up in a row.

use crate::Page;

/// The stories, each page in the order in which it is told. A page stands in one of them at most; the first one that has
/// something to say opens it.
const STORIES: [&[Page]; 6] = [
    RECAP_PARTS.0,
    RECAP_PARTS.1,
    // A year.
    &[Page::YearFive, Page::YearFiveTracks, Page::YearRibbon],
    // An artist.
    &[Page::Artist, Page::ArtistHours, Page::ArtistYears],
    // An era, after all of them.
    &[Page::Eras, Page::Era],
    // A day.
    &[Page::OnThisDay, Page::ThisMonth],
];

/// The year that ends, in order: how it begins, and its cards.
pub(crate) const RECAP: [Page; 11] = [
    Page::Recap,
    Page::Recap1,
    Page::Recap2,
    Page::Recap3,
    Page::Recap4,
    Page::Recap5,
    Page::Recap6,
    Page::Recap7,
    Page::Recap8,
    Page::Recap9,
    Page::Recap10,
];

/// It has more pages than anybody looks at in a row.
const RECAP_PARTS: (&[Page], &[Page]) = RECAP.split_at(6);

/// Where in a story a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chapter {
    /// How many pages were told before it.
    pub at: u8,
    /// How many pages have something to say, 2 to 6.
    pub of: u8,
}

/// The story that a page belongs to.
fn of(page: Page) -> &'static [Page] {
    let mut all = STORIES.iter();
    all.find(|story| story.contains(&page)).copied().unwrap_or_default()
}

/// Whether a page can come up after any other: it belongs to no story, or opens its own.
pub(crate) fn opens(page: Page, speaks: impl Fn(&Page) -> bool) -> bool {
    of(page)
        .iter()
        .find(|page| speaks(page))
        .is_none_or(|first| *first == page)
}

/// The page that has to follow.
pub(crate) fn next(page: Page, speaks: impl Fn(&Page) -> bool) -> Option<Page> {
    let mut left = of(page).iter().copied().skip_while(|&told| told != page).skip(1);
    left.find(|page| speaks(page))
}

/// Where in its story a page stands, if others are told with it.
pub(crate) fn chapter(page: Page, speaks: impl Fn(&Page) -> bool) -> Option<Chapter> {
    let told = || of(page).iter().filter(|page| speaks(page));
    let (at, of) = (told().position(|&told| told == page)?, told().count());
    (of > 1).then_some(Chapter {
        at: at as u8,
        of: of as u8,
    })
}

/// Where in the year that ends a page stands, if it is a part of it: the beginning is 0.
pub(crate) fn place_in_recap(page: Page) -> Option<usize> {
    RECAP.iter().position(|&told| told == page)
}

/// Whether it is the turn of a page that opens a part of the year that ends, where `told` is what of that was told last: the parts
/// take turns.
pub(crate) fn is_due(page: Page, told: Option<usize>, speaks: impl Fn(&Page) -> bool) -> bool {
    let (first, second) = RECAP_PARTS;
    let first_was_told = told.is_some_and(|place| place < first.len());
    match place_in_recap(page) {
        None => true,
        Some(0) => !first_was_told || !second.iter().any(speaks),
        Some(_) => first_was_told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stands_in_one_story_and_a_story_has_two_to_six() {
        for page in Page::ALL {
            let stories = STORIES.iter().filter(|story| story.contains(page));
            assert!(stories.count() <= 1, "{page:?}");
        }
        assert!(STORIES.iter().all(|story| (2..=6).contains(&story.len())));
    }

    #[test]
    fn a_story_goes_on_past_what_has_nothing_to_say() {
        let but_the_tracks = |page: &Page| *page != Page::YearFiveTracks;
        assert_eq!(next(Page::YearFive, but_the_tracks), Some(Page::YearRibbon));
        assert_eq!(next(Page::YearRibbon, but_the_tracks), None);
        assert_eq!(
            chapter(Page::YearRibbon, but_the_tracks),
            Some(Chapter { at: 1, of: 2 })
        );
        let ribbon_alone = |page: &Page| *page == Page::YearRibbon;
        assert!(opens(Page::YearRibbon, ribbon_alone));
        assert!(!opens(Page::YearRibbon, but_the_tracks));
        assert_eq!(chapter(Page::YearRibbon, ribbon_alone), None);
        assert!(opens(Page::Clock, ribbon_alone));
    }
}
