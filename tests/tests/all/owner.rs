//! Whose a summary is: what `playtally` makes of ids and names.

use std::collections::BTreeSet;
use std::fs;

use playtally_summary::Summary;
use playtally_summary::records::OwnerId;
use playtally_tests::damage::sound_member;
use playtally_tests::program::{User, press};

fn user() -> User {
    let user = User::new();
    let path = user.put("endsong_0.json", sound_member().unwrap());
    user.run(["import".as_ref(), path.as_os_str()]).succeeded();
    fs::create_dir(user.path("stick")).unwrap();
    user
}

fn id(user: &User, file: &str) -> Option<OwnerId> {
    Summary::open(&fs::read(user.path(file)).unwrap()).unwrap().owner_id()
}

fn on_stick(user: &User) -> BTreeSet<String> {
    let files = fs::read_dir(user.path("stick")).unwrap();
    files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn load(user: &User, owner: &str) {
    user.run(["load", "stick", "--owner", owner, "--fonts", "bundled"])
        .succeeded();
}

#[test]
fn every_summary_of_a_library_has_its_id_until_another_one_is_drawn() {
    let (user, other) = (user(), self::user());
    let pressed = |user: &User| {
        user.run(press("my.tally")).succeeded();
        id(user, "my.tally").expect("an id")
    };
    let first = pressed(&user);
    assert_eq!(pressed(&user), first);
    assert_ne!(pressed(&other), first);
    for said in [
        &["owner"][..],
        &["inspect", "my.tally"],
        &["inspect", "my.tally", "--json"],
    ] {
        let said = user.run(said).succeeded().output;
        assert!(said.contains(&first.to_string()), "{said}");
    }
    let said = user.run(["owner", "--new-id"]).succeeded().output;
    let second = pressed(&user);
    assert_ne!(second, first);
    assert!(said.contains(&second.to_string()), "{said}");
    user.run(["import", "--undo", "--yes"]).succeeded();
    assert!(user.run(["owner"]).succeeded().output.contains(&second.to_string()));
}

#[test]
fn an_owner_has_one_file_on_a_stick_by_whatever_name_and_two_of_one_name_have_two() {
    let (user, other) = (user(), self::user());
    load(&user, "Ann");
    load(&user, "Anna");
    assert_eq!(on_stick(&user), ["ann.tally".to_owned()].into());
    fs::copy(user.path("stick/ann.tally"), other.path("stick/ann.tally")).unwrap();
    let first = id(&user, "stick/ann.tally");
    for _ in 0..2 {
        load(&other, "Ann");
        assert_eq!(on_stick(&other).len(), 2);
        assert_eq!(id(&other, "stick/ann.tally"), first, "the other's stays");
    }
}
