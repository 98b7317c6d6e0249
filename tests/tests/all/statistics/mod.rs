//! What `playtally stats --json` says, by the real program: whatever is asked for, and of histories that are odd.

mod count;
mod odd;
mod options;

use std::path::Path;

use playtally_tests::program::User;
use serde_json::Value;

/// A user who has imported these paths, one after the other.
fn user_of<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> User {
    let user = User::new();
    for path in paths {
        user.run(["import".as_ref(), path.as_ref().as_os_str()]).succeeded();
    }
    user
}

/// What the program says, word for word.
fn said(user: &User, arguments: &[impl AsRef<str>]) -> String {
    let all = ["stats", "--json"]
        .into_iter()
        .chain(arguments.iter().map(AsRef::as_ref));
    user.run(all).succeeded().output
}

/// What the program says, as JSON.
fn statistics(user: &User, arguments: &[impl AsRef<str>]) -> Value {
    serde_json::from_str(&said(user, arguments)).expect("stats --json prints JSON")
}
