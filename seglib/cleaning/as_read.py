"""How were the files read, and what about them should be known? The readings in words, with what proves them."""

from __future__ import annotations

import re
from datetime import datetime

import pandas as pd

from seglib.intake import Intake

_EXAMPLE = datetime(2026, 12, 31, 17, 45)
_WORDS = {"iso": "2026-12-31", "excel-1900": "days since 1900", "excel-1904": "days since 1904"}
_PERSONS = ("customers", "survey")  # a birth date is shown to nobody
_BASIS = {"declared": "client.yml says so", "nothing to tell": "every reading gives the same"}


def as_read(intake: Intake) -> pd.DataFrame:
    """How each column of numbers and dates is read.

    Parameters
    ----------
    intake : seglib.intake.Intake
        From :func:`seglib.intake.read_sources`.

    Returns
    -------
    pandas.DataFrame
        ``file, column, field`` (ours), ``reading`` (dates as 31 December 2026 would be written), ``proof``.
    """
    found = intake.readings
    return pd.DataFrame(
        {
            "file": found["file"],
            "column": found["column"],
            "field": found["field"].str.replace("_", " "),
            "reading": [_in_words(reading) for reading in found["reading"]],
            "proof": [_proof(row) for row in found.itertuples()],
        }
    )


def proven(intake: Intake) -> dict[str, int]:
    """On what the readings rest.

    Parameters
    ----------
    intake : seglib.intake.Intake
        From :func:`seglib.intake.read_sources`.

    Returns
    -------
    dict of str to int
        ``all`` columns of numbers and dates; of these ``declared`` in ``client.yml``, ``found`` (proven by a cell) and
        ``same`` (every reading gives the same).
    """
    basis = intake.readings["basis"].value_counts()
    same = int(basis.get("nothing to tell", 0))
    return {"all": int(basis.sum()), **{key: int(basis.get(key, 0)) for key in ("declared", "found")}, "same": same}


def worth_knowing(intake: Intake) -> pd.DataFrame:
    """What was unusual about the files.

    Parameters
    ----------
    intake : seglib.intake.Intake
        From :func:`seglib.intake.read_sources`.

    Returns
    -------
    pandas.DataFrame
        ``file, what``: what was repaired in the form of a file, and lines that no source reads.
    """
    found = []
    for row in intake.files.drop_duplicates("file").itertuples():
        notes = [note for note in str(row.notes or "").split("; ") if note]
        found += [(row.file, note[0].upper() + note[1:]) for note in notes]
        if row.lines_unread:
            found.append((row.file, f"{row.lines_unread:,} lines of the file belong to no source and were not read"))
    return pd.DataFrame(found, columns=["file", "what"])


def _in_words(reading: str) -> str:
    """Formats of dates as an example in them."""
    parts = [_WORDS.get(part, part) for part in reading.split(", ")]
    shown = [_EXAMPLE.strftime(part) if "%" in part else part for part in parts]
    return ", or ".join(dict.fromkeys(re.sub(r"\s+\(.*\)$", "", part) for part in shown))


def _proof(row: object) -> str:
    if pd.isna(row.proof):
        return _BASIS.get(row.basis, row.basis)
    return f"line {row.proof_line}" + ("" if row.table in _PERSONS else f": {row.proof}")
