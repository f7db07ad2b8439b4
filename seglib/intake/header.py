"""Which line holds the names of the columns, and which columns are meant?"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata

from seglib.intake.errors import IntakeError
from seglib.questions import Choice, Question

MOST_COLUMNS = 2000
_INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u200c\u200d\u2060\u200e\u200f")
_VALUE = re.compile(r"[-+(]?\d[\d.,/:\-' ]*(?:T[\d:.]+Z?)?[)%]?")
_WORD = re.compile(r"[^\W\d]\w*")


def tidy(name: str) -> str:
    """A header cell without invisible characters, no-break spaces and surrounding blanks.

    Parameters
    ----------
    name : str
        As received.

    Returns
    -------
    str

    Examples
    --------
    >>> tidy(" Order\\u00a0id\\u200b")
    'Order id'
    """
    return name.translate(_INVISIBLE).replace("\u00a0", " ").strip()


def header_names(cells: list[str], place: str) -> list[str]:
    """Names of a header row, tidied and checked.

    Parameters
    ----------
    cells : list of str
        The cells as received.
    place : str
        File and line, for the message.

    Returns
    -------
    list of str
        Empty where a column has no name.

    Raises
    ------
    IntakeError
        If one name is there twice, or there are too many for a table.
    """
    if len(cells) > MOST_COLUMNS:
        raise IntakeError(
            f"{place}: the header has {len(cells):,} columns, more than {MOST_COLUMNS:,}; a table of a shop has no so "
            "many. Export it with one row an order line or customer, not one column."
        )
    names = [tidy(cell) for cell in cells]
    for name in names:
        if name and names.count(name) > 1:
            places = " and ".join(str(i) for i, other in enumerate(names, start=1) if other == name)
            raise IntakeError(f"{place}: the header has {name!r} in columns {places}; rename one of them.")
    return names


def header_notes(cells: list[str], names: list[str]) -> list[str]:
    """What was changed in the names of a header.

    Parameters
    ----------
    cells : list of str
        As received.
    names : list of str
        As tidied.

    Returns
    -------
    list of str
        One sentence a name.
    """
    changed = [(cell, name) for cell, name in zip(cells, names, strict=True) if name and cell != name]
    return [f"header {cell!a} is read as {name!r}" for cell, name in changed]


def find_header(rows: list[tuple[int, list[str]]], wanted: list[str], file: str, where: str) -> int | Question:
    """Find the line of the header, or ask.

    Parameters
    ----------
    rows : list of (int, list of str)
        The first records that are not blank, with their lines; at least one.
    wanted : list of str
        Names of columns that the file should have; may be empty where they are not known yet.
    file : str
        Its name, for the question.
    where : str
        Its source in ``client.yml``, for the question.

    Returns
    -------
    int or Question
        The position of the header in ``rows``: always the first, or it is a question.
    """
    named = [len(positions_of([tidy(cell) for cell in row], wanted)) for _, row in rows]
    if wanted and named[0] == len(set(wanted)):
        return 0
    likely = named.index(max(named)) if max(named) else _fullest(rows)
    if likely and not (max(named) and named[likely] == named[0]):
        line, row = rows[likely]
        text = f"the names of the columns are probably on line {line}, below {_shown(rows[0][1])}."
        choice = Choice(f"header_line: {line}", _shown(row))
        return Question("header_line", file, text, (choice,), line=line, where=where)
    line, row = rows[0]
    values = [cell for cell in row if _VALUE.fullmatch(cell.strip())]
    if not max(named) and values:
        names = wanted if len(wanted) == len(row) else [f"column_{i}" for i in range(1, len(row) + 1)]
        text = f"the file seems to have no names of columns: its first line holds values such as {values[0].strip()!r}."
        choice = Choice(f"header: [{', '.join(map(yaml_text, names))}]", f"the names, in the order of {_shown(row)}")
        return Question("header", file, text, (choice,), line=line, where=where)
    return 0


def _fullest(rows: list[tuple[int, list[str]]]) -> int:
    """Position of the first row that is about as full as the fullest."""
    filled = [sum(1 for cell in row if cell.strip()) for _, row in rows]
    return next(i for i, count in enumerate(filled) if count >= 0.8 * max(filled))


def positions_of(names: list[str], wanted: list[str]) -> dict[str, int]:
    """Where the wanted columns are.

    Parameters
    ----------
    names : list of str
        Names of the file's columns, tidied.
    wanted : list of str
        Names as ``client.yml`` gives them.

    Returns
    -------
    dict of str to int
        Only those that are there: under that name, or, where none has it, under one that differs only in case.

    Examples
    --------
    >>> positions_of(["ID", "Name", "name"], ["id", "name", "city"])
    {'id': 0, 'name': 2}
    """
    folded: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        folded.setdefault(_fold(name), []).append(position)
    found = {}
    for name in wanted:
        if name and name in names:
            found[name] = names.index(name)
        elif len(alike := folded.get(_fold(name), [])) == 1 and _fold(name):
            found[name] = alike[0]
    return found


def refuse_missing(names: list[str], wanted: list[str], place: str) -> None:
    """Refuse a file that lacks a column that ``client.yml`` names.

    Parameters
    ----------
    names : list of str
        Names of the file's columns, tidied.
    wanted : list of str
        Names as ``client.yml`` gives them.
    place : str
        File and line, for the message.

    Raises
    ------
    IntakeError
        With the three nearest names of each.
    """
    there = positions_of(names, wanted)
    problems = []
    for name in wanted:
        if name not in there:
            near = sorted(
                filter(None, names), key=lambda other: -difflib.SequenceMatcher(None, _fold(name), _fold(other)).ratio()
            )[:3]
            verb = "is" if len(near) == 1 else "are"
            problems.append(
                f"{place}: there is no column {name!r}; the nearest {verb} {', '.join(map(repr, near))}. "
                "Correct the file or its `columns:` in client.yml."
            )
    if problems:
        raise IntakeError("\n".join(problems))


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def yaml_text(name: str) -> str:
    """Write text so that ``client.yml`` reads it as that text.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> yaml_text("Orders"), yaml_text("2025: all")
    ('Orders', '"2025: all"')
    """
    plain = _WORD.fullmatch(name) and name.lower() not in ("yes", "no", "true", "false", "null", "on", "off", "y", "n")
    return name if plain else json.dumps(name, ensure_ascii=False)


def _shown(row: list[str]) -> str:
    text = " | ".join(cell.strip() for cell in row)
    return text if len(text) <= 100 else text[:99] + "…"
