"""Which decimal mark do the numbers of a source have? Found in all cells of its columns, or asked.

``1.234,50`` can only have a decimal comma and ``12.5`` only a decimal point; ``1.234`` can be both, and a column that
has no proof of its own takes what the other columns of the source prove.
"""

from __future__ import annotations

import ibis
import pandas as pd

from seglib.client_keys import Source
from seglib.contracts import columns
from seglib.intake.evidence import Finding, Proof, answer, cells, count, named
from seglib.questions import Choice, Question
from seglib.reading.numbers import PERCENT, number_form, number_pieces
from seglib.reading.text import has_arabic_marks

_CLEAR = 0.95
"""Share of the proofs from which on the others are taken for slips."""

_EITHER = r"^-?[1-9]\d{0,2}[.,]\d{3}$"
_WORDS = {".": "decimal point", ",": "decimal comma"}
_OTHER = {".": ",", ",": "."}


def number_columns(source: Source) -> list[str]:
    """Columns of a source that hold numbers.

    Parameters
    ----------
    source : seglib.client.Source

    Returns
    -------
    list of str
    """
    known = {name: column.dtype.type for name, column in columns(source.table).items() if name in source.columns}
    return [name for name, dtype in known.items() if dtype.is_numeric() and not dtype.is_boolean()]


def read_marks(
    text: ibis.Table, source: Source, *, where: str, missing: list[str]
) -> tuple[list[Finding], list[Question]]:
    """Find the decimal mark of each column of numbers.

    Parameters
    ----------
    text : ibis.Table
        The source as text.
    source : seglib.client.Source
    where : str
        The source's place in ``client.yml``.
    missing : list of str
        What stands for "not known" besides an empty cell.

    Returns
    -------
    findings : list of Finding
        One a column that is not asked about.
    questions : list of seglib.questions.Question
    """
    names = number_columns(source)
    findings = [
        Finding(
            name, "decimal", source.convention("decimal", name), _WORDS[source.convention("decimal", name)], "declared"
        )
        for name in names
        if source.convention("decimal", name)
    ]
    declared = {finding.column for finding in findings}
    if not names or (source.percent and declared == set(names)):
        return findings, []
    found = _counted(cells(text, names, missing=missing), source)
    questions = _ask_percent(found, source, where)
    proofs = {row.column: row for row in found.itertuples() if row.column not in declared}
    single = {mark for row in proofs.values() for mark in ".," if _count(row, mark) and not _count(row, _OTHER[mark])}
    opened = []
    for name in (name for name in names if name not in declared):
        row = proofs.get(name)
        if row is None or not (row.point or row.comma or row.either):
            findings.append(Finding(name, "decimal", ".", "whole numbers without marks", "nothing to tell"))
            continue
        mark = max(".,", key=lambda mark: _count(row, mark))
        total = row.point + row.comma
        if total and (not row.either or _count(row, mark) >= _CLEAR * total):
            findings.append(Finding(name, "decimal", mark, _WORDS[mark], "found", _at(row, mark), _count(row, mark)))
        elif not total and len(single) == 1:
            (mark,) = single
            first = next(other for other in proofs.values() if _count(other, mark))
            words = f"{_WORDS[mark]}, as in {source.columns[first.column]}"
            findings.append(Finding(name, "decimal", mark, words, "found", _at(first, mark), _count(first, mark)))
        else:
            opened.append(row)
    if opened and all(finding.basis == "nothing to tell" for finding in findings):
        return findings, [*questions, _ask_mark(opened[0], source, [opened[0].column], where)]  # one answer serves all
    return findings, [*questions, *(_ask_mark(row, source, names, where) for row in opened)]


def _count(row, mark: str) -> int:
    return row.point if mark == "." else row.comma


def _at(row, mark: str) -> Proof | None:
    return row.point_at if mark == "." else row.comma_at


def _counted(t: ibis.Table, source: Source) -> pd.DataFrame:
    bare, _ = number_pieces(t.cell)
    t = t.mutate(bare=bare)
    forms = {"point": t.bare.re_search(number_form(".", ",")), "comma": t.bare.re_search(number_form(",", "."))}
    t = t.mutate(**forms, either=t.bare.re_search(_EITHER), with_point=t.bare.contains("."))
    known = columns(source.table)
    whole = [name for name in number_columns(source) if known[name].dtype.type.is_integer()]
    small = [
        name for name in number_columns(source) if max(map(abs, known[name].metadata["between"] or [10**9])) < 1000
    ]
    # a whole number has no three decimals but noughts, and degrees are never thousands
    thousands = t.either & t.column.isin(whole) & ~t.bare.re_search("000$")
    decimals = t.either & t.column.isin(small)
    marked = has_arabic_marks(t.received).fill_null(False)
    kinds = {
        "point": ~marked & ((t.point & ~t.comma) | (thousands & ~t.with_point) | (decimals & t.with_point)),
        "comma": ~marked & ((t.comma & ~t.point) | (thousands & t.with_point) | (decimals & ~t.with_point)),
        "either": ~marked & t.either & ~thousands & ~decimals,
        "percent": t.bare.re_search(PERCENT),
    }
    return count(t, ["column"], kinds)


def _ask_mark(row, source: Source, names: list[str], where: str) -> Question:
    place, before = answer("decimal", row.column, names, where)
    sample = row.either_at
    plain = sample.text.replace(",", ".")
    mark = "," if "," in sample.text else "."
    readings = {mark: plain, _OTHER[mark]: plain.replace(".", "")}
    if row.point and row.comma:
        text = (
            f"only a decimal point fits {row.point_at} ({row.point:,} in all), only a decimal comma {row.comma_at} "
            f"({row.comma:,}), and either fits {sample} ({row.either:,}). Which one is the decimal mark?"
        )
    else:
        text = (
            f"{sample.text} can be read in two ways ({row.either:,} in all), and no cell proves which. "
            "Which one is the decimal mark?"
        )
    choices = tuple(Choice(f'{before}"{one}"', f"{sample.text} is {readings[one]}") for one in ",.")
    return Question("decimal_mark", sample.file, text, choices, named(source, row.column), sample.line, place)


def _ask_percent(found: pd.DataFrame, source: Source, where: str) -> list[Question]:
    rows = [row for row in found.itertuples() if row.percent]
    if source.percent or not rows:
        return []
    row, sample = rows[0], rows[0].percent_at
    number = sample.text.strip("%٪ ")
    choices = (
        Choice("percent: fraction", f"{sample.text} is {number} hundredths, as for a margin rate"),
        Choice("percent: number", f"{sample.text} is {number}"),
        Choice("percent: unread", f"{sample.text} is no value of this column"),
    )
    text = f"there are percentages, such as {sample.text} ({row.percent:,} in all). What do they mean?"
    return [Question("percent", sample.file, text, choices, named(source, row.column), sample.line, where)]
