-- Rows whose moment cannot be are counted apart from here on. What was remembered of files did not do so: they are read
-- once more when they come again.
DELETE FROM files;
ALTER TABLE files ADD COLUMN unset INTEGER NOT NULL DEFAULT 0; -- rows whose moment is 0
ALTER TABLE files ADD COLUMN too_early INTEGER NOT NULL DEFAULT 0; -- rows before the source could know of a play

-- Plays that began before their source could know of one (docs/time.md), or that are still to come.
DELETE FROM plays
WHERE min(started_at, key >> 30) < CASE facts & 15
        WHEN 0 THEN 1145750400 WHEN 1 THEN 1145750400 -- Spotify
        WHEN 4 THEN 1433721600 -- Apple Music
        WHEN 5 THEN 1114214400 -- YouTube Music
        WHEN 6 THEN 1149120000 -- Deezer
        ELSE 1033430400 -- scrobbles
    END
    OR max(started_at, key >> 30) > unixepoch() + 86400;
-- No play is longer than a day.
UPDATE plays SET ms_played = NULL WHERE ms_played > 86400000;
