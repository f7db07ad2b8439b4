"""Which counts of a block count people?

Every count of a table, figure or sentence is declared in ``counts.yml`` by its name: as a number of people, whose small
values would tell of somebody, or as a number of things. One that is not declared is taken for people, and
`make verify` fails until it is declared, so that nothing reaches a page unchecked.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from numbers import Real

from seglib import strict_yaml
from seglib.report.block import Block
from seglib.report.digits import numbers_in
from seglib.report.sentence import placeholders


@functools.cache
def _declared() -> Mapping[str, object]:
    return strict_yaml.load(resources.files(__package__).joinpath("counts.yml").read_text(encoding="utf-8"))[0]


def columns_of_people(block: Block) -> dict[str, list[float | None]]:
    """Give the columns of a table or figure that count people.

    Parameters
    ----------
    block : Block
        Any block.

    Returns
    -------
    dict of str to list of float or None
        Name to the numbers, one a row; none for blocks without a table.
    """
    if block.kind not in ("table", "figure"):
        return {}
    values = zip(block.grid.columns, zip(*block.grid.rows, strict=True), strict=True)
    return {
        column.name: [_number(block, value) for value in cells]
        for column, cells in values
        if _of_people(block, column.name, column.format)
    }


def columns_of_labels(block: Block) -> set[str]:
    """Give the columns of a table or figure that only name what its rows are about.

    Parameters
    ----------
    block : Block
        A table or figure.

    Returns
    -------
    set of str
    """
    return {column.name for column in block.grid.columns} & set(_declared()["labels"])


def said_of_people(block: Block) -> dict[str, float | None]:
    """Give the numbers of people in the words of a block: its sentence, title, alternative text or note.

    Parameters
    ----------
    block : Block
        Any block.

    Returns
    -------
    dict of str to float or None
        Name to number.
    """
    return {name: _number(block, value) for name, kind, value in _said(block) if _of_people(block, name, kind)}


def counts_people(block: Block) -> bool:
    """Tell whether the n of a block is a number of people.

    Parameters
    ----------
    block : Block
        Any block.

    Returns
    -------
    bool
    """
    return block.needs_evidence and not block.population.startswith(tuple(_declared()["rest_on_things"]))


def undeclared(block: Block) -> list[str]:
    """Find counts, in columns and sentences, of which nobody has said what they count.

    Parameters
    ----------
    block : Block
        Any block.

    Returns
    -------
    list of str
        Their names.
    """
    columns = block.grid.columns if block.kind in ("table", "figure") else ()
    counted = [*((column.name, column.format) for column in columns), *((name, kind) for name, kind, _ in _said(block))]
    return list(dict.fromkeys(name for name, kind in counted if kind == "count" and _declared_for(block, name) is None))


def _of_people(block: Block, name: str, kind: str | None) -> bool:
    """Tell whether a value counts people; a count of which nobody has said so does."""
    declared = _declared_for(block, name)
    return declared is not False if kind == "count" else name in _here(block, "people")


def _declared_for(block: Block, name: str) -> bool | None:
    for key, answer in (("people", True), ("things", False)):
        if name in _here(block, key):
            return answer
    declared = _declared()
    return True if name in declared["people"] else False if name in declared["things"] else None


def _here(block: Block, key: str) -> list[str]:
    return _declared()[f"{key}_in"].get(f"{block.notebook}#{block.id}", [])


def _said(block: Block) -> list[tuple[str, str, object]]:
    """Name, format and value of what the words of a block tell."""
    if block.kind == "metric":
        return [(block.id, block.format, block.value)]
    if block.kind != "finding":
        return list(block.facts)
    told = placeholders(block.sentence, block.values)
    return [(name, kind, block.values[name]) for _, name, kind in told if name is not None]


def _number(block: Block, value: object) -> float | None:
    if isinstance(value, str):
        told = numbers_in(value, language=block.formatter.language)
        return told[0].value if told else None
    return float(value) if isinstance(value, Real) else None
