//! What the store tells the display: a file of a few lines, of which the first says what happened.

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use playtally_device::{Identity, News, plain};
use playtally_screen::{Fault, Refusal};

use super::request::{namesakes_from_text, namesakes_to_text};

/// The file in the directory for news.
const NAME: &str = "news";
/// A longer file is no news, in bytes.
const MAX_LENGTH: u64 = 4096;

/// The file with the news in a directory.
pub(crate) fn path(directory: &Path) -> PathBuf {
    directory.join(NAME)
}

/// Leaves news in a directory, in place of those that were there.
pub(crate) fn write(directory: &Path, news: &News) -> io::Result<()> {
    let text = match news {
        News::Accepted { owner } => format!("accepted\n{}", owner.to_text()),
        News::Namesake { new, old } => format!("namesake\n{}", namesakes_to_text(old, new)),
        News::Refused { why } => format!("refused\n{why:?}"),
        News::Fault { fault, detail } => format!("fault\n{fault:?}\n{detail}"),
        News::StickFound => "found".to_owned(),
        News::Reading => "reading".to_owned(),
        News::Erasing => "erasing".to_owned(),
        News::Erased => "erased".to_owned(),
        News::TestCard => "test card".to_owned(),
        News::Finder { hat } => format!("finder\n{hat}"),
    };
    // Nobody sees half of it. It need not outlast a power cut.
    let new = directory.join("new");
    let written = put(&new, text.as_bytes(), &path(directory));
    if written.is_err() {
        // Half of it is no good to anybody.
        let _ = fs::remove_file(new);
    }
    written
}

/// Writes a file by one name, and gives it another once it is whole.
fn put(new: &Path, bytes: &[u8], path: &Path) -> io::Result<()> {
    plain::create(new)?.write_all(bytes)?;
    plain::clear_unless_file(path)?;
    fs::rename(new, path)
}

/// The news in a directory, if there are any that make sense, and what tells them from any that were or will be there.
pub(crate) fn read(directory: &Path) -> Option<(News, String)> {
    let mut text = String::new();
    let file = plain::open_kept(&path(directory)).ok()??;
    let kept = file.metadata().ok()?;
    // Two within a tick of the clock are two files still, and a number that is given again comes at another time.
    let mark = format!("{} {}.{}", kept.ino(), kept.mtime(), kept.mtime_nsec());
    file.take(MAX_LENGTH).read_to_string(&mut text).ok()?;
    let (kind, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let news = match kind {
        "accepted" => Identity::from_text(rest).map(|owner| News::Accepted { owner }),
        "namesake" => namesakes_from_text(rest).map(|(old, new)| News::Namesake { new, old }),
        "refused" => {
            let mut all = Refusal::ALL.iter().copied();
            all.find(|why| format!("{why:?}") == rest)
                .map(|why| News::Refused { why })
        }
        "fault" => {
            let (name, detail) = rest.split_once('\n')?;
            let mut all = Fault::ALL.iter().copied();
            all.find(|fault| format!("{fault:?}") == name)
                .map(|fault| News::fault(fault, detail))
        }
        "found" => Some(News::StickFound),
        "reading" => Some(News::Reading),
        "erasing" => Some(News::Erasing),
        "erased" => Some(News::Erased),
        "test card" => Some(News::TestCard),
        "finder" => Some(News::finder(rest)),
        _ => None,
    };
    Some((news?, mark))
}

#[cfg(test)]
mod tests {
    use playtally_summary::records::OwnerId;

    use super::*;

    #[test]
    fn news_arrive_as_they_were_told() {
        let directory = tempfile::tempdir().unwrap();
        assert_eq!(read(directory.path()), None);
        let owner = |id| Identity {
            name: "Ann\nof two lines, Ωmega".to_owned(),
            id: OwnerId::new(id),
        };
        let mut all = vec![
            News::StickFound,
            News::Reading,
            News::Erasing,
            News::Erased,
            News::TestCard,
            News::finder("Pirate Audio"),
            News::Accepted { owner: owner(0) },
            News::Accepted { owner: owner(7) },
            News::Namesake {
                new: owner(7),
                old: owner(0),
            },
        ];
        all.extend(Refusal::ALL.iter().map(|&why| News::Refused { why }));
        all.extend(Fault::ALL.iter().map(|&fault| News::fault(fault, "Some\ntext")));
        for news in all {
            write(directory.path(), &news).unwrap();
            assert_eq!(read(directory.path()).map(|(news, _)| news), Some(news));
        }
    }

    #[test]
    fn a_file_that_makes_no_sense_is_no_news() {
        let directory = tempfile::tempdir().unwrap();
        for text in ["", "refused\nBecause", "fault\nSettings", "\u{0}"] {
            fs::write(directory.path().join(NAME), text).unwrap();
            assert_eq!(read(directory.path()), None, "{text:?}");
        }
    }
}
