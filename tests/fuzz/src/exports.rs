//! What must hold whatever is in an export: reading it either says what is wrong or closes the books.

use std::collections::BTreeMap;
use std::env;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};

use playtally_history::{Books, Export, Plays, Progress, Result, Source, Step, read, read_as};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Has each importer of a source read a file: of the one whose id stands in the environment as `SOURCE`.
pub fn source(file: &[u8]) {
    static SOURCE: LazyLock<Source> = LazyLock::new(|| {
        let id = env::var("SOURCE").unwrap_or_default();
        Source::named(&id).unwrap_or_else(|| panic!("SOURCE must be the id of a source, not {id:?}"))
    });
    let source = *SOURCE;
    crate::only_known_panics();
    let file = Arc::from(file);
    read_as(source, &file).for_each(sound);
}

/// Looks through a file that may be an archive, and reads what is found in it.
pub fn archive(file: &[u8]) {
    crate::only_known_panics();
    sound(read([Export::Bytes("export.zip".into(), file.into())], &mut Watch));
}

/// Looks through an archive that is sound, and whose members are anything: `=== NAME`, and the content in the lines after
/// it. What stands before a `.zip/` in a name is an archive in the archive. Fixtures are written so.
pub fn members(text: &[u8]) {
    const MARK: &[u8] = b"=== ";
    let starts = (0..text.len()).filter(|&at| text[at..].starts_with(MARK) && (at == 0 || text[at - 1] == b'\n'));
    let starts: Vec<usize> = starts.collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let members = starts.iter().zip(ends).map(|(&start, end)| {
        let member = &text[start + MARK.len()..end];
        let line = member.iter().position(|byte| *byte == b'\n').unwrap_or(member.len());
        let name = String::from_utf8_lossy(&member[..line]).into_owned();
        (name, member.get(line + 1..).unwrap_or_default().to_vec())
    });
    archive(&pack(members.collect(), 0));
}

fn pack(members: Vec<(String, Vec<u8>)>, depth: u32) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut inner: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    // An archive has no two members of one name: the writer refuses the second.
    let mut add = |name: String, content: &[u8]| {
        if zip.start_file(name, SimpleFileOptions::default()).is_ok() {
            zip.write_all(content).expect("memory can be written");
        }
    };
    for (name, content) in members {
        match name.split_once(".zip/") {
            Some((outer, rest)) if depth < 5 => {
                inner.entry(format!("{outer}.zip")).or_default().push((rest.to_owned(), content));
            }
            _ => add(name, &content),
        }
    }
    for (name, members) in inner {
        add(name, &pack(members, depth + 1));
    }
    zip.finish().expect("memory can be written").into_inner()
}

fn sound(read: Result<(Plays, Books)>) {
    match read {
        Ok((plays, books)) => {
            let total = books.total();
            assert!(books.files.iter().all(|file| file.are_closed()), "the books are open: {books:?}");
            // Each play is stored once, or is the echo of one that is.
            let echoes = plays.rows().iter().filter(|play| play.echo).count();
            let kept = plays.rows().len() - echoes;
            assert_eq!(total.stored.total(), kept as u64, "the books say something else than the library");
        }
        Err(error) => assert!(error.to_string().contains(';') || error.to_string().contains(". "), "{error}"),
    }
}

/// Sees to it that what is known to be private is not opened.
struct Watch;

impl Progress for Watch {
    fn step(&mut self, _: Step<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn opened(&mut self, file: &str) -> ControlFlow<()> {
        let name = file.rsplit('/').next().unwrap_or(file).to_lowercase();
        // An archive may be called by any of these words: it is what its user named it.
        if !name.ends_with(".zip") {
            let private = ["userdata", "payments", "searchqueries", "search-history", "inferences"];
            assert!(!private.iter().any(|private| name.starts_with(private)), "{file} was opened");
        }
        ControlFlow::Continue(())
    }
}
