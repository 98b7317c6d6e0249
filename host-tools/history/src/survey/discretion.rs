//! Which files of a folder may be looked into.
//!
//! Exports lie beside payments, addresses, searches and messages. Histories are recognised by their content, but to look
//! at a content is to open the file, so names decide first what is left alone:
//!
//! - files whose ending no history has;
//! - files that are known to hold something private;
//! - beside a file that has a history's name, all that have not. Only where every name is strange, because the user
//!   renamed the files, is each looked at.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;

use crate::sources;

/// Endings of files that can be a history.
const ENDINGS: [&str; 8] = [".json", ".jsonl", ".csv", ".tsv", ".xlsx", ".log", ".txt", ".zip"];

/// Endings of databases, and of backups with some in them. Most are of other programs, and none of our business: one is opened
/// if it is called after a history.
const DATABASES: [&str; 4] = [".db", ".sqlite", ".sqlite3", ".backup"];

/// Beginnings of the names of files, beside those that sources name, that hold something private in exports of any service.
const PRIVATE: &[&str] = &["profile", "settings", "manifest", "package"];

/// The last part of a path in lower case.
fn file_name(path: &str) -> String {
    // Some systems write "é" as two characters.
    let name = path.rsplit('/').next().unwrap_or(path);
    name.nfc().collect::<String>().to_lowercase()
}

/// Beginnings of the names of files that hold something private.
fn private_names() -> impl Iterator<Item = &'static str> {
    let of_sources = sources::names().flat_map(|names| names.private);
    PRIVATE.iter().chain(of_sources).copied()
}

/// Whether a name, in lower case, is one that a source gives to its histories.
fn is_called_after_a_history(name: &str) -> bool {
    sources::names().any(|names| names.histories.iter().any(|word| name.contains(word)))
}

/// Whether a file has the name of a history, so that it is a fault when it does not hold one.
pub(crate) fn is_history(path: &str) -> bool {
    let name = file_name(path);
    ["streaminghistory", "streaming_history", "endsong"]
        .iter()
        .any(|word| name.starts_with(word))
        && name.ends_with(".json")
}

/// Whether a file is a history as a web page: what Google sends to who does not ask for JSON.
pub(crate) fn is_web_page(path: &str) -> bool {
    let name = file_name(path);
    name.ends_with(".html") && is_called_after_a_history(&name)
}

/// Keeps of the files in one folder those that may be looked into, in natural order.
pub(crate) fn keep_readable<T>(files: &mut Vec<T>, path: impl Fn(&T) -> &str) {
    files.retain(|file| {
        let name = file_name(path(file));
        // What macOS puts into archives beside the files themselves.
        let is_shadow = name.starts_with("._") || path(file).starts_with("__MACOSX/");
        let is_archive = name.ends_with(".zip");
        // One word is no reason to leave an archive alone: its user may have named it.
        let is_private =
            |private: &str| name.starts_with(private) && (!is_archive || private.contains(char::is_whitespace));
        let ends_as = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        let may_be_history = ends_as(&ENDINGS) || ends_as(&DATABASES) && is_called_after_a_history(&name);
        !is_shadow && may_be_history && !private_names().any(is_private)
    });
    let has_history_name = |file: &T| is_called_after_a_history(&file_name(path(file)));
    if files.iter().any(has_history_name) {
        files.retain(|file| has_history_name(file) || file_name(path(file)).ends_with(".zip"));
    }
    files.sort_by(|one, two| natural(path(one), path(two)));
}

/// The order in which people count: `_2` before `_10`, and `2015_1` before `2015-2016_2`.
pub(crate) fn natural(one: &str, two: &str) -> Ordering {
    let (mut one, mut two) = (one.as_bytes(), two.as_bytes());
    loop {
        let (digits_one, digits_two) = (digits(one), digits(two));
        if !digits_one.is_empty() && !digits_two.is_empty() {
            let (value_one, value_two) = (significant(digits_one), significant(digits_two));
            let order = value_one
                .len()
                .cmp(&value_two.len())
                .then_with(|| value_one.cmp(value_two));
            if order != Ordering::Equal {
                return order;
            }
            (one, two) = (&one[digits_one.len()..], &two[digits_two.len()..]);
            continue;
        }
        match (one, two) {
            ([a, rest_one @ ..], [b, rest_two @ ..]) if a == b => (one, two) = (rest_one, rest_two),
            ([b'_', ..], [b'-', ..]) => return Ordering::Less,
            ([b'-', ..], [b'_', ..]) => return Ordering::Greater,
            _ => return one.cmp(two),
        }
    }
}

fn digits(text: &[u8]) -> &[u8] {
    &text[..text.iter().take_while(|byte| byte.is_ascii_digit()).count()]
}

fn significant(digits: &[u8]) -> &[u8] {
    &digits[digits.iter().take_while(|digit| **digit == b'0').count()..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(names: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        keep_readable(&mut names, |name| name.as_str());
        names
    }

    #[test]
    fn private_siblings_are_left_alone() {
        let account = [
            "Userdata.json",
            "Payments.json",
            "SearchQueries.json",
            "Inferences.json",
            "Identity.json",
        ];
        assert!(kept(&account).is_empty());
        let mut with_history = account.to_vec();
        with_history.extend([
            "StreamingHistory_music_0.json",
            "Something New.json",
            "Read_Me_First.pdf",
        ]);
        assert_eq!(kept(&with_history), ["StreamingHistory_music_0.json"]);
        let mut renamed = account.to_vec();
        renamed.push("my music.json");
        assert_eq!(kept(&renamed), ["my music.json"]);
    }

    #[test]
    fn an_archive_may_be_called_after_anything_that_its_user_likes() {
        let archives = ["Downloads.zip", "account-2024.zip", "shared with me.zip"];
        assert_eq!(kept(&archives), archives);
        let private = [
            "Apple ID account and device information.zip",
            "Account and Transaction History.zip",
        ];
        assert!(kept(&private).is_empty());
    }

    #[test]
    fn files_come_in_the_order_in_which_people_count() {
        assert_eq!(
            kept(&["endsong_10.json", "endsong_9.json", "endsong_0.json"]),
            ["endsong_0.json", "endsong_9.json", "endsong_10.json"]
        );
        let years = [
            "H_2014-2015_0.json",
            "H_2015_1.json",
            "H_2015-2016_2.json",
            "H_2016_3.json",
        ];
        assert!(years.is_sorted_by(|one, two| natural(one, two).is_lt()));
        assert_eq!(natural("a1b2", "a01b10"), Ordering::Less);
        assert_eq!(natural("a", "a1"), Ordering::Less);
    }

    #[test]
    fn what_an_archiver_adds_is_left_alone() {
        assert!(
            kept(&[
                "__MACOSX/MyData/StreamingHistory0.json",
                "MyData/._StreamingHistory0.json"
            ])
            .is_empty()
        );
    }
}
