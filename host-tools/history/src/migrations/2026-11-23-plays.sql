-- Every artist, show or author once.
CREATE TABLE artists (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

-- Every item once for each way in which exports describe it.
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    hash INTEGER NOT NULL, -- of all the fields below
    names INTEGER NOT NULL, -- hash of who and what, by which rows of different exports find each other
    kind INTEGER NOT NULL, -- 0 music, 1 podcast, 2 audiobook
    artist INTEGER NOT NULL REFERENCES artists (id),
    title TEXT NOT NULL,
    album TEXT NOT NULL, -- or the book
    uri TEXT NOT NULL
) STRICT;

CREATE TABLE plays (
    -- The stamp of the source in seconds since 1970 in UTC, times 2^30, plus 30 bits of a hash of what and how long.
    key INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES items (id),
    started_at INTEGER NOT NULL, -- seconds since 1970 in UTC
    ms_played INTEGER, -- NULL where the source does not say
    facts INTEGER NOT NULL -- packed, as facts.rs says
) STRICT;

-- Files imported before, so that importing them again costs nothing. Their names are not kept.
CREATE TABLE files (
    hash INTEGER PRIMARY KEY, -- of size, checksum, beginning and source
    size INTEGER NOT NULL,
    read INTEGER NOT NULL,
    nameless INTEGER NOT NULL
) STRICT;
