//! What a refresh is to do: `refresh.toml`.
//!
//! The keys are the options of `import` and of `summary`, read as on the command line: what these learn, is known here, and
//! what is wrong is said in the same words.

use std::ffi::OsString;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{ArgAction, Args, Command, FromArgMatches};
use playtally_history::escape::shown;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::arguments::{Import, Summary};
use crate::place::folder;

/// What is read at most, in bytes.
pub(super) const LONGEST: u64 = 64 * 1024;
/// How much a key must be like another one to be taken for it.
const ALIKE: f64 = 0.7;

/// What is in the file.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) imports: Vec<Import>,
    pub(super) summary: Option<Summary>,
    pub(super) sticks: Vec<Stick>,
}

/// A stick that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stick {
    /// By the folder where it is mounted.
    Folder(PathBuf),
    /// By the label of its volume.
    Label(String),
}

/// A command whose options are keys.
#[derive(Clone, Copy)]
struct Options {
    /// The argument that `path` stands for; empty for what follows the options.
    path: &'static str,
    /// Options that make no sense here.
    others: &'static [&'static str],
}

const OF_IMPORT: Options = Options {
    path: "",
    others: &["timezone", "undo", "yes", "json", "help"],
};
const OF_SUMMARY: Options = Options {
    path: "output",
    others: &["output", "help"],
};

/// A text, to say where in it something is wrong.
struct Source<'a> {
    file: &'a Path,
    text: &'a str,
}

impl Settings {
    /// Reads the text of a settings file.
    ///
    /// # Errors
    /// With the first mistake: in which line it is, and what is allowed there.
    pub(super) fn parse(file: &Path, text: &str) -> Result<Self> {
        let source = Source { file, text };
        let table = DeTable::parse(text).or_else(|error| source.wrong(error.span(), "", error.message()))?;
        let mut settings = Self {
            imports: Vec::new(),
            summary: None,
            sticks: Vec::new(),
        };
        for (key, value) in table.get_ref() {
            match &**key.get_ref() {
                "import" => {
                    for table in source.tables(key, value)? {
                        settings.imports.push(source.said(table, OF_IMPORT)?);
                    }
                }
                "summary" => {
                    let table = value.get_ref().as_table();
                    let table = table.map_or_else(
                        || source.wrong(Some(key.span()), "summary", "is a table: write [summary]"),
                        Ok,
                    )?;
                    settings.summary = Some(source.said((key.span(), table), OF_SUMMARY)?);
                }
                "stick" => {
                    for table in source.tables(key, value)? {
                        settings.sticks.push(source.stick(table)?);
                    }
                }
                other => source.unknown(key.span(), other, &["import", "summary", "stick"])?,
            }
        }
        if settings.imports.is_empty() && settings.summary.is_none() {
            bail!(
                "{}: names nothing to do; `playtally refresh --example` shows what can stand there",
                shown(file)
            );
        }
        if settings.summary.is_none() && !settings.sticks.is_empty() {
            bail!("{}: there is a [[stick]], but no [summary] to put onto it", shown(file));
        }
        Ok(settings)
    }
}

/// A table, and where its name stands.
type Table<'t> = (Range<usize>, &'t DeTable<'t>);

impl Source<'_> {
    /// The tables of an array.
    fn tables<'t>(&self, key: &Spanned<impl AsRef<str>>, value: &'t Spanned<DeValue<'t>>) -> Result<Vec<Table<'t>>> {
        let name = key.get_ref().as_ref();
        let wrong = || {
            self.wrong(
                Some(key.span()),
                name,
                &format!("is a list of tables: write [[{name}]]"),
            )
        };
        let Some(array) = value.get_ref().as_array() else {
            return wrong();
        };
        let table = |value: &'t Spanned<DeValue<'t>>| Some((value.span(), value.get_ref().as_table()?));
        array.iter().map(table).collect::<Option<_>>().map_or_else(wrong, Ok)
    }

    /// What a table says, as if it were said on the command line.
    fn said<C: Args + FromArgMatches>(&self, (span, table): Table<'_>, options: Options) -> Result<C> {
        let mut command = C::augment_args(Command::new("refresh").no_binary_name(true));
        command.build();
        let known = |argument: &&clap::Arg| {
            let long = argument.get_long();
            long.is_some_and(|long| !options.others.contains(&long))
        };
        let names: Vec<&str> = command
            .get_arguments()
            .filter(known)
            .filter_map(clap::Arg::get_long)
            .collect();
        let names: Vec<&str> = std::iter::once("path").chain(names).collect();
        let (mut words, mut path): (Vec<OsString>, _) = (Vec::new(), None);
        for (key, value) in table {
            let name: &str = key.get_ref();
            if name == "path" {
                path = Some(self.path(key.span(), value)?);
                continue;
            }
            let Some(argument) = command
                .get_arguments()
                .filter(known)
                .find(|argument| argument.get_long() == Some(name))
            else {
                return self.unknown(key.span(), name, &names);
            };
            let is_flag = matches!(argument.get_action(), ArgAction::SetTrue);
            for value in self.values(key.span(), name, value, is_flag)? {
                words.push(match value {
                    Some(value) => format!("--{name}={value}").into(),
                    None => format!("--{name}").into(),
                });
            }
        }
        let Some(path) = path else {
            return self.wrong(Some(span), "path", "is missing here");
        };
        match options.path {
            "" => words.extend(["--".into(), path.into()]),
            option => {
                let mut word = OsString::from(format!("--{option}="));
                word.push(path);
                words.push(word);
            }
        }
        let matches = command.try_get_matches_from_mut(words);
        matches
            .and_then(|matches| C::from_arg_matches(&matches))
            .or_else(|error| {
                let text = error.to_string();
                let line = text.lines().next().unwrap_or_default();
                self.wrong(Some(span), "", line.strip_prefix("error: ").unwrap_or(line))
            })
    }

    /// What is said of an option, once for each time: a value, or none for a flag.
    fn values(
        &self,
        span: Range<usize>,
        name: &str,
        value: &Spanned<DeValue<'_>>,
        is_flag: bool,
    ) -> Result<Vec<Option<String>>> {
        match (value.get_ref(), is_flag) {
            (DeValue::Boolean(set), true) => Ok(set.then_some(None).into_iter().collect()),
            (_, true) => self.wrong(Some(span), name, "is true or false"),
            (DeValue::String(text), false) => Ok(vec![Some(text.to_string())]),
            (DeValue::Integer(number), false) => Ok(vec![Some(number.as_str().to_owned())]),
            (DeValue::Array(values), false) => {
                let each = values.iter().map(|value| self.values(span.clone(), name, value, false));
                Ok(each.collect::<Result<Vec<_>>>()?.concat())
            }
            _ => self.wrong(Some(span), name, "is a text in quotes"),
        }
    }

    fn stick(&self, (span, table): Table<'_>) -> Result<Stick> {
        let mut stick = None;
        for (key, value) in table {
            let known = match &**key.get_ref() {
                "path" => Stick::Folder(self.path(key.span(), value)?),
                "label" => match value.get_ref().as_str() {
                    Some(label) if !label.is_empty() => Stick::Label(label.to_owned()),
                    _ => return self.wrong(Some(key.span()), "label", "is a text in quotes"),
                },
                other => return self.unknown(key.span(), other, &["path", "label"]),
            };
            if stick.replace(known).is_some() {
                return self.wrong(
                    Some(span),
                    "",
                    "a stick is known by its path or by its label, not by both",
                );
            }
        }
        stick.map_or_else(
            || self.wrong(Some(span), "", "a stick is known by its path or by its label"),
            Ok,
        )
    }

    /// A path, from the home directory or from the folder of the settings.
    fn path(&self, span: Range<usize>, value: &Spanned<DeValue<'_>>) -> Result<PathBuf> {
        let Some(text) = value.get_ref().as_str().filter(|text| !text.is_empty()) else {
            return self.wrong(Some(span), "path", "is a text in quotes");
        };
        let path = match text.strip_prefix('~') {
            Some(rest) if rest.is_empty() || rest.starts_with(std::path::is_separator) => {
                let home = etcetera::home_dir().context("cannot find your home directory; write paths without ~")?;
                home.join(rest.trim_start_matches(std::path::is_separator))
            }
            _ => folder(self.file).join(text),
        };
        Ok(path)
    }

    /// An error for an unknown key, with the one that was perhaps meant.
    fn unknown<T>(&self, span: Range<usize>, key: &str, known: &[&str]) -> Result<T> {
        let near = |name: &str| strsim::jaro_winkler(&key.to_lowercase().replace('_', "-"), name);
        let nearest = known.iter().max_by(|one, two| near(one).total_cmp(&near(two)));
        let meant = match nearest.filter(|name| near(name) > ALIKE) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("there are {}", known.join(", ")),
        };
        self.wrong(Some(span), key, &format!("is no key here; {meant}"))
    }

    fn wrong<T>(&self, span: Option<Range<usize>>, key: &str, what: &str) -> Result<T> {
        let file = shown(self.file);
        let before = |span: Range<usize>| self.text.bytes().take(span.start).filter(|&byte| byte == b'\n').count();
        let line = span.map_or_else(String::new, |span| format!(", line {}", before(span) + 1));
        let what = what.trim().replace('\n', ", ");
        match key {
            "" => bail!("{file}{line}: {what}"),
            key => bail!("{file}{line}, `{}`: {what}", shown(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::*;
    use clap::CommandFactory;

    fn parse(text: &str) -> Result<Settings, String> {
        Settings::parse(Path::new("/etc/here/refresh.toml"), text).map_err(|error| error.to_string())
    }

    /// The example with all that stands in comments.
    fn whole_example() -> String {
        let lines = EXAMPLE.lines().map(|line| {
            let setting = line.trim_start_matches("# ");
            let is_setting = setting.contains(" = ") || setting.starts_with('[');
            if is_setting { setting } else { line }
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_example_is_sound_and_says_all_that_there_is() {
        let example = parse(EXAMPLE).expect("sound");
        assert_eq!((example.imports.len(), example.sticks.len()), (1, 1));
        let whole = whole_example();
        // There is one time or the other.
        let all = parse(&whole.replace("home-time = true", "")).expect("sound");
        assert_eq!((all.imports.len(), all.sticks.len()), (2, 2));
        let arguments = crate::arguments::Arguments::command();
        for (name, options) in [("import", OF_IMPORT), ("summary", OF_SUMMARY)] {
            let tables = whole
                .split("\n[")
                .filter(|table| table.trim_start_matches('[').starts_with(name));
            let keys: Vec<&str> = tables
                .flat_map(str::lines)
                .filter_map(|line| Some(line.split_once(" = ")?.0))
                .collect();
            let command = arguments.find_subcommand(name).expect("a command");
            for argument in command.get_arguments().filter_map(clap::Arg::get_long) {
                let is_option = !options.others.contains(&argument);
                assert_eq!(keys.contains(&argument), is_option, "{name} --{argument}");
            }
        }
    }

    #[test]
    fn keys_are_read_as_options() {
        let settings = parse(
            "[[import]]\npath = 'a.db'\nuser = 'Ada'\n\
             [summary]\npath = '/out.tally'\nowner = 'Ada'\nmin-seconds = 60\nno-merge = true\nprivate = false\n\
             [[stick]]\npath = '/media/x'\n[[stick]]\nlabel = 'PLAYTALLY'",
        )
        .expect("sound");
        assert_eq!(settings.imports[0].paths, [Path::new("/etc/here/a.db")]);
        assert_eq!(settings.imports[0].user.as_deref(), Some("Ada"));
        let summary = settings.summary.expect("there");
        assert_eq!(
            (summary.output.as_path(), &*summary.pressing.owner),
            (Path::new("/out.tally"), "Ada")
        );
        let counting = summary.counting;
        assert_eq!(
            (counting.min_seconds, counting.no_merge, counting.private),
            (60, true, false)
        );
        assert_eq!(
            settings.sticks,
            [Stick::Folder("/media/x".into()), Stick::Label("PLAYTALLY".into())]
        );
    }

    #[test]
    fn home_is_a_tilde() {
        let settings = parse("[[import]]\npath = '~/x'\n[[import]]\npath = '~x'").expect("sound");
        let home = etcetera::home_dir().expect("a home");
        assert_eq!(settings.imports[0].paths, [home.join("x")]);
        assert_eq!(settings.imports[1].paths, [Path::new("/etc/here/~x")]);
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_what_was_meant() {
        for (text, expected) in [
            (
                "[[import]]\npath = 'a'\nusr = 'x'",
                "line 3, `usr`: is no key here; did you mean `user`?",
            ),
            (
                "[[imports]]\npath = 'a'",
                "line 1, `imports`: is no key here; did you mean `import`?",
            ),
            (
                "[summary]\npath = 'a'\nhome_time = true",
                "line 3, `home_time`: is no key here; did you mean `home-time`?",
            ),
            (
                "[summary]\npath = 'a'\noutput = 'b'",
                "line 3, `output`: is no key here",
            ),
            (
                "[summary]\npath = 'a'\nprivate = 'yes'",
                "line 3, `private`: is true or false",
            ),
            (
                "[summary]\npath = 'a'\nowner = true",
                "line 3, `owner`: is a text in quotes",
            ),
            (
                "[summary]\npath = 'a'\ntimezone = 'Mars'",
                "line 1: invalid value 'Mars' for '--timezone <ZONE>'",
            ),
            ("[summary]\nowner = 'a'", "line 1, `path`: is missing here"),
            (
                "[import]\npath = 'a'",
                "line 1, `import`: is a list of tables: write [[import]]",
            ),
            ("[[summary]]\npath = 'a'", "`summary`: is a table: write [summary]"),
            ("[[import]]\npath = 'a'\nundo = true", "line 3, `undo`: is no key here"),
            ("[[import]]\npath = 3", "line 2, `path`: is a text in quotes"),
            (
                "path = 'a'",
                "line 1, `path`: is no key here; there are import, summary, stick",
            ),
            ("[summary", "line 1: "),
            ("", "names nothing to do"),
            (
                "[[import]]\npath = 'a'\n[[stick]]\nlabel = 'x'",
                "no [summary] to put onto it",
            ),
            ("[summary]\npath = 'a'\n[[stick]]", "by its path or by its label"),
            (
                "[summary]\npath = 'a'\n[[stick]]\nlabel = 'x'\npath = 'y'",
                "not by both",
            ),
        ] {
            let said = parse(text).expect_err(text);
            assert!(
                said.starts_with("/etc/here/refresh.toml") && said.contains(expected),
                "{said}"
            );
        }
    }
}
