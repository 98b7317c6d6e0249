-- What the owner said once, or the first import found out: `home`, the name of the zone in which they live.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A start can be what a wall clock at home showed, counted as if it were UTC (certainty 3).
DROP VIEW history;
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
    char(65 + ((plays.facts >> 20) & 1023) / 26, 65 + ((plays.facts >> 20) & 1023) % 26) AS country,
    CASE (plays.facts >> 4) & 3
        WHEN 0 THEN 'minute' WHEN 1 THEN 'derived' WHEN 2 THEN 'stated' ELSE 'wall-clock' END AS certainty
FROM plays
JOIN items ON items.id = plays.item
JOIN artists ON artists.id = items.artist
ORDER BY plays.started_at, plays.key;
