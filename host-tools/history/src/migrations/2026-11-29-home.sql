-- What the owner said once, or the first import found out: `home`, the name of the zone in which they live.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
