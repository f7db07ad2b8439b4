"""How do the customers differ from the people around the shop? Shares beside those of a population."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from seglib.client import Client, ClientError
from seglib.contracts import nearest
from seglib.segments.demographic.bands import LABELS, NOT_KNOWN
from seglib.segments.headline import share_interval

COLUMNS = ("trait", "value", "share")
EMPTY = pd.DataFrame(columns=list(COLUMNS))


def read(client: Client) -> pd.DataFrame:
    """Read the client's table of the population.

    Parameters
    ----------
    client : seglib.client.Client
        ``demographic: {population: census.csv}`` names a file under ``raw/``: CSV in UTF-8 with the columns ``trait``,
        ``value`` and ``share`` (fractions, percentages or numbers of people).

    Returns
    -------
    pandas.DataFrame
        `trait, value, share`, the shares of each trait adding up to 1; without a row where no file is named.

    Raises
    ------
    seglib.client.ClientError
        Naming the line that cannot be read, and what to write.
    """
    if client.demographic.population is None:
        return EMPTY
    path = client.raw / client.demographic.population
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            found = ",".join(reader.fieldnames or ()) or "nothing"
            raise ClientError(f"{path.name}, line 1: the columns must be trait,value,share; got {found}.")
        rows = [_row(row, path, line) for line, row in enumerate(reader, start=2)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.assign(share=table["share"] / table.groupby("trait")["share"].transform("sum"))


def _row(row: dict[str, str], path: Path, line: int) -> tuple[str, str, float]:
    trait, value = (row["trait"] or "").strip(), (row["value"] or "").strip()
    if trait not in LABELS:
        raise ClientError(f"{path.name}, line {line}: `{trait}` is not a trait{nearest(trait, LABELS)}.")
    try:
        share = float((row["share"] or "").strip().removesuffix("%"))
    except ValueError:
        share = -1.0
    if not (value and 0 < share < float("inf")):
        raise ClientError(
            f"{path.name}, line {line}: `share` must be a number above 0, such as 0.14, and `value` must not be empty; "
            f"got {row['value']!r}, {row['share']!r}."
        )
    return trait, value, share


def compare(banded: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Hold the customers against the population.

    Parameters
    ----------
    banded : pandas.DataFrame
        Traits as categories, from :func:`seglib.segments.demographic.bands.bands`.
    population : pandas.DataFrame
        From :func:`read`.

    Returns
    -------
    pandas.DataFrame
        One row a value of the population: `group` (trait and value), `n` customers, `share` of the customers whose
        trait is among the population's values, `population` (its share there), `index` (100 = as in the population)
        with `low` and `high` (95%, Wilson) and `range`, these in words. The population's shares are taken as exact.

    Raises
    ------
    ValueError
        If a value of the population is none of the customers' categories; it names those.
    """
    rows = []
    for trait, given in population.groupby("trait", sort=False):
        if trait not in banded.columns:
            continue
        strange = [value for value in given["value"] if value not in banded[trait].cat.categories]
        if strange:
            known = ", ".join(f"`{one}`" for one in banded[trait].cat.categories if one != NOT_KNOWN)
            raise ValueError(
                f"The population's {trait} {strange[0]!r} is none of the customers' groups; these are {known}."
            )
        counts = banded[trait].value_counts()[given["value"]]
        total = int(counts.sum())
        for value, share in zip(given["value"], given["share"], strict=True):
            n = int(counts[value])
            low, high = share_interval(n, total) if total else (float("nan"), float("nan"))
            own = n / total if total else float("nan")
            index = [100 * one / share for one in (own, low, high)]
            group, ends = f"{LABELS[trait]}: {value}", f"{index[1]:,.0f} to {index[2]:,.0f}"
            rows.append((group, n, own, share, *index, ends if total else "–"))
    return pd.DataFrame(rows, columns=["group", "n", "share", "population", "index", "low", "high", "range"])
