"""Does a corrupted file ever change a value without saying so, or lose a row?

A clean shop's orders are corrupted in ways that leave known rows whole. Whatever is done to the file: the books
balance, every row that can be used is used, and no value differs from the clean reading but those listed as repairs.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest
from bad_input_case import ORDERS, Case, Verdict, verdict_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROWS = [line.split(",") for line in ORDERS.splitlines()]
HEADER, ROWS = ROWS[0], ROWS[1:]
ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
SEEDS = int(os.environ.get("SEGLIB_ORACLE_EXAMPLES", "8"))

# What is done to one row: a function of its cells, and whether the row can still be used with the same values.
ROW_CORRUPTIONS = {
    "short": (lambda c: c[:3], False),
    "long": (lambda c: [*c, "x"], False),
    "nul": (lambda c: [*c[:3], "P\0", *c[4:]], False),
    "orphan": (lambda c: ["X9", *c[1:]], False),
    "no customer": (lambda c: ["", *c[1:]], False),
    "no day": (lambda c: [*c[:2], "2026-02-30", *c[3:]], False),
    "after the end": (lambda c: [*c[:2], "2027-01-05", *c[3:]], False),
    "free": (lambda c: [*c[:5], "0"], False),
    "negative price": (lambda c: [*c[:5], "-" + c[5]], False),
    "other currency": (lambda c: [*c[:5], "$" + c[5]], False),
    "words for a price": (lambda c: [*c[:5], "ask"], False),
    "Arabic digits": (lambda c: [*c[:4], c[4].translate(ARABIC), c[5].translate(ARABIC)], True),
    "currency sign": (lambda c: [*c[:5], c[5] + " €"], True),
    "blanks": (lambda c: [f" {c[0]}\u00a0", *c[1:]], True),
    "zero-width": (lambda c: [c[0] + "\u200b", *c[1:]], True),
}
# What is done to the file as a whole.
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
ENDS = {"LF": "\n", "CRLF": "\r\n"}


@functools.cache
def _clean_values(folder: Path) -> dict[str, dict]:
    _, cleaned = verdict_of(Case("clean", "nothing", Verdict()).write(folder / "clean"))
    return _by_order(cleaned)


def _by_order(cleaned) -> dict[str, dict]:
    return {row["order_id"]: row for row in cleaned.tables["order_lines"].to_pyarrow().to_pylist()}


@st.composite
def corrupted(draw) -> tuple[bytes, set[str], int, dict[int, str]]:
    """A file, the orders that must be used, the number of data rows, and what stands on which physical line."""
    chosen = draw(st.dictionaries(st.integers(0, len(ROWS) - 1), st.sampled_from(sorted(ROW_CORRUPTIONS)), max_size=6))
    delimiter, end = DELIMITERS[draw(st.sampled_from(sorted(DELIMITERS)))], ENDS[draw(st.sampled_from(sorted(ENDS)))]
    quote = draw(st.booleans())
    blanks = draw(st.sets(st.integers(0, len(ROWS) - 1), max_size=3))
    again = draw(st.sets(st.integers(1, len(ROWS) - 1), max_size=2))
    lines, usable, orders = [_line(HEADER, delimiter, quote)], set(), {}
    extra = 0
    for i, cells in enumerate(ROWS):
        if i in blanks:
            lines.append("")
        if i in again:
            lines.append(_line(HEADER, delimiter, quote))
            extra += 1
        change, whole = ROW_CORRUPTIONS[chosen[i]] if i in chosen else (list, True)
        lines.append(_line(change(cells), delimiter, quote))
        orders[len(lines)] = cells[1]
        if whole:
            usable.add(cells[1])
    text = end.join(lines) + (end if draw(st.booleans()) else "")
    mark = "\ufeff" if draw(st.booleans()) else ""
    return (mark + text).encode(), usable, len(ROWS) + extra, orders


def _line(cells: list[str], delimiter: str, quote: bool) -> str:
    return delimiter.join(f'"{cell}"' if quote else cell for cell in cells)


@settings(max_examples=SEEDS, deadline=None, suppress_health_check=list(HealthCheck))
@given(corrupted())
def test_no_value_changes_unsaid_and_no_row_is_lost(tmp_path_factory, corruption):
    data, usable, n_rows, orders = corruption
    folder = tmp_path_factory.mktemp("oracle")
    found, cleaned = verdict_of(Case("one", "several things", Verdict(), {"orders.csv": data}).write(folder / "shop"))
    assert found.outcome == "used", found.says
    used, aside, merged = found.rows["order_lines"]
    assert used + aside + merged == n_rows
    assert merged == 0
    values = _by_order(cleaned)
    assert set(values) == usable
    clean = _clean_values(tmp_path_factory.getbasetemp())
    for order, row in values.items():
        assert row == clean[order]
    changed = {orders[line] for _, line, _ in found.repaired if line in orders}
    assert changed <= usable


@pytest.mark.parametrize("kind", [kind for kind, (_, whole) in sorted(ROW_CORRUPTIONS.items()) if whole])
def test_what_is_repaired_is_listed(kind, tmp_path):
    change, _ = ROW_CORRUPTIONS[kind]
    lines = ORDERS.splitlines()
    lines[7] = ",".join(change(lines[7].split(",")))
    case = Case("one", kind, Verdict(), {"orders.csv": "\n".join(lines) + "\n"})
    found, _ = verdict_of(case.write(tmp_path / "shop"))
    assert {line for _, line, _ in found.repaired} == {8}
