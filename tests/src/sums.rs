//! Sums of what long checks have tried so far: a text file to which each run appends a line, so that checks that take days
//! can be done in pieces.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::{self, Display, Formatter};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::NaiveDate;

/// What one run tried of one item of a part. A line has its fields in this order, between tabs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The part, such as `fuzz`.
    pub part: String,
    /// The item of the part, such as a fuzzer's name.
    pub item: String,
    /// How much was tried, in the part's unit.
    pub count: u64,
    /// How much is to be tried before a release.
    pub goal: u64,
    /// How long that took.
    pub seconds: u64,
    /// How much of it went wrong.
    pub found: u64,
    /// The day.
    pub date: NaiveDate,
    /// The commit that was tried.
    pub commit: String,
}

/// All that was tried of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How much, in the part's unit.
    pub count: u64,
    /// How much is to be tried before a release, as it was known last; none where nothing was tried.
    pub goal: Option<u64>,
    /// How long that took.
    pub seconds: u64,
    /// How much of it went wrong. It was mended, or the check would not have gone on.
    pub found: u64,
    /// The last day and commit; none where nothing was tried.
    pub last: Option<(NaiveDate, String)>,
}

/// The file of sums.
#[derive(Clone, Debug)]
pub struct Sums(PathBuf);

impl Sums {
    /// The sums in this file, which need not be there yet.
    #[must_use]
    pub fn in_file(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Appends what was tried.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add(&self, tried: &Tried) -> io::Result<()> {
        if let Some(folder) = self.0.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().append(true).create(true).open(&self.0)?;
        // In one call, so that two runs at once do not mix their lines.
        file.write_all(format!("{tried}\n").as_bytes())
    }

    /// All that was tried of an item.
    ///
    /// # Errors
    /// If the file cannot be read, or has a line that is not a sum.
    pub fn of(&self, part: &str, item: &str) -> io::Result<Sum> {
        let mut sum = Sum::default();
        for tried in self.lines()? {
            if (tried.part.as_str(), tried.item.as_str()) == (part, item) {
                sum.count += tried.count;
                sum.goal = Some(tried.goal);
                sum.seconds += tried.seconds;
                sum.found += tried.found;
                sum.last = Some((tried.date, tried.commit));
            }
        }
        Ok(sum)
    }

    /// The text of a file that says the same with one line for each item.
    ///
    /// # Errors
    /// If the file cannot be read, or has a line that is not a sum.
    pub fn shortened(&self) -> io::Result<String> {
        let mut items: BTreeMap<(String, String), Tried> = BTreeMap::new();
        for tried in self.lines()? {
            match items.entry((tried.part.clone(), tried.item.clone())) {
                Entry::Vacant(first) => {
                    first.insert(tried);
                }
                Entry::Occupied(mut sum) => {
                    let sum = sum.get_mut();
                    *sum = Tried {
                        count: sum.count + tried.count,
                        seconds: sum.seconds + tried.seconds,
                        found: sum.found + tried.found,
                        ..tried
                    };
                }
            }
        }
        Ok(items.values().map(|tried| format!("{tried}\n")).collect())
    }

    fn lines(&self) -> io::Result<Vec<Tried>> {
        let text = match fs::read_to_string(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            text => text?,
        };
        let tried = |(number, line): (u32, &str)| {
            let wrong = || io::Error::other(format!("{}, line {number}: {line:?} says no sum", self.0.display()));
            line.parse().map_err(|()| wrong())
        };
        (1..).zip(text.lines()).map(tried).collect()
    }
}

impl Display for Tried {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self {
            part,
            item,
            count,
            goal,
            seconds,
            found,
            date,
            commit,
        } = self;
        write!(
            f,
            "{part}\t{item}\t{count}\t{goal}\t{seconds}\t{found}\t{date}\t{commit}"
        )
    }
}

impl FromStr for Tried {
    type Err = ();

    fn from_str(line: &str) -> Result<Self, ()> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [part, item, count, goal, seconds, found, date, commit] = fields[..] else {
            return Err(());
        };
        let number = |field: &str| field.parse().map_err(|_| ());
        Ok(Self {
            part: part.to_owned(),
            item: item.to_owned(),
            count: number(count)?,
            goal: number(goal)?,
            seconds: number(seconds)?,
            found: number(found)?,
            date: date.parse().map_err(|_| ())?,
            commit: commit.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(item: &str, count: u64, found: u64, commit: &str) -> Tried {
        Tried {
            part: "fuzz".to_owned(),
            item: item.to_owned(),
            count,
            goal: 10,
            seconds: 60,
            found,
            date: NaiveDate::from_ymd_opt(2026, 11, count as u32).unwrap_or_default(),
            commit: commit.to_owned(),
        }
    }

    #[test]
    fn what_is_added_is_in_the_sum_of_its_item_alone() {
        let folder = tempfile::tempdir().unwrap();
        let sums = Sums::in_file(&folder.path().join("proof/sums"));
        assert_eq!(sums.of("fuzz", "stick").unwrap(), Sum::default());
        for tried in [
            tried("stick", 3, 1, "a"),
            tried("menu", 9, 0, "b"),
            tried("stick", 4, 0, "c"),
        ] {
            sums.add(&tried).unwrap();
        }
        let sum = sums.of("fuzz", "stick").unwrap();
        assert_eq!((sum.count, sum.goal, sum.seconds, sum.found), (7, Some(10), 120, 1));
        assert_eq!(
            sum.last,
            Some((NaiveDate::from_ymd_opt(2026, 11, 4).unwrap(), "c".to_owned()))
        );
        assert_eq!(sums.of("mutants", "stick").unwrap(), Sum::default());
    }

    #[test]
    fn a_shortened_file_has_the_same_sums_in_a_line_for_each_item() {
        let folder = tempfile::tempdir().unwrap();
        let (long, short) = (folder.path().join("long"), folder.path().join("short"));
        let sums = Sums::in_file(&long);
        for tried in [
            tried("stick", 3, 1, "a"),
            tried("menu", 9, 0, "b"),
            tried("stick", 4, 0, "c"),
        ] {
            sums.add(&tried).unwrap();
        }
        let text = sums.shortened().unwrap();
        assert_eq!(text.lines().count(), 2);
        fs::write(&short, text).unwrap();
        for item in ["stick", "menu"] {
            let kept = Sums::in_file(&short).of("fuzz", item).unwrap();
            assert_eq!(kept, sums.of("fuzz", item).unwrap(), "{item}");
        }
    }

    #[test]
    fn a_line_that_says_nothing_is_named_and_not_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sums");
        fs::write(&path, "fuzz\tstick\tmany\t10\t60\t0\t2026-11-03\ta\n").unwrap();
        let error = Sums::in_file(&path).of("fuzz", "stick").unwrap_err().to_string();
        assert!(error.contains("line 1"), "{error}");
    }
}
