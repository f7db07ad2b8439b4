"""Which promises are tested? One list; who adds a promise writes a study in a file of its kind and names it here."""

from __future__ import annotations

from seglib.calibration import campaigns, groups, held_out, intervals, invariances, lifetime, steady, targeting, trust
from seglib.calibration.promise import Study

_FILES = (intervals, campaigns, groups, trust, held_out, invariances, lifetime, targeting, steady)


def studies() -> tuple[Study, ...]:
    """List all studies, in the order of the released table.

    Returns
    -------
    tuple of Study
        Their names are unique and sorted.

    Raises
    ------
    ValueError
        If two have the same name.
    """
    found = sorted((study for file in _FILES for study in file.STUDIES), key=lambda study: study.name)
    names = [study.name for study in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"The names of studies must be unique; got {min(twice)!r} twice.")
    return tuple(found)
