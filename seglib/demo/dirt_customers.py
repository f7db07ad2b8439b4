"""What is wrong in the demo's customer database?

Customers entered twice, misspelled towns, effort beyond the scale, and a name that a spreadsheet would run.
"""

from __future__ import annotations

from seglib.demo.dirt import Dirt
from seglib.demo.files import RawFile, Row
from seglib.demo.places import PLACES

FORMULA_NAME = "=cmd|' /C calc'!A0"
"""Name of one customer: text like any other."""


def duplicate_customers(dirt: Dirt, file: RawFile, n: int) -> None:
    """Customers entered twice with the same data, the copy somewhere below.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    """
    for row in dirt.choose(file, n):
        copy = Row(list(row.cells))
        first = next(i for i, other in enumerate(file.rows) if other is row)
        file.rows.insert(int(dirt.rng.integers(first + 1, len(file.rows) + 1)), copy)
        dirt.note(file, copy, "duplicate", "merge", dirty=file.delimiter.join(copy.cells))


def misspelled_towns(dirt: Dirt, file: RawFile, *, n_letters: int, n_case: int) -> None:
    """Towns with a letter off or in capitals; the postal code is right.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n_letters : int
        Number of towns with a letter off.
    n_case : int
        Number of towns in capitals or small letters.
    """
    towns = {place.city.casefold() for place in PLACES}
    for row in dirt.choose(file, n_letters):
        town = file.get(row, "city")
        slips = {town[:i] + town[i + 1] + town[i] + town[i + 2 :] for i in range(1, len(town) - 1)}
        slips |= {town[:i] + town[i + 1 :] for i in range(1, len(town))}
        slips |= {town[:i] + town[i] + town[i:] for i in range(1, len(town))}
        slips = sorted(slip for slip in slips if slip.casefold() not in towns)
        dirt.spoil(file, row, "place_name", "city", str(dirt.rng.choice(slips)), "repair")
    for row in dirt.choose(file, n_case):
        town = file.get(row, "city")
        dirt.spoil(file, row, "place_name", "city", town.upper() if dirt.rng.random() < 0.5 else town.lower(), "repair")


def impossible_effort(dirt: Dirt, file: RawFile, n: int) -> None:
    """Service effort outside 1 to 10.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    """
    for row in dirt.choose(file, n, lambda row: bool(file.get(row, "service_effort"))):
        value = str(dirt.rng.choice(["0", "11", "12", "50", "99", "-1"]))
        dirt.spoil(file, row, "out_of_range", "service_effort", value, "flag")


def formula_name(dirt: Dirt, file: RawFile) -> None:
    """One customer whose name a spreadsheet would run.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    """
    (row,) = dirt.choose(file, 1)
    dirt.spoil(file, row, "formula_text", "name", FORMULA_NAME, "keep")
