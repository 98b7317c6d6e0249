//! Whole-path tests, fixtures, benchmarks, the emulated Pi.
