"""What can be wrong in a ``client.yml``, in words: the place, the rule, what was found, the nearest valid name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from seglib.contracts import TABLES, columns, nearest

if TYPE_CHECKING:
    from seglib.client import Client
    from seglib.client_keys import Source

Problem = tuple[tuple, str]
"""Path of a key, such as ``("sources", 0, "file")``, and a sentence about it."""

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
    return path, f"`{key}` {rule[0].lower()}{rule[1:]}; got {item['input']!r}"


def date_pieces(one: str) -> tuple[str, ...]:
    """Pieces of a date format, in their order.

    Parameters
    ----------
    one : str
        A format in the notation of ``strftime``.

    Returns
    -------
    tuple of str
        Letters out of ``Y y m d H M S``.

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
    year, rest = set(order) & {"Y", "y"}, set(order) - {"Y", "y"}
    whole = len(year) == 1 and rest in (set("md"), set("mdHM"), set("mdHMS"))
    if not whole or len(set(order)) != len(order) or "%" in _PIECE.sub("", one):
        raise ValueError(
            f"must have a year, a month and a day out of %Y %y %m %d, and may have %H:%M or %H:%M:%S; got {one!r}"
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
        for part in ("columns", "constants", "values"):
            for name in getattr(source, part):
                if name not in known:
                    message = f"`{name}` is not a column of {source.table}{nearest(name, known)}"
                    problems.append(((*here, part, name), message))
        for name in sorted(source.columns.keys() & source.constants.keys()):
            message = f"`{name}` is under `columns` and under `constants`; delete one of the two"
            problems.append(((*here, "constants", name), message))
        if source.thousands == source.decimal:
            problems.append(((*here, "thousands"), "`thousands` must differ from `decimal`; delete one of the two"))
        problems += _value_problems(source, here)
        brought = source.columns.keys() | source.constants.keys()
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


def file_problems(client: Client, folder: str) -> list[Problem]:
    """Sources whose file is not there, or lies outside the client's folder.

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
        if Path(source.file).is_absolute() or ".." in Path(source.file).parts:
            problems.append((here, f"`{source.file}` must be a name inside {folder}/"))
        elif not client.files(source):
            hint = nearest(source.file, there) if there else "; the folder is empty"
            problems.append((here, f"there is no file `{source.file}` in {folder}/{hint}"))
    return problems
