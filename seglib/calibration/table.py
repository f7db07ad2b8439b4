"""What is released: the table of promises, to be read (Markdown) and to be computed with (CSV)."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from seglib.calibration.promise import VERDICTS

DIGITS = 5
_HEADER = """\
# Calibration: what is promised, and what came out

Made by `make certify` with the seed {seed}; the same seed gives the same bytes, and `calibration.csv` has the same \
numbers. Every promise is tested on made-up data of which the truth is known. The number of data sets (R) was fixed in \
advance, and none was left out but those of which a promise says nothing.

- **Realised**: the share of the data sets, or the mean over them, with its Monte Carlo standard error.
- **Band**: between its ends lie 99.9 % of the realised numbers if the promise is just kept (exactly binomial for a \
share, normal for a mean).
- **Verdict**: {verdicts}.

{counts}
"""


def write(table: pd.DataFrame, *, seed: int, folder: Path) -> list[Path]:
    """Write the table as ``calibration.md`` and ``calibration.csv``.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.calibration.running.run`.
    seed : int
        The seed it was made with.
    folder : pathlib.Path
        Where to; former files are replaced.

    Returns
    -------
    list of pathlib.Path
        The two files.
    """
    csv, page = folder / "calibration.csv", folder / "calibration.md"
    csv.write_text(table.round(DIGITS).to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="")
    page.write_text(markdown(read(csv), seed=seed), encoding="utf-8", newline="")
    return [page, csv]


def read(csv: Path) -> pd.DataFrame:
    """Read a table as it was written.

    Parameters
    ----------
    csv : pathlib.Path
        ``calibration.csv``.

    Returns
    -------
    pandas.DataFrame
        With the columns of :data:`seglib.calibration.running.COLUMNS`.
    """
    return pd.read_csv(csv)


def seed_of(page: Path) -> int:
    """Tell with which seed a page was made.

    Parameters
    ----------
    page : pathlib.Path
        ``calibration.md``.

    Returns
    -------
    int
        The seed.

    Raises
    ------
    ValueError
        If the page does not say.
    """
    found = re.search(r"with the seed (\d+)", page.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{page.name} does not say with which seed it was made. Make it again: make certify.")
    return int(found[1])


def markdown(table: pd.DataFrame, *, seed: int) -> str:
    """Set the table as a page.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`read`.
    seed : int
        The seed it was made with.

    Returns
    -------
    str
        A section for each requirement (the first word of a study's name), a row for each promise.
    """
    counts = table["verdict"].value_counts().reindex(list(VERDICTS), fill_value=0)
    said = f"Of {len(table)} promises " + ", ".join(f"{n} {word}" for word, n in counts.items()) + "."
    verdicts = "; ".join(f"*{word}*: {meaning}" for word, meaning in VERDICTS.items())
    parts = [_HEADER.format(seed=seed, verdicts=verdicts, counts=said)]
    for requirement, rows in table.groupby(table["study"].str.split().str[0], sort=False):
        parts += [f"## {requirement}", "", _rows(rows), "", _settings(rows), ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def _rows(rows: pd.DataFrame) -> str:
    lines = [
        "| data | promise | promised | realised | R | band | verdict |",
        "| --- | --- | --- | ---: | ---: | --- | --- |",
    ]
    for row in rows.to_dict("records"):
        promised = f"{row['sense']} {_number(row['nominal'])}"
        realised = f"{_number(row['realised'])} ± {_number(row['mc_error'])}"
        band = f"{_number(row['band_low'])} to {_number(row['band_high'])}"
        cells = [_name(row["study"]), row["promise"], promised, realised, row["replicates"], band, row["verdict"]]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _settings(rows: pd.DataFrame) -> str:
    settings = rows.drop_duplicates("study")
    return "\n".join(f"- *{_name(study)}*: {setting}." for study, setting in settings[["study", "setting"]].to_numpy())


def _name(study: str) -> str:
    return study.partition(" ")[2]


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
