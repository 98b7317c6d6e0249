-- The last import that changed anything, and what it takes to take it back: one row.
CREATE TABLE last_import (
    number INTEGER NOT NULL, -- imports are counted; 0 for those before they were
    at INTEGER, -- seconds since 1970 in UTC; NULL where there is none that can be taken back
    taken_back INTEGER NOT NULL, -- whether that is so because it was
    artists INTEGER, -- how many there were before
    items INTEGER,
    sets_home INTEGER,
    home TEXT -- before, where it sets it
) STRICT;
INSERT INTO last_import (number, taken_back) VALUES (0, 0);

-- Plays as they were before that import changed or removed them.
CREATE TABLE replaced (
    key INTEGER PRIMARY KEY,
    item INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ms_played INTEGER,
    facts INTEGER NOT NULL,
    import INTEGER NOT NULL
) STRICT;

-- The number of the import that brought it.
ALTER TABLE plays ADD COLUMN import INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN import INTEGER NOT NULL DEFAULT 0;
