//! Names as a terminal can show them. They come from files, so they are not trusted.

use std::borrow::Cow;

use playtally_history::escape::is_unseen;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Ends what was cut short.
const ELLIPSIS: char = '…';
/// First strong isolate: what follows has its own direction, whatever stands around it.
const ISOLATE: char = '\u{2068}';
/// Ends an isolate.
const END_OF_ISOLATE: char = '\u{2069}';

/// How many columns a text takes in a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A title with its artist, where that is known, as one line of plain text.
#[must_use]
pub fn track(title: &str, artist: Option<&str>) -> String {
    match artist {
        Some(artist) => format!("{} · {}", clean(title), clean(artist)),
        None => clean(title).into_owned(),
    }
}

/// A name as one line of plain text: without what would move the cursor, switch colours or change the direction of the
/// text around it.
#[must_use]
pub fn clean(name: &str) -> Cow<'_, str> {
    let harmless = |c: char| !is_unseen(c);
    let cleaned = if name.chars().all(harmless) {
        Cow::Borrowed(name)
    } else {
        let spaced = |c: char| {
            if harmless(c) {
                Some(c)
            } else {
                c.is_whitespace().then_some(' ')
            }
        };
        Cow::Owned(name.chars().filter_map(spaced).collect())
    };
    if cleaned.chars().any(is_right_to_left) {
        Cow::Owned(format!("{ISOLATE}{cleaned}{END_OF_ISOLATE}"))
    } else {
        cleaned
    }
}

/// A cleaned text in at most `columns` columns, cut between letters where it is longer.
#[must_use]
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut kept = String::new();
    let mut used = 0;
    for letter in text.graphemes(true) {
        let wide = width(letter);
        if used + wide > columns - 1 {
            break;
        }
        kept.push_str(letter);
        used += wide;
    }
    kept.push(ELLIPSIS);
    // What was cut within a name of the other direction still ends it.
    if kept.matches(ISOLATE).count() > kept.matches(END_OF_ISOLATE).count() {
        kept.push(END_OF_ISOLATE);
    }
    Cow::Owned(kept)
}

/// A cleaned text in lines: the first of at most `first` columns, the others of at most `others`. It is parted at blanks,
/// but not within a name of the other direction; what is longer than a line is cut.
#[must_use]
pub fn wrap(text: &str, first: usize, others: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut isolated = false;
    let words = text.split_inclusive(|c| {
        match c {
            ISOLATE => isolated = true,
            END_OF_ISOLATE => isolated = false,
            _ => {}
        }
        c == ' ' && !isolated
    });
    for word in words {
        let at_first = lines.len() == 1;
        let room = if at_first { first } else { others };
        let Some(line) = lines.last_mut() else { break };
        if width(line) + width(word.trim_end()) <= room {
            line.push_str(word);
        } else if (at_first && others > first) || !line.trim().is_empty() {
            lines.push(fit(word, others).into_owned());
        } else {
            line.push_str(&fit(word, room));
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// A cleaned text in at most `columns` columns, cut in its middle where it is longer: for names whose ends tell them apart.
#[must_use]
pub fn fit_ends(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns || text.starts_with(ISOLATE) {
        return fit(text, columns);
    }
    let tail = columns.saturating_sub(1) / 2;
    let mut from = text.len();
    for (at, _) in text
        .grapheme_indices(true)
        .rev()
        .take_while(|&(at, _)| width(&text[at..]) <= tail)
    {
        from = at;
    }
    let head = fit(text, columns - width(&text[from..]));
    Cow::Owned(format!("{head}{}", &text[from..]))
}

/// Whether a letter runs from right to left: the blocks that Unicode sets aside for such scripts (UAX #9, table 4).
const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Whether nothing of a text shows.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.width().unwrap_or(0) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_write_to_the_terminal() {
        assert_eq!(clean("AC\u{1b}[31m/DC\u{7}"), "AC[31m/DC");
        assert_eq!(clean("two\nlines"), "two lines");
        assert_eq!(clean("a\u{202e}b\u{2069}"), "ab");
        assert_eq!(clean("a\u{9b}31mb\u{200e}\u{feff}\u{fff9}\u{e0041}"), "a31mb");
        assert_eq!(clean("Sigur Rós"), "Sigur Rós");
    }

    #[test]
    fn a_right_to_left_name_stays_in_its_place() {
        assert_eq!(clean("שלום"), "\u{2068}שלום\u{2069}");
        assert_eq!(width(&clean("שלום")), 4);
    }

    #[test]
    fn a_long_name_is_cut_between_letters_by_columns() {
        assert_eq!(fit("abcdef", 6), "abcdef");
        assert_eq!(fit("abcdefg", 6), "abcde…");
        assert_eq!(fit("東京事変", 7), "東京事…");
        assert_eq!(fit("東京事変", 6), "東京…", "half of a wide letter does not show");
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(fit("abc", 0), "");
        let cut = clean("שלום עולם");
        assert_eq!(fit(&cut, 5), "\u{2068}שלום…\u{2069}");
        assert_eq!(fit(&format!("a {cut} b"), 5), "a \u{2068}של…\u{2069}");
        assert_eq!(fit(&format!("{cut} and more"), 12), "\u{2068}שלום עולם\u{2069} a…");
    }

    #[test]
    fn a_long_text_goes_on_in_the_next_line() {
        assert_eq!(wrap(", 12 plays on a day", 8, 12), [", 12", "plays on a", "day"]);
        assert_eq!(wrap(", 12 plays", 10, 4), [", 12 plays"]);
        assert_eq!(wrap("", 4, 4), [""]);
        assert_eq!(wrap(", usually 27%", 12, 8), [", usually", "27%"]);
        assert_eq!(wrap("unbreakable", 3, 6), ["", "unbre…"]);
        let name = clean("שלום עולם");
        assert_eq!(wrap(&format!("a {name} b"), 8, 12), ["a", &format!("{name} b")]);
    }

    #[test]
    fn a_name_that_ends_tell_apart_loses_its_middle() {
        assert_eq!(fit_ends("History_Audio_2014_0.json", 16), "History_…_0.json");
        assert_eq!(fit_ends("東京事変東京", 7), "東京…京");
        assert_eq!(fit_ends("short", 5), "short");
        for columns in 0..12 {
            assert!(width(&fit_ends("History_東京_2014", columns)) <= columns, "{columns}");
        }
    }

    #[test]
    fn what_does_not_show_is_blank() {
        assert!(is_blank(" \u{200b}"));
        assert!(!is_blank("x"));
    }
}
