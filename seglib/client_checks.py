"""What can be wrong in a ``client.yml``, in words: the place, the rule, what was found, the nearest valid name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from seglib.client_logo import LogoError, read_logo
from seglib.contracts import TABLES, columns, nearest

if TYPE_CHECKING:
    from seglib.client import Client
    from seglib.client_keys import Source

Problem = tuple[tuple, str]
"""Path of a key, such as ``("sources", 0, "file")``, and a sentence about it."""

_OF_FILES = ("delimiter", "encoding", "sheet", "header", "header_line", "last_line")
ISO = "iso"
"""Name of the format ISO 8601: ``2026-06-30``, with time, seconds and zone where they are there."""

EXCEL = {"excel-1900": date(1899, 12, 30), "excel-1904": date(1904, 1, 1)}
"""Names of Excel's two ways to number days, with day 0; days before March 1900 are not read right by the first."""

_PIECE = re.compile(r"%(\w)")


def _key(path: tuple) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.lstrip(".")


def model_problem(item: dict, known: set[str]) -> Problem:
    """Put one of pydantic's findings in words.

    Parameters
    ----------
    item : dict
        One of ``ValidationError.errors()``.
    known : set of str
        Keys that are allowed at that place.

    Returns
    -------
    tuple of (path, sentence)
    """
    path, kind, key = item["loc"], item["type"], _key(item["loc"])
    if kind == "extra_forbidden":
        return path, f"`{key}` is not a known key{nearest(str(path[-1]), known)}"
    if kind == "missing":
        return path, f"`{key}` is missing; add it"
    if kind == "value_error":
        return path, f"`{key}` {item['ctx']['error']}"
    if kind == "invalid_key":
        return path, f"`{key}` must be a word; write the key before the colon"
    rule = item["msg"].removeprefix("Input ").replace("should", "must")
    return path, f"`{key}` {rule[0].lower()}{rule[1:]}; got {_found(item['input'])}"


def _found(value: object) -> str:
    return "a URL, which is not shown" if "://" in str(value) else repr(value)


def date_pieces(one: str) -> tuple[str, ...]:
    """Pieces of a date format, in their order.

    Parameters
    ----------
    one : str
        A format in the notation of ``strftime``.

    Returns
    -------
    tuple of str
        Letters out of ``Y y m b d H I M S p``.

    Raises
    ------
    ValueError
        If it does not say a year, a month and a day, says one twice, or has a piece that is not known here.

    Examples
    --------
    >>> date_pieces("%d.%m.%Y %H:%M")
    ('d', 'm', 'Y', 'H', 'M')
    """
    order = tuple(_PIECE.findall(one))
    same = {"y": "Y", "b": "m", "I": "H"}
    meant = [same.get(letter, letter) for letter in order if letter != "p"]
    whole = set(meant) in (set("Ymd"), set("YmdHM"), set("YmdHMS")) and order.count("p") == order.count("I")
    if not whole or len(set(meant)) != len(meant) or "%" in _PIECE.sub("", one):
        raise ValueError(
            "must have a year, a month and a day out of %Y %y %m %b %d, and may have %H:%M or %H:%M:%S "
            f"(%I and %p for hours with am and pm); got {one!r}"
        )
    return order


def contract_problems(client: Client) -> list[Problem]:
    """Mappings that name a table or column that the contract does not have, or leave out one that it needs.

    Parameters
    ----------
    client : Client
        A client that is valid by itself.

    Returns
    -------
    list of (path, sentence)
    """
    problems: list[Problem] = []
    for position, source in enumerate(client.sources):
        here = ("sources", position)
        if source.table not in TABLES:
            problems.append(((*here, "table"), f"`{source.table}` is not a table{nearest(source.table, TABLES)}"))
            continue
        known = columns(source.table)
        by_column = {part: getattr(source, part) for part in ("columns", "constants", "values")}
        by_column |= {part: getattr(source, part) for part in ("decimal", "dates", "calendar")}
        for part, given in by_column.items():
            for name in given if isinstance(given, dict) else ():
                if name not in known:
                    message = f"`{name}` is not a column of {source.table}{nearest(name, known)}"
                    problems.append(((*here, part, name), message))
        for name in sorted(source.columns.keys() & source.constants.keys()):
            message = f"`{name}` is under `columns` and under `constants`; delete one of the two"
            problems.append(((*here, "constants", name), message))
        marks = source.decimal.values() if isinstance(source.decimal, dict) else [source.decimal]
        if source.thousands and source.thousands in marks:
            problems.append(((*here, "thousands"), "`thousands` must differ from `decimal`; delete one of the two"))
        problems += _value_problems(source, here)
        problems += _item_problems(source, here)
        brought = source.brings
        for name, column in known.items():
            if column.required and name not in brought:
                problems.append(((*here, "columns"), f"{source.table} needs a column `{name}`: say which one it is"))
        for choice in TABLES[source.table].metadata.get("one_of", []):
            if not brought & set(choice):
                names = " or ".join(f"`{name}`" for name in choice)
                problems.append(((*here, "columns"), f"{source.table} needs {names}: say which column it is"))
    for position, rule in enumerate(client.cleaning.rules):
        here = ("cleaning", "rules", position)
        if rule.table not in TABLES:
            problems.append(((*here, "table"), f"`{rule.table}` is not a table{nearest(rule.table, TABLES)}"))
        elif rule.column not in columns(rule.table):
            known = columns(rule.table)
            message = f"`{rule.column}` is not a column of {rule.table}{nearest(rule.column, known)}"
            problems.append(((*here, "column"), message))
    return problems


def _item_problems(source: Source, here: tuple) -> list[Problem]:
    """Columns that are questions, in a table that has none, or beside a mapping of what they give."""
    if not source.items:
        return []
    if source.table != "survey":
        return [((*here, "items"), "`items` is for the table survey, one column a question; delete the line")]
    given = sorted({"item_id", "answer"} & {*source.columns, *source.constants})
    message = "`{}` comes from `items`, one column a question; delete one of the two"
    return [((*here, "columns", name), message.format(name)) for name in given]


def _value_problems(source: Source, here: tuple) -> list[Problem]:
    """Values of ``client.yml`` that the contract's column cannot have."""
    known = columns(source.table)
    given = [(("constants", name), name, value) for name, value in source.constants.items()]
    for name, recoded in source.values.items():
        given += [(("values", name, old), name, new) for old, new in recoded.items()]
    return [
        ((*here, *place), f"`{value}` is not a value of {name}{nearest(value, known[name].metadata['allowed'])}")
        for place, name, value in given
        if name in known and known[name].metadata["allowed"] and value not in known[name].metadata["allowed"]
    ]


def _origin_problem(source: Source) -> str | None:
    """What is wrong with where a source comes from: a file, or a database and its table."""
    if source.file is None and source.database is None:
        return "`file` is missing; add it, or for a database `database` and `from_table`"
    if source.file is not None and (source.database or source.from_table):
        return "`file` and `database` are two sources; delete one of the two"
    if source.file is None and not source.from_table:
        return "`from_table` is missing; add the name of the database's table, such as public.orders"
    of_files = [name for name in _OF_FILES if source.database and name in source.model_fields_set]
    return f"`{of_files[0]}` is for files, not for a database; delete the line" if of_files else None


def file_problems(client: Client, folder: str) -> list[Problem]:
    """Sources that are neither a file nor a table of a database, files that are not there, a logo that cannot be shown.

    Parameters
    ----------
    client : Client
        A client that is valid by itself.
    folder : str
        The folder of raw files as shown to the reader.

    Returns
    -------
    list of (path, sentence)
    """
    problems: list[Problem] = []
    there = sorted(path.relative_to(client.raw).as_posix() for path in client.raw.rglob("*") if path.is_file())
    for position, source in enumerate(client.sources):
        here = ("sources", position, "file")
        if problem := _origin_problem(source):
            problems.append((here, problem))
        elif source.database:
            continue
        elif Path(source.file).is_absolute() or ".." in Path(source.file).parts:
            problems.append((here, f"`{source.file}` must be a name inside {folder}/"))
        elif not client.files(source):
            hint = nearest(source.file, there) if there else "; the folder is empty"
            problems.append((here, f"there is no file `{source.file}` in {folder}/{hint}"))
    named = {("rates",): client.rates, ("demographic", "population"): client.demographic.population}
    for path, file in named.items():
        if file and file not in there:
            hint = nearest(file, there) if there else "; the folder is empty"
            problems.append((path, f"there is no file `{file}` in {folder}/{hint}"))
    try:
        _ = client.brand.logo and read_logo(client.folder / client.brand.logo)
    except LogoError as error:
        problems.append((("brand", "logo"), str(error)))
    return problems
