//! Files that bring nothing new, of every source in every form: what the books say of each.
#![cfg(feature = "library")]

use crate::common::exports::{FORMS, Form};
use playtally_history::{Books, Export, Library, read};
use serde_json::Value;

const NOW: i64 = 1_795_953_600;

/// The books of these files, each imported into one library after the other; those of the last.
fn books_of(form: &Form, files: &[&[Value]]) -> Books {
    let mut library = Library::in_memory().unwrap();
    let import = |rows: &&[Value]| {
        let export = Export::Bytes(form.name.to_owned(), form.file(rows).into());
        let books = library.import_at(NOW, [export], &mut ());
        books.unwrap_or_else(|error| panic!("{}: {error}", form.name))
    };
    let books = files.iter().map(import).last().unwrap();
    assert!(books.files.iter().all(|file| file.are_closed()), "{books:?}");
    books
}

/// All forms but the one that is told by the plays in it.
fn forms() -> impl Iterator<Item = &'static Form> {
    FORMS.iter().filter(|form| form.rows(0) == 0)
}

/// Those in which a title stands by itself, and can be missing.
fn titled() -> impl Iterator<Item = &'static Form> {
    forms().filter(|form| !matches!(form.source, "playback-reporting" | "rockbox-playback"))
}

/// A row without what was played.
fn untitled(mut row: Value) -> Value {
    fn blank(value: &mut Value) {
        match value {
            // A book stands for a chapter without a title.
            Value::String(text) if text.ends_with(", so") || text == "A Book" => text.clear(),
            Value::Array(values) => values.iter_mut().for_each(blank),
            Value::Object(fields) => fields.values_mut().for_each(blank),
            _ => {}
        }
    }
    blank(&mut row);
    row
}

#[test]
fn an_empty_file_is_said_to_be_empty_each_time_and_never_to_be_known() {
    // A file of no bytes at all may as well be one that never came: that is an error, and says so.
    for form in forms().filter(|form| !form.file(&[]).is_empty()) {
        for times in 1..3 {
            let books = books_of(form, &vec![&[][..]; times]);
            let said: Vec<&str> = books.left_out.iter().map(|left_out| &*left_out.message).collect();
            assert!(
                matches!(said[..], [message] if message.contains("is an empty")),
                "{}: {books:?}",
                form.name
            );
            assert!(!books.left_out[0].is_fault && !books.are_all_known(), "{}", form.name);
        }
    }
}

#[test]
fn a_file_of_no_bytes_is_said_to_be_one() {
    for name in ["1.jsonl", "endsong_0.json", "scrobbles.csv", "anything"] {
        let error = read([Export::Bytes(name.to_owned(), Vec::new().into())], &mut ()).expect_err("there is nothing");
        assert!(error.to_string().contains("it is an empty file"), "{error}");
    }
}

#[test]
fn a_file_of_which_nothing_counts_is_not_known_either() {
    for form in titled() {
        let rows: Vec<Value> = (0..3).map(|number| untitled(form.row(number))).collect();
        for books in [books_of(form, &[&rows]), books_of(form, &[&rows, &rows])] {
            assert_eq!(
                books.total().stored.total() + books.total().duplicate,
                0,
                "{}: {books:?}",
                form.name
            );
            assert!(!books.are_all_known(), "{}", form.name);
        }
    }
    for form in forms() {
        let timeless = [form.row_at(0)];
        for books in [books_of(form, &[&timeless]), books_of(form, &[&timeless, &timeless])] {
            assert_eq!(books.total().without_moment.total(), 1, "{}: {books:?}", form.name);
            assert!(!books.are_all_known() && books.left_out.is_empty(), "{}", form.name);
        }
    }
}

#[test]
fn a_file_is_known_if_every_play_in_it_is_whatever_else_lies_beside_them() {
    for form in forms() {
        let rows: Vec<Value> = (0..9).map(|number| form.row(number)).collect();
        let known = |files: &[&[Value]]| books_of(form, files).are_all_known();
        assert!(!known(&[&rows]), "{}: what is stored was not known", form.name);
        assert!(known(&[&rows, &rows]), "{}", form.name);
        assert!(known(&[&rows, &rows[3..6]]), "{}", form.name);
        let more = [&rows[..], &[form.row_at(1_714_600_000)]].concat();
        assert!(!known(&[&rows, &more]), "{}", form.name);
    }
    for form in titled() {
        let rows: Vec<Value> = (0..9).map(|number| form.row(number)).collect();
        let beside = [&rows[..], &[untitled(form.row(0)), form.row_at(0)]].concat();
        assert!(books_of(form, &[&rows, &beside]).are_all_known(), "{}", form.name);
    }
}
