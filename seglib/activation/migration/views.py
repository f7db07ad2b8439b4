"""How are moves and sizes laid out for the reader? Whole customers that add up, and no group too small to be shown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.activation.migration.following import Followed, Step
from seglib.activation.migration.guarding import guarded
from seglib.clustering.flow import PARTS

SMALLER = "Smaller segments"
_SIGNED = ("customers", "redefined", "noise")


def sizes(found: Followed, step: Step, *, least: int) -> pd.DataFrame:
    """Tell how each segment got from its size then to its size now.

    Parameters
    ----------
    found : Followed
    step : Step
        One of its steps.
    least : int
        Fewest customers of a segment that is shown by itself; smaller ones are put together.

    Returns
    -------
    pandas.DataFrame
        ``segment_name, then, customers, redefined, noise, now``, whole numbers that add up. What customers changed has
        in it who came with a first order and who took the last one back.
    """
    table = step.sizes.assign(customers=step.sizes[["came", "left", "changed"]].sum(axis=1))
    small = table[["then", "now"]].min(axis=1) < least
    order = {identity: place for place, identity in enumerate(found.today)}
    table = table.assign(segment_name=table["segment"].map(found.names).where(~small, SMALLER))
    table = table.assign(place=table["segment"].map(order).fillna(len(order)).where(~small, len(order) + 1))
    told = table.groupby("segment_name", as_index=False)[["then", *_SIGNED, "now", "place"]].agg(
        dict.fromkeys(("then", *_SIGNED, "now"), "sum") | {"place": "min"}
    )
    told = told[told[["then", "now"]].max(axis=1) >= least].sort_values("place", kind="stable", ignore_index=True)
    whole = np.array([_whole(row, total) for row, total in zip(
        told[list(_SIGNED)].to_numpy(), (told["now"] - told["then"]).to_numpy(), strict=True)])  # fmt: skip
    return pd.DataFrame(
        {
            "segment_name": told["segment_name"],
            "then": told["then"].round().astype("int64"),
            **{name: whole[:, place] for place, name in enumerate(_SIGNED)},
            "now": told["now"].round().astype("int64"),
        }
    )


def _whole(parts: np.ndarray, total: float) -> np.ndarray:
    """Round parts so that they add up to a whole total: those cut off most are rounded up (largest remainder).

    Of parts cut off alike the first is rounded up, whatever the last digit of a float says.
    """
    floor = np.floor(parts + 1e-9)
    missing = round(total - floor.sum())
    floor[np.argsort(-np.round(parts - floor, 9), kind="stable")[:missing]] += 1
    return floor.astype("int64")


def signed(table: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Write the parts with their sign.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`sizes`.
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        The same, the parts as text.
    """
    told = {name: [f"{'+' if value > 0 else ''}{formatter.count(value)}" for value in table[name]] for name in _SIGNED}
    return table.assign(**told)


def moved(found: Followed, step: Step, *, least: int) -> pd.DataFrame:
    """List where customers went.

    Parameters
    ----------
    found : Followed
    step : Step
    least : int
        Fewest customers of a move that is shown.

    Returns
    -------
    pandas.DataFrame
        ``from_name, to_name, n, changed, redefined, noise`` (shares of the move), most customers first.
    """
    table = guarded(step.flows, least=least)[lambda one: one["before"] != one["after"]]
    names = {"from_name": table["before"].map(found.names), "to_name": table["after"].map(found.names)}
    shares = {part: table[part] / table["n"] for part in PARTS}
    told = table.assign(**names, **shares).sort_values("n", ascending=False, kind="stable", ignore_index=True)
    return told[["from_name", "to_name", "n", *PARTS]]


def same(found: Followed, formatter: object, dates: list) -> pd.DataFrame:
    """Tell which segment of the last day is which of before.

    Parameters
    ----------
    found : Followed
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.
    dates : list of datetime.date
        The days.

    Returns
    -------
    pandas.DataFrame
        ``segment_name, since``, and, where any has one, ``told`` (share in common with the day before, of the customers
        in either), ``called`` (names of earlier days that were others) and ``comes_from`` (of a new one), in the order
        of today's rule.
    """
    rows = []
    for identity in found.today:
        own = found.segments[found.segments["identity"] == identity].sort_values("day")
        last = own.iloc[-1]
        others = [name for name in dict.fromkeys(own["segment_name"]) if name != last["segment_name"]]
        told = formatter.percent(last["jaccard"]) if pd.notna(last["jaccard"]) else "–"
        came = ", ".join(found.names[parent] for parent in own["parents"].iloc[0]) or "–"
        rows.append((last["segment_name"], ", ".join(others) or "–", dates[int(own["day"].min())], told, came))
    table = pd.DataFrame(rows, columns=["segment_name", "called", "since", "told", "comes_from"])
    return table.drop(columns=[column for column in ("called", "told", "comes_from") if (table[column] == "–").all()])


def through(found: Followed, *, least: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the segments of all days, and the customers that they share from one to the next.

    Parameters
    ----------
    found : Followed
    least : int
        Fewest customers that are shown.

    Returns
    -------
    sizes : pandas.DataFrame
        ``day`` (its date), ``segment_name`` (of the identity) and ``n``, in the order of the last day's rule.
    flows : pandas.DataFrame
        ``day, until, from_name, to_name, n``.
    """
    dates = [found.steps[0].before.date, *(step.after.date for step in found.steps)]
    order = {identity: place for place, identity in enumerate(found.today)}
    counted = [
        labels.value_counts().rename("n").rename_axis("identity").reset_index().assign(day=date)
        for labels, date in zip(found.labels, dates, strict=True)
    ]
    table = pd.concat(counted, ignore_index=True)
    table = table[table["n"] >= least].assign(
        place=table["identity"].map(order).fillna(len(order)), segment_name=table["identity"].map(found.names)
    )
    table = table.sort_values(["day", "place"], kind="stable", ignore_index=True)
    flows = pd.concat(
        [guarded(step.flows, least=least).assign(day=step.before.date, until=step.after.date) for step in found.steps],
        ignore_index=True,
    )
    named = {"from_name": flows["before"].map(found.names), "to_name": flows["after"].map(found.names)}
    told = flows.assign(**named)[["day", "until", "from_name", "to_name", "n"]].reset_index(drop=True)
    return table[["day", "segment_name", "n"]], told
