#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| playtally_fuzz::group(bytes));
