//! What a set of plays says: pure functions.
