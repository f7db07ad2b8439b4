"""What can be wrong in a ``client.yml``, in words: the place, the rule, what was found, the nearest valid name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from seglib.contracts import TABLES, columns, nearest, required_columns

if TYPE_CHECKING:
    from seglib.client import Client

Problem = tuple[tuple, str]
"""Path of a key, such as ``("sources", 0, "file")``, and a sentence about it."""


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
    rule = item["msg"].removeprefix("Input ").replace("should", "must")
    return path, f"`{key}` {rule[0].lower()}{rule[1:]}; got {item['input']!r}"


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
        brought = source.columns.keys() | source.constants.keys()
        for name in required_columns(source.table):
            if name not in brought:
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
