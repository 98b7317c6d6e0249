#![no_main]
libfuzzer_sys::fuzz_target!(|file: &[u8]| playtally_fuzz::source(file));
