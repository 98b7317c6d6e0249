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
    -- From the lowest bit: source 4 bits, certainty 2, device 3, start 3, end 3, shuffle 2, offline 2, private 1, country 10.
    facts INTEGER NOT NULL
) STRICT;

-- Files imported before, so that importing them again costs nothing. Their names are not kept.
CREATE TABLE files (
    hash INTEGER PRIMARY KEY, -- of size, checksum, beginning and source
    size INTEGER NOT NULL,
    read INTEGER NOT NULL,
    nameless INTEGER NOT NULL
) STRICT;

-- The plays as a person would want to read them.
CREATE VIEW history AS
SELECT
    datetime (plays.started_at, 'unixepoch') AS started,
    datetime (plays.key >> 30, 'unixepoch') AS stamped,
    plays.ms_played,
    items.title,
    artists.name AS artist,
    items.album,
    items.uri,
    CASE items.kind WHEN 0 THEN 'music' WHEN 1 THEN 'podcast' ELSE 'audiobook' END AS kind,
    CASE (plays.facts >> 9) & 7
        WHEN 1 THEN 'trackdone' WHEN 2 THEN 'forward' WHEN 3 THEN 'back' WHEN 4 THEN 'chosen'
        WHEN 5 THEN 'playbutton' WHEN 6 THEN 'appload' WHEN 7 THEN 'remote' END AS reason_start,
    CASE (plays.facts >> 12) & 7
        WHEN 1 THEN 'trackdone' WHEN 2 THEN 'forward' WHEN 3 THEN 'back' WHEN 4 THEN 'endplay'
        WHEN 5 THEN 'logout' WHEN 6 THEN 'remote' END AS reason_end,
    CASE (plays.facts >> 6) & 7
        WHEN 1 THEN 'phone' WHEN 2 THEN 'computer' WHEN 3 THEN 'television' WHEN 4 THEN 'speaker'
        WHEN 5 THEN 'car' WHEN 6 THEN 'wearable' END AS device,
    CASE (plays.facts >> 15) & 3 WHEN 1 THEN 0 WHEN 2 THEN 1 END AS shuffle,
    CASE (plays.facts >> 17) & 3 WHEN 1 THEN 0 WHEN 2 THEN 1 END AS offline,
    (plays.facts >> 19) & 1 AS private,
    char(65 + (plays.facts >> 20) / 26, 65 + (plays.facts >> 20) % 26) AS country,
    CASE (plays.facts >> 4) & 3 WHEN 0 THEN 'minute' WHEN 1 THEN 'derived' ELSE 'stated' END AS certainty
FROM plays
JOIN items ON items.id = plays.item
JOIN artists ON artists.id = items.artist
ORDER BY plays.started_at, plays.key;
