//! Small panels that answer to the real drivers' bytes, for any embedded-hal code.
