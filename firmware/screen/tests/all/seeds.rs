//! What the fuzzer of summaries begins with is what the samples hold: `UPDATE_SEEDS=1 cargo test -p playtally-screen --test
//! all seeds::` writes it anew.

use std::fs;
use std::path::Path;

use playtally_dev::sample::{Sample, nearly_empty};

#[test]
fn the_fuzzer_of_summaries_begins_with_the_samples() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/seeds/summary");
    for (name, file) in [
        ("sample", Sample::default().file()),
        ("hard", Sample::hard().file()),
        ("nearly-empty", nearly_empty()),
    ] {
        let path = folder.join(name);
        if std::env::var_os("UPDATE_SEEDS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &file).unwrap();
        }
        let found = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(found == file, "{} is not what the sample has", path.display());
    }
}
