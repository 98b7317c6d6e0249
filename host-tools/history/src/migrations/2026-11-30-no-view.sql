-- Early libraries had the plays spelled out for a reader who never came.
DROP VIEW IF EXISTS history;
