#!/usr/bin/env python3
"""Prints what is in a summary as JSON, as `playtally inspect --json FILE` does.

Written from docs/summary-file.md alone, and from nothing that it does not say: the layout of the records is read from its
tables, the rest is what its sentences say. Usage: summary_reader.py FILE
"""

import json
import re
import struct
import sys
import zlib
from datetime import date, timedelta
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "summary-file.md"
EMS = [16, 24, 32]


def document():
    """The tables of the document: a list of rows under each heading, or comment that names one."""
    tables, name = {}, None
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        heading = re.match(r"### (.*)|<!-- the table of (.*) -->", line)
        if heading:
            name = heading[1] or heading[2]
        elif line.startswith("| "):
            cells = [cell.strip().strip("`") for cell in line.strip("|").split(" | ")]
            tables.setdefault(name, []).append(cells)
    return {name: rows[1:] for name, rows in tables.items()}


class Layout:
    """What the document says of sections, records and kinds."""

    def __init__(self):
        tables = document()
        self.kinds = {}
        for row in tables["kinds"] + tables["kinds of names"]:
            self.kinds[row[0]] = (int(row[1]), row[2].endswith("signed"))
        self.header = self.fields(tables["the header"])
        self.entry = self.fields(tables["an entry"])
        self.text = self.fields(tables["a text"])
        self.words, self.numbers = {}, {}
        for kind in self.kinds:
            for row in tables.get(kind, []):
                self.words[kind, int(row[0])] = row[1]
                if len(row) == 4:
                    self.numbers[int(row[0])] = [name.strip("` ") for name in row[2].split(",")]
        self.sections = {}
        for kind, name, _, _, least, most, _ in tables["sections"]:
            table = tables.get(f"{kind} {name}")
            fields = self.fields(table) if table else None
            self.sections[int(kind)] = (name, int(least), most, fields)

    def fields(self, table):
        """Offset, name, kind and the numbers of values of each field."""
        fields = []
        for at, _, name, shape, _ in table:
            *counts, kind = shape.split(" × ")
            fields.append((int(at), name, kind, [int(count) for count in counts]))
        return fields

    def values(self, field, record):
        """The numbers of a field, one after the other; none where the record ends before it."""
        at, _, kind, counts = field
        length, signed = self.kinds[kind]
        number = 1 if len(record) > at else 0
        for count in counts:
            number *= count
        ends = range(at, at + number * length, length)
        return [int.from_bytes(record[end : end + length], "little", signed=signed) for end in ends]

    def plain(self, fields, record):
        """A record of numbers by their names."""
        return {field[1]: self.values(field, record)[0] for field in fields}


class Summary:
    def __init__(self, file, layout):
        self.file, self.layout = file, layout
        if file[:8] != bytes.fromhex("8954414C4C590D0A"):
            sys.exit("this is not a summary")
        self.header = layout.plain(layout.header, file[:24])
        if self.header["length"] != len(file):
            sys.exit("the file is incomplete")
        if self.header["checksum"] != zlib.crc32(file[20:], zlib.crc32(file[:16])):
            sys.exit("the file is damaged")
        entries = [file[at : at + 12] for at in range(24, 24 + 12 * self.header["sections"], 12)]
        self.entries = [layout.plain(layout.entry, entry) for entry in entries]
        self.texts = list(self.read_texts())

    def bytes(self, kind):
        for entry in self.entries:
            if entry["kind"] == kind:
                return self.file[entry["offset"] : entry["offset"] + entry["length"]]
        return b""

    def records(self, kind):
        """The records of a section, as far as they are known; none if they are too short."""
        content = self.bytes(kind)
        length = next((entry["record"] for entry in self.entries if entry["kind"] == kind), 1)
        if length < self.layout.sections[kind][1]:
            return []
        return [content[at : at + length] for at in range(0, len(content), length)]

    def read_texts(self):
        texts = [self.layout.plain(self.layout.text, record) for record in self.records(256)]
        utf8, runs = self.bytes(257), self.bytes(258)
        ends = [(text["utf8_start"], text["run_start"]) for text in texts[1:]] + [(len(utf8), len(runs))]
        for text, (utf8_end, run_end) in zip(texts, ends):
            run, glyphs = list(runs[text["run_start"] : run_end]), 0
            while run:
                del run[: 1 if run[0] < 192 else 2]
                glyphs += 1
            yield {
                "text": utf8[text["utf8_start"] : utf8_end].decode("utf-8"),
                "right_to_left": bool(text["flags"] & 1),
                "glyphs": glyphs,
                "sizes": [em for bit, em in enumerate(EMS, 1) if text["flags"] >> bit & 1],
            }

    def said(self, kind, number):
        """What JSON says of a number of a kind."""
        if kind in ("Date", "Until", "DateOrNone", "Month"):
            day = (date(1970, 1, 1) + timedelta(number)).isoformat()
            return None if kind == "DateOrNone" and number == 0 else day[:7] if kind == "Month" else day
        if kind in ("Country", "CountryOrNone", "Language"):
            return struct.pack("<H", number).decode("ascii") if number else None
        if kind == "Name":
            return None if number == 65535 else self.texts[number]["text"]
        if kind == "Id":
            return f"{number:016x}" if number else None
        if kind == "Flag":
            return number == 1
        if kind == "Steps":
            return number * 6
        if kind == "Tenths":
            return number / 10
        if kind == "PercentOrNone":
            return number if number <= 100 else None
        if kind == "CardNumber":
            return None if number == 4294967295 else number
        if any(of == kind for of, _ in self.layout.words):
            return self.layout.words.get((kind, number))
        return number

    def object(self, fields, record):
        all, card = {}, None
        for field in fields:
            _, name, kind, counts = field
            values = self.layout.values(field, record)
            said = [self.said(kind, value) for value in values]
            if kind == "Card":
                card = values[0]
            if kind == "CardNumber":
                all[name] = dict(zip(self.layout.numbers.get(card, []), said))
            elif len(counts) == 2:
                rows = range(0, len(said), counts[1])
                all[name] = [said[row : row + counts[1]] for row in rows]
            else:
                all[name] = said if counts else (said or [None])[0]
        return all

    def everything(self):
        names = {kind: name for kind, (name, *_) in self.layout.sections.items()}
        all = {
            "format": {"major": self.header["major"], "minor": self.header["minor"]},
            "bytes": len(self.file),
            "checksum": f"{self.header['checksum']:08x}",
            "sections": [
                {
                    "kind": entry["kind"],
                    "name": names.get(entry["kind"]),
                    "offset": entry["offset"],
                    "bytes": entry["length"],
                    "record_bytes": entry["record"],
                    "records": entry["length"] // entry["record"] if entry["record"] > 1 else None,
                }
                for entry in self.entries
            ],
        }
        for kind, (name, _, most, fields) in self.layout.sections.items():
            if fields:
                objects = [self.object(fields, record) for record in self.records(kind)]
                one = objects[0] if objects else None
                all[name.replace(" ", "_")] = one if most == "1" else objects
        all["texts"] = self.texts
        return all


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    summary = Summary(Path(sys.argv[1]).read_bytes(), Layout())
    print(json.dumps(summary.everything(), ensure_ascii=False, indent=2))
