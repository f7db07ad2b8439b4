"""Is this the export of a program that many shops use? Known by its columns; each is a file under ``exports/``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from seglib import strict_yaml
from seglib.intake.suggest.look import Look


@dataclass(frozen=True)
class Part:
    """One source that an export feeds.

    Attributes
    ----------
    table : str
        A table of the contract.
    columns : dict of str to tuple of str
        Contract column: the export's column, or several of which the first one that serves is taken.
    constants : dict of str to str
        Contract column: the same value on every row.
    distinct : bool
        The export is finer than the table.
    unless : str or None
        Left out where another file brings this table.
    """

    table: str
    columns: dict[str, tuple[str, ...]]
    constants: dict[str, str]
    distinct: bool
    unless: str | None


@dataclass(frozen=True)
class Export:
    """The export of a program.

    Attributes
    ----------
    name : str
        As its users call it.
    marks : tuple of str
        Columns that all are there.
    any : tuple of str
        Columns of which at least one is there; empty where :attr:`marks` are enough.
    parts : tuple of Part
        The sources that it feeds.
    """

    name: str
    marks: tuple[str, ...]
    any: tuple[str, ...]
    parts: tuple[Part, ...]


@cache
def exports() -> tuple[Export, ...]:
    """Every export that is known.

    Returns
    -------
    tuple of Export
        In order of name.
    """
    folder = files(__package__).joinpath("exports")
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".yml")]
    return tuple(sorted((_export(strict_yaml.load(text)[0]) for text in texts), key=lambda one: one.name))


def recognised(look: Look) -> Export | None:
    """The program that a file is an export of.

    Parameters
    ----------
    look : Look
        The file.

    Returns
    -------
    Export or None
        None where it is none that is known.
    """
    names = {column.name for column in look.columns}
    fitting = [one for one in exports() if names.issuperset(one.marks) and (not one.any or names & set(one.any))]
    return max(fitting, key=lambda one: len(one.marks), default=None)


def _export(content: dict) -> Export:
    parts = [
        Part(
            part["table"],
            {name: tuple(listed) for name, listed in part["columns"].items()},
            part.get("constants", {}),
            part.get("distinct") == "true",
            part.get("unless"),
        )
        for part in content["sources"]
    ]
    return Export(content["name"], tuple(content["marks"]), tuple(content.get("any", ())), tuple(parts))
