"""What are the files of a shop that nobody has described yet?

Every file is looked at: its form, its columns, the patterns of its values and the keys that it shares with others. Out
of it comes a ``client.yml`` in which each line carries its evidence; what the files do not prove is an open question.
"""

from __future__ import annotations

from pathlib import Path

from seglib import engine
from seglib.intake.errors import IntakeError
from seglib.intake.suggest.business import business, habits
from seglib.intake.suggest.compose import compose, draft_of
from seglib.intake.suggest.draft import Draft
from seglib.intake.suggest.look import look

__all__ = ["suggest"]

_HEAD = [
    "What the files seem to be. Each line says on what evidence; nothing was changed in the files.",
    'Where a value is "?", the question stands behind it and the answers below it: put one in its place.',
    "Then: make check CLIENT={name}, which lists what is still open, and make report CLIENT={name}.",
    "All keys: docs/design.md.",
]


def suggest(folder: Path, *, name: str) -> str:
    """Look at a folder of files and write a ``client.yml`` for it.

    Parameters
    ----------
    folder : pathlib.Path
        The files as received; only read.
    name : str
        The client's folder, such as ``my-shop``.

    Returns
    -------
    str
        The text of a ``client.yml``; not loadable while a value in it is ``"?"``.

    Raises
    ------
    IntakeError
        If no file of the folder can be read, or none is of use.
    """
    looks, unread = look(folder, connection=engine.connect())
    plans, left_out = compose(looks)
    left_out += [f"{file}: {why.removeprefix(f'{file}: ')}" for file, why in unread.items()]
    if not plans:
        listed = "\n".join(f"  {line}" for line in left_out) or "  it is empty"
        raise IntakeError(f"{folder.name}: no file in this folder can be used:\n{listed}")
    head = [line.format(name=name) for line in _HEAD]
    if not any(plan.match.table == "order_lines" for plan in plans):
        head.append("No file has order lines (customer, order, date, units, price): most of the report needs them.")
    return Draft(head, business(name, plans), [draft_of(plan, plans) for plan in plans], habits(plans), left_out).text()
