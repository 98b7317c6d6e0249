#![no_main]
libfuzzer_sys::fuzz_target!(|choices: &[u8]| playtally_history::compare_json(choices));
