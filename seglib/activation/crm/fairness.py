"""Are women and men, young and old as often on the lists? A list made of segments can leave out a group by accident."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import ibis.expr.types as ir
import pandas as pd

from seglib import features
from seglib.client import Client
from seglib.segments.demographic.bands import LABELS, NOT_KNOWN, bands
from seglib.segments.sentences import with_interval
from seglib.value.trials.proportions import ratio_of_shares

TRAITS = ("gender", "age")
FEWEST = 30
ALIKE = (0.8, 1.25)
YES, NO, OPEN = "No clear gap", "Ask why before writing", "Not assessed"
UNKNOWN = "Whether the lists reach women and men, young and old alike cannot be asked: neither gender nor age is known."
TOLD = {
    "apart": "Ask why before writing: {names}. Customers of that kind are on the lists at another rate than the "
    "largest group, by more than chance explains.",
    "alike": "By {traits}, no group is surely on the lists much more or much less often than the largest one.",
    "open": "Whether the lists reach women and men, young and old alike is not assessed: it takes {fewest:count} "
    "customers or more in every group, and two groups at least.",
}


def fairness(tables: Mapping[str, ir.Table], client: Client, *, listed: Collection[str]) -> pd.DataFrame:
    """Compare how often each group of customers is on the lists.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name; whoever objected is left out.
    client : seglib.client.Client
        Gives the day and the bands of age.
    listed : collection of str
        Ids of those on the lists.

    Returns
    -------
    pandas.DataFrame
        As :func:`rates` gives it, for each of :data:`TRAITS` that is known of somebody.
    """
    known = features.without_objectors(tables)
    people = features.customer_traits(known, as_of=client.as_of).to_pandas()
    banded = bands(people, settings=client.demographic)
    on_a_list = people["customer_id"].isin(set(listed))
    found = [rates(on_a_list, banded[trait], trait=LABELS[trait]) for trait in TRAITS if trait in banded]
    return pd.concat(found, ignore_index=True) if found else rates(on_a_list, pd.Series(dtype=object), trait="")


def rates(listed: pd.Series, groups: pd.Series, *, trait: str) -> pd.DataFrame:
    """Hold the rate of each group against that of the largest one.

    Parameters
    ----------
    listed : pandas.Series of bool
        Who is on the lists.
    groups : pandas.Series
        The group of each, with the same index; those not known are left out.
    trait : str
        What the groups are made by.

    Returns
    -------
    pandas.DataFrame
        `trait, group, n, n_listed, share, ratio` with `low` and `high` (95%; missing for the largest group and where
        nobody of it is listed), and `verdict`: :data:`NO` only where the interval lies wholly outside of
        :data:`ALIKE`; :data:`OPEN` throughout where a group has fewer than :data:`FEWEST`.
    """
    told = pd.DataFrame({"group": groups, "listed": listed.reindex(groups.index)}).dropna()
    told = told[told["group"] != NOT_KNOWN]
    table = told.groupby("group", observed=True)["listed"].agg(n="size", n_listed="sum").reset_index()
    table["group"] = table["group"].astype(str)
    table.insert(0, "trait", trait)
    table["share"] = table["n_listed"] / table["n"]
    largest = table.loc[table["n"].idxmax()] if len(table) else {"n": 0, "n_listed": 0, "group": ""}
    compared = ratio_of_shares(table["n_listed"], table["n"], largest["n_listed"], largest["n"])
    for name, values in compared.items():
        table[name] = pd.Series(values).where(table["group"] != largest["group"])
    outside = (table["high"] < ALIKE[0]) | (table["low"] > ALIKE[1])
    table["verdict"] = outside.map({True: NO, False: YES})
    if len(table) < 2 or table["n"].min() < FEWEST:
        table["verdict"] = OPEN
    return table


def view(table: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Shape the rates for a page.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`fairness`.
    formatter : seglib.report.text.Formatter
        The client's.

    Returns
    -------
    pandas.DataFrame
        With `times`, the ratio and its interval as text; the largest group is the measure. `group` names the trait.
    """
    ends = zip(table["ratio"], table["low"], table["high"], strict=True)
    times = [with_interval(*each, formatter.number, missing="the measure") for each in ends]
    return table.assign(group=table["trait"] + ": " + table["group"], times=times)


def verdict(table: pd.DataFrame) -> dict[str, object]:
    """Say whether the lists reach all groups alike.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`fairness`.

    Returns
    -------
    dict
        The sentence and its values.
    """
    apart, assessed = table[table["verdict"] == NO], table[table["verdict"] != OPEN]
    if len(apart):
        return {"sentence": TOLD["apart"], "names": ", ".join(apart["trait"].str.lower() + " " + apart["group"])}
    if len(assessed):
        return {"sentence": TOLD["alike"], "traits": " and ".join(assessed["trait"].str.lower().unique())}
    return {"sentence": TOLD["open"], "fewest": FEWEST}
