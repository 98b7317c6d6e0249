"""What people use instead of Playtally: loads.py PEER EXPORT.zip STORED-FILE. Prints rows and the ten first artists."""

import collections
import json
import pathlib
import sys
import tempfile
import zipfile

TITLE, ARTIST = "master_metadata_track_name", "master_metadata_album_artist_name"


def with_duckdb(members, stored):
    import duckdb

    database = duckdb.connect(stored)
    database.execute("SET threads TO 2")
    columns = {
        "ts": "TIMESTAMP",
        "platform": "VARCHAR",
        "ms_played": "UBIGINT",
        "conn_country": "VARCHAR",
        TITLE: "VARCHAR",
        ARTIST: "VARCHAR",
        "master_metadata_album_album_name": "VARCHAR",
        "spotify_track_uri": "VARCHAR",
        "reason_start": "VARCHAR",
        "reason_end": "VARCHAR",
        "shuffle": "BOOLEAN",
        "offline": "BOOLEAN",
        "offline_timestamp": "BIGINT",
        "incognito_mode": "BOOLEAN",
    }
    files = [str(member) for member in members]
    database.execute("CREATE TABLE plays AS FROM read_json($1, format = 'array', columns = $2)", [files, columns])
    (rows,) = database.execute("SELECT count(*) FROM plays").fetchone()
    query = f"""SELECT {ARTIST}, count(*) AS plays FROM plays WHERE ms_played >= 30000 AND {ARTIST} IS NOT NULL
                GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10"""
    return rows, database.execute(query).fetchall()


def with_pandas(members, stored):
    import pandas

    plays = pandas.concat([pandas.read_json(member) for member in members], ignore_index=True)
    plays.to_pickle(stored)
    counted = plays[plays["ms_played"] >= 30_000]
    return len(plays), list(counted[ARTIST].value_counts().head(10).items())


def with_json(members, stored):
    import sqlite3

    database = sqlite3.connect(stored)
    database.execute("CREATE TABLE plays (ts, ms_played, title, artist, uri, reason_start, reason_end)")
    counts, rows = collections.Counter(), 0
    fields = ["ts", "ms_played", TITLE, ARTIST, "spotify_track_uri", "reason_start", "reason_end"]
    for member in members:
        plays = json.loads(member.read_bytes())
        rows += len(plays)
        database.executemany("INSERT INTO plays VALUES (?,?,?,?,?,?,?)", ([play[f] for f in fields] for play in plays))
        counts.update(play[ARTIST] for play in plays if play["ms_played"] >= 30_000 and play[ARTIST])
    database.commit()
    return rows, counts.most_common(10)


if __name__ == "__main__":
    peer, export, stored = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=pathlib.Path(stored).parent) as folder, zipfile.ZipFile(export) as archive:
        members = [name for name in archive.namelist() if name.endswith(".json")]
        archive.extractall(folder, members)
        load = {"duckdb": with_duckdb, "pandas": with_pandas, "json": with_json}[peer]
        rows, artists = load([pathlib.Path(folder) / member for member in members], stored)
    print(json.dumps({"rows": rows, "artists": artists}))
