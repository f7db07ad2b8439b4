"""How are alarms and quarters laid out for the reader? In the units of the trait, with what chance alone explains."""

from __future__ import annotations

from functools import partial

import pandas as pd

from seglib.activation.migration.drifting import Drifted
from seglib.activation.migration.performing import MEASURES
from seglib.clustering.drift import LEVEL
from seglib.clustering.multiple import holm
from seglib.segments.sentences import sentence_case, with_interval
from seglib.segments.traits import KNOWN

EVERYBODY = "All customers"
SHARES = {"bought"}
MONEY = {"spend", "margin"}
_FORMATS = {"money": "money", "days": "count", "share": "percent", "count": "number"}
_LARGE = ((0.8, "Large"), (0.5, "Medium"), (0.0, "Small"))  # standard deviations, as Cohen (1988) reads them
_WHAT = {"size": "Share of customers", "missing": "Not known: {label}"}


def alarms(found: Drifted, formatter: object, *, least: int) -> pd.DataFrame:
    """Lay the alarms out.

    Parameters
    ----------
    found : Drifted
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.
    least : int
        Fewest customers of whom something is shown.

    Returns
    -------
    pandas.DataFrame
        ``what, who, before, after`` (typical values, as text), ``size``.
    """
    rows = found.alarms
    rows = rows[(rows[["n_before", "n"]] >= least).all(axis=1)] if len(rows) else rows
    told = [
        (*_named(row), *(_typical(row, value, formatter) for value in (row.typical_before, row.typical)),
         next(word for bound, word in _LARGE if abs(row.effect) >= bound))
        for row in rows.itertuples()
    ]  # fmt: skip
    return pd.DataFrame(told, columns=["what", "who", "before", "after", "size"])


def compared(found: Drifted, *, least: int) -> pd.DataFrame:
    """List every comparison, for who wants to see what was no alarm.

    Parameters
    ----------
    found : Drifted
    least : int
        Fewest customers of whom something is shown.

    Returns
    -------
    pandas.DataFrame
        ``what, who, n_before, n, effect, adjusted, alarm``, the largest difference first.
    """
    rows = found.table[(found.table[["n_before", "n"]] >= least).all(axis=1)]
    rows = rows.sort_values("effect", key=abs, ascending=False, kind="stable", ignore_index=True)
    names = pd.DataFrame([_named(row) for row in rows.itertuples()], columns=["what", "who"])
    told = rows.assign(what=names["what"], who=names["who"], alarm=rows["alarm"].map({True: "Yes", False: "No"}))
    return told[["what", "who", "n_before", "n", "effect", "adjusted", "alarm"]]


def _named(row: object) -> tuple[str, str]:
    label = sentence_case(row.label)
    return _WHAT.get(row.kind, label).format(label=row.label), row.segment_name or EVERYBODY


def _typical(row: object, value: float, formatter: object) -> str:
    kind = _FORMATS[KNOWN[row.trait].kind] if row.kind in ("input", "profile") else "percent"
    return formatter.format(value, kind)


def against(changes: pd.DataFrame, names: pd.Series, formatter: object, *, least: int) -> pd.DataFrame:
    """Lay out how the last quarter differs from that of a year before.

    Parameters
    ----------
    changes : pandas.DataFrame
        From :func:`seglib.activation.migration.performing.against_last_year`, not empty.
    names : pandas.Series
        Name of each segment by its code, in the order of the rule.
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.
    least : int
        Fewest customers of a quarter that is shown.

    Returns
    -------
    pandas.DataFrame
        ``segment_name, measure, measure_label, n, before, after, told`` (texts), ``verdict``, and ``difference, low,
        high, sure``. What is more than chance is told by p-values adjusted for all rows (Holm).
    """
    rows = changes[(changes[["n_before", "n"]] >= least).all(axis=1)]
    rows = rows.sort_values("segment", key=lambda one: one.map({code: i for i, code in enumerate(names.index)}),
                            kind="stable", ignore_index=True)  # fmt: skip
    sure = holm(rows["p"]) < LEVEL
    text = {
        name: [write(row.measure, formatter, value) for row, value in zip(rows.itertuples(), rows[name], strict=True)]
        for name in ("before", "after")
    }
    told = [_difference(row, formatter) for row in rows.itertuples()]
    labels = rows["measure"].map({name: label for name, (_, label) in MEASURES.items()})
    verdict = ["Yes" if one else "No" for one in sure]
    named = {"segment_name": rows["segment"].map(names), "measure_label": labels}
    return rows.assign(**named, **text, told=told, verdict=verdict, sure=sure)


def quarters(averages: pd.DataFrame, names: pd.Series, formatter: object, *, least: int) -> pd.DataFrame:
    """Lay out the quarters of all segments.

    Parameters
    ----------
    averages : pandas.DataFrame
        From :func:`seglib.activation.migration.performing.by_segment`.
    names : pandas.Series
        Name of each segment by its code, in the order of the rule.
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.
    least : int
        Fewest customers of a row that is shown.

    Returns
    -------
    pandas.DataFrame
        ``segment_name, measure_label, ends, n, told``.
    """
    places = {"segment": list(names.index), "measure": list(MEASURES)}
    rows = averages[averages["n"] >= least]
    for column in ("ends", "measure", "segment"):
        order = {one: place for place, one in enumerate(places.get(column, sorted(set(rows[column]))))}
        rows = rows.sort_values(column, key=lambda values, order=order: values.map(order), kind="stable")
    told = [
        with_interval(row.mean, row.low, row.high, partial(write, row.measure, formatter)) for row in rows.itertuples()
    ]
    labels = rows["measure"].map({name: label for name, (_, label) in MEASURES.items()})
    return rows.assign(segment_name=rows["segment"].map(names), measure_label=labels, told=told)[
        ["segment_name", "measure_label", "ends", "n", "told"]
    ]


def write(measure: str, formatter: object, value: float) -> str:
    """Write a measure as it is read: a share, money, or a number.

    Parameters
    ----------
    measure : str
        Of :data:`seglib.activation.migration.performing.MEASURES`.
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.
    value : float

    Returns
    -------
    str
    """
    kind = "percent" if measure in SHARES else "money" if measure in MONEY else "number"
    return formatter.format(value, kind)


def _difference(row: object, formatter: object) -> str:
    """A difference of shares is of percentage points, not of a percentage."""
    ends = row.difference, row.low, row.high
    if row.measure not in SHARES:
        return with_interval(*ends, partial(write, row.measure, formatter))
    one, low, high = (formatter.number(100 * end, 0) for end in ends)
    return f"{one} points ({low} to {high})"
