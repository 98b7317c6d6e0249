-- What the owner holds beside plays: keys, receipts, and whatever else belongs to them and must be where the library is. What is
-- in them is not the library's matter.
CREATE TABLE papers (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
