"""Does a corrupted file ever change a value without saying so, or lose a row?

A clean shop is exported in many shapes. Each file is then corrupted in some rows and as a whole, and each corruption
has its verdict. Whatever is done: the books balance, each line has the fate and the reason that it must have, and no
value of a row that is used differs from what is true but those that are listed.

``make certify`` runs it long, with other examples each time.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest
from bad_input_case import verdict_of
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from oracle_corruptions import Line, corruptions_for
from oracle_shapes import COLUMNS, N_BUYERS, SHAPES, Shape, json_lines, packed, text_file, truth, workbook

EXAMPLES = int(os.environ.get("SEGLIB_ORACLE_EXAMPLES", "0"))


class File:
    """A file, and for each of its lines the true values and the verdict; Hypothesis shows how it was spoiled."""

    def __init__(self, name: str, spoiled: str, data: bytes, lines: dict[int, tuple[dict, Line]]):
        self.name, self.spoiled, self.data, self.lines = name, spoiled, data, lines

    def __repr__(self) -> str:
        return f"{self.name} ({self.spoiled})"


@st.composite
def corrupted(draw, shape: Shape) -> dict[str, File]:
    """For each table its file, spoiled in some rows and as a whole."""
    return {table: _corrupted(draw, shape, table) for table in COLUMNS}


def _corrupted(draw, shape: Shape, table: str) -> File:
    rows, true = shape.rows(table), truth(table, shape.names)
    may_go = range(N_BUYERS, len(rows)) if table == "customers" else range(len(rows))  # who has orders stays
    corruptions = corruptions_for(table, shape)
    places = draw(st.permutations(may_go))[: len(corruptions)]
    chosen = {
        place: corruption for place, corruption in zip(places, corruptions, strict=True) if draw(st.integers(0, 9))
    }
    lines: dict[int, tuple[dict, Line]] = {}
    first = 1 if shape.kind == "jsonl" else 2
    spoiled = []
    for place, (row, values) in enumerate(zip(rows, true, strict=True)):
        if place in chosen:
            spoiled.append(f"{first + len(lines)} {chosen[place].name}")
        for line in chosen[place].lines(row, values, shape) if place in chosen else [Line(row)]:
            lines[first + len(lines)] = (values, line)
    header = dict(zip(COLUMNS[table], COLUMNS[table], strict=True))
    zipped = shape.kind == "jsonl" or (shape.kind == "text" and draw(st.booleans()))
    if shape.kind == "text":
        style = {
            "delimiter": draw(st.sampled_from(shape.delimiters)),
            "end": draw(st.sampled_from(["\n", "\r\n"])),
            "quoted": draw(st.booleans()),
            "mark": draw(st.booleans()),
        }
        spoiled.append(f"{style}")
        data = text_file([header, *(line.content for _, line in lines.values())], shape, **style)
    else:
        contents = [_typed(line.content, values, shape) for values, line in lines.values()]
        data = workbook([header, *contents]) if shape.kind == "xlsx" else json_lines(contents)
    name = shape.file(table, packed=zipped)
    return File(name, ", ".join(spoiled), packed(data) if zipped else data, lines)


def _typed(content: dict | str, values: dict, shape: Shape) -> dict | str:
    """Cells that are written as they should be as the values that they are."""
    if isinstance(content, str):
        return content
    return {
        name: values[name]
        if text == shape.written(values[name]) and isinstance(values[name], Decimal | int | date)
        else text
        for name, text in content.items()
    }


def _write(folder, shape: Shape, files: dict) -> None:
    (folder / "raw").mkdir(parents=True)
    lines = [
        "name: Shop",
        "currency: EUR",
        "as_of: 2026-06-30",
        "cleaning: {quarantine_limit: 1, orphan_limit: 1}",
        "sources:",
    ]
    for table, file in files.items():
        (folder / "raw" / file.name).write_bytes(file.data)
        columns = json.dumps({column: column for column in COLUMNS[table]})
        lines += [f"  - table: {table}", f"    file: {file.name}", f"    columns: {columns}"]
        lines += [f"    {line}" for line in shape.declared]
    (folder / "client.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.id for shape in SHAPES])
def test_no_value_changes_unsaid_and_no_row_is_lost(tmp_path_factory, shape):
    @settings(max_examples=EXAMPLES or 2, derandomize=not EXAMPLES, database=None, phases=[Phase.generate])
    @given(corrupted(shape))
    def holds(files):
        if not EXAMPLES and not _spoiled(files):
            return  # Hypothesis begins with nothing at all
        folder = tmp_path_factory.mktemp("oracle") / "shop"
        _write(folder, shape, files)
        found, cleaned = verdict_of(folder)
        assert found.outcome == "used", found.says
        for table, file in files.items():
            _check(table, file.name, file.lines, found, cleaned)

    holds()


def _spoiled(files: dict) -> bool:
    return any(line != Line(line.content) for file in files.values() for _, line in file.lines.values())


def _check(table: str, name: str, lines: dict[int, tuple[dict, Line]], found, cleaned) -> None:
    aside, marked = (_of_file(places, name) for places in (found.quarantined, found.flagged))
    assert aside.keys() == {number for number, (_, line) in lines.items() if line.fate == "aside"}
    for number, (_, line) in lines.items():
        if line.reason and line.fate in ("aside", "used"):
            carried = aside if line.fate == "aside" else marked
            assert line.reason in carried.get(number, "").split(";"), number
    fates = Counter(line.fate for _, line in lines.values())
    assert found.rows[table] == (fates["used"], fates["aside"], fates["merged"])
    listed = {(line, column): new for (file, line, column), new in found.repaired.items() if file == name}
    wanted = {
        (number, column): line.changed.get(column, values[column])
        for number, (values, line) in lines.items()
        for column in line.repaired
    }
    assert listed.keys() == wanted.keys()
    assert {place for place, new in listed.items() if new is None} == {
        p for p, value in wanted.items() if value is None
    }
    expected = [values | line.changed for values, line in lines.values() if line.fate == "used"]
    assert _comparable(_values(cleaned, table)) == _comparable([_as_stored(row, table) for row in expected])


def _of_file(places: dict, name: str) -> dict[int, str]:
    return {line: text for (file, line), text in places.items() if file == name}


def _values(cleaned, table: str) -> list[dict]:
    """The clean rows with every column that is filled anywhere."""
    rows = cleaned.tables[table].to_pyarrow().to_pylist()
    filled = {name for row in rows for name, value in row.items() if value is not None}
    return [{name: row[name] for name in sorted(filled)} for row in rows]


def _as_stored(row: dict, table: str) -> dict:
    """A true row with what cleaning adds to it."""
    if table == "customers":
        return row
    day = row["ordered_at"]
    added = {"amount": row["quantity"] * row["unit_price"], "is_return": False, "is_product": True}
    return row | added | {"ordered_at": datetime(day.year, day.month, day.day)}


def _comparable(rows: list[dict]) -> list[str]:
    """Rows whose numbers are equal whatever their digits, in an order of their own."""
    return sorted(repr(sorted((name, _plain(value)) for name, value in row.items())) for row in rows)


def _plain(value):
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
