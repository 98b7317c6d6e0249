//! Where the real program writes and where it does not: never onto the library or what a command reads, for its owner's eyes
//! only, and to standard output where that is asked for.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use playtally_tests::outputs::{OLED, WRITERS, user};
use playtally_tests::program::{Run, User, finish};

/// Every option that takes a file or a folder, as `COMMAND OPTION`, and whether it writes there.
const OPTIONS: [(&str, bool); 10] = [
    ("export --output", true),
    ("load --summary", false),
    ("poster --output", true),
    ("refresh --settings", false),
    ("report --output", true),
    ("simulate --gif", true),
    ("simulate --layout", true),
    ("simulate --shots", true),
    ("simulate --trace", true),
    ("summary --output", true),
];

/// What each command needs besides the option that is tried.
fn needs(command: &str) -> &'static [&'static str] {
    match command {
        "simulate" => &["--panel", OLED],
        "load" => &["out"],
        "poster" => &["year", "--format", "svg"],
        _ => &[],
    }
}

/// The options of all commands that take a file or a folder, as their help has them.
fn options(user: &User) -> BTreeSet<String> {
    let help = user.run(["--help"]).succeeded().output;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    // What does not fit into a line goes on in the next, further to the right.
    let commands = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let commands = commands.filter_map(|line| line.split_whitespace().next());
    let mut options = BTreeSet::new();
    for command in commands.filter(|command| *command != "help") {
        let help = user.run([command, "-h"]).succeeded().output;
        let lines = help.lines().map(str::trim).filter(|line| line.starts_with('-'));
        for line in lines.filter(|line| {
            ["FILE", "DIR", "PATH"]
                .iter()
                .any(|kind| line.contains(&format!(" <{kind}>")))
        }) {
            let option = line.split_whitespace().find(|word| word.starts_with("--"));
            let option = option.expect("every option has a long name");
            if option != "--library" {
                options.insert(format!("{command} {option}"));
            }
        }
    }
    options
}

/// The file by its own name and by some others; links are made in the folder `links`.
fn names(user: &User, file: &Path) -> Vec<PathBuf> {
    let (folder, name) = (file.parent().unwrap(), file.file_name().unwrap());
    let up = Path::new("..").join(folder.file_name().unwrap());
    let mut names = vec![file.to_owned(), folder.join(up).join(".").join(name)];
    let link = user.put("links/none", "").with_file_name(name);
    if file.exists() {
        let hard = link.with_extension("hard");
        let _ = fs::hard_link(file, &hard);
        names.push(hard);
    }
    #[cfg(unix)]
    {
        let _ = std::os::unix::fs::symlink(file, &link);
        names.push(link);
    }
    names
}

#[test]
fn no_option_writes_onto_the_library_or_what_the_command_reads() {
    let user = user();
    let found = options(&user);
    let known: BTreeSet<String> = OPTIONS.iter().map(|(option, _)| (*option).to_owned()).collect();
    assert_eq!(
        found, known,
        "an option that names a file or a folder: does it write there?"
    );
    let beside = ["", "-journal", "-wal", "-shm"].map(|end| {
        let mut name = OsString::from(user.library());
        name.push(end);
        PathBuf::from(name)
    });
    for (option, _) in OPTIONS.iter().filter(|(_, writes)| *writes) {
        let (command, option) = option.split_once(' ').unwrap();
        let inputs: &[&str] = if command == "simulate" {
            &["", "my.tally", "export.zip", "folder"]
        } else {
            &[""]
        };
        for input in inputs {
            let mut kept: Vec<PathBuf> = beside.to_vec();
            match *input {
                "" => {}
                "folder" => kept.push(user.path("folder/deep/endsong_0.json")),
                file => kept.push(user.path(file)),
            }
            for name in kept.iter().flat_map(|file| names(&user, file)) {
                let mut target = name.clone();
                if option == "--shots" {
                    // Of a folder, the picture of the first page is what is kept.
                    target = user.path("pages");
                    let _ = fs::remove_dir_all(&target);
                    fs::create_dir(&target).unwrap();
                    #[cfg(unix)]
                    std::os::unix::fs::symlink(&name, target.join("cover.png")).unwrap();
                    #[cfg(not(unix))]
                    continue;
                }
                let before = user.belongings();
                let input = Some(*input).filter(|input| !input.is_empty());
                let words = [command].into_iter().chain(needs(command).iter().copied()).chain(input);
                let words = words.map(OsString::from).chain([option.into(), target.into()]);
                let run = user.run(words);
                let what = format!("{command} {input:?} {option} {}: {run:?}", name.display());
                assert_eq!(run.code, Some(2), "{what}");
                assert!(run.message().contains("name another"), "{what}");
                assert!(user.belongings() == before, "{what}");
            }
        }
    }
}

#[test]
fn a_stick_is_not_written_to_where_the_summary_lies_that_is_read() {
    let user = user();
    fs::copy(user.path("my.tally"), user.path("out/ada.tally")).unwrap();
    let before = user.belongings();
    let run = user.run(["load", "--summary", "out/ada.tally", "out"]).ended_with(2);
    assert!(run.message().contains("out/ada.tally"), "{run:?}");
    assert!(user.belongings() == before);
    #[cfg(unix)]
    {
        fs::remove_file(user.path("out/ada.tally")).unwrap();
        std::os::unix::fs::symlink(user.library(), user.path("out/ada.tally")).unwrap();
        let before = user.belongings();
        user.run(["load", "--summary", "my.tally", "out"]).ended_with(2);
        assert!(user.belongings() == before);
    }
}

#[test]
fn the_usual_library_is_safe_when_another_one_is_asked_for() {
    let user = User::with_history();
    let usual = user.put(".local/share/playtally/library.sqlite", "a history");
    for arguments in [["report", "-o"], ["export", "-o"], ["summary", "-o"]] {
        user.run(arguments.iter().map(|word| word.as_ref()).chain([usual.as_os_str()]))
            .ended_with(2);
        assert_eq!(fs::read(&usual).unwrap(), b"a history");
    }
}

#[test]
fn pictures_replace_pictures_of_ours_and_nothing_else() {
    let user = user();
    let draw = [
        "simulate", "my.tally", "--panel", OLED, "--tour", "1", "--shots", "pages",
    ];
    user.run(draw).succeeded();
    let picture = user.path("pages/cover.png");
    assert!(picture.exists());
    user.run(draw).succeeded();
    fs::write(&picture, "the cover of a record").unwrap();
    let before = user.belongings();
    let run = user.run(draw).ended_with(2);
    assert!(run.message().contains("cover.png"), "{run:?}");
    assert!(user.belongings() == before);
}

#[test]
fn a_line_is_standard_output_everywhere() {
    let user = user();
    let simulate = ["simulate", "my.tally", "--panel", OLED];
    let trace = [&simulate[..], &["--gif", "a.gif", "--trace"]].concat();
    let gif = [&simulate[..], &["--gif"]].concat();
    let layout = [&simulate[..], &["--layout"]].concat();
    for (arguments, file) in [
        (
            &["summary", "--owner", "Ada", "--fonts", "bundled", "-o"][..],
            "again.tally",
        ),
        (&["report", "-o"], "a.html"),
        (
            &["poster", "year", "--format", "pdf", "--fonts", "bundled", "-o"],
            "a.pdf",
        ),
        (&["export", "-o"], "a.csv"),
        (&gif, "b.gif"),
        (&layout, "b.jsonl"),
        (&trace, "trace"),
    ] {
        let to = |output: &str| {
            let mut command = user.command(arguments.iter().copied().chain([output]));
            let output = command.output().unwrap();
            assert!(output.status.success(), "{arguments:?}: {output:?}");
            output.stdout
        };
        let _ = to(file);
        let written = fs::read(user.path(file)).unwrap();
        let printed = to("-");
        if file == "trace" {
            // The other output says what became of it.
            assert!(
                printed.ends_with(&written) || printed.len() > written.len(),
                "{arguments:?}"
            );
        } else {
            assert!(
                printed == written,
                "{arguments:?}: {} and {} bytes",
                printed.len(),
                written.len()
            );
        }
        assert!(!user.path("-").exists(), "{arguments:?} made a file");
    }
    for two in [
        &["--tour", "1", "--gif", "-"][..],
        &["--tour", "1", "--trace", "-"],
        &["--gif", "-", "--trace", "-"],
        &["--shots", "-"],
        &["--shots", "pages", "--trace", "-"],
        &["--shots", "pages", "--layout", "-"],
        &["--layout", "-", "--trace", "-"],
    ] {
        let run = user.run(simulate.iter().chain(two)).ended_with(2);
        assert_eq!(run.output, "", "{two:?}");
    }
}

#[test]
#[cfg(unix)]
fn standard_output_is_not_the_library_either() {
    let user = user();
    for arguments in [["report", "-o", "-"], ["export", "-o", "-"], ["summary", "-o", "-"]] {
        let before = user.belongings();
        let library = fs::File::options().append(true).open(user.library()).unwrap();
        let run = user.command(arguments).stdout(Stdio::from(library)).output().unwrap();
        assert_eq!(run.status.code(), Some(2), "{run:?}");
        assert!(user.belongings() == before);
    }
}

#[test]
fn bytes_are_not_written_to_a_terminal() {
    let user = user();
    for arguments in [
        &["summary", "-o", "-"][..],
        &["poster", "year", "--format", "png", "-o", "-"],
        &["simulate", "my.tally", "--panel", OLED, "--gif", "-"],
    ] {
        let Some(run) = user.on_a_terminal(arguments) else {
            println!("skipped: util-linux's script is not here to lend a terminal");
            return;
        };
        assert!(run.code == Some(2) && run.output.contains("terminal"), "{run:?}");
    }
}

#[test]
#[cfg(unix)]
fn what_is_written_is_for_its_owner_unless_it_is_shared() {
    use std::os::unix::fs::PermissionsExt;
    let user = user();
    for (arguments, file) in WRITERS {
        let file = user.path(file);
        let mode = |umask: &str, more: &[&str]| {
            let arguments = [arguments, more].concat();
            let run: Run = finish(&mut user.command_limited(&format!("umask {umask}"), &arguments));
            run.succeeded();
            fs::metadata(&file).unwrap().permissions().mode() & 0o7777
        };
        assert_eq!(mode("000", &[]), 0o600, "{arguments:?}");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(
            mode("022", &[]),
            0o640,
            "{arguments:?}: a file that is replaced keeps its mode"
        );
        fs::remove_file(&file).unwrap();
        assert_eq!(mode("027", &["--shared"]), 0o640, "{arguments:?}");
        // `load` would take the place of any file of the same owner.
        fs::remove_file(&file).unwrap();
    }
}
