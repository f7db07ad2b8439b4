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


def sizes(block: Block) -> dict[str, list[float | None]]:
    """Give the numbers of people that a block shows, in columns and in sentences.

    Parameters
    ----------
    block : Block
        Any block.

    Returns
    -------
    dict of str to list of float or None
        Column or placeholder to its values, one a row or one alone.
    """
    names = {name for name in _counts(block) if _of_people(block, name) is not False}
    names |= set(_declared()["people_in"].get(_place(block), ()))
    shown = {name: values for name, values in _values(block).items() if name in names}
    return {name: [_number(block, value) for value in values] for name, values in shown.items()}


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
    return block.needs_evidence and block.id not in _declared()["rest_on_things"].get(block.notebook, ())


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
    return [name for name in _counts(block) if _of_people(block, name) is None]


def _of_people(block: Block, name: str) -> bool | None:
    declared = _declared()
    for key, answer in (("people", True), ("things", False)):
        if name in declared[f"{key}_in"].get(_place(block), ()):
            return answer
    return True if name in declared["people"] else False if name in declared["things"] else None


def _place(block: Block) -> str:
    return f"{block.notebook}#{block.id}"


def _counts(block: Block) -> list[str]:
    """Names of what a block shows as counts."""
    if block.kind in ("table", "figure"):
        return [column.name for column in block.grid.columns if column.format == "count"]
    if block.kind != "finding":
        return []
    told = placeholders(block.sentence, block.values)
    return list(dict.fromkeys(name for _, name, kind in told if name is not None and kind == "count"))


def _values(block: Block) -> dict[str, list[object]]:
    if block.kind in ("table", "figure"):
        columns = zip(*block.grid.rows, strict=True)
        return {column.name: list(values) for column, values in zip(block.grid.columns, columns, strict=True)}
    return {name: [value] for name, value in getattr(block, "values", {}).items()}


def _number(block: Block, value: object) -> float | None:
    if isinstance(value, str):
        told = numbers_in(value, language=block.formatter.language)
        return told[0].value if told else None
    return float(value) if isinstance(value, Real) else None
